"""Where a matter stands: read from its own record and from its records of handling, by one pure function.

Nothing here knows a clock: overdue is `due_on` compared in a query. Whatever came first, the same records give the same
reading, so that every desk shows the same. What is read stands in columns of the matter's table (`FieldSpec.reading`)
and in no line of a journal. What wins is settled by the tables below, in the order of the office's own rules
(O1-O24, G1-G14): what its own home ended (withdrawn, void, merged, closed) beats every open assignment; of several
assignments the least advanced tells; a reply that was sent back is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from station_app.domain.field import fields_of
from station_app.domain.handling_acts import (
    DONE_ASSIGNMENT,
    GRANTED_EXTENSION,
    OPEN_COMMITMENT,
    RELEASED_ASSIGNMENT,
    SENT_BACK_REPLY,
)
from station_app.domain.records import BY_KIND

Values = Mapping[str, Any]
Beside = Mapping[str, Sequence[Values]]
"""The records of handling of one matter, by kind, in any order."""

_Read = tuple[dict[str, Values], dict[str, Any]]
"""The records that tell of a matter, by their kind, and what is reckoned from several."""

STATION, COUNTY, DEPUTY, NOBODY = "STATION", "COUNTY", "DEPUTY", ""
"""Whose turn it is to write: the station, the office above it, the deputy, nobody."""

READ = ("assignment", "extension", "reply", "telling", "evaluation", "commitment")
"""The kinds of handling from which the reading is made; the others say what happened and move nothing."""

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

THROUGH: Mapping[str, Mapping[str, str]] = {
    "opinion": {"promoted_to": "suggestion", "merged_into": "opinion"},
    "suggestion": {"merged_into": "suggestion"},
}
"""By which field of a matter it names another whose answer is its own answer too, and of which kind that one is."""

COMES = "COMES"
"""What a try says whose speaker will come to hear it: nobody missed them."""

LEAD, SEPARATE = "LEAD", "SEPARATE"
ANSWERS = frozenset({LEAD, SEPARATE, ""})
"""How a unit takes part that answers the matter itself; one that assists answers the unit that leads."""


def read(kind: str, own: Values, beside: Beside, inherited: Sequence[Values] = ()) -> dict[str, Any]:
    """What a matter's table shows of it: the fields of its record that are read (`FieldSpec.reading`), all of them.

    `own`: the matter's values, `beside` its records of handling, `inherited` replies that answer it too (`answers_of`).
    What is void says nothing. Raises KeyError for a kind that is no matter.
    """
    kept = {of: [one for one in some if not one.get("void_reason")] for of, some in beside.items()}
    tellers, reckoned = _READERS[kind](own, kept, [one for one in inherited if not one.get("void_reason")])
    told = {name: tellers[of].get(field) or nothing for name, of, field, nothing in _told(kind)}
    return {**told, **reckoned}


def answers_of(
    kind: str,
    own: Values,
    matter: Callable[[str, str], Values],
    replies_to: Callable[[str, str], Iterable[Values]],
) -> list[Values]:
    """The replies that answer a matter though they were given to another: to the suggestion that it was promoted to, to
    the matter that it was merged into, and so on (`THROUGH`).

    `matter` gives a matter's values by kind and uid, {} where it has not come; `replies_to` what was answered to it.
    """
    found: list[Values] = []
    seen, waiting = {(kind, str(own["uid"]))}, [(kind, own)]
    while waiting:
        of, values = waiting.pop()
        for name, above in THROUGH[of].items():
            key = (above, str(values.get(name) or ""))
            if key[1] and key not in seen:
                seen.add(key)
                found += replies_to(*key)
                waiting.append((above, matter(*key)))
    return found


def hanging_from(kind: str) -> list[tuple[str, str]]:
    """By which kinds and fields matters name one of this kind, whose answers answer them."""
    return [(of, name) for of, names in THROUGH.items() for name, above in names.items() if above == kind]


def last_reply(replies: Iterable[Values]) -> Values:
    """The last reply that stands; {} where there is none. One day's replies are told apart by their ids."""
    standing = [one for one in replies if one.get("state") not in SENT_BACK_REPLY]
    return max(standing, key=lambda one: (str(one.get("replied_on", "")), str(one["uid"])), default={})


def is_run_by_township(suggestion: Values) -> bool:
    """Whether the township's presidium handles a suggestion itself: one to the township's own congress (组织法 2022
    art. 42), unless the office above has taken it up."""
    return suggestion.get("level") == TOWNSHIP and home_of(suggestion) == STATION


def home_of(matter: Values) -> str:
    """The side that wrote a matter down: whoever spoke is told by it, and it closes the matter."""
    return str(matter.get("side") or STATION)


def binding(assignments: Iterable[Values]) -> list[Values]:
    """The assignments that bind a unit, the earliest first."""
    kept = [one for one in assignments if one.get("state") not in RELEASED_ASSIGNMENT]
    return sorted(kept, key=lambda one: (str(one.get("assigned_on", "")), str(one["uid"])))


