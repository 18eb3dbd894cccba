"""What belongs to the deputy at the desk: the reception days they sat at, and their duty file."""

from __future__ import annotations

from station_app.domain.field import values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import stands
from station_app.domain.records import Attendance, DutyRecord, ReceptionDay, Visit
from station_app.services import access, duty, held_day
from station_app.services.desk import Desk
from station_app.services.held_day import visits_of_day

HERE, STOOD_IN = "PRESENT", "STAND_IN"


@immutable
class AttendedDay:
    """A reception day that the deputy sat at, and how many visits they heard there themselves."""

    day: ReceptionDay
    heard: int


def attended(desk: Desk) -> list[AttendedDay]:
    """The days of the deputy at the desk, the latest first; none where nobody's mandate is tied to the user."""
    own = desk.user.deputy
    if not own:
        return []
    sat = [one.reception_day for one in desk.records.all(Attendance, deputy=own) if one.presence == HERE]
    stood = [one.reception_day for one in desk.records.all(Attendance, replaced_by=own) if one.presence == STOOD_IN]
    found = desk.records.several(ReceptionDay, dict.fromkeys([*sat, *stood])).values()
    lines = [AttendedDay(one, sum(own in visit.deputies for visit in _visits(desk, one.uid))) for one in found]
    return sorted(lines, key=lambda one: (one.day.held_on, one.day.start), reverse=True)


def file(desk: Desk) -> list[DutyRecord]:
    """Their duty file, the latest first."""
    return duty.file_of(desk, desk.user.deputy) if desk.user.deputy else []


def may_print_in_full(desk: Desk, day: str) -> bool:
    """Whether the person here may see everything that the full summary of a day names."""
    if not desk.viewer.is_bounded:
        return True
    named = held_day.summary(desk, day)
    matters = [one.opinion for one in (*named.matters, *named.earlier)]
    return all(access.may_read(desk, "visit", values_of(one)) for one in named.visits) and all(
        access.may_read(desk, "opinion", values_of(one)) for one in matters
    )


def _visits(desk: Desk, day: str) -> list[Visit]:
    return [one for one in visits_of_day(desk, day) if stands(one.state)]
