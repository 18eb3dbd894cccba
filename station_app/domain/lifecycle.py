"""States and acts as tables. Buttons, checks, the manual's picture and the tests read these and nothing else.

Of a matter (an opinion, a suggestion) `before` are states as they are read and `after` stages that are written
(`domain.standing`): what its units do are acts on records of handling. Deputies do not handle a matter themselves
(代表法 2025 art. 31), so there is no such act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    EVERYBODY,
    HEAD,
    HOUSES,
    NEW,
    OFFICE,
    PROVINCE,
    STATELESS,
    Act,
)
from station_app.domain.field import field_of, fields_of, specs_of
from station_app.domain.handling_acts import HANDLING, NOT_ASKED
from station_app.domain.opinion_acts import (
    CLOSED_OPINION,
    DECIDED_OPINION,
    HEARD_OPINION,
    OPEN_OPINION,
    OPINION,
    PLACED_OPINION,
    RATED_OPINION,
    RUNNING_OPINION,
    TOLD_OPINION,
    UNANSWERED_OPINION,
    UNDECIDED_OPINION,
    UNTOLD_OPINION,
)
from station_app.domain.programme_acts import PROGRAMME
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import PASSED_ON, is_accusation, is_by_two, is_fit
from station_app.domain.sharing_acts import SHARING
from station_app.domain.standing import MATTERS
from station_app.domain.suggestion_acts import (
    ANSWERED_SUGGESTION,
    CONGRESS,
    COSIGNING,
    DRAFT_SUGGESTION,
    ENDED_SUGGESTION,
    OPEN_SUGGESTION,
    OVER_SUGGESTION,
    RATED_SUGGESTION,
    RUNNING_SUGGESTION,
    SUGGESTION,
)

__all__ = [
    "ANSWERED_SUGGESTION",
    "ANYONE",
    "APPROVERS",
    "AUDITOR",
    "BOTH",
    "CHAIR",
    "CLERK",
    "CLOSED_OPINION",
    "CONGRESS",
    "COUNTY",
    "DECIDED_OPINION",
    "DEPUTY",
    "DESK",
    "DRAFT_SUGGESTION",
    "ENDED_SUGGESTION",
    "HEAD",
    "HEARD_OPINION",
    "JOINED",
    "NEW",
    "OFFICE",
    "OPEN_OPINION",
    "OPEN_SUGGESTION",
    "OVER_SUGGESTION",
    "PLACED_OPINION",
    "PROVINCE",
    "RATED_OPINION",
    "RATED_SUGGESTION",
    "RUNNING_OPINION",
    "RUNNING_SUGGESTION",
    "STATELESS",
    "TOLD_OPINION",
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
    Act("visit", "correct", ("REGISTERED",), (), frozenset({CLERK}), brings=("matters_follow", "duty_follows")),
    Act("visit", "reassign", ("REGISTERED",), (), needs=("visitor",)),
    Act(
        "visit",
        "void",
        ("REGISTERED",),
        ("VOID",),
        frozenset({HEAD}),
        needs=("void_reason",),
        brings=("matters_void", "duty_follows"),
        final=True,
    ),
)

_RECEPTION_DAY = (
    Act("reception_day", "register", (NEW,), ("PLANNED",)),
    Act("reception_day", "carry_over", (NEW,), ("PLANNED", "CLOSED", "CANCELLED")),
    Act("reception_day", "open", ("PLANNED",), ("OPEN",)),
    Act("reception_day", "close", ("OPEN",), ("CLOSED",), offers=("common_matters",), brings=("duty_records",)),
    Act("reception_day", "reopen", ("CLOSED",), ("OPEN",)),
    Act("reception_day", "cancel", ("PLANNED",), ("CANCELLED",), needs=("cancel_reason",), final=True),
    Act("reception_day", "correct", ("PLANNED", "OPEN", "CLOSED"), (), brings=("duty_records",)),
)

_DUTY_RECORD = (
    Act(
        "duty_record",
        "register",
        (NEW,),
        ("RECORDED",),
        BOTH | {DEPUTY},
        today=("held_on",),
        beside=("deputy",),
        known=("term",),
    ),
    Act("duty_record", "carry_over", (NEW,), ("RECORDED",)),
    Act("duty_record", "correct", ("RECORDED",), (), BOTH | {DEPUTY}),
    Act("duty_record", "void", ("RECORDED",), ("VOID",), BOTH, needs=("void_reason",), final=True),
)

_CORRECTION = (
    Act("correction", "register", (NEW,), ("ASKED",), OFFICE),
    Act(
        "correction",
        "answer_correction",
        ("ASKED",),
        ("ANSWERED",),
        needs=("answered_on",),
        offers=("answer_note",),
        today=("answered_on",),
    ),
    Act("correction", "settle", ("ASKED", "ANSWERED"), ("SETTLED",), OFFICE),
    Act("correction", "withdraw", ("ASKED",), ("WITHDRAWN",), OFFICE, final=True),
)

_HEADS = frozenset({HEAD}) | OFFICE
_WITHOUT_STATES = ("station", "person", "attachment", "deputy_group", "barring")
_BY_DEPUTIES_TOO = ("check_override",)
_CARRIED_ROSTER = ("deputy", "mandate", "unit")
_ROSTER = ("deputy", "mandate", "unit", "holiday_table", "template")
_MADE_BESIDE = {"mandate": ("deputy",), "barring": ("person",)}
_FROM_ABOVE = (
    "office",
    "code_entry",
    "rule_pack",
    "policy_document",
    "deputy_contact",
    "receipt",
    "verdict",
    "enrolment",
    "device",
)


def _made(kind: str, name: str, who: frozenset[str]) -> Act:
    return Act(kind, name, (NEW,), (), who, beside=_MADE_BESIDE.get(kind, ()) if name == "register" else ())


ACTS: tuple[Act, ...] = (
    *OPINION,
    *_VISIT,
    *_RECEPTION_DAY,
    *SUGGESTION,
    *(_made(kind, name, DESK) for kind in _WITHOUT_STATES for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), ()) for kind in _WITHOUT_STATES),
    Act("reception_plan", "register", (NEW,), (), BOTH),
    Act("reception_plan", "carry_over", (NEW,), ()),
    Act("reception_plan", "correct", (STATELESS,), (), BOTH),
    Act("attendance", "register", (NEW,), (), brings=("duty_follows",)),
    Act("attendance", "carry_over", (NEW,), ()),
    Act("attendance", "correct", (STATELESS,), (), brings=("duty_follows",)),
    *(Act(kind, name, (NEW,), (), ANYONE) for kind in _BY_DEPUTIES_TOO for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), (), ANYONE) for kind in _BY_DEPUTIES_TOO),
    *(_made(kind, name, BOTH) for kind in _ROSTER for name in ("register", "carry_over")),
    *(Act(kind, "correct", (STATELESS,), (), BOTH) for kind in _ROSTER),
    *(Act(kind, "register", (NEW,), (), OFFICE) for kind in _FROM_ABOVE),
    *(Act(kind, "correct", (STATELESS,), (), OFFICE) for kind in _FROM_ABOVE),
    Act(
        "device",
        "revoke",
        (STATELESS,),
        (),
        OFFICE,
        needs=("revoke_reason",),
        offers=("counted",),
        sets={"standing": "REVOKED"},
        known_here="counted",
    ),
    *_CORRECTION,
    *COSIGNING,
    *_DUTY_RECORD,
    *HANDLING,
    *SHARING,
    *PROGRAMME,
    *(Act("user", name, (NEW,), (), _HEADS) for name in ("register", "carry_over")),
    Act("user", "correct", (STATELESS,), (), _HEADS, brings=("keyring_follows",), page="users"),
    # Who leaves hands over, and a password goes with them: the page of the users asks for one's own first.
    Act(
        "user",
        "leave",
        (STATELESS,),
        (),
        _HEADS,
        needs=("left_on",),
        offers=("handed_to",),
        brings=("keyring_follows",),
        today=("left_on",),
        page="users",
    ),
    Act("person", "merge", (STATELESS,), (), needs=("merged_into",), brings=("entries_joined",), final=True),
    Act(
        "person",
        "part",
        (STATELESS,),
        (),
        sets={"merged_into": ""},
        presumes=("merged_into",),
        brings=("entries_parted",),
    ),
    *(
        Act(kind, "void", (STATELESS,), (), frozenset({HEAD}), needs=("void_reason",), final=True)
        for kind in ("person", *_CARRIED_ROSTER)
    ),
    Act("attachment", "void", (STATELESS,), (), needs=("void_reason",), final=True),
    # A township was merged or renamed: every later number bears the new place, so it is no correction.
    Act(
        "station",
        "rezone",
        (STATELESS,),
        (),
        frozenset({HEAD}),
        needs=("area_code", "station_no"),
        kept=("area_code", "station_no"),
    ),
    # Whatever is asked of it, nobody can take it back: what was erased is nowhere any more.
    Act("withholding", "register", (NEW,), (), _HEADS, final=True),
    Act("settings_copy", "register", (NEW,), (), ANYONE),
    Act("settings_copy", "correct", (STATELESS,), (), ANYONE),
    # Figures that were handed in stand: what comes later is a closing of its own.
    Act(
        "period_close",
        "register",
        (NEW,),
        (),
        APPROVERS | OFFICE,
        reckoned=("supplements", "closed_on", "vector", "editions", "figures", "lists_hash"),
        final=True,
    ),
    # Showing a masked value in full is itself an act in the journal (个人信息保护法 art. 51).
    Act("person", "reveal", (STATELESS,), ()),
    Act("deputy", "reveal", (STATELESS,), ()),
)


DECIDE = "decide"
"""Settling a clash: one of the values that people set without seeing each other is chosen, in whatever state."""

UNDO = "undo"
"""Taking back one's own last act on a record: what its fields held before stands there again, in whatever state."""

