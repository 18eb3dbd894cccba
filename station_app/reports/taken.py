"""Papers of what was taken in: a county's import, an old ledger, and what is held of each station's journal."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable
from station_app.reports.blocks import PaperColumn, put_table
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.text import ledgers, roads
from station_app.text import roads as words

_STATION_SHARES = (9.7, 3.6, 4.2, 4.2, 5.0, 5.0, 4.3)
_TROUBLE_SHARES = (9.7, 4.0, 4.5, 17.8)


@immutable
class Imported:
    """What is reported: the office, who imported and when (words), the totals in a sentence, a row for each station
    (name and six counts as words), and one for each thing that was not taken (station, batch, change, why)."""

    office: str
    user: str
    day: str
    totals: str
    stations: Sequence[Sequence[str]]
    troubles: Sequence[Sequence[str]]


def import_report(said: Imported, faces: Faces | None = None) -> bytes:
    """The report as PDF, to be filed."""
    paper = Paper(faces or shipped_faces())
    paper.title(said.office, words.REPORT_TITLE)
    paper.body(words.report_made(said.day, said.user))
    paper.body(said.totals)
    paper.heading(words.TROUBLES)
    if said.troubles:
        put_table(paper, _columns(words.TROUBLE_HEADS, _TROUBLE_SHARES, (1, 2)), said.troubles)
    else:
        paper.body(words.NO_TROUBLES)
    paper.heading(words.STATIONS)
    put_table(paper, _columns(words.STATION_HEADS, _STATION_SHARES, (1, 2, 3, 4, 5, 6)), said.stations)
    return paper.finish(title=f"{said.office}{words.REPORT_TITLE}", author=said.office)


def _columns(heads: Sequence[str], shares: Sequence[float], centred: Sequence[int]) -> list[PaperColumn]:
    return [
        PaperColumn(head, share, place in centred)
        for place, (head, share) in enumerate(zip(heads, shares, strict=True))
    ]


_SHARES = (6.6, 4.4, 4.4, 5.2, 15.4)


@immutable
class TakenLedger:
    """What is reported: the station, the file, who took it and when (words), sentences of counts, and lines of five."""

    place: str
    file: str
    made: str
    counts: Sequence[str]
    lines: Sequence[Sequence[str]]


def ledger_report(said: TakenLedger, faces: Faces | None = None) -> bytes:
    """The report as PDF."""
    paper = Paper(faces or shipped_faces())
    paper.title(said.place, ledgers.REPORT_TITLE)
    paper.body(ledgers.of_file(said.file))
    paper.body(said.made)
    for count in said.counts:
        paper.body(count)
    paper.heading(ledgers.REPORT_LINES)
    if said.lines:
        columns = [PaperColumn(head, share) for head, share in zip(ledgers.REPORT_HEADS, _SHARES, strict=True)]
        put_table(paper, columns, said.lines)
    else:
        paper.body(ledgers.NOTHING_TO_SAY)
    return paper.finish(title=f"{said.place}{ledgers.REPORT_TITLE}", author=said.place)


def reconciliation(place: str, day: str, rows: Sequence[Sequence[str]], faces: Faces | None = None) -> bytes:
    """The list as PDF; a row is a station's name, its changes, and the syllables. `day` in words."""
    paper = Paper(faces or shipped_faces())
    paper.title(place, roads.STATEMENT_TITLE)
    paper.body(roads.statement_made(day))
    name, count, syllables = roads.HEADS
    put_table(paper, [PaperColumn(name, 12), PaperColumn(count, 12), PaperColumn(syllables, 12, centred=True)], rows)
    return paper.finish(title=f"{place}{roads.STATEMENT_TITLE}", author=place)
