"""The named converters of a mapping: from a foreign row to one value, as the desk's reader then takes it.

A value that a converter cannot make sense of goes on as it is: the reader says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from station_app.domain.days import read_day
from station_app.domain.immutable import immutable
from station_app.domain.intake import Reader
from station_app.domain.problem import Problem, warning
from station_app.services.old_ledger.mapping import Source, SystemMapping

CHINA = timezone(timedelta(hours=8))
"""Civil time of the whole country."""

_YEAR = re.compile(r"\d{4}")
_SENTENCE_ENDS = re.compile("[\u3002\uff01\uff1f!?\r\n\u2028\u2029]")  # 。！？ and line ends
Values = Mapping[str, Any]


@immutable
class Surroundings:
    """What a converter may look at beside the row: the mapping, the reader, the old station's id, what is here."""

    mapping: SystemMapping
    reader: Reader
    station: str
    is_here: Callable[[str, str], bool]
    level_of: Callable[[str], str]

    def uid(self, kind: str, foreign: str) -> str:
        """The identity of the record made of a foreign row of this station."""
        return self.mapping.uid(kind, self.station, foreign)


@immutable
class Converted:
    """A value for the reader, what is to be said of it, and the foreign values that found no place."""

    value: Any
    problems: tuple[Problem, ...] = ()
    left: tuple[Any, ...] = ()


def convert(source: Source, values: Values, around: Surroundings) -> Converted:
    """The value of a source in a row. Raises KeyError where the mapping names no known converter."""
    if not source.by:
        return Converted(values.get(source.name))
    return _CONVERTERS[source.by](source, values, around)


def _said(source: Source, values: Values, around: Surroundings) -> Converted:
    return Converted(source.said["is"])


