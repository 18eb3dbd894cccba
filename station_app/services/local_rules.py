"""The rules in force at this desk: what an office above sent, else what was shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from station_app import paths
from station_app.domain import codes, days
from station_app.domain.codes import Edition, edition_on
from station_app.domain.days import Period
from station_app.domain.field import kind_of, values_of
from station_app.domain.problem import Problem
from station_app.domain.records import CodeEntry, HolidayTable, RulePack
from station_app.services.desk import Desk

WORDS, DEADLINES = "words", "deadlines"


def in_force(desk: Desk, name: str, day: str = "") -> Edition:
    """The rules `name` as they hold on a civil day, left out: today. A pack that came and is not as its schema says,
    or has not begun, is passed over (`unsound` names it)."""
    for pack in sorted(desk.records.all(RulePack, name=name), key=lambda one: one.valid_from, reverse=True):
        if paths.problems_of_pack(name, pack.content):
            continue
        try:
            return edition_on(pack.content, day or desk.today)
        except (ValueError, LookupError):
            continue
    try:
        return edition_on(paths.rule_pack(name), day or desk.today)
    except LookupError:  # the clock stands before the first edition
        return {}


def editions(desk: Desk, name: str) -> list[Edition]:
    """Every edition of a pack that is known here, those that came first; none of a name that is not known."""
    if name not in paths.PACKS:
        return []
    came = [
        pack.content for pack in desk.records.all(RulePack, name=name) if not paths.problems_of_pack(name, pack.content)
    ]
    return [one for content in (*came, paths.rule_pack(name)) for one in json.loads(content)["editions"]]


def unsound(desk: Desk) -> list[tuple[RulePack | CodeEntry | HolidayTable, tuple[Problem, ...]]]:
    """The packs, code entries and holiday tables that came and cannot be used, each with all that is wrong: what was
    shipped serves instead."""
    came: tuple[RulePack | CodeEntry | HolidayTable, ...] = (
        *desk.records.all(RulePack),
        *desk.records.all(CodeEntry),
        *desk.records.all(HolidayTable),
    )
    judged = ((one, _problems_of(desk, one)) for one in came)
    return [(one, problems) for one, problems in judged if problems]


def _problems_of(desk: Desk, one: RulePack | CodeEntry | HolidayTable) -> tuple[Problem, ...]:
    problems = paths.problems_of_record(kind_of(type(one)), values_of(one))
    return (*problems, *codes.problems_of_entry(desk.codes, values_of(one))) if type(one) is CodeEntry else problems


def period_of(desk: Desk, act: str) -> Period | None:
    """The period that an act starts here; None where there is no rule for it."""
    return days.period_of(act, in_force(desk, DEADLINES))


def proposed(desk: Desk, act: str, values: Mapping[str, Any]) -> tuple[str, str, Period] | None:
    """What the rule of an act fills: (field, day, the period); None where there is no rule, or no first day yet."""
    period = period_of(desk, act)
    day = days.due_on(period, values, desk.today) if period else ""
    return (period.fills, day, period) if period and day else None
