"""P9: the summary of a reception day (代表接待日情况小结), in the version whose facts it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.immutable import immutable
from station_app.domain.opinion_acts import DECIDED_OPINION
from station_app.domain.records import Opinion
from station_app.domain.redaction import Audience, secrecy_of
from station_app.domain.regions import Regions
from station_app.domain.tally import WHEREABOUTS, DaySummary, TalliedMatter, tally_whereabouts
from station_app.domain.waiting import days_left
from station_app.reports.blocks import CLOSE, Density, PaperColumn, Signing, height_of, put_table, sign
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import MM, Format, Paper
from station_app.text import paper as words
from station_app.text.finding import due_in, place

ORDINARY_DAY, PAGES = 12, 2
"""A day of so many visits at most is told on so many pages."""

SNUG = Format(top=14 * MM, bottom=15 * MM, lines=35)
"""The type area of a sheet of the file, for a day that the standard's own leaves no room for."""

_MATTER_SHARES = (
    (2.0, True, 1),
    (4.0, True, 0, 7.0),
    (14.0, False, 3),
    (4.0, True, 3),
    (8.0, False, 3),
    (5.0, True, 3),
    (4.0, True, 2),
)
_EARLIER_SHARES = ((2.0, True, 1), (16.0, False, 2), (8.0, True, 2), (5.0, True, 2), (5.0, True, 2))
_CLOSE_SHARES = ((1.5, True, 1), (3.5, True, 1, 5.0), (12.0, False, 1), (6.0, True, 1, 6.0))
FEW = 10
"""More earlier matters stand two abreast, each in one line."""

MATTERS, SPARING = Density(10.5, 14.0, 3.0, 3.0, 18.0), Density(9.5, 12.5, 2.5, 2.0, 15.0)
LINES, SPARING_LINES = 3, 2
"""How many lines of a matter stand in the table."""


@immutable
class Reference:
    """What codes and divisions are called."""

    codes: CodeBook
    regions: Regions


def category_of(opinion: Opinion, codes: CodeBook) -> str:
    """What a matter is about; "" where an old ledger brought it without a category."""
    known = codes["matter"].by_code.get(opinion.category)
    return "" if known is None or known.legacy else known.name


def summary(
    facts: DaySummary, audience: Audience, reference: Reference, faces: Faces | None = None, *, has_annex: bool = False
) -> bytes:
    """The summary as PDF: two pages at most of an ordinary day, whatever waits from before; `has_annex` adds the
    speakers' own words.

    The facts are as `domain.redaction` leaves them for the audience: an empty title says the category, an empty name
    nothing.
    """
    faces = faces or shipped_faces()
    paper = _set(Paper(faces), facts, audience, reference, MATTERS)
    for sheet in (Format(), SNUG):
        if paper.pages > PAGES and facts.visit_count <= ORDINARY_DAY:
            paper = _set(Paper(faces, sheet), facts, audience, reference, SPARING)
    if has_annex:
        _put_annex(paper, facts)
    title = f"{facts.station.name}{words.SUMMARY_TITLES[audience]}"
    return paper.finish(title=title, author=facts.station.name, made_on=facts.printed_on)


def _set(paper: Paper, facts: DaySummary, audience: Audience, reference: Reference, density: Density) -> Paper:
    """All sections and the places to sign on an empty paper."""
    paper.title(facts.station.name, words.SUMMARY_TITLES[audience])
    paper.heading(words.SUMMARY_BASICS)
    for sentence in _basics(facts, reference.codes):
        paper.body(sentence)
    paper.heading(words.SUMMARY_MATTERS)
    if facts.matters:
        rows = [_matter_row(number, matter, reference) for number, matter in enumerate(facts.matters, 1)]
        most = LINES if density is MATTERS else SPARING_LINES
        columns = [
            replace(one, most=min(one.most, most) if one.most else 0)
            for one in _columns(words.MATTER_HEADS, _MATTER_SHARES)
        ]
        put_table(paper, columns, rows, continued=words.CONTINUED, density=density)
    elif not facts.withheld:
        paper.body(words.NO_MATTERS)
    if facts.withheld:
        paper.body((words.accusations_apart if audience is Audience.DESK else words.not_published)(facts.withheld))
    paper.heading(words.SUMMARY_ARRANGED)
    shown = [matter.opinion for matter in facts.matters]
    paper.body(words.arranged(tally_whereabouts(shown), len(shown)) if shown else words.NO_MATTERS)
    _put_earlier(paper, facts, audience, reference, density)
    signing = replace(_signing(facts), is_beside=density is SPARING)
    notes = [words.PUBLIC_NOTE] if audience is Audience.PUBLIC else []
    paper.heading(words.SUMMARY_COMMON)
    tail = height_of(paper, signing) + len(notes) * NOTE_LINES * paper.styles.note.leading
    paper.body(facts.day.common_matters.strip() or words.NOTHING_FILLED, tail)
    sign(paper, signing, notes)
    return paper


NOTE_LINES = 2.5
"""What the note of the public version takes, with the white above it."""


