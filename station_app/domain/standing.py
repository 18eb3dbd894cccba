"""Where a matter stands: read from its own record and from its records of handling, by one pure function.

Nothing here knows a clock: overdue is `due_on` compared in a query. Whatever came first, the same records give the same
reading, so that every desk shows the same. What is read stands in columns of the matter's table (`FieldSpec.reading`)
and in no line of a journal. What wins is settled by the tables below, in the order of the office's own rules
(O1-O24, G1-G14): what its own home ended (withdrawn, void, merged, closed) beats every open assignment; of several
assignments the least advanced tells; a reply that was sent back is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Values = Mapping[str, Any]
Beside = Mapping[str, Sequence[Values]]
"""The records of handling of one matter, by kind, in any order."""

STATION, COUNTY, DEPUTY, NOBODY = "STATION", "COUNTY", "DEPUTY", ""
"""Whose turn it is to write: the station, the office above it, the deputy, nobody."""

READ = ("assignment", "extension", "reply", "telling", "evaluation", "commitment")
"""The kinds of handling from which the reading is made; the others say what happened and move nothing."""

RELEASED = ("RETURNED", "VOID")
"""The states of an assignment that binds its unit no more."""

ADVANCE = ("PENDING", "RETURN_ASKED", "SIGNED", "HANDLING", "DONE")
"""The states of an assignment that binds, the least advanced first."""

OF_OPINION: Mapping[str, str] = {
    "PENDING": "REFERRED",
    "RETURN_ASKED": "RETURN_REQUESTED",
    "SIGNED": "ACKNOWLEDGED",
    "HANDLING": "HANDLING",
    "DONE": "HANDLING",
}
OF_SUGGESTION: Mapping[str, str] = {
    "PENDING": "ASSIGNED",
    "RETURN_ASKED": "ASSIGNED",
    "SIGNED": "IN_HANDLING",
    "HANDLING": "IN_HANDLING",
    "DONE": "IN_HANDLING",
}
"""What a matter reads as while an assignment stands so; DONE without a reply that stands is still being handled."""

ON_THE_WAY = ("REGISTERED", "TRIAGED", "ESCALATED")
"""The stages of an opinion from which its handling tells further; every other stage is its own end."""

ACCEPTED = ("ACCEPTED",)
"""The stages of a suggestion from which its handling tells further."""

TOWNSHIP = "TOWNSHIP"

ANSWERS = frozenset({"LEAD", "SEPARATE", ""})
"""How a unit takes part that answers the matter itself; one that assists answers the unit that leads."""


def read(kind: str, own: Values, beside: Beside, inherited: Sequence[Values] = ()) -> dict[str, Any]:
    """What a matter's table shows of it: the fields of its record that are read (`FieldSpec.reading`), all of them.

    `own`: the matter's values, `beside` its records of handling, `inherited` replies that answer it too: those to the
    suggestion that it was promoted to, and to the matter that it was merged into. What is void says nothing. Raises
    KeyError for a kind that is no matter.
    """
    kept = {of: [one for one in some if not one.get("void_reason")] for of, some in beside.items()}
    return _READERS[kind](own, kept, [one for one in inherited if not one.get("void_reason")])


def last_reply(replies: Iterable[Values]) -> Values:
    """The last reply that stands; {} where there is none. One day's replies are told apart by their ids."""
    standing = [one for one in replies if one.get("state") != "SENT_BACK"]
    return max(standing, key=lambda one: (str(one.get("replied_on", "")), str(one["uid"])), default={})


def is_run_by_township(suggestion: Values) -> bool:
    """Whether the township's presidium handles a suggestion itself: one to the township's own congress (组织法 2022
    art. 42)."""
    return suggestion.get("level") == TOWNSHIP


def binding(assignments: Iterable[Values]) -> list[Values]:
    """The assignments that bind a unit, the earliest first."""
    kept = [one for one in assignments if one.get("state") not in RELEASED]
    return sorted(kept, key=lambda one: (str(one.get("assigned_on", "")), str(one["uid"])))


