"""The reconciliation list on paper: what is held of each station's journal, and the syllables to compare it by."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.reports.table import Column, put_table
from station_app.text import statements as words


def reconciliation(place: str, day: str, rows: Sequence[Sequence[str]], faces: Faces | None = None) -> bytes:
    """The list as PDF; a row is a station's name, its changes, and the syllables. `day` in words."""
    paper = Paper(faces or shipped_faces())
    paper.title(place, words.TITLE)
    paper.body(words.made(day))
    name, count, syllables = words.HEADS
    put_table(paper, [Column(name, 12), Column(count, 12), Column(syllables, 12, centred=True)], rows)
    return paper.finish(title=f"{place}{words.TITLE}", author=place)
