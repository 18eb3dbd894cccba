"""How an old system's fields come into ours: data of `resources/mappings/`, one JSON file a system."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from typing import Any

from station_app import paths
from station_app.domain.immutable import immutable


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

    def uid(self, kind: str, station: str, foreign: str) -> str:
        """The identity of the record made of a foreign row: the same each time (a UUIDv8, RFC 9562, 5.8)."""
        return _uid(f"{self.system}/{kind}/{station}/{foreign}")

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


@lru_cache(maxsize=10_000)
def _uid(path: str) -> str:
    digest = hashlib.sha256(path.encode()).hexdigest()
    return f"{digest[:12]}8{digest[13:16]}a{digest[17:32]}"


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
