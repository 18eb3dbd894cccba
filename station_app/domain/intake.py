"""From what a person typed, or a foreign file holds, to a field's value: read, judged and tidied in one place.

Every door (form, command line, importer) reads through `read`. What was changed on the way is said in a warning, and
nothing is cut or padded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from station_app.domain import identity
from station_app.domain.codes import CodeBook, nearest
from station_app.domain.days import read_day, read_time
from station_app.domain.field import FieldSpec, Kind
from station_app.domain.folding import UNWRITABLE, half_width
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.problem import Problem, refusal, warning

_HALF = pattern("[\ud800-\udfff]")
_UID = pattern(r"[0-9a-f]{32}")
_COUNT = pattern(r"(\d{1,12})\s*([^\d\s.,]{0,2})", re.ASCII)
_BETWEEN = pattern(r"[,;\u3001\uff0c\uff1b\s]+")  # 、，；
_STOPS = pattern(r"[\s.,;:\u3002\uff0c\uff1b\uff1a\u3001]+$")  # 。，；：、 behind a word
_TRUTH = {
    "true": True,
    "1": True,
    "yes": True,
    "\u662f": True,
    "false": False,
    "0": False,
    "no": False,
    "\u5426": False,
}


_LINE_ENDS = pattern("[\v\f\x1c-\x1e]")
_CONTROLS = pattern(f"[{UNWRITABLE}]")
"""Word processors leave them between lines and cells."""


def without_controls(text: str) -> str:
    """The text with the line and page ends of word processors as line ends, and without signs that nobody can see.

    SQLite and many exports stop at a NUL: what follows would be lost unseen.
    """
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def is_uid(text: str) -> bool:
    """Whether a text has the form of a record's identity: 32 lower-case hexadecimal digits."""
    return bool(_UID.fullmatch(text))


@immutable
class Taken:
    """A field's value as it will be kept, and what is to be said of it."""

    value: Any
    problems: tuple[Problem, ...] = ()


@immutable
class Reader:
    """Reads typed values; holds what reading needs: the code lists and today's date."""

    codes: CodeBook
    today: str

    def read(self, spec: FieldSpec, raw: object) -> Taken:
        """The value of a field from `raw`: text as typed, or a value of JSON's kinds. Never raises."""
        if raw is None or raw in ("", [], ()):
            return Taken(spec.nothing)
        taken = self._read(spec, raw)
        if not taken.problems:
            return taken
        return Taken(taken.value, tuple(replace(one, where=spec.name) for one in taken.problems))

    def _read(self, spec: FieldSpec, raw: object) -> Taken:
        if isinstance(raw, str) and not spec.many and spec.kind is not Kind.COUNT:
            return self._read_text(spec, raw)
        match spec.kind, raw:
            case (Kind.COUNT, bool()) | (Kind.FLAG, int() | float()) if (
                not isinstance(raw, bool) or spec.kind is Kind.COUNT
            ):
                return Taken(spec.empty, (refusal("wrong_kind", value=raw),))
            case Kind.COUNT, int() | str():
                return _read_count(spec, str(raw))
            case Kind.FLAG, bool():
                return Taken(raw)
            case Kind.CODES | Kind.REFS, list() | tuple() | str():
                return self._read_many(spec, raw)
            case _:
                return Taken(spec.empty, (refusal("wrong_kind", value=str(raw)[:40]),))

    def _read_text(self, spec: FieldSpec, raw: str) -> Taken:
        if not raw.isprintable() and _HALF.search(raw):
            return Taken("", (refusal("half_character"),))
        match spec.kind:
            case Kind.TEXT | Kind.PROSE:
                return _read_words(spec, raw)
            case Kind.CODE:
                return self._read_code(spec, raw)
            case Kind.DAY:
                return Taken(*read_day(raw, self.today))
            case Kind.TIME:
                return Taken(*read_time(raw))
            case Kind.FLAG if raw.strip().casefold() in _TRUTH:
                return Taken(_TRUTH[raw.strip().casefold()])
            case Kind.REF | Kind.UID if _UID.fullmatch(raw):
                return Taken(raw)
            case _:
                return Taken(spec.empty, (refusal("wrong_kind", value=raw[:40]),))

    def _read_code(self, spec: FieldSpec, raw: str) -> Taken:
        entry = self.codes[spec.scheme].find(half_width(raw))
        if entry is None and (plain := _STOPS.sub("", half_width(raw))) != raw:
            entry = self.codes[spec.scheme].find(plain)
            if entry:
                return Taken(entry.code, (warning("read_as", value=raw[:40], read=entry.name),))
        offered = self.codes[spec.scheme].offered(self.today)
        if entry is None:
            near = nearest(raw[:40], {one.name: one.aliases for one in offered})
            return Taken("", (refusal("not_in_list", value=raw[:40], offered=near),))
        if entry.code in self.codes[spec.scheme].parents:
            below = nearest(entry.name, [one.name for one in offered if one.parent == entry.code])
            return Taken("", (refusal("code_too_broad", value=entry.name, offered=below),))
        return Taken(entry.code)

    def _read_many(self, spec: FieldSpec, raw: list[Any] | tuple[Any, ...] | str) -> Taken:
        items = [item for item in _BETWEEN.split(raw) if item] if isinstance(raw, str) else list(raw)
        one = replace(spec, kind=Kind.CODE if spec.kind is Kind.CODES else Kind.REF)
        read = [self._read(one, item) for item in items]
        problems = tuple(problem for taken in read for problem in taken.problems)
        values = tuple(dict.fromkeys(taken.value for taken in read if taken.value))
        if spec.max_len and len(values) > spec.max_len:
            problems = (*problems, refusal("too_many", value=len(values), most=spec.max_len))
        return Taken(values, problems)


