"""Suggestions: from like opinions to a draft, who signs it, what it rests on, how it is listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from station_app import paths
from station_app.db import search
from station_app.domain import numbering, secrecy
from station_app.domain.alike import Likeness, cosine
from station_app.domain.field import values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import JOINED, OPEN_OPINION, act_of
from station_app.domain.problem import refusal, reject
from station_app.domain.quality.finding import Finding, Gravity, is_held
from station_app.domain.records import Cosigning, Deputy, Mandate, Opinion, Suggestion, Visit
from station_app.domain.tally import Cosigner, Evidence, EvidenceLine, SuggestionPaper
from station_app.services import held_day, quality
from station_app.services.access import readable
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.text.finding import place


def promote(desk: Desk, opinions: Sequence[str], fields: Mapping[str, Any]) -> list[Done]:
    """Draft a suggestion from opinions, or from none, and mark each of them; the suggestion comes first.

    Part 0 of the problems is the suggestion's, part n that of the nth opinion. Raises Rejected.
    """
    return perform(desk, [Ask("suggestion", "register", {**fields, "origin_opinions": tuple(opinions)})])


def keep(desk: Desk, suggestion: str, fields: Mapping[str, Any]) -> list[Done]:
    """Keep what was changed in a draft. Raises Rejected."""
    return perform(desk, [Ask("suggestion", "correct", fields, suggestion)])


def add_opinions(desk: Desk, suggestion: str, opinions: Sequence[str]) -> list[Done]:
    """Let a draft grow from further opinions. Raises Rejected."""
    own = desk.records.one(Suggestion, suggestion)
    further = [uid for uid in dict.fromkeys(opinions) if uid not in own.origin_opinions]
    return keep(desk, suggestion, {"origin_opinions": (*own.origin_opinions, *further)})


def take_opinion(desk: Desk, suggestion: str, opinion: str) -> list[Done]:
    """Take an opinion out of a draft; it stands where it stood before. Raises Rejected."""
    own = desk.records.one(Suggestion, suggestion)
    listed = tuple(uid for uid in own.origin_opinions if uid != opinion)
    return keep(desk, suggestion, {"origin_opinions": listed})


def let_stand(desk: Desk, suggestion: str, doubt: Finding, reason: str) -> list[Done]:
    """Let a doubt of the checks stand, with the reason. Raises Rejected for what blocks and without a reason."""
    if doubt.gravity is not Gravity.DOUBT:
        raise reject(refusal("not_to_be_let_stand", "reason"))
    if not reason.strip():
        raise reject(refusal("reason_missing", "reason"))
    fields = {"suggestion": suggestion, "check": doubt.code, "excerpt": doubt.excerpt, "reason": reason}
    return perform(desk, [Ask("check_override", "register", fields)])


def submit(desk: Desk, suggestion: str, day: str = "") -> list[Done]:
    """Submit a draft. Raises Rejected with everything at once that blocks it and every doubt that nobody let stand."""
    return perform(desk, [Ask("suggestion", "submit", {"submitted_on": day or desk.today}, suggestion)])


def withdraw(desk: Desk, suggestion: str, reason: str = "", day: str = "") -> list[Done]:
    """Withdraw a draft, or in writing what was submitted; its opinions are free for another. Raises Rejected."""
    given = {"withdraw_reason": reason, "withdrawn_on": day or desk.today}
    return perform(desk, [Ask("suggestion", "withdraw", given, suggestion)])


@immutable
class ListLine:
    """A line of the list: the suggestion, its lead's name, how many opinions and cosigners, and of a draft how many
    findings still keep it back."""

    suggestion: Suggestion
    lead: str
    opinions: int
    cosigners: int
    open_findings: int
    is_draft: bool


@immutable
class Lead:
    """A deputy who may lead, with the mandate by which; None where they hold none of that level on that day."""

    deputy: Deputy
    mandate: Mandate | None


def listed(desk: Desk) -> list[ListLine]:
    """The suggestions that the person at the desk may see, the latest first: a deputy's own, or all."""
    shown = own_suggestions(desk) if desk.viewer.only_own else desk.records.all(Suggestion)
    names = {one.uid: one.name for one in desk.records.all(Deputy)}
    joined: dict[str, set[str]] = {}
    for one in desk.records.all(Cosigning):
        if one.state in JOINED:
            joined.setdefault(one.suggestion, set()).add(one.deputy)
    return [
        # An old ledger names those who joined without a yes of each.
        _listed_line(desk, one, names.get(one.lead_deputy, ""), len(joined.get(one.uid, set()) | set(one.cosigners)))
        for one in reversed(shown)
    ]


def own_suggestions(desk: Desk) -> list[Suggestion]:
    """Those that the deputy at the desk leads, or joins in; none where nobody's mandate is tied to the user."""
    deputy = desk.user.deputy
    if not deputy:
        return []
    joined = {one.suggestion for one in desk.records.all(Cosigning, deputy=deputy) if one.state in JOINED}
    every = desk.records.all(Suggestion)
    return [one for one in every if one.lead_deputy == deputy or one.uid in joined or deputy in one.cosigners]