WRITE_ANEW = "write_anew"
"""Saying a whole record again elsewhere: in the journal that stays, under an id of its own, with all that was said of
it before; or in its own journal, without what may not travel (`services.kept_apart`)."""

GIVEN_BY_ACT = frozenset(
    {
        "uid",
        "number",
        "state",
        "stage",
        "side",
        "route",
        "kept_here",
        "copy_of",
        "former_number",
        "agreed_by",
        "withheld_by",
    }
)
"""Fields that follow from the act itself and are never asked of anybody."""


REGISTER, CARRY_OVER, CORRECT = "register", "carry_over", "correct"
"""The acts that are about a whole record, and not about what happens to it."""


@cache
def fields_taken(act: Act, roles: frozenset[str] = EVERYBODY) -> tuple[str, ...]:
    """The fields that somebody with `roles` may set by the act: its own; all of a record that is carried over.

    Of one that is made, those that no later act fills; of one that is corrected, all but those that are fixed, those
    that the other house's acts fill (a station writes no official number), and those whose setting brings something
    with it: they are set by their act alone. Where the act may lead to several states, `state` says to which.
    """
    if act.name not in (REGISTER, CARRY_OVER, CORRECT):
        given = (spec.name for spec in fields_of(BY_KIND[act.kind]) if spec.given and not spec.reading)
        return (*act.asks, *(name for name in given if name not in GIVEN_BY_ACT)) if NEW in act.before else act.asks
    apart = {*GIVEN_BY_ACT, *act.reckoned}
    specs = [spec for spec in fields_of(BY_KIND[act.kind]) if spec.name not in apart and not spec.reading]
    later = filled_later(act.kind)
    match act.name:
        case "register":
            specs = [spec for spec in specs if spec.required or spec.name not in later or spec.name in act.asks]
        case "correct":
            fillers = {spec.name: later.get(spec.name, ()) for spec in specs if not spec.fixed}
            specs = [spec for spec in specs if spec.name in fillers and _may_correct(fillers[spec.name], roles)]
    names = tuple(spec.name for spec in specs)
    return (*names, "state") if len(act.after) > 1 else names


