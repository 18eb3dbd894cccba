"""P11: the official paper of a deputy's suggestion (代表建议专用纸), with the evidence it grew from as a table."""

from __future__ import annotations

from collections.abc import Iterable

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.records import Suggestion
from station_app.domain.tally import Cosigner, SuggestionPaper
from station_app.reports.blocks import Cell, PaperColumn, put_grid, put_signing, put_table
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import MM, Paper
from station_app.text import paper as paper_words
from station_app.text import suggestions as words

DRAFT = "DRAFT"
LEAST_COSIGNERS = 3
"""Rows for cosigners that a paper has at least, to be filled by hand."""

FOOT_MM = 48
"""The room that the place to sign takes with the notes before it."""

_COSIGNER_SHARES = ((2.2, True), (4.2, True), (5.0, True), (8.0, False), (5.2, True), (4.6, True), (5.6, False))
_EVIDENCE_SHARES = ((2.0, True), (12.8, True), (5.0, True), (6.2, True), (10.8, False), (3.2, True))


def suggestion_sheet(facts: SuggestionPaper, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The paper as PDF: the form, cause, analysis and proposals, places to sign, the evidence. No personal name of a
    petitioner stands in it."""
    paper = Paper(faces or shipped_faces())
    paper.title(words.TITLE)
    put_grid(paper, _form(facts, codes))
    _put_cosigners(paper, facts, codes)
    _put_text(paper, facts)
    _put_signatures(paper, facts)
    _put_evidence(paper, facts)
    return paper.finish(title=facts.suggestion.title or words.TITLE, author=facts.station)


def _form(facts: SuggestionPaper, codes: CodeBook) -> list[list[Cell]]:
    own, lead, mandate = facts.suggestion, facts.lead, facts.mandate
    number = numbering.checked(own.number)

    def boxes(scheme: str, chosen: Iterable[str]) -> str:
        held = frozenset(chosen)
        offered = [one for one in codes[scheme].codes if not one.legacy or one.code in held]
        return words.options((one.name, one.code in held) for one in offered)

    term = words.term(own.term, own.session, codes.name_of("raised_in", own.raised_in))
    return [
        _pair(words.TERM, term, words.LEVEL, codes.name_of("deputy_level", own.level)),
        _pair(words.NUMBER, number, words.OFFICIAL_NO, own.official_no or words.BLANK_NUMBER),
        _pair(words.KIND, codes.name_of("suggestion_kind", own.kind), words.DAY, words.day_of(own.submitted_on)),
        _wide(words.SUBJECT, own.title),
        _pair(words.LEAD, lead.name if lead else "", words.CERTIFICATE, mandate.cert_no if mandate else ""),
        _pair(words.DELEGATION, mandate.delegation if mandate else "", words.POST, lead.post if lead else ""),
        _pair(
            words.PHONE,
            own.phone or (lead.phone if lead else ""),
            words.POSTCODE,
            own.postcode or (lead.postcode if lead else ""),
        ),
        _wide(words.ADDRESS, own.address or (lead.address if lead else "")),
        _wide(words.DISCLOSURE, boxes("disclosure", [own.disclosure])),
        _wide(words.ORIGIN, boxes("origin_basis", own.origin_basis)),
        _wide(words.REPEATED, boxes("repeat_years", [own.repeat_years])),
        _wide(words.WISHES, _wishes(own)),
        _wide(words.UNITS, own.suggested_units),
        _wide(words.REVIEW, codes.name_of("committee_category", own.review_category)),
    ]


def _pair(label: str, value: str, other: str, other_value: str) -> list[Cell]:
    return [Cell(label, 6, True), Cell(value, 11.4), Cell(other, 5, True), Cell(other_value, 8.6)]


def _wide(label: str, value: str) -> list[Cell]:
    return [Cell(label, 6, True), Cell(value, 25)]


def _wishes(own: Suggestion) -> str:
    chosen = ((words.CONTACT, own.want_contact), (words.REFERENCE_ONLY, own.no_written_reply))
    return words.options(chosen)


def _put_cosigners(paper: Paper, facts: SuggestionPaper, codes: CodeBook) -> None:
    rows = [_cosigner_row(number, one, codes) for number, one in enumerate(facts.cosigners, 1)]
    rows += [("",) * len(words.COSIGNER_HEADS)] * max(0, LEAST_COSIGNERS - len(rows))
    paper.heading(words.PAPER_COSIGNERS)
    put_table(paper, _columns(words.COSIGNER_HEADS, _COSIGNER_SHARES), rows, continued=paper_words.CONTINUED)


def _cosigner_row(number: int, one: Cosigner, codes: CodeBook) -> tuple[str, ...]:
    confirmed, way = "", ""
    if one.cosigning is not None:
        confirmed = one.cosigning.confirmed_on
        way = codes.name_of("confirm_way", one.cosigning.confirm_way)
    day = paper_words.short_day(confirmed) if confirmed else ""
    certificate = one.mandate.cert_no if one.mandate else ""
    return (str(number), one.deputy.name, certificate, one.deputy.post, day, way, "")


def _put_text(paper: Paper, facts: SuggestionPaper) -> None:
    own = facts.suggestion
    paper.turn()
    paper.title(own.title)
    third = words.PROPOSALS if own.analysis.strip() else words.PROPOSALS_SECOND
    parts = (
        (words.SITUATION, own.situation),
        (words.ANALYSIS, own.analysis),
        (third, own.proposals),
        (words.amended(own.amended_on), own.amendment),
    )
    told = [(heading, text) for heading, text in parts if text.strip()]
    for heading, text in told[:-1]:
        paper.heading(heading)
        paper.body(text)
    for heading, text in told[-1:]:
        paper.heading(heading)
        paper.body(text, FOOT_MM * MM)


def _put_signatures(paper: Paper, facts: SuggestionPaper) -> None:
    own = facts.suggestion
    if paper.missing:
        paper.note(paper_words.cannot_print(sorted(paper.missing)))
    if own.state == DRAFT:
        paper.note(words.DRAFT_NOTE)
    put_signing(paper, words.SIGN_LEAD, words.day_of(own.submitted_on))


def _put_evidence(paper: Paper, facts: SuggestionPaper) -> None:
    evidence = facts.evidence
    if not evidence.lines:
        return
    paper.turn()
    paper.heading(words.PAPER_EVIDENCE)
    paper.body(words.paper_summed(len(evidence.lines), evidence.villages, evidence.people, *evidence.span))
    rows = [
        (
            str(number),
            line.number,
            paper_words.short_day(line.received_on),
            line.village or paper_words.DASH,
            line.matter,
            str(line.people),
        )
        for number, line in enumerate(evidence.lines, 1)
    ]
    put_table(paper, _columns(words.EVIDENCE_HEADS, _EVIDENCE_SHARES), rows, continued=paper_words.CONTINUED)


def _columns(heads: tuple[str, ...], shares: tuple[tuple[float, bool], ...]) -> list[PaperColumn]:
    return [PaperColumn(head, share, centred) for head, (share, centred) in zip(heads, shares, strict=True)]
