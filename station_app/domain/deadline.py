"""Deadlines: by which rule, from which day, how many days were counted and which were passed over (民法典 arts.
200-204).

Rules are data (`resources/rules/deadlines.json`), each for a clock (what runs), some levels, a region and a time. A day
is counted by `due` and said by `explain`: the same data for a screen, a paper and the command line.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from station_app.domain.codes import Edition
from station_app.domain.days import Calendar
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.problem import Problem, refusal

MONTHS, DAYS, WORKDAYS, FIXED = "months", "days", "workdays", "fixed"
"""What a term counts: months and civil days (arts. 200, 202), days on which offices work, or up to a day of the
year."""

MOVES, HOLIDAYS, STAYS = "MOVES", "HOLIDAYS", "STAYS"
"""What becomes of a last day on which nobody works: it moves to the next workday, the reading of art. 203 that offices
go by; it moves for statutory holidays alone, not for a Saturday or a Sunday; it stays."""

START, DUE = "START", "DUE"
"""From where an extension counts: the first day of the term, or the day that was due so far."""

_SATURDAY = 5


@immutable
class Term:
    """So many (`count`) months, days or workdays, or up to a day of the year (`fixed`, MM-DD). `since`: of an
    extension, from where it counts."""

    unit: str
    count: int = 0
    fixed: str = ""
    since: str = START


@immutable
class Extension:
    """How far a term may be extended at most, how often, and by what; of several limits the earlier counts."""

    terms: tuple[Term, ...]
    times: int = 1
    basis: str = ""


@immutable_by_keyword
class Rule:
    """A rule of days. `basis` names the instrument and the article; `levels` of deputies, none for all; `region` is
    what the code of a division begins with, "" for everywhere; both ends of the time count. Of several terms the
    earlier counts."""

    id: str
    clock: str
    name: str
    basis: str
    terms: tuple[Term, ...]
    levels: tuple[str, ...] = ()
    region: str = ""
    valid_from: str = ""
    valid_to: str = ""
    on_rest_day: str = MOVES
    extension: Extension | None = None

    def holds(self, day: str, level: str, region: str) -> bool:
        """Whether the rule is for what begins on a civil day, for a level and a place."""
        in_time = self.valid_from <= day and (not self.valid_to or day <= self.valid_to)
        is_of_level = not self.levels or level in self.levels
        return in_time and is_of_level and region.startswith(self.region)


@immutable
class End:
    """What one term comes to: its last day as it is counted, and the day it ends on where that is moved; None where a
    year's holidays are not known (`unknown`). `skipped` are the days passed over, each with the name of its holiday (""
    for a Saturday or a Sunday), `worked` the Saturdays and Sundays that were counted because they are worked."""

    term: Term
    last: date
    day: date | None
    counted: int
    skipped: tuple[tuple[date, str], ...] = ()
    worked: tuple[date, ...] = ()
    unknown: tuple[int, ...] = ()


@immutable
class Due:
    """The day on which a rule's term ends, and how it was counted.

    `day` is None where the holidays of the years `unknown` are not known here: nothing is guessed. `earliest` is then
    the last day as it is counted, which can only move on; None where workdays could not be counted. `end` is the term
    that decided, `ends` are all.
    """

    rule: Rule
    start: date
    end: End
    ends: tuple[End, ...]
    is_extension: bool = False

    @property
    def day(self) -> date | None:
        """The last day, None where it is not known."""
        return self.end.day

    @property
    def due_on(self) -> str:
        """The last day as ISO 8601, "" where it is not known."""
        return self.end.day.isoformat() if self.end.day else ""

    @property
    def earliest(self) -> str:
        """The last day; where it is not known, the one before which it cannot be; "" where none can be told."""
        if self.end.day is None and self.end.term.unit == WORKDAYS:
            return ""
        return (self.end.day or self.end.last).isoformat()

    @property
    def unknown(self) -> tuple[int, ...]:
        """The years whose holidays are not known and keep the day from being told."""
        return self.end.unknown if self.end.day is None else ()


@immutable_by_keyword
class Explanation:
    """Why a day is due, as plain values: ids and words of the rule, days as ISO 8601.

    `unit` and `count` are the term that decided (`fixed`: MM-DD); `counted` how many days of it were counted, of
    `months` and `fixed` the civil days after the first; `last_on` the last one counted and `due_on` where it moved to
    ("" where it is not known); `skipped` are (day, holiday) pairs; `others` what the other terms came to, (unit, count,
    fixed, day).
    """

    rule: str
    clock: str
    name: str
    basis: str
    start: str
    unit: str
    count: int
    fixed: str
    since: str
    counted: int
    last_on: str
    due_on: str
    skipped: tuple[tuple[str, str], ...]
    worked: tuple[str, ...]
    unknown: tuple[int, ...]
    others: tuple[tuple[str, int, str, str], ...]
    is_extension: bool


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """The rules of an edition of a pack that is as its schema says."""
    return tuple(_rule(raw) for raw in edition.get("rules", ()))


def rule_for(rules: Iterable[Rule], clock: str, start: str, level: str = "", region: str = "") -> Rule | None:
    """The rule of a clock (or of that id) that begins on a civil day: the one for the nearest region, then for the
    level by name, then the youngest; of equals the first. None where there is none."""
    fit = [one for one in rules if clock in (one.clock, one.id) and one.holds(start, level, region)]
    return max(fit, key=lambda one: (len(one.region), bool(one.levels), one.valid_from), default=None)


def due(rule: Rule, start: date, calendar: Calendar) -> Due | None:
    """The day on which a rule's term ends that begins on a civil day, itself not counted (art. 201). None where the
    calendar has no such day (after the year 9999)."""
    return _decided(rule, start, [(term, start) for term in rule.terms], calendar)


def extended(rule: Rule, start: date, due_day: date, calendar: Calendar) -> Due | None:
    """The latest day to which a term may be extended that is due on a day; None where the rule knows no extension."""
    terms = rule.extension.terms if rule.extension else ()
    pairs = [(term, due_day if term.since == DUE else start) for term in terms]
    return _decided(rule, start, pairs, calendar, is_extension=True)


def problems_of_extension(
    before: str, asked: str, latest: Due | None, granted: int = 0, where: str = "due_on"
) -> tuple[Problem, ...]:
    """What keeps a term that is due on a civil day (`before`) from being extended to another one: it gets shorter, it
    passes the latest day that the rule allows, or it was extended as often as it may be (`granted`). `where`: the field
    that holds the day."""
    found = []
    extension = latest.rule.extension if latest else None
    if before and asked and asked <= before:
        found.append(refusal("extension_shortens", where, asked, due=before))
    elif latest and latest.earliest and asked > max(latest.earliest, before):
        basis = extension.basis if extension else ""
        found.append(refusal("extension_too_long", where, asked, latest=latest.earliest, basis=basis))
    if granted >= (extension.times if extension else 1):
        found.append(refusal("extended_before", where))
    return tuple(found)


def explain(found: Due) -> Explanation:
    """Why a day is due: what a screen, a paper and the command line say."""
    rule, end = found.rule, found.end
    others = tuple(
        (one.term.unit, one.term.count, one.term.fixed, (one.day or one.last).isoformat())
        for one in found.ends
        if one is not end
    )
    basis = rule.extension.basis if found.is_extension and rule.extension else rule.basis
    return Explanation(
        rule=rule.id,
        clock=rule.clock,
        name=rule.name,
        basis=basis or rule.basis,
        start=found.start.isoformat(),
        unit=end.term.unit,
        count=end.term.count,
        fixed=end.term.fixed,
        since=end.term.since,
        counted=end.counted,
        last_on=end.last.isoformat() if end.day or end.term.unit != WORKDAYS else "",
        due_on=found.due_on,
        skipped=tuple((day.isoformat(), name) for day, name in end.skipped),
        worked=tuple(day.isoformat() for day in end.worked),
        unknown=found.unknown,
        others=others,
        is_extension=found.is_extension,
    )


def _decided(
    rule: Rule, start: date, terms: list[tuple[Term, date]], calendar: Calendar, *, is_extension: bool = False
) -> Due | None:
    """Of several terms the earlier. One that is not known decides where it might be the earlier one."""
    try:
        ends = tuple(_end(term, first, rule.on_rest_day, calendar) for term, first in terms)
    except (ValueError, OverflowError):
        return None
    if not ends:
        return None
    decides = min(ends, key=lambda one: (one.day or one.last, one.day is None))
    return Due(rule, start, decides, ends, is_extension)


def _end(term: Term, first: date, on_rest_day: str, calendar: Calendar) -> End:
    match term.unit:
        case "workdays":
            return _after_workdays(term, first, calendar)
        case "months":
            last = _months_after(first, term.count)
        case "days":
            last = first + timedelta(days=term.count)
        case _:
            last = _next(term.fixed, first)
    return _moved(term, first, last, on_rest_day, calendar)


def _months_after(first: date, count: int) -> date:
    """The day of the same number, or the month's last one where it has none (art. 202)."""
    months = first.year * 12 + first.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def _next(fixed: str, first: date) -> date:
    """The first such day of a year after the first day of the term."""
    month, day = int(fixed[:2]), int(fixed[3:])
    this_year = date(first.year, month, day)
    return this_year if this_year > first else date(first.year + 1, month, day)


