"""Words of two characters, initials, phone tails and numbers are found; what a search text holds cannot break it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db import journal, ledger, people, search
from station_app.db.store import Write
from station_app.domain import numbering
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Visit
from station_app.domain.secrecy import EVERYTHING
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.domain.test_numbering import forms, slips
from tests.office import OPINION, PERSON, refer, registered
from tests.offices import office_says
from tests.suggesting import draft_fields

CHINESE = "水路桥电房山田土人民代表站村组道塌修"


@pytest.fixture
def numbers(desk: Desk) -> dict[str, str]:
    done = registered(desk)
    registered(desk, title="自来水浑浊", verbatim="水管放出来的水是黄的", ask="清洗水池")
    return {kind: one.number for kind, one in done.items()}


def titles(desk: Desk, text: str) -> list[str]:
    found = ledger.ids(desk.store.database, ledger.Filter(viewer=EVERYTHING, text=text), 0, 50)
    return [row.title for row in ledger.rows(desk.store.database, found).values()]


@pytest.mark.parametrize("text", ["道路", "塌", "塌方没有", "通组路塌方没有人修", "娃娃 绕路", "道 路"])
def test_words_are_found_wherever_they_stand(desk: Desk, numbers: dict[str, str], text: str) -> None:
    assert titles(desk, text) == [OPINION["title"]]


@pytest.mark.parametrize("text", ["道塌", "路道", "塌方水管", "饮水机", "方没修"])
def test_what_nobody_said_is_not_found(desk: Desk, numbers: dict[str, str], text: str) -> None:
    assert titles(desk, text) == []


@pytest.mark.parametrize("text", [PERSON["name"], "胜美", "ysm", "YSM", "5678", PERSON["phone"]])
def test_a_visitor_is_found_by_name_initials_and_tail_of_the_phone(
    desk: Desk, numbers: dict[str, str], text: str
) -> None:
    assert OPINION["title"] in titles(desk, text)
    assert people.find(desk.store.database, text, viewer=EVERYTHING)[0].name == PERSON["name"]


def test_numbers_are_found_whole_and_in_part(desk: Desk, numbers: dict[str, str]) -> None:
    assert titles(desk, numbers["opinion"]) == [OPINION["title"]]
    assert titles(desk, numbers["visit"]) == [OPINION["title"]]
    assert OPINION["title"] in titles(desk, "M26-0001")
    assert OPINION["title"] in titles(desk, "F26-0001")


@pytest.fixture
def numbered(desk: Desk, lead: str) -> dict[str, str]:
    """One record of each kind that is numbered, by the number's letter."""
    done = [*registered(desk).values()]
    opinion = next(one for one in done if one.kind == "opinion")
    day = {"held_on": "2026-11-30", "start": "9:00", "end": "12:00", "place": "活动室"}
    duty = {"deputy": lead, "held_on": "2026-11-20", "way": "RESEARCH", "content": "走访三户"}
    given = {"unit": "＋桴㯊镇水务站", "assigned_on": "2026-11-23", "due_on": "2026-12-20", "requirements": "请答复"}
    asks = [
        Ask("reception_day", "register", day),
        Ask("duty_record", "register", duty),
        Ask("suggestion", "register", draft_fields(lead)),
        Ask("opinion", "triage", {"owner_level": "TOWNSHIP", "proposed_unit": "＋桴㯊镇水务站"}, opinion.uid),
        refer(given, opinion.uid),
    ]
    done += [one for ask in asks for one in perform(desk, [ask])]
    numbers = {one.number: one.uid for one in done if one.number and one.act == "register"}
    slip = desk.records.one(Opinion, opinion.uid).slip_number
    assert {number[13] for number in (*numbers, slip)} == {*numbering.LETTERS.values()}
    assert slip in numbers
    return numbers


def test_every_number_is_found_in_every_form_and_leads_to_its_own_record(desk: Desk, numbered: dict[str, str]) -> None:
    for number, uid in numbered.items():
        for form in forms(number):
            assert [hit.uid for hit in search.numbered(desk.store.database, form, viewer=EVERYTHING)] == [uid], form
            assert uid in [hit.uid for hit in search.everywhere(desk.store.database, form, viewer=EVERYTHING)], form


