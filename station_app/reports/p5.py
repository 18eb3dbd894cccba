"""P5: the receipt that a visitor takes home (受理回执), its stub under it; without a visit the blank form."""

from __future__ import annotations

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.field import values_of
from station_app.domain.records import Opinion
from station_app.domain.secrecy import is_accusation
from station_app.domain.slips import VisitSheet
from station_app.reports.blocks import Column, put_code, put_places_to_sign, put_table
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import MM, Format, Paper
from station_app.text import paper as words
from station_app.text import slips as say

HALF = Format(top=14 * MM, bottom=14 * MM, lines=34)
"""Two halves on one sheet: the visitor's, and the stub."""
CODE_SIDE = 26 * MM
_SHARES = (2.0, 13.0, 11.0)


def receipt(facts: VisitSheet, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The receipt as PDF. An accusation is not named on it: the paper may be seen by others."""
    paper = Paper(faces or shipped_faces(), HALF)
    _half(paper, facts, codes, say.RECEIPT_VISITOR)
    for sentence in (say.RECEIPT_PROMISE, say.RECEIPT_HOW, say.PRIVACY):
        paper.remark(sentence)
    paper.note(say.CUT)
    paper.skip(paper.format.leading / 2)
    _half(paper, facts, codes, say.RECEIPT_STUB)
    put_places_to_sign(paper, (say.RECEIPT_SIGN, words.SIGN_RECORDER))
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    return paper.finish(title=f"{facts.station.name}{say.RECEIPT_TITLE}", author=facts.station.name)


def _half(paper: Paper, facts: VisitSheet, codes: CodeBook, part: str) -> None:
    visit, number = facts.visit, numbering.checked(facts.visit.number)
    top = paper.y
    paper.title(f"{say.RECEIPT_TITLE}{part}")
    if number:
        put_code(paper, number, paper.format.left + paper.format.measure - CODE_SIDE, top - 4 * MM, CODE_SIDE)
    count = 0 if facts.is_blank else len(facts.matters)
    paper.body(say.numbered(say.RECEIPT_NUMBER, number))
    paper.body(say.received(facts.station.name, facts.person.name, visit.received_on, visit.received_at, count))
    columns = [Column(head, share, share < 3) for head, share in zip(say.MATTER_HEADS, _SHARES, strict=True)]
    rows = [_row(number, one, codes) for number, one in enumerate(facts.matters, 1)]
    put_table(paper, columns, [("", "", "")] * say.BLANK_MATTER_ROWS if facts.is_blank else rows)
    paper.remark(say.ask_us(facts.station.name, facts.contact, facts.contact_phone, facts.station.address))


def _row(number: int, one: Opinion, codes: CodeBook) -> tuple[str, str, str]:
    accuses = is_accusation(values_of(one))
    state = codes.name_of("opinion_state", one.state)
    unit = one.unit or one.proposed_unit or one.redirect_organ
    return (str(number), say.HIDDEN_MATTER if accuses else one.title, say.destination(state, unit, one.due_on))
