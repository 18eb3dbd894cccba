"""The opinion's table of states and acts: what its own home does with it, the station or the office that heard it.

`before` are states as they are read (`domain.standing`), `after` stages that its own home writes. What units and
offices do stands in the table of handling.
"""

from __future__ import annotations

from station_app.domain.act import ANYONE, APPROVERS, BOTH, CLERK, HEAD, NEW, OFFICE, Act

OPEN_OPINION = (
    "REGISTERED",
    "TRIAGED",
    "REFERRED",
    "ESCALATED",
    "ACKNOWLEDGED",
    "HANDLING",
    "RETURN_REQUESTED",
    "HANDLED",
    "CHECKED",
)
"""The states of an opinion whose speaker has not been told what became of it."""

CLOSED_OPINION = (
    "ANSWERED_ON_SITE",
    "REDIRECTED",
    "FED_BACK",
    "RATED",
    "CLOSED",
    "ARCHIVED",
    "MERGED",
    "WITHDRAWN",
    "MOVED",
)
"""The states of an opinion that stands but waits for nobody at the station; a void one does not even stand."""

UNDECIDED_OPINION = ("REGISTERED",)
"""The states of an opinion of which nobody has said yet where it goes."""

DECIDED_OPINION = tuple(state for state in OPEN_OPINION if state not in UNDECIDED_OPINION)
"""The open states of an opinion that is on its way to whoever answers it."""

UNTOLD_OPINION = ("HANDLED", "CHECKED")
"""The states of an opinion of which the result is there, and whoever spoke has not been told."""

RUNNING_OPINION = tuple(state for state in OPEN_OPINION if state not in UNTOLD_OPINION)
"""The states of an opinion in which a deadline runs: the answer is not there yet."""

UNANSWERED_OPINION = tuple(state for state in DECIDED_OPINION if state not in UNTOLD_OPINION)
"""The states of an opinion that somebody still has to answer."""

PLACED_OPINION = ("REFERRED", "ESCALATED", "ACKNOWLEDGED", "HANDLING", "RETURN_REQUESTED")
"""The states of an opinion that lies with a unit or an office above, and has no answer yet."""

HEARD_OPINION = ("FED_BACK", "RATED")
"""The states of an opinion whose answer was brought back to whoever spoke."""

_TOLD = ("ANSWERED_ON_SITE", "REDIRECTED", *HEARD_OPINION)
"""The states of an opinion of which the speaker knows what became: from here it can be closed."""

TOLD_OPINION = (*_TOLD, "CLOSED", "ARCHIVED")
"""The states of an opinion of which the speaker knows what became."""

RATED_OPINION = ("RATED",)
"""The states of an opinion that the speaker has judged."""

_HANDED = ("title", "category", "urgency", "verbatim", "ask", "summary", "sensitivity", "speakers")
"""What of a matter its new home registers as it was said to the old one."""

_CARRIED_OVER = ("REGISTERED", "TRIAGED", "CLOSED", "REDIRECTED", "WITHDRAWN")
"""The stages in which an old ledger's opinions come; who handles them is carried beside them."""

