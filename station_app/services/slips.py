"""The facts of a visit's and a referral's papers, with what each reader may see."""

from __future__ import annotations

from station_app import paths
from station_app.domain.field import values_of
from station_app.domain.lifecycle import stands
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Deputy, Opinion, Person, User, Visit
from station_app.domain.secrecy import is_accusation, is_confidential
from station_app.domain.slips import Referral, VisitSheet, blank_visit
from station_app.services.access import must_read, readable
from station_app.services.desk import Desk


def sheet_of(desk: Desk, visit: str) -> VisitSheet:
    """The papers of a visit; without any ("") those of nobody. Raises KeyError for a visit that is not here, Rejected
    for whom it is not."""
    if not visit:
        return blank_visit(desk.station_now)
    record = desk.records.one(Visit, visit)
    must_read(desk, "visit", values_of(record))
    people = desk.records.several(Person, {record.visitor, *record.companions, *record.representatives})
    deputies = desk.records.several(Deputy, record.deputies)
    recorder = desk.records.several(User, [record.recorder]).get(record.recorder)
    standing = [one for one in desk.records.all(Opinion, visit=visit) if stands(one.state)]
    earlier = desk.records.several(Visit, [record.repeat_of]).get(record.repeat_of)
    return VisitSheet(
        station=desk.station_now,
        visit=record,
        person=people[record.visitor],
        companions=tuple(people[uid].name for uid in record.companions if uid in people),
        representatives=tuple(people[uid].name for uid in record.representatives if uid in people),
        deputies=tuple(deputies[uid].name for uid in record.deputies if uid in deputies),
        recorder=recorder.name if recorder else "",
        matters=tuple(readable(desk, "opinion", standing)),
        earlier=earlier.number if earlier else "",
        contact=desk.user.name,
        contact_phone=desk.station_now.phone,
        printed_on=desk.today,
    )


def referral_of(desk: Desk, opinion: str) -> Referral:
    """What a unit is given of an opinion. Raises Rejected for an accusation, and where it was referred to nobody."""
    record = desk.records.one(Opinion, opinion)
    must_read(desk, "opinion", values_of(record))
    if is_accusation(values_of(record)):
        raise reject(refusal("accusation_has_no_slip"))
    if not record.slip_number:
        raise reject(refusal("not_referred"))
    visit = desk.records.several(Visit, [record.visit]).get(record.visit)
    person = desk.records.several(Person, [visit.visitor]).get(visit.visitor) if visit else None
    deputies = desk.records.several(Deputy, visit.deputies if visit else record.collected_by)
    hidden = is_confidential(values_of(record))
    return Referral(
        station=desk.station_now,
        opinion=record,
        source=visit.number if visit else record.number,
        speaker="" if hidden else person.name if person else record.speakers,
        speaker_phone="" if hidden or person is None else person.phone,
        village=paths.regions().name_of(record.village) if record.village else "",
        deputies=tuple(one.name for one in deputies.values()),
        officer=desk.user.name,
        officer_phone=desk.station_now.phone,
        printed_on=desk.today,
    )
