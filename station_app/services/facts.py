"""The facts of a visit, of an opinion, of a referral, as prints and pages need them: records, and what may be shown."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.records import Attachment, Deputy, Opinion, Person, Station, User, Visit
from station_app.domain.secrecy import is_kept_here
from station_app.services import attachments, visits
from station_app.services.desk import Desk

CONFIDENTIAL = "CONFIDENTIAL"


@immutable
class VisitFacts:
    """Everything on one sheet (F2): the visit, who came, who heard it, what was raised, what was handed over."""

    station: Station
    visit: Visit
    visitor: Person
    representatives: tuple[Person, ...]
    companions: tuple[Person, ...]
    deputies: tuple[Deputy, ...]
    recorder: str
    repeat_of: Visit | None
    matters: tuple[Opinion, ...]
    files: tuple[Attachment, ...]


@immutable
class OpinionFacts:
    """One matter with where it comes from; `visit` is None for what was collected (F3)."""

    station: Station
    opinion: Opinion
    visit: VisitFacts | None
    collectors: tuple[Deputy, ...]
    files: tuple[Attachment, ...]

    @property
    def speaker(self) -> str:
        """Who said it, as the station knows it."""
        return self.visit.visitor.name if self.visit else self.opinion.speakers

    @property
    def is_confidential(self) -> bool:
        """Whether the speaker asked for secrecy: units and the public do not learn who it was."""
        return self.opinion.sensitivity == CONFIDENTIAL


@immutable
class ReferralFacts:
    """What a unit may learn (F4): the matter and its deadline; of the speaker nothing where secrecy was asked for."""

    station: Station
    opinion: Opinion
    speaker: str
    phone: str
    deputies: tuple[Deputy, ...]
    files: tuple[Attachment, ...]


def visit_facts(desk: Desk, uid: str) -> VisitFacts:
    """The facts of a visit. Raises KeyError where it, or its visitor, is not here."""
    records = desk.records
    visit = records.one(Visit, uid)
    users = records.several(User, [visit.recorder])
    earlier = records.several(Visit, [visit.repeat_of])
    return VisitFacts(
        station=desk.station,
        visit=visit,
        visitor=records.one(Person, visit.visitor),
        representatives=tuple(records.several(Person, visit.representatives).values()),
        companions=tuple(records.several(Person, visit.companions).values()),
        deputies=tuple(records.several(Deputy, visit.deputies).values()),
        recorder=next((one.name for one in users.values()), ""),
        repeat_of=earlier.get(visit.repeat_of),
        matters=tuple(visits.matters_of(desk, uid)),
        files=tuple(attachments.of_record(desk, "visit", uid)),
    )


def opinion_facts(desk: Desk, uid: str) -> OpinionFacts:
    """The facts of a matter. Raises KeyError where it is not here."""
    opinion = desk.records.one(Opinion, uid)
    return OpinionFacts(
        station=desk.station,
        opinion=opinion,
        visit=visit_facts(desk, opinion.visit) if opinion.visit else None,
        collectors=tuple(desk.records.several(Deputy, opinion.collected_by).values()),
        files=tuple(attachments.of_record(desk, "opinion", uid)),
    )


def referral_facts(desk: Desk, uid: str) -> ReferralFacts:
    """What goes to the unit with a referral. Raises KeyError where the matter is not here, LookupError where it was
    not referred, or stays at this desk."""
    facts = opinion_facts(desk, uid)
    values = {"opinion_kind": facts.opinion.opinion_kind, "sensitivity": facts.opinion.sensitivity}
    values["redirect_reason"] = facts.opinion.redirect_reason
    if not facts.opinion.slip_number or is_kept_here(values):
        raise LookupError("nothing of this matter goes to a unit")
    shows = not facts.is_confidential
    return ReferralFacts(
        station=facts.station,
        opinion=facts.opinion,
        speaker=facts.speaker if shows else "",
        phone=facts.visit.visitor.phone if facts.visit and shows else "",
        deputies=facts.visit.deputies if facts.visit else facts.collectors,
        files=facts.files,
    )
