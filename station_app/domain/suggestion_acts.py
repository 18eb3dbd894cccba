"""The suggestion's table of states and acts: what deputies, their station and the congress do with it.

`before` are states as they are read (`domain.standing`), `after` stages that its own home writes.
"""

from __future__ import annotations

from station_app.domain.act import ANYONE, CHAIR, HEAD, NEW, OFFICE, Act

_IN_THE_OFFICE = ("SUBMITTED", "ACCEPTED", "ASSIGNED", "IN_HANDLING")
"""The states of a suggestion that was submitted and has no reply: its text is frozen, amendments stand beside it."""

DRAFT_SUGGESTION = ("DRAFT", "RETURNED_TO_DEPUTY")
"""The states in which a suggestion's text and its cosigners are still written."""

RUNNING_SUGGESTION = ("ASSIGNED", "IN_HANDLING")
"""The states of a suggestion that a unit must answer: its deadline runs."""

ENDED_SUGGESTION = ("WITHDRAWN", "VOID", "TREATED_AS_LETTER", "MERGED")
"""The states of a suggestion that will never be answered: its opinions are free for another."""

RATED_SUGGESTION = ("EVALUATED",)
"""The states of a suggestion whose deputy has judged the reply."""

ANSWERED_SUGGESTION = ("REPLIED", *RATED_SUGGESTION)
"""The states of a suggestion that was answered and is not concluded."""

OVER_SUGGESTION = (*RATED_SUGGESTION, "CONCLUDED", *ENDED_SUGGESTION)
"""The states of a suggestion on which nobody works any more."""

OPEN_SUGGESTION = (*_IN_THE_OFFICE, *ANSWERED_SUGGESTION)
"""The states of a suggestion that was submitted and is not concluded."""

_CARRIED_SUGGESTION = ("DRAFT", "SUBMITTED", "ACCEPTED", "CONCLUDED")
"""The stages in which an old ledger's suggestions come; its units and replies are carried beside them."""

_NUMBERED = (*_IN_THE_OFFICE[1:], *ANSWERED_SUGGESTION, "CONCLUDED", "TRACKING")

CONGRESS = OFFICE | {CHAIR}
"""Who receives a suggestion: the office above, or the township's presidium where it is the township's own."""

SUGGESTION = (
    Act("suggestion", "register", (NEW,), ("DRAFT",), ANYONE | OFFICE, brings=("origins_marked",)),
    Act("suggestion", "carry_over", (NEW,), _CARRIED_SUGGESTION, brings=("origins_marked",)),
    # An old ledger that was taken by mistake goes as a whole, whatever state its rows came in.
    Act(
        "suggestion",
        "take_back",
        ("DRAFT", *_IN_THE_OFFICE, *ANSWERED_SUGGESTION, "CONCLUDED", "TRACKING"),
        ("VOID",),
        frozenset({HEAD}),
        needs=("withdraw_reason",),
        presumes=("carried",),
        brings=("origins_marked",),
        final=True,
    ),
    Act("suggestion", "correct", DRAFT_SUGGESTION, (), ANYONE | OFFICE, brings=("origins_marked",), by_home=True),
    Act(
        "suggestion",
        "withdraw",
        (*DRAFT_SUGGESTION, *_IN_THE_OFFICE),
        ("WITHDRAWN",),
        ANYONE | OFFICE,
        offers=("withdraw_reason", "withdrawn_on"),
        brings=("origins_marked",),
        today=("withdrawn_on",),
        final=True,
        by_home=True,
    ),
    Act(
        "suggestion",
        "amend",
        _IN_THE_OFFICE,
        (),
        ANYONE | OFFICE,
        needs=("amendment", "amended_on"),
        today=("amended_on",),
        by_home=True,
    ),
    Act(
        "suggestion",
        "submit",
        DRAFT_SUGGESTION,
        ("SUBMITTED",),
        ANYONE | OFFICE,
        needs=("submitted_on",),
        today=("submitted_on",),
        by_home=True,
    ),
    Act(
        "suggestion",
        "accept",
        ("SUBMITTED",),
        ("ACCEPTED",),
        CONGRESS,
        needs=("official_no",),
        offers=("reviewed_on",),
        today=("reviewed_on",),
        series="official_no",
        by_turn=True,
    ),
    Act(
        "suggestion",
        "return_to_deputy",
        ("SUBMITTED",),
        ("RETURNED_TO_DEPUTY",),
        CONGRESS,
        needs=("review_reason", "reviewed_on"),
        today=("reviewed_on",),
        by_turn=True,
    ),
    Act(
        "suggestion",
        "treat_as_letter",
        ("SUBMITTED",),
        ("TREATED_AS_LETTER",),
        CONGRESS,
        needs=("review_reason", "reviewed_on"),
        today=("reviewed_on",),
        by_turn=True,
        final=True,
    ),
    Act(
        "suggestion",
        "merge",
        ("SUBMITTED", "ACCEPTED"),
        ("MERGED",),
        CONGRESS,
        needs=("merged_into", "reviewed_on"),
        offers=("review_reason",),
        today=("reviewed_on",),
        by_turn=True,
        final=True,
    ),
    Act("suggestion", "renumber", _NUMBERED, (), CONGRESS, needs=("official_no",), series="official_no"),
    # The congress of a township that is no more: the office above sees its suggestions to their end.
    Act("suggestion", "move", (*_IN_THE_OFFICE, *ANSWERED_SUGGESTION, "TRACKING"), (), OFFICE, sets={"side": "COUNTY"}),
    Act(
        "suggestion",
        "conclude",
        ANSWERED_SUGGESTION,
        ("CONCLUDED",),
        CONGRESS,
        needs=("concluded_on",),
        offers=("conclusion",),
        today=("concluded_on",),
        by_turn=True,
    ),
)

COSIGNING = (
    Act("cosigning", "register", (NEW,), ("ASKED",), ANYONE | OFFICE, brings=("cosigner_listed",), by_home=True),
    Act("cosigning", "carry_over", (NEW,), ("ASKED", "CONFIRMED"), brings=("cosigner_listed",)),
    Act(
        "cosigning",
        "confirm",
        ("ASKED", "DECLINED"),
        ("CONFIRMED",),
        ANYONE | OFFICE,
        needs=("confirmed_on", "confirm_way"),
        brings=("cosigner_listed",),
        by_home=True,
        today=("confirmed_on",),
    ),
    Act(
        "cosigning",
        "decline",
        ("ASKED",),
        ("DECLINED",),
        ANYONE | OFFICE,
        offers=("note",),
        brings=("cosigner_listed",),
        by_home=True,
    ),
    Act(
        "cosigning",
        "withdraw",
        ("ASKED", "CONFIRMED"),
        ("WITHDRAWN",),
        ANYONE | OFFICE,
        brings=("cosigner_listed",),
        by_home=True,
        final=True,
    ),
)
