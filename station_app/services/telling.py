"""Those who wait to hear what became of their matter, and the call in which they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.db import ledger
from station_app.db.ledger import Filter
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import UNTOLD_OPINION
from station_app.domain.phone import masked_phone
from station_app.domain.records import Opinion, Person, Visit
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk


@immutable
class ToTell:
    """One matter whose speaker waits: what came of it, how they are reached, how often they were tried."""

    id: int
    opinion: Opinion
    person: str
    name: str
    headcount: int
    phone: str
    other_way: str
    tries: int
    tried_on: str


def waiting_to_hear(desk: Desk) -> list[ToTell]:
    """All who wait and whom the person here may know of, those first whose result is oldest; phones are masked."""
    database = desk.store.database
    chosen = Filter(states=UNTOLD_OPINION, sort="waiting", viewer=desk.viewer)
    rows = ledger.rows(database, ledger.all_ids(database, chosen))
    opinions = desk.records.several(Opinion, [row.uid for row in rows.values()])
    visits = desk.records.several(Visit, {one.visit for one in opinions.values() if one.visit})
    people = desk.records.several(Person, {one.visitor for one in visits.values()})
    found = [_to_tell(row.id, opinions[row.uid], visits, people) for row in rows.values()]
    return sorted(found, key=lambda one: (one.opinion.handled_on, one.id))


def tell(desk: Desk, opinion: str, told: Mapping[str, Any], rating: Mapping[str, Any] | None = None) -> list[Done]:
    """The speaker was told; where they said what they think of it, that too, in one transaction. Raises Rejected."""
    asks = [Ask("opinion", "feed_back", told, opinion)]
    if rating and rating.get("satisfaction"):
        asks.append(Ask("opinion", "rate", rating, opinion))
    return perform(desk, asks)


def miss(desk: Desk, opinion: str) -> Done:
    """Nobody answered: one more try, today. Raises Rejected."""
    return perform(desk, [Ask("opinion", "miss", {}, opinion)])[0]


def _to_tell(row: int, opinion: Opinion, visits: Mapping[str, Visit], people: Mapping[str, Person]) -> ToTell:
    visit = visits.get(opinion.visit)
    person = people.get(visit.visitor) if visit else None
    return ToTell(
        id=row,
        opinion=opinion,
        person=person.uid if person else "",
        name=person.name if person else opinion.speakers,
        headcount=(visit.headcount if visit else 0) or 0,
        phone=masked_phone(person.phone) if person else "",
        other_way=person.no_phone_reason if person else "",
        tries=opinion.contact_tries or 0,
        tried_on=opinion.tried_on,
    )
