"""What waits for a person: lines that were refused, values that clash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from station_app.db.connection import Database, rows_by_name
from station_app.db.models import marks, portions
from station_app.domain.change import Place
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.problem import Problem, refusal


@immutable_by_keyword
class Refused:
    """One such line: where it stands, which record it is of, and the problem's code and field."""

    place: Place
    record: str
    code: str
    field: str

    @property
    def problem(self) -> Problem:
        """What is wrong with it."""
        return refusal(self.code, self.field)


_QUERY = (
    "SELECT journal.uid AS journal, seq AS seq, record AS record, code AS code, field AS field FROM quarantine"
    " JOIN journal ON journal.id = quarantine.journal"
)


def put(database: Database, record: str, refused: Mapping[Place, Problem]) -> list[Refused]:
    """Put what is refused of a record, by place, in the place of what stood there; those that were not there before."""
    before = {one.place for one in _read(database, "WHERE record = ?", record)}
    if before:
        database.execute_sql("DELETE FROM quarantine WHERE record = ?", (record,))
    database.connection().executemany(
        "INSERT INTO quarantine (journal, seq, record, code, field)"
        " VALUES ((SELECT id FROM journal WHERE uid = ?), ?, ?, ?, ?)",
        [(place.journal, place.seq, record, one.code, one.where) for place, one in refused.items()],
    )
    return [
        Refused(place=place, record=record, code=one.code, field=one.where)
        for place, one in refused.items()
        if place not in before
    ]


def waiting(database: Database, records: Iterable[str]) -> set[str]:
    """Those of some records that have such lines, or lines that are held: they are folded whole."""
    found: set[str] = set()
    for some in portions(records):
        query = f"SELECT record FROM held WHERE record IN ({marks(some)})"
        both = f"{query} UNION {query.replace('held', 'quarantine')}"
        found |= {row[0] for row in database.execute_sql(both, (*some, *some))}
    return found


def all_of(database: Database, journal: str) -> list[Refused]:
    """Such lines of one journal, in order."""
    return _read(database, "WHERE journal.uid = ? ORDER BY seq", journal)


def every(database: Database) -> list[Refused]:
    """All such lines, by place."""
    return _read(database, "ORDER BY journal.uid, seq")


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
