"""A reception day as it stands: who of the deputies was there, who came, what was raised; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.field import values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import MANDATE_IN_FORCE, OPEN_OPINION, stands
from station_app.domain.records import Attendance, Deputy, Mandate, Opinion, Person, ReceptionDay, User, Visit
from station_app.domain.secrecy import Viewer
from station_app.domain.tally import DaySummary, SilentVisit, TalliedMatter
from station_app.services import access, loop
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
    """What happened on a day, as records stand in `standing`, else as they are stored; of earlier days nothing, and of
    what stays here nothing but whose names stand in no text.

    Raises KeyError for a day that is not here.
    """
    records = standing or desk.records
    record = records.one(ReceptionDay, day)
    came = [visit for visit in records.all(Visit, reception_day=day) if stands(visit.state)]
    visits = [visit for visit in came if not visit.kept_here]
    of_day = records.all_in(Opinion, "visit", [visit.uid for visit in visits])
    recorders = sorted({visit.recorder for visit in visits if visit.recorder})
    users = records.several(User, recorders)
    is_here = record.station == desk.place.uid
    spoken = {one.visit for one in of_day}
    mute = [one for one in came if one.uid not in spoken]
    people = records.several(Person, {uid for one in mute for uid in _people_of(one)})
    silent = [SilentVisit(one, tuple(people[uid] for uid in _people_of(one) if uid in people)) for one in mute]
    return DaySummary(
        station=desk.station_of(record.station),
        day=record,
        attendance=tuple((as_seen(desk, one), one.deputy, one.stand_in) for one in attendance(desk, day, records)),
        visits=tuple(visits),
        matters=tallied(desk, [one for one in of_day if stands(one.state)]),
        earlier=(),
        recorders=tuple(users[uid].name for uid in recorders if uid in users) or ((desk.user.name,) if is_here else ()),
        printed_on=desk.today,
        silent=tuple(silent),
    )


def looked_back(desk: Desk, day: str) -> DaySummary:
    """The same with the matters of earlier reception days that are still open, the oldest first."""
    found = summary(desk, day)
    open_ = [one for state in OPEN_OPINION for one in desk.records.all(Opinion, station=found.day.station, state=state)]
    # What was promised and is past its day reads as open again, though its matter was closed.
    due = [one for one in loop.matters_past_due(desk, found.day.held_on) if one.station == found.day.station]
    standing = list({one.uid: one for one in (*open_, *due)}.values())
    visits = desk.records.several(Visit, {one.visit for one in standing if one.visit})
    held_on = {one.uid: one.held_on for one in desk.records.all(ReceptionDay, station=found.day.station)}
    of_day = {one.uid: held_on.get(one.reception_day, "") for one in visits.values()}
    before = [one for one in standing if "" < of_day.get(one.visit, "") < found.day.held_on]
    lines = tallied(desk, _in_order(access.readable(desk, "opinion", before)))
    return replace(found, earlier=tuple(replace(one, village="") for one in lines))


def looked_back_by(desk: Desk, day: str, deputy: str) -> DaySummary:
    """The same with what a deputy heard before: what is still open, and what has a result since the day they sat
    before."""
    found = summary(desk, day)
    sat = [one.day.held_on for one in sittings(desk, deputy) if one.day.held_on < found.day.held_on]
    since = max(sat, default="")
    heard = [
        one
        for one in desk.records.all(Opinion, station=found.day.station)
        if stands(one.state) and one.received_on < found.day.held_on
        if one.state in OPEN_OPINION or max(one.handled_on, one.closed_on, one.fed_back_on) >= since > ""
    ]
    visits = desk.records.several(Visit, {one.visit for one in heard if one.visit})
    today = {visit.uid for visit in found.visits}
    own = [one for one in heard if one.visit not in today and is_heard_by(one, visits.get(one.visit), deputy)]
    return replace(found, earlier=tallied(desk, _in_order(access.readable(desk, "opinion", own))))


def is_heard_by(opinion: Opinion, visit: Visit | None, deputy: str) -> bool:
    """Whether a deputy heard, answered or collected an opinion."""
    return Viewer(deputy=deputy).is_own(values_of(opinion), values_of(visit) if visit else {})


@immutable
class AttendedDay:
    """A reception day that a deputy sat at, and how many visits they heard there themselves."""

    day: ReceptionDay
    heard: int


HERE, STOOD_IN = "PRESENT", "STAND_IN"


def sittings(desk: Desk, deputy: str) -> list[AttendedDay]:
    """The days that a deputy sat at, the latest first."""
    sat = [one.reception_day for one in desk.records.all(Attendance, deputy=deputy) if one.presence == HERE]
    stood = [one.reception_day for one in desk.records.all(Attendance, replaced_by=deputy) if one.presence == STOOD_IN]
    found = desk.records.several(ReceptionDay, dict.fromkeys([*sat, *stood])).values()
    lines = [AttendedDay(one, sum(deputy in visit.deputies for visit in visits_of_day(desk, one.uid))) for one in found]
    return sorted(lines, key=lambda one: (one.day.held_on, one.day.start), reverse=True)


def as_seen(desk: Desk, one: Present) -> Attendance:
    """The attendance with the level of whoever sat there: somebody who stood in has their own."""
    if one.stand_in is None:
        return one.attendance
    return replace(one.attendance, level=level_of(desk, one.stand_in.uid))


def visits_of_day(desk: Desk, reception_day: str) -> list[Visit]:
    """The visits of a reception day that stand and may be counted, in the order they were registered."""
    found = desk.records.all(Visit, reception_day=reception_day)
    return [visit for visit in found if stands(visit.state) and not visit.kept_here]


def tallied(desk: Desk, opinions: Sequence[Opinion]) -> tuple[TalliedMatter, ...]:
    """Opinions as lines of a paper, with the visit and its people where somebody came."""
    visits = desk.records.several(Visit, {opinion.visit for opinion in opinions if opinion.visit})
    people = desk.records.several(Person, {uid for visit in visits.values() for uid in _people_of(visit)})
    lines = []
    for opinion in opinions:
        visit = visits.get(opinion.visit)
        named = _people_of(visit) if visit else ()
        heard = (*((visit,) if visit else ()), *(people[uid] for uid in named if uid in people))
        speaker = people[visit.visitor].name if visit and visit.visitor in people else opinion.speakers
        lines.append(TalliedMatter(opinion, speaker, opinion.village, visit.headcount if visit else 0, heard))
    return tuple(lines)


def _people_of(visit: Visit) -> tuple[str, ...]:
    return (visit.visitor, *visit.companions, *visit.representatives)


def _in_order(opinions: Sequence[Opinion]) -> list[Opinion]:
    return sorted(opinions, key=lambda one: (one.received_on, one.number))
