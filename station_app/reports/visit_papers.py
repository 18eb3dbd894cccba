"""Papers of a visit: record sheet (P4), receipt (P5), slip to a unit (P6) and the sheet on which it answers (P8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from station_app.domain import numbering
from station_app.domain.codes import Code, CodeBook
from station_app.domain.field import field_of, values_of
from station_app.domain.records import Opinion, Visit
from station_app.domain.records.visit import GROUP
from station_app.domain.secrecy import is_accusation
from station_app.domain.tally import Referral, VisitSheet
from station_app.reports.blocks import (
    GAP,
    SEAL,
    Cell,
    PaperColumn,
    Signing,
    height_of,
    lines_in,
    lines_of_wide,
    pair,
    put_grid,
    put_signatures,
    put_table,
    sign,
    wide,
)
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.p9 import Reference, category_of
from station_app.reports.page import MM, Format, Paper
from station_app.reports.press import Box
from station_app.reports.typeset import SetLine
from station_app.text import paper as say
from station_app.text import paper as words
from station_app.text.finding import place
from station_app.text.planning import due_basis

FILE = Format(top=14 * MM, bottom=15 * MM, lines=29)
"""A sheet of the file: bound at the left, the room used, so that facts and signatures stand on one page."""

SPOKEN, ASKED, ANSWERED = 36 * MM, 12 * MM, 12 * MM
"""How high the places for the own words, the ask and the answer are on a blank form."""


BODY_SIZE = 11.0
LONG_LABELS = (field_of(Opinion, "verbatim").label, field_of(Opinion, "ask").label, say.WHAT_BECAME)
"""What the long texts of a matter are called, as `_Said` has them."""

WORDS_SIZES = (11.0, 9.5, 8.0)
"""In which sizes of type the own words are tried, in points, until both sides hold them."""


RESULT_LENGTHS = (300, 500, 10**6)
"""Up to how many characters a result is set in each of the sizes."""


class _Said(NamedTuple):
    """The long texts of one matter on the front: own words, the ask, what became of it."""

    verbatim: str
    ask: str
    became: str


def record_sheet(facts: VisitSheet, reference: Reference, faces: Faces | None = None) -> bytes:
    """The sheet as PDF: page one what was said, page two what became of it; words that neither holds go on behind."""
    paper = Paper(faces or shipped_faces(), FILE)
    told = [_Said(one.verbatim, one.ask, _became(one, reference.codes)) for one in facts.matters]
    for size in WORDS_SIZES:
        if _fits(paper, lambda page, size=size: _put_front(page, facts, reference, told, size)):  # type: ignore[misc]
            _put_front(paper, facts, reference, told, size)
            rest = [_Said("", "", "")] * len(told)
            break
    else:
        size = WORDS_SIZES[-1]
        shown, rest = _shared_out(paper, facts, reference, told, size)
        _put_front(paper, facts, reference, shown, size)
    paper.turn()
    _put_back(paper, facts, reference.codes, rest, size)
    title = f"{facts.station.name}{say.SHEET_TITLE}"
    return paper.finish(title=title, author=facts.station.name, made_on=facts.printed_on)


def _fits(paper: Paper, put: Callable[[Paper], None]) -> bool:
    """Whether what `put` sets has room on one page."""
    tried = paper.fresh()
    put(tried)
    return tried.pages == 1


def _put_front(paper: Paper, facts: VisitSheet, reference: Reference, told: Sequence[_Said], size: float) -> None:
    """Who came and what they said; `told` are the matters' long texts, `size` that of the own words."""
    signing = Signing(_signers(facts))
    paper.subtitle(say.SHEET_TITLE)
    paper.skip(GAP)
    rows = [_whose(facts), *_arrival(facts, reference), *_matters(facts, reference, told, size)]
    put_grid(paper, [*rows, *_confirmation(facts, reference.codes)], PRIVACY_HEIGHT + height_of(paper, signing))
    paper.note(say.PRIVACY)
    put_signatures(paper, signing)


PRIVACY_HEIGHT = 52.0
"""What the notice below the boxes takes, in points."""


