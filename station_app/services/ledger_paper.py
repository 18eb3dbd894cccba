"""P10: the ledger of opinions on paper (F11 接待台账), for whoever keeps it: what a viewer may not see is not in it."""

from __future__ import annotations

from functools import partial

from station_app.db import ledger
from station_app.db.ledger import Filter
from station_app.domain import numbering
from station_app.domain.field import values_of
from station_app.domain.records import Deputy, Opinion, Visit
from station_app.domain.secrecy import is_confidential
from station_app.reports.listing import Listing
from station_app.services.desk import Desk
from station_app.text import paper as words
from station_app.text.finding import short_day

MOST_ROWS = 3_000
"""A longer ledger is printed in parts."""


def ledger_listing(desk: Desk, chosen: Filter, told: str) -> Listing:
    """The ledger that a filter leaves, in its order, at most `MOST_ROWS` lines; `told` says which lines these are."""
    database = desk.store.database
    ids = ledger.ids(database, chosen, 0, MOST_ROWS)
    rows = ledger.rows(database, ids)
    opinions = desk.records.several(Opinion, [row.uid for row in rows.values()])
    visits = desk.records.several(Visit, {one.visit for one in opinions.values() if one.visit})
    heard = {uid for visit in visits.values() for uid in visit.deputies}
    heard |= {uid for one in opinions.values() for uid in one.collected_by}
    deputies = {uid: one.name for uid, one in desk.records.several(Deputy, heard).items()}
    named, day = desk.codes.name_of, partial(short_day, today=desk.today)
    lines = []
    for place, number in enumerate((one for one in ids if one in rows), 1):
        row = rows[number]
        one, visit = opinions[row.uid], visits.get(row.visit)
        names = [deputies[uid] for uid in (visit.deputies if visit else one.collected_by) if uid in deputies]
        lines.append(
            (
                str(place),
                numbering.short_of(row.number),
                day(row.received_on),
                "\n".join(names),
                row.visitor or _speakers(one),
                str(row.headcount or ""),
                row.title,
                named("matter", row.category),
                named("route", one.route),
                row.unit,
                day(row.due_on),
                named("opinion_state", row.state),
                day(one.fed_back_on),
                named("satisfaction", one.satisfaction),
                day(one.closed_on),
                "",
            )
        )
    return Listing(
        organ=desk.place.name,
        title=words.LEDGER_TITLE,
        told=told,
        heads=words.LEDGER_HEADS,
        shares=words.LEDGER_SHARES,
        rows=lines,
        on=desk.today,
    )


def _speakers(opinion: Opinion) -> str:
    """Who spoke where nobody came; not where they asked for secrecy."""
    return "" if is_confidential(values_of(opinion)) else opinion.speakers
