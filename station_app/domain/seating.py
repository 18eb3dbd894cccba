"""What notices, sign-in sheets and the year's plan say: who sits on which reception day."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.records import Deputy, ReceptionDay, Station


@immutable
class Seat:
    """Who sits on a day: the deputy, the level by which they sit there, and whom they stand in for ("" for nobody)."""

    deputy: Deputy
    level: str
    stands_in_for: str = ""


@immutable
class Notice:
    """What a notice says. `posted_on` is the day under it (ISO 8601)."""

    station: Station
    day: ReceptionDay
    seats: tuple[Seat, ...]
    posted_on: str


@immutable
class YearPlan:
    """The reception days of a year in order, each with who sits there."""

    station: Station
    year: int
    days: tuple[tuple[ReceptionDay, tuple[Seat, ...]], ...]
    printed_on: str