def leads(desk: Desk, level: str, day: str = "") -> list[Lead]:
    """All deputies, those first who hold a mandate of `level` on `day` (for "" of any level; today)."""
    day = day or desk.today
    held: dict[str, Mandate] = {}
    for mandate in desk.records.all(Mandate):
        if is_held(mandate, day) and (not level or mandate.level == level):
            held[mandate.deputy] = mandate
    found = [Lead(one, held.get(one.uid)) for one in desk.records.all(Deputy)]
    return sorted(found, key=lambda one: one.mandate is None)


def _listed_line(desk: Desk, suggestion: Suggestion, lead: str, joined: int) -> ListLine:
    is_draft = act_of("suggestion", "submit", suggestion.state) is not None
    waiting = len(quality.check(desk, values_of(suggestion)).open) if is_draft else 0
    return ListLine(
        suggestion=suggestion,
        lead=lead,
        opinions=len(suggestion.origin_opinions),
        cosigners=joined,
        open_findings=waiting,
        is_draft=is_draft,
    )


CONFIRMED = "CONFIRMED"


def cosignings_of(desk: Desk, suggestion: str) -> list[Cosigning]:
    """All who were asked to join in a suggestion, in the order they were asked."""
    return desk.records.all(Cosigning, suggestion=suggestion)


def ask(desk: Desk, suggestion: str, deputy: str, day: str = "") -> list[Done]:
    """Ask a deputy to join in a draft. Raises Rejected for the lead deputy, one who stands there already, and for what
    was submitted."""
    fields = {"suggestion": suggestion, "deputy": deputy, "asked_on": day or desk.today}
    return perform(desk, [Ask("cosigning", "register", fields)])


def confirm(desk: Desk, cosigning: str, fields: Mapping[str, Any]) -> list[Done]:
    """They join: `confirmed_on` and `confirm_way`. Raises Rejected."""
    return perform(desk, [Ask("cosigning", "confirm", fields, cosigning)])


def decline(desk: Desk, cosigning: str, note: str = "") -> list[Done]:
    """They do not join. Raises Rejected."""
    return perform(desk, [Ask("cosigning", "decline", {"note": note}, cosigning)])


def leave(desk: Desk, cosigning: str) -> list[Done]:
    """They take their name back. Raises Rejected."""
    return perform(desk, [Ask("cosigning", "withdraw", {}, cosigning)])


GENERAL = "GENERAL"


def evidence_of(desk: Desk, opinions: Sequence[str]) -> Evidence:
    """The evidence of some opinions; those that are not here are left out."""
    found = desk.records.several(Opinion, opinions)
    visits = desk.records.several(Visit, {one.visit for one in found.values() if one.visit})
    lines = [_line(desk, one, visits.get(one.visit)) for one in found.values()]
    return Evidence(tuple(sorted(lines, key=lambda line: (line.received_on, line.number))))


def _line(desk: Desk, opinion: Opinion, visit: Visit | None) -> EvidenceLine:
    category = desk.codes.name_of("matter", opinion.category)
    number = numbering.checked(opinion.number)
    people = opinion.affected_people if opinion.affected_people is not None else visit.headcount if visit else 1
    return EvidenceLine(
        opinion=opinion.uid,
        number=number,
        received_on=opinion.received_on,
        village=place(paths.regions().name_from(desk.place.area_code, opinion.village)) if opinion.village else "",
        matter=opinion.title if opinion.sensitivity == GENERAL else category,
        category=category,
        people=people or 1,
    )


def paper_of(desk: Desk, suggestion: str) -> SuggestionPaper:
    """What the paper of a suggestion shows. Raises KeyError where it is not here."""
    own = desk.records.one(Suggestion, suggestion)
    day = own.submitted_on or desk.today
    joined = {one.deputy: one for one in desk.records.all(Cosigning, suggestion=suggestion) if one.state in JOINED}
    signers = tuple(dict.fromkeys((*own.cosigners, *joined)))
    held: dict[str, Mandate] = {}
    for mandate in desk.records.all_in(Mandate, "deputy", [own.lead_deputy, *signers]):
        if is_held(mandate, day) and mandate.level == own.level:
            held[mandate.deputy] = mandate
    deputies = desk.records.several(Deputy, [own.lead_deputy, *signers])
    cosigners = [
        Cosigner(deputies[uid], held.get(uid), joined.get(uid)) for uid in signers if uid in deputies
    ]  # fmt: skip
    sources = list(desk.records.several(Opinion, own.origin_opinions).values())
    return SuggestionPaper(
        suggestion=own,
        station=desk.station_of(own.station).name,
        lead=deputies.get(own.lead_deputy),
        mandate=held.get(own.lead_deputy),
        cosigners=tuple(cosigners),
        evidence=_published(desk, evidence_of(desk, own.origin_opinions), sources),
        sources=held_day.tallied(desk, sources),
    )


