"""Words of two characters, initials, phone tails and numbers are found; what a search text holds cannot break it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.db import ledger, people, search, words
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, registered

CHINESE = "水路桥电房山田土人民代表站村组道塌修"


@pytest.fixture
def numbers(desk: Desk) -> dict[str, str]:
    done = registered(desk)
    registered(desk, title="自来水浑浊", verbatim="水管放出来的水是黄的", ask="清洗水池")
    return {kind: one.number for kind, one in done.items()}


def titles(desk: Desk, text: str) -> list[str]:
    found = ledger.ids(desk.store.database, ledger.Filter(text=text), 0, 50)
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
    assert people.find(desk.store.database, text)[0].name == PERSON["name"]


def test_numbers_are_found_whole_and_in_part(desk: Desk, numbers: dict[str, str]) -> None:
    assert titles(desk, numbers["opinion"]) == [OPINION["title"]]
    assert titles(desk, numbers["visit"]) == [OPINION["title"]]
    assert OPINION["title"] in titles(desk, "M26-0001")
    assert OPINION["title"] in titles(desk, "F26-0001")


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
    search.everywhere(desk.store.database, text)
    assert ledger.count(desk.store.database, ledger.Filter()) == 2


def test_rare_characters_dots_and_old_private_signs_are_found(desk: Desk) -> None:
    for name in ("李䶮", "张𬭎", "赵\ue863", "阿依努尔•买买提"):
        perform(desk, [Ask("person", "register", {**PERSON, "name": name})])
    database = desk.store.database
    assert {one.name for one in people.find(database, "䶮")} == {"李䶮", "赵\ue863"}
    assert [one.name for one in people.find(database, "张𬭎")] == ["张𬭎"]
    assert [one.name for one in people.find(database, "阿依努尔·买买提")] == ["阿依努尔•买买提"]


@given(st.lists(st.text(CHINESE, min_size=1, max_size=12), max_size=3), st.data())
def test_every_inner_piece_is_asked_for_as_it_was_indexed(texts: list[str], data: st.DataObject) -> None:
    tokens = f" {words.indexed(texts)} "
    for text in texts:
        start = data.draw(st.integers(0, len(text) - 1))
        piece = text[start : start + data.draw(st.integers(1, 6))]
        for run in words.wanted(piece).split(" AND "):
            asked = run.rstrip("*").strip('"')
            assert f" {asked} " in tokens if len(piece) > 1 else f" {asked}" in tokens
