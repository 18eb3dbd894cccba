"""The acts of an office on matters and people of several stations, and on a station that is no more."""

from __future__ import annotations

from station_app.domain.act import HEAD, NEW, NOWHERE, OFFICE, STATELESS, Act

SHARING: tuple[Act, ...] = (
    Act("shared_matter", "register", (NEW,), ("OPEN",), OFFICE, today=("merged_on",), brings=("excerpts_written",)),
    # A member that came in later is given and answered as the others were.
    Act(
        "shared_matter",
        "correct",
        ("OPEN",),
        (),
        OFFICE,
        brings=("members_assigned", "members_answered", "excerpts_written"),
    ),
    Act(
        "shared_matter",
        "assign",
        ("OPEN",),
        (),
        OFFICE,
        needs=("unit", "assigned_on", "due_on", "requirements"),
        today=("assigned_on",),
        brings=("members_assigned", "excerpts_written"),
    ),
    Act(
        "shared_matter",
        "reply",
        ("OPEN",),
        (),
        OFFICE,
        needs=("result", "result_degree", "replied_on"),
        today=("replied_on",),
        brings=("members_answered", "excerpts_written"),
    ),
    Act("shared_matter", "close", ("OPEN",), ("CLOSED",), OFFICE, offers=("note",)),
    Act(
        "shared_matter",
        "void",
        ("OPEN",),
        ("VOID",),
        OFFICE,
        needs=("void_reason",),
        brings=("excerpts_taken_back",),
        final=True,
    ),
    Act("excerpt", "register", (NEW,), (), OFFICE, page=NOWHERE),
    Act("excerpt", "correct", (STATELESS,), (), OFFICE, page=NOWHERE),
    Act("excerpt", "void", (STATELESS,), (), OFFICE, needs=("void_reason",), page=NOWHERE, final=True),
    Act("handover", "register", (NEW,), (), OFFICE, page=NOWHERE),
    Act("roster_link", "register", (NEW,), (), OFFICE, today=("linked_on",)),
    Act("roster_link", "unlink", (STATELESS,), (), OFFICE, needs=("void_reason",), final=True),
    # 撤乡并镇: the station's book stays as it is, and what is open goes to whoever takes its place.
    Act(
        "station",
        "shut",
        (STATELESS,),
        (),
        OFFICE,
        needs=("shut_on", "shut_reason"),
        offers=("successor",),
        today=("shut_on",),
        brings=("matters_moved",),
        final=True,
    ),
    Act(
        "station",
        "rename",
        (STATELESS,),
        (),
        frozenset({HEAD}) | OFFICE,
        needs=("name", "renamed_on"),
        today=("renamed_on",),
        kept=("name",),
    ),
)
