"""Who sits on which reception day, as the notices, the year's plan and the sign-in sheet print it."""

from __future__ import annotations

from station_app.domain.records import ReceptionDay
from station_app.domain.seating import Notice, Seat, YearPlan
from station_app.services import held_day, reception
from station_app.services.desk import Desk


def notice(desk: Desk, day: str) -> Notice:
    """What the notice and the sign-in sheet of a day say. Raises KeyError for a day that is not here."""
    record = desk.records.one(ReceptionDay, day)
    return Notice(desk.station_now, record, _seats(desk, day), record.notice_posted_on or desk.today)


def year(desk: Desk, number: int) -> YearPlan:
    """The days of a year with who sits there."""
    days = reception.days_in(desk, number)
    return YearPlan(desk.station_now, number, tuple((day, _seats(desk, day.uid)) for day in days), desk.today)


def _seats(desk: Desk, day: str) -> tuple[Seat, ...]:
    """Who is expected; who stands in is named in place of whoever cannot come."""
    return tuple(
        Seat(one.stand_in or one.deputy, held_day.as_seen(desk, one).level, one.deputy.name if one.stand_in else "")
        for one in held_day.attendance(desk, day)
    )
