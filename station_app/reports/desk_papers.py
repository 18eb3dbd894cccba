"""Papers of the desk itself: lists, handover, recovery sheet, what was taken in, the list that is read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.immutable import immutable
from station_app.domain.tally import DisciplineLetter, Handover, TalliedMatter
from station_app.domain.waiting import days_left
from station_app.reports.blocks import (
    LEAST_HEIGHT,
    Density,
    PaperColumn,
    Signing,
    pair,
    put_grid,
    put_table,
    sign,
    wide,
)
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import LANDSCAPE, Paper
from station_app.reports.visit_papers import FILE
from station_app.text import ledgers, roads, settings
from station_app.text import paper as words
from station_app.text import roads as roads_say
from station_app.text import settings as say
from station_app.text.finding import due_in

_OPEN = (2.4, 6.8, 5.2, 9.6, 3.8, 6.0, 5.2)
_TELL = (2.4, 6.8, 5.4, 13.0, 5.2)
_DAYS = (2.4, 7.0, 6.0, 12.0, 6.0)
_SUGGESTIONS = (2.4, 6.0, 16.0, 6.0)
NARROW = 5.0
"""Up to this share a column is centred."""


def handover_sheet(facts: Handover, codes: CodeBook, faces: Faces | None = None) -> bytes:
    """The sheet as PDF."""
    paper = Paper(faces or shipped_faces(), FILE)
    paper.title(say.HANDOVER_TITLE)
    day = words.plain_day(facts.day)
    paper.body(say.HANDOVER_WHO.format(leaver=facts.leaver, successor=facts.successor or say.BLANK_NAME, day=day))
    _part(
        paper, say.HANDOVER_OPEN, say.HANDOVER_OPEN_HEADS, _OPEN, [_open(one, codes, facts.day) for one in facts.open]
    )
    tell = [_tell(one) for one in facts.to_tell]
    _part(paper, say.HANDOVER_TELL, say.HANDOVER_TELL_HEADS, _TELL, tell)
    days = [
        (
            words.plain_day(one.held_on),
            f"{one.start}—{one.end}",
            one.place,
            words.plain_day(one.notice_posted_on) if one.notice_posted_on else say.NOT_POSTED,
        )
        for one in facts.days
    ]
    _part(paper, say.HANDOVER_DAYS, say.HANDOVER_DAYS_HEADS, _DAYS, days)
    drafted = [
        (numbering.short_with_check(one.number), one.title, facts.leads.get(one.uid, "")) for one in facts.suggestions
    ]
    _part(paper, say.HANDOVER_SUGGESTIONS, say.HANDOVER_SUGGESTIONS_HEADS, _SUGGESTIONS, drafted)
    paper.heading(say.HANDOVER_REST)
    if facts.accusations:
        paper.body(say.handover_accusations([numbering.short_with_check(one) for one in facts.accusations]))
    paper.body(say.HANDOVER_DRAFTS.format(count=facts.drafts, waiting=facts.waiting))
    paper.body(say.HANDOVER_THINGS)
    sign(paper, Signing(say.HANDOVER_SIGNS))
    return paper.finish(title=f"{facts.station}{say.HANDOVER_TITLE}", author=facts.station, made_on=facts.day)


def discipline_letter(facts: DisciplineLetter, faces: Faces | None = None) -> bytes:
    """P19, the letter that hands an accusation to the discipline organ, and the receipt that the organ cuts off and
    gives back, as PDF."""
    paper = Paper(faces or shipped_faces(), FILE)
    one, person = facts.opinion, facts.person
    organ = facts.organ or words.BLANK_ORGAN
    paper.title(words.LETTER_TITLE)
    paper.body(words.letter_to(organ, facts.station.name, facts.number))
    rows = [
        pair(
            words.RECEIPT_NUMBER, facts.number, words.WHEN, words.plain_day(one.received_on) if one.received_on else ""
        ),
        pair(words.LETTER_FROM, person.name, words.CONTACT, person.phone or person.no_phone_reason),
        wide(words.HOME, facts.home),
        wide(words.LETTER_ACCUSED, one.accused, LEAST_HEIGHT),
        wide(words.LETTER_WORDS, one.verbatim, LETTER_LEAST),
        wide(words.LETTER_ASK, one.ask, LEAST_HEIGHT),
        wide(words.LETTER_PRIOR, facts.visit.prior_channels),
        wide(words.LETTER_FILES, words.BETWEEN.join(file.name for file in facts.files)),
    ]
    paper.skip(LETTER_GAP)
    put_grid(paper, rows)
    paper.skip(LETTER_GAP)
    paper.body(words.LETTER_KEEP)
    paper.note(words.CUT)
    paper.heading(words.LETTER_RECEIPT)
    paper.body(words.letter_received(organ, facts.station.name, facts.number))
    sign(paper, Signing(words.LETTER_SIGNS))
    return paper.finish(title=words.LETTER_TITLE, author=facts.station.name, made_on=facts.printed_on)


LETTER_LEAST, LETTER_GAP = 150.0, 6.0
"""What the words of a blank letter have room for, and what stands above and below its boxes, in points."""


def _part(
    paper: Paper, heading: str, heads: Sequence[str], shares: Sequence[float], rows: Sequence[Sequence[str]]
) -> None:
    paper.heading(heading)
    if not rows:
        paper.body(say.HANDOVER_NONE)
        return
    columns = [PaperColumn(head, share, share <= NARROW) for head, share in zip(heads, shares, strict=True)]
    put_table(paper, columns, [(str(number), *row) for number, row in enumerate(rows, 1)], continued=words.CONTINUED)


def _open(line: TalliedMatter, codes: CodeBook, today: str) -> Sequence[str]:
    one = line.opinion
    due = due_in(days_left(one.state, one.due_on, today))
    state = words.stands(codes.name_of("opinion_state", one.state), due)
    unit = one.unit or one.proposed_unit
    return (
        numbering.short_with_check(one.number),
        words.short_day(one.received_on),
        one.title,
        state,
        unit,
        words.short_day(one.due_on),
    )


def _tell(line: TalliedMatter) -> Sequence[str]:
    one, speaker = line.opinion, line.speaker or say.KEEPS_NAMES
    return (numbering.short_with_check(one.number), speaker, one.title, words.short_day(one.handled_on))


def recovery_sheet(station: str, user: str, day: str, code: str) -> bytes:
    """One page with the code in two lines, who it was made for and where it is kept, as PDF. `day` is ISO 8601."""
    paper = Paper(shipped_faces())
    paper.title(station, settings.TITLE)
    paper.body(settings.made_for(station, user, day))
    paper.heading(settings.CODE)
    for line in _in_lines(code.split("-")):
        paper.title(line)
    paper.heading(settings.KEEPING)
    for sentence in settings.KEEP:
        paper.body(sentence)
    paper.heading(settings.USING)
    for sentence in settings.USE:
        paper.body(sentence)
    return paper.finish(title=f"{station}{settings.TITLE}", author=station, made_on=day)


def _in_lines(groups: Sequence[str]) -> list[str]:
    """Three groups to a line: long rows of signs are miscopied."""
    return ["-".join(groups[start : start + 3]) for start in range(0, len(groups), 3)]


@immutable
class Sections:
    """A paper of headings with rows under them: its title, what stands before, each heading with its rows of two cells,
    what stands behind, who signs."""

    office: str
    title: str
    day: str
    opening: Sequence[str]
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    closing: Sequence[str] = ()
    signs: Sequence[str] = ()


_ROW_SHARES = (7.0, 29.0)


def sections(said: Sections, faces: Faces | None = None) -> bytes:
    """The paper as PDF: of a person's own data, of what is past its time, of the desk's account of itself."""
    paper = Paper(faces or shipped_faces(), FILE)
    paper.title(said.title)
    for sentence in said.opening:
        paper.body(sentence)
    for heading, rows in said.parts:
        paper.heading(heading)
        if rows:
            put_table(paper, _columns(settings.SECTION_HEADS, _ROW_SHARES, ()), rows, continued=words.CONTINUED)
        else:
            paper.body(say.HANDOVER_NONE)
    for sentence in said.closing:
        paper.body(sentence)
    if said.signs:
        sign(paper, Signing(tuple(said.signs)))
    return paper.finish(title=f"{said.office}{said.title}", author=said.office, made_on=said.day)


_STATION_SHARES = (9.7, 3.6, 4.2, 4.2, 5.0, 5.0, 4.3)
_TROUBLE_SHARES = (9.7, 4.0, 4.5, 17.8)


@immutable
class Imported:
    """What is reported: the office, who imported and when (words), the totals in a sentence, a row for each station
    (name and six counts as words), and one for each thing that was not taken (station, batch, change, why)."""

    office: str
    user: str
    day: str
    totals: str
    stations: Sequence[Sequence[str]]
    troubles: Sequence[Sequence[str]]


def import_report(said: Imported, faces: Faces | None = None) -> bytes:
    """The report as PDF, to be filed."""
    paper = Paper(faces or shipped_faces())
    paper.title(said.office, roads_say.REPORT_TITLE)
    paper.body(roads_say.report_made(said.day, said.user))
    paper.body(said.totals)
    paper.heading(roads_say.TROUBLES)
    if said.troubles:
        put_table(paper, _columns(roads_say.TROUBLE_HEADS, _TROUBLE_SHARES, (1, 2)), said.troubles)
    else:
        paper.body(roads_say.NO_TROUBLES)
    paper.heading(roads_say.STATIONS)
    put_table(paper, _columns(roads_say.STATION_HEADS, _STATION_SHARES, (1, 2, 3, 4, 5, 6)), said.stations)
    return paper.finish(title=f"{said.office}{roads_say.REPORT_TITLE}", author=said.office)


def _columns(heads: Sequence[str], shares: Sequence[float], centred: Sequence[int]) -> list[PaperColumn]:
    return [
        PaperColumn(head, share, place in centred)
        for place, (head, share) in enumerate(zip(heads, shares, strict=True))
    ]


_SHARES = (6.6, 4.4, 4.4, 5.2, 15.4)


@immutable
class TakenLedger:
    """What is reported: the station, the file, who took it and when (words), sentences of counts, and lines of five."""

    place: str
    file: str
    made: str
    counts: Sequence[str]
    lines: Sequence[Sequence[str]]


def ledger_report(said: TakenLedger, faces: Faces | None = None) -> bytes:
    """The report as PDF."""
    paper = Paper(faces or shipped_faces())
    paper.title(said.place, ledgers.REPORT_TITLE)
    paper.body(ledgers.of_file(said.file))
    paper.body(said.made)
    for count in said.counts:
        paper.body(count)
    paper.heading(ledgers.REPORT_LINES)
    if said.lines:
        columns = [PaperColumn(head, share) for head, share in zip(ledgers.REPORT_HEADS, _SHARES, strict=True)]
        put_table(paper, columns, said.lines)
    else:
        paper.body(ledgers.NOTHING_TO_SAY)
    return paper.finish(title=f"{said.place}{ledgers.REPORT_TITLE}", author=said.place)


def reconciliation(place: str, day: str, rows: Sequence[Sequence[str]], faces: Faces | None = None) -> bytes:
    """The list as PDF; a row is a station's name, its changes, and the syllables. `day` in words."""
    paper = Paper(faces or shipped_faces())
    paper.title(place, roads.STATEMENT_TITLE)
    paper.body(roads.statement_made(day))
    name, count, syllables = roads.HEADS
    put_table(paper, [PaperColumn(name, 12), PaperColumn(count, 12), PaperColumn(syllables, 12, centred=True)], rows)
    return paper.finish(title=f"{place}{roads.STATEMENT_TITLE}", author=place)


