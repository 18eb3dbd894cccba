"""The days of a plan: which the rule names, and what holidays and turns make of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.days import days_of, problems_of
from station_app.domain.field import built
from station_app.domain.records import ReceptionPlan
from tests.domain.test_holidays import shipped

CALENDAR = shipped()


def plan(**fields: Any) -> ReceptionPlan:
    return built(ReceptionPlan, {"year": 2026, "shift": "NEXT_WEEK", "deputies_a_day": 2, **fields})


def held(**fields: Any) -> list[str]:
    return [str(one.held_on) for one in days_of(plan(**fields), CALENDAR) if one.held_on]


def test_the_first_friday_of_each_month_gives_way_to_a_holiday_by_a_week() -> None:
    days = held(recurrence="MONTHLY_WEEKDAY", nth="1", weekday="5")
    assert len(days) == 12
    assert {"2026-01-09", "2026-05-08", "2026-10-09"} <= set(days)
    assert "2026-11-06" in days


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        ("NEXT_WORKDAY", "2026-10-08"),
        ("PREVIOUS_WORKDAY", "2026-09-30"),
        ("NEXT_WEEK", "2026-10-09"),
        ("KEEP", "2026-10-02"),
    ],
)
def test_a_holiday_shifts_as_the_plan_says(shift: str, expected: str) -> None:
    days = held(recurrence="MONTHLY_WEEKDAY", nth="1", weekday="5", months="10", shift=shift)
    assert days == [expected]


def test_a_holiday_may_cancel() -> None:
    day = days_of(plan(recurrence="MONTHLY_WEEKDAY", nth="1", weekday="5", months="10", shift="CANCEL"), CALENDAR)[0]
    assert (day.held_on, day.holiday) == (None, "国庆节")


def test_the_fifteenth_of_odd_months_leaves_a_weekend_but_a_named_saturday_is_meant() -> None:
    odd = held(recurrence="MONTHLY_DAY", month_days="15", months="1，3，5、7 9;11", shift="NEXT_WORKDAY")
    assert odd == ["2026-01-15", "2026-03-16", "2026-05-15", "2026-07-15", "2026-09-15", "2026-11-16"]
    saturdays = held(recurrence="WEEKLY", weekday="6", months="11")
    assert saturdays == ["2026-11-07", "2026-11-14", "2026-11-21", "2026-11-28"]


def test_market_days_are_counted_from_one_that_people_know() -> None:
    days = held(recurrence="EVERY_N_DAYS", interval_days=6, first_on="2025-12-30", months="1", shift="KEEP")
    assert days == ["2026-01-05", "2026-01-11", "2026-01-17", "2026-01-23", "2026-01-29"]


def test_a_month_without_the_day_has_none() -> None:
    assert len(held(recurrence="MONTHLY_DAY", month_days="31", shift="KEEP")) == 7
    assert len(held(recurrence="MONTHLY_WEEKDAY", nth="-1", weekday="1", shift="KEEP")) == 12


def test_two_days_that_meet_after_a_shift_are_held_once() -> None:
    days = held(recurrence="MONTHLY_DAY", month_days="1,2", months="10", shift="NEXT_WORKDAY")
    assert days == ["2026-10-08"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"month_days": "0"}, ["month_days"]), ({"month_days": "32,15"}, ["month_days"]), ({"months": "13"}, ["months"]),
     ({"month_days": "十五"}, ["month_days"]), ({"month_days": "5,15", "months": "1,3"}, [])],
)  # fmt: skip
def test_numbers_that_mean_no_days_are_said(fields: dict[str, str], where: list[str]) -> None:
    wrong = plan(recurrence="MONTHLY_DAY", **fields)
    assert [problem.where for problem in problems_of(wrong)] == where
    if where:
        with pytest.raises(ValueError, match="no days"):
            days_of(wrong, CALENDAR)


@given(st.integers(1, 7), st.integers(1, 7), st.sampled_from(["1", "5", "7"]), st.sampled_from(["NEXT_WEEK", "KEEP"]))
def test_deputies_stand_as_often_as_each_other_and_never_twice_on_a_day(
    people: int, each: int, weekday: str, shift: str
) -> None:
    names = tuple(f"{number:032x}" for number in range(people))
    fields: dict[str, Any] = {"recurrence": "WEEKLY", "weekday": weekday, "shift": shift, "deputies": names}
    days = [one for one in days_of(plan(**fields, deputies_a_day=each), CALENDAR) if one.held_on]
    turns = [name for one in days for name in one.deputies]
    assert all(len(set(one.deputies)) == len(one.deputies) == min(people, each) for one in days)
    counts = [turns.count(name) for name in names]
    assert max(counts) - min(counts) <= 1


@given(st.sampled_from(["NEXT_WORKDAY", "PREVIOUS_WORKDAY", "NEXT_WEEK"]), st.integers(1, 31))
def test_no_shifted_day_is_a_holiday(shift: str, day: int) -> None:
    for one in days_of(plan(recurrence="MONTHLY_DAY", month_days=str(day), shift=shift), CALENDAR):
        assert one.held_on is not None
        assert not CALENDAR.holiday(one.held_on)
        assert abs(one.held_on - one.fell_on) < timedelta(days=15)
        assert one.held_on.year in (2025, 2026, 2027)
        assert isinstance(one.held_on, date)