def _moved(term: Term, first: date, last: date, on_rest_day: str, calendar: Calendar) -> End:
    """A term of civil days, its last day moved past the days on which nobody works (art. 203)."""
    day = last
    skipped: list[tuple[date, str]] = []
    while on_rest_day != STAYS:
        if not calendar.knows(day.year):
            return End(term, last, None, (last - first).days, tuple(skipped), (), (day.year,))
        holiday = calendar.holiday(day)
        if not (holiday if on_rest_day == HOLIDAYS else not calendar.is_workday(day)):
            break
        skipped.append((day, holiday))
        day += timedelta(days=1)
    return End(term, last, day, (last - first).days, tuple(skipped))


def _after_workdays(term: Term, first: date, calendar: Calendar) -> End:
    day, counted, known, one_day = first, 0, 0, timedelta(days=1)
    skipped: list[tuple[date, str]] = []
    worked: list[date] = []
    while counted < term.count:
        day += one_day
        if day.year != known:
            if not calendar.knows(day.year):
                return End(term, day, None, counted, tuple(skipped), tuple(worked), (day.year,))
            known = day.year
        if not calendar.is_workday(day):
            skipped.append((day, calendar.holiday(day)))
            continue
        counted += 1
        if day.weekday() >= _SATURDAY:
            worked.append(day)
    return End(term, day, day, counted, tuple(skipped), tuple(worked))


def _rule(raw: Mapping[str, Any]) -> Rule:
    extension = raw.get("extension")
    return Rule(
        id=str(raw["id"]),
        clock=str(raw["clock"]),
        name=str(raw.get("name", "")),
        basis=str(raw["basis"]),
        terms=_terms(raw),
        levels=tuple(raw.get("levels", ())),
        region=str(raw.get("region", "")),
        valid_from=str(raw.get("valid_from", "")),
        valid_to=str(raw.get("valid_to", "")),
        on_rest_day=str(raw.get("on_rest_day", MOVES)),
        extension=Extension(_terms(extension), int(extension.get("times", 1)), str(extension.get("basis", "")))
        if extension
        else None,
    )


def _terms(raw: Mapping[str, Any]) -> tuple[Term, ...]:
    counted = (
        Term(str(one["unit"]), int(one["count"]), "", str(one.get("since", START))) for one in raw.get("terms", ())
    )
    return (*counted, *(Term(FIXED, fixed=str(day)) for day in raw.get("fixed", ())))
