"""What waits for a person: lines that were refused, values that clash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from station_app.db.connection import Database, rows_by_name
from station_app.db.journal import Author
from station_app.domain.change import Place
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.problem import Problem


@immutable_by_keyword
class Refused:
    """One such line: where it stands, which record it is of, and the problem's code and field."""

    place: Place
    record: str
    code: str
    field: str


_QUERY = (
    "SELECT journal.uid AS journal, seq AS seq, record AS record, code AS code, field AS field FROM quarantine"
    " JOIN journal ON journal.id = quarantine.journal"
)


def put(database: Database, author: Author, lines: Iterable[tuple[int, str, Problem]]) -> None:
    """Put lines of a journal, by sequence number and record, into quarantine."""
    database.connection().executemany(
        "INSERT INTO quarantine (journal, seq, record, code, field) VALUES (?, ?, ?, ?, ?)",
        [(author.row, seq, record, problem.code, problem.where) for seq, record, problem in lines],
    )


def records(database: Database) -> set[str]:
    """The records that have such lines."""
    return {row[0] for row in database.execute_sql("SELECT DISTINCT record FROM quarantine")}


def places(database: Database, record: str) -> set[Place]:
    """Where a record's such lines stand."""
    return {one.place for one in _read(database, "WHERE record = ?", record)}


def all_of(database: Database, journal: str) -> list[Refused]:
    """Such lines of one journal, in order."""
    return _read(database, "WHERE journal.uid = ? ORDER BY seq", journal)


def _read(database: Database, condition: str, *values: str) -> list[Refused]:
    def refused(journal: str, seq: int, **rest: str) -> Refused:
        return Refused(place=Place(journal, seq), **rest)

    return rows_by_name(database, refused, f"{_QUERY} {condition}", values)


def by_field(database: Database) -> dict[tuple[str, str, str], list[Any]]:
    """The values that clash, by kind, record and field."""
    query = "SELECT kind, record, field, value FROM clash ORDER BY kind, record, field, journal, seq"
    found: dict[tuple[str, str, str], list[Any]] = {}
    for kind, record, name, value in database.execute_sql(query):
        found.setdefault((kind, record, name), []).append(json.loads(value))
    return found
