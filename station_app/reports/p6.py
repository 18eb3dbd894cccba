"""P6: the slip by which a matter goes to a unit (转办单), in three parts; P8: the sheet on which the unit answers."""

from __future__ import annotations

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.slips import Referral
from station_app.reports.blocks import Cell, Signing, pair, put_grid, put_places_to_sign, put_signatures, wide
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.p4 import FILE
from station_app.reports.page import MM, Format, Paper
from station_app.text import paper as words
from station_app.text import slips as say
from station_app.text.finding import place

PARTS = Format(top=12 * MM, bottom=13 * MM, lines=36)
"""Three parts on one sheet."""


def referral_slip(facts: Referral, faces: Faces | None = None) -> bytes:
    """The three parts as PDF: the station's stub, the unit's part, the receipt that comes back."""
    paper = Paper(faces or shipped_faces(), PARTS)
    one = facts.opinion
    _head(paper, facts, say.SLIP_STUB)
    goes = pair(say.UNIT, one.unit, say.DUE, _due(facts))
    put_grid(paper, [*_numbers(facts), wide(say.SLIP_MATTER, one.title), goes])
    _cut(paper)
    _head(paper, facts, say.SLIP_UNIT)
    speaker = say.joined(facts.speaker or say.SLIP_NO_NAME, facts.speaker_phone, place(facts.village))
    answer_to = say.answer_to(facts.speaker, facts.deputies, facts.station.name)
    rows = [
        *_numbers(facts),
        goes,
        wide(say.SLIP_SUMMARY, say.summary_of(one.title, one.summary or one.verbatim)),
        wide(say.SLIP_WANTED, say.joined(one.requirements, one.ask)),
        pair(say.SLIP_SPEAKER, speaker, say.SLIP_ANSWER_TO, answer_to),
        pair(say.SLIP_OFFICER, say.joined(facts.officer, facts.officer_phone), say.SLIP_APPROVED, ""),
    ]
    put_grid(paper, rows)
    paper.note(say.beside(words.sealed_by(facts.station.name), words.plain_day(one.referred_on)))
    _cut(paper)
    _head(paper, facts, say.SLIP_RETURN)
    put_grid(
        paper,
        [
            *_numbers(facts),
            wide(say.SLIP_MATTER, one.title),
            pair(say.SLIP_SIGNED, "", say.SLIP_SIGNED_ON, say.day_or_blank("")),
            pair(say.SLIP_HANDLER, "", say.UNIT, f"{one.unit}\n{say.UNIT_SEAL}"),
        ],
    )
    paper.note(f"{say.SLIP_NOT_OURS}{say.SLIP_BACK_TO.format(station=facts.station.name)}")
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    return paper.finish(title=f"{say.SLIP_TITLE}{one.slip_number}", author=facts.station.name)


def result_sheet(facts: Referral, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """P8 as PDF: what is known is filled in, what the unit and the station will write is room to write in."""
    paper, one = Paper(faces or shipped_faces(), FILE), facts.opinion
    paper.title(say.RESULT_TITLE)
    degrees = [entry for entry in codes["result_degree"].codes if not entry.legacy]
    degree = say.options((entry.name, entry.code == one.result_degree) for entry in degrees)
    judged = [entry for entry in codes["satisfaction"].codes if not entry.legacy]
    satisfaction = say.options((entry.name, entry.code == one.satisfaction) for entry in judged)
    further = say.joined(one.next_measures, say.day_or_blank(one.next_due_on))
    put_grid(
        paper,
        [
            *_numbers(facts),
            pair(say.UNIT, one.unit, say.DUE, _due(facts)),
            wide(say.SLIP_MATTER, one.title),
            wide(say.PROCESS, one.process, 0 if one.process else 18 * MM),
            wide(say.RESULT, one.result, 0 if one.result else 24 * MM),
            wide(say.DEGREE, degree),
            wide(say.NEXT, further, 16 * MM),
            wide(say.HANDLER, say.joined(one.officer, one.officer_phone)),
        ],
    )
    put_signatures(paper, Signing((say.SIGN_UNIT,), f"{one.unit}{say.UNIT_SEAL}", say.day_or_blank(one.handled_on)))
    told, deputy = say.day_or_blank(one.fed_back_on), say.day_or_blank(one.deputy_told_on)
    paper.heading(say.STATION_PART)
    put_grid(
        paper,
        [
            pair(say.TOLD_SPEAKER, told, say.TOLD_DEPUTY, deputy),
            wide(say.JUDGED, satisfaction),
            wide(say.WHY_NOT, one.satisfaction_reason, 14 * MM),
            wide(say.CLOSED, one.closing_note, 14 * MM),
        ],
    )
    put_places_to_sign(paper, (words.SIGN_RECORDER, say.SIGN_HEAD))
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    return paper.finish(title=f"{say.RESULT_TITLE}{one.slip_number}", author=facts.station.name)


def _head(paper: Paper, facts: Referral, part: str) -> None:
    paper.need(60 * MM)
    paper.subtitle(f"{facts.station.name}{say.SLIP_TITLE}{part}")


def _cut(paper: Paper) -> None:
    paper.note(say.CUT)
    paper.skip(3 * MM)


def _numbers(facts: Referral) -> list[list[Cell]]:
    one = facts.opinion
    return [pair(say.SLIP_NUMBER, numbering.checked(one.slip_number), say.SLIP_SOURCE, numbering.checked(facts.source))]


def _due(facts: Referral) -> str:
    return say.day_or_blank(facts.opinion.due_on)
