"""A reception day as it stands: who of the deputies was there, who came, what was raised; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DAY_CLOSED, MANDATE_IN_FORCE, OPEN_OPINION, stands
from station_app.domain.records import Attendance, Deputy, Mandate, Opinion, Person, ReceptionDay, User, Visit
from station_app.domain.tally import DaySummary, TalliedMatter
from station_app.services.desk import Desk
from station_app.services.standing import StandingRecords

LEVELS = ("NATIONAL", "PROVINCE", "PREFECTURE", "COUNTY", "TOWNSHIP")


@immutable
class Present:
    """One deputy's attendance with who they are, and who stood in."""

    attendance: Attendance
    deputy: Deputy
    stand_in: Deputy | None = None


def days(desk: Desk) -> list[ReceptionDay]:
    """All reception days, the latest first."""
    return sorted(desk.records.all(ReceptionDay), key=lambda day: (day.held_on, day.start), reverse=True)


def attendance(desk: Desk, day: str, standing: StandingRecords | None = None) -> list[Present]:
    """Who is expected or was there, in the order they were named."""
    records = standing or desk.records
    found = records.all(Attendance, reception_day=day)
    deputies = records.several(Deputy, {uid for one in found for uid in (one.deputy, one.replaced_by) if uid})
    return [
        Present(one, deputies[one.deputy], deputies.get(one.replaced_by)) for one in found if one.deputy in deputies
    ]


def level_of(desk: Desk, deputy: str) -> str:
    """The highest level of a deputy's mandates in force; TOWNSHIP where none is known."""
    held = {mandate.level for mandate in desk.records.all(Mandate, deputy=deputy) if mandate.status == MANDATE_IN_FORCE}
    return next((level for level in LEVELS if level in held), "TOWNSHIP")


def summary(desk: Desk, day: str, standing: StandingRecords | None = None) -> DaySummary:
    """What the summary of a day prints (P9), as records stand in `standing`, else as they are stored.

    Raises KeyError for a day that is not here.
    """
    records = standing or desk.records
    record = records.one(ReceptionDay, day)
    visits = [visit for visit in records.all(Visit, reception_day=day) if stands(visit.state)]
    of_day = records.all_in(Opinion, "visit", [visit.uid for visit in visits])
    recorders = sorted({visit.recorder for visit in visits if visit.recorder})
    users = records.several(User, recorders)
    return DaySummary(
        station=desk.station_of(record.station),
        day=record,
        attendance=tuple((as_seen(desk, one), one.deputy, one.stand_in) for one in attendance(desk, day, records)),
        visits=tuple(visits),
        matters=_matters(desk, [one for one in of_day if stands(one.state)]),
        earlier=_matters(desk, _still_open(desk, record)),
        recorders=tuple(users[uid].name for uid in recorders if uid in users) or (desk.user.name,),
        printed_on=desk.today,
    )


def as_seen(desk: Desk, one: Present) -> Attendance:
    """The attendance with the level of whoever sat there: somebody who stood in has their own."""
    if one.stand_in is None:
        return one.attendance
    return replace(one.attendance, level=level_of(desk, one.stand_in.uid))


def visits_of_day(desk: Desk, reception_day: str) -> list[Visit]:
    """The visits of a reception day that stand, in the order they were registered."""
    return [visit for visit in desk.records.all(Visit, reception_day=reception_day) if stands(visit.state)]


def _still_open(desk: Desk, day: ReceptionDay) -> list[Opinion]:
    """The matters of the reception day before this one that still wait for an answer."""
    of_station = (other for other in days(desk) if other.station == day.station)
    before = [other for other in of_station if other.held_on < day.held_on and other.state == DAY_CLOSED][:1]
    visits = [visit.uid for one in before for visit in visits_of_day(desk, one.uid)]
    return [one for one in desk.records.all_in(Opinion, "visit", visits) if one.state in OPEN_OPINION]


def _matters(desk: Desk, opinions: Sequence[Opinion]) -> tuple[TalliedMatter, ...]:
    visits = desk.records.several(Visit, {opinion.visit for opinion in opinions if opinion.visit})
    people = desk.records.several(Person, {visit.visitor for visit in visits.values()})
    lines = []
    for opinion in opinions:
        visit = visits.get(opinion.visit)
        person = people.get(visit.visitor) if visit else None
        lines.append(
            TalliedMatter(opinion, person.name if person else "", opinion.village, visit.headcount if visit else 0)
        )
    return tuple(lines)
