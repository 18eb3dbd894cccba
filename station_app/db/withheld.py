"""Lines that their own home withholds (个人信息保护法 art. 47): erased here, as they come, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from station_app.db import journal
from station_app.db.connection import PRAGMAS, Database
from station_app.db.journal import Author
from station_app.domain.change import KEPT_HERE, Place, fields_hash
from station_app.domain.lifecycle import WRITE_ANEW


def put(database: Database, home: str, places: Sequence[Place]) -> set[str]:
    """The home `home` withholds some lines: what is here of them, in that home's journals, is erased, and the batches
    that hold them are marked. Returns the records whose lines were erased."""
    database.connection().executemany(
        "INSERT INTO withheld (journal, seq, home) VALUES (?, ?, ?) ON CONFLICT (journal, seq, home) DO NOTHING",
        [(place.journal, place.seq, home) for place in places],
    )
    touched: set[str] = set()
    for uid, some in groupby(sorted(places), key=lambda place: place.journal):
        author = journal.author(database, uid)
        if author is not None and author.home == home:
            touched |= erase(database, author, [place.seq for place in some])
    return touched


def of_range(database: Database, author: Author, first: int, last: int) -> set[int]:
    """Which lines of a journal, from `first` to `last`, its own home withholds."""
    query = "SELECT seq FROM withheld WHERE journal = ? AND home = ? AND seq BETWEEN ? AND ?"
    return {row[0] for row in database.execute_sql(query, (author.uid, author.home, first, last))}


def places_of(database: Database, record: str, home: str) -> list[Place]:
    """Where lines of a record stand in the journals of a home, those that are not erased yet."""
    query = (
        "SELECT journal.uid, seq FROM change JOIN journal ON journal.id = change.journal"
        " WHERE record = ? AND journal.home = ? AND fields IS NOT NULL ORDER BY change.id"
    )
    return [Place(uid, seq) for uid, seq in database.execute_sql(query, (record, home))]


def left_of_withheld(database: Database) -> list[Place]:
    """The lines in this device's journals that travel, of records whose first line this home withholds: a colleague's
    computer did so, and had not heard of them. What was said again since is not meant."""
    query = (
        "SELECT journal.uid, change.seq FROM change JOIN journal ON journal.id = change.journal"
        " WHERE journal.mine = 1 AND journal.audience <> ? AND change.fields IS NOT NULL AND change.record IN"
        " (SELECT made.record FROM withheld"
        " JOIN journal AS own ON own.uid = withheld.journal AND own.home = withheld.home"
        " JOIN change AS made ON made.journal = own.id AND made.seq = withheld.seq"
        " WHERE made.uid = made.record AND made.fields IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM change AS again WHERE again.record = change.record AND again.fields IS NOT NULL"
        " AND json_extract(again.header, '$.act') = ?) ORDER BY change.id"
    )
    return [Place(uid, seq) for uid, seq in database.execute_sql(query, (KEPT_HERE, WRITE_ANEW))]


def erase(database: Database, author: Author, numbers: Iterable[int]) -> set[str]:
    """Erase lines of a journal, the files that they alone named, and mark the batches that hold them; the records that
    they were of."""
    places = [Place(author.uid, seq) for seq in sorted(numbers)]
    # What is overwritten leaves nothing in the file's free pages; it costs time, which here is well spent.
    database.execute_sql("PRAGMA secure_delete = 1")
    try:
        return _erased(database, author, places)
    finally:
        database.execute_sql(f"PRAGMA secure_delete = {PRAGMAS['secure_delete']}")


def _erased(database: Database, author: Author, places: Sequence[Place]) -> set[str]:
    named = {blob for place in places for blob in _blobs_named(database, author, place.seq)}
    erased = journal.erase(database, places)
    for seq in sorted(place.seq for place in erased):
        database.execute_sql(
            "UPDATE batch SET stale = 1, content = NULL WHERE journal = ? AND stale = 0 AND ? BETWEEN first AND last",
            (author.row, seq),
        )
        database.execute_sql(
            "UPDATE taken_batch SET stale = 1, content = NULL WHERE journal = ? AND ? BETWEEN first AND last",
            (author.uid, seq),
        )
    for place in places:
        _erase_aside(database, author, place.seq)
    for blob in named:
        _forget_file(database, blob)
    return set(erased.values())


def _erase_aside(database: Database, author: Author, seq: int) -> None:
    """Erase what was set aside of a line: where it was written anew in another journal it bears the same id; where its
    device was revoked since it lies under its own place. Its chain stays whole there too."""
    query = (
        "SELECT branch.journal, seq, hash, fields, salt FROM branch JOIN journal ON journal.uid = branch.journal"
        " WHERE fields IS NOT NULL AND (journal.mine = 0 AND journal.id = ? AND seq = ? OR"
        " json_extract(header, '$.id') = (SELECT uid FROM change WHERE journal = ? AND seq = ?))"
    )
    for *key, fields, salt in database.execute_sql(query, (author.row, seq, author.row, seq)).fetchall():
        gone = fields_hash(salt or b"", fields)
        erasing = "UPDATE branch SET fields = NULL, salt = NULL, fields_hash = ? WHERE (journal, seq, hash) = (?, ?, ?)"
        database.execute_sql(erasing, (gone, *key))


def _blobs_named(database: Database, author: Author, seq: int) -> list[str]:
    query = (
        "SELECT json_extract(fields, '$.blob') FROM change"
        " WHERE journal = ? AND seq = ? AND kind = 'attachment' AND fields IS NOT NULL"
    )
    return [row[0] for row in database.execute_sql(query, (author.row, seq)) if row[0]]


def _forget_file(database: Database, blob: str) -> None:
    still = "SELECT 1 FROM change WHERE kind = 'attachment' AND json_extract(fields, '$.blob') = ? LIMIT 1"
    if database.execute_sql(still, (blob,)).fetchone() is None:
        for table in ("thumbnail", "blob_part", "blob"):
            database.execute_sql(f"DELETE FROM {table} WHERE hash = ?", (blob,))
