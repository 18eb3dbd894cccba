"""The rules in force at this desk: what an office above sent, else what was shipped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from station_app import paths
from station_app.domain import codes, deadline, lifecycle
from station_app.domain.codes import Edition, edition_on
from station_app.domain.days import Calendar, read_table
from station_app.domain.deadline import Due, Explanation, Rule
from station_app.domain.field import kind_of, values_of
from station_app.domain.handling_acts import GRANTED_EXTENSION
from station_app.domain.lifecycle import Act
from station_app.domain.problem import Problem
from station_app.domain.records import CodeEntry, Extension, HolidayTable, RulePack, Station, Suggestion
from station_app.services.desk import Desk

WORDS, DEADLINES = "words", "deadlines"
ASSIST_CLOCK = "assist"
"""The clock of a unit that gives its opinion to the one that leads; where no rule is for it, the lead's own runs."""

ASSIST = "ASSIST"
"""The part (承办方式) of such a unit."""


def in_force(desk: Desk, name: str, day: str = "") -> Edition:
    """The rules `name` as they hold on a civil day, left out: today. A pack that came and is not as its schema says,
    or has not begun, is passed over (`unsound` names it)."""
    on = day or desk.today
    came = (one for one in desk.records.all(RulePack, name=name) if one.valid_from <= on)
    for pack in sorted(came, key=lambda one: one.valid_from, reverse=True):
        if paths.problems_of_pack(name, pack.content):
            continue
        try:
            return edition_on(pack.content, on)
        except (ValueError, LookupError):
            continue
    try:
        return edition_on(paths.rule_pack(name), on)
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


def calendar(desk: Desk) -> Calendar:
    """The holidays by year: a table that was kept here in place of the shipped one, an office's in place of the
    station's. One that came and is not sound is passed over (`unsound` names it)."""
    kept = [(one.station == "", one) for one in desk.records.all(HolidayTable)]
    if not kept:
        return _shipped_calendar()
    tables = dict(_shipped_calendar().tables)
    for _, one in sorted(kept, key=lambda pair: pair[0]):
        table, problems = read_table(one.year, one.days_off, one.workdays)
        if not problems:  # half a year's holidays would move days unseen
            tables[one.year] = table
    return Calendar(tables)


def knows(desk: Desk, year: int) -> bool:
    """Whether the holidays of a year are known here."""
    return _shipped_calendar().knows(year) or calendar(desk).knows(year)


@cache
def _shipped_calendar() -> Calendar:
    return Calendar(
        {raw["year"]: read_table(raw["year"], raw["days_off"], raw["workdays"])[0] for raw in paths.holiday_tables()}
    )


def rule_of(desk: Desk, clock: str, start: str, level: str = "", region: str = "") -> Rule | None:
    """The rule of a clock that begins on a civil day, for a level of deputies and a division: an office's own before
    the shipped ones. None where there is none."""
    came = deadline.rules_of(in_force(desk, DEADLINES, start))
    own = deadline.rule_for(came, clock, start, level, region)
    return own or deadline.rule_for(_shipped_rules(start), clock, start, level, region)


@lru_cache(maxsize=8)
def _shipped_rules(day: str) -> tuple[Rule, ...]:
    try:
        return deadline.rules_of(edition_on(paths.rule_pack(DEADLINES), day))
    except LookupError:
        return ()


def due(desk: Desk, clock: str, start: str, level: str = "", region: str = "") -> Due | None:
    """The day on which a clock ends that begins on a civil day (ISO 8601; read `deadline.Due.unknown`); None where
    there is no rule for it, or no first day yet."""
    first = _civil(start)
    rule = rule_of(desk, clock, start, level, region) if first else None
    return deadline.due(rule, first, calendar(desk)) if rule and first else None


def proposed(desk: Desk, act: Act, values: Mapping[str, Any]) -> Due | None:
    """The day that the rule of an act's clock gives, for a record that will stand as `values`; None where there is no
    rule, or no first day yet. A clock begins on the day that the act notes, else today."""
    kind = next((kind for kind in act.clock if values.get(kind)), "") or next(iter(act.clock), "")
    if not kind:
        return None
    start = str(values.get(act.today[0], "")) if act.today else desk.today
    level, region = _whose(desk, values)
    assists = due(desk, ASSIST_CLOCK, start, level, region) if values.get("part") == ASSIST else None
    return assists or due(desk, act.clock[kind], start, level, region)


def of_record(desk: Desk, kind: str, values: Mapping[str, Any]) -> Due | None:
    """How the deadline of an assignment, or of the matter that reads like it, comes about. None where none runs."""
    name = "rework" if values.get("reworked_on") else lifecycle.REGISTER
    act = next((one for one in lifecycle.acts_of("assignment") if one.name == name), None)
    own = values if kind == "assignment" else {**values, kind: values.get("uid", "")}
    return proposed(desk, act, own) if act and kind in ("assignment", *act.clock) else None


def why_due(desk: Desk, kind: str, values: Mapping[str, Any]) -> Explanation | None:
    """Why a record is due on the day that stands in it; None where its rule says another one, or none."""
    found = of_record(desk, kind, values) if values.get("due_on") else None
    return deadline.explain(found) if found and found.earliest == values["due_on"] else None


def is_extended(desk: Desk, kind: str, values: Mapping[str, Any]) -> bool:
    """Whether the deadline of an assignment, or of the matter that reads like it, was extended."""
    asked = desk.records.all(Extension, **{kind: str(values.get("uid", ""))})
    return any(one.state in GRANTED_EXTENSION for one in asked)


def latest(desk: Desk, kind: str, values: Mapping[str, Any]) -> Due | None:
    """The latest day to which the deadline of a record may be extended that stands as `values`; None where no rule
    says."""
    found = of_record(desk, kind, values)
    return extension_of(desk, found, str(values.get("due_on", ""))) if found else None


def extension_of(desk: Desk, found: Due, due_on: str) -> Due | None:
    """The latest day to which a term may be extended that is due on a civil day; None where its rule says none."""
    standing = _civil(due_on)
    return deadline.extended(found.rule, found.start, standing, calendar(desk)) if standing else None


def beside(
    desk: Desk, look: Callable[[str, str], Mapping[str, Any]], act: Act, values: Mapping[str, Any]
) -> dict[str, Mapping[str, Any]]:
    """What the rules of an act that sets a deadline look at beside its record: whether the year's holidays are known,
    and how far an extension may go. `look` gives the values of another record."""
    year = str(values.get(act.due) or "")[:4]
    given = look("assignment", str(values.get("assignment", ""))) if act.kind == kind_of(Extension) else {}
    found = latest(desk, "assignment", given) if given else None
    return {"holidays": {"unknown": bool(year) and not knows(desk, int(year))}, "deadline": {"latest": found}}


def _whose(desk: Desk, values: Mapping[str, Any]) -> tuple[str, str]:
    """The level of deputies that a record is of, and the division of its station."""
    uid = str(values.get("station") or desk.place.uid)
    place = desk.place if uid == desk.place.uid else desk.records.several(Station, [uid]).get(uid, desk.place)
    named = str(values.get("suggestion") or "")
    own = desk.records.several(Suggestion, [named]).get(named) if named and not values.get("level") else None
    return own.level if own else str(values.get("level") or ""), place.area_code


def _civil(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