def _published(desk: Desk, evidence: Evidence, opinions: Iterable[Opinion]) -> Evidence:
    """The evidence as paper shows it: a title whose speaker did not agree to publish it gives way to its category; one
    of an old ledger stands, for nobody asked and it has no category."""
    unsorted = {one.code for one in desk.codes["matter"].codes if one.legacy}
    agreed = {
        one.uid
        for one in opinions
        if one.sensitivity == GENERAL and (one.disclosure in AGREED or one.category in unsorted)
    }
    lines = (line if line.opinion in agreed else replace(line, matter=line.category) for line in evidence.lines)
    return Evidence(tuple(lines))


AGREED = frozenset({"FULL", "TITLE_ONLY"})
"""How an opinion may be made public so that its title may stand on paper."""


CANDIDATES = 160
LEAST = 0.14
"""Below it two texts of one category are as a rule about different things. Of 1,996 real pairs that were judged by hand
it lets through 91 % of the doubles and none of the random ones; what it takes besides is the same matter in another
place, which is what a suggestion looks for (`benchmarks/alike.py`)."""
SHOWN = 20


@immutable
class Alike:
    """An opinion that seems to say the same, and why it is proposed: how alike its words are (0 to 1), whether it is of
    the very same category, and whether it comes from another village."""

    opinion: Opinion
    likeness: float
    same_category: bool
    other_village: bool
    village: str


def alike_to(desk: Desk, opinion: str, most: int = SHOWN) -> list[Alike]:
    """Opinions of the same matter by other people: those from other villages first, then by likeness.

    Never an accusation, a work secret, what is void or over, or what stands in a suggestion already. Raises KeyError.
    """
    own = desk.records.one(Opinion, opinion)
    if secrecy.is_kept_here(values_of(own)):
        return []
    found = search.candidates(desk.store.database, _texts(own), _categories(desk, own.category), CANDIDATES)
    standing = desk.records.several(Opinion, [uid for uid in found if uid != opinion])
    others = {one.uid: one for one in readable(desk, "opinion", standing.values())}
    likeness = Likeness([_text(one) for one in (own, *others.values())])
    mine, visitor = likeness.weighed(_text(own)), _visitors(desk, [own])
    visitors = _visitors(desk, list(others.values()))
    proposed = []
    for uid in sorted(others):
        other = others[uid]
        if not _may_join(other) or _is_same_person(own, visitor, other, visitors):
            continue
        degree = round(cosine(mine, likeness.weighed(_text(other))), 4)
        if degree >= LEAST:
            elsewhere = bool(other.village) and other.village != own.village
            name = paths.regions().name_from(desk.place.area_code, other.village) if other.village else ""
            proposed.append(
                Alike(
                    opinion=other,
                    likeness=degree,
                    same_category=other.category == own.category,
                    other_village=elsewhere,
                    village=name,
                )
            )
    return sorted(proposed, key=lambda one: (not one.other_village, -one.likeness, one.opinion.uid))[:most]


def joinable(desk: Desk, opinions: Iterable[str]) -> set[str]:
    """Those of some opinions that a suggestion may still grow from: open, in no other, no accusation or secret."""
    return {uid for uid, one in desk.records.several(Opinion, opinions).items() if _may_join(one)}


def _texts(opinion: Opinion) -> tuple[str, ...]:
    return (opinion.title, opinion.ask, opinion.affected_place, opinion.summary, opinion.verbatim)


def _text(opinion: Opinion) -> str:
    return "\n".join(_texts(opinion))


def _categories(desk: Desk, category: str) -> list[str]:
    """A matter's own code and those beside it."""
    book = desk.codes["matter"].by_code
    parent = book[category].parent if category in book else ""
    return [one.code for one in book.values() if parent and one.parent == parent] or [category]


def _may_join(opinion: Opinion) -> bool:
    kept = secrecy.is_kept_here(values_of(opinion))
    return opinion.state in OPEN_OPINION and not opinion.promoted_to and not kept


def _visitors(desk: Desk, opinions: list[Opinion]) -> dict[str, str]:
    """Who stood behind each visit."""
    return {
        uid: one.visitor
        for uid, one in desk.records.several(Visit, {one.visit for one in opinions if one.visit}).items()
    }


def _is_same_person(own: Opinion, visitor: dict[str, str], other: Opinion, visitors: dict[str, str]) -> bool:
    """The same visitor, or two intakes without a visitor that name the same speakers."""
    if own.visit and other.visit:
        return visitor.get(own.visit, own.visit) == visitors.get(other.visit, other.visit)
    return bool(own.speakers.strip()) and own.speakers.strip() == other.speakers.strip()