def _read_words(spec: FieldSpec, raw: str) -> Taken:
    problems: tuple[Problem, ...] = ()
    value = raw
    if spec.check:
        reading = identity.CHECKS[spec.check](raw)
        value, problems = reading.value, reading.problems
    elif not raw.isprintable() and _CONTROLS.search(raw):
        value = without_controls(raw)
        problems = (warning("signs_removed"),) if len(_LINE_ENDS.sub("\n", raw)) > len(value) else ()
    if spec.max_len and len(value) > spec.max_len:
        problems = (*problems, refusal("too_long", value=len(value), most=spec.max_len))
    return Taken(value, problems)


def _read_count(spec: FieldSpec, raw: str) -> Taken:
    found = _COUNT.fullmatch(half_width(raw).strip().replace(",", ""))
    if not found:
        return Taken(None, (refusal("not_a_count", value=raw[:40]),))
    value = int(found[1])
    if (spec.low is not None and value < spec.low) or (spec.high is not None and value > spec.high):
        return Taken(value, (refusal("count_out_of_range", value=raw[:40], low=spec.low, high=spec.high),))
    if found[1] != raw:
        return Taken(value, (warning("read_as", value=raw[:40], read=value),))
    return Taken(value)


Span = tuple[str, str]
"""The first and the last civil date (ISO 8601); "" for an open end."""


def _today(day: date) -> tuple[date, date]:
    return day, day


def _this_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _this_month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _last_30_days(day: date) -> tuple[date, date]:
    return day - timedelta(days=29), day


def _this_year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _last_year(day: date) -> tuple[date, date]:
    return date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)


SPANS: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": _today,
    "week": _this_week,
    "month": _this_month,
    "30_days": _last_30_days,
    "year": _this_year,
    "last_year": _last_year,
}


def span_of(name: str, today: str) -> Span:
    """The span that `name` means on the civil date `today`; open at both ends for a name that is none."""
    if name not in SPANS:
        return "", ""
    first, last = SPANS[name](date.fromisoformat(today))
    return first.isoformat(), last.isoformat()
