"""P3: the sign-in sheet of a reception day (签到表)."""

from __future__ import annotations

from station_app.domain.codes import CodeBook
from station_app.domain.seating import Notice
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.reports.signatures import put_places_to_sign
from station_app.reports.table import Column, put_table
from station_app.text import paper as words
from station_app.text import planning as say

_SHARES = (2.4, 4.2, 4.0, 8.0, 5.2, 4.0, 3.4)
_POST = 3
"""The column that is read as a sentence; the others are centred."""

SPARE_ROWS = 3
"""Blank rows for whoever comes without having been named."""


def sign_in_sheet(facts: Notice, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The sheet as PDF."""
    paper, day = Paper(faces or shipped_faces()), facts.day
    paper.title(facts.station.name, say.SIGN_IN_TITLE)
    for line in say.sign_in_opening(day.held_on, day.start, day.end, day.place, day.topic):
        paper.body(line)
    rows = [
        (
            str(number),
            seat.deputy.name,
            codes.name_of("deputy_level", seat.level),
            seat.deputy.post,
            "",
            "",
            say.STANDS_IN_FOR.format(name=seat.stands_in_for) if seat.stands_in_for else "",
        )
        for number, seat in enumerate(facts.seats, 1)
    ]
    blank = ("",) * len(_SHARES)
    for heading, heads, filled in (
        (say.SIGN_IN_DEPUTIES, say.SIGN_IN_HEADS, rows),
        (say.SIGN_IN_OTHERS, say.SIGN_IN_OTHERS_HEADS, []),
    ):
        paper.heading(heading)
        columns = [
            Column(head, share, place != 3) for place, (head, share) in enumerate(zip(heads, _SHARES, strict=True))
        ]
        put_table(paper, columns, [*filled, *[blank] * SPARE_ROWS], continued=words.CONTINUED)
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    put_places_to_sign(paper, (words.SIGN_RECORDER, words.SIGN_HEAD))
    return paper.finish(title=f"{facts.station.name}{say.SIGN_IN_TITLE}", author=facts.station.name)
