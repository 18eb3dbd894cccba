"""Petitioners while typing, and what they said before."""

from __future__ import annotations

from itertools import starmap

from station_app.db import search, viewing
from station_app.db.connection import Database
from station_app.db.models import as_written, builder, marks, model, rows_of
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.lifecycle import VOID
from station_app.domain.secrecy import Viewer


@immutable_by_keyword
class Acquaintance:
    """A petitioner who may be the one at the door: enough to tell them apart, nothing in full that is not needed."""

    uid: str
    name: str
    phone: str
    village: str
    address: str
    visits: int
    last_visit_on: str


@immutable_by_keyword
class EarlierMatter:
    """One matter that a petitioner raised before."""

    opinion: str
    visit: str
    received_on: str
    title: str
    state: str
    unit: str
    due_on: str


def find(database: Database, text: str, viewer: Viewer, limit: int = 8) -> list[Acquaintance]:
    """People whom `text` may name (name, pinyin initials, phone tail), those who came last first."""
    ids = search.people(database, text, limit=limit * 4)
    if not ids:
        return []
    person, visit = model("person"), model("visit")
    fn = builder().fn
    last = fn.coalesce(fn.MAX(visit.received_on), "")
    shown = (person.uid, person.name, person.phone, person.village, person.address)
    query = (
        person.select(*shown, fn.COUNT(visit.id).alias("visits"), last.alias("last_visit_on"))
        .join(visit, builder().JOIN.LEFT_OUTER, on=(visit.visitor == person.uid))
        .where(person.id.in_(ids), person.kept_here == 0, *starmap(as_written, viewing.of_people(viewer)))
        .group_by(person.id)
        .order_by(last.desc(), person.id.desc())
        .limit(limit)
    )
    return rows_of(database, Acquaintance, query)


def same_visit(database: Database, visit: str) -> str:
    """The number of a visit that says the same words on the same day, by somebody of the same name; "" for none.

    Two clerks may have written down one visit; that forty people bring one letter is no mistake.
    """
    query = (
        "SELECT v.number FROM visit AS own JOIN person AS p ON p.uid = own.visitor"
        f" JOIN visit AS v ON v.received_on = own.received_on AND v.uid <> own.uid AND v.state NOT IN ({marks(VOID)})"
        " AND v.kept_here = 0"
        " JOIN person AS q ON q.uid = v.visitor AND q.name = p.name"
        " WHERE own.uid = ? AND EXISTS (SELECT 1 FROM opinion AS o JOIN opinion AS said ON said.verbatim = o.verbatim"
        " WHERE o.visit = v.uid AND said.visit = own.uid) LIMIT 1"
    )
    row = database.execute_sql(query, (*VOID, visit)).fetchone()
    return str(row[0]) if row else ""


def earlier_matters(database: Database, person: str, viewer: Viewer, limit: int = 20) -> list[EarlierMatter]:
    """What a petitioner raised before and a viewer may see, newest first."""
    opinion, visit = model("opinion"), model("visit")
    shown = (opinion.received_on, opinion.title, opinion.state, opinion.unit, opinion.due_on)
    query = (
        opinion.select(opinion.uid.alias("opinion"), opinion.visit, *shown)
        .join(visit, on=(opinion.visit == visit.uid))
        .where(visit.visitor == person, visit.state.not_in(VOID), *starmap(as_written, viewing.of_opinions(viewer)))
        .order_by(opinion.received_on.desc(), opinion.id.desc())
        .limit(limit)
    )
    return rows_of(database, EarlierMatter, query)


def visits_naming(database: Database, person: str) -> list[str]:
    """The uids of the visits that name a petitioner, as their visitor or beside one."""
    query = (
        "SELECT uid FROM visit WHERE visitor = ?"
        " OR EXISTS (SELECT 1 FROM json_each(companions) WHERE value = ?)"
        " OR EXISTS (SELECT 1 FROM json_each(representatives) WHERE value = ?) ORDER BY id"
    )
    return [row[0] for row in database.execute_sql(query, (person, person, person))]