def _put_earlier(paper: Paper, facts: DaySummary, audience: Audience, reference: Reference, density: Density) -> None:
    earlier, is_own = facts.earlier, audience is Audience.DEPUTY
    paper.heading(words.SUMMARY_HEARD_BEFORE if is_own else words.SUMMARY_EARLIER)
    if not earlier:
        paper.body(words.NOTHING_HEARD_BEFORE if is_own else words.NO_EARLIER)
        return
    paper.body(words.still_open(len(earlier), earlier[0].opinion.received_on) if not is_own else words.HEARD_BEFORE)
    if is_own or len(earlier) <= FEW:
        today = facts.printed_on
        rows = [_earlier_row(number, one, reference, today, has_result=is_own) for number, one in enumerate(earlier, 1)]
        put_table(paper, _columns(words.EARLIER_HEADS, _EARLIER_SHARES), rows, density=density)
        return
    county = reference.regions.name_of(f"{facts.station.area_code[:6]}000000")
    lines = [_close_row(number, one, county, reference) for number, one in enumerate(earlier, 1)]
    lines += [("",) * len(_CLOSE_SHARES)] * (len(lines) % 2)
    abreast = [(*left, *right) for left, right in zip(lines[::2], lines[1::2], strict=True)]
    put_table(paper, _columns(words.CLOSE_HEADS * 2, _CLOSE_SHARES * 2), abreast, density=CLOSE)


def _signing(facts: DaySummary) -> Signing:
    deputies = [words.signed_by(words.DEPUTY, deputy.name) for _, deputy in facts.present]
    recorders = [words.signed_by(words.RECORDER, name) for name in facts.recorders]
    labels = (*(deputies or [words.SIGN_DEPUTY]), *(recorders or [words.SIGN_RECORDER]), words.SIGN_HEAD)
    return Signing(labels, words.sealed_by(facts.station.name), words.plain_day(facts.printed_on))


def _put_annex(paper: Paper, facts: DaySummary) -> None:
    """The speakers' own words, a page of their own behind the places to sign."""
    paper.turn()
    paper.subtitle(words.SUMMARY_ANNEX)
    for number, one in enumerate(facts.matters, 1):
        paper.subheading(words.annexed(number, one.opinion.title, numbering.checked(one.opinion.number)))
        paper.remark(one.opinion.verbatim or words.NOTHING_FILLED)


def _basics(facts: DaySummary, codes: CodeBook) -> list[str]:
    """The paragraphs of the first section."""
    day = facts.day
    held = [words.numbered(numbering.checked(day.number)) if day.number else ""]
    held.append(words.held(day.held_on, day.start, day.end, day.place))
    held.append(words.topic(day.topic) if day.topic else "")
    here = words.deputies((deputy.name, codes.name_of("deputy_level", one.level)) for one, deputy in facts.present)
    absent = [
        (deputy.name, codes.name_of("presence", one.presence), stand_in.name if stand_in else "")
        for one, deputy, stand_in in facts.attendance
        if one.presence in ("LEAVE", "ABSENT") or stand_in
    ]
    counts = (facts.visit_count, facts.head_count, facts.group_count, len(facts.matters) + facts.withheld)
    return ["".join(held), here + (words.absent(absent) if absent else ""), words.counted(*counts)]


def _matter_row(number: int, matter: TalliedMatter, reference: Reference) -> Sequence[str]:
    opinion = matter.opinion
    answer = opinion.answer or opinion.proposed_handling or opinion.requirements or opinion.escalate_reason
    if not answer and opinion.redirect_organ:
        answer = words.sent_to(opinion.redirect_organ)
    return (
        str(number),
        _speaker(matter, reference),
        _content(opinion, reference.codes),
        category_of(opinion, reference.codes) or words.DASH,
        answer or words.WHEREABOUTS[WHEREABOUTS.get(opinion.state, "TOWNSHIP")],
        opinion.unit or opinion.proposed_unit or opinion.redirect_organ or words.DASH,
        words.short_day(opinion.due_on),
    )


def _earlier_row(
    number: int, matter: TalliedMatter, reference: Reference, today: str, *, has_result: bool
) -> Sequence[str]:
    opinion = matter.opinion
    state = reference.codes.name_of("opinion_state", opinion.state)
    told = (_title(opinion, reference.codes), numbering.checked(opinion.number), opinion.result if has_result else "")
    return (
        str(number),
        "\n".join(part for part in told if part),
        _holder(opinion),
        words.short_day(opinion.due_on),
        words.stands(state, due_in(days_left(opinion.state, opinion.due_on, today))),
    )


def _close_row(number: int, matter: TalliedMatter, county: str, reference: Reference) -> tuple[str, ...]:
    """One line: an organ of the own county needs no name of it."""
    opinion = matter.opinion
    holder = _holder(opinion).removeprefix(county)
    return str(number), words.close_day(opinion.received_on), _title(opinion, reference.codes), holder


def _content(opinion: Opinion, codes: CodeBook) -> str:
    """The title with its summary, or with the words as they were said; the column cuts them."""
    told = " ".join((opinion.summary or opinion.verbatim).split())
    return "\n".join(part for part in (_title(opinion, codes), told) if part)


def _title(opinion: Opinion, codes: CodeBook) -> str:
    return " ".join(opinion.title.split()) or words.about(category_of(opinion, codes) or words.OTHER_MATTER)


def _speaker(matter: TalliedMatter, reference: Reference) -> str:
    """The name as it may stand, and the village under it."""
    kept = words.KEPT_SECRET if secrecy_of(matter.opinion) else ""
    name = words.spoken_for(matter.speaker, matter.headcount) if matter.speaker else kept
    village = place(reference.regions.name_of(matter.village)) if matter.village else ""
    return f"{name}\n{village}".strip() or words.DASH


def _holder(opinion: Opinion) -> str:
    """Who has a matter: the unit that it was given to, else the station."""
    if opinion.state not in DECIDED_OPINION:
        return words.WITH_STATION
    return opinion.unit or opinion.redirect_organ or words.WITH_STATION


def _columns(heads: Sequence[str], shares: Sequence[tuple[Any, ...]]) -> list[PaperColumn]:
    return [PaperColumn(head, *share) for head, share in zip(heads, shares, strict=True)]
