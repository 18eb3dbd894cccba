"""The acts on records of handling: assigning, chasing, answering, promising, rating, telling (O6-O18, G5-G12).

`on` says where the matter must stand, `by_turn` that it must be this side's turn: an act out of turn is refused at its
author's own door, with who has it. Receivers judge no turns (`domain.judging`), but a record of handling is spoken of
by the home that made it alone.
"""

from __future__ import annotations

from station_app.domain.act import ANYONE, APPROVERS, BOTH, CHAIR, NEW, NOWHERE, OFFICE, STATELESS, Act
from station_app.domain.opinion_acts import PLACED_OPINION, UNTOLD_OPINION

BOOKS = BOTH | {CHAIR}
"""Who writes down what a unit did: the desks, and the township's presidium for its own suggestions."""

DECIDES = APPROVERS | OFFICE
"""Who gives a matter to a unit, and decides on what the unit asks."""

AT_UNIT = ("PENDING", "SIGNED", "HANDLING")
"""The states of an assignment in which its unit has it and has not answered."""

OPEN_ASSIGNMENT = (*AT_UNIT, "RETURN_ASKED")
"""The states of an assignment that waits for its unit, or for who decides whether the unit gives it back."""

DONE_ASSIGNMENT = ("DONE",)
"""The states of an assignment whose unit has answered."""

RELEASED_ASSIGNMENT = ("RETURNED", "VOID")
"""The states of an assignment that binds its unit no more."""

ASKED_EXTENSION = ("ASKED",)
GRANTED_EXTENSION = ("GRANTED",)
REFUSED_EXTENSION = ("REFUSED",)
"""The states of more time that was asked for: undecided, given, refused."""

SENT_BACK_REPLY = ("SENT_BACK",)
"""The states of a reply that is none: its unit answers again."""

OPEN_COMMITMENT = ("OPEN", "BROKEN")
"""The states of a promise that is still to be kept or explained."""

ASSIGNABLE = {
    "opinion": ("TRIAGED", "ESCALATED", *PLACED_OPINION),
    "suggestion": ("ACCEPTED", "ASSIGNED", "IN_HANDLING"),
}
"""Where a matter stands that may be given to a unit, to a further one too."""

ANSWERABLE = {"opinion": ("TRIAGED", *PLACED_OPINION), "suggestion": ("ACCEPTED", "ASSIGNED", "IN_HANDLING")}
"""Where a matter stands that waits for an answer."""

ANSWERED = {"opinion": UNTOLD_OPINION, "suggestion": ("REPLIED", "EVALUATED", "IN_HANDLING", "ASSIGNED")}
"""Where a matter stands whose reply can still be examined (O15): nobody has been told of it."""

HANDLING_KINDS = (
    "assignment",
    "extension",
    "consultation",
    "assist_opinion",
    "reply",
    "commitment",
    "evaluation",
    "telling",
    "reminder",
    "supervision",
    "publication",
)
"""The kinds whose records are about one matter, in the order in which a matter's page shows them."""

PARENT = {
    "assignment": ("opinion", "suggestion"),
    "extension": ("assignment",),
    "consultation": ("assignment",),
    "assist_opinion": ("assignment",),
    "reply": ("assignment", "opinion", "suggestion"),
    "commitment": ("reply",),
    "evaluation": ("reply",),
    "telling": ("opinion",),
    "reminder": ("assignment",),
    "supervision": ("assignment",),
    "publication": ("reply",),
}
"""On which record's page each is made, by the field that points to it."""

NOT_ASKED = {
    ("assignment", "opinion"): ("part",),
    ("reply", "opinion"): ("scheme", "letter", "letter_no", "signer", "disclosure"),
}
"""What a form does not ask of a record of handling, by its kind and its matter's: an opinion has one unit, and its
answer is no letter."""

LETTER = (
    "process",
    "letter_no",
    "letter",
    "signer",
    "contact",
    "contact_phone",
    "disclosure",
    "next_measures",
    "next_due_on",
)
"""What a reply says beside its result."""

_CARRIED = {
    "assignment": ("PENDING", "SIGNED", "HANDLING", "DONE"),
    "reply": ("SENT", "PASSED"),
    "commitment": ("OPEN", "KEPT", "BROKEN", "EXPLAINED"),
    "extension": (*ASKED_EXTENSION, *GRANTED_EXTENSION, *REFUSED_EXTENSION),
    "publication": ("PROPOSED", "PUBLISHED", "WITHHELD"),
}
"""The states in which an old ledger's records of handling come."""


def _made(kind: str, after: tuple[str, ...], who: frozenset[str], needs: tuple[str, ...] = (), **more: object) -> Act:
    return Act(kind, "register", (NEW,), after, who, needs=needs, beside=PARENT[kind], **more)  # type: ignore[arg-type]  # the rest is passed on as it came


