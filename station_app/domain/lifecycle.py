"""States and acts as tables. Buttons, checks, the manual's picture and the tests read these and nothing else.

The opinion's table is the station's side of the office's O-transitions: a unit's own steps (acknowledgement, result,
return) are written down by the clerk from paper until the county's desk writes them. Deputies do not handle a
matter themselves (代表法 2025 art. 31), so there is no such act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from station_app.domain.act import (
    ANYONE,
    APPROVERS,
    AUDITOR,
    BOTH,
    CHAIR,
    CLERK,
    COUNTY,
    DEPUTY,
    DESK,
    HEAD,
    NEW,
    OFFICE,
    PROVINCE,
    STATELESS,
    Act,
)
from station_app.domain.field import fields_of
from station_app.domain.opinion_acts import (
    CLOSED_OPINION,
    DECIDED_OPINION,
    OPEN_OPINION,
    OPINION,
    RATED_OPINION,
    UNANSWERED_OPINION,
    UNDECIDED_OPINION,
    UNTOLD_OPINION,
)
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import PASSED_ON, is_accusation

__all__ = [
    "ANYONE",
    "APPROVERS",
    "AUDITOR",
    "BOTH",
    "CHAIR",
    "CLERK",
    "CLOSED_OPINION",
    "COUNTY",
    "DECIDED_OPINION",
    "DEPUTY",
    "DESK",
    "HEAD",
    "JOINED",
    "NEW",
    "OFFICE",
    "OPEN_OPINION",
    "PROVINCE",
    "RATED_OPINION",
    "STATELESS",
    "UNANSWERED_OPINION",
    "UNDECIDED_OPINION",
    "UNTOLD_OPINION",
    "Act",
]

VOID = ("VOID",)
"""The states of what was registered in error: the number stays used, and nothing counts it."""

JOINED = ("ASKED", "CONFIRMED")
"""The states in which a deputy counts as a cosigner."""

DAY_PLANNED, DAY_OPEN, DAY_CLOSED, DAY_CANCELLED = "PLANNED", "OPEN", "CLOSED", "CANCELLED"
"""The states of a reception day."""

COMING_DAY = (DAY_PLANNED, DAY_OPEN)
"""The states of a reception day whose attendance is still said."""

SUMMED_UP_DAY = (DAY_OPEN, DAY_CLOSED)
"""The states of a reception day that has a summary to print."""

HELD_DAY = (DAY_OPEN, DAY_PLANNED, DAY_CLOSED)
"""The states of a reception day that takes place, the one that receives visits first."""

MANDATE_IN_FORCE = "ACTIVE"
"""The status of a mandate that somebody holds today."""

_VISIT = (
    Act("visit", "register", (NEW,), ("REGISTERED",)),
    Act("visit", "carry_over", (NEW,), ("REGISTERED",)),
    Act("visit", "correct", ("REGISTERED",), (), frozenset({CLERK})),
    Act("visit", "reassign", ("REGISTERED",), (), needs=("visitor",)),
    Act("visit", "void", ("REGISTERED",), ("VOID",), frozenset({HEAD}), needs=("void_reason",)),
)

_RECEPTION_DAY = (
    Act("reception_day", "register", (NEW,), ("PLANNED",)),
    Act("reception_day", "carry_over", (NEW,), ("PLANNED", "CLOSED", "CANCELLED")),
    Act("reception_day", "open", ("PLANNED",), ("OPEN",)),
    Act("reception_day", "close", ("OPEN",), ("CLOSED",), offers=("common_matters",)),
    Act("reception_day", "reopen", ("CLOSED",), ("OPEN",)),
    Act("reception_day", "cancel", ("PLANNED",), ("CANCELLED",), needs=("cancel_reason",)),
    Act("reception_day", "correct", ("PLANNED", "OPEN", "CLOSED"), ()),
)

_IN_THE_OFFICE = ("SUBMITTED", "ACCEPTED", "ASSIGNED", "IN_HANDLING")
"""The states of a suggestion that was submitted and has no reply: its text is frozen, amendments stand beside it."""

_CARRIED_SUGGESTION = ("DRAFT", "SUBMITTED", "ASSIGNED", "IN_HANDLING", "REPLIED", "CONCLUDED")
"""The states in which an old ledger's suggestions come."""

