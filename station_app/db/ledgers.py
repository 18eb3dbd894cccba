"""Old ledgers that were taken, the mappings that were kept, and what of a ledger is here already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from station_app.db.connection import Database, rows_by_name, transaction
from station_app.db.models import marks, portions, quoted
from station_app.domain import wire
from station_app.domain.field import Kind, fields_of
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.records import BY_KIND

Made = tuple[str, str]
"""A record that an import made: its kind and uid."""


@immutable_by_keyword
class Import:
    """One taking of an old ledger: its report as JSON's values; `undone_at` is "" while it stands."""

    id: int
    at: str
    user: str
    file_name: str
    file_hash: str
    mapping: str
    report: dict[str, Any]
    undone_at: str


@immutable_by_keyword
class Raised:
    """An opinion as an old ledger may name it again: `number` is that of the visit."""

    visitor: str
    received_on: str
    title: str
    number: str


@immutable_by_keyword
class Proposed:
    """A suggestion as an old ledger may name it again; `lead_deputy` is a uid."""

    title: str
    lead_deputy: str
    official_no: str
    number: str


_SELECT = "SELECT id, at, user, file_name, file_hash, mapping, report, undone_at FROM ledger_import"


def keep_import(database: Database, taken: Import, made: Sequence[Made]) -> int:
    """Keep an import with what it made, in order; its id. The caller holds the transaction."""
    query = "INSERT INTO ledger_import (at, user, file_name, file_hash, mapping, report) VALUES (?, ?, ?, ?, ?, ?)"
    values = (taken.at, taken.user, taken.file_name, taken.file_hash, taken.mapping, wire.canonical(taken.report))
    number = int(database.execute_sql(query, values).lastrowid)
    rows = [(number, position, kind, uid) for position, (kind, uid) in enumerate(made)]
    database.connection().executemany("INSERT INTO ledger_import_record VALUES (?, ?, ?, ?)", rows)
    return number


def imports(database: Database) -> list[Import]:
    """All imports, the latest first."""
    return rows_by_name(database, _import, f"{_SELECT} ORDER BY id DESC")


def one_import(database: Database, number: int) -> Import | None:
    """An import by its id."""
    found = rows_by_name(database, _import, f"{_SELECT} WHERE id = ?", (number,))
    return found[0] if found else None


def standing_import_of(database: Database, file_hash: str) -> Import | None:
    """The latest import of the same bytes that was not undone."""
    query = f"{_SELECT} WHERE file_hash = ? AND undone_at = '' ORDER BY id DESC LIMIT 1"
    found = rows_by_name(database, _import, query, (file_hash,))
    return found[0] if found else None


def made_by(database: Database, number: int) -> list[Made]:
    """What an import made, in order."""
    query = "SELECT kind, record FROM ledger_import_record WHERE import = ? ORDER BY position"
    return [(row[0], row[1]) for row in database.execute_sql(query, (number,))]


def mark_undone(database: Database, number: int, at: str) -> None:
    """An import was taken back. The caller holds the transaction."""
    database.execute_sql("UPDATE ledger_import SET undone_at = ? WHERE id = ?", (at, number))


def keep_mapping(database: Database, name: str, content: Mapping[str, Any]) -> None:
    """Keep a mapping under a name, in place of the one that had it."""
    with transaction(database):
        query = "INSERT INTO ledger_mapping (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = ?"
        text = wire.canonical(dict(content))
        database.execute_sql(query, (name, text, text))


def mappings(database: Database) -> dict[str, dict[str, Any]]:
    """The kept mappings by name."""
    found = database.execute_sql("SELECT name, content FROM ledger_mapping ORDER BY name")
    return {row[0]: json.loads(row[1]) for row in found}


def touched_since(database: Database, made: Sequence[Made]) -> set[str]:
    """Those of the records that have had more than the one change that made them."""
    found: set[str] = set()
    for some in portions(uid for _, uid in made):
        query = f"SELECT record FROM change WHERE record IN ({marks(some)}) GROUP BY record HAVING count(*) > 1"
        found |= {row[0] for row in database.execute_sql(query, some)}
    return found


def raised_between(database: Database, days: Iterable[str]) -> Iterator[Raised]:
    """The opinions of the days that were not voided."""
    for some in portions(days):
        query = (
            "SELECT p.name AS visitor, v.received_on AS received_on, o.title AS title, v.number AS number"
            " FROM opinion AS o JOIN visit AS v ON o.visit = v.uid"
            f" JOIN person AS p ON v.visitor = p.uid WHERE v.received_on IN ({marks(some)})"
            " AND o.state <> 'VOID' AND v.state <> 'VOID'"
        )
        yield from rows_by_name(database, Raised, query, some)