def _put_back(paper: Paper, facts: VisitSheet, codes: CodeBook, rest: Sequence[_Said], size: float) -> None:
    """What became of each matter; what the front had no room for follows where there is room here, else on sheets of
    its own."""
    signing, count = Signing((say.SIGN_HEAD, words.SIGN_RECORDER)), len(facts.matters)
    _put_head(paper, facts, say.SHEET_BACK)
    for number, matter in enumerate(facts.matters, 1):
        put_grid(paper, _handling(matter, number, count, codes), height_of(paper, signing) if number == count else 0.0)
        paper.skip(GAP)
    sign(paper, signing)
    left = [
        (say.going_on(label, number, count), text)
        for number, one in enumerate(rest, 1)
        for label, text in zip(LONG_LABELS, one, strict=True)
        if text
    ]
    if not left:
        return
    goes_on = [wide(label, text, size=size) for label, text in left]
    tried = paper.fresh()
    put_grid(tried, goes_on)
    if tried.pages == 1 and tried.y - tried.format.top + GAP < paper.room():
        paper.skip(GAP)
        put_grid(paper, goes_on)
        return
    for label, text in left:
        _put_more(paper, facts, label, text, size)


def _put_more(paper: Paper, facts: VisitSheet, label: str, text: str, size: float) -> None:
    """Sheets of their own, each with its head, until the words end."""
    rest = text
    while rest:
        paper.turn()
        _put_head(paper, facts, say.SHEET_MORE)
        part, rest = _parted(paper, rest, size, lines_in(paper, size))
        put_grid(paper, [wide(label, part, size=size)])


def _put_head(paper: Paper, facts: VisitSheet, heading: str) -> None:
    """The head of every page but the first: what it is, and whose."""
    paper.subtitle(heading)
    paper.skip(GAP)
    put_grid(paper, [_whose(facts)])
    paper.skip(GAP)


def _whose(facts: VisitSheet) -> list[Cell]:
    return pair(say.OF_STATION, facts.station.name, say.RECEIPT_NUMBER, numbering.checked(facts.visit.number))


def _shared_out(
    paper: Paper, facts: VisitSheet, reference: Reference, told: Sequence[_Said], size: float
) -> tuple[list[_Said], list[_Said]]:
    """The texts as far as the front has room for them, a like share for each matter, and what is left of them.

    The own words give way first; where the rest alone is more than the front holds, every long text does.
    """
    for cuts in (_cut_words, _cut_all):
        low, high = 0, max(len(lines_of_wide(paper, text, size)) for one in told for text in one)
        while low < high:
            middle = (low + high + 1) // 2
            shown = [cuts(paper, one, size, middle)[0] for one in told]
            if _fits(paper, lambda page, shown=shown: _put_front(page, facts, reference, shown, size)):  # type: ignore[misc]
                low = middle
            else:
                high = middle - 1
        if low:
            parts = [cuts(paper, one, size, low) for one in told]
            return [part for part, _ in parts], [left for _, left in parts]
    return list(told), [_Said("", "", "")] * len(told)  # so many matters that the boxes alone do not fit: all flows


def _cut_words(paper: Paper, one: _Said, size: float, most: int) -> tuple[_Said, _Said]:
    shown, left = _parted(paper, one.verbatim, size, most)
    return one._replace(verbatim=shown), _Said(left, "", "")


def _cut_all(paper: Paper, one: _Said, size: float, most: int) -> tuple[_Said, _Said]:
    sizes = (size, BODY_SIZE, BODY_SIZE)
    parts = [_parted(paper, text, of_size, most) for text, of_size in zip(one, sizes, strict=True)]
    return _Said(*(shown for shown, _ in parts)), _Said(*(left for _, left in parts))


def _parted(paper: Paper, text: str, size: float, most: int) -> tuple[str, str]:
    """A text in `most` lines of the box for words, the last of which says that it goes on; and what goes on."""
    lines = lines_of_wide(paper, text, size)
    if len(lines) <= most:
        return text, ""
    shown = max(most - 1, 1)
    return f"{_joined(lines[:shown])}\n{say.GOES_ON}", _joined(lines[shown:])


