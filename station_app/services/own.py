"""A deputy's own: their suggestions with what became of them, what they heard, policies to read, entries of their duty
file. What they may not see is asked of the viewer, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from station_app.db import ledger
from station_app.db.ledger import Filter
from station_app.domain.field import values_of
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import CORRECT, REGISTER, TOLD_OPINION, stands
from station_app.domain.records import (
    Commitment,
    Consultation,
    Evaluation,
    Opinion,
    PolicyDocument,
    PolicyReading,
    Reply,
    Suggestion,
)
from station_app.domain.redaction import Audience, redacted
from station_app.reports.desk_papers import Listing
from station_app.services import held_day, prints
from station_app.services.access import readable
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.printing import Print, terms
from station_app.services.suggestions import own_suggestions
from station_app.text import deputies as say
from station_app.text.finding import place, short_day

MOST_HEARD = 3_000
"""Lines on paper: what one deputy heard in several terms."""

AXES = ("work_satisfaction", "result_satisfaction")


@immutable_by_keyword
class OwnSuggestion:
    """One suggestion of one's own: its answer that stands (None for none), the promises of it, when the units spoke
    with the deputy, their rating of the answer, the origins that they may see, how many origins there are and of how
    many the speaker knows what became of it. `may_rate`: they lead it, and there is an answer."""

    id: int
    suggestion: Suggestion
    reply: Reply | None
    promises: tuple[Commitment, ...]
    consultations: tuple[Consultation, ...]
    evaluation: Evaluation | None
    origins: tuple[Opinion, ...]
    origin_count: int
    told: int
    may_rate: bool
    past_due: int


def suggestions_of(desk: Desk) -> list[OwnSuggestion]:
    """Those that the deputy at the desk leads or joins in: what waits for them first, then the latest."""
    found = [_own(desk, number, one) for number, one in enumerate(reversed(own_suggestions(desk)), 1)]
    return sorted(found, key=lambda one: not (one.may_rate and one.evaluation is None))


def rate(desk: Desk, one: OwnSuggestion, said: Mapping[str, Any]) -> list[Done]:
    """Rate the answer that stands, or change what was said of it. Raises Rejected: dissatisfied without a reason, an
    axis without a word."""
    if one.reply is None:
        return []
    if one.evaluation is not None:
        return perform(desk, [Ask("evaluation", CORRECT, said, one.evaluation.uid)])
    return perform(desk, [Ask("evaluation", REGISTER, {**said, "reply": one.reply.uid})])


def heard(desk: Desk) -> list[Opinion]:
    """What the deputy at the desk heard, answered or collected and may see, the latest first."""
    if not desk.user.deputy:
        return []
    database, viewer = desk.store.database, replace(desk.viewer, only_own=True, deputy=desk.user.deputy)
    lines = ledger.rows(database, ledger.all_ids(database, Filter(viewer=viewer))[:MOST_HEARD])
    found = desk.records.several(Opinion, [one.uid for one in lines.values()]).values()
    own = [one for one in readable(desk, "opinion", found) if stands(one.state)]
    return sorted(own, key=lambda one: (one.received_on, one.number), reverse=True)


def heard_paper(desk: Desk) -> Print:
    """What they heard and what became of it, to take home: no speaker stands on it."""
    own = heard(desk)
    told_of = redacted(held_day.tallied(desk, own), Audience.PUBLIC, terms(desk), [one.uid for one in own])
    facts = told_of.facts
    named = desk.codes.name_of
    rows = [
        (
            str(number),
            short_day(one.opinion.received_on, desk.today),
            place(one.village) if one.village else "",
            one.opinion.title or named("matter", one.opinion.category),
            one.opinion.unit,
            named("opinion_state", one.opinion.state),
            short_day(one.opinion.fed_back_on, desk.today),
            named("satisfaction", one.opinion.satisfaction) if one.opinion.satisfaction else "",
        )
        for number, one in enumerate(facts, 1)
    ]
    told = say.heard_told(len(rows), sum(1 for one in facts if one.opinion.state in TOLD_OPINION))
    return prints.listing(
        Listing(
            organ=desk.place.name,
            title=say.HEARD_PAPER,
            told=told,
            heads=say.HEARD_HEADS,
            shares=say.HEARD_SHARES,
            rows=rows,
            on=desk.today,
        )
    )


@immutable
class Policy:
    """A policy document, and the day on which the person here read it ("" for not yet)."""

    document: PolicyDocument
    read_on: str


def policies(desk: Desk) -> list[Policy]:
    """Every policy document: what was not read first, then the latest."""
    own = [one for one in desk.records.all(PolicyReading) if _is_own(desk, one)]
    read = {one.document: one.read_on for one in own}
    found = [Policy(one, read.get(one.uid, "")) for one in desk.records.all(PolicyDocument)]
    found.sort(key=lambda one: (one.document.issued_on, one.document.uid), reverse=True)
    return sorted(found, key=lambda one: bool(one.read_on))


def mark_read(desk: Desk, document: str) -> list[Done]:
    """The person here has read a document today. Raises Rejected where they said so before."""
    reading = {"document": document, "deputy": desk.user.deputy} if desk.user.deputy else {"document": document}
    return perform(desk, [Ask("policy_reading", REGISTER, reading)])


def enter_duty(desk: Desk, fields: Mapping[str, Any]) -> list[Done]:
    """An entry of the deputy at the desk in their own duty file. Raises Rejected."""
    return perform(desk, [Ask("duty_record", REGISTER, {**fields, "deputy": desk.user.deputy})])


def _is_own(desk: Desk, one: PolicyReading) -> bool:
    return one.recorder == desk.user.uid or bool(desk.user.deputy and one.deputy == desk.user.deputy)


def _own(desk: Desk, number: int, one: Suggestion) -> OwnSuggestion:
    reply = desk.records.several(Reply, [one.answered_in]).get(one.answered_in)
    promises = [each for each in desk.records.all(Commitment, suggestion=one.uid) if not each.void_reason]
    spoken = [each for each in desk.records.all(Consultation, suggestion=one.uid) if not each.void_reason]
    rated = desk.records.all(Evaluation, reply=reply.uid) if reply else []
    mine = [each for each in rated if each.deputy == one.lead_deputy and not each.void_reason]
    origins = list(desk.records.several(Opinion, one.origin_opinions).values())
    past = [each for each in promises if each.state in OPEN_COMMITMENT and "" < each.by_on < desk.today]
    broken = [each for each in promises if each.state == "BROKEN" and each not in past]
    return OwnSuggestion(
        id=number,
        suggestion=one,
        reply=reply,
        promises=tuple(sorted(promises, key=lambda each: (each.by_on or "9", each.uid))),
        consultations=tuple(sorted(spoken, key=lambda each: each.held_on)),
        evaluation=mine[-1] if mine else None,
        origins=tuple(readable(desk, "opinion", origins)),
        origin_count=len(origins),
        told=sum(1 for each in origins if values_of(each)["fed_back_on"]),
        may_rate=reply is not None and bool(desk.user.deputy) and one.lead_deputy == desk.user.deputy,
        past_due=len(past) + len(broken),
    )