_SUGGESTION = (
    Act("suggestion", "register", (NEW,), ("DRAFT",), ANYONE),
    Act("suggestion", "carry_over", (NEW,), _CARRIED_SUGGESTION),
    # An old ledger that was taken by mistake goes as a whole, whatever state its rows came in.
    Act(
        "suggestion",
        "take_back",
        _CARRIED_SUGGESTION,
        ("VOID",),
        frozenset({HEAD}),
        needs=("withdraw_reason",),
        presumes=("carried",),
    ),
    Act("suggestion", "correct", ("DRAFT",), (), ANYONE),
    Act(
        "suggestion",
        "withdraw",
        ("DRAFT", *_IN_THE_OFFICE),
        ("WITHDRAWN",),
        ANYONE,
        offers=("withdraw_reason", "withdrawn_on"),
    ),
    Act("suggestion", "amend", _IN_THE_OFFICE, (), ANYONE, needs=("amendment", "amended_on")),
    Act("suggestion", "submit", ("DRAFT",), ("SUBMITTED",), ANYONE, needs=("submitted_on",)),
    Act("suggestion", "accept", ("SUBMITTED",), ("ACCEPTED",), OFFICE, needs=("official_no",)),
    Act(
        "suggestion",
        "assign",
        ("SUBMITTED", "ACCEPTED"),
        ("ASSIGNED",),
        OFFICE,
        needs=("assigned_unit", "assigned_on", "due_on"),
        due="due_on",
    ),
    Act(
        "suggestion",
        "reply",
        ("ASSIGNED", "IN_HANDLING"),
        ("REPLIED",),
        OFFICE,
        needs=("reply", "reply_category", "replied_on"),
        offers=("reply_no",),
    ),
    Act(
        "suggestion",
        "evaluate",
        ("REPLIED",),
        ("EVALUATED",),
        ANYONE,
        needs=("work_satisfaction", "result_satisfaction", "evaluated_on"),
        offers=("evaluation_reason", "consulted_way"),
    ),
)

_COSIGNING = (
    Act("cosigning", "register", (NEW,), ("ASKED",), ANYONE),
    Act("cosigning", "carry_over", (NEW,), ("ASKED", "CONFIRMED")),
    Act("cosigning", "confirm", ("ASKED", "DECLINED"), ("CONFIRMED",), ANYONE, needs=("confirmed_on", "confirm_way")),
    Act("cosigning", "decline", ("ASKED",), ("DECLINED",), ANYONE, offers=("note",)),
    Act("cosigning", "withdraw", ("ASKED", "CONFIRMED"), ("WITHDRAWN",), ANYONE),
)

_DUTY_RECORD = (
    Act("duty_record", "register", (NEW,), ("RECORDED",)),
    Act("duty_record", "carry_over", (NEW,), ("RECORDED",)),
    Act("duty_record", "correct", ("RECORDED",), ()),
    Act("duty_record", "void", ("RECORDED",), ("VOID",), DESK, needs=("void_reason",)),
)

_CORRECTION = (
    Act("correction", "register", (NEW,), ("ASKED",), OFFICE),
    Act("correction", "answer_correction", ("ASKED",), ("ANSWERED",), needs=("answered_on",), offers=("answer_note",)),
    Act("correction", "settle", ("ASKED", "ANSWERED"), ("SETTLED",), OFFICE),
    Act("correction", "withdraw", ("ASKED",), ("WITHDRAWN",), OFFICE),
)

_HEADS = frozenset({HEAD}) | OFFICE
_WITHOUT_STATES = ("station", "person", "attendance", "reception_plan", "attachment", "deputy_group", "barring")
_BY_DEPUTIES_TOO = ("check_override",)
_CARRIED_ROSTER = ("deputy", "mandate", "unit")
_ROSTER = ("deputy", "mandate", "unit", "holiday_table")
_FROM_ABOVE = (
    "office",
    "code_entry",
    "rule_pack",
    "policy_document",
    "receipt",
    "verdict",
    "enrolment",
    "device",
)

