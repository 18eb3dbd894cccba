"""Taking an old system's folder: rows in order, in portions, of the own station alone."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from station_app.db import journal
from station_app.db.store import Progress, Write, unwatched
from station_app.domain import wire
from station_app.domain.field import field_of, label_of, values_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, Rejected, refusal, reject, warning
from station_app.domain.records import Mandate, Station
from station_app.services import trail
from station_app.services.acts import Done, perform_each, would_write
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.old_ledger.mapping import (
    ConvertedValue,
    FileMapping,
    RecordMapping,
    Surroundings,
    SystemMapping,
    convert,
    instant,
    read_mapping,
)


@immutable
class OldRow:
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


def carried_over(row: OldRow, around: Surroundings) -> Carried:
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


def note(row: OldRow, record: RecordMapping, around: Surroundings, left: Iterable[str]) -> str:
    """What has no place of its own, as lines: the labelled fields, what converters left, fields nobody knows."""
    lines = [around.mapping.carried_line(label, row.values.get(name)) for name, label in record.carried.items()]
    lines += left
    if record is row.file.records[0]:
        unknown = row.values.keys() - row.file.placed
        lines += [around.mapping.carried_line(name, row.values[name]) for name in sorted(unknown)]
    return "\n".join(line for line in lines if line)


def references(row: OldRow, around: Surroundings) -> Iterator[tuple[str, str]]:
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
        converted: ConvertedValue = convert(source, values, around)
        problems += [replace(problem, where=name) for problem in converted.problems]
        left += [around.mapping.carried_line(source.said["label"], one) for one in converted.left]
        if converted.value is not None and converted.value != "":
            fields[name] = converted.value
    return fields, problems, left


def _items(
    record: RecordMapping, row: OldRow, around: Surroundings, carried: Carried
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


def _dropped_items(record: RecordMapping, row: OldRow, around: Surroundings) -> list[str]:
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


def _each(record: RecordMapping, row: OldRow) -> list[str]:
    raw = row.values.get(record.each) or []
    return list(dict.fromkeys(str(one) for one in (raw if isinstance(raw, list) else [raw])))


def filled_in(desk: Desk, row: OldRow, around: Surroundings) -> Ask | tuple[Problem, ...] | None:
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


class PortionOutcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    NORMALISED = "normalised"
    SAME = "same"
    REFUSED = "refused"


@immutable
class RowReport:
    """What became of a row: `line` counts from 1; `kinds` are the records that it becomes, as `part` counts them."""

    outcome: PortionOutcome
    file: str
    line: int
    id: str
    kinds: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the row's first record."""
        return self.kinds[0] if self.kinds else ""


