"""Petitioners while typing, and what they said before."""

from __future__ import annotations

from peewee import SqliteDatabase

from station_app.db import search, viewing
from station_app.db.connection import rows_by_name
from station_app.db.models import marks
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.lifecycle import VOID
from station_app.domain.viewing import EVERYTHING, Viewer


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


def find(database: SqliteDatabase, text: str, limit: int = 8, viewer: Viewer = EVERYTHING) -> list[Acquaintance]:
    """People whom `text` may name (name, pinyin initials, phone tail), those who came last first."""
    ids = search.people(database, text, limit=limit * 4)
    if not ids:
        return []
    known, values = viewing.of_people(viewer)
    query = (
        "SELECT p.uid AS uid, p.name AS name, p.phone AS phone, p.village AS village, p.address AS address,"
        " count(v.id) AS visits, coalesce(max(v.received_on), '') AS last_visit_on"
        f" FROM person AS p LEFT JOIN visit AS v ON v.visitor = p.uid WHERE p.id IN ({marks(ids)}) AND {known}"
        " GROUP BY p.id ORDER BY last_visit_on DESC, p.id DESC LIMIT ?"
    )
    return rows_by_name(database, Acquaintance, query, (*ids, *values, limit))


def same_visit(database: SqliteDatabase, visit: str) -> str:
    """The number of a visit that says the same words on the same day, by somebody of the same name; "" for none.

    Two clerks may have written down one visit; that forty people bring one letter is no mistake.
    """
    query = (
        "SELECT v.number FROM visit AS own JOIN person AS p ON p.uid = own.visitor"
        f" JOIN visit AS v ON v.received_on = own.received_on AND v.uid <> own.uid AND v.state NOT IN ({marks(VOID)})"
        " JOIN person AS q ON q.uid = v.visitor AND q.name = p.name"
        " WHERE own.uid = ? AND EXISTS (SELECT 1 FROM opinion AS o JOIN opinion AS said ON said.verbatim = o.verbatim"
        " WHERE o.visit = v.uid AND said.visit = own.uid) LIMIT 1"
    )
    row = database.execute_sql(query, (*VOID, visit)).fetchone()
    return str(row[0]) if row else ""


def earlier_matters(
    database: SqliteDatabase, person: str, limit: int = 20, viewer: Viewer = EVERYTHING
) -> list[EarlierMatter]:
    """What a petitioner raised before and a viewer may see, newest first."""
    seen, values = viewing.of_opinions(viewer)
    query = (
        "SELECT o.uid AS opinion, v.uid AS visit, o.received_on AS received_on, o.title AS title, o.state AS state,"
        " o.unit AS unit, o.due_on AS due_on FROM visit AS v"
        " JOIN opinion AS o ON o.visit = v.uid WHERE "
        + " AND ".join(["v.visitor = ?", "v.state <> 'VOID'", *seen])
        + " ORDER BY o.received_on DESC, o.id DESC LIMIT ?"
    )
    return rows_by_name(database, EarlierMatter, query, (person, *values, limit))


def visits_naming(database: SqliteDatabase, person: str) -> list[str]:
    """The uids of the visits that name a petitioner, as their visitor or beside one."""
    query = (
        "SELECT uid FROM visit WHERE visitor = ?"
        " OR EXISTS (SELECT 1 FROM json_each(companions) WHERE value = ?)"
        " OR EXISTS (SELECT 1 FROM json_each(representatives) WHERE value = ?) ORDER BY id"
    )
    return [row[0] for row in database.execute_sql(query, (person, person, person))]
