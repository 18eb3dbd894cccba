"""The deputy's suggestion at the station: drafted from opinions, checked, submitted, withdrawn, amended, judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from station_app.domain import numbering
from station_app.domain.field import values_of
from station_app.domain.lifecycle import OPEN_OPINION
from station_app.domain.problem import Problem, refusal, reject
from station_app.domain.quality.finding import Finding, Gravity
from station_app.domain.records import Opinion, Suggestion
from station_app.domain.secrecy import is_kept_here
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

SUBMISSION, WITHDRAWAL = ("submitted_on",), ("withdraw_reason", "withdrawn_on")


def promote(desk: Desk, opinions: Sequence[str], fields: Mapping[str, Any]) -> list[Done]:
    """Draft a suggestion from opinions, or from none, and mark each of them; the suggestion comes first.

    Part 0 of the problems is the suggestion's, part n that of the nth opinion. Raises Rejected.
    """
    _refuse_those_taken(desk, opinions)
    suggestion = desk.clock.new_id()
    asks = [Ask("suggestion", "register", {**fields, "origin_opinions": tuple(opinions)}, suggestion)]
    asks += [_promotion(opinion, suggestion) for opinion in opinions]
    return perform(desk, asks)


def keep(desk: Desk, suggestion: str, fields: Mapping[str, Any]) -> list[Done]:
    """Keep what was changed in a draft. Raises Rejected."""
    return perform(desk, [Ask("suggestion", "correct", fields, suggestion)])


def add_opinions(desk: Desk, suggestion: str, opinions: Sequence[str]) -> list[Done]:
    """Let a draft grow from further opinions. Raises Rejected."""
    own = desk.records.one(Suggestion, suggestion)
    further = [uid for uid in dict.fromkeys(opinions) if uid not in own.origin_opinions]
    _refuse_those_taken(desk, further)
    listed = (*own.origin_opinions, *further)
    asks = [Ask("suggestion", "correct", {"origin_opinions": listed}, suggestion)]
    return perform(desk, [*asks, *(_promotion(uid, suggestion) for uid in further)])


def take_opinion(desk: Desk, suggestion: str, opinion: str) -> list[Done]:
    """Take an opinion out of a draft; it stands where it stood before. Raises Rejected."""
    own = desk.records.one(Suggestion, suggestion)
    listed = tuple(uid for uid in own.origin_opinions if uid != opinion)
    asks = [Ask("suggestion", "correct", {"origin_opinions": listed}, suggestion)]
    return perform(desk, [*asks, *_releases(desk, own.uid, [opinion])])


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
    own = desk.records.one(Suggestion, suggestion)
    given = {"withdraw_reason": reason, "withdrawn_on": day or desk.today}
    asks = [Ask("suggestion", "withdraw", given, suggestion)]
    return perform(desk, [*asks, *_releases(desk, own.uid, own.origin_opinions)])


def amend(desk: Desk, suggestion: str, amendment: str, day: str = "") -> list[Done]:
    """Add to what was submitted: its text is frozen, the amendment stands beside it. Raises Rejected."""
    fields = {"amendment": amendment, "amended_on": day or desk.today}
    return perform(desk, [Ask("suggestion", "amend", fields, suggestion)])


def evaluate(desk: Desk, suggestion: str, fields: Mapping[str, Any]) -> list[Done]:
    """Judge a reply on two axes, the handling and the result, with reasons where not satisfied. Raises Rejected."""
    return perform(desk, [Ask("suggestion", "evaluate", {"evaluated_on": desk.today, **fields}, suggestion)])


def _promotion(opinion: str, suggestion: str) -> Ask:
    return Ask("opinion", "promote", {"promoted_to": suggestion}, opinion)


def _releases(desk: Desk, suggestion: str, opinions: Sequence[str]) -> list[Ask]:
    """What sets opinions free again; those that were answered in the meantime keep what happened."""
    found = desk.records.several(Opinion, opinions)
    return [
        Ask("opinion", "release", {}, one.uid)
        for one in found.values()
        if one.promoted_to == suggestion and one.state in OPEN_OPINION
    ]


def _refuse_those_taken(desk: Desk, opinions: Sequence[str]) -> None:
    problems: list[Problem] = []
    for part, (uid, opinion) in enumerate(desk.records.several(Opinion, opinions).items(), 1):
        number = numbering.short_of(opinion.number)
        if is_kept_here(values_of(opinion)):
            problems.append(Problem("opinion_kept_here", "origin_opinions", uid, (("number", number),), part=part))
        elif opinion.promoted_to:
            problems.append(Problem("opinion_promoted", "origin_opinions", uid, (("number", number),), part=part))
    if problems:
        raise reject(*problems)
