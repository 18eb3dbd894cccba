"""A visit with all that was raised and done with it is one transaction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.visits import Matter, Newcomer, VisitEntry
from tests.office import OPINION, PERSON, VISIT

REFER = {
    "owner_level": "COUNTY",
    "unit": "交通运输局",
    "assigned_on": "2026-11-23",
    "due_on": "2026-12-23",
    "requirements": "书面答复",
}


def deputy(desk: Desk) -> str:
    return perform(desk, [Ask("deputy", "register", {"name": "秦应彬"})])[0].uid


def test_several_matters_go_each_its_own_way(desk: Desk) -> None:
    who = deputy(desk)
    matters = [
        Matter(OPINION, "refer", REFER),
        Matter({**OPINION, "title": "村口路灯坏了八盏"}, "answer", {"answer": "当场安排", "answered_by": [who]}),
        Matter({**OPINION, "title": "两家因排水沟吵架"}),
    ]
    done = visits.register(desk, VisitEntry(PERSON, VISIT, matters))
    opinions = visits.matters_of(desk, done.visit.uid)
    assert [one.state for one in opinions] == ["REFERRED", "ANSWERED_ON_SITE", "REGISTERED"]
    assert [one.number[-4:] for one in opinions] == ["0001", "0002", "0003"]
    assert opinions[0].proposed_unit == "交通运输局"


def test_problems_name_the_section_of_the_form(desk: Desk) -> None:
    entry = VisitEntry(PERSON, {**VISIT, "is_first": ""}, [Matter(OPINION), Matter(OPINION, "redirect", {})])
    with pytest.raises(Rejected) as caught:
        visits.register(desk, entry)
    sections = visits.sections(desk, entry)
    assert {(sections[one.part], one.where) for one in caught.value.problems if one.refuses} == {
        ("visit", "is_first"),
        *(("1", name) for name in ("redirect_reason", "redirect_organ")),
    }
    assert desk.records.all(Visit) == []


def test_a_known_visitor_is_corrected_and_not_doubled(desk: Desk) -> None:
    first = visits.register(desk, VisitEntry(PERSON, VISIT, [Matter(OPINION)]))
    person = desk.records.one(Visit, first.visit.uid).visitor
    again = VisitEntry({**PERSON, "phone": "16187654321"}, {**VISIT, "is_first": "REPEAT"}, [Matter(OPINION)], person)
    visits.register(desk, again)
    (known,) = desk.records.all(Person)
    assert (known.uid, known.phone) == (person, "16187654321")
    assert len(desk.records.all(Visit, visitor=person)) == 2


def test_who_may_not_approve_leaves_the_matter_waiting(desk: Desk) -> None:
    clerk = replace(desk, user=replace(desk.user, roles=("STATION_CLERK",)))
    refer = {"unit": "乡镇人民政府", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "书面答复"}
    with pytest.raises(Rejected, match="act_of_another_role"):
        visits.register(clerk, VisitEntry(PERSON, VISIT, [Matter(OPINION, "refer", refer)]))
    fields = {"owner_level": "COUNTY", "proposed_unit": "交通运输局"}
    visits.register(clerk, VisitEntry(PERSON, VISIT, [Matter(OPINION, "triage", fields)]))
    assert [one.state for one in desk.records.all(Opinion)] == ["TRIAGED"]


def test_a_visit_is_voided_with_its_matters_unless_one_went_on(desk: Desk) -> None:
    wrong = visits.register(desk, VisitEntry(PERSON, VISIT, [Matter(OPINION)]))
    perform(desk, [Ask("visit", "void", {"void_reason": "登记错了人"}, wrong.visit.uid)])
    assert desk.records.one(Visit, wrong.visit.uid).state == "VOID"
    assert [one.state for one in visits.matters_of(desk, wrong.visit.uid)] == ["VOID"]
    gone = visits.register(desk, VisitEntry(PERSON, VISIT, [Matter(OPINION, "refer", REFER)]))
    with pytest.raises(Rejected, match="act_out_of_turn"):
        perform(desk, [Ask("visit", "void", {"void_reason": "错"}, gone.visit.uid)])
    assert desk.records.one(Visit, gone.visit.uid).state == "REGISTERED"


def test_f51_one_visit_that_two_clerks_wrote_down_is_said_and_can_be_taken_back(desk: Desk) -> None:
    entry = VisitEntry(PERSON, VISIT, [Matter(OPINION)])
    first = visits.register(desk, entry)
    assert "visit_written_twice" not in [one.code for one in first.visit.warnings]
    again = visits.register(desk, entry)
    assert [one.value for one in again.visit.warnings if one.code == "visit_written_twice"] == [first.visit.number]
    other = visits.register(desk, VisitEntry({**PERSON, "name": "秦彬"}, VISIT, [Matter(OPINION)]))
    assert "visit_written_twice" not in [one.code for one in other.visit.warnings]


def test_people_who_came_along_are_registered_in_the_same_transaction(desk: Desk) -> None:
    came = (Newcomer("representatives", "罗阿妹", "13800001111"), Newcomer("companions", "吴老三"))
    entry = VisitEntry(PERSON, {**VISIT, "headcount": "6"}, [Matter(OPINION)], newcomers=came)
    registered = visits.register(desk, entry)
    visit = desk.records.one(Visit, registered.visit.uid)
    (speaker,) = desk.records.several(Person, visit.representatives).values()
    (companion,) = desk.records.several(Person, visit.companions).values()
    assert (speaker.name, speaker.phone, speaker.village) == ("罗阿妹", "13800001111", "520324116201")
    assert (companion.name, companion.phone) == ("吴老三", "")
    assert companion.no_phone_reason


def test_somebody_who_cannot_be_registered_keeps_all_of_it_out(desk: Desk) -> None:
    came = Newcomer("companions", "吴老三", "1380000111")
    entry = VisitEntry(PERSON, {**VISIT, "headcount": "2"}, [Matter(OPINION)], newcomers=(came,))
    with pytest.raises(Rejected) as refused:
        visits.register(desk, entry)
    sections = visits.sections(desk, entry)
    assert {sections[one.part] for one in refused.value.problems if one.refuses} == {"group"}
    assert desk.records.all(Person) == []


def test_with_an_accusation_only_telling_where_to_go_is_offered(desk: Desk) -> None:
    assert visits.opening_acts(desk, {"opinion_kind": "REPORT"}) == ("redirect",)
    assert visits.opening_acts(desk, {"opinion_kind": "COMPLAINT"}) == visits.opening_acts(desk)
