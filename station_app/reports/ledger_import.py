"""The report of an old ledger that was taken: counts, and each row that needs a word."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.reports.table import Column, put_table
from station_app.text import ledgers as words

_SHARES = (6.6, 4.4, 4.4, 5.2, 15.4)


@immutable
class Taken:
    """What is reported: the station, the file, who took it and when (words), sentences of counts, and lines of five."""

    place: str
    file: str
    made: str
    counts: Sequence[str]
    lines: Sequence[Sequence[str]]


def ledger_report(said: Taken, faces: Faces | None = None) -> bytes:
    """The report as PDF."""
    paper = Paper(faces or shipped_faces())
    paper.title(said.place, words.REPORT_TITLE)
    paper.body(words.of_file(said.file))
    paper.body(said.made)
    for count in said.counts:
        paper.body(count)
    paper.heading(words.REPORT_LINES)
    if said.lines:
        columns = [Column(head, share) for head, share in zip(words.REPORT_HEADS, _SHARES, strict=True)]
        put_table(paper, columns, said.lines)
    else:
        paper.body(words.NOTHING_TO_SAY)
    return paper.finish(title=f"{said.place}{words.REPORT_TITLE}", author=said.place)
