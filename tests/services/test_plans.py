"""The year's plan: proposed without being written, kept whole, with notices to post."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import HolidayTable, ReceptionDay, ReceptionPlan
from station_app.services import held_day, reception
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from tests.office import SetClock

RULE = {
    "year": "2026",
    "recurrence": "MONTHLY_WEEKDAY",
    "nth": "1",
    "weekday": "5",
    "shift": "NEXT_WEEK",
    "start": "9:00",
    "end": "12:00",
    "place": "社区活动室",
}


@pytest.fixture(autouse=True)
def new_year(clock: SetClock) -> None:
    clock.at = datetime.fromisoformat("2026-01-04T09:30:00+08:00")


def deputies(desk: Desk) -> tuple[str, ...]:
    made = [enrol(desk, {"name": name}, {"level": "TOWNSHIP"})[0].uid for name in ("秦彬", "郑淑珍", "罗一凡")]
    return tuple(made)


def test_a_proposal_writes_nothing_and_keeping_it_writes_plan_days_and_seats(desk: Desk) -> None:
    fields = {**RULE, "deputies": deputies(desk), "deputies_a_day": "2"}
    proposal = reception.propose(desk, fields)
    assert (len(proposal.new), desk.records.all(ReceptionDay)) == (12, [])
    done = reception.keep_plan(desk, fields, frozenset({date(2026, 1, 9)}))
    days = reception.days_in(desk, 2026)
    assert [one.held_on for one in days][:2] == ["2026-02-06", "2026-03-06"]
    assert {one.plan for one in days} == {done[0].uid}
    assert [one.number[-4:] for one in days] == [f"{number:04d}" for number in range(1, 12)]
    assert [one.deputy.name for one in held_day.attendance(desk, days[0].uid)] == ["罗一凡", "秦彬"]


def test_days_that_stand_already_are_not_planned_twice(desk: Desk) -> None:
    reception.keep_plan(desk, RULE)
    assert reception.propose(desk, RULE).new == ()
    with pytest.raises(Rejected) as refused:
        reception.keep_plan(desk, RULE)
    assert [one.code for one in refused.value.problems] == ["plan_without_days"]
    assert len(desk.records.all(ReceptionPlan)) == 1


def test_all_that_a_rule_lacks_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(Rejected) as refused:
        reception.propose(desk, {"year": "2026", "recurrence": "MONTHLY_DAY", "months": "13", "start": "25:00"})
    said = {(one.where, one.code) for one in refused.value.problems}
    assert {("month_days", "missing"), ("months", "plan_months"), ("shift", "missing"), ("place", "missing")} <= said
    assert ("start", "time_impossible") in said


def test_a_year_whose_holidays_nobody_knows_is_warned_about_until_they_are_typed_in(desk: Desk) -> None:
    fields = {**RULE, "year": "2027"}
    assert [one.code for one in reception.propose(desk, fields).warnings] == ["holidays_unknown"]
    reception.keep_calendar(desk, {"year": "2027", "days_off": "2027-01-01~2027-01-03 元旦", "workdays": ""})
    proposal = reception.propose(desk, fields)
    assert proposal.warnings == ()
    assert str(proposal.days[0].held_on) == "2027-01-08"
    reception.keep_calendar(desk, {"year": "2027", "days_off": "2027-01-02 元旦"})
    assert str(reception.propose(desk, fields).days[0].held_on) == "2027-01-01"
    assert len(desk.records.all(HolidayTable)) == 1  # the station's own table was corrected


def test_a_table_that_cannot_be_read_is_refused_whole(desk: Desk) -> None:
    with pytest.raises(Rejected) as refused:
        reception.keep_calendar(desk, {"year": "2027", "days_off": "元旦三天\n2027-02-30"})
    assert [(one.where, one.value) for one in refused.value.problems] == [
        ("days_off", "元旦三天"),
        ("days_off", "2027-02-30"),
    ]
    assert desk.records.all(HolidayTable) == []


def test_notices_are_due_three_days_before_and_a_late_one_is_warned_about(desk: Desk, clock: SetClock) -> None:
    clock.at = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
    day = reception.plan(desk, {"held_on": "2026-12-04", "start": "9:00", "end": "11:00", "place": "村委会"}, []).uid
    assert [(one.day.uid, one.days_left) for one in reception.notices_due(desk)] == [(day, 8)]
    clock.move(days=9)
    assert reception.notices_due(desk)[0].days_left == -1
    done = reception.post_notice(desk, day)
    assert [one.code for one in done.warnings] == ["notice_late"]
    assert reception.notices_due(desk) == []


def test_a_plan_in_the_middle_of_its_year_makes_no_days_that_nobody_held(desk: Desk, clock: SetClock) -> None:
    whole = reception.propose(desk, RULE)
    clock.at = datetime.fromisoformat("2026-07-02T09:00:00+08:00")
    rest = reception.propose(desk, RULE)
    assert len(rest.new) < len(whole.new)
    assert all(str(one.held_on) >= "2026-07-02" for one in rest.new)
    assert [(one.code, one.value) for one in rest.warnings] == [("days_passed", len(whole.days) - len(rest.days))]
