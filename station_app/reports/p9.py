"""P9: the summary of a reception day (代表接待日情况小结), in full and anonymised for posting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from station_app.domain import numbering
from station_app.domain.codes import CodeBook
from station_app.domain.field import values_of
from station_app.domain.identity import masked_name
from station_app.domain.immutable import immutable
from station_app.domain.records import Opinion
from station_app.domain.regions import Regions
from station_app.domain.secrecy import is_accusation, is_confidential
from station_app.domain.tally import WHEREABOUTS, DaySummary, TalliedMatter
from station_app.reports.blocks import PaperColumn, Signing, height_of, put_signatures, put_table
from station_app.reports.fonts import Faces, shipped_faces
from station_app.reports.page import Paper
from station_app.text import paper as words
from station_app.text.finding import place

_MATTER_SHARES = ((2.9, True), (5.0, True), (14.6, False), (3.2, True), (7.6, False), (4.6, True), (5.2, True))
_EARLIER_SHARES = ((3.0, True), (19.0, False), (8.0, True), (5.0, True), (5.0, True))


@immutable
class Reference:
    """What codes and divisions are called."""

    codes: CodeBook
    regions: Regions


Teller = Callable[[TalliedMatter, Reference], tuple[str, str, str]]
"""Who raised a matter, what it is and what was answered, as one version of the print may say it."""


def full(summary: DaySummary, reference: Reference, faces: Faces | None = None) -> bytes:
    """The summary for the station's own file, with names and the speakers' own words, as PDF."""
    paper = Paper(faces or shipped_faces())
    paper.title(summary.station.name, words.SUMMARY_TITLE)
    _put_sections(paper, summary, reference, _told_in_full)
    return _finished(paper, summary, words.SUMMARY_TITLE)


def anonymised(summary: DaySummary, reference: Reference, faces: Faces | None = None) -> bytes:
    """The summary for public posting: surname and village only, never a speaker's own words, as PDF.

    What a petitioner did not agree to publish shows its category in place of the title; what is sensitive shows neither
    name nor content (个人信息保护法, 25).
    """
    paper = Paper(faces or shipped_faces())
    paper.title(summary.station.name, words.SUMMARY_PUBLIC_TITLE)
    _put_sections(paper, summary, reference, _told_in_public)
    paper.note(words.PUBLIC_NOTE)
    return _finished(paper, summary, words.SUMMARY_PUBLIC_TITLE)


def _put_sections(paper: Paper, summary: DaySummary, reference: Reference, tell: Teller) -> None:
    paper.heading(words.SUMMARY_BASICS)
    for sentence in _basics(summary, reference):
        paper.body(sentence)
    _put_matters(paper, summary, reference, tell)
    _put_earlier(paper, summary, reference, tell)
    _put_common(paper, summary)


def _put_matters(paper: Paper, summary: DaySummary, reference: Reference, tell: Teller) -> None:
    rows = [_matter_row(number, matter, reference, tell) for number, matter in enumerate(summary.matters, 1)]
    paper.heading(words.SUMMARY_MATTERS)
    if not rows:
        paper.body(words.NO_MATTERS)
        paper.heading(words.SUMMARY_ARRANGED)
        paper.body(words.NO_MATTERS)
        return
    put_table(paper, _columns(words.MATTER_HEADS, _MATTER_SHARES), rows, continued=words.CONTINUED)
    paper.heading(words.SUMMARY_ARRANGED)
    paper.body(words.arranged(summary.whereabouts, sum(summary.whereabouts.values())))


def _put_earlier(paper: Paper, summary: DaySummary, reference: Reference, tell: Teller) -> None:
    rows = [_earlier_row(number, matter, reference, tell) for number, matter in enumerate(summary.earlier, 1)]
    paper.heading(words.SUMMARY_EARLIER)
    if not rows:
        paper.body(words.NO_EARLIER)
        return
    put_table(paper, _columns(words.EARLIER_HEADS, _EARLIER_SHARES), rows, continued=words.CONTINUED)


def _put_common(paper: Paper, summary: DaySummary) -> None:
    """The last section. It goes over to the page of the signatures, which must not stand alone (GB/T 9704, 7.3.5)."""
    text = summary.day.common_matters.strip() or words.NOTHING_FILLED
    lines = 1 + len(paper.broken(text, paper.styles.body, paper.format.measure))
    whole = lines * paper.format.leading + height_of(paper, _signing(summary))
    if paper.room() < whole <= paper.format.foot - paper.format.top:
        paper.turn()
    paper.heading(words.SUMMARY_COMMON)
    paper.body(text)


def _signing(summary: DaySummary) -> Signing:
    deputies = [words.SIGN_DEPUTY] * max(len(summary.present), 1)
    labels = (*deputies, words.SIGN_RECORDER, words.SIGN_HEAD)
    return Signing(labels, words.sealed_by(summary.station.name), words.plain_day(summary.printed_on))


def _finished(paper: Paper, summary: DaySummary, title: str) -> bytes:
    """Note, places to sign, seal; the paper is closed with it."""
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    put_signatures(paper, _signing(summary))
    return paper.finish(title=f"{summary.station.name}{title}", author=summary.station.name)


def _basics(summary: DaySummary, reference: Reference) -> list[str]:
    """The sentences of the first section."""
    day, level_of = summary.day, reference.codes.name_of
    sentences = [words.numbered(numbering.checked(day.number))] if day.number else []
    sentences.append(words.held(day.held_on, day.start, day.end, day.place))
    if day.topic:
        sentences.append(words.topic(day.topic))
    sentences.append(
        words.deputies((deputy.name, level_of("deputy_level", one.level)) for one, deputy in summary.present)
    )
    absent = [
        (deputy.name, level_of("presence", one.presence), stand_in.name if stand_in else "")
        for one, deputy, stand_in in summary.attendance
        if one.presence in ("LEAVE", "ABSENT") or stand_in
    ]
    if absent:
        sentences.append(words.absent(absent))
    counts = (summary.visit_count, summary.head_count, summary.group_count, len(summary.matters))
    return [*sentences, words.counted(*counts)]


def _matter_row(number: int, matter: TalliedMatter, reference: Reference, tell: Teller) -> Sequence[str]:
    opinion = matter.opinion
    speaker, content, answer = tell(matter, reference)
    return (
        str(number),
        speaker,
        content,
        reference.codes.name_of("matter", opinion.category),
        answer,
        _unit(opinion),
        words.short_day(opinion.due_on),
    )


def _earlier_row(number: int, matter: TalliedMatter, reference: Reference, tell: Teller) -> Sequence[str]:
    opinion = matter.opinion
    # The words stood in the summary of their own day: the first line is enough to know the matter again.
    title = tell(matter, reference)[1].partition("\n")[0]
    state = reference.codes.name_of("opinion_state", opinion.state)
    return (
        str(number),
        f"{title}\n{numbering.checked(opinion.number)}".strip(),
        _unit(opinion),
        words.short_day(opinion.due_on),
        state,
    )


def _told_in_full(matter: TalliedMatter, reference: Reference) -> tuple[str, str, str]:
    opinion = matter.opinion
    if is_accusation(values_of(opinion)):
        return (
            words.DASH,
            words.ACCUSATION,
            words.sent_to(opinion.redirect_organ) if opinion.redirect_organ else words.DASH,
        )
    content = "\n".join(part for part in (opinion.title, opinion.summary or opinion.verbatim) if part)
    answer = opinion.answer or opinion.proposed_handling or opinion.requirements or opinion.escalate_reason
    if not answer and opinion.redirect_organ:
        answer = words.sent_to(opinion.redirect_organ)
    name = words.KEPT_SECRET if is_confidential(values_of(opinion)) else matter.speaker
    return _speaker(matter, name, reference), content, answer or _whereabouts(opinion)


def _told_in_public(matter: TalliedMatter, reference: Reference) -> tuple[str, str, str]:
    opinion = matter.opinion
    if opinion.sensitivity != "GENERAL" or is_accusation(values_of(opinion)):
        return words.DASH, words.NOT_PUBLIC, _whereabouts(opinion)
    agreed = opinion.disclosure in ("FULL", "TITLE_ONLY")
    content = opinion.title if agreed else words.about(reference.codes.name_of("matter", opinion.category))
    if opinion.disclosure == "FULL" and opinion.summary:
        content = f"{content}\n{opinion.summary}"
    return _speaker(matter, masked_name(matter.speaker), reference), content, _whereabouts(opinion)


def _speaker(matter: TalliedMatter, name: str, reference: Reference) -> str:
    """The name as it may stand, and the village under it."""
    village = place(reference.regions.name_of(matter.village)) if matter.village else ""
    return f"{words.spoken_for(name, matter.headcount)}\n{village}".strip() or words.DASH


def _whereabouts(opinion: Opinion) -> str:
    return words.WHEREABOUTS[WHEREABOUTS.get(opinion.state, "TOWNSHIP")]


def _unit(opinion: Opinion) -> str:
    return opinion.unit or opinion.proposed_unit or opinion.redirect_organ or words.DASH


def _columns(heads: Sequence[str], shares: Sequence[tuple[float, bool]]) -> list[PaperColumn]:
    return [PaperColumn(head, share, centred) for head, (share, centred) in zip(heads, shares, strict=True)]
