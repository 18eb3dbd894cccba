"""States and acts as tables. Buttons, checks, the manual's picture and the tests read these and nothing else.

The opinion's table is the station's side of the office's O-transitions (register, answer on site, redirect, triage,
refer, escalate, promote, merge, withdraw, void); the county's side joins the same table later. Deputies do not handle a
matter themselves (代表法 2025 art. 31), so there is no such act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache

from station_app.domain.field import fields_of
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND

NEW = ""
"""The state of a record that does not exist yet."""

STATELESS = "EXISTS"
"""What stands for the state of a record whose kind has none."""

CLERK, HEAD, CHAIR, DEPUTY = "STATION_CLERK", "STATION_HEAD", "TOWNSHIP_CHAIR", "DEPUTY"
COUNTY, PROVINCE = "COUNTY_OFFICE", "PROVINCE"
DESK = frozenset({CLERK, HEAD})
OFFICE = frozenset({COUNTY, PROVINCE})
BOTH = DESK | OFFICE
ANYONE = frozenset({CLERK, HEAD, CHAIR, DEPUTY})
APPROVERS = frozenset({HEAD, CHAIR})


@immutable
class Act:
    """One row of a table: who may take a record from which states to which, and what must be filled.

    `after` lists the states that the act may lead to; empty leaves the state. Where it lists several, whoever acts says
    which. `needs` must be filled when the act is done, `offers` may be; `sets` are values that follow from the act
    itself. `due` names the field that holds the deadline the act starts.
    """

    kind: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    who: frozenset[str] = DESK
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict, hash=False)
    due: str = ""

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields that a screen asks for when the act is done."""
        return self.needs + self.offers


OPEN_OPINION = (
    "REGISTERED",
    "TRIAGED",
    "REFERRED",
    "ESCALATED",
    "ACKNOWLEDGED",
    "HANDLING",
    "RETURN_REQUESTED",
    "HANDLED",
)
"""The states of an opinion that nobody has answered yet."""

CLOSED_OPINION = ("ANSWERED_ON_SITE", "REDIRECTED", "FED_BACK", "RATED", "CLOSED", "MERGED", "WITHDRAWN")
"""The states of an opinion that stands but waits for nobody at the station; a void one does not even stand."""

UNDECIDED_OPINION = ("REGISTERED",)
"""The states of an opinion of which nobody has said yet where it goes."""

DECIDED_OPINION = tuple(state for state in OPEN_OPINION if state not in UNDECIDED_OPINION)
"""The open states of an opinion that is on its way to whoever answers it."""

VOID = ("VOID",)
"""The states of what was registered in error: the number stays used, and nothing counts it."""

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

_WITH_UNIT = ("REFERRED", "ESCALATED", "ACKNOWLEDGED")
"""The states of an opinion that a unit has been given and has not begun with."""

_OPINION = (
    Act("opinion", "register", (NEW,), ("REGISTERED",)),
    Act("opinion", "carry_over", (NEW,), ("REGISTERED", "HANDLING", "CLOSED", "REDIRECTED", "WITHDRAWN")),
    Act(
        "opinion",
        "answer",
        ("REGISTERED",),
        ("ANSWERED_ON_SITE",),
        ANYONE,
        needs=("answer", "answered_by"),
        sets={"route": "ON_SITE"},
    ),
    Act(
        "opinion",
        "redirect",
        ("REGISTERED",),
        ("REDIRECTED",),
        needs=("redirect_reason", "redirect_organ", "told_on", "told_by"),
        sets={"route": "REDIRECT"},
    ),
    Act(
        "opinion",
        "triage",
        ("REGISTERED",),
        ("TRIAGED",),
        needs=("category", "urgency", "owner_level", "proposed_unit"),
        offers=("proposed_handling",),
    ),
    Act(
        "opinion",
        "refer",
        ("TRIAGED",),
        ("REFERRED",),
        APPROVERS,
        needs=("unit", "referred_on", "due_on", "requirements"),
        sets={"route": "TOWNSHIP"},
        due="due_on",
    ),
    Act(
        "opinion",
        "escalate",
        ("TRIAGED",),
        ("ESCALATED",),
        frozenset({HEAD}),
        needs=("escalate_reason",),
        sets={"route": "ESCALATE"},
    ),
    Act("opinion", "promote", OPEN_OPINION, (), ANYONE, needs=("promoted_to",)),
    Act("opinion", "merge", OPEN_OPINION, ("MERGED",), needs=("merged_into",)),
    Act("opinion", "withdraw", OPEN_OPINION, ("WITHDRAWN",), needs=("withdraw_statement",)),
    Act("opinion", "void", ("REGISTERED",), ("VOID",), frozenset({HEAD}), needs=("void_reason",)),
    Act(
        "opinion",
        "acknowledge",
        ("REFERRED", "ESCALATED"),
        ("ACKNOWLEDGED",),
        BOTH,
        needs=("acknowledged_on", "officer"),
        offers=("officer_phone",),
    ),
    Act("opinion", "begin_handling", _WITH_UNIT, ("HANDLING",), BOTH, needs=("officer",), offers=("officer_phone",)),
    Act(
        "opinion",
        "report_result",
        (*_WITH_UNIT, "HANDLING"),
        ("HANDLED",),
        BOTH,
        needs=("result", "result_degree", "handled_on"),
    ),
    Act("opinion", "feed_back", ("HANDLED",), ("FED_BACK",), needs=("fed_back_on", "fed_back_way")),
    Act("opinion", "rate", ("FED_BACK",), ("RATED",), needs=("satisfaction",), offers=("satisfaction_reason",)),
    Act("opinion", "correct", OPEN_OPINION + CLOSED_OPINION, (), frozenset({CLERK})),
)

