"""Keying in a paper sheet (F2, P4) that was filled by hand without power: one sheet, one visit, one matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.records import Opinion, Person, Visit
from station_app.services import reception
from station_app.services.desk import Desk
from station_app.services.visits import Matter, VisitEntry

ANSWERED, TRIAGED = "answer", "triage"
TRIAGE = ("owner_level", "proposed_unit", "proposed_handling")


@immutable
class SheetEntry:
    """What stands on a sheet, by record: empty fields are left out."""

    person: Mapping[str, Any]
    visit: Mapping[str, Any]
    opinion: Mapping[str, Any]


def entry_of(desk: Desk, sheet: SheetEntry) -> VisitEntry:
    """A sheet as a visit: an answer that is written on it was given on the spot by the deputies of that day; a unit
    that is proposed on it is the triage."""
    visit = reception.on_its_day(desk, sheet.visit)
    opinion = dict(sheet.opinion)
    answer = opinion.pop("answer", "")
    triage: dict[str, Any] = {name: opinion.pop(name) for name in TRIAGE if name in opinion}
    if answer:
        matter = Matter(opinion, ANSWERED, {"answer": answer, "answered_by": visit.get("deputies", ())})
    elif triage:
        matter = Matter(opinion, TRIAGED, triage)
    else:
        matter = Matter(opinion)
    return VisitEntry(sheet.person, visit, [matter])


REACHED = ("village", "address", "phone", "no_phone_reason")
ON_SHEET: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Visit, ("received_on", "received_at", "place", "channel", "deputies")),
    (
        Person,
        ("name", "gender", "birth_year", "ethnicity", "is_voter", "village", "address", "phone", "no_phone_reason"),
    ),
    (Visit, ("headcount", "is_first", "prior_channels")),
    (Opinion, ("title", "verbatim", "ask", "category", "revitalization", "urgency", "affected_place")),
    (Opinion, ("affected_people", "sensitivity", "disclosure")),
    (Visit, ("notice_way",)),
    (Opinion, ("answer", "owner_level", "proposed_unit", "proposed_handling")),
    (Visit, ("confirmation", "proxy_name", "language", "interpreter")),
)
"""The order of the paper (domain 3.3), by record."""
