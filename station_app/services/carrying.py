"""An old ledger's row says in one line what is several records here: the matter, who handled it, what was answered,
who was told. Each becomes its own record, beside the matter that is carried over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.clock import named_id
from station_app.domain.field import fields_of, specs_of
from station_app.domain.lifecycle import (
    ANSWERED_SUGGESTION,
    CARRY_OVER,
    HEARD_OPINION,
    PLACED_OPINION,
    RATED_SUGGESTION,
    RUNNING_SUGGESTION,
    UNDECIDED_OPINION,
    UNTOLD_OPINION,
)
from station_app.domain.records import BY_KIND
from station_app.domain.standing import LEAD
from station_app.services.ask import Ask
from station_app.text.ledgers import NOT_RECORDED

Values = Mapping[str, Any]

DISSATISFIED = "DISSATISFIED"

STAGES: Mapping[str, Mapping[str, str]] = {
    "opinion": {
        **dict.fromkeys(("REGISTERED", "TRIAGED", "CLOSED", "REDIRECTED", "WITHDRAWN"), ""),
        **dict.fromkeys(("REFERRED", "ACKNOWLEDGED", "HANDLING", "HANDLED", "FED_BACK", "RATED"), "TRIAGED"),
    },
    "suggestion": {
        **dict.fromkeys(("DRAFT", "SUBMITTED", "ACCEPTED", "CONCLUDED"), ""),
        **dict.fromkeys(("ASSIGNED", "IN_HANDLING", "REPLIED", "EVALUATED"), "ACCEPTED"),
    },
}
"""The states in which old ledgers' matters come, and the stage that each is carried over in; "" for the same word."""

_ASSIGNED = {
    "REFERRED": "PENDING",
    "ASSIGNED": "PENDING",
    "ACKNOWLEDGED": "SIGNED",
    "HANDLING": "HANDLING",
    "IN_HANDLING": "HANDLING",
    "SUBMITTED": "HANDLING",
    "ACCEPTED": "HANDLING",
}
"""How far a unit is with a matter that reads so; where the matter is further, it is done."""

_GIVEN = {"opinion": PLACED_OPINION, "suggestion": RUNNING_SUGGESTION}
_ANSWERED = {"opinion": UNTOLD_OPINION, "suggestion": ANSWERED_SUGGESTION}
_HEARD = {"opinion": HEARD_OPINION, "suggestion": RATED_SUGGESTION}
"""The states that say by themselves that a unit has the matter, that it is answered, that its speaker has heard."""

_HEARD_IN = {"opinion": "telling", "suggestion": "evaluation"}
"""The kind of record that says what became of an answer with whoever asked."""

_FIXED: Mapping[str, Mapping[str, str]] = {"telling": {"reached": "YES"}, "reply": {"state": "SENT"}}
"""What an old ledger's row does not say and means."""

_REASONS = (
    ("satisfaction", "satisfaction_reason"),
    ("work_satisfaction", "evaluation_reason"),
    ("result_satisfaction", "evaluation_reason"),
)
"""Who was not satisfied with what, and where the reason stands."""


def stage_of(kind: str, state: str) -> str:
    """The stage in which a matter of an old ledger's state is carried over. Raises KeyError for another state."""
    return STAGES[kind][state] or state


def proposed(state: str, said: Values) -> dict[str, Any]:
    """What a matter that nobody has decided on keeps of its row's handling: the unit, nobody has given it to them."""
    return {"proposed_unit": said["unit"]} if state in UNDECIDED_OPINION and said.get("unit") else {}


def asks(kind: str, uid: str, state: str, said: Values) -> list[Ask]:
    """The acts that carry over the handling of a matter: `said` are the fields of its row that are read from handling.

    Ids follow from the matter's, so that the same row carried twice is the same record.
    """
    heard_in = _HEARD_IN[kind]
    told = _told(kind, said)
    is_heard = bool(told[heard_in]) or state in _HEARD[kind]
    is_answered = is_heard or bool(told["reply"]) or state in _ANSWERED[kind]
    is_given = (bool(told["assignment"]) or state in _GIVEN[kind]) and (is_answered or state not in UNDECIDED_OPINION)
    made = {"assignment": is_given, "reply": is_answered, heard_in: is_heard}
    ids = {of: named_id(f"{of}/{uid}") if is_made else "" for of, is_made in made.items()}
    if is_given:
        # A ledger that says that a unit still has it is believed, though an answer stands beside it.
        is_done = is_answered and state not in _GIVEN[kind]
        told["assignment"]["state"] = "DONE" if is_done else _ASSIGNED.get(state, "DONE")
        told["reply"].setdefault("unit", told["assignment"].get("unit", ""))
    above = {name: ids[name] for name in ("assignment", "reply") if ids[name]}
    return [Ask(of, CARRY_OVER, _fields(of, {**told[of], **above, kind: uid}), ids[of]) for of in made if ids[of]]


def _told(kind: str, said: Values) -> dict[str, dict[str, Any]]:
    """What a row says of each record beside its matter (`FieldSpec.told_by`), numbers apart that are given here."""
    told: dict[str, dict[str, Any]] = {of: {} for of in ("assignment", "reply", _HEARD_IN[kind])}
    for one in fields_of(BY_KIND[kind]):
        if one.told_by and said.get(one.name) not in ("", None, ()):
            of, name = one.told_by
            if not specs_of(BY_KIND[of])[name].given:
                told[of][name] = said[one.name]
    if said.get("due_on"):
        told["assignment"]["due_on"] = said["due_on"]
    return told


def _fields(kind: str, said: Values) -> dict[str, Any]:
    """The fields of one record: of those said its own, and what follows."""
    own = specs_of(BY_KIND[kind])
    fields = {**_FIXED.get(kind, {}), **{name: value for name, value in said.items() if name in own and value}}
    if kind == "assignment" and said.get("suggestion"):
        fields["part"] = LEAD
    for name, reason in _REASONS:
        if fields.get(name) == DISSATISFIED:
            fields.setdefault(reason, NOT_RECORDED)
    return fields