def due_day(assignment: Values, extensions: Iterable[Values]) -> str:
    """An assignment's deadline: the latest day that was granted, else its own. More time is never less."""
    granted = [
        str(one.get("until_on", ""))
        for one in extensions
        if one.get("assignment") == assignment["uid"] and one.get("state") in GRANTED_EXTENSION
    ]
    return max([str(assignment.get("due_on", "")), *granted])


def _opinion(own: Values, beside: Beside, inherited: Sequence[Values]) -> _Read:
    stage = str(own.get("stage", ""))
    bound = binding(beside.get("assignment", ()))
    open_ = _open(bound)
    # While a unit handles it, again or still, what units answered before is not the answer; a suggestion's is.
    answer = last_reply([*(() if open_ else beside.get("reply", ())), *inherited])
    reached, tried = _tellings(beside.get("telling", ()), answer)
    missed = [one for one in tried if one.get("reached") != COMES]
    state = stage
    if stage in ON_THE_WAY:
        if answer:
            checked = "CHECKED" if answer.get("state") == "PASSED" else "HANDLED"
            state = checked if not reached else "RATED" if reached.get("satisfaction") else "FED_BACK"
        elif bound:
            state = _while(OF_OPINION, open_ or bound)
    shown = _shown(bound)
    is_waiting = state in ("HANDLED", "CHECKED") or (stage == "MERGED" and bool(answer) and not reached)
    return {"assignment": shown, "reply": answer, "telling": reached}, {
        "state": state,
        "turn": _turn_of_opinion(own, state, shown, is_waiting),
        "answered_in": str(answer.get("uid", "")),
        "owed_since": str(answer.get("replied_on", "")) if is_waiting else "",
        "due_on": due_day(shown, beside.get("extension", ())) if shown else "",
        "contact_tries": len(missed) or None,
        "tried_on": max((str(one.get("fed_back_on", "")) for one in missed), default=""),
        "comes_on": str(tried[-1].get("comes_on", "")) if tried and not reached else "",
        "promised_on": _promised(_promises(beside)),
    }


def _suggestion(own: Values, beside: Beside, _inherited: Sequence[Values]) -> _Read:
    stage = str(own.get("stage", ""))
    bound = [one for one in binding(beside.get("assignment", ())) if (one.get("part") or "") in ANSWERS]
    answer = last_reply(beside.get("reply", ()))
    judged = [one for one in beside.get("evaluation", ()) if one.get("reply") == answer.get("uid")]
    rating = max(judged, key=lambda one: (str(one.get("evaluated_on", "")), str(one["uid"])), default={})
    open_, promises = _open(bound), _promises(beside)
    state = stage
    if stage in ACCEPTED:
        if open_:
            state = _while(OF_SUGGESTION, open_)
        elif answer:
            state = "EVALUATED" if rating else "REPLIED"
        elif bound:
            state = OF_SUGGESTION["DONE"]
    elif stage == "CONCLUDED" and promises:
        state = "TRACKING"
    shown = _shown(bound)
    return {"assignment": shown, "reply": answer, "evaluation": rating}, {
        "state": state,
        "turn": _turn_of_suggestion(own, state, shown),
        "answered_in": str(answer.get("uid", "")),
        "due_on": due_day(shown, beside.get("extension", ())) if shown else "",
        "promised_on": _promised(promises),
    }


def _tellings(tellings: Iterable[Values], answer: Values) -> tuple[Values, list[Values]]:
    """The last time that the speaker was told of this answer ({} for never), and the tries after which nobody was.

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
    if open_ := _open(bound):
        return min(open_, key=_advance)
    return bound[-1] if bound else {}


def _open(bound: Iterable[Values]) -> list[Values]:
    """The assignments whose units have not answered."""
    return [one for one in bound if one.get("state") not in DONE_ASSIGNMENT]


def _promises(beside: Beside) -> list[Values]:
    return [one for one in beside.get("commitment", ()) if one.get("state") in OPEN_COMMITMENT]


def _promised(promises: Iterable[Values]) -> str:
    """The earliest day by which a promise falls due; "" where none says one."""
    return min((day for one in promises if (day := str(one.get("by_on", "")))), default="")


@cache
def _told(kind: str) -> tuple[tuple[str, str, str, Any], ...]:
    """The fields of a matter that repeat what one record beside it says: each with that one's kind and field, and with
    what stands there where there is none."""
    return tuple((one.name, *one.told_by, one.nothing) for one in fields_of(BY_KIND[kind]) if one.told_by)


def _turn_of_opinion(own: Values, state: str, shown: Values, is_waiting: bool) -> str:
    if is_waiting or state in ("REGISTERED", "TRIAGED", "FED_BACK", "RATED", "ANSWERED_ON_SITE", "REDIRECTED"):
        return home_of(own)
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
