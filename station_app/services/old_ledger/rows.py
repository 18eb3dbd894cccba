"""One foreign row into the acts that carry it over: a group that stands or falls together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, warning
from station_app.services.ask import Ask
from station_app.services.old_ledger.converters import Converted, Surroundings, convert
from station_app.services.old_ledger.mapping import FileMapping, RecordMapping


@immutable
class Row:
    """A row as it was read: its file, its line from 1, its id, and its fields in the old system's names."""

    file: FileMapping
    line: int
    id: str
    values: Mapping[str, Any]


@dataclass
class Carried:
    """The acts that a row becomes, and what is to be said of it beforehand; `part` of a problem counts the acts."""

    asks: list[Ask] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def carried_over(row: Row, around: Surroundings) -> Carried:
    """The records that a row becomes: each of the mapping's kinds once, or once for each item of a list."""
    carried = Carried()
    for record in row.file.records:
        for foreign, values in _items(record, row, around, carried):
            fields, problems, left = _fields(record, values, around)
            if record.carried:
                fields["carried"] = note(row, record, around, [*left, *_dropped_items(record, row, around)])
            part = len(carried.asks)
            carried.problems += [replace(problem, part=part) for problem in problems]
            carried.asks.append(Ask(record.kind, "carry_over", fields, around.uid(record.kind, foreign)))
    return carried


def note(row: Row, record: RecordMapping, around: Surroundings, left: Iterable[str]) -> str:
    """What has no place of its own, as lines: the labelled fields, what converters left, fields nobody knows."""
    lines = [around.mapping.carried_line(label, row.values.get(name)) for name, label in record.carried.items()]
    lines += left
    if record is row.file.records[0]:
        unknown = row.values.keys() - row.file.placed
        lines += [around.mapping.carried_line(name, row.values[name]) for name in sorted(unknown)]
    return "\n".join(line for line in lines if line)


def references(row: Row, around: Surroundings) -> Iterator[tuple[str, str]]:
    """The kinds and uids of the records that a row refers to, so that the tables are asked once for many rows."""
    for record in row.file.records:
        for source in record.fields.values():
            raw = row.values.get(source.name)
            for foreign in raw if isinstance(raw, list) else [raw]:
                if "target" in source.said and isinstance(foreign, str) and foreign:
                    yield source.said["target"], around.uid(source.said["target"], foreign)


def _fields(
    record: RecordMapping, values: Mapping[str, Any], around: Surroundings
) -> tuple[dict[str, Any], list[Problem], list[str]]:
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    left: list[str] = []
    for name, source in record.fields.items():
        converted: Converted = convert(source, values, around)
        problems += [replace(problem, where=name) for problem in converted.problems]
        left += [around.mapping.carried_line(source.said["label"], one) for one in converted.left]
        if converted.value is not None and converted.value != "":
            fields[name] = converted.value
    return fields, problems, left


def _items(
    record: RecordMapping, row: Row, around: Surroundings, carried: Carried
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The row itself; or for each item of its list the row with that item alone, the unknown ones left out."""
    if not record.each:
        yield row.id, row.values
        return
    for item in _each(record, row):
        if around.is_here(record.target, around.uid(record.target, item)):
            yield f"{row.id}/{item}", {**row.values, record.each: item}
        else:
            carried.problems.append(warning("reference_dropped", value=item))


def _dropped_items(record: RecordMapping, row: Row, around: Surroundings) -> list[str]:
    """Items of a list that became no record, for the note of the row's first record."""
    if record is not row.file.records[0]:
        return []
    return [
        around.mapping.carried_line(each.label, item)
        for each in row.file.records
        if each.each
        for item in _each(each, row)
        if not around.is_here(each.target, around.uid(each.target, item))
    ]


def _each(record: RecordMapping, row: Row) -> list[str]:
    raw = row.values.get(record.each) or []
    return list(dict.fromkeys(str(one) for one in (raw if isinstance(raw, list) else [raw])))
