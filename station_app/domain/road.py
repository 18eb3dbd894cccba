"""The road of a matter from mouth to answer: the acts that lie behind it, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.immutable import immutable

MILESTONES = frozenset(
    {"register", "carry_over", "answer", "redirect", "triage", "refer", "escalate", "promote", "merge", "withdraw"}
    | {"acknowledge", "begin_handling", "report_result", "feed_back", "rate"}
    | {"submit", "accept", "assign", "reply", "answer_correction", "settle"}
    | {"request_return", "agree_return", "refuse_return", "carry_reply", "rework", "evaluate", "confirm", "decline"}
    | {"void", "disclose", "take_back", "open", "close", "reopen", "cancel"}
)
"""The acts that move a matter on; the others (correct, reveal) leave it where it is."""

AHEAD: dict[str, tuple[str, ...]] = {
    "REGISTERED": ("whither", "reply"),
    "TRIAGED": ("dispatch", "reply"),
    "REFERRED": ("reply",),
    "ESCALATED": ("reply",),
    "ACKNOWLEDGED": ("reply",),
    "HANDLING": ("reply",),
    "RETURN_REQUESTED": ("reply",),
    "HANDLED": ("told",),
}
"""What still lies before an opinion, by its state: where it goes, its dispatch, its answer."""


@immutable
class Stop:
    """One station of the road: an act's name (or a name of `AHEAD`), the civil date it was reached or is due on."""

    name: str
    day: str
    is_reached: bool


def road(acts: Sequence[tuple[str, str]], state: str, due_on: str = "") -> tuple[Stop, ...]:
    """The stations of an opinion: `acts` are those done, (name, civil date), in their order."""
    behind = [Stop(name, day, True) for name, day in acts if name in MILESTONES]
    ahead = [Stop(name, due_on if name == "reply" else "", False) for name in AHEAD.get(state, ())]
    return (*behind, *ahead)
