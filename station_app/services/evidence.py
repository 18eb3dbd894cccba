"""The evidence of a suggestion (群众意见依据): one line for each opinion that it grew from, nothing of it typed."""

from __future__ import annotations

from collections.abc import Sequence

from station_app import paths
from station_app.domain import numbering
from station_app.domain.evidence import Evidence, EvidenceLine
from station_app.domain.records import Opinion, Visit
from station_app.services.desk import Desk
from station_app.text.finding import place

GENERAL = "GENERAL"


def evidence_of(desk: Desk, opinions: Sequence[str]) -> Evidence:
    """The evidence of some opinions; those that are not here are left out."""
    found = desk.records.several(Opinion, opinions)
    visits = desk.records.several(Visit, {one.visit for one in found.values() if one.visit})
    lines = [_line(desk, one, visits.get(one.visit)) for one in found.values()]
    return Evidence(tuple(sorted(lines, key=lambda line: (line.received_on, line.number))))


def _line(desk: Desk, opinion: Opinion, visit: Visit | None) -> EvidenceLine:
    category = desk.codes.name_of("matter", opinion.category)
    number = numbering.with_check(opinion.number) if numbering.find(opinion.number) else opinion.number
    people = opinion.affected_people if opinion.affected_people is not None else visit.headcount if visit else 1
    return EvidenceLine(
        opinion=opinion.uid,
        number=number,
        received_on=opinion.received_on,
        village=place(paths.regions().name_of(opinion.village)) if opinion.village else "",
        matter=opinion.title if opinion.sensitivity == GENERAL else category,
        category=category,
        people=people or 1,
    )
