"""Closing a day writes a duty record for each deputy who was there, once, and keeps it true."""

from __future__ import annotations

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import DutyRecord, ReceptionDay, Visit
from station_app.services import duty, held_day, prints, reception, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.services.visits import Matter, VisitEntry
from tests.office import OPINION, PERSON, VISIT
from tests.simulation.truth import differences
from tests.simulation.world import world_of

DAY = {"held_on": "2026-11-23", "start": "9:00", "end": "12:00", "place": "活动室", "topic": "人居环境"}


def opened(desk: Desk) -> tuple[str, list[str]]:
    names = ("秦彬", "郑淑珍", "罗一凡")
    deputies = [enrol(desk, {"name": name}, {"level": "COUNTY", "term": "18"})[0].uid for name in names]
    day = reception.plan_and_begin(desk, DAY, deputies[:2]).uid
    seats = held_day.attendance(desk, day)
    reception.mark(desk, seats[0].attendance.uid, "PRESENT")
    reception.mark(desk, seats[1].attendance.uid, "LEAVE", deputies[2])
    entry = {**VISIT, "channel": "RECEPTION_DAY", "reception_day": day, "deputies": [deputies[0]], "headcount": "3"}
    visits.register(desk, VisitEntry(PERSON, entry, [Matter(OPINION)]))
    return day, deputies


def standing(desk: Desk) -> dict[str, DutyRecord]:
    return {one.deputy: one for one in desk.records.all(DutyRecord) if one.state == "RECORDED"}


def test_each_deputy_who_was_there_has_the_day_in_their_file(desk: Desk) -> None:
    day, deputies = opened(desk)
    reception.close(desk, day, "几个村都缺路灯")
    records = standing(desk)
    assert set(records) == {deputies[0], deputies[2]}  # who stood in, and not who was on leave
    one = records[deputies[0]]
    assert (one.held_on, one.way, one.place, one.term) == ("2026-11-23", "RECEPTION", "活动室", 18)
    assert "来访1批3人次" in one.content
    assert "本人接待1批" in one.content
    assert one.number == "520324116-01-L26-0001"
    assert duty.file_of(desk, deputies[1]) == []


def test_a_day_closed_again_brings_the_file_to_what_holds_now(desk: Desk) -> None:
    day, deputies = opened(desk)
    reception.close(desk, day)
    before = standing(desk)
    reception.open_again(desk, day)
    seats = held_day.attendance(desk, day)
    reception.mark(desk, seats[1].attendance.uid, "PRESENT")
    entry = {**VISIT, "channel": "RECEPTION_DAY", "reception_day": day, "deputies": [deputies[0]]}
    visits.register(
        desk, VisitEntry({**PERSON, "name": "吴道明"}, entry, [Matter({**OPINION, "title": "又说了一件事情"})])
    )
    reception.close(desk, day)
    after = standing(desk)
    assert set(after) == {deputies[0], deputies[1]}
    assert after[deputies[0]].uid == before[deputies[0]].uid
    assert "来访2批4人次" in after[deputies[0]].content
    gone = desk.records.one(DutyRecord, before[deputies[2]].uid)
    assert (gone.state, bool(gone.void_reason)) == ("VOID", True)


def test_a_day_held_on_paper_is_entered_with_who_was_there_and_closed_like_any(desk: Desk) -> None:
    deputy = enrol(desk, {"name": "秦彬"}, {"level": "TOWNSHIP"})[0].uid
    day = reception.late(desk, {**DAY, "held_on": "2026-11-6"}, [deputy]).uid
    assert (desk.records.one(ReceptionDay, day).state, desk.records.one(ReceptionDay, day).entered_late) == (
        "OPEN",
        True,
    )
    entry = {**VISIT, "received_on": "2026-11-06", "channel": "RECEPTION_DAY", "reception_day": day}
    visits.register(desk, VisitEntry(PERSON, {**entry, "deputies": [deputy]}, [Matter(OPINION)]))
    reception.close(desk, day)
    assert standing(desk)[deputy].held_on == "2026-11-06"
    assert desk.records.all(Visit)[0].reception_day == day


def test_a_day_to_come_cannot_have_been_held(desk: Desk) -> None:
    with pytest.raises(Rejected) as refused:
        reception.late(desk, {**DAY, "held_on": "2026-12-6"}, [])
    assert [one.code for one in refused.value.problems] == ["late_day_ahead"]


def entered(desk: Desk, deputy: str, fields: dict[str, str]) -> None:
    perform(desk, [Ask("duty_record", "register", {"deputy": deputy, **fields})])


def test_a_performance_is_entered_by_hand_with_the_term_that_the_deputy_serves(desk: Desk) -> None:
    deputy = enrol(desk, {"name": "秦彬"}, {"level": "COUNTY", "term": "18"})[0].uid
    entered(desk, deputy, {"held_on": "2026-11-20", "way": "TRAINING", "content": "县里的履职培训", "effect": ""})
    (one,) = duty.file_of(desk, deputy)
    assert (one.term, one.organiser, one.way) == (18, desk.station.name, "TRAINING")


def test_a_performance_without_its_content_is_refused(desk: Desk) -> None:
    deputy = enrol(desk, {"name": "秦彬"}, {"level": "COUNTY", "term": "18"})[0].uid
    with pytest.raises(Rejected, match="content:missing"):
        entered(desk, deputy, {"held_on": "2026-11-20", "way": "TRAINING"})


def test_the_duty_file_on_paper_has_every_performance_of_that_deputy_the_latest_first(desk: Desk) -> None:
    day, deputies = opened(desk)
    reception.close(desk, day)
    entered(desk, deputies[0], {"held_on": "2026-11-20", "way": "TRAINING", "content": "县里的履职培训"})
    facts = duty.listing(desk, deputies[0])
    assert facts.title == "秦彬代表履职档案"
    assert [(row[1], row[3]) for row in facts.rows] == [("09:00–12:00", "接待选民"), ("", "学习培训")]
    assert prints.listing(facts).pages == 1


def test_a_day_that_two_computers_close_blind_has_one_record_of_each_deputy() -> None:
    world = world_of(2)
    one, second = (world.members[number].desk for number in (2, 3))
    day, deputies = opened(one)
    world.calm()
    for desk in (one, second):
        reception.close(desk, day)
    world.calm()
    assert list(differences(world)) == []
    assert sorted(record.deputy for record in second.records.all(DutyRecord)) == sorted([deputies[0], deputies[2]])
    assert len({record.number for record in second.records.all(DutyRecord)}) == 2
    world.close()


def test_who_was_not_there_and_was_after_all_has_another_record(desk: Desk) -> None:
    day, deputies = opened(desk)
    seat = held_day.attendance(desk, day)[0].attendance.uid
    for presence in ("PRESENT", "ABSENT", "PRESENT"):
        reception.mark(desk, seat, presence)
        reception.close(desk, day)
        reception.open_again(desk, day)
    found = [one.state for one in desk.records.all(DutyRecord) if one.deputy == deputies[0]]
    assert found == ["VOID", "RECORDED"]