def suggestions_here(database: Database) -> list[Proposed]:
    """The suggestions that stand."""
    query = "SELECT title, lead_deputy, official_no, number FROM suggestion WHERE state <> 'VOID'"
    return rows_by_name(database, Proposed, query)


def people_with(database: Database, field: str, values: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Uid, name and number of the people whose phone or document number (`field`) is one of `values`."""
    column = {"phone": "phone", "id_number": "id_number"}[field]
    for some in portions(values):
        query = (
            f"SELECT uid, name, {column} FROM person WHERE {column} IN ({marks(some)})"
            " AND void_reason = '' AND merged_into = '' AND kept_here = 0 ORDER BY id"
        )
        yield from database.execute_sql(query, some)


def _import(**cells: Any) -> Import:
    return Import(**{**cells, "report": json.loads(cells["report"])})


def referring(database: Database, made: Sequence[Made]) -> set[Made]:
    """Records (kind, uid) that refer to one of `made` and are none of them."""
    uids, kinds = {uid for _, uid in made}, {kind for kind, _ in made}
    found: set[Made] = set()
    for kind, cls in BY_KIND.items():
        for spec in fields_of(cls):
            if spec.kind is Kind.REF and spec.target in kinds:
                found |= {(kind, uid) for uid in _with_ref(database, kind, spec.name, uids)}
            elif spec.kind is Kind.REFS and spec.target in kinds:
                found |= {(kind, uid) for uid in _with_refs(database, kind, spec.name, uids)}
    found |= {("attachment", uid) for uid in _with_ref(database, "attachment", "target", uids)}
    return {(kind, uid) for kind, uid in found if uid not in uids}


def _with_ref(database: Database, kind: str, name: str, uids: Iterable[str]) -> Iterator[str]:
    for some in portions(uids):
        query = f"SELECT uid FROM {kind} WHERE {quoted(name)} IN ({marks(some)})"
        yield from (row[0] for row in database.execute_sql(query, some))


def _with_refs(database: Database, kind: str, name: str, uids: Iterable[str]) -> Iterator[str]:
    for some in portions(uids):
        query = (
            f"SELECT t.uid FROM {kind} AS t, json_each(t.{quoted(name)}) AS one"
            f" WHERE t.{quoted(name)} <> '[]' AND one.value IN ({marks(some)})"
        )
        yield from (row[0] for row in database.execute_sql(query, some))


def referred_people(database: Database, people: Sequence[str]) -> set[Made]:
    """Pairs of one of `people` and the uid of a visit or of a barring that speaks of them."""
    found: set[Made] = set()
    for some in portions(people):
        places = marks(some)
        query = (
            f"SELECT visitor, uid FROM visit WHERE visitor IN ({places})"
            f" UNION SELECT person, uid FROM barring WHERE person IN ({places})"
            f" UNION SELECT one.value, v.uid FROM visit AS v, json_each(v.companions) AS one"
            f" WHERE v.companions <> '[]' AND one.value IN ({places})"
            f" UNION SELECT one.value, v.uid FROM visit AS v, json_each(v.representatives) AS one"
            f" WHERE v.representatives <> '[]' AND one.value IN ({places})"
        )
        found |= {(row[0], row[1]) for row in database.execute_sql(query, some * 4)}
    return found


UNFINISHED = "old_ledger"
"""The name under which a user's unfinished ledger stands among what that user has set."""


def keep_unfinished(database: Database, user: str, content: Mapping[str, Any]) -> None:
    """Keep what a user has begun with."""
    query = (
        "INSERT INTO preference (user, name, value) VALUES (?, ?, ?) ON CONFLICT (user, name) DO UPDATE SET value = ?"
    )
    text = wire.canonical(dict(content))
    with transaction(database):
        database.execute_sql(query, (user, UNFINISHED, text, text))


def unfinished(database: Database, user: str) -> dict[str, Any] | None:
    """What a user has begun with; None for nothing."""
    query = "SELECT value FROM preference WHERE user = ? AND name = ?"
    row = database.execute_sql(query, (user, UNFINISHED)).fetchone()
    return json.loads(row[0]) if row else None


def drop_unfinished(database: Database, user: str) -> None:
    """Forget it."""
    database.execute_sql("DELETE FROM preference WHERE user = ? AND name = ?", (user, UNFINISHED))