ACTS: tuple[Act, ...] = (
    *OPINION,
    *_VISIT,
    *_RECEPTION_DAY,
    *_SUGGESTION,
    *(Act(kind, name, (NEW,), ()) for kind in _WITHOUT_STATES for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), ()) for kind in _WITHOUT_STATES),
    *(Act(kind, name, (NEW,), (), ANYONE) for kind in _BY_DEPUTIES_TOO for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), (), ANYONE) for kind in _BY_DEPUTIES_TOO),
    *(Act(kind, name, (NEW,), (), BOTH) for kind in _ROSTER for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), (), BOTH) for kind in _ROSTER),
    *(Act(kind, "register", (NEW,), (), OFFICE) for kind in _FROM_ABOVE),
    *(Act(kind, "correct", (STATELESS,), (), OFFICE) for kind in _FROM_ABOVE),
    Act("device", "revoke", (STATELESS,), (), OFFICE, needs=("revoke_reason",), sets={"standing": "REVOKED"}),
    *_CORRECTION,
    *_COSIGNING,
    *_DUTY_RECORD,
    *(Act("user", name, (NEW,), (), _HEADS) for name in ("register", "carry_over")),
    Act("user", "correct", (STATELESS,), (), _HEADS),
    Act("user", "leave", (STATELESS,), (), _HEADS, needs=("left_on",), offers=("handed_to",)),
    Act("person", "merge", (STATELESS,), (), needs=("merged_into",)),
    Act("person", "void", (STATELESS,), (), frozenset({HEAD}), needs=("void_reason",)),
    *(Act(kind, "void", (STATELESS,), (), frozenset({HEAD}), needs=("void_reason",)) for kind in _CARRIED_ROSTER),
    Act("attachment", "void", (STATELESS,), (), needs=("void_reason",)),
    # Showing a masked value in full is itself an act in the journal (个人信息保护法 art. 51).
    Act("person", "reveal", (STATELESS,), ()),
    Act("deputy", "reveal", (STATELESS,), ()),
)


DECIDE = "decide"
"""Settling a clash: one of the values that people set without seeing each other is chosen, in whatever state."""

UNDO = "undo"
"""Taking back one's own last act on a record: what its fields held before stands there again, in whatever state."""

GIVEN_BY_ACT = frozenset({"uid", "number", "state", "slip_number", "route"})
"""Fields that follow from the act itself and are never asked of anybody."""


@cache
def fields_taken(act: Act) -> tuple[str, ...]:
    """The fields that somebody who does the act may set: all of a record when it is made or corrected, else its own.

    Where the act may lead to several states, `state` says to which.
    """
    if act.name not in ("register", "carry_over", "correct"):
        return act.asks
    whole = tuple(spec.name for spec in fields_of(BY_KIND[act.kind]) if spec.name not in GIVEN_BY_ACT)
    return (*whole, "state") if len(act.after) > 1 else whole


_BY_NAME = {
    (one.kind, one.name): tuple(act for act in ACTS if (act.kind, act.name) == (one.kind, one.name)) for one in ACTS
}


def act_of(kind: str, name: str, state: str) -> Act | None:
    """The row for doing `name` to a record of `kind` in `state`; None where the table has no such row."""
    return next((act for act in _BY_NAME.get((kind, name), ()) if state in act.before), None)


def acts_on(kind: str, state: str, roles: Iterable[str], values: Mapping[str, object] | None = None) -> tuple[Act, ...]:
    """The acts that a person with `roles` may do to a record of `kind` in `state`, in the order of the table.

    Where the record's `values` are given, without those that presume what is not filled, nor those that would pass an
    accusation on.
    """
    held = frozenset(roles)
    possible = (act for act in ACTS if act.kind == kind and state in act.before and act.who & held)
    return tuple(act for act in possible if values is None or _makes_sense(act, values))


def may(kind: str, name: str, state: str, roles: Iterable[str]) -> bool:
    """Whether a person with `roles` may do `name` to a record of `kind` in `state`; no screen offers another act."""
    act = act_of(kind, name, state)
    return act is not None and not act.who.isdisjoint(frozenset(roles))


def passes_on(act: Act) -> bool:
    """Whether an act carries a matter to somebody else."""
    return act.kind == "opinion" and not frozenset(act.needs).isdisjoint(PASSED_ON)


def _makes_sense(act: Act, values: Mapping[str, object]) -> bool:
    is_secret = is_accusation(values) and passes_on(act)
    return not is_secret and all(values.get(name) for name in act.presumes)


def stands(state: str) -> bool:
    """Whether a visit or an opinion in `state` counts: all but those registered in error."""
    return state not in VOID


def acts_of(kind: str) -> tuple[Act, ...]:
    """All the rows of a kind."""
    return tuple(act for act in ACTS if act.kind == kind)
