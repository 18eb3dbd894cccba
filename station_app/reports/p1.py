"""P1: the notice of a reception day (接待公告), a sheet for the village's wall."""

from __future__ import annotations

from station_app.domain.codes import CodeBook
from station_app.domain.seating import Notice
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import MM, Format, Paper
from station_app.reports.signatures import Signing, put_signatures
from station_app.reports.table import Column, put_table
from station_app.text import paper as words
from station_app.text import planning as say

_SHARES = (5.0, 4.0, 12.0)

WALL = Format(top=24 * MM, bottom=21 * MM, lines=27)
"""A sheet that hangs and is never bound: it uses the room, so that one page is enough."""


def notice(facts: Notice, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The notice as PDF."""
    paper, day = Paper(faces or shipped_faces(), WALL), facts.day
    paper.title(facts.station.name, say.NOTICE_TITLE)
    paper.body(say.notice_opening(facts.station.name, day.held_on, day.start, day.end, day.place))
    for sentence in (
        say.notice_topic(day.topic) if day.topic else "",
        say.notice_joint(day.joint_units) if day.joint_units else "",
    ):
        paper.body(sentence)
    paper.heading(say.NOTICE_WHO)
    rows = [(seat.deputy.name, codes.name_of("deputy_level", seat.level), seat.deputy.post) for seat in facts.seats]
    columns = [Column(head, share, True) for head, share in zip(say.NOTICE_WHO_HEADS, _SHARES, strict=True)]
    put_table(paper, columns, rows or [("", "", "")] * 2)
    for heading, text in (
        (say.NOTICE_SCOPE, day.scope.strip() or say.NOTICE_SCOPE_USUAL),
        (say.NOTICE_NOT, say.NOTICE_NOT_USUAL),
        (say.NOTICE_BRING, say.NOTICE_BRING_USUAL),
    ):
        paper.body(say.notice_part(heading, text))
    paper.body(say.notice_contact(day.contact, day.contact_phone))
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    put_signatures(paper, Signing((), words.sealed_by(facts.station.name), words.plain_day(facts.posted_on)))
    return paper.finish(title=f"{facts.station.name}{say.NOTICE_TITLE}", author=facts.station.name)
