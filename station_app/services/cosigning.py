"""Cosigners (附议代表): each is asked, and answers for themselves, with day and way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.records import Cosigning
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

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
