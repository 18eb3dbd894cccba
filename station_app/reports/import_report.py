"""The report of a county's import: what came of which station, and what did not, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.reports.table import Column, put_table
from station_app.text import import_report as words

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
    paper.title(said.office, words.TITLE)
    paper.body(words.made(said.day, said.user))
    paper.body(said.totals)
    paper.heading(words.TROUBLES)
    if said.troubles:
        put_table(paper, _columns(words.TROUBLE_HEADS, _TROUBLE_SHARES, (1, 2)), said.troubles)
    else:
        paper.body(words.NO_TROUBLES)
    paper.heading(words.STATIONS)
    put_table(paper, _columns(words.STATION_HEADS, _STATION_SHARES, (1, 2, 3, 4, 5, 6)), said.stations)
    return paper.finish(title=f"{said.office}{words.TITLE}", author=said.office)


def _columns(heads: Sequence[str], shares: Sequence[float], centred: Sequence[int]) -> list[Column]:
    return [
        Column(head, share, place in centred) for place, (head, share) in enumerate(zip(heads, shares, strict=True))
    ]