def _joined(lines: Sequence[SetLine]) -> str:
    return "".join(line.text + ("\n" if line.ends_paragraph else "") for line in lines).rstrip("\n")


def _arrival(facts: VisitSheet, reference: Reference) -> list[list[Cell]]:
    visit, person, codes = facts.visit, facts.person, reference.codes
    born = str(person.birth_year or "")
    about = say.joined(codes.name_of("gender", person.gender), born, codes.name_of("ethnicity", person.ethnicity))
    village = place(reference.regions.name_of(person.village)) if person.village else ""
    label = field_of(Visit, "place").label
    ways = say.options((one.name, one.code == visit.channel) for one in _offered(codes, "channel", visit.channel))
    return [
        pair(say.WHEN, say.when(visit.received_on, visit.received_at), label, visit.place),
        wide(say.WAY, ways if facts.is_blank else codes.name_of("channel", visit.channel)),
        pair(say.RECEIVED_BY, say.BETWEEN.join(facts.deputies), say.RECORDED_BY, facts.recorder),
        pair(field_of(Visit, "visitor").label, person.name, say.ABOUT_PERSON, about),
        pair(say.CONTACT, person.phone or person.no_phone_reason, say.HOME, f"{village}{person.address}"),
        pair(
            say.HEADS,
            say.heads(visit.headcount, (visit.headcount or 0) >= GROUP),
            say.SPOKESMEN,
            say.BETWEEN.join(facts.representatives),
        ),
        pair(say.FIRST, _ticked(codes, "first_or_repeat", visit.is_first), say.PRIOR, visit.prior_channels),
        *([wide(say.ORIGIN, numbering.checked(facts.earlier))] if facts.earlier else []),
        *([wide(say.COMPANIONS, say.BETWEEN.join(facts.companions))] if facts.companions else []),
        *([wide("", say.MINOR.format(name=visit.guardian))] if visit.is_minor else []),
    ]


def _matters(facts: VisitSheet, reference: Reference, told: Sequence[_Said], size: float) -> list[list[Cell]]:
    rows = []
    blank = facts.is_blank
    for number, (one, texts) in enumerate(zip(facts.matters, told, strict=True), 1):
        codes = reference.codes
        kind = say.joined(
            codes.name_of("opinion_kind", one.opinion_kind),
            category_of(one, codes),
            codes.name_of("urgency", one.urgency),
        )
        people = f"{one.affected_people}" if one.affected_people is not None else ""
        rows += [
            wide(say.matter_label(number, len(facts.matters)), one.title),
            pair(say.KIND_AND_CATEGORY, kind, say.AFFECTED, say.joined(one.affected_place, people)),
            wide(field_of(Opinion, "verbatim").label, texts.verbatim, SPOKEN if blank else 0, size),
            wide(field_of(Opinion, "ask").label, texts.ask, ASKED if blank else 0),
            wide(say.WHAT_BECAME, texts.became, ANSWERED if blank else 0),
        ]
        if one.harm_to_minor:
            when = say.when(one.reported_on, one.reported_at)
            rows.append(wide("", say.HARM.format(when=when, who=one.reported_to, by=one.reported_by)))
    return rows


def _became(one: Opinion, codes: CodeBook) -> str:
    if is_accusation(values_of(one)) and one.redirect_organ:
        return say.SLIP_ACCUSATION.format(organ=one.redirect_organ)
    told = one.answer or one.proposed_handling or one.requirements or one.escalate_reason
    unit = one.unit or one.proposed_unit or one.redirect_organ
    return say.joined(codes.name_of("opinion_state", one.state), unit, told)


def _confirmation(facts: VisitSheet, codes: CodeBook) -> list[list[Cell]]:
    visit, first = facts.visit, facts.matters[0] if facts.matters else None
    kept = first is not None and first.sensitivity == "CONFIDENTIAL"
    disclosure = first.disclosure if first and not facts.is_blank else ""
    secrecy = say.beside(say.options([(say.CONFIDENTIAL, kept)]), _ticked(codes, "disclosure", disclosure))
    language = say.joined(codes.name_of("language", visit.language), visit.interpreter)
    return [
        wide(say.SECRECY, secrecy),
        pair(say.TOLD_WHY, _ticked(codes, "notice_way", visit.notice_way), say.LANGUAGE, language),
        wide(say.READ_BACK, _ticked(codes, "confirmation", visit.confirmation)),
    ]


