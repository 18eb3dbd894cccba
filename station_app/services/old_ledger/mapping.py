"""From an old system's columns to fields: which is which, and how each value is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta, timezone
from functools import cached_property, lru_cache
from typing import Any

from station_app import paths
from station_app.domain.clock import named_id
from station_app.domain.days import read_day
from station_app.domain.immutable import immutable
from station_app.domain.intake import Reader
from station_app.domain.problem import Problem, warning


@immutable
class Source:
    """Where a field's value comes from: the foreign field, a converter by name, and what the converter needs to know.

    `by` is "" for the value as it is, "is" for a value that the mapping itself says.
    """

    name: str = ""
    by: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reads(self) -> tuple[str, ...]:
        """The foreign fields that the value is made of; others (`needs`, `text`) are only looked at."""
        return tuple(name for name in (self.name, str(self.said.get("or", ""))) if name)


@immutable
class RecordMapping:
    """One kind of record that is made of each row; with `each`, one of each item of that foreign list.

    `carried` are the labels of what is kept as lines of the record's note. `into_desk` means the desk's own station.
    """

    kind: str
    fields: Mapping[str, Source]
    carried: Mapping[str, str]
    each: str = ""
    target: str = ""
    label: str = ""
    into_desk: bool = False


@immutable
class FileMapping:
    """One file: the fields that hold a row's id and its station's, the one that orders the rows, what they become."""

    name: str
    id: str
    station_field: str
    order: str
    records: tuple[RecordMapping, ...]

    @cached_property
    def placed(self) -> frozenset[str]:
        """The foreign fields that have a place: the rest is carried under its own name."""
        named = {self.id, self.station_field}
        for record in self.records:
            named |= {record.each, *record.carried}
            for source in record.fields.values():
                named |= set(source.reads)
        return frozenset(named)


@immutable
class SystemMapping:
    """A whole system: its name, how it names a station, how a carried line is written, and its files in order."""

    system: str
    station_field: str
    station_id: str
    line: str
    truth: Mapping[str, str]
    files: tuple[FileMapping, ...]

    def station_of(self, area_code: str, station_no: str) -> str:
        """The id that the old system gives the station of a 12-digit township code."""
        return self.station_id.format(township=area_code[:9], station_no=station_no)

    def uid(self, home: str, kind: str, station: str, foreign: str) -> str:
        """The identity of the record that the home `home` makes of a row of its old station: the same each time and at
        each of its computers. Another home that takes the same ledger makes records of its own."""
        return _uid(f"{self.system}/{home}/{kind}/{station}/{foreign}")

    def carried_line(self, label: str, value: object) -> str:
        """A line of the note; empty for what holds nothing."""
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(value, bool):
            value = self.truth[str(value).lower()]
        elif not isinstance(value, str):
            value = json.dumps(value, ensure_ascii=False)
        return self.line.format(label=label, value=value)


def read_mapping(system: str) -> SystemMapping:
    """The shipped mapping of a system. Raises KeyError for a mapping that lacks a part."""
    raw = json.loads((paths.resources() / "mappings" / f"{system}.json").read_text("utf-8"))
    files = tuple(_file(one, raw["station_field"]) for one in raw["files"])
    return SystemMapping(
        system=raw["system"],
        station_field=raw["station_field"],
        station_id=raw["station_id"],
        line=raw["line"],
        truth=raw["truth"],
        files=files,
    )


_uid = lru_cache(maxsize=10_000)(named_id)


def _file(raw: Mapping[str, Any], station_field: str) -> FileMapping:
    records = tuple(_record(one) for one in raw["records"])
    return FileMapping(
        name=raw["name"], id=raw["id"], station_field=station_field, order=raw.get("order", ""), records=records
    )


def _record(raw: Mapping[str, Any]) -> RecordMapping:
    return RecordMapping(
        kind=raw["kind"],
        fields={name: _source(one) for name, one in raw["fields"].items()},
        carried=raw.get("carried", {}),
        each=raw.get("each", ""),
        target=raw.get("target", ""),
        label=raw.get("label", ""),
        into_desk=raw.get("into") == "desk",
    )


def _source(raw: str | Mapping[str, Any]) -> Source:
    if isinstance(raw, str):
        return Source(raw)
    return Source(raw.get("from", ""), raw.get("by", "is"), raw)


CHINA = timezone(timedelta(hours=8))
"""Civil time of the whole country."""

_YEAR = re.compile(r"\d{4}")
_SENTENCE_ENDS = re.compile("[\u3002\uff01\uff1f!?\r\n\u2028\u2029]")  # 。！？ and line ends
Values = Mapping[str, Any]


@immutable
class Surroundings:
    """What a converter may look at beside the row: the mapping, the reader, the home that takes it, the old station's
    id, what is here."""

    mapping: SystemMapping
    reader: Reader
    home: str
    station: str
    is_here: Callable[[str, str], bool]
    level_of: Callable[[str], str]

    def uid(self, kind: str, foreign: str) -> str:
        """The identity of the record made of a foreign row of this station."""
        return self.mapping.uid(self.home, kind, self.station, foreign)


@immutable
class ConvertedValue:
    """A value for the reader, what is to be said of it, and the foreign values that found no place."""

    value: Any
    problems: tuple[Problem, ...] = ()
    left: tuple[Any, ...] = ()


def convert(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    """The value of a source in a row. Raises KeyError where the mapping names no known converter."""
    if not source.by:
        return ConvertedValue(values.get(source.name))
    return _CONVERTERS[source.by](source, values, around)


def _said(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    return ConvertedValue(source.said["is"])


def _table(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    if _is_empty(raw):
        return ConvertedValue(source.said.get("empty", ""))
    word = str(raw).lower() if isinstance(raw, bool) else str(raw).strip()
    lacks = "needs" in source.said and _is_empty(values.get(source.said["needs"]))
    table = {**source.said["table"], **(source.said["otherwise"] if lacks else {})}
    return ConvertedValue(table.get(word, source.said.get("else", raw)))


def _first_filled(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    first, second = (values.get(name) for name in source.reads)
    if _is_empty(first) or first == second:
        return ConvertedValue(second)
    return ConvertedValue(first, left=() if _is_empty(second) else (second,))


def _year(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    if not isinstance(raw, str) or not raw or _YEAR.fullmatch(raw):
        return ConvertedValue(raw)
    day, problems = read_day(raw, around.reader.today)
    return ConvertedValue(int(day[:4]) if day else None, problems)


def _day_of_year(month_and_day: str) -> Callable[[Source, Values, Surroundings], ConvertedValue]:
    def converter(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
        raw = values.get(source.name)
        is_year = isinstance(raw, str) and _YEAR.fullmatch(raw)
        return ConvertedValue(f"{raw}-{month_and_day}" if is_year else raw)

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


def _civil_day(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    at = instant(raw)
    if at is None:
        return ConvertedValue(raw)
    has_zone = datetime.fromisoformat(str(raw)).tzinfo is not None
    return ConvertedValue(at.date().isoformat(), () if has_zone else (warning("time_without_zone", value=raw),))


def _civil_time(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    at = instant(values.get(source.name))
    return ConvertedValue(f"{at:%H:%M}" if at else "")


def _ref(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    if not isinstance(raw, str) or not raw:
        return ConvertedValue(raw)
    uid = around.uid(source.said["target"], raw)
    # A record that the same row makes is not here yet; a row's id never stands for somebody else.
    if "label" not in source.said or around.is_here(source.said["target"], uid):
        return ConvertedValue(uid)
    return ConvertedValue("", (_dropped(raw),), (raw,))


def _refs(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    return _several(source, _listed(values.get(source.name)), around)


def _first_ref(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    listed = _listed(values.get(source.name))
    if not isinstance(listed, list) or not listed or not isinstance(listed[0], str):
        return ConvertedValue(listed or "")
    uid = around.uid(source.said["target"], listed[0])
    return (
        ConvertedValue(uid)
        if around.is_here(source.said["target"], uid)
        else ConvertedValue("", (_dropped(listed[0]),))
    )


def _other_refs(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    listed = _listed(values.get(source.name))
    return _several(source, listed[1:] if isinstance(listed, list) else [], around)


def _several(source: Source, listed: Any, around: Surroundings) -> ConvertedValue:
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        return ConvertedValue(listed)
    found = {one: around.uid(source.said["target"], one) for one in listed}
    gone = tuple(one for one, uid in found.items() if not around.is_here(source.said["target"], uid))
    return ConvertedValue(
        [uid for one, uid in found.items() if one not in gone], tuple(_dropped(one) for one in gone), gone
    )


def _level_of_deputy(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    return ConvertedValue(around.level_of(around.uid("deputy", raw)) if isinstance(raw, str) else "")


def _title(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    title, text = values.get(source.name), values.get(source.said["text"])
    if not _is_blank(title):
        return ConvertedValue(title)
    sentences = [one.strip() for one in _SENTENCE_ENDS.split(text)] if isinstance(text, str) else []
    made = next((one for one in sentences if one), "")[: source.said["most"]] or source.said["words"]
    return ConvertedValue(made, (warning("title_made", value=made),))


def _words_if_empty(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    if not _is_blank(raw):
        return ConvertedValue(raw)
    return ConvertedValue(source.said["words"], (warning("words_put", value=source.said["words"]),))


def _part_of_text(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    if not isinstance(raw, str):
        return ConvertedValue(raw)
    first, _, second = raw.removeprefix(source.said["opening"]).partition(source.said["parting"])
    part = first.removesuffix("\n") if source.said["part"] == "first" else second.removeprefix("\n")
    return _words_if_empty(source, {source.name: part}, around)


def _joined(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    if isinstance(raw, list) and all(isinstance(one, str) for one in raw):
        return ConvertedValue(source.said["between"].join(raw))
    return ConvertedValue(raw)


def _first(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = _listed(values.get(source.name))
    return ConvertedValue(raw[0] if raw and isinstance(raw[0], str) else "")


def _code_if_known(source: Source, values: Values, around: Surroundings) -> ConvertedValue:
    raw = values.get(source.name)
    entry = around.reader.codes[source.said["scheme"]].find(raw) if isinstance(raw, str) else None
    return ConvertedValue(entry.code if entry else "")


def _listed(raw: Any) -> Any:
    return [raw] if isinstance(raw, str) and raw else raw or []


def _dropped(foreign: str) -> Problem:
    return warning("reference_dropped", value=foreign)


def _is_empty(raw: object) -> bool:
    return raw is None or raw in ("", [], {})


def _is_blank(raw: object) -> bool:
    return _is_empty(raw) or (isinstance(raw, str) and not raw.strip())


_CONVERTERS: Mapping[str, Callable[[Source, Values, Surroundings], ConvertedValue]] = {
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
    "first": _first,
    "title": _title,
    "words_if_empty": _words_if_empty,
    "part_of_text": _part_of_text,
    "joined": _joined,
    "code_if_known": _code_if_known,
}
