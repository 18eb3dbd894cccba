"""The steps of a matter over all desks, and who has the next one: what the line of time is made from.

An act's lane is who did it or to whom it came, its day the one that its record notes: a unit's paper answer is written
down days later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain import lifecycle, standing

Values = Mapping[str, Any]

VISITOR, STATION, COUNTY, UNIT, DEPUTY = "VISITOR", standing.STATION, standing.COUNTY, "UNIT", standing.DEPUTY
LANES = (VISITOR, STATION, COUNTY, UNIT, DEPUTY)
"""Whose hands a matter goes through, from mouth to answer and back."""

SIDE = ""
"""The lane of the side that wrote the record: the station or the office above it."""

LANE_OF: Mapping[str, str] = {
    "opinion.register": VISITOR,
    "opinion.carry_over": VISITOR,
    "opinion.withdraw": VISITOR,
    **dict.fromkeys((f"opinion.{act}" for act in ("answer", "redirect", "triage", "escalate", "promote")), STATION),
    **dict.fromkeys((f"opinion.{act}" for act in ("merge", "void", "close", "disclose", "take_back")), STATION),
    **dict.fromkeys((f"opinion.{act}" for act in ("archive", "take_over")), STATION),
    "opinion.move": COUNTY,
    **dict.fromkeys(
        (f"suggestion.{act}" for act in ("register", "carry_over", "submit", "withdraw", "take_back")), DEPUTY
    ),
    **dict.fromkeys((f"suggestion.{act}" for act in ("accept", "return_to_deputy", "treat_as_letter")), SIDE),
    **dict.fromkeys((f"suggestion.{act}" for act in ("merge", "conclude")), SIDE),
    **dict.fromkeys((f"assignment.{act}" for act in ("register", "agree_return", "refuse_return", "rework")), SIDE),
    **dict.fromkeys((f"assignment.{act}" for act in ("acknowledge", "begin_handling", "request_return")), UNIT),
    "extension.register": UNIT,
    "extension.grant": SIDE,
    "extension.refuse": SIDE,
    "consultation.register": UNIT,
    "assist_opinion.register": UNIT,
    "reply.register": UNIT,
    "reply.carry_over": UNIT,
    "reply.pass_reply": SIDE,
    "reply.send_back": SIDE,
    "commitment.register": UNIT,
    **dict.fromkeys((f"commitment.{act}" for act in ("keep_promise", "break_promise", "explain_promise")), UNIT),
    "evaluation.register": DEPUTY,
    "telling.register": VISITOR,
    "telling.carry_over": VISITOR,
    "telling.rate": VISITOR,
    "telling.miss": STATION,
    "telling.arrange": STATION,
    "reminder.register": SIDE,
    "supervision.register": SIDE,
    "publication.publish": SIDE,
}
"""The acts that are steps, each with its lane; the others (correct, reveal) leave a matter where it is."""

PAPER_OF: Mapping[str, str] = {
    "assignment.register": "number",
    "reply.register": "letter_no",
    "suggestion.submit": "number",
    "opinion.register": "number",
    "opinion.carry_over": "number",
}
"""By which field of the record the paper of a step is called."""

NEXT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "opinion": {
        "REGISTERED": (STATION, "whither"),
        "TRIAGED": (STATION, "dispatch"),
        "ESCALATED": (COUNTY, "dispatch"),
        "REFERRED": (UNIT, "sign"),
        "ACKNOWLEDGED": (UNIT, "reply"),
        "HANDLING": (UNIT, "reply"),
        "RETURN_REQUESTED": (SIDE, "decide_return"),
        "HANDLED": (STATION, "tell"),
        "CHECKED": (STATION, "tell"),
        "FED_BACK": (STATION, "ask"),
        "RATED": (STATION, "end"),
        "ANSWERED_ON_SITE": (STATION, "end"),
        "REDIRECTED": (STATION, "end"),
    },
    "suggestion": {
        "DRAFT": (DEPUTY, "submit"),
        "RETURNED_TO_DEPUTY": (DEPUTY, "submit"),
        "SUBMITTED": (SIDE, "review"),
        "ACCEPTED": (SIDE, "dispatch"),
        "ASSIGNED": (UNIT, "sign"),
        "IN_HANDLING": (UNIT, "reply"),
        "REPLIED": (DEPUTY, "rate"),
        "EVALUATED": (SIDE, "conclude"),
        "TRACKING": (UNIT, "keep"),
    },
}
"""Who has the next step of a matter, and which it is, by its kind and state; none where it is over."""


def is_step(kind: str, act: str) -> bool:
    """Whether an act stands on the line of time."""
    return f"{kind}.{act}" in LANE_OF


def lane_of(kind: str, act: str, record: Values) -> str:
    """The lane of a step. Raises KeyError for what is none."""
    return LANE_OF[f"{kind}.{act}"] or side_of(kind, record)


def side_of(kind: str, record: Values) -> str:
    """The side on which a record is written: of a suggestion that of whoever handles it."""
    if kind == "suggestion":
        return STATION if standing.is_run_by_township(record) else COUNTY
    return str(record.get("side") or STATION)


def day_field(kind: str, act: str) -> str:
    """The field that notes the day of a step, "" where only the journal tells it."""
    if act in ("register", "carry_over") and kind == "opinion":
        return "received_on"
    noted = (one.today for one in lifecycle.acts_of(kind) if one.name == act and one.today)
    return next(noted, ("",))[0]


def next_of(kind: str, matter: Values) -> tuple[str, str]:
    """Who has the next step of a matter, and which; two blanks where nothing is to come. An answer that is owed comes
    before where the matter went."""
    if kind == "opinion" and matter.get("owed_since"):
        return STATION, "tell"
    lane, step = NEXT[kind].get(str(matter.get("state", "")), ("", ""))
    return (lane or (str(matter.get("turn") or "") or side_of(kind, matter)), step) if step else ("", "")


def leads_to(kind: str, matter: Values) -> tuple[str, str]:
    """The matter in which this one is answered: its kind and uid; two blanks for itself."""
    for name, above in standing.THROUGH[kind].items():
        if matter.get(name):
            return above, str(matter[name])
    return "", ""


HANDLED_THERE = frozenset({"assignment", "reply", "commitment", "evaluation"})
"""Of the matter in which another is answered, what stands on the other's line too: nobody else's words."""
