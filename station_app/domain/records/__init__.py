"""The records of the office. `RECORDS` is the only list of them."""

from __future__ import annotations

from station_app.domain.field import kind_of
from station_app.domain.records.acknowledgement import Correction, Receipt, Verdict
from station_app.domain.records.attachment import Attachment
from station_app.domain.records.deputy import Deputy, DeputyGroup, Mandate
from station_app.domain.records.duty import DutyRecord
from station_app.domain.records.enrolment import Device, Enrolment
from station_app.domain.records.news import CodeEntry, PolicyDocument, RulePack
from station_app.domain.records.office import Office, Unit
from station_app.domain.records.opinion import Opinion
from station_app.domain.records.person import Barring, Person
from station_app.domain.records.reception import Attendance, HolidayTable, ReceptionDay, ReceptionPlan
from station_app.domain.records.station import Station, User
from station_app.domain.records.suggestion import CheckOverride, Cosigning, Suggestion
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
    Office,
    Unit,
    CodeEntry,
    RulePack,
    PolicyDocument,
    Receipt,
    Verdict,
    Correction,
    Enrolment,
    Device,
    ReceptionPlan,
    HolidayTable,
    DutyRecord,
    Attachment,
    DeputyGroup,
    Barring,
    Cosigning,
    CheckOverride,
)

BY_KIND: dict[str, type] = {kind_of(cls): cls for cls in RECORDS}

__all__ = [
    "BY_KIND",
    "RECORDS",
    "Attachment",
    "Attendance",
    "Barring",
    "CheckOverride",
    "CodeEntry",
    "Correction",
    "Cosigning",
    "Deputy",
    "DeputyGroup",
    "Device",
    "DutyRecord",
    "Enrolment",
    "HolidayTable",
    "Mandate",
    "Office",
    "Opinion",
    "Person",
    "PolicyDocument",
    "Receipt",
    "ReceptionDay",
    "ReceptionPlan",
    "RulePack",
    "Station",
    "Suggestion",
    "Unit",
    "User",
    "Verdict",
    "Visit",
]
