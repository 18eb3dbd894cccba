"""The opinion's table of states and acts: the station's side of the office's O-transitions."""

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
)
"""The states of an opinion that nobody has answered yet."""

CLOSED_OPINION = ("ANSWERED_ON_SITE", "REDIRECTED", "FED_BACK", "RATED", "CLOSED", "MERGED", "WITHDRAWN")
"""The states of an opinion that stands but waits for nobody at the station; a void one does not even stand."""

UNDECIDED_OPINION = ("REGISTERED",)
"""The states of an opinion of which nobody has said yet where it goes."""

DECIDED_OPINION = tuple(state for state in OPEN_OPINION if state not in UNDECIDED_OPINION)
"""The open states of an opinion that is on its way to whoever answers it."""

UNTOLD_OPINION = ("HANDLED",)
"""The states of an opinion of which the result is there, and whoever spoke has not been told."""

RUNNING_OPINION = tuple(state for state in OPEN_OPINION if state not in UNTOLD_OPINION)
"""The states of an opinion in which a deadline runs: the answer is not there yet."""

UNANSWERED_OPINION = tuple(state for state in DECIDED_OPINION if state not in UNTOLD_OPINION)
"""The states of an opinion that somebody still has to answer."""

_WITH_UNIT = ("REFERRED", "ESCALATED", "ACKNOWLEDGED")
"""The states of an opinion that a unit has been given and has not begun with."""

PLACED_OPINION = (*_WITH_UNIT, "HANDLING", "RETURN_REQUESTED")
"""The states of an opinion that lies with a unit or an office above, and has no answer yet."""

_AT_UNIT = ("REFERRED", "ACKNOWLEDGED", "HANDLING")
"""The states of an opinion in which a unit may give it back or ask for more time."""

_TOLD = ("ANSWERED_ON_SITE", "REDIRECTED", "FED_BACK", "RATED")
"""The states of an opinion of which the speaker knows what became: from here it can be closed."""

TOLD_OPINION = (*_TOLD, "CLOSED")
"""The states of an opinion of which the speaker knows what became."""

RATED_OPINION = ("RATED",)
"""The states of an opinion that the speaker has judged."""

_CARRIED_OVER = ("REGISTERED", "HANDLING", "CLOSED", "REDIRECTED", "WITHDRAWN")
"""The states in which an old ledger's opinions come."""

OPINION = (
    Act("opinion", "register", (NEW,), ("REGISTERED",)),
    Act("opinion", "carry_over", (NEW,), _CARRIED_OVER),
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
        today=("told_on",),
        by_me="told_by",
    ),
    Act(
        "opinion",
        "triage",
        ("REGISTERED",),
        ("TRIAGED",),
        needs=("category", "urgency", "owner_level", "proposed_unit"),
        offers=("proposed_handling",),
        kept=("category", "urgency", "owner_level", "proposed_unit", "proposed_handling"),
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
        clock="opinion_answer",
        today=("referred_on",),
        taken={"unit": "proposed_unit"},
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
        "acknowledge",
        ("REFERRED", "ESCALATED"),
        ("ACKNOWLEDGED",),
        BOTH,
        needs=("acknowledged_on", "officer"),
        offers=("officer_phone",),
        today=("acknowledged_on",),
    ),
    Act(
        "opinion",
        "begin_handling",
        _WITH_UNIT,
        ("HANDLING",),
        BOTH,
        needs=("officer",),
        offers=("officer_phone",),
        kept=("officer", "officer_phone"),
    ),
    Act(
        "opinion",
        "report_result",
        (*_WITH_UNIT, "HANDLING"),
        ("HANDLED",),
        BOTH,
        needs=("result", "result_degree", "handled_on"),
        offers=("process", "next_measures", "next_due_on"),
        today=("handled_on",),
        kept=("result", "process"),
    ),
    Act("opinion", "request_return", _AT_UNIT, ("RETURN_REQUESTED",), BOTH, ("return_reason",), ("proper_unit",)),
    Act(
        "opinion",
        "agree_return",
        ("RETURN_REQUESTED",),
        ("TRIAGED",),
        APPROVERS | OFFICE,
        needs=("return_decision",),
    ),
    # The deadline keeps running (domain rules O11).
    Act(
        "opinion",
        "refuse_return",
        ("RETURN_REQUESTED",),
        ("ACKNOWLEDGED",),
        APPROVERS | OFFICE,
        needs=("return_decision",),
    ),
    Act("opinion", "extend", _AT_UNIT, (), APPROVERS | OFFICE, needs=("due_on", "extension_reason"), due="due_on"),
    Act(
        "opinion",
        "carry_reply",
        OPEN_OPINION,
        ("HANDLED",),
        needs=("result", "result_degree", "handled_on"),
        presumes=("promoted_to",),
        today=("handled_on",),
    ),
    Act(
        "opinion",
        "feed_back",
        ("HANDLED",),
        ("FED_BACK",),
        needs=("fed_back_on", "fed_back_way"),
        offers=("fed_back_by", "deputy_told_on", "deputy_told_way"),
        today=("fed_back_on",),
        by_me="fed_back_by",
    ),
    Act(
        "opinion",
        "miss",
        ("HANDLED",),
        (),
        needs=("contact_tries", "tried_on"),
        today=("tried_on",),
        counts="contact_tries",
    ),
    Act("opinion", "rate", ("FED_BACK",), ("RATED",), needs=("satisfaction",), offers=("satisfaction_reason",)),
    Act(
        "opinion",
        "rework",
        RATED_OPINION,
        ("HANDLING",),
        APPROVERS,
        needs=("rework_reason", "due_on"),
        # The next result comes later than the call about the last one, which stays in the history.
        sets={"fed_back_on": "", "fed_back_way": ""},
        due="due_on",
        clock="opinion_rework",
    ),
    Act(
        "opinion",
        "close",
        _TOLD,
        ("CLOSED",),
        APPROVERS,
        needs=("closing_basis", "closed_on"),
        offers=("closing_note",),
        today=("closed_on",),
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
    Act("opinion", "merge", OPEN_OPINION, ("MERGED",), needs=("merged_into",), offers=("secrecy_reason",), final=True),
    Act(
        "opinion",
        "withdraw",
        OPEN_OPINION,
        ("WITHDRAWN",),
        needs=("withdraw_statement",),
        offers=("secrecy_reason",),
        final=True,
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
    Act("opinion", "void", ("REGISTERED",), ("VOID",), frozenset({HEAD}), needs=("void_reason",), final=True),
    # An old ledger that was taken by mistake goes as a whole, whatever state its rows came in.
    Act(
        "opinion",
        "take_back",
        _CARRIED_OVER[1:],
        ("VOID",),
        frozenset({HEAD}),
        needs=("void_reason",),
        presumes=("carried",),
        final=True,
    ),
    Act("opinion", "correct", OPEN_OPINION + CLOSED_OPINION, (), frozenset({CLERK})),
)
