"""Holidays and make-up workdays: read from their lines, and what a day is by them."""

from __future__ import annotations

from datetime import date

import pytest

from station_app import paths
from station_app.domain.days import Calendar, read_table


def shipped() -> Calendar:
    read = [read_table(raw["year"], raw["days_off"], raw["workdays"]) for raw in paths.holiday_tables()]
    assert [problems for _, problems in read if problems] == []
    return Calendar({table.year: table for table, _ in read})


@pytest.mark.parametrize(
    ("day", "is_worked", "name"),
    [
        ("2026-10-01", False, "国庆节"),
        ("2026-10-08", True, ""),
        ("2026-10-10", True, ""),  # a Saturday that is worked
        ("2026-10-11", False, ""),  # a Sunday
        ("2026-02-17", False, "春节"),
        ("2026-02-14", True, ""),
        ("2025-10-08", False, "国庆节、中秋节"),
        ("2024-05-11", True, ""),
        ("2026-11-23", True, ""),
    ],
)
def test_the_shipped_tables_say_what_the_notices_said(day: str, is_worked: bool, name: str) -> None:
    calendar, read = shipped(), date.fromisoformat(day)
    assert (calendar.is_workday(read), calendar.holiday(read)) == (is_worked, name)


def test_a_year_without_a_table_has_weekends_and_says_that_it_is_unknown() -> None:
    calendar = shipped()
    assert not calendar.knows(2031)
    assert calendar.is_workday(date(2031, 10, 1))
    assert not calendar.is_workday(date(2031, 10, 4))


def test_workdays_are_found_forwards_and_backwards() -> None:
    calendar = shipped()
    assert calendar.workday_from(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.workday_from(date(2026, 10, 1), -1) == date(2026, 9, 30)
    assert calendar.workday_from(date(2026, 9, 20)) == date(2026, 9, 20)


@pytest.mark.parametrize(
    ("days_off", "workdays", "codes"),
    [
        ("2027-02-05~2027-02-11 春节", "2027-02-14", []),
        ("2026-12-31~2027-01-02 元旦", "", []),
        ("10月1日 国庆节", "", ["holiday_line"]),
        ("2027-02-30", "", ["holiday_line"]),
        ("2027-02-11~2027-02-05", "", ["holiday_line"]),
        ("2027-02-05~2027-05-05", "", ["holiday_line"]),
        ("2028-01-01", "2028-01-02", ["holiday_line", "holiday_line"]),
        ("2027-02-06", "2027-02-06", ["holiday_both"]),
    ],
)
def test_what_cannot_be_a_holiday_is_said(days_off: str, workdays: str, codes: list[str]) -> None:
    assert [problem.code for problem in read_table(2027, days_off, workdays)[1]] == codes
