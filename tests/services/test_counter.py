"""The counter: who comes and asks hears what they may, and a wrong name tells nothing."""

from __future__ import annotations

import pytest

from station_app.domain import numbering
from station_app.domain.records import Opinion, Visit
from station_app.services import counter, own_data, telling, trail
from station_app.services.acts import Ask, perform
from station_app.services.counter import Answer
from station_app.services.desk import Desk
from tests.office import OPINION, PERSON, VISIT, registered
from tests.services.test_prints import text_of
from tests.services.test_telling import TOLD, handled

NAME, PHONE = str(PERSON["name"]), str(PERSON["phone"])


def receipt(desk: Desk, opinion: str) -> str:
    """The number of a matter's receipt, with its check character."""
    return numbering.short_with_check(desk.records.one(Visit, desk.records.one(Opinion, opinion).visit).number)


def test_a_receipt_with_its_check_character_is_told_how_far_it_is_and_nothing_of_the_person(desk: Desk) -> None:
    uid = handled(desk)
    answer = counter.ask(desk, number=receipt(desk, uid))
    (one,) = answer.matters
    assert (one.opinion.uid, one.is_owed, answer.persons) == (uid, True, ())
    assert "水务局答复：水池洗好了。" in one.lines
    assert PHONE not in "".join(one.lines)


def test_who_is_known_by_name_and_telephone_hears_of_all_their_matters_and_of_what_is_kept(desk: Desk) -> None:
    uid = handled(desk)
    telling.tell(desk, uid, TOLD, {"satisfaction": "SATISFIED"})
    other = registered(desk)["opinion"].uid
    answer = counter.ask(desk, name=NAME, phone=PHONE)
    assert {one.opinion.uid for one in answer.matters} == {uid, other}
    assert len(answer.persons) == 2  # entered twice
    said = {one.opinion.uid: one for one in answer.matters}[uid]
    assert said.lines[-1] == "11月23日告诉过您了，您说满意。"
    assert not said.is_owed


@pytest.mark.parametrize("secret", [{"opinion_kind": "REPORT"}, {"sensitivity": "WORK_SECRET"}])
def test_a_secret_matter_a_wrong_name_and_no_matter_at_all_are_answered_alike(
    desk: Desk, secret: dict[str, str]
) -> None:
    nothing = counter.ask(desk, number="F26-0009", name="无此人")
    uid = registered(desk, **secret)["opinion"].uid
    plain = registered(desk)["opinion"].uid
    short = numbering.short_of(desk.records.one(Visit, desk.records.one(Opinion, plain).visit).number)
    asked = [
        counter.ask(desk, number=receipt(desk, uid)),
        counter.ask(desk, number=receipt(desk, uid), name=NAME),
        counter.ask(desk, number=short),  # no check character, no name
        counter.ask(desk, number=receipt(desk, plain), name="王五"),
        counter.ask(desk, number=receipt(desk, plain)[:-1] + "Q"),
        counter.ask(desk, name="王五", phone=PHONE),
        counter.ask(desk, name=NAME, phone="5678"),
        counter.ask(desk, name=NAME, phone=""),
    ]
    assert nothing == Answer()
    assert [one for one in asked if one != nothing] == []


def test_who_merely_came_along_hears_nothing_and_who_spoke_for_the_group_does(desk: Desk) -> None:
    persons = [desk.clock.new_id() for _ in range(3)]
    names = ("杨胜美", "龙国富", "石登科")
    phones = ("16112345678", "16112345679", "16112345670")
    asks = [
        Ask("person", "register", {**PERSON, "name": name, "phone": phone}, uid)
        for uid, name, phone in zip(persons, names, phones, strict=True)
    ]
    visit = desk.clock.new_id()
    came = {"visitor": persons[0], "representatives": (persons[1],), "companions": (persons[2],), "headcount": 5}
    asks += [
        Ask("visit", "register", {**VISIT, **came}, visit),
        Ask("opinion", "register", {**OPINION, "visit": visit}),
    ]
    perform(desk, asks)
    heard = [len(counter.ask(desk, name=name, phone=phone).matters) for name, phone in zip(names, phones, strict=True)]
    assert heard == [1, 1, 0]


def test_that_somebody_asked_stands_in_the_trail_without_their_name(desk: Desk) -> None:
    handled(desk)
    counter.ask(desk, name=NAME, phone=PHONE)
    counter.ask(desk, name="王五", phone=PHONE)
    lines = trail.lines(desk, 0, 2)
    assert [(one.event, one.detail) for one in lines] == [
        (trail.COUNTER_ASKED, "没有可以告诉的"),
        (trail.COUNTER_ASKED, "查到 1 件"),
    ]


def test_the_sheet_of_what_is_kept_names_no_accusation_at_the_counter(desk: Desk) -> None:
    handled(desk)
    (person,) = counter.ask(desk, name=NAME, phone=PHONE).persons
    visit = {**VISIT, "visitor": person}
    uid = desk.clock.new_id()
    words = {"title": "村主任贪污低保款的事情", "verbatim": "村主任贪污了低保款。", "opinion_kind": "REPORT"}
    perform(
        desk, [Ask("visit", "register", visit, uid), Ask("opinion", "register", {**OPINION, **words, "visit": uid})]
    )
    told = text_of(own_data.counter_sheet(desk, person).pdf)
    assert "通组路塌方" in told
    assert "贪污" not in told
