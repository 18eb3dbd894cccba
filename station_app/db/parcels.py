"""Batches of others: the hashes of those that were taken, and those that came and have to wait."""

from __future__ import annotations

from typing import Any

from peewee import SqliteDatabase

from station_app.db.connection import rows_by_name
from station_app.domain.batch.header import Header
from station_app.domain.immutable import immutable_by_keyword


@immutable_by_keyword
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


def taken(database: SqliteDatabase, name: str, header: Header, at: str, carried: bytes | None = None) -> None:
    """A batch was taken; where it waited, it waits no longer. `carried` is its content where it is to be passed on."""
    database.execute_sql(
        "INSERT INTO taken_batch (hash, journal, number, first, last, taken_at, content) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (hash) DO NOTHING",
        (name, header.journal, header.number, header.first, header.last, at, carried),
    )
    database.execute_sql("DELETE FROM parcel WHERE hash = ?", (name,))


def carried(database: SqliteDatabase) -> list[tuple[str, str, int]]:
    """The batches that came by hand and are to be passed on, in their journals' order: hash, journal, last change."""
    query = "SELECT hash, journal, last FROM taken_batch WHERE content IS NOT NULL ORDER BY journal, first"
    return list(database.execute_sql(query).fetchall())


def carried_content(database: SqliteDatabase, name: str) -> bytes:
    """The bytes of such a batch."""
    row = database.execute_sql("SELECT content FROM taken_batch WHERE hash = ?", (name,)).fetchone()
    return bytes(row[0])


def passed_on(database: SqliteDatabase, name: str) -> None:
    """A batch that came by hand is durable at the province."""
    database.execute_sql("UPDATE taken_batch SET content = NULL WHERE hash = ?", (name,))


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
    return rows_by_name(database, _parcel, f"{query} WHERE ? IN ('', reason) ORDER BY journal, first", (reason,))


def _parcel(**cells: Any) -> Parcel:
    return Parcel(**{**cells, "content": bytes(cells["content"])})