def _table(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    if _is_empty(raw):
        return Converted(source.said.get("empty", ""))
    word = str(raw).lower() if isinstance(raw, bool) else str(raw).strip()
    lacks = "needs" in source.said and _is_empty(values.get(source.said["needs"]))
    table = {**source.said["table"], **(source.said["otherwise"] if lacks else {})}
    return Converted(table.get(word, source.said.get("else", raw)))


def _first_filled(source: Source, values: Values, around: Surroundings) -> Converted:
    first, second = (values.get(name) for name in source.reads)
    if _is_empty(first) or first == second:
        return Converted(second)
    return Converted(first, left=() if _is_empty(second) else (second,))


def _year(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    if not isinstance(raw, str) or not raw or _YEAR.fullmatch(raw):
        return Converted(raw)
    day, problems = read_day(raw, around.reader.today)
    return Converted(int(day[:4]) if day else None, problems)


def _day_of_year(month_and_day: str) -> Callable[[Source, Values, Surroundings], Converted]:
    def converter(source: Source, values: Values, around: Surroundings) -> Converted:
        raw = values.get(source.name)
        is_year = isinstance(raw, str) and _YEAR.fullmatch(raw)
        return Converted(f"{raw}-{month_and_day}" if is_year else raw)

    return converter


def instant(raw: object) -> datetime | None:
    """An ISO 8601 instant in civil time; one without a zone is taken as civil time. None for anything else."""
    try:
        read = datetime.fromisoformat(raw) if isinstance(raw, str) and "T" in raw else None
    except ValueError:
        return None
    if read is None or read.tzinfo is None:
        return read
    try:
        return read.astimezone(CHINA).replace(tzinfo=None)
    except OverflowError:
        return None


def _civil_day(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    at = instant(raw)
    if at is None:
        return Converted(raw)
    has_zone = datetime.fromisoformat(str(raw)).tzinfo is not None
    return Converted(at.date().isoformat(), () if has_zone else (warning("time_without_zone", value=raw),))


def _civil_time(source: Source, values: Values, around: Surroundings) -> Converted:
    at = instant(values.get(source.name))
    return Converted(f"{at:%H:%M}" if at else "")


def _ref(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    if not isinstance(raw, str) or not raw:
        return Converted(raw)
    uid = around.uid(source.said["target"], raw)
    # A record that the same row makes is not here yet; a row's id never stands for somebody else.
    if "label" not in source.said or around.is_here(source.said["target"], uid):
        return Converted(uid)
    return Converted("", (_dropped(raw),), (raw,))


def _refs(source: Source, values: Values, around: Surroundings) -> Converted:
    return _several(source, _listed(values.get(source.name)), around)


def _first_ref(source: Source, values: Values, around: Surroundings) -> Converted:
    listed = _listed(values.get(source.name))
    if not isinstance(listed, list) or not listed or not isinstance(listed[0], str):
        return Converted(listed or "")
    uid = around.uid(source.said["target"], listed[0])
    return Converted(uid) if around.is_here(source.said["target"], uid) else Converted("", (_dropped(listed[0]),))


def _other_refs(source: Source, values: Values, around: Surroundings) -> Converted:
    listed = _listed(values.get(source.name))
    return _several(source, listed[1:] if isinstance(listed, list) else [], around)


def _several(source: Source, listed: Any, around: Surroundings) -> Converted:
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        return Converted(listed)
    found = {one: around.uid(source.said["target"], one) for one in listed}
    gone = tuple(one for one, uid in found.items() if not around.is_here(source.said["target"], uid))
    return Converted([uid for one, uid in found.items() if one not in gone], tuple(_dropped(one) for one in gone), gone)


def _level_of_deputy(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    return Converted(around.level_of(around.uid("deputy", raw)) if isinstance(raw, str) else "")


def _title(source: Source, values: Values, around: Surroundings) -> Converted:
    title, text = values.get(source.name), values.get(source.said["text"])
    if not _is_blank(title):
        return Converted(title)
    sentences = [one.strip() for one in _SENTENCE_ENDS.split(text)] if isinstance(text, str) else []
    made = next((one for one in sentences if one), "")[: source.said["most"]] or source.said["words"]
    return Converted(made, (warning("title_made", value=made),))


def _words_if_empty(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    if not _is_blank(raw):
        return Converted(raw)
    return Converted(source.said["words"], (warning("words_put", value=source.said["words"]),))


def _part_of_text(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    if not isinstance(raw, str):
        return Converted(raw)
    first, _, second = raw.removeprefix(source.said["opening"]).partition(source.said["parting"])
    part = first.removesuffix("\n") if source.said["part"] == "first" else second.removeprefix("\n")
    return _words_if_empty(source, {source.name: part}, around)


def _joined(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    if isinstance(raw, list) and all(isinstance(one, str) for one in raw):
        return Converted(source.said["between"].join(raw))
    return Converted(raw)


def _code_if_known(source: Source, values: Values, around: Surroundings) -> Converted:
    raw = values.get(source.name)
    entry = around.reader.codes[source.said["scheme"]].find(raw) if isinstance(raw, str) else None
    return Converted(entry.code if entry else "")


def _listed(raw: Any) -> Any:
    return [raw] if isinstance(raw, str) and raw else raw or []


def _dropped(foreign: str) -> Problem:
    return warning("reference_dropped", value=foreign)


def _is_empty(raw: object) -> bool:
    return raw is None or raw in ("", [], {})


def _is_blank(raw: object) -> bool:
    return _is_empty(raw) or (isinstance(raw, str) and not raw.strip())


_CONVERTERS: Mapping[str, Callable[[Source, Values, Surroundings], Converted]] = {
    "is": _said,
    "table": _table,
    "first_filled": _first_filled,
    "year": _year,
    "first_day_of_year": _day_of_year("01-01"),
    "last_day_of_year": _day_of_year("12-31"),
    "civil_day": _civil_day,
    "civil_time": _civil_time,
    "ref": _ref,
    "refs": _refs,
    "first_ref": _first_ref,
    "other_refs": _other_refs,
    "level_of_deputy": _level_of_deputy,
    "title": _title,
    "words_if_empty": _words_if_empty,
    "part_of_text": _part_of_text,
    "joined": _joined,
    "code_if_known": _code_if_known,
}