_VISIT = (
    Act("visit", "register", (NEW,), ("REGISTERED",)),
    Act("visit", "carry_over", (NEW,), ("REGISTERED",)),
    Act("visit", "correct", ("REGISTERED",), (), frozenset({CLERK})),
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

_SUGGESTION = (
    Act("suggestion", "register", (NEW,), ("DRAFT",), ANYONE),
    Act("suggestion", "carry_over", (NEW,), ("DRAFT", "SUBMITTED", "ASSIGNED", "IN_HANDLING", "REPLIED", "CONCLUDED")),
    Act("suggestion", "correct", ("DRAFT",), (), ANYONE),
    Act("suggestion", "withdraw", ("DRAFT",), ("WITHDRAWN",), ANYONE),
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
)

_CORRECTION = (
    Act("correction", "register", (NEW,), ("ASKED",), OFFICE),
    Act("correction", "answer_correction", ("ASKED",), ("ANSWERED",), needs=("answered_on",), offers=("answer_note",)),
    Act("correction", "settle", ("ASKED", "ANSWERED"), ("SETTLED",), OFFICE),
    Act("correction", "withdraw", ("ASKED",), ("WITHDRAWN",), OFFICE),
)

_WITHOUT_STATES = ("station", "person", "attendance")
_ROSTER = ("user", "deputy", "mandate")
_FROM_ABOVE = (
    "office",
    "unit",
    "code_entry",
    "rule_pack",
    "policy_document",
    "receipt",
    "verdict",
    "enrolment",
    "device",
)

ACTS: tuple[Act, ...] = (
    *_OPINION,
    *_VISIT,
    *_RECEPTION_DAY,
    *_SUGGESTION,
    *(Act(kind, name, (NEW,), ()) for kind in _WITHOUT_STATES for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), ()) for kind in _WITHOUT_STATES),
    *(Act(kind, name, (NEW,), (), BOTH) for kind in _ROSTER for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), (), BOTH) for kind in _ROSTER),
    *(Act(kind, "register", (NEW,), (), OFFICE) for kind in _FROM_ABOVE),
    *(Act(kind, "correct", (STATELESS,), (), OFFICE) for kind in _FROM_ABOVE),
    Act("device", "revoke", (STATELESS,), (), OFFICE, needs=("revoke_reason",), sets={"standing": "REVOKED"}),
    *_CORRECTION,
    # Showing a masked value in full is itself an act in the journal (个人信息保护法 art. 51).
    Act("person", "reveal", (STATELESS,), ()),
    Act("deputy", "reveal", (STATELESS,), ()),
)


DECIDE = "decide"
"""Settling a clash: one of the values that people set without seeing each other is chosen, in whatever state."""

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


def acts_on(kind: str, state: str, roles: Iterable[str]) -> tuple[Act, ...]:
    """The acts that a person with `roles` may do to a record of `kind` in `state`, in the order of the table."""
    held = frozenset(roles)
    return tuple(act for act in ACTS if act.kind == kind and state in act.before and act.who & held)


def stands(state: str) -> bool:
    """Whether a visit or an opinion in `state` counts: all but those registered in error."""
    return state not in VOID


def acts_of(kind: str) -> tuple[Act, ...]:
    """All the rows of a kind."""
    return tuple(act for act in ACTS if act.kind == kind)
