"""What an import came to, told for people: row by row, on paper, as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem
from station_app.reports import spreadsheet
from station_app.services.county import Came, ImportReport
from station_app.services.desk import Desk
from station_app.sync.taking import MEND_LATER, Taking
from station_app.text import day_in_words, explain
from station_app.text import roads as words

if TYPE_CHECKING:
    from station_app.services.printing import Print


@immutable
class ReportRow:
    """What became of one batch, or of one line in it (`seq`, 0 for the whole batch): counts, and what was wrong."""

    station: str
    number: int = 0
    first: int = 0
    last: int = 0
    seq: int = 0
    new: int = 0
    same: int = 0
    refused: int = 0
    problem: Problem | None = None

    @property
    def waits(self) -> bool:
        """Whether time or a person mends it: the batch is kept until then."""
        return self.problem is not None and self.seq == 0 and self.problem.code in MEND_LATER

    @property
    def outcome(self) -> str:
        """In a word or two."""
        if self.problem is None:
            return words.TAKEN
        return words.LINE_REFUSED if self.seq else words.WAITS if self.waits else words.REFUSED

    @property
    def reason(self) -> str:
        """Why, in a sentence; "" where it was taken."""
        return explain(self.problem) if self.problem else ""


@immutable
class Told:
    """An import in rows, what went wrong first."""

    rows: tuple[ReportRow, ...]
    files: int = 0

    @property
    def totals(self) -> dict[str, int]:
        """Batches, changes that were new and the same, lines refused, batches refused, batches that wait, and files
        that came beside them."""
        batches = [row for row in self.rows if not row.seq]
        return {
            "batches": len(batches),
            "new": sum(row.new for row in batches),
            "same": sum(row.same for row in batches),
            "refused": sum(row.refused for row in batches),
            "batches_refused": sum(row.problem is not None and not row.waits for row in batches),
            "waiting": sum(row.waits for row in batches),
            "files": self.files,
        }


def told(report: ImportReport, foreign: Iterable[Came]) -> Told:
    """A report in rows; `foreign` are the files that were no batches of ours."""
    names = {
        taking.header.journal: name for name, taking in report.takings if taking.header is not None and name
    }  # what had waited comes without its author's name
    rows = [row for name, taking in report.takings for row in _rows(taking, name, names)]
    rows += [ReportRow(one.path.name, problem=one.problem) for one in foreign]
    ordered = sorted(rows, key=lambda row: (row.problem is None, row.station, row.number, row.seq))
    return Told(tuple(ordered), report.files)


def sheet(said: Told) -> bytes:
    """The rows as CSV that a spreadsheet opens as it stands: UTF-8 with its mark, nothing in it a formula."""
    rows = []
    for row in said.rows:
        numbers = (row.number, row.seq or row.first, row.seq or row.last, row.new, row.same, row.refused)
        rows.append((row.station, *(one or "" for one in numbers), row.outcome, row.reason))
    return spreadsheet.csv_bytes(words.SHEET_HEADS, rows)


def printed(desk: Desk, said: Told) -> Print:
    """The report on paper."""
    from station_app.reports import desk_papers, fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.services.printing import counted  # noqa: PLC0415  (as above)

    troubles = [
        (row.station, words.batch(row.number), words.change(row.seq), row.reason)
        for row in said.rows
        if row.problem is not None
    ]
    facts = desk_papers.Imported(
        office=desk.place.name,
        user=desk.user.name,
        day=day_in_words(desk.today),
        totals=words.report_totals(said.totals),
        stations=list(_by_station(said.rows)),
        troubles=troubles,
    )
    return counted(desk_papers.import_report(facts, fonts.office_faces()), f"import-{desk.today}.pdf")


def _rows(taking: Taking, name: str, names: dict[str, str]) -> Iterator[ReportRow]:
    header = taking.header
    if header is None:
        yield ReportRow(name or words.UNKNOWN_STATION, problem=taking.problem)
        return
    station = name or names.get(header.journal, "") or words.UNKNOWN_STATION
    yield ReportRow(
        station=station,
        number=header.number,
        first=header.first,
        last=header.last,
        seq=0,
        new=taking.new,
        same=taking.same,
        refused=len(taking.refused),
        problem=taking.problem,
    )
    for seq, problem in sorted(taking.refused.items()):
        yield ReportRow(station, header.number, seq=seq, problem=problem)


def _by_station(rows: Sequence[ReportRow]) -> Iterator[tuple[str, ...]]:
    of_station: dict[str, list[ReportRow]] = {}
    for row in rows:
        of_station.setdefault(row.station, []).append(row)
    for station in sorted(of_station):
        own = Told(tuple(of_station[station])).totals
        counts = ("batches", "new", "same", "refused", "batches_refused", "waiting")
        yield (station, *(str(own[one]) for one in counts))
