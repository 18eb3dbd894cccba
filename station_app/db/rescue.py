"""What can still be read of a database that was damaged or set aside, taken into another one that is sound.

Of each journal as far as its chain holds: a line that cannot be read, or does not follow from the one before, ends it.
Both files have the same key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from station_app.db import journal, outbox, trail
from station_app.db.connection import Database, driver
from station_app.db.journal import Author, JournalEntry
from station_app.db.store import Progress, Store, unwatched
from station_app.domain import change as line_format
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home

MOST_ROWS = 1_000_000
"""Beyond so many ids in a row that give nothing no more are looked for."""

PATIENCE = 1_000

_CARRIED = {
    "secret": ("name", "value"),
    "preference": ("user", "name", "value"),
    "draft": ("user", "form", "content", "kept_at"),
    "blob": ("hash", "size_bytes", "direction", "done_bytes", "ended", "held", "told"),
    "blob_part": ("hash", "start", "content"),
    "taken_batch": ("hash", "journal", "number", "first", "last", "taken_at", "content", "waits", "stale"),
    "parcel": ("hash", "journal", "first", "last", "content", "reason", "came_at", "by_hand"),
    "thumbnail": ("hash", "content"),
    "branch": ("journal", "seq", "header", "fields", "salt", "fields_hash", "hash"),
    "ledger_mapping": ("name", "content"),
    "ledger_import": ("id", "at", "user", "file_name", "file_hash", "mapping", "report", "undone_at"),
    "ledger_import_record": ("import", "position", "kind", "record"),
}
"""What is no line of a journal and is taken as it stands, where the other database has none under the same name."""

_WITHOUT_ROWID = frozenset({"secret", "preference", "thumbnail", "branch", "ledger_mapping", "ledger_import_record"})
"""Of these no row can be asked for by a number: they are read at once or not at all."""

_JOURNAL = "uid, mine, home, role, area_code, audience, device_key, acked, judged, imported, mark, last_seq"


@immutable
class Cut:
    """A journal of which not all could be taken: its id, whether this device wrote it, up to which change it came, and
    the last that it had (0 where even that cannot be read)."""

    journal: str
    mine: bool
    came_to: int
    had: int


@immutable
class Rescued:
    """How many changes were taken that were not here, and what could not be."""

    taken: int
    cuts: tuple[Cut, ...] = ()


def extend(store: Store, source: Database, progress: Progress = unwatched) -> Rescued:
    """Take from `source` all that follows what the store holds, in one transaction. The store is a copy of before, or
    new and empty; nothing may have been written in it since. `progress` is told of journals."""
    taken, cuts = 0, []
    with store.transaction():
        found = _journals(source)
        for place, row in enumerate(found):
            progress(place, len(found))
            author = _author(store, row)
            entries = list(_following(source, row["id"], author))
            if entries:
                store.take(author, entries)
                taken += len(entries)
            came_to = author.last_seq + len(entries)
            _keep_standing(store.database, row, came_to)
            if came_to < row["last_seq"]:
                cuts.append(Cut(author.uid, bool(row["mine"]), came_to, row["last_seq"]))
        _carry(store.database, source)
        _carry_trail(store.database, source)
        # What the offices said is read again from the beginning: a journal of theirs may have been cut here.
        outbox.remember(store.database, replace(outbox.contact(store.database), cursor="", scope_cursor=""))
    return Rescued(taken, tuple(cuts))


def _author(store: Store, row: dict[str, Any]) -> Author:
    known = journal.author(store.database, row["uid"])
    if known is not None:
        return known
    home = Home(row["home"], row["role"], row["area_code"])
    begun = journal.found(store.database, row["uid"], home, mine=row["mine"] == 1, audience=row["audience"])
    query = "UPDATE journal SET mine = ?, device_key = ?, mark = ? WHERE id = ?"
    store.database.execute_sql(query, (row["mine"], row["device_key"], row["mark"], begun.row))
    again = journal.author(store.database, row["uid"])
    assert again is not None
    return again


def _journals(source: Database) -> list[dict[str, Any]]:
    names = ["id", *_JOURNAL.split(", ")]
    return [dict(zip(names, row, strict=True)) for row in _rows(source, f"SELECT id, {_JOURNAL} FROM journal", "id")]


def _following(source: Database, number: int, author: Author) -> Iterator[JournalEntry]:
    """The entries after what is here, as long as each can be read and follows from the one before."""
    head, seq = author.head, author.last_seq
    query = "SELECT header, fields, salt, fields_hash, hash FROM change WHERE journal = ? AND seq = ?"
    while True:
        try:
            row = source.execute_sql(query, (number, seq + 1)).fetchone()
            entry = journal.entry_of(*row[:4]) if row else None
        except (driver().DatabaseError, ValueError, KeyError, TypeError):
            return
        if row is None or entry is None:
            return
        head = line_format.chained(head, entry.line)
        if head != bytes(row[4]) or (entry.change.journal, entry.change.seq) != (author.uid, seq + 1):
            return
        seq += 1
        yield entry


def _keep_standing(database: Database, row: dict[str, Any], came_to: int) -> None:
    """What the receiver has said of a journal holds, as far as it stands here."""
    reached = [min(row[name] or 0, came_to) for name in ("acked", "judged", "imported")]
    query = (
        "UPDATE journal SET acked = max(acked, ?), judged = max(judged, ?), imported = max(imported, ?) WHERE uid = ?"
    )
    database.execute_sql(query, (*reached, row["uid"]))


def _carry(database: Database, source: Database) -> None:
    for table, columns in _CARRIED.items():
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" for _ in columns)
        # Of a table without a name of its own (drafts) the rows that say the same are the same.
        alike = " AND ".join(f'"{name}" IS ?' for name in columns)
        key = columns[0] if table in _WITHOUT_ROWID else "rowid"
        for row in _rows(source, f'SELECT "{key}", {names} FROM {table}', key):
            if table == "draft" and database.execute_sql(f"SELECT 1 FROM draft WHERE {alike}", row[1:]).fetchone():
                continue
            database.execute_sql(f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", row[1:])


def _carry_trail(database: Database, source: Database) -> None:
    """The lines of the trail that follow those that are here."""
    begun = trail.begins_after(database)[0]
    last = database.execute_sql("SELECT coalesce(max(id), ?) FROM trail", (begun,)).fetchone()[0]
    names = "id, at, clock, user, event, kind, record, detail, hash"
    for row in _rows(source, f"SELECT id, {names} FROM trail", "id", last):
        if row[1] != last + 1:
            return
        database.execute_sql(f"INSERT INTO trail ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row[1:])
        last = row[1]


def _rows(source: Database, query: str, key: str, after: Any = None) -> Sequence[Any]:
    """The rows of a query, by its key; where they cannot all be read at once, those that can one by one."""
    where = f' WHERE "{key}" > ?' if after is not None else ""
    values = (after,) if after is not None else ()
    try:
        return list(source.execute_sql(f'{query}{where} ORDER BY "{key}"', values).fetchall())
    except driver().DatabaseError:
        pass
    found: list[Any] = []
    if key not in ("id", "rowid"):
        return found
    number, in_vain = int(after or 0), 0
    while in_vain < PATIENCE and number < MOST_ROWS:
        number += 1
        in_vain += 1
        with suppress(driver().DatabaseError):
            if row := source.execute_sql(f'{query} WHERE "{key}" = ?', (number,)).fetchone():
                found.append(row)
                in_vain = 0
    return found
