"""Papers of the desk itself: the handover sheet (交接单), and the code that opens it when passwords are forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.records import Opinion
from station_app.domain.tally import Handover
from station_app.reports.blocks import PaperColumn, put_places_to_sign, put_table
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.reports.visit_papers import FILE
from station_app.text import paper as words
from station_app.text import settings
from station_app.text import settings as say

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
    _part(paper, say.HANDOVER_OPEN, say.HANDOVER_OPEN_HEADS, _OPEN, [_open(one, codes) for one in facts.open])
    tell = [_tell(one, facts.speakers.get(one.uid, say.KEEPS_NAMES)) for one in facts.to_tell]
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
    paper.body(say.HANDOVER_DRAFTS.format(count=facts.drafts, waiting=facts.waiting))
    paper.body(say.HANDOVER_THINGS)
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    put_places_to_sign(paper, say.HANDOVER_SIGNS)
    return paper.finish(title=f"{facts.station}{say.HANDOVER_TITLE}", author=facts.station)


def _part(
    paper: Paper, heading: str, heads: Sequence[str], shares: Sequence[float], rows: Sequence[Sequence[str]]
) -> None:
    paper.heading(heading)
    if not rows:
        paper.body(say.HANDOVER_NONE)
        return
    columns = [PaperColumn(head, share, share <= NARROW) for head, share in zip(heads, shares, strict=True)]
    put_table(paper, columns, [(str(number), *row) for number, row in enumerate(rows, 1)], continued=words.CONTINUED)


def _open(one: Opinion, codes: CodeBook) -> Sequence[str]:
    state = codes.name_of("opinion_state", one.state)
    unit = one.unit or one.proposed_unit
    return (
        numbering.short_with_check(one.number),
        words.short_day(one.received_on),
        one.title,
        state,
        unit,
        words.short_day(one.due_on),
    )


def _tell(one: Opinion, speaker: str) -> Sequence[str]:
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
    return paper.finish(title=f"{station}{settings.TITLE}", author=station)


def _in_lines(groups: Sequence[str]) -> list[str]:
    """Three groups to a line: long rows of signs are miscopied."""
    return ["-".join(groups[start : start + 3]) for start in range(0, len(groups), 3)]
