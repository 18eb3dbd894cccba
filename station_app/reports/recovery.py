"""The recovery sheet: the code that opens the ledger when every password is forgotten, printed once."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.reports.fonts import shipped_faces
from station_app.reports.page import Paper
from station_app.text import recovery as words


def recovery_sheet(station: str, user: str, day: str, code: str) -> bytes:
    """One page with the code in two lines, who it was made for and where it is kept, as PDF. `day` is ISO 8601."""
    paper = Paper(shipped_faces())
    paper.title(station, words.TITLE)
    paper.body(words.made_for(station, user, day))
    paper.heading(words.CODE)
    for line in _in_lines(code.split("-")):
        paper.title(line)
    paper.heading(words.KEEPING)
    for sentence in words.KEEP:
        paper.body(sentence)
    paper.heading(words.USING)
    for sentence in words.USE:
        paper.body(sentence)
    return paper.finish(title=f"{station}{words.TITLE}", author=station)


def _in_lines(groups: Sequence[str]) -> list[str]:
    """Three groups to a line: long rows of signs are miscopied."""
    return ["-".join(groups[start : start + 3]) for start in range(0, len(groups), 3)]
