"""P20 办理经过: what became of a matter, as a paper for its speaker and for the file."""

from __future__ import annotations

from station_app.domain import turns
from station_app.domain.field import values_of
from station_app.domain.numbering import checked
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Commitment, Opinion, Person, Reply, Visit
from station_app.domain.redaction import Audience
from station_app.domain.secrecy import is_accusation
from station_app.domain.tally import MatterSheet, SheetReply, SheetStep
from station_app.services import held_day, telling
from station_app.services.access import must_read
from station_app.services.desk import Desk
from station_app.services.printing import Print, as_public, counted, seen
from station_app.services.turns import Line, Step, of_opinion
from station_app.text import finding, paper
from station_app.text import turns as say


def for_visitor(desk: Desk, opinion: str) -> Print:
    """The page that its speaker takes home: the last answer in plain words. Raises Rejected for an accusation, of which
    no paper leaves the station, and for what is not for whoever sits here; KeyError for what is not here."""
    return _print(desk, opinion, Audience.VISITOR)


def for_file(desk: Desk, opinion: str) -> Print:
    """The same for the file, with every answer whole. Raises as `for_visitor` does, but for an accusation."""
    return _print(desk, opinion, Audience.FILE)


def _print(desk: Desk, opinion: str, audience: Audience) -> Print:
    from station_app.reports import fonts  # noqa: PLC0415  (the desk starts without its paper)
    from station_app.reports.matter_paper import matter_sheet  # noqa: PLC0415  (as above)

    record = desk.records.one(Opinion, opinion)
    must_read(desk, "opinion", values_of(record))
    if audience is Audience.VISITOR and is_accusation(values_of(record)):
        raise reject(refusal("accusation_has_no_slip"))
    facts = seen(desk, _facts(desk, record, audience), audience).facts
    return counted(matter_sheet(facts, fonts.office_faces()), f"P20-{record.number}.pdf")


def _facts(desk: Desk, record: Opinion, audience: Audience) -> MatterSheet:
    line = of_opinion(desk, record)
    visit = desk.records.several(Visit, [record.visit]).get(record.visit)
    person = desk.records.several(Person, [visit.visitor]).get(visit.visitor) if visit else None
    replies = line.replies if audience is Audience.FILE else _last(line, record)
    return MatterSheet(
        station=desk.station_of(record.station),
        opinion=record,
        number=checked(visit.number if visit else record.number),
        speaker=person.name if person else record.speakers,
        heard=tuple(one for matter in held_day.tallied(desk, [record]) for one in matter.heard),
        steps=tuple(_step(desk, one) for one in line.steps),
        replies=tuple(_reply(desk, record, one, audience) for one in replies),
        promises=tuple(_promise(desk, one) for one in line.promises),
        next=say.whose(line.next.lane, line.next.who, line.next.step) if line.next.step else say.OVER,
        printed_on=desk.today,
    )


def _last(line: Line, record: Opinion) -> tuple[Reply, ...]:
    return tuple(one for one in line.replies if one.uid == record.answered_in)


def _step(desk: Desk, one: Step) -> SheetStep:
    return SheetStep(paper.plain_day(one.day), say.LANES[one.lane], said_of(desk, one), one.paper)


def said_of(desk: Desk, one: Step) -> str:
    """What a step is called: how a speaker's own are, they would call them."""
    if one.lane == turns.VISITOR and one.kind == "opinion" and one.act in ("register", "carry_over"):
        return say.SAID
    if one.kind == "telling" and one.act in ("register", "carry_over"):
        return say.TOLD
    return finding.ACTS_OF_KIND.get((one.kind, one.act)) or desk.codes.name_of("act", one.act)


def _reply(desk: Desk, record: Opinion, one: Reply, audience: Audience) -> SheetReply:
    said = one.result
    if audience is not Audience.FILE:
        plain = telling.plain_words(desk, record, one, one.unit)
        said = "".join(plain) or as_public(desk, said)
    return SheetReply(paper.plain_day(one.replied_on), one.unit, one.letter_no, said)


def _promise(desk: Desk, one: Commitment) -> str:
    by = paper.plain_day(one.by_on) if one.by_on else ""
    return say.promised(one.what, by, desk.codes.name_of("commitment_state", one.state))
