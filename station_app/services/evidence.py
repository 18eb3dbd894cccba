"""The evidence of a suggestion (群众意见依据): one line for each opinion that it grew from, nothing of it typed."""

from __future__ import annotations

from collections.abc import Sequence

from station_app import paths
from station_app.domain import numbering
from station_app.domain.evidence import Cosigner, Evidence, EvidenceLine, SuggestionPaper
from station_app.domain.lifecycle import JOINED
from station_app.domain.quality.context import is_held
from station_app.domain.records import Cosigning, Deputy, Mandate, Opinion, Suggestion, Visit
from station_app.services.desk import Desk
from station_app.text.finding import place

GENERAL = "GENERAL"


def evidence_of(desk: Desk, opinions: Sequence[str]) -> Evidence:
    """The evidence of some opinions; those that are not here are left out."""
    found = desk.records.several(Opinion, opinions)
    visits = desk.records.several(Visit, {one.visit for one in found.values() if one.visit})
    lines = [_line(desk, one, visits.get(one.visit)) for one in found.values()]
    return Evidence(tuple(sorted(lines, key=lambda line: (line.received_on, line.number))))


def _line(desk: Desk, opinion: Opinion, visit: Visit | None) -> EvidenceLine:
    category = desk.codes.name_of("matter", opinion.category)
    number = numbering.checked(opinion.number)
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


def paper_of(desk: Desk, suggestion: str) -> SuggestionPaper:
    """What the paper of a suggestion shows. Raises KeyError where it is not here."""
    own = desk.records.one(Suggestion, suggestion)
    day = own.submitted_on or desk.today
    joined = {one.deputy: one for one in desk.records.all(Cosigning, suggestion=suggestion) if one.state in JOINED}
    signers = tuple(dict.fromkeys((*own.cosigners, *joined)))
    held: dict[str, Mandate] = {}
    for mandate in desk.records.all_in(Mandate, "deputy", [own.lead_deputy, *signers]):
        if is_held(mandate, day) and mandate.level == own.level:
            held[mandate.deputy] = mandate
    deputies = desk.records.several(Deputy, [own.lead_deputy, *signers])
    cosigners = [
        Cosigner(deputies[uid], held.get(uid), joined.get(uid)) for uid in signers if uid in deputies
    ]  # fmt: skip
    return SuggestionPaper(
        suggestion=own,
        station=desk.place.name,
        lead=deputies.get(own.lead_deputy),
        mandate=held.get(own.lead_deputy),
        cosigners=tuple(cosigners),
        evidence=evidence_of(desk, own.origin_opinions),
    )