def due_day(assignment: Values, extensions: Iterable[Values]) -> str:
    """An assignment's deadline: the latest day that was granted, else its own. More time is never less."""
    granted = [
        str(one.get("until_on", ""))
        for one in extensions
        if one.get("assignment") == assignment["uid"] and one.get("state") == "GRANTED"
    ]
    return max([str(assignment.get("due_on", "")), *granted])


def _opinion(own: Values, beside: Beside, inherited: Sequence[Values]) -> dict[str, Any]:
    stage = str(own.get("stage", ""))
    bound = binding(beside.get("assignment", ()))
    open_ = [one for one in bound if one.get("state") != "DONE"]
    # While a unit handles it, again or still, what units answered before is not the answer; a suggestion's is.
    answer = last_reply([*(() if open_ else beside.get("reply", ())), *inherited])
    reached, missed = _tellings(beside.get("telling", ()), answer)
    state = stage
    if stage in ON_THE_WAY:
        if answer:
            checked = "CHECKED" if answer.get("state") == "PASSED" else "HANDLED"
            state = checked if not reached else "RATED" if reached.get("satisfaction") else "FED_BACK"
        elif bound:
            state = _while(OF_OPINION, open_ or bound)
    shown = _shown(bound)
    is_waiting = state in ("HANDLED", "CHECKED") or (stage == "MERGED" and bool(answer) and not reached)
    return {
        "state": state,
        "turn": _turn_of_opinion(state, shown, is_waiting),
        "owed_since": str(answer.get("replied_on", "")) if is_waiting else "",
        "answered_in": str(answer.get("uid", "")),
        "unit": str(shown.get("unit", "")),
        "slip_number": str(shown.get("number", "")),
        "assigned_on": str(shown.get("assigned_on", "")),
        "due_on": due_day(shown, beside.get("extension", ())) if shown else "",
        "requirements": str(shown.get("requirements", "")),
        "acknowledged_on": str(shown.get("acknowledged_on", "")),
        "officer": str(shown.get("officer", "")),
        "officer_phone": str(shown.get("officer_phone", "")),
        "result": str(answer.get("result", "")),
        "result_degree": str(answer.get("result_degree", "")),
        "handled_on": str(answer.get("replied_on", "")),
        "process": str(answer.get("process", "")),
        "next_measures": str(answer.get("next_measures", "")),
        "next_due_on": str(answer.get("next_due_on", "")),
        "fed_back_on": str(reached.get("fed_back_on", "")),
        "fed_back_way": str(reached.get("fed_back_way", "")),
        "fed_back_by": str(reached.get("fed_back_by", "")),
        "deputy_told_on": str(reached.get("deputy_told_on", "")),
        "deputy_told_way": str(reached.get("deputy_told_way", "")),
        "satisfaction": str(reached.get("satisfaction", "")),
        "satisfaction_reason": str(reached.get("satisfaction_reason", "")),
        "contact_tries": len(missed) or None,
        "tried_on": max((str(one.get("fed_back_on", "")) for one in missed), default=""),
        "promised_on": _promised(beside.get("commitment", ())),
    }