@cache
def takes(act: Act, roles: frozenset[str]) -> frozenset[str]:
    """`fields_taken`, to be asked for one field."""
    return frozenset(fields_taken(act, roles))


@cache
def filled_later(kind: str) -> Mapping[str, tuple[Act, ...]]:
    """The fields of a kind that acts on a standing record fill, with those acts."""
    found: dict[str, tuple[Act, ...]] = {}
    for act in acts_of(kind):
        if NEW not in act.before and act.name != CORRECT:
            for name in act.asks:
                found[name] = (*found.get(name, ()), act)
    return found


def asked_by(act: Act, values: Mapping[str, object]) -> tuple[str, ...]:
    """The fields that a form for the act holds, for a record that stands as `values`.

    To correct a record is to see all that was typed in, without what later acts would fill and have not.
    """
    specs = specs_of(BY_KIND[act.kind])
    match act.name:
        case "register":
            matter = next((kind for kind in MATTERS if values.get(kind)), "")
            apart = {"station", "carried", *act.beside, *act.known, *NOT_ASKED.get((act.kind, matter), ())}
            return tuple(name for name in fields_taken(act) if name not in apart and not specs[name].given)
        case "correct":
            later = filled_later(act.kind)
            return tuple(
                name
                for name in fields_taken(act)
                if not (specs[name].given and specs[name].target)
                and (values.get(name) or (name not in later and name != "carried"))
            )
    # Why a secret matter is given out of hand is asked of nobody else.
    return tuple(name for name in act.asks if name != "secrecy_reason" or is_by_two(act, values))


