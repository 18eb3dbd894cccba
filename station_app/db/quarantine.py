"""Lines that came in authentic batches and say what their author may not."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import SqliteDatabase

from station_app.db.journal import Author
from station_app.domain.change import Place
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem


@immutable
class Refused:
    """One such line: where it stands, which record it is of, and the problem's code and field."""

    place: Place
    record: str
    code: str
    field: str


_QUERY = "SELECT journal.uid, seq, record, code, field FROM quarantine JOIN journal ON journal.id = quarantine.journal"


def put(database: SqliteDatabase, author: Author, lines: Iterable[tuple[int, str, Problem]]) -> None:
    """Put lines of a journal, by sequence number and record, into quarantine."""
    database.connection().executemany(
        "INSERT INTO quarantine (journal, seq, record, code, field) VALUES (?, ?, ?, ?, ?)",
        [(author.row, seq, record, problem.code, problem.where) for seq, record, problem in lines],
    )


def records(database: SqliteDatabase) -> set[str]:
    """The records that have such lines."""
    return {row[0] for row in database.execute_sql("SELECT DISTINCT record FROM quarantine")}


def places(database: SqliteDatabase, record: str) -> set[Place]:
    """Where a record's such lines stand."""
    return {one.place for one in _read(database, "WHERE record = ?", record)}


def all_of(database: SqliteDatabase, journal: str) -> list[Refused]:
    """Such lines of one journal, in order."""
    return _read(database, "WHERE journal.uid = ? ORDER BY seq", journal)


def _read(database: SqliteDatabase, condition: str, *values: str) -> list[Refused]:
    rows = database.execute_sql(f"{_QUERY} {condition}", values)
    return [Refused(Place(*row[:2]), *row[2:]) for row in rows]
