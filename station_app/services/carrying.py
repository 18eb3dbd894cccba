"""An old ledger's row says in one line what is several records here: the matter, who handled it, what was answered,
who was told. Each becomes its own record, beside the matter that is carried over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.clock import named_id
from station_app.domain.lifecycle import CARRY_OVER
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


def stage_of(kind: str, state: str) -> str:
    """The stage in which a matter of an old ledger's state is carried over. Raises KeyError for another state."""
    return STAGES[kind][state] or state


def asks(kind: str, uid: str, state: str, said: Values) -> list[Ask]:
    """The acts that carry over the handling of a matter: `said` are the fields of its row that are read from handling.

    Ids follow from the matter's, so that the same row carried twice is the same record.
    """
    made = _of_opinion(uid, state, said) if kind == "opinion" else _of_suggestion(uid, state, said)
    return [Ask(one, CARRY_OVER, _filled(fields), named_id(f"{one}/{uid}")) for one, fields in made]


def _of_opinion(uid: str, state: str, said: Values) -> list[tuple[str, dict[str, Any]]]:
    made: list[tuple[str, dict[str, Any]]] = []
    is_told = said.get("fed_back_on") or said.get("satisfaction") or state in ("FED_BACK", "RATED")
    is_answered = is_told or said.get("result") or said.get("handled_on") or state == "HANDLED"
    is_given = said.get("unit") or said.get("assigned_on") or state in ("REFERRED", "ACKNOWLEDGED", "HANDLING")
    if is_given and (state != "REGISTERED" or is_answered):
        named = ("unit", "assigned_on", "due_on", "requirements", "acknowledged_on", "officer", "officer_phone")
        done = _ASSIGNED.get(state, "DONE")  # as the ledger says, though an answer stands beside it
        made.append(("assignment", {**_of(said, named), "state": done, "opinion": uid}))
    reply = named_id(f"reply/{uid}")
    if is_answered:
        answer = ("result", "result_degree", "process", "next_measures", "next_due_on")
        of = named_id(f"assignment/{uid}") if made else ""
        answered = {"state": "SENT", "opinion": uid, "assignment": of, "replied_on": said.get("handled_on", "")}
        made.append(("reply", {**_of(said, answer), **answered, "unit": said.get("unit", "")}))
    if is_told:
        call = ("fed_back_on", "fed_back_way", "fed_back_by", "deputy_told_on", "deputy_told_way")
        heard = _of(said, (*call, "satisfaction", "satisfaction_reason"))
        if heard.get("satisfaction") == DISSATISFIED:
            heard["satisfaction_reason"] = heard.get("satisfaction_reason") or NOT_RECORDED
        made.append(("telling", {**heard, "opinion": uid, "reply": reply, "reached": "YES"}))
    return made


def _of_suggestion(uid: str, state: str, said: Values) -> list[tuple[str, dict[str, Any]]]:
    made: list[tuple[str, dict[str, Any]]] = []
    is_rated = said.get("work_satisfaction") or said.get("result_satisfaction") or state == "EVALUATED"
    is_answered = is_rated or said.get("reply") or said.get("replied_on") or state == "REPLIED"
    if said.get("assigned_unit") or said.get("assigned_on") or state in ("ASSIGNED", "IN_HANDLING"):
        done = "DONE" if is_answered else _ASSIGNED.get(state, "DONE")
        given = {"unit": said.get("assigned_unit", ""), **_of(said, ("assigned_on", "due_on"))}
        made.append(("assignment", {**given, "state": done, "suggestion": uid, "part": "LEAD"}))
    reply = named_id(f"reply/{uid}")
    if is_answered:
        letter = {"result": said.get("reply", ""), "letter_no": said.get("reply_no", "")}
        letter |= {"result_degree": said.get("reply_category", ""), "replied_on": said.get("replied_on", "")}
        of = named_id(f"assignment/{uid}") if made else ""
        known = {"state": "SENT", "suggestion": uid, "assignment": of, "unit": said.get("assigned_unit", "")}
        made.append(("reply", {**letter, **known}))
    if is_rated:
        named = ("work_satisfaction", "result_satisfaction", "evaluation_reason", "evaluated_on", "consulted_way")
        judged = _of(said, (*named, "further_request"))
        if DISSATISFIED in (judged.get("work_satisfaction"), judged.get("result_satisfaction")):
            judged["evaluation_reason"] = judged.get("evaluation_reason") or NOT_RECORDED
        made.append(("evaluation", {**judged, "suggestion": uid, "reply": reply}))
    return made


def _of(said: Values, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


def _filled(fields: Values) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, ())}
