"""The table of acts of the congress's own work: theme activities, what is done under them, surveys, reports, readings,
what is seen to first."""

from __future__ import annotations

from station_app.domain.act import ANYONE, APPROVERS, BOTH, DESK, HEAD, NEW, OFFICE, STATELESS, Act
from station_app.domain.immutable import immutable

LEVELS = ("national", "province", "prefecture", "county", "township")
"""The fields of an activity that count deputies, highest level first."""


@immutable
class Once:
    """What there is one of: the fields that tell one from another, and what is said of a second, in which field."""

    fields: tuple[str, ...]
    where: str
    code: str


ONCE = {
    "survey_call": Once(("survey", "deputy"), "deputy", "surveyed_twice"),
    "dispatch_return": Once(("schedule", "station", "first_on"), "first_on", "returned_twice"),
    "policy_reading": Once(("document", "deputy", "recorder"), "document", "read_before"),
}
"""The kinds of which there is one of a sort."""

PLANNED, HELD, OPEN = "PLANNED", "HELD", "OPEN"
"""The states of an activity or a survey that is planned, of an activity that took place, of a survey that is asked."""

_HEADS = frozenset({HEAD}) | OFFICE
_SEES_TO = APPROVERS | OFFICE
_WHO_WAS_THERE = ("deputies", *LEVELS, "others")

PROGRAMME: tuple[Act, ...] = (
    *(Act(kind, "register", (NEW,), (), BOTH) for kind in ("campaign", "dispatch_schedule")),
    *(Act(kind, "carry_over", (NEW,), (), DESK) for kind in ("campaign", "dispatch_schedule", "policy_reading")),
    *(Act(kind, "correct", (STATELESS,), (), BOTH) for kind in ("campaign", "dispatch_schedule")),
    *(
        Act(kind, "void", (STATELESS,), (), _HEADS, needs=("void_reason",), final=True)
        for kind in ("campaign", "dispatch_schedule")
    ),
    Act("activity", "register", (NEW,), (PLANNED,), BOTH),
    Act("activity", "carry_over", (NEW,), (PLANNED, HELD), DESK),
    Act("activity", "hold", (PLANNED,), (HELD,), BOTH, offers=_WHO_WAS_THERE, brings=("activity_duty",)),
    # Who was there stands in the duty files: said otherwise, they follow.
    Act(
        "activity",
        "recount",
        (HELD,),
        (),
        BOTH,
        offers=_WHO_WAS_THERE,
        kept=_WHO_WAS_THERE,
        brings=("activity_duty",),
    ),
    Act("activity", "correct", (PLANNED, HELD), (), BOTH),
    Act("activity", "call_off", (PLANNED,), ("CANCELLED",), BOTH, needs=("cancel_reason",), final=True),
    Act(
        "activity",
        "void",
        (PLANNED, HELD),
        ("VOID",),
        _HEADS,
        needs=("void_reason",),
        brings=("activity_duty",),
        final=True,
    ),
    Act("survey", "register", (NEW,), (PLANNED,), BOTH),
    Act("survey", "carry_over", (NEW,), (PLANNED, "CLOSED"), DESK),
    Act("survey", "correct", (PLANNED,), (), BOTH),
    Act("survey", "draw", (PLANNED,), (OPEN,), BOTH, needs=("wanted",), brings=("sample_drawn",), final=True),
    Act(
        "survey",
        "end",
        (OPEN,),
        ("CLOSED",),
        BOTH,
        needs=("closed_on",),
        offers=("conclusion",),
        today=("closed_on",),
    ),
    Act("survey", "void", (PLANNED, OPEN), ("VOID",), _HEADS, needs=("void_reason",), final=True),
    Act("survey_call", "register", (NEW,), ("TO_CALL",), BOTH),
    Act("survey_call", "carry_over", (NEW,), ("TO_CALL", "ANSWERED"), DESK),
    Act(
        "survey_call",
        "call",
        ("TO_CALL",),
        ("ANSWERED",),
        BOTH,
        needs=("answers", "called_on"),
        offers=("caller", "remark"),
        today=("called_on",),
        by_me="caller",
    ),
    Act(
        "survey_call",
        "miss",
        ("TO_CALL",),
        (),
        BOTH,
        needs=("tries", "tried_on"),
        today=("tried_on",),
        counts="tries",
    ),
    Act("survey_call", "turn_down", ("TO_CALL",), ("REFUSED",), BOTH, needs=("refuse_reason",)),
    Act("survey_call", "give_up", ("TO_CALL",), ("UNREACHABLE",), BOTH, presumes=("tries",)),
    Act("survey_call", "correct", ("ANSWERED",), (), BOTH),
    Act("dispatch_return", "register", (NEW,), ("SENT",), DESK, today=("sent_on",)),
    Act("dispatch_return", "carry_over", (NEW,), ("SENT", "TAKEN"), DESK),
    Act(
        "dispatch_return",
        "acknowledge",
        ("SENT",),
        ("TAKEN",),
        OFFICE,
        needs=("acknowledged_on",),
        today=("acknowledged_on",),
    ),
    Act("dispatch_return", "return_report", ("SENT",), ("SENT_BACK",), OFFICE, needs=("sent_back_why",)),
    Act(
        "dispatch_return",
        "send_again",
        ("SENT_BACK",),
        ("SENT",),
        DESK,
        needs=("content", "sent_on"),
        today=("sent_on",),
        kept=("content",),
    ),
    Act("dispatch_return", "correct", ("SENT",), (), DESK),
    Act("policy_reading", "register", (NEW,), (), ANYONE, today=("read_on",)),
    Act("key_supervision", "register", (NEW,), ("CHOSEN",), _SEES_TO),
    Act("key_supervision", "carry_over", (NEW,), ("CHOSEN", "FINISHED"), DESK),
    Act("key_supervision", "correct", ("CHOSEN",), (), _SEES_TO),
    Act(
        "key_supervision",
        "end",
        ("CHOSEN",),
        ("FINISHED",),
        _SEES_TO,
        needs=("result", "finished_on"),
        today=("finished_on",),
    ),
    Act("key_supervision", "call_off", ("CHOSEN",), ("DROPPED",), _SEES_TO, needs=("drop_reason",), final=True),
)
"""The acts of the congress's own work, by kind."""
