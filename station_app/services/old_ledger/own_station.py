"""The desk's own station in an old system's export: what the desk does not know yet is filled in, nothing replaced."""

from __future__ import annotations

from typing import Any

from station_app.domain.field import field_of, label_of, values_of
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import Station
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.old_ledger.converters import Surroundings, convert
from station_app.services.old_ledger.rows import Row, note


def filled_in(desk: Desk, row: Row, around: Surroundings) -> Ask | tuple[Problem, ...] | None:
    """The correction of the desk's station that a row gives; None where it says nothing new.

    Problems where the row bears the station's id but lies in another township.
    """
    record, station = row.file.records[0], desk.records.one(Station, desk.station.uid)
    standing = values_of(station)
    told = {name: convert(source, row.values, around).value for name, source in record.fields.items()}
    if told.pop("area_code", "") != station.area_code:
        return (refusal("other_station", value=row.values.get("name") or label_of(Station), own=station.name),)
    told = {name: value for name, value in told.items() if value}
    fields: dict[str, Any] = {name: value for name, value in told.items() if not standing[name]}
    differing = [
        around.mapping.carried_line(record.fields[name].name, value)
        for name, value in told.items()
        if standing[name] and not _means(desk, name, value, standing[name])
    ]
    lines = [line for line in note(row, record, around, differing).split("\n") if line not in station.carried]
    if lines:
        fields["carried"] = "\n".join(part for part in (station.carried, *lines) if part)
    return Ask("station", "correct", fields, station.uid) if fields else None


def _means(desk: Desk, name: str, value: object, standing: object) -> bool:
    """Whether a told value is what stands already, once read as the desk reads it."""
    return bool(desk.reader.read(field_of(Station, name), value).value == standing)