@dataclass
class Here:
    """Which records are here already: asked of the tables once for a whole portion."""

    desk: Desk
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def look_up(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Ask for all of these records (kind, uid) at once; what was known before is forgotten."""
        by_kind: dict[str, set[str]] = {}
        for kind, uid in wanted:
            by_kind.setdefault(kind, set()).add(uid)
        self.known = {}
        for kind, uids in by_kind.items():
            found = self.desk.records.known(kind, uids)
            self.known.update({(kind, uid): uid in found for uid in uids})

    def __call__(self, kind: str, uid: str) -> bool:
        """Whether the record is here. Raises KeyError for one that was not looked up."""
        return self.known[kind, uid]


def take_portion(desk: Desk, rows: Sequence[OldRow], here: Here, around: Surroundings) -> list[RowReport]:
    """Take rows of one file, each whole or not at all; rows that were taken before are compared and left alone."""
    if rows and rows[0].file.records[0].into_desk:
        return [_take_station(desk, row, around) for row in rows]
    firsts = {row.id: around.uid(row.file.records[0].kind, row.id) for row in rows}
    here.look_up(
        [(row.file.records[0].kind, firsts[row.id]) for row in rows]
        + [pair for row in rows for pair in references(row, around)]
    )
    made = [(row, carried_over(row, around)) for row in rows]
    new = [one for one in made if not here(one[0].file.records[0].kind, firsts[one[0].id])]
    known = [one for one in made if here(one[0].file.records[0].kind, firsts[one[0].id])]
    done = perform_each(desk, [carried.asks for _, carried in new]) if new else []
    reports = [_reported(row, carried, outcome) for (row, carried), outcome in zip(new, done, strict=True)]
    return reports + _compared(desk, known)


def report_of(
    row: OldRow, outcome: PortionOutcome, problems: Iterable[Problem], kinds: Iterable[str] = ()
) -> RowReport:
    """The report of a row."""
    named = tuple(kinds) or tuple(record.kind for record in row.file.records)
    return RowReport(
        outcome=outcome, file=row.file.name, line=row.line, id=row.id, kinds=named, problems=tuple(problems)
    )


def _reported(row: OldRow, carried: Carried, outcome: list[Done] | Rejected) -> RowReport:
    kinds = [ask.kind for ask in carried.asks]
    if isinstance(outcome, Rejected):
        return report_of(row, PortionOutcome.REFUSED, (*carried.problems, *outcome.problems), kinds)
    warnings = (*carried.problems, *(problem for done in outcome for problem in done.warnings))
    return report_of(row, PortionOutcome.NORMALISED if warnings else PortionOutcome.TAKEN, warnings, kinds)


def _compared(desk: Desk, known: Sequence[tuple[OldRow, Carried]]) -> list[RowReport]:
    """Rows that were taken before: the same once more, or refused because the old system says something else now.

    What was taken is compared, not what stands: a record that was corrected at the desk since is still the same row.
    """
    if not known:
        return []
    first_made = journal.made_with(desk.store.database, [ask.uid for _, carried in known for ask in carried.asks])
    reports = []
    for (row, carried), again in zip(known, would_write(desk, [carried.asks for _, carried in known]), strict=True):
        kinds = [ask.kind for ask in carried.asks]
        if isinstance(again, Rejected):
            reports.append(report_of(row, PortionOutcome.REFUSED, (*carried.problems, *again.problems), kinds))
        elif all(_is_same(write, first_made.get(write.record), _set_by_row(row, write.kind)) for write in again):
            reports.append(report_of(row, PortionOutcome.SAME, ()))
        else:
            reports.append(report_of(row, PortionOutcome.REFUSED, (refusal("row_differs", value=row.id),)))
    return reports


def _set_by_row(row: OldRow, kind: str) -> set[str]:
    """The fields that the row itself says; others came from the desk or from other records."""
    return {"carried"} | {name for record in row.file.records if record.kind == kind for name in record.fields}


def _is_same(again: Write, first: Mapping[str, Any] | None, names: set[str]) -> bool:
    if first is None:  # erased by law since: nothing to compare
        return True
    now = wire.parse(wire.canonical(dict(again.fields)))
    return all(now.get(name) == first.get(name) for name in names)


def _take_station(desk: Desk, row: OldRow, around: Surroundings) -> RowReport:
    ask = filled_in(desk, row, around)
    if ask is None:
        return report_of(row, PortionOutcome.SAME, ())
    if isinstance(ask, tuple):
        return report_of(row, PortionOutcome.REFUSED, ask)
    return _reported(row, Carried([ask]), perform_each(desk, [[ask]])[0])


PORTION = 500
"""Rows of one transaction: few enough that a clerk's save waits for less than a second, many enough to be fast."""

BOM = b"\xef\xbb\xbf"


@immutable
class FolderReport:
    """What became of every row: `lines` of those that were not simply taken, `totals` of all by outcome.

    `unread` are the files of the folder that the mapping does not know: nothing of them was taken.
    """

    lines: tuple[RowReport, ...]
    totals: dict[str, int]
    unread: tuple[str, ...] = ()


def take_folder(desk: Desk, folder: Path, progress: Progress = unwatched) -> FolderReport:
    """Take the folder of one old system, in the order of its mapping; a refused row does not stop the rest.

    Each portion is durable when `progress` hears of it; where `progress` raises, what was taken stays, and taking the
    folder again goes on from there. Raises Rejected for a folder that holds none of the known files.
    """
    mapping = read_mapping("station_year")
    found = [(one, path) for one in mapping.files if (path := _path_of(folder, one.name))]
    if not found:
        raise reject(refusal("folder_foreign", value=folder.name, files=[one.name for one in mapping.files]))
    read = _Reading(desk, mapping)
    rows = [read.file(one, path) for one, path in found]
    done, total = len(read.refused), len(read.refused) + sum(map(len, rows))
    reports = list(read.refused)
    here = Here(desk)
    around = Surroundings(
        mapping=mapping,
        reader=desk.reader,
        home=desk.place.uid,
        station=read.own,
        is_here=here,
        level_of=_levels(desk),
    )
    progress(done, total)
    for some in (portion for group in rows for portion in _portions(group)):
        reports += take_portion(desk, some, here, around)
        done += len(some)
        progress(done, total)
    totals = {outcome.value: sum(one.outcome is outcome for one in reports) for outcome in PortionOutcome}
    trail.note(desk, trail.IMPORTED, detail=str(totals[PortionOutcome.TAKEN.value]))
    known = {path.name for _, path in found}
    unread = sorted(path.name for path in folder.iterdir() if path.name not in known)
    order = [one.name for one in mapping.files]
    told = (one for one in reports if one.outcome is not PortionOutcome.TAKEN)
    lines = sorted(told, key=lambda one: (order.index(one.file), one.line))
    return FolderReport(tuple(lines), totals, tuple(unread))


class _Reading:
    """Reads the files of a folder; what cannot be a row of this desk's station is refused here already."""

    def __init__(self, desk: Desk, mapping: SystemMapping) -> None:
        self.refused: list[RowReport] = []
        self.own = mapping.station_of(desk.station.area_code, desk.station.station_no)
        self._own_name = desk.station.name
        self._mapping = mapping
        self._names: dict[str, str] = {}

    def file(self, file: FileMapping, path: Path) -> list[OldRow]:
        """The rows of this desk's station, in the order they are taken."""
        rows = []
        for row in self._rows(file, path):
            station = row.values.get(file.station_field)
            if file.records[0].into_desk and isinstance(row.values.get("name"), str):
                self._names[str(station)] = row.values["name"]
            if not row.id:
                self._refuse(row, refusal("row_without_id", value=file.id))
            elif station != self.own:
                self._refuse(row, self._of_another(str(station or "")))
            else:
                rows.append(row)
        return sorted(rows, key=_place) if file.order else rows

    def _rows(self, file: FileMapping, path: Path) -> Iterator[OldRow]:
        number = 0
        try:
            with _opened(path) as lines:
                for number, line in enumerate(lines, 1):
                    text = line.removeprefix(BOM) if number == 1 else line
                    if text.strip():
                        yield from self._row(file, number, text)
        except (OSError, EOFError, zlib.error) as error:
            self._refuse(
                OldRow(file, number + 1, "", {}), refusal("file_unreadable", value=path.name, reason=str(error))
            )

    def _row(self, file: FileMapping, number: int, text: bytes) -> Iterator[OldRow]:
        try:
            values = wire.parse(text)
        except ValueError as error:
            self._refuse(OldRow(file, number, "", {}), refusal("row_unreadable", value=number, reason=str(error)))
            return
        if not isinstance(values, dict):
            self._refuse(OldRow(file, number, "", {}), refusal("row_unreadable", value=number, reason=""))
            return
        named = values.get(file.id)
        yield OldRow(file, number, named if isinstance(named, str) else "", values)

    def _refuse(self, row: OldRow, problem: Problem) -> None:
        self.refused.append(report_of(row, PortionOutcome.REFUSED, (problem,)))

    @cache  # noqa: B019 one reading lives as long as one import; a folder may hold a million rows of other stations
    def _of_another(self, station: str) -> Problem:
        name = self._names.get(station, station)
        return refusal("other_station", value=name, own=self._own_name) if name else refusal("station_not_said")


def _path_of(folder: Path, name: str) -> Path | None:
    candidates = (folder / f"{name}.ndjson", folder / f"{name}.ndjson.gz")
    return next((path for path in candidates if path.is_file()), None)


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _place(row: OldRow) -> str:
    """Where a row stands in time: civil time where it says an instant, else what it says."""
    raw = row.values.get(row.file.order)
    at = instant(raw)
    return at.isoformat() if at else str(raw or "")


def _portions(rows: Sequence[OldRow]) -> Iterator[list[OldRow]]:
    """Portions in which no id stands twice: the second of two rows is compared with the first."""
    portion: list[OldRow] = []
    ids: set[str] = set()
    for row in rows:
        if len(portion) == PORTION or row.id in ids:
            yield portion
            portion, ids = [], set()
        portion.append(row)
        ids.add(row.id)
    if portion:
        yield portion


def _levels(desk: Desk) -> Callable[[str], str]:
    """The level of a deputy's first mandate, looked up when the first row asks: the deputies are here by then."""

    @cache
    def levels() -> dict[str, str]:
        return {one.deputy: one.level for one in reversed(desk.records.all(Mandate))}

    return lambda deputy: levels().get(deputy, "")
