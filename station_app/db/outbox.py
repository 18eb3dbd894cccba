"""The sealed batches of this device's journals: kept as the same bytes until whoever they are for has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import SqliteDatabase

from station_app.db.connection import rows_by_name
from station_app.db.journal import Author
from station_app.db.models import marks, portions
from station_app.domain.batch.seal import Sealed
from station_app.domain.immutable import immutable_by_keyword


@immutable_by_keyword
class Outgoing:
    """A sealed batch of ours. Times are as of changes (`domain.clock.stamp`), "" for what has not happened.

    `content` is empty once it was received; `trouble` is the code of what stopped it.
    """

    hash: str
    journal: str
    number: int
    first: int
    last: int
    size_bytes: int
    content: bytes
    sealed_at: str
    exported_at: str
    received_at: str
    trouble: str

    @property
    def count(self) -> int:
        """How many changes it holds."""
        return self.last - self.first + 1


_COLUMNS = (
    "batch.hash AS hash, journal.uid AS journal, number, first, last, size_bytes, content, sealed_at, exported_at,"
    " received_at, trouble"
)
_FROM = f"SELECT {_COLUMNS} FROM batch JOIN journal ON journal.id = batch.journal"


def keep(database: SqliteDatabase, author: Author, sealed: Sealed, at: str) -> None:
    """Keep a batch that was sealed at the time `at`."""
    header = sealed.header
    database.execute_sql(
        "INSERT INTO batch (hash, journal, number, first, last, size_bytes, content, sealed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (sealed.hash, author.row, header.number, header.first, header.last, len(sealed.content), sealed.content, at),
    )


def waiting(database: SqliteDatabase, author: Author) -> list[Outgoing]:
    """The batches of a journal that nobody has acknowledged, in order."""
    return _read(database, "WHERE batch.journal = ? AND received_at = '' ORDER BY first", author.row)


def newest(database: SqliteDatabase, limit: int, offset: int = 0) -> list[Outgoing]:
    """Batches of all our journals, the newest first; without their contents."""
    return _read(database, "ORDER BY sealed_at DESC, number DESC LIMIT ? OFFSET ?", limit, offset)


def received(database: SqliteDatabase, hashes: Sequence[str]) -> list[Outgoing]:
    """Those of our batches, by hash, that were acknowledged."""
    found = []
    for some in portions(hashes):
        found += _read(database, f"WHERE batch.hash IN ({marks(some)}) AND received_at <> ''", *some)
    return found


def last_of(database: SqliteDatabase, author: Author) -> Outgoing | None:
    """The last batch of a journal, acknowledged or not."""
    found = _read(database, "WHERE batch.journal = ? ORDER BY number DESC LIMIT 1", author.row)
    return found[0] if found else None


def exported(database: SqliteDatabase, hashes: Sequence[str], at: str) -> None:
    """Batches were written to a stick. They wait on until a receipt is read."""
    for one in hashes:
        database.execute_sql("UPDATE batch SET exported_at = ? WHERE hash = ?", (at, one))


def stopped(database: SqliteDatabase, name: str, trouble: str) -> None:
    """A batch was refused as a whole: it stays, and says why ("" takes the trouble away)."""
    database.execute_sql("UPDATE batch SET trouble = ? WHERE hash = ?", (trouble, name))


def acknowledged(database: SqliteDatabase, author: Author, acked: int, at: str) -> None:
    """Whoever the journal is for has durably received it up to `acked`; the kept bytes are no longer needed."""
    database.execute_sql(
        "UPDATE batch SET received_at = ?, content = NULL, trouble = '' WHERE journal = ? AND last <= ?"
        " AND received_at = ''",
        (at, author.row, acked),
    )
    database.execute_sql("UPDATE journal SET acked = max(acked, ?) WHERE id = ?", (acked, author.row))


def progressed(database: SqliteDatabase, author: Author, judged: int, imported: int) -> None:
    """How far a journal was judged, and how far the county has imported it; neither goes back."""
    database.execute_sql(
        "UPDATE journal SET judged = max(judged, min(?, last_seq)), imported = max(imported, min(?, last_seq))"
        " WHERE id = ?",
        (judged, imported, author.row),
    )


def gone_back(database: SqliteDatabase, author: Author, acked: int) -> None:
    """The receiver was restored from an older state, or a batch must be sealed anew: what lies after `acked` waits
    again."""
    database.execute_sql("DELETE FROM batch WHERE journal = ? AND last > ?", (author.row, acked))
    database.execute_sql(
        "UPDATE journal SET acked = min(acked, ?), judged = min(judged, ?) WHERE id = ?", (acked, acked, author.row)
    )


def _read(database: SqliteDatabase, condition: str, *values: Any) -> list[Outgoing]:
    return rows_by_name(database, _outgoing, f"{_FROM} {condition}", values)


def _outgoing(**cells: Any) -> Outgoing:
    return Outgoing(**{**cells, "content": bytes(cells["content"] or b"")})
