"""The days of a year's plan (接待安排): a rule as RFC 5545 counts them, and what a holiday does to each.

Nothing here is written anywhere: a plan proposes, a person looks, then the days are registered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

from station_app.domain.holidays import Calendar
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import ReceptionPlan

MONTHS = tuple(range(1, 13))
_BETWEEN = re.compile("[,;\u3001\uff0c\uff1b\\s]+")  # 、，；


@immutable
class PlannedDay:
    """One day that a plan proposes: where the rule fell, where it was moved to, and the holiday that moved it.

    `held_on` is None where a holiday cancels it. `deputies` are those whose turn it is.
    """

    fell_on: date
    held_on: date | None
    holiday: str = ""
    deputies: tuple[str, ...] = ()


def problems_of(plan: ReceptionPlan) -> tuple[Problem, ...]:
    """What keeps a plan's numbers from meaning days."""
    found = []
    if any(not 1 <= number <= 31 for number in _numbers(plan.month_days) or [1]):
        found.append(refusal("plan_month_days", "month_days", plan.month_days))
    if any(number not in MONTHS for number in _numbers(plan.months) or [1]):
        found.append(refusal("plan_months", "months", plan.months))
    return tuple(found)


def days_of(plan: ReceptionPlan, calendar: Calendar) -> tuple[PlannedDay, ...]:
    """The days of a plan in its year, in order, each civil day once; deputies take turns.

    A month without the day (31, the fifth Friday) has none. Raises ValueError for a plan with problems.
    """
    if problems_of(plan):
        raise ValueError("the plan's numbers mean no days")
    placed = [_placed(day, plan, calendar) for day in _fallen(plan)]
    seen: set[date] = set()
    days = []
    for one in placed:
        if one.held_on is None or one.held_on not in seen:
            days.append(one)
        if one.held_on:
            seen.add(one.held_on)
    return _with_turns(days, plan)


def _fallen(plan: ReceptionPlan) -> list[date]:
    first, last = datetime(plan.year, 1, 1), datetime(plan.year, 12, 31)  # noqa: DTZ001 (civil days have no zone)
    months = tuple(_numbers(plan.months)) or MONTHS
    weekday = int(plan.weekday or "1") - 1
    match plan.recurrence:
        case "MONTHLY_WEEKDAY":
            rule = rrule(MONTHLY, dtstart=first, until=last, bymonth=months, byweekday=weekday, bysetpos=int(plan.nth))
        case "MONTHLY_DAY":
            rule = rrule(MONTHLY, dtstart=first, until=last, bymonth=months, bymonthday=_numbers(plan.month_days))
        case "WEEKLY":
            rule = rrule(WEEKLY, dtstart=first, until=last, bymonth=months, byweekday=weekday)
        case _:
            began = datetime.fromisoformat(plan.first_on)
            rule = rrule(DAILY, dtstart=began, until=last, interval=plan.interval_days or 1, bymonth=months)
    return [at.date() for at in rule if at >= first]


def _placed(day: date, plan: ReceptionPlan, calendar: Calendar) -> PlannedDay:
    holiday = calendar.holiday(day)
    # A date in the month may fall on a Saturday by chance; a weekday that the rule names, and a market day, are meant.
    is_by_chance = plan.recurrence == "MONTHLY_DAY" and not calendar.is_workday(day)
    if not holiday and not is_by_chance:
        return PlannedDay(day, day)
    return PlannedDay(day, _SHIFTS[plan.shift](day, calendar), holiday)


def _next_week(day: date, calendar: Calendar) -> date:
    """The same weekday of the next week without a holiday; of a Saturday by chance the next workday."""
    if not calendar.holiday(day):
        return calendar.workday_from(day)
    while calendar.holiday(day):
        day += timedelta(days=7)
    return day


_SHIFTS: dict[str, Callable[[date, Calendar], date | None]] = {
    "NEXT_WORKDAY": lambda day, calendar: calendar.workday_from(day),
    "PREVIOUS_WORKDAY": lambda day, calendar: calendar.workday_from(day, -1),
    "NEXT_WEEK": _next_week,
    "CANCEL": lambda _day, _calendar: None,
    "KEEP": lambda day, _calendar: day,
}


def _with_turns(days: list[PlannedDay], plan: ReceptionPlan) -> tuple[PlannedDay, ...]:
    """Deputies in turns (轮值): as many a day as the plan says, going round; nobody stands twice on one day."""
    each = min(plan.deputies_a_day, len(plan.deputies))
    turned, turn = [], 0
    for day in days:
        if day.held_on is None:
            turned.append(day)
            continue
        names = tuple(plan.deputies[(turn + place) % len(plan.deputies)] for place in range(each))
        turned.append(PlannedDay(day.fell_on, day.held_on, day.holiday, names))
        turn += each
    return tuple(turned)


def _numbers(text: str) -> list[int]:
    return [int(part) if part.isascii() and part.isdigit() else 0 for part in _BETWEEN.split(text) if part]