def _signers(facts: VisitSheet) -> tuple[str, ...]:
    proxy = (say.SIGN_GUARDIAN,) if facts.visit.is_minor else (say.SIGN_PROXY,)
    return (say.SIGN_VISITOR, *proxy, words.SIGN_DEPUTY, words.SIGN_RECORDER)


def _handling(one: Opinion, number: int, count: int, codes: CodeBook) -> list[list[Cell]]:
    way, deputy_way = (codes.name_of("feedback_way", code) for code in (one.fed_back_way, one.deputy_told_way))
    told = say.joined(say.day_or_blank(one.fed_back_on), way, one.fed_back_by)
    deputy = say.joined(say.day_or_blank(one.deputy_told_on), deputy_way)
    basis = codes.name_of("closing_basis", one.closing_basis)
    closed = say.joined(say.day_or_blank(one.closed_on), basis, one.closing_note)
    signed = say.joined(one.officer, say.day_or_blank(one.acknowledged_on))
    referred = say.joined(numbering.checked(one.slip_number), say.day_or_blank(one.assigned_on))
    became = "\n".join(part for part in (one.process, one.result) if part)
    return [
        wide(say.matter_label(number, count), one.title),
        wide(say.INSTRUCTION, "", 22 * MM),
        pair(say.REFERRED, referred, say.UNIT, one.unit),
        pair(say.DUE, say.day_or_blank(one.due_on), say.SIGNED_FOR, signed),
        wide(say.RESULT, became, 0 if one.result else 26 * MM, _size_of(became)),
        wide(say.DEGREE, _ticked(codes, "result_degree", one.result_degree)),
        pair(say.TOLD_SPEAKER, told, say.TOLD_DEPUTY, deputy),
        wide(say.JUDGED, _ticked(codes, "satisfaction", one.satisfaction)),
        wide(say.WHY_NOT, one.satisfaction_reason, 0 if one.satisfaction_reason else 14 * MM),
        wide(say.CLOSED, closed),
    ]


def _size_of(text: str) -> float:
    """The size of type of a result: a long one stands smaller, so that the sheet keeps its two pages."""
    return next((size for size, most in zip(WORDS_SIZES, RESULT_LENGTHS, strict=True) if len(text) <= most))


def _ticked(codes: CodeBook, scheme: str, chosen: str) -> str:
    return say.options((one.name, one.code == chosen) for one in _offered(codes, scheme, chosen))


def _offered(codes: CodeBook, scheme: str, chosen: str) -> list[Code]:
    listed = codes[scheme]
    usual = (one for one in listed.codes if not one.legacy or one.code == chosen)
    return [one for one in usual if one.code not in listed.parents]


HALF = Format(top=14 * MM, bottom=14 * MM, lines=34)
"""Two halves on one sheet: the visitor's, and the stub."""
CODE_SIDE = 26 * MM
_SHARES = (2.0, 13.0, 11.0)


def receipts(stack: Sequence[VisitSheet], codes: CodeBook, faces: Faces | None = None) -> bytes:
    """Receipts as one PDF, at least one, a sheet each. An accusation is not named: the paper may be seen by others."""
    paper = Paper(faces or shipped_faces(), HALF)
    for facts in stack:
        if facts is not stack[0]:
            paper.next_in_stack()
        paper.whole(lambda page, facts=facts: _put_visitors(page, facts, codes))  # type: ignore[misc]
        paper.skip(GAP)
        paper.whole(lambda page, facts=facts: _put_stub(page, facts, codes))  # type: ignore[misc]
    station = stack[0].station.name
    return paper.finish(title=f"{station}{say.RECEIPT_TITLE}", author=station, made_on=stack[0].printed_on)


def _put_visitors(paper: Paper, facts: VisitSheet, codes: CodeBook) -> None:
    _half(paper, facts, codes, say.RECEIPT_VISITOR)
    for sentence in (say.RECEIPT_PROMISE, say.RECEIPT_HOW, say.PRIVACY):
        paper.remark(sentence)


