"""The last act is taken back as a visible correction."""

from __future__ import annotations

import pytest

from station_app.db import audit
from station_app.domain.judging import STATION, Home, problems_of
from station_app.domain.problem import Rejected
from station_app.domain.records import Assignment, Opinion, Person, Visit
from station_app.services import reception, undo, users, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, unlock
from station_app.services.history import history
from station_app.services.visits import Matter, VisitEntry
from tests.office import CHEAP, OPINION, PASSWORD, VISIT, SetClock, refer, registered

TRIAGE = {"category": "0206", "urgency": "URGENT", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}
REFERRAL = {"unit": "交通运输局", "assigned_on": "2026-11-23", "due_on": "2026-12-23", "requirements": "办"}


def test_fields_and_state_stand_as_before_and_the_act_is_seen_in_the_history(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["opinion"].uid
    clock.move(minutes=1)
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid)])
    clock.move(minutes=1)
    perform(desk, [refer(REFERRAL, uid)])
    slip = desk.records.one(Opinion, uid).slip_number
    clock.move(minutes=1)
    undo.undo(desk, "写错了单位")
    one = desk.records.one(Opinion, uid)
    assert (one.state, one.unit, one.due_on, one.slip_number) == ("TRIAGED", "", "", "")
    (slip_of,) = desk.records.all(Assignment, opinion=uid)
    assert (slip_of.number, slip_of.state, slip_of.void_reason) == (slip, "VOID", "写错了单位")
    assert [event.act for event in history(desk, slip_of.uid)] == ["register", "void"]
    perform(desk, [refer(REFERRAL, uid)])
    assert desk.records.one(Opinion, uid).slip_number != slip  # it was written on paper: used
    assert audit.audit(desk.store).is_sound


def test_undoing_again_brings_it_back(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["opinion"].uid
    clock.move(minutes=1)
    perform(desk, [Ask("opinion", "correct", {"title": "改过的题目和原来不一样"}, uid)])
    for expected in ("通组路塌方没有人修", "改过的题目和原来不一样", "通组路塌方没有人修"):
        clock.move(minutes=1)
        undo.undo(desk, "")
        assert desk.records.one(Opinion, uid).title == expected


def test_what_was_done_together_is_taken_back_together(desk: Desk, clock: SetClock) -> None:
    first, second = (registered(desk)["person"].uid for _ in range(2))
    clock.move(minutes=1)
    perform(desk, [Ask("person", "correct", {"address": "二组"}, uid) for uid in (first, second)])
    clock.move(minutes=1)
    undo.undo(desk, "")
    assert {one.address for one in desk.records.all(Person)} == {""}


def test_a_visit_just_registered_is_voided_with_its_matters(desk: Desk) -> None:
    done = registered(desk)
    undo.undo(desk, "登记后马上撤销")
    assert desk.records.one(Visit, done["visit"].uid).state == "VOID"
    assert desk.records.one(Opinion, done["opinion"].uid).void_reason == "登记后马上撤销"


def test_what_somebody_went_on_with_is_not_taken_back(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["person"].uid
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, "another horse 7", PASSWORD, CHEAP)
    clock.move(minutes=1)
    perform(desk, [Ask("person", "correct", {"address": "二组"}, uid)])
    other = unlock(desk.folder, "another horse 7", "吴道明", clock)
    clock.move(minutes=1)
    perform(other, [Ask("person", "correct", {"address": "三组"}, uid)])
    other.close()
    with pytest.raises(Rejected, match="undo_moved_on"):
        undo.undo(desk, "")
    assert desk.records.one(Person, uid).address == "三组"


def test_what_made_something_else_is_not_taken_back_by_a_key(desk: Desk) -> None:
    reception.plan(desk, {"held_on": "2026-12-04", "start": "9:00", "end": "11:00", "place": "村委会"}, [])
    with pytest.raises(Rejected, match="undo_by_hand"):
        undo.undo(desk, "")


def test_who_did_nothing_takes_nothing_back(desk: Desk, clock: SetClock) -> None:
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, "another horse 7", PASSWORD, CHEAP)
    other = unlock(desk.folder, "another horse 7", "吴道明", clock)
    with pytest.raises(Rejected, match="nothing_to_undo"):
        undo.undo(other, "")
    other.close()


def test_an_office_takes_an_undoing_like_any_change(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["opinion"].uid
    clock.move(minutes=1)
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid)])
    clock.move(minutes=1)
    undo.undo(desk, "")
    change = undo.last_act(desk)
    assert change is not None
    home = Home(desk.station.uid, STATION, desk.station.area_code)
    assert problems_of(change.changes[0], home) == ()


def test_a_visit_whose_matter_was_sent_on_with_it_is_taken_back_whole(desk: Desk, clock: SetClock) -> None:
    registered(desk)
    clock.move(minutes=1)
    person = {"name": "罗阿妹", "phone": "16112340000"}
    entry = VisitEntry(person, VISIT, [Matter(OPINION, "refer", {**TRIAGE, **REFERRAL})])
    visit = visits.register(desk, entry).visit.uid
    (matter,) = visits.matters_of(desk, visit)
    assert matter.state == "REFERRED"
    clock.move(minutes=1)
    undo.undo(desk, "登错了")
    assert desk.records.one(Visit, visit).state == "VOID"
    assert desk.records.one(Opinion, matter.uid).state == "VOID"
    assert audit.audit(desk.store).is_sound


def test_a_visit_taken_back_by_mistake_comes_back_whole(desk: Desk, clock: SetClock) -> None:
    entry = VisitEntry({"name": "杨胜美", "phone": "16112345678"}, VISIT, [Matter(OPINION), Matter(OPINION)])
    done = visits.register(desk, entry)
    stood = [(one.uid, one.state, one.title, one.number) for one in desk.records.all(Opinion)]
    for state in ("VOID", "REGISTERED", "VOID", "REGISTERED"):
        clock.move(minutes=1)
        undo.undo(desk, "登记后马上撤销")
        assert desk.records.one(Visit, done.visit.uid).state == state
    assert [(one.uid, one.state, one.title, one.number) for one in desk.records.all(Opinion)] == stood
    assert not any(one.void_reason for one in desk.records.all(Opinion))
    assert audit.audit(desk.store).is_sound


def test_what_is_more_than_a_field_asks_first(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["opinion"].uid
    made = undo.last_act(desk)
    assert made is not None
    assert (made.asks_first, made.beside) == (True, {"opinion": 1})
    clock.move(minutes=1)
    perform(desk, [Ask("opinion", "correct", {"title": "改过的题目和原来不一样"}, uid)])
    changed = undo.last_act(desk)
    assert changed is not None
    assert not changed.asks_first
    clock.move(minutes=1)
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid)])
    several = undo.last_act(desk)
    assert several is not None
    assert several.asks_first


def test_what_was_agreed_to_is_taken_back_and_nothing_later(desk: Desk, clock: SetClock) -> None:
    uid = registered(desk)["opinion"].uid
    agreed = undo.last_act(desk)
    clock.move(minutes=1)
    perform(desk, [Ask("opinion", "correct", {"title": "改过的题目和原来不一样"}, uid)])
    with pytest.raises(Rejected, match="undo_not_the_last"):
        undo.undo(desk, "", agreed)
    assert desk.records.one(Opinion, uid).state == "REGISTERED"