def _suggestion(own: Values, beside: Beside, _inherited: Sequence[Values]) -> dict[str, Any]:
    stage = str(own.get("stage", ""))
    bound = [one for one in binding(beside.get("assignment", ())) if (one.get("part") or "") in ANSWERS]
    answer = last_reply(beside.get("reply", ()))
    judged = [one for one in beside.get("evaluation", ()) if one.get("reply") == answer.get("uid")]
    rating = max(judged, key=lambda one: (str(one.get("evaluated_on", "")), str(one["uid"])), default={})
    open_ = [one for one in bound if one.get("state") != "DONE"]
    promised = _promised(beside.get("commitment", ()))
    state = stage
    if stage in ACCEPTED:
        if open_:
            state = _while(OF_SUGGESTION, open_)
        elif answer:
            state = "EVALUATED" if rating else "REPLIED"
        elif bound:
            state = OF_SUGGESTION["DONE"]
    elif stage == "CONCLUDED" and promised:
        state = "TRACKING"
    shown = _shown(bound)
    return {
        "state": state,
        "turn": _turn_of_suggestion(own, state, shown),
        "answered_in": str(answer.get("uid", "")),
        "assigned_unit": str(shown.get("unit", "")),
        "assigned_on": str(shown.get("assigned_on", "")),
        "due_on": due_day(shown, beside.get("extension", ())) if shown else "",
        "reply": str(answer.get("result", "")),
        "reply_no": str(answer.get("letter_no", "")),
        "reply_category": str(answer.get("result_degree", "")),
        "replied_on": str(answer.get("replied_on", "")),
        "consulted_way": str(rating.get("consulted_way", "")),
        "work_satisfaction": str(rating.get("work_satisfaction", "")),
        "result_satisfaction": str(rating.get("result_satisfaction", "")),
        "evaluation_reason": str(rating.get("evaluation_reason", "")),
        "evaluated_on": str(rating.get("evaluated_on", "")),
        "further_request": str(rating.get("further_request", "")),
        "promised_on": promised,
    }


def _tellings(tellings: Iterable[Values], answer: Values) -> tuple[Values, list[Values]]:
    """The last time that the speaker was told of this answer ({} for never), and the tries since that reached nobody.

    What was told of an earlier answer says nothing of this one.
    """
    own = [one for one in tellings if answer and one.get("reply", "") == answer["uid"]]
    ordered = sorted(own, key=lambda one: (str(one.get("fed_back_on", "")), str(one["uid"])))
    reached = [one for one in ordered if one.get("reached") == "YES"]
    return reached[-1] if reached else {}, [one for one in ordered if one.get("reached") != "YES"]


def _advance(assignment: Values) -> int:
    """How far an assignment is; one whose state nobody here knows has not begun."""
    state = assignment.get("state")
    return ADVANCE.index(state) if state in ADVANCE else 0


def _while(table: Mapping[str, str], bound: Sequence[Values]) -> str:
    """What a matter reads as while these assignments bind: the least advanced tells."""
    return table[ADVANCE[min(map(_advance, bound))]]


def _shown(bound: Sequence[Values]) -> Values:
    """The assignment whose unit and deadline stand beside the matter: of those still open the least advanced, of those
    done the last."""
    open_ = [one for one in bound if one.get("state") != "DONE"]
    if open_:
        return min(open_, key=_advance)
    return bound[-1] if bound else {}


def _promised(commitments: Iterable[Values]) -> str:
    """The earliest day by which an open promise falls due; one without a day is due at once."""
    open_ = [str(one.get("by_on", "")) or "0000-00-00" for one in commitments if one.get("state") in ("OPEN", "BROKEN")]
    return min(open_, default="")


def _turn_of_opinion(state: str, shown: Values, is_waiting: bool) -> str:
    if is_waiting or state in ("REGISTERED", "TRIAGED", "FED_BACK", "RATED", "ANSWERED_ON_SITE", "REDIRECTED"):
        return STATION
    if state == "ESCALATED":
        return COUNTY
    return str(shown.get("side", "")) if state in OF_OPINION.values() else NOBODY


def _turn_of_suggestion(own: Values, state: str, shown: Values) -> str:
    if state in ("DRAFT", "RETURNED_TO_DEPUTY", "REPLIED"):
        return DEPUTY
    if state in ("SUBMITTED", "ACCEPTED"):
        return STATION if is_run_by_township(own) else COUNTY
    if state in ("ASSIGNED", "IN_HANDLING", "EVALUATED", "TRACKING"):
        return str(shown.get("side", "")) or (STATION if is_run_by_township(own) else COUNTY)
    return NOBODY


_READERS = {"opinion": _opinion, "suggestion": _suggestion}

MATTERS = tuple(_READERS)
"""The kinds that are matters."""