HANDLING: tuple[Act, ...] = (
    _made(
        "assignment",
        ("PENDING",),
        DECIDES,
        ("unit", "assigned_on", "due_on"),
        offers=("requirements", "part"),
        due="due_on",
        clock={"opinion": "opinion_answer", "suggestion": "reply"},
        today=("assigned_on",),
        taken={"unit": "proposed_unit"},
        on=ASSIGNABLE,
        by_turn=True,
    ),
    Act(
        "assignment",
        "acknowledge",
        ("PENDING",),
        ("SIGNED",),
        BOOKS,
        needs=("acknowledged_on", "officer"),
        offers=("officer_phone", "acknowledged_by"),
        today=("acknowledged_on",),
    ),
    Act(
        "assignment",
        "begin_handling",
        ("PENDING", "SIGNED"),
        ("HANDLING",),
        BOOKS,
        needs=("officer",),
        offers=("officer_phone", "acknowledged_by"),
        kept=("officer", "officer_phone", "acknowledged_by"),
    ),
    Act(
        "assignment",
        "request_return",
        AT_UNIT,
        ("RETURN_ASKED",),
        BOOKS,
        needs=("return_reason",),
        offers=("proper_unit", "return_asked_on"),
        today=("return_asked_on",),
    ),
    Act("assignment", "agree_return", ("RETURN_ASKED",), ("RETURNED",), DECIDES, needs=("return_decision",)),
    # The deadline keeps running (domain rules O11).
    Act("assignment", "refuse_return", ("RETURN_ASKED",), ("SIGNED",), DECIDES, needs=("return_decision",)),
    Act("assignment", "finish", OPEN_ASSIGNMENT, DONE_ASSIGNMENT, BOOKS, page=NOWHERE),
    Act("assignment", "resume", DONE_ASSIGNMENT, ("HANDLING",), BOOKS, page=NOWHERE),
    # Who is dissatisfied is answered again: the next reply comes later than what was told of the last one.
    Act(
        "assignment",
        "rework",
        DONE_ASSIGNMENT,
        ("HANDLING",),
        DECIDES,
        needs=("rework_reason", "due_on"),
        offers=("reworked_on",),
        due="due_on",
        clock={"opinion": "opinion_rework", "suggestion": "rework"},
        today=("reworked_on",),
        on={"opinion": ("RATED", "FED_BACK"), "suggestion": ("EVALUATED", "REPLIED")},
    ),
    _made("extension", ASKED_EXTENSION, BOOKS, ("until_on",), due="until_on", today=("asked_on",), on=ANSWERABLE),
    Act(
        "extension",
        "grant",
        ASKED_EXTENSION,
        GRANTED_EXTENSION,
        DECIDES,
        needs=("decided_on",),
        offers=("decision",),
        today=("decided_on",),
    ),
    Act(
        "extension",
        "refuse",
        ASKED_EXTENSION,
        REFUSED_EXTENSION,
        DECIDES,
        needs=("decided_on", "decision"),
        today=("decided_on",),
    ),
    _made("consultation", (), BOOKS, today=("held_on",)),
    _made("assist_opinion", (), BOOKS, today=("given_on",), brings=("assignment_done",)),
    _made(
        "reply",
        ("SENT",),
        BOOKS,
        ("result", "result_degree", "replied_on"),
        offers=LETTER,
        today=("replied_on",),
        on=ANSWERABLE,
        by_turn=True,
        brings=("assignment_done", "promise_noted"),
    ),
    Act(
        "reply",
        "pass_reply",
        ("SENT",),
        ("PASSED",),
        DECIDES,
        offers=("checked_on",),
        today=("checked_on",),
        on=ANSWERED,
    ),
    Act(
        "reply",
        "send_back",
        ("SENT",),
        SENT_BACK_REPLY,
        DECIDES,
        needs=("sent_back_why",),
        offers=("checked_on",),
        today=("checked_on",),
        on=ANSWERED,
        brings=("assignment_resumed",),
    ),
    _made("commitment", ("OPEN",), BOOKS, offers=("by_on", "unit"), taken={"unit": "unit"}),
    Act(
        "commitment",
        "keep_promise",
        OPEN_COMMITMENT,
        ("KEPT",),
        BOOKS,
        needs=("settled_on", "outcome"),
        today=("settled_on",),
    ),
    Act(
        "commitment",
        "break_promise",
        ("OPEN",),
        ("BROKEN",),
        BOOKS,
        needs=("settled_on", "outcome"),
        today=("settled_on",),
    ),
    Act(
        "commitment",
        "explain_promise",
        OPEN_COMMITMENT,
        ("EXPLAINED",),
        BOOKS,
        needs=("settled_on", "outcome"),
        today=("settled_on",),
    ),
    _made(
        "evaluation",
        (),
        ANYONE | OFFICE,
        ("work_satisfaction", "result_satisfaction", "evaluated_on"),
        offers=("evaluation_reason", "further_request", "consulted_way"),
        today=("evaluated_on",),
        on={"suggestion": ("REPLIED", "EVALUATED")},
    ),
    _made(
        "telling",
        (),
        BOTH,
        ("fed_back_on", "fed_back_way"),
        offers=("fed_back_by", "told_whom", "satisfaction", "satisfaction_reason", "deputy_told_on", "deputy_told_way"),
        sets={"reached": "YES"},
        today=("fed_back_on",),
        by_me="fed_back_by",
        on={"opinion": (*UNTOLD_OPINION, "MERGED")},
        by_home=True,
    ),
    Act(
        "telling",
        "miss",
        (NEW,),
        (),
        BOTH,
        needs=("fed_back_on",),
        offers=("fed_back_by",),
        sets={"reached": "NO"},
        today=("fed_back_on",),
        by_me="fed_back_by",
        beside=PARENT["telling"],
        on={"opinion": (*UNTOLD_OPINION, "MERGED")},
        by_home=True,
    ),
    # Who will come to hear it was spoken with, and has not heard it: no miss, and still owed.
    Act(
        "telling",
        "arrange",
        (NEW,),
        (),
        BOTH,
        needs=("fed_back_on", "comes_on"),
        offers=("fed_back_by", "told_whom"),
        sets={"reached": "COMES"},
        today=("fed_back_on",),
        by_me="fed_back_by",
        beside=PARENT["telling"],
        on={"opinion": (*UNTOLD_OPINION, "MERGED")},
        by_home=True,
    ),
    Act(
        "telling",
        "rate",
        (STATELESS,),
        (),
        BOTH,
        needs=("satisfaction",),
        offers=("satisfaction_reason",),
        on={"opinion": ("FED_BACK", "RATED")},
        by_home=True,
    ),
    _made("reminder", (), DECIDES, ("reminded_on",), today=("reminded_on",), on=ANSWERABLE),
    Act(
        "reminder",
        "answer",
        (STATELESS,),
        (),
        BOOKS,
        needs=("answer", "answered_on"),
        today=("answered_on",),
    ),
    _made("supervision", (), DECIDES, offers=("measures",), today=("ordered_on",), on=ANSWERABLE),
    Act(
        "supervision",
        "answer",
        (STATELESS,),
        (),
        BOOKS,
        needs=("answer", "answered_on"),
        today=("answered_on",),
    ),
    _made("publication", ("PROPOSED",), BOOKS),
    Act("publication", "publish", ("PROPOSED",), ("PUBLISHED",), DECIDES, needs=("decided_on",), today=("decided_on",)),
    Act(
        "publication",
        "withhold",
        ("PROPOSED",),
        ("WITHHELD",),
        DECIDES,
        needs=("decided_on", "withheld_why"),
        today=("decided_on",),
    ),
    *(Act(kind, "carry_over", (NEW,), _CARRIED.get(kind, ()), BOTH) for kind in HANDLING_KINDS),
    *(Act(kind, "correct", (STATELESS,), (), BOOKS)
      for kind in ("consultation", "assist_opinion", "reminder", "supervision")),
    Act("evaluation", "correct", (STATELESS,), (), ANYONE | OFFICE),
    Act("telling", "correct", (STATELESS,), (), BOTH, by_home=True),
    *(Act(kind, "void", states, ("VOID",), who, needs=("void_reason",), brings=brings, final=True)
      for kind, states, who, brings in (
          ("assignment", (*OPEN_ASSIGNMENT, *DONE_ASSIGNMENT), DECIDES, ()),
          ("extension", (*ASKED_EXTENSION, *GRANTED_EXTENSION, *REFUSED_EXTENSION), BOOKS, ()),
          ("reply", ("SENT", "PASSED"), BOOKS, ("assignment_resumed",)),
          ("commitment", OPEN_COMMITMENT, BOOKS, ()),
          ("publication", ("PROPOSED",), BOOKS, ()))),
    *(Act(kind, "void", (STATELESS,), (), who, needs=("void_reason",), final=True)
      for kind, who in (
          ("consultation", BOOKS),
          ("assist_opinion", BOOKS),
          ("evaluation", ANYONE | OFFICE),
          ("telling", BOTH),
          ("reminder", DECIDES),
          ("supervision", DECIDES))),
    Act("assignment", "correct", OPEN_ASSIGNMENT, (), BOOKS),
    Act("extension", "correct", ASKED_EXTENSION, (), BOOKS),
    Act("reply", "correct", ("SENT", "PASSED"), (), BOOKS),
    Act("commitment", "correct", OPEN_COMMITMENT, (), BOOKS),
    Act("publication", "correct", ("PROPOSED",), (), BOOKS),
)  # fmt: skip