def made_beside(kind: str) -> tuple[Act, ...]:
    """The acts that make a record on the page of one of `kind`."""
    return tuple(act for act in ACTS if any(field_of(BY_KIND[act.kind], one).target == kind for one in act.beside))


def _may_correct(fillers: Sequence[Act], roles: frozenset[str]) -> bool:
    house = frozenset().union(*(house for house in HOUSES if house & roles))
    return not fillers or (not any(act.brings for act in fillers) and any(act.who & house for act in fillers))


_OF_KIND: dict[str, tuple[Act, ...]] = {}
_BY_NAME: dict[tuple[str, str], tuple[Act, ...]] = {}
for _act in ACTS:
    _OF_KIND[_act.kind] = (*_OF_KIND.get(_act.kind, ()), _act)
    _BY_NAME[_act.kind, _act.name] = (*_BY_NAME.get((_act.kind, _act.name), ()), _act)


def act_of(kind: str, name: str, state: str) -> Act | None:
    """The row for doing `name` to a record of `kind` in `state`; None where the table has no such row."""
    return next((act for act in _BY_NAME.get((kind, name), ()) if state in act.before), None)


def acts_on(kind: str, state: str, roles: Iterable[str], values: Mapping[str, object] | None = None) -> tuple[Act, ...]:
    """The acts that a person with `roles` may do to a record of `kind` in `state`, in the order of the table.

    Where the record's `values` are given, without those that presume what is not filled, nor those that would pass an
    accusation on.
    """
    held = frozenset(roles)
    possible = (act for act in acts_of(kind) if state in act.before and act.who & held)
    return tuple(act for act in possible if values is None or _makes_sense(act, values))


def may(kind: str, name: str, state: str, roles: Iterable[str]) -> bool:
    """Whether a person with `roles` may do `name` to a record of `kind` in `state`; no screen offers another act."""
    act = act_of(kind, name, state)
    return act is not None and not act.who.isdisjoint(frozenset(roles))


def passes_on(act: Act) -> bool:
    """Whether an act carries a matter to somebody else."""
    return act.kind == "opinion" and not frozenset(act.needs).isdisjoint(PASSED_ON)


def _makes_sense(act: Act, values: Mapping[str, object]) -> bool:
    is_unfit = (is_accusation(values) and passes_on(act)) or not is_fit(act, values)
    return not is_unfit and all(values.get(name) for name in act.presumes)


def stands(state: str) -> bool:
    """Whether a visit or an opinion in `state` counts: all but those registered in error."""
    return state not in VOID


def acts_of(kind: str) -> tuple[Act, ...]:
    """All the rows of a kind."""
    return _OF_KIND.get(kind, ())
