"""Any list of the screen on paper: heading, the sentence that says what it holds, rows. P10 the ledger is one."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable
from station_app.reports.blocks import PaperColumn, put_table
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import LANDSCAPE, Paper
from station_app.text import paper as words


@immutable
class Listing:
    """A list: `shares` are the columns' widths beside one another; `told` says which rows these are, `on` of which day.

    `blank_rows` are added to be filled by hand.
    """

    organ: str
    title: str
    told: str
    heads: Sequence[str]
    shares: Sequence[float]
    rows: Sequence[Sequence[str]]
    on: str
    blank_rows: int = 0


def listing(facts: Listing, faces: Faces | None = None) -> bytes:
    """The list as PDF, lying; an empty one has blank rows."""
    paper = Paper(faces or shipped_faces(), LANDSCAPE)
    paper.title(facts.organ, facts.title)
    paper.note(words.listed(facts.told, len(facts.rows), facts.on))
    columns = [PaperColumn(head, share, share <= NARROW) for head, share in zip(facts.heads, facts.shares, strict=True)]
    blank = [""] * len(columns)
    rows = [*facts.rows, *[blank] * (facts.blank_rows or (0 if facts.rows else EMPTY_ROWS))]
    put_table(paper, columns, rows, continued=words.CONTINUED, tail=2 * paper.format.leading)
    paper.note(words.FILLED_BY)
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    return paper.finish(title=f"{facts.organ}{facts.title}", author=facts.organ, folio=words.page_of)


NARROW = 5.0
"""Up to this share a column is centred."""
EMPTY_ROWS = 11
"""Blank rows of a list without any: a page to be filled by hand."""
