"""P2: the year's plan of reception days (年度安排表), a landscape table."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.codes import CodeBook
from station_app.domain.lifecycle import DAY_CANCELLED
from station_app.domain.records import ReceptionDay
from station_app.domain.seating import Seat, YearPlan
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import LANDSCAPE, Paper
from station_app.reports.table import Column, put_table
from station_app.text import paper as words
from station_app.text import planning as say

_SHARES = (2.6, 5.0, 6.4, 8.4, 5.0, 4.6, 8.6, 6.6, 7.6, 4.0)
_LEFT = frozenset({3, 6, 7})
"""The columns that are read as sentences; the others are centred."""


def year_plan(facts: YearPlan, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The table as PDF; without any day it has blank rows, to be filled by hand."""
    paper = Paper(faces or shipped_faces(), LANDSCAPE)
    paper.title(facts.station.name, say.year_of(facts.year))
    columns = [
        Column(head, share, place not in _LEFT)
        for place, (head, share) in enumerate(zip(say.YEAR_HEADS, _SHARES, strict=True))
    ]
    rows = [_row(number, day, seats, codes) for number, (day, seats) in enumerate(facts.days, 1)]
    tail = paper.format.leading * 2
    paper.note(say.made_on(facts.printed_on, sum(day.state != DAY_CANCELLED for day, _ in facts.days)))
    put_table(paper, columns, rows or [[""] * len(columns)] * 12, continued=words.CONTINUED, tail=tail)
    paper.note(words.FILLED_BY)
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    title = f"{facts.station.name}{say.year_of(facts.year)}"
    return paper.finish(title=title, author=facts.station.name, folio=words.page_of)


def _row(number: int, day: ReceptionDay, seats: Sequence[Seat], codes: CodeBook) -> Sequence[str]:
    remark = say.CANCELLED_NOTE if day.state == DAY_CANCELLED else say.LATE_NOTE if day.entered_late else ""
    return (
        str(number),
        say.day_cell(day.held_on),
        f"{day.start}—{day.end}",
        day.place,
        "\n".join(seat.deputy.name for seat in seats),
        "\n".join(codes.name_of("deputy_level", seat.level) for seat in seats),
        "\n".join(seat.deputy.post for seat in seats),
        day.topic,
        "\n".join(part for part in (day.contact, day.contact_phone) if part),
        remark,
    )
