"""The rules in force at this desk: what an office above sent, else what was shipped; periods that the desk has set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from station_app import paths
from station_app.db import preferences
from station_app.domain import deadline
from station_app.domain.deadline import Period
from station_app.domain.problem import refusal, reject
from station_app.domain.records import RulePack
from station_app.domain.rule_pack import Edition, edition_on
from station_app.domain.wording import Pointers, pointers
from station_app.services.desk import Desk

WORDS, DEADLINES = "words", "deadlines"
LONGEST_DAYS = 3660


def in_force(desk: Desk, name: str) -> Edition:
    """The rules `name` as they hold today. A pack that came and cannot be read, or has not begun, is passed over."""
    for pack in sorted(desk.records.all(RulePack, name=name), key=lambda one: one.valid_from, reverse=True):
        try:
            return edition_on(pack.content, desk.today)
        except (ValueError, LookupError):
            continue
    try:
        return edition_on(paths.rule_pack(name), desk.today)
    except LookupError:  # the clock stands before the first edition
        return {}


def pointers_of(desk: Desk, said: str, is_minor: bool = False) -> Pointers:
    """What the words of a matter point to."""
    return pointers(said, in_force(desk, WORDS), is_minor)


def period_of(desk: Desk, act: str) -> Period | None:
    """The period that an act starts here; None where there is no rule for it."""
    period = deadline.period_of(act, in_force(desk, DEADLINES))
    days = preferences.get(desk.store.database, _setting(act))
    return replace(period, days=int(days)) if period and days else period


def proposed(desk: Desk, act: str, values: Mapping[str, Any]) -> tuple[str, str, Period] | None:
    """What the rule of an act fills: (field, day, the period); None where there is no rule, or no first day yet."""
    period = period_of(desk, act)
    day = deadline.due_on(period, values, desk.today) if period else ""
    return (period.fills, day, period) if period and day else None


def set_period(desk: Desk, act: str, days: int) -> None:
    """From now on an act's period has so many days at this desk. Raises Rejected for a number that makes no sense."""
    if not 1 <= days <= LONGEST_DAYS:
        raise reject(refusal("count_out_of_range", "due_on", days, low=1, high=LONGEST_DAYS))
    with desk.store.transaction():
        preferences.put(desk.store.database, _setting(act), str(days))


def _setting(act: str) -> str:
    return f"deadline.{act}"