@immutable
class Listing:
    """A list: `shares` are the columns' widths beside one another; `told` says which rows these are, `on` of which day.

    `blank_rows` are added to be filled by hand; `unit` is what the figures count; a sentence of more than `most` lines
    is cut (0: it is not).
    """

    organ: str
    title: str
    told: str
    heads: Sequence[str]
    shares: Sequence[float]
    rows: Sequence[Sequence[str]]
    on: str
    blank_rows: int = 0
    unit: str = ""
    most: int = 0


def listing(facts: Listing, faces: Faces | None = None) -> bytes:
    """The list as PDF, lying; an empty one has blank rows."""
    paper = Paper(faces or shipped_faces(), LANDSCAPE)
    paper.title(facts.title)
    told = words.beside(facts.told, words.count_of(len(facts.rows)))
    paper.between(words.reported_by(facts.organ, told), words.as_of(facts.on, facts.unit))
    columns = [
        PaperColumn(head, share, share <= NARROW_LIST, 0 if share <= NARROW_LIST else facts.most)
        for head, share in zip(facts.heads, facts.shares, strict=True)
    ]
    blank = [""] * len(columns)
    rows = [*facts.rows, *[blank] * (facts.blank_rows or (0 if facts.rows else EMPTY_ROWS))]
    put_table(paper, columns, rows, continued=words.CONTINUED, tail=2 * paper.format.leading, density=LEDGER)
    sign(paper, Signing(()), [words.FILLED_BY])
    title = f"{facts.organ}{facts.title}"
    return paper.finish(title=title, author=facts.organ, made_on=facts.on, folio=words.page_of)


LEDGER = Density(9.0, 11.2, 2.5, 0.8, LEAST_HEIGHT)
"""Two lines a row, and room to write in an empty one."""
NARROW_LIST = 5.0
"""Up to this share a column is centred."""
EMPTY_ROWS = 11
"""Blank rows of a list without any: a page to be filled by hand."""