def test_every_slip_in_a_number_is_refused_by_name_and_finds_no_other_record(
    desk: Desk, numbered: dict[str, str]
) -> None:
    for _ in range(12):
        registered(desk)  # what a slip might hit
    with desk.store.transaction():
        mine = journal.my_author(desk.store.database)
        mark = desk.store.begin_anew(mine, mine.last_seq).mark
    for _ in range(4):
        registered(desk)  # the numbers of a later journal bear its mark
    assert desk.records.all(Visit)[-1].number == f"520324116-01-F26-{mark}0004"
    series = [f"520324116-01-{letter}26-{at}" for letter in "FM"
              for at in ("0002", "0009", f"{mark}0001", f"{mark}0004")]  # fmt: skip
    tried = 0
    for number in (*numbered, *series):
        for altered in (*slips(numbering.with_check(number)), *slips(numbering.short_with_check(number))):
            with pytest.raises(Rejected, match="check_character_wrong"):
                search.numbered(desk.store.database, altered, viewer=EVERYTHING)
            if tried % 8 == 0:  # the search asks the same function
                with pytest.raises(Rejected, match="check_character_wrong"):
                    search.everywhere(desk.store.database, altered, viewer=EVERYTHING)
            tried += 1
    assert tried >= 13_600


def test_a_number_that_is_not_here_is_no_miscopied_one(desk: Desk, numbered: dict[str, str]) -> None:
    for form in forms("520324116-01-F26-0777"):
        assert search.numbered(desk.store.database, form, viewer=EVERYTHING) == []
        assert search.everywhere(desk.store.database, form, viewer=EVERYTHING) == []


def test_parts_of_two_numbers_of_a_record_are_no_number_of_it(desk: Desk, numbered: dict[str, str]) -> None:
    registered(desk)
    slip = next(number for number in numbered if number[13] == "Z")
    wrong = f"{slip[13:16]}-0002"  # its matter is M26-0001, the next is M26-0002
    assert titles(desk, wrong) == []


def test_an_official_number_finds_its_suggestion(desk: Desk, numbered: dict[str, str]) -> None:
    uid = next(uid for number, uid in numbered.items() if number[13] == "Y")
    office_says(desk, Write("accept", "suggestion", uid, {"official_no": "桴人建〔2026〕3号", "stage": "ACCEPTED"}))
    assert [hit.uid for hit in search.numbered(desk.store.database, "桴人建〔2026〕3号", viewer=EVERYTHING)] == [uid]
    assert uid in [hit.uid for hit in search.everywhere(desk.store.database, "桴人建〔2026〕3号", viewer=EVERYTHING)]


def test_a_correction_moves_the_words(desk: Desk) -> None:
    done = registered(desk)
    perform(desk, [Ask("opinion", "correct", {"verbatim": "桥塌了，不是路。"}, done["opinion"].uid)])
    assert titles(desk, "桥塌") == [OPINION["title"]]
    assert titles(desk, "娃娃") == []


@pytest.mark.parametrize(
    "text",
    [
        '"道路" OR',
        "AND",
        "NEAR(",
        "*",
        "col:值",
        "-桥",
        "'; DROP TABLE opinion",
        "%",
        "_",
        "\\",
        "",
        " ",
        "水" * 10_000,
    ],
)
def test_the_signs_of_a_query_language_are_only_signs(desk: Desk, numbers: dict[str, str], text: str) -> None:
    search.everywhere(desk.store.database, text, viewer=EVERYTHING)
    assert ledger.count(desk.store.database, ledger.Filter(viewer=EVERYTHING)) == 2


def test_rare_characters_dots_and_old_private_signs_are_found(desk: Desk) -> None:
    for name in ("李䶮", "张𬭎", "赵\ue863", "阿依努尔•买买提"):
        perform(desk, [Ask("person", "register", {**PERSON, "name": name})])
    database = desk.store.database
    assert {one.name for one in people.find(database, "䶮", viewer=EVERYTHING)} == {"李䶮", "赵\ue863"}
    assert [one.name for one in people.find(database, "张𬭎", viewer=EVERYTHING)] == ["张𬭎"]
    assert [one.name for one in people.find(database, "阿依努尔·买买提", viewer=EVERYTHING)] == ["阿依努尔•买买提"]


@given(st.lists(st.text(CHINESE, min_size=1, max_size=12), max_size=3), st.data())
def test_every_inner_piece_is_asked_for_as_it_was_indexed(texts: list[str], data: st.DataObject) -> None:
    tokens = f" {search.indexed(texts)} "
    for text in texts:
        start = data.draw(st.integers(0, len(text) - 1))
        piece = text[start : start + data.draw(st.integers(1, 6))]
        for run in search.query_of(piece).split(" AND "):
            asked = run.rstrip("*").strip('"')
            assert f" {asked} " in tokens if len(piece) > 1 else f" {asked}" in tokens
