"""The records of the office. `RECORDS` is the only list of them."""

from __future__ import annotations

from station_app.domain.field import kind_of
from station_app.domain.records.deputy import Deputy, Mandate
from station_app.domain.records.opinion import Opinion
from station_app.domain.records.person import Person
from station_app.domain.records.reception import Attendance, ReceptionDay
from station_app.domain.records.station import Station, User
from station_app.domain.records.suggestion import Suggestion
from station_app.domain.records.visit import Visit

RECORDS: tuple[type, ...] = (
    Station,
    User,
    Deputy,
    Mandate,
    Person,
    ReceptionDay,
    Attendance,
    Visit,
    Opinion,
    Suggestion,
)

BY_KIND: dict[str, type] = {kind_of(cls): cls for cls in RECORDS}

__all__ = [
    "BY_KIND",
    "RECORDS",
    "Attendance",
    "Deputy",
    "Mandate",
    "Opinion",
    "Person",
    "ReceptionDay",
    "Station",
    "Suggestion",
    "User",
    "Visit",
]
