"""What belongs to a record: the visitor, the other matters of the visit, earlier ones, mandates, the day's visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from station_app.db import people
from station_app.domain.field import values_of
from station_app.domain.identity import masked_phone
from station_app.domain.immutable import immutable
from station_app.domain.records import Mandate, Opinion, Visit
from station_app.services import access, duty, held_day, visits
from station_app.services import people as known
from station_app.text import finding as words
from station_app.text import settings as duty_say
from station_app.text import visits as people_say
from station_app.ui.parts.sheet import Link
from station_app.ui.shell.workplace import Naming, Workplace, short

DUTIES_SHOWN = 12


@immutable
class Related:
    """One heading with its lines: words, where they lead, and muted words under them."""

    heading: str
    lines: tuple[tuple[str, Link, str], ...]


def related(place: Workplace, kind: str, values: Mapping[str, Any]) -> list[Related]:
    """The sheets beside a record, those with nothing on them left out."""
    match kind:
        case "opinion":
            found = [_of_visit(place, values["visit"], values["uid"], words.SAME_VISIT)]
        case "visit":
            found = [_of_visit(place, values["uid"], "", words.MATTERS)]
        case "person":
            uid = values["uid"]
            found = [_of_person(place, uid), _visits_of(place, uid), _alike(place, values), _barred(place, uid)]
        case "deputy":
            found = [_mandates(place, values["uid"]), _duties(place, values["uid"])]
        case "reception_day":
            found = [_of_day(place, values["uid"])]
        case "suggestion":
            opinions = place.desk.records.several(Opinion, values["origin_opinions"])
            found = [_opinions(place, words.MATTERS, list(opinions.values()))]
        case _:
            found = []
    return [one for one in found if one.lines]


def visitor_of(place: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    """The uid of the person who came, of a visit or of an opinion that was raised on one; "" where none is known."""
    if kind == "opinion" and values["visit"]:
        row = place.desk.records.rows("visit", [values["visit"]]).get(values["visit"])
        return str(row.values["visitor"]) if row else ""
    return str(values["visitor"]) if kind == "visit" else ""


def _of_visit(place: Workplace, visit: str, but: str, heading: str) -> Related:
    raised = visits.matters_of(place.desk, visit) if visit else []
    return _opinions(place, heading, [one for one in raised if one.uid != but])


def _opinions(place: Workplace, heading: str, opinions: Sequence[Opinion]) -> Related:
    return Related(
        heading,
        tuple(
            (
                words.numbered(short(one.number), one.title),
                ("opinion", one.uid),
                place.desk.codes.name_of("opinion_state", one.state),
            )
            for one in opinions
        ),
    )


def _of_person(place: Workplace, person: str) -> Related:
    today = place.desk.today
    return Related(
        words.EARLIER,
        tuple(
            (
                one.title,
                ("opinion", one.opinion),
                words.standing(
                    words.short_day(one.received_on, today), place.desk.codes.name_of("opinion_state", one.state)
                ),
            )
            for one in people.earlier_matters(place.desk.store.database, person, viewer=place.desk.viewer)
        ),
    )


def _visits_of(place: Workplace, person: str) -> Related:
    naming, codes = Naming(place.desk), place.desk.codes
    made = [
        one
        for one in place.desk.records.all(Visit, visitor=person)
        if access.may_read(place.desk, "visit", values_of(one))
    ]
    return Related(
        people_say.VISITS_OF,
        tuple(
            (naming.name("visit", one.uid), ("visit", one.uid), codes.name_of("visit_state", one.state)) for one in made
        ),
    )


def _alike(place: Workplace, values: Mapping[str, Any]) -> Related:
    """The entry that this one was merged into, or those that may be the same petitioner."""
    naming = Naming(place.desk)
    if into := str(values.get("merged_into", "")):
        return Related(people_say.MERGED_INTO, ((naming.name("person", into), ("person", into), ""),))
    found = known.alike(place.desk, values["uid"])
    told = ((one, "  ".join(filter(None, (masked_phone(one.phone), one.address)))) for one in found)
    return Related(people_say.ALIKE, tuple((one.name, ("person", one.uid), below) for one, below in told))


def _barred(place: Workplace, person: str) -> Related:
    """Who must not learn of this petitioner; shown to whoever may see barrings."""
    desk, naming = place.desk, Naming(place.desk)
    found = [one for one in access.bars(desk, person) if access.may_read(desk, "barring", values_of(one))]
    lines: list[tuple[str, Link, str]] = []
    for one in found:
        user = naming.name("user", one.barred_user) if one.barred_user else ""
        deputy = naming.name("deputy", one.barred_deputy) if one.barred_deputy else ""
        lines.append((user or deputy or one.barred_unit, ("barring", one.uid), one.reason))
    return Related(people_say.BARRINGS, tuple(lines))


def _mandates(place: Workplace, deputy: str) -> Related:
    held = place.desk.records.all(Mandate, deputy=deputy)
    naming = Naming(place.desk)
    return Related(
        words.MANDATES,
        tuple((naming.name("mandate", one.uid), ("mandate", one.uid), one.electoral_unit) for one in held),
    )


def _duties(place: Workplace, deputy: str) -> Related:
    """The duty file, the latest first; all of it stands on its paper (F8)."""
    found, named = duty.file_of(place.desk, deputy), place.desk.codes.name_of
    return Related(
        duty_say.file_heading(len(found)),
        tuple(
            (
                words.standing(words.short_day(one.held_on, place.desk.today), named("duty_way", one.way)),
                ("duty_record", one.uid),
                duty_say.excerpt(one.content),
            )
            for one in found[:DUTIES_SHOWN]
        ),
    )


def _of_day(place: Workplace, day: str) -> Related:
    naming = Naming(place.desk)
    day_visits = held_day.visits_of_day(place.desk, day)
    return Related(
        words.DAY_VISITS,
        tuple((naming.name("visit", one.uid), ("visit", one.uid), "") for one in day_visits),
    )