OPINION = (
    Act("opinion", "register", (NEW,), ("REGISTERED",), BOTH),
    Act("opinion", "carry_over", (NEW,), _CARRIED_OVER),
    Act(
        "opinion",
        "answer",
        ("REGISTERED",),
        ("ANSWERED_ON_SITE",),
        ANYONE | OFFICE,
        needs=("answer", "answered_by"),
        sets={"route": "ON_SITE"},
        by_home=True,
    ),
    Act(
        "opinion",
        "redirect",
        ("REGISTERED",),
        ("REDIRECTED",),
        BOTH,
        needs=("redirect_reason", "redirect_organ", "told_on", "told_by"),
        sets={"route": "REDIRECT"},
        today=("told_on",),
        by_me="told_by",
        by_home=True,
    ),
    Act(
        "opinion",
        "triage",
        ("REGISTERED",),
        ("TRIAGED",),
        BOTH,
        needs=("category", "urgency", "owner_level", "proposed_unit"),
        offers=("proposed_handling",),
        sets={"route": "TOWNSHIP"},
        kept=("category", "urgency", "owner_level", "proposed_unit", "proposed_handling"),
        by_home=True,
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
    Act(
        "opinion",
        "close",
        _TOLD,
        ("CLOSED",),
        APPROVERS | OFFICE,
        needs=("closing_basis", "closed_on"),
        offers=("closing_note",),
        today=("closed_on",),
        by_home=True,
    ),
    # What was closed goes into the year's files (O20): by volume and page it is found again.
    Act(
        "opinion",
        "archive",
        ("CLOSED",),
        ("ARCHIVED",),
        frozenset({CLERK}) | OFFICE,
        needs=("archived_on", "archive_no"),
        today=("archived_on",),
        by_home=True,
    ),
    # The new home of a station that is no more registers what it was handed; the old record says where it went.
    Act(
        "opinion",
        "take_over",
        (NEW,),
        ("REGISTERED",),
        offers=_HANDED,
        taken={
            **{name: name for name in (*_HANDED, "received_on", "channel", "village")},
            "former_number": "old_number",
        },
        beside=("handover",),
        brings=("course_taken_over",),
    ),
    Act(
        "opinion",
        "move",
        (*OPEN_OPINION, *_TOLD, "MERGED"),
        ("MOVED",),
        OFFICE,
        needs=("moved_to",),
        brings=("handed_over",),
        final=True,
    ),
    Act(
        "opinion",
        "promote",
        OPEN_OPINION,
        (),
        ANYONE,
        needs=("promoted_to",),
        brings=("origin_listed",),
        page="suggestion",
    ),
    # Taken out of the draft that it stood in: what it was promoted to must stay true.
    Act(
        "opinion",
        "release",
        OPEN_OPINION,
        (),
        ANYONE,
        sets={"promoted_to": ""},
        presumes=("promoted_to",),
        brings=("origin_unlisted",),
    ),
    Act(
        "opinion",
        "merge",
        OPEN_OPINION,
        ("MERGED",),
        BOTH,
        needs=("merged_into",),
        offers=("secrecy_reason",),
        final=True,
        by_home=True,
    ),
    Act(
        "opinion",
        "withdraw",
        OPEN_OPINION,
        ("WITHDRAWN",),
        BOTH,
        needs=("withdraw_statement",),
        offers=("secrecy_reason",),
        final=True,
        by_home=True,
    ),
    # What two persons do to a secret matter: it goes on in the open under another number; somebody with the name of one
    # who is accused, and who is not meant, may see it.
    Act(
        "opinion",
        "disclose",
        OPEN_OPINION + CLOSED_OPINION,
        ("VOID",),
        needs=("secrecy_reason",),
        brings=("registered_openly",),
        final=True,
        by_two=True,
        of_secret=True,
    ),
    Act(
        "opinion",
        "let_in",
        OPEN_OPINION + CLOSED_OPINION,
        (),
        needs=("let_in", "secrecy_reason"),
        by_two=True,
        of_secret=True,
    ),
    # The speaker asked for secrecy: that a unit hears who it is, two persons decide.
    Act(
        "opinion",
        "reveal_speaker",
        PLACED_OPINION,
        (),
        needs=("revealed_to", "reveal_reason"),
        presumes=("unit",),
        taken={"revealed_to": "unit"},
        by_two=True,
        of_hidden=True,
    ),
    Act(
        "opinion",
        "void",
        ("REGISTERED",),
        ("VOID",),
        frozenset({HEAD}) | OFFICE,
        needs=("void_reason",),
        final=True,
        by_home=True,
    ),
    # An old ledger that was taken by mistake goes as a whole, whatever state its rows came in.
    Act(
        "opinion",
        "take_back",
        tuple(dict.fromkeys((*_CARRIED_OVER[1:], *DECIDED_OPINION, "FED_BACK", "RATED"))),
        ("VOID",),
        frozenset({HEAD}),
        needs=("void_reason",),
        presumes=("carried",),
        final=True,
    ),
    Act("opinion", "correct", OPEN_OPINION + CLOSED_OPINION, (), frozenset({CLERK}) | OFFICE, by_home=True),
)
