"""The trail (留痕): who came in, printed, took out. Each line is chained to the one before; what is past its time goes
from the oldest on, by two persons, and the rest stays chained.

What was done to records stands in the journal; here stands what left no record (GB/T 22239-2019, 8.1.4.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from station_app.db import secrets
from station_app.db.connection import Database, rows_by_name, transaction
from station_app.domain import clock as time
from station_app.domain import wire
from station_app.domain.immutable import immutable_by_keyword

FIRST = b"\0" * 32
"""What stands before the first line in the chain."""


@immutable_by_keyword
class TrailLine:
    """One thing that somebody did. `at` and `clock` as a change carries them; `user` is a uid; `event` a code."""

    id: int
    at: str
    clock: str
    user: str
    event: str
    kind: str
    record: str
    detail: str


NEW_LIFE = "NEW_LIFE"
"""The folder was copied or set back: it goes on under the mark in the detail."""

GATEWAY_MOVED = "GATEWAY_MOVED"
"""The platform is found elsewhere, or believed by another key: the detail is its address."""

COPIED = "COPIED"
"""A copy was made and looked through: the detail is its place and number."""

TAKEN_BACK = "TAKEN_BACK"
"""What stood in a database that was set aside was taken in: the detail is how much."""

UNLOCKED, KEY_RENEWED = "UNLOCKED", "KEY_RENEWED"
"""The event with which a desk begins, and a new key of its file; the others stand where they are noted. Codes of the
list `trail_event`."""

_COLUMNS = "id, at, clock, user, event, kind, record, detail"


def append(database: Database, line: TrailLine) -> None:
    """Add a line; its `id` is given here. In a transaction where none is open, so that it waits for whoever writes."""
    with transaction(database):
        last = database.execute_sql("SELECT id, hash FROM trail ORDER BY id DESC LIMIT 1").fetchone()
        ended, before = (last[0], bytes(last[1])) if last else begins_after(database)
        number = ended + 1
        values = (line.at, line.clock, line.user, line.event, line.kind, line.record, line.detail)
        database.execute_sql(
            f"INSERT INTO trail ({_COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, *values, _chained(before, number, values)),
        )


def note(database: Database, now: datetime, user: str, event: str, **about: str) -> None:
    """Add that something was done now, by a user (uid); `about`: the kind, record and detail, where there are any."""
    told = {"kind": "", "record": "", "detail": "", **about}
    standing = time.standing(now, last_at(database))
    append(database, TrailLine(id=0, at=time.stamp(now), clock=standing, user=user, event=event, **told))


def count(database: Database) -> int:
    """How many lines there are."""
    return int(database.execute_sql("SELECT count(*) FROM trail").fetchone()[0])


def last_at(database: Database) -> str:
    """When the last line was written; "" for none."""
    row = database.execute_sql("SELECT at FROM trail ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def newest(database: Database, offset: int, limit: int) -> list[TrailLine]:
    """Lines, the newest first."""
    return rows_by_name(
        database, TrailLine, f"SELECT {_COLUMNS} FROM trail ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset)
    )


def last_of(database: Database, event: str) -> TrailLine | None:
    """The last line of an event; None where it never was."""
    query = f"SELECT {_COLUMNS} FROM trail WHERE event = ? ORDER BY id DESC LIMIT 1"
    return next(iter(rows_by_name(database, TrailLine, query, (event,))), None)


def broken(database: Database) -> Iterator[int]:
    """The lines that do not follow from the one before: something was changed or taken out there."""
    ended, before = begins_after(database)
    expected = ended + 1
    for row in database.execute_sql(f"SELECT {_COLUMNS}, hash FROM trail ORDER BY id"):
        number, values, kept = row[0], row[1:8], bytes(row[8])
        if number != expected or kept != _chained(before, number, values):
            yield number
        before, expected = kept, number + 1


def begins_after(database: Database) -> tuple[int, bytes]:
    """The number and the chain's hash of the last line that was taken away at its time; of none 0 and what stands
    before the first line."""
    kept = secrets.get(database, _BEGINS)
    return (int(kept[32:]), kept[:32]) if kept else (0, FIRST)


def past(database: Database, before: str) -> int:
    """How many lines, from the oldest on, were written before a civil day: those after one that was not stay, whatever
    a clock that jumped has written on them."""
    query = (
        "SELECT count(*) FROM trail WHERE id < coalesce((SELECT min(id) FROM trail WHERE at >= ?), 9223372036854775807)"
    )
    return int(database.execute_sql(query, (before,)).fetchone()[0])


def prune(database: Database, before: str) -> int:
    """Take those away; how many. The chain goes on where they ended. The caller holds the transaction."""
    count = past(database, before)
    if not count:
        return 0
    last = database.execute_sql("SELECT id, hash FROM trail ORDER BY id LIMIT 1 OFFSET ?", (count - 1,)).fetchone()
    secrets.put(database, _BEGINS, bytes(last[1]) + str(last[0]).encode())
    database.execute_sql("DELETE FROM trail WHERE id <= ?", (last[0],))
    return count


_BEGINS = "trail_begins"


def _chained(before: bytes, number: int, values: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(before + wire.canonical([number, *values]).encode()).digest()