def _put_stub(paper: Paper, facts: VisitSheet, codes: CodeBook) -> None:
    """What the station keeps: cut off above, whole on one page."""
    paper.note(say.CUT)
    paper.skip(paper.format.leading / 2)
    _half(paper, facts, codes, say.RECEIPT_STUB)
    sign(paper, Signing((say.RECEIPT_SIGN, words.SIGN_RECORDER)))


def _half(paper: Paper, facts: VisitSheet, codes: CodeBook, part: str) -> None:
    visit, number = facts.visit, numbering.checked(facts.visit.number)
    top = paper.y
    paper.title(f"{say.RECEIPT_TITLE}{part}")
    if number:
        put_code(paper, number, paper.format.left + paper.format.measure - CODE_SIDE, top - 4 * MM, CODE_SIDE)
    count = 0 if facts.is_blank else len(facts.matters)
    paper.body(say.slip_numbered(say.RECEIPT_NUMBER, number))
    paper.body(say.received(facts.station.name, facts.person.name, visit.received_on, visit.received_at, count))
    columns = [PaperColumn(head, share, share < 3) for head, share in zip(say.SLIP_MATTER_HEADS, _SHARES, strict=True)]
    rows = [_row(number, one, codes) for number, one in enumerate(facts.matters, 1)]
    put_table(paper, columns, [("", "", "")] * say.BLANK_MATTER_ROWS if facts.is_blank else rows)
    paper.remark(say.ask_us(facts.station.name, facts.contact, facts.contact_phone, facts.station.address))


def _row(number: int, one: Opinion, codes: CodeBook) -> tuple[str, str, str]:
    accuses = is_accusation(values_of(one))
    state = codes.name_of("opinion_state", one.state)
    unit = one.unit or one.proposed_unit or one.redirect_organ
    return (str(number), say.HIDDEN_MATTER if accuses else one.title, say.destination(state, unit, one.due_on))


PARTS = Format(top=12 * MM, bottom=13 * MM, lines=36)
"""Three parts on one sheet."""


def referral_slips(stack: Sequence[Referral], faces: Faces | None = None) -> bytes:
    """Slips as one PDF, at least one, each on a sheet of its own: the station's stub, the unit's part, the receipt that
    comes back."""
    paper = Paper(faces or shipped_faces(), PARTS)
    for facts in stack:
        if facts is not stack[0]:
            paper.next_in_stack()
        for put in (_put_slip_stub, _put_slip_unit, _put_slip_return):
            paper.whole(lambda page, put=put, facts=facts: put(page, facts))  # type: ignore[misc]
        sign(paper, Signing(()))
    title = say.SLIP_TITLE + stack[0].opinion.slip_number
    return paper.finish(title=title, author=stack[0].station.name, made_on=stack[0].printed_on)


def _put_slip_stub(paper: Paper, facts: Referral) -> None:
    one = facts.opinion
    _head(paper, facts, say.SLIP_STUB)
    goes = pair(say.UNIT, one.unit, say.DUE, _due(facts))
    put_grid(paper, [*_numbers(facts), wide(say.SLIP_MATTER, one.title), goes])
    _cut(paper)


ABOVE_SEAL = "\n" * 3
"""The seal lies on name and date, half of it above them."""


def _put_slip_unit(paper: Paper, facts: Referral) -> None:
    one = facts.opinion
    _head(paper, facts, say.SLIP_UNIT)
    speaker = say.joined(facts.speaker or say.SLIP_NO_NAME, facts.speaker_phone, place(facts.village))
    answer_to = say.answer_to(facts.speaker, facts.deputies, facts.station.name)
    sealed = f"{ABOVE_SEAL}{words.sealed_by(facts.station.name)}\n{words.plain_day(one.assigned_on)}"
    rows = [
        *_numbers(facts),
        pair(say.UNIT, one.unit, say.DUE, _due(facts)),
        *([wide(say.DUE_BASIS, due_basis(facts.due))] if facts.due else []),
        wide(say.SLIP_SUMMARY, say.summary_of(one.title, one.summary or one.verbatim)),
        wide(say.SLIP_WANTED, say.joined(one.requirements, one.ask)),
        pair(say.SLIP_SPEAKER, speaker, say.SLIP_ANSWER_TO, answer_to),
        pair(say.SLIP_OFFICER, say.joined(facts.officer, facts.officer_phone), say.SLIP_APPROVED, ""),
        wide(say.SLIP_FROM, sealed, SEAL),
    ]
    put_grid(paper, rows)
    _cut(paper)


