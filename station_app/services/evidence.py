"""The evidence of a suggestion (群众意见依据): one line for each opinion that it grew from, nothing of it typed."""

from __future__ import annotations

from collections.abc import Sequence

from station_app import paths
from station_app.domain import numbering
from station_app.domain.immutable import immutable
from station_app.domain.records import Opinion, Visit
from station_app.services.desk import Desk
from station_app.text.finding import place

GENERAL = "GENERAL"


@immutable
class EvidenceLine:
    """One opinion: its number with check character, day, village, what it is about, how many people it concerns.

    No personal name stands in it; the title of what is sensitive gives way to the category's name.
    """

    opinion: str
    number: str
    received_on: str
    village: str
    matter: str
    category: str
    people: int


@immutable
class Evidence:
    """The lines in the order of receipt, and what they add up to."""

    lines: tuple[EvidenceLine, ...]

    @property
    def villages(self) -> int:
        """How many villages they come from."""
        return len({line.village for line in self.lines if line.village})

    @property
    def people(self) -> int:
        """How many people they concern together, as the opinions say."""
        return sum(line.people for line in self.lines)

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day of receipt; ("", "") for none."""
        days = sorted(line.received_on for line in self.lines)
        return (days[0], days[-1]) if days else ("", "")


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
