"""Cosigners (附议代表): each is asked, and answers for themselves, with day and way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.lifecycle import JOINED, act_of
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Cosigning, Deputy, Suggestion
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

CONFIRMED = "CONFIRMED"


def cosignings_of(desk: Desk, suggestion: str) -> list[Cosigning]:
    """All who were asked to join in a suggestion, in the order they were asked."""
    return desk.records.all(Cosigning, suggestion=suggestion)


def ask(desk: Desk, suggestion: str, deputy: str, day: str = "") -> list[Done]:
    """Ask a deputy to join in a draft. Raises Rejected for the lead deputy, one who stands there already, and for what
    was submitted."""
    own = desk.records.one(Suggestion, suggestion)
    found = desk.records.several(Deputy, [deputy]).get(deputy)
    name = found.name if found else deputy
    if own.lead_deputy == deputy:
        raise reject(refusal("cosigner_is_lead", "deputy", name=name))
    if not _is_open(own):
        raise reject(refusal("cosigning_is_over", "deputy"))
    if any(one.deputy == deputy and one.state in JOINED for one in cosignings_of(desk, suggestion)):
        raise reject(refusal("cosigner_twice", "deputy", name=name))
    fields = {"suggestion": suggestion, "deputy": deputy, "asked_on": day or desk.today}
    listed = (*own.cosigners, deputy)
    return perform(
        desk,
        [
            Ask("cosigning", "register", fields),
            Ask("suggestion", "correct", {"cosigners": tuple(dict.fromkeys(listed))}, suggestion),
        ],
    )


def confirm(desk: Desk, cosigning: str, fields: Mapping[str, Any]) -> list[Done]:
    """They join: `confirmed_on` and `confirm_way`. Raises Rejected."""
    return perform(desk, [Ask("cosigning", "confirm", fields, cosigning), *_listed(desk, cosigning, stands=True)])


def decline(desk: Desk, cosigning: str, note: str = "") -> list[Done]:
    """They do not join. Raises Rejected."""
    return perform(
        desk, [Ask("cosigning", "decline", {"note": note}, cosigning), *_listed(desk, cosigning, stands=False)]
    )


def leave(desk: Desk, cosigning: str) -> list[Done]:
    """They take their name back. Raises Rejected."""
    return perform(desk, [Ask("cosigning", "withdraw", {}, cosigning), *_listed(desk, cosigning, stands=False)])


def _listed(desk: Desk, cosigning: str, *, stands: bool) -> list[Ask]:
    """The draft's list of names follows; what was submitted is frozen, and the cosigning alone tells."""
    one = desk.records.one(Cosigning, cosigning)
    own = desk.records.one(Suggestion, one.suggestion)
    others = tuple(uid for uid in own.cosigners if uid != one.deputy)
    listed = (
        (*own.cosigners, one.deputy)
        if stands and one.deputy not in own.cosigners
        else own.cosigners
        if stands
        else others
    )
    if not _is_open(own) or listed == own.cosigners:
        return []
    return [Ask("suggestion", "correct", {"cosigners": listed}, own.uid)]


def _is_open(suggestion: Suggestion) -> bool:
    return act_of("suggestion", "correct", suggestion.state) is not None