def _put_slip_return(paper: Paper, facts: Referral) -> None:
    one = facts.opinion
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


def result_sheets(stack: Sequence[Referral], codes: CodeBook, faces: Faces | None = None) -> bytes:
    """P8 as one PDF, at least one, each on a sheet of its own: what is known is filled in, what the unit and the
    station will write is room to write in."""
    paper = Paper(faces or shipped_faces(), FILE)
    for facts in stack:
        if facts is not stack[0]:
            paper.next_in_stack()
        _put_result(paper, facts, codes)
    title = say.RESULT_TITLE + stack[0].opinion.slip_number
    return paper.finish(title=title, author=stack[0].station.name, made_on=stack[0].printed_on)


def _put_result(paper: Paper, facts: Referral, codes: CodeBook) -> None:
    one = facts.opinion
    paper.title(say.RESULT_TITLE)
    degrees = [entry for entry in codes["result_degree"].codes if not entry.legacy]
    degree = say.options((entry.name, entry.code == one.result_degree) for entry in degrees)
    judged = [entry for entry in codes["satisfaction"].codes if not entry.legacy]
    satisfaction = say.options((entry.name, entry.code == one.satisfaction) for entry in judged)
    of_unit = Signing((say.SIGN_UNIT,), f"{one.unit}{say.UNIT_SEAL}", say.day_or_blank(one.handled_on))
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
        height_of(paper, of_unit),
    )
    put_signatures(paper, of_unit)
    told, deputy = say.day_or_blank(one.fed_back_on), say.day_or_blank(one.deputy_told_on)
    rows = [
        pair(say.TOLD_SPEAKER, told, say.TOLD_DEPUTY, deputy),
        wide(say.JUDGED, satisfaction),
        wide(say.WHY_NOT, one.satisfaction_reason, 14 * MM),
        wide(say.CLOSED, one.closing_note, 14 * MM),
    ]
    paper.whole(lambda page: _put_stations_part(page, rows))


def _put_stations_part(paper: Paper, rows: Sequence[Sequence[Cell]]) -> None:
    paper.heading(say.STATION_PART)
    put_grid(paper, rows)
    sign(paper, Signing((words.SIGN_RECORDER, say.SIGN_HEAD)))


def _head(paper: Paper, facts: Referral, part: str) -> None:
    paper.subtitle(f"{facts.station.name}{say.SLIP_TITLE}{part}")


def _cut(paper: Paper) -> None:
    paper.note(say.CUT)
    paper.skip(3 * MM)


def _numbers(facts: Referral) -> list[list[Cell]]:
    one = facts.opinion
    return [pair(say.SLIP_NUMBER, numbering.checked(one.slip_number), say.SLIP_SOURCE, numbering.checked(facts.source))]


def _due(facts: Referral) -> str:
    return say.day_or_blank(facts.opinion.due_on)


QUIET = 4
"""Modules of white around the code (ISO/IEC 18004:2015, 6.3.8)."""


def put_code(paper: Paper, text: str, x: float, y: float, side: float) -> None:
    """Draw the code of a text into a square of `side` points, its upper left corner at `x`, `y`; the cursor stays.

    Error correction M, so that a crease does no harm.
    """
    import segno  # noqa: PLC0415  (the desk starts without its paper)

    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    module = side / (len(rows) + 2 * QUIET)
    for number, row in enumerate(rows):
        for dark, run in groupby(range(len(row)), key=row.__getitem__):
            if dark:
                places = list(run)
                left, top = x + (places[0] + QUIET) * module, y + (number + QUIET) * module
                paper.set_box(Box(left, top, len(places) * module, module))
