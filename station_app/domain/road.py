"""The road of a matter from mouth to answer: the acts that lie behind it, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable

MILESTONES = frozenset(
    {
        "register",
        "carry_over",
        "answer",
        "redirect",
        "triage",
        "escalate",
        "promote",
        "merge",
        "withdraw",
        "archive",
        "move",
        "take_over",
    }
    | {"submit", "accept", "return_to_deputy", "treat_as_letter", "conclude", "answer_correction", "settle"}
    | {"confirm", "decline", "void", "disclose", "take_back", "open", "close", "reopen", "cancel"}
    | {f"assignment.{act}" for act in ("register", "acknowledge", "begin_handling", "request_return")}
    | {f"assignment.{act}" for act in ("agree_return", "refuse_return", "rework", "void")}
    | {"extension.grant", "extension.refuse", "reply.register", "reply.pass_reply", "reply.send_back", "reply.void"}
    | {"telling.register", "telling.rate", "evaluation.register", "publication.publish", "publication.withhold"}
    | {f"commitment.{act}" for act in ("register", "keep_promise", "break_promise", "explain_promise")}
)
"""The acts that move a matter on, those on its handling with their kind before them; the others (correct, reveal) leave
it where it is."""

AHEAD: dict[str, tuple[str, ...]] = {
    "REGISTERED": ("whither", "reply"),
    "TRIAGED": ("dispatch", "reply"),
    "REFERRED": ("reply",),
    "ESCALATED": ("reply",),
    "ACKNOWLEDGED": ("reply",),
    "HANDLING": ("reply",),
    "RETURN_REQUESTED": ("reply",),
    "HANDLED": ("told",),
    "CHECKED": ("told",),
}
"""What still lies before an opinion, by its state: where it goes, its dispatch, its answer."""


@immutable
class Stop:
    """One station of the road: an act's name (or a name of `AHEAD`), the civil date it was reached or is due on."""

    name: str
    day: str
    is_reached: bool


def road(acts: Sequence[tuple[str, str]], state: str, due_on: str = "") -> tuple[Stop, ...]:
    """The stations of an opinion: `acts` are those done, (name, civil date), in their order.

    Those on its handling are named with their kind (`reply.register`)."""
    behind = [Stop(name, day, True) for name, day in acts if name in MILESTONES]
    ahead = [Stop(name, due_on if name == "reply" else "", False) for name in AHEAD.get(state, ())]
    return (*behind, *ahead)
