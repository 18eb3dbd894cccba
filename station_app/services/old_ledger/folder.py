"""The folder that an old system exported: its files read, its rows put in order and taken portion by portion."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from station_app.db.store import Progress, unwatched
from station_app.domain import wire
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject
from station_app.domain.records import Mandate
from station_app.services import trail
from station_app.services.desk import Desk
from station_app.services.old_ledger.converters import Surroundings, instant
from station_app.services.old_ledger.mapping import FileMapping, SystemMapping, read_mapping
from station_app.services.old_ledger.portion import Here, Outcome, RowReport, report_of, take_portion
from station_app.services.old_ledger.rows import Row

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
    around = Surroundings(mapping=mapping, reader=desk.reader, station=read.own, is_here=here, level_of=_levels(desk))
    progress(done, total)
    for some in (portion for group in rows for portion in _portions(group)):
        reports += take_portion(desk, some, here, around)
        done += len(some)
        progress(done, total)
    totals = {outcome.value: sum(one.outcome is outcome for one in reports) for outcome in Outcome}
    trail.note(desk, trail.IMPORTED, detail=str(totals[Outcome.TAKEN.value]))
    known = {path.name for _, path in found}
    unread = sorted(path.name for path in folder.iterdir() if path.name not in known)
    order = [one.name for one in mapping.files]
    told = (one for one in reports if one.outcome is not Outcome.TAKEN)
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

    def file(self, file: FileMapping, path: Path) -> list[Row]:
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

    def _rows(self, file: FileMapping, path: Path) -> Iterator[Row]:
        number = 0
        try:
            with _opened(path) as lines:
                for number, line in enumerate(lines, 1):
                    text = line.removeprefix(BOM) if number == 1 else line
                    if text.strip():
                        yield from self._row(file, number, text)
        except (OSError, EOFError, zlib.error) as error:
            self._refuse(Row(file, number + 1, "", {}), refusal("file_unreadable", value=path.name, reason=str(error)))

    def _row(self, file: FileMapping, number: int, text: bytes) -> Iterator[Row]:
        try:
            values = wire.parse(text)
        except ValueError as error:
            self._refuse(Row(file, number, "", {}), refusal("row_unreadable", value=number, reason=str(error)))
            return
        if not isinstance(values, dict):
            self._refuse(Row(file, number, "", {}), refusal("row_unreadable", value=number, reason=""))
            return
        named = values.get(file.id)
        yield Row(file, number, named if isinstance(named, str) else "", values)

    def _refuse(self, row: Row, problem: Problem) -> None:
        self.refused.append(report_of(row, Outcome.REFUSED, (problem,)))

    @cache  # noqa: B019 one reading lives as long as one import; a folder may hold a million rows of other stations
    def _of_another(self, station: str) -> Problem:
        name = self._names.get(station, station)
        return refusal("other_station", value=name, own=self._own_name) if name else refusal("station_not_said")


def _path_of(folder: Path, name: str) -> Path | None:
    candidates = (folder / f"{name}.ndjson", folder / f"{name}.ndjson.gz")
    return next((path for path in candidates if path.is_file()), None)


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _place(row: Row) -> str:
    """Where a row stands in time: civil time where it says an instant, else what it says."""
    raw = row.values.get(row.file.order)
    at = instant(raw)
    return at.isoformat() if at else str(raw or "")


def _portions(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Portions in which no id stands twice: the second of two rows is compared with the first."""
    portion: list[Row] = []
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
