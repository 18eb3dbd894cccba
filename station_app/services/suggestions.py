"""The deputy's suggestion at the station: drafted from opinions, checked, submitted, withdrawn, amended, judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from station_app.domain.problem import refusal, reject
from station_app.domain.quality.finding import Finding, Gravity
from station_app.domain.records import Suggestion
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

SUBMISSION, WITHDRAWAL = ("submitted_on",), ("withdraw_reason", "withdrawn_on")


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
