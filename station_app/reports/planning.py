"""Papers of planned days: notice (P1, 接待公告), plan of a year (P2, 年度安排表), sign-in sheet (P3, 签到表)."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.codes import CodeBook
from station_app.domain.lifecycle import DAY_CANCELLED
from station_app.domain.records import ReceptionDay
from station_app.domain.tally import Notice, Seat, YearPlan
from station_app.reports.blocks import PaperCell, PaperColumn, Signing, put_table, sign
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import LANDSCAPE, MM, Format, Paper
from station_app.text import paper as words
from station_app.text import planning as say

_NOTICE_SHARES = (5.0, 4.0, 12.0)
NAME_EMS = 8.0
"""Up to this width a name is not broken."""

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
    columns = [
        PaperColumn(head, share, True, whole=NAME_EMS if share == _NOTICE_SHARES[0] else 0)
        for head, share in zip(say.NOTICE_WHO_HEADS, _NOTICE_SHARES, strict=True)
    ]
    put_table(paper, columns, rows or [("", "", "")] * 2)
    for heading, text in (
        (say.NOTICE_SCOPE, day.scope.strip() or say.NOTICE_SCOPE_USUAL),
        (say.NOTICE_NOT, say.NOTICE_NOT_USUAL),
        (say.NOTICE_BRING, say.NOTICE_BRING_USUAL),
    ):
        paper.body(say.notice_part(heading, text))
    paper.body(say.notice_contact(day.contact, day.contact_phone))
    sign(paper, Signing((), words.sealed_by(facts.station.name), words.plain_day(facts.posted_on)))
    title = f"{facts.station.name}{say.NOTICE_TITLE}"
    return paper.finish(title=title, author=facts.station.name, made_on=facts.posted_on)


_PLAN_SHARES = (2.6, 5.0, 6.4, 8.4, 5.0, 4.6, 8.6, 6.6, 7.6, 4.0)
_NAMES, _LEFT = 4, frozenset({3, 6, 7})
"""The columns that are read as sentences; the others are centred."""


def year_plan(facts: YearPlan, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The table as PDF; without any day it has blank rows, to be filled by hand."""
    paper = Paper(faces or shipped_faces(), LANDSCAPE)
    paper.title(facts.station.name, say.year_of(facts.year))
    columns = [
        PaperColumn(head, share, place not in _LEFT, whole=NAME_EMS if place == _NAMES else 0)
        for place, (head, share) in enumerate(zip(say.YEAR_HEADS, _PLAN_SHARES, strict=True))
    ]
    rows = [_row(number, day, seats, codes) for number, (day, seats) in enumerate(facts.days, 1)]
    tail = paper.format.leading * 2
    paper.note(say.made_on(facts.printed_on, sum(day.state != DAY_CANCELLED for day, _ in facts.days)))
    put_table(paper, columns, rows or [[""] * len(columns)] * 12, continued=words.CONTINUED, tail=tail)
    sign(paper, Signing(()), [words.FILLED_BY])
    title, made_on = f"{facts.station.name}{say.year_of(facts.year)}", facts.printed_on
    return paper.finish(title=title, author=facts.station.name, made_on=made_on, folio=words.page_of)


def _row(number: int, day: ReceptionDay, seats: Sequence[Seat], codes: CodeBook) -> Sequence[PaperCell]:
    """One day; each deputy a sub-row, so that a post stands beside whose it is."""
    remark = say.CANCELLED_NOTE if day.state == DAY_CANCELLED else say.LATE_NOTE if day.entered_late else ""
    return (
        str(number),
        say.day_cell(day.held_on),
        f"{day.start}—{day.end}",
        day.place,
        [seat.deputy.name for seat in seats],
        [codes.name_of("deputy_level", seat.level) for seat in seats],
        [seat.deputy.post for seat in seats],
        day.topic,
        "\n".join(part for part in (day.contact, day.contact_phone) if part),
        remark,
    )


_SIGN_IN_SHARES = (2.4, 4.2, 4.0, 8.0, 5.2, 4.0, 3.4)
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
    blank = ("",) * len(_SIGN_IN_SHARES)
    for heading, heads, filled in (
        (say.SIGN_IN_DEPUTIES, say.SIGN_IN_HEADS, rows),
        (say.SIGN_IN_OTHERS, say.SIGN_IN_OTHERS_HEADS, []),
    ):
        paper.heading(heading)
        columns = [
            PaperColumn(head, share, place != 3, whole=NAME_EMS if place == 1 else 0)
            for place, (head, share) in enumerate(zip(heads, _SIGN_IN_SHARES, strict=True))
        ]
        put_table(paper, columns, [*filled, *[blank] * SPARE_ROWS], continued=words.CONTINUED)
    sign(paper, Signing((words.SIGN_RECORDER, words.SIGN_HEAD)))
    title = f"{facts.station.name}{say.SIGN_IN_TITLE}"
    return paper.finish(title=title, author=facts.station.name, made_on=facts.posted_on)
