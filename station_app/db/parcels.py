"""Batches of others: the hashes of those that were taken, and those that came and have to wait."""

from __future__ import annotations

from peewee import SqliteDatabase

from station_app.domain.batch.header import Header
from station_app.domain.immutable import immutable


@immutable
class Parcel:
    """A batch that came and was not taken: `reason` is the code of what it waits for, or of what is wrong with it."""

    hash: str
    journal: str
    first: int
    last: int
    content: bytes
    reason: str
    came_at: str


def was_taken(database: SqliteDatabase, name: str) -> bool:
    """Whether the batch of this hash was taken before, by whatever road."""
    return database.execute_sql("SELECT 1 FROM taken_batch WHERE hash = ?", (name,)).fetchone() is not None


def taken(database: SqliteDatabase, name: str, header: Header, at: str) -> None:
    """A batch was taken; where it waited, it waits no longer."""
    database.execute_sql(
        "INSERT INTO taken_batch (hash, journal, number, first, last, taken_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (hash) DO NOTHING",
        (name, header.journal, header.number, header.first, header.last, at),
    )
    database.execute_sql("DELETE FROM parcel WHERE hash = ?", (name,))


def last_number(database: SqliteDatabase, journal: str) -> int:
    """The number of the last batch of a journal that was taken; 0 for none."""
    query = "SELECT coalesce(max(number), 0) FROM taken_batch WHERE journal = ?"
    return int(database.execute_sql(query, (journal,)).fetchone()[0])


def keep(database: SqliteDatabase, parcel: Parcel) -> None:
    """Keep a batch that cannot be taken now."""
    database.execute_sql(
        "INSERT INTO parcel (hash, journal, first, last, content, reason, came_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (hash) DO UPDATE SET reason = excluded.reason",
        (parcel.hash, parcel.journal, parcel.first, parcel.last, parcel.content, parcel.reason, parcel.came_at),
    )


def drop(database: SqliteDatabase, name: str) -> None:
    """A batch waits no longer."""
    database.execute_sql("DELETE FROM parcel WHERE hash = ?", (name,))


def kept(database: SqliteDatabase, reason: str = "") -> list[Parcel]:
    """The batches that wait, those for one reason or all, in their journals' order."""
    query = "SELECT hash, journal, first, last, content, reason, came_at FROM parcel"
    found = database.execute_sql(f"{query} WHERE ? IN ('', reason) ORDER BY journal, first", (reason,))
    return [
        Parcel(name, journal, first, last, bytes(content), why, at)
        for name, journal, first, last, content, why, at in found
    ]
