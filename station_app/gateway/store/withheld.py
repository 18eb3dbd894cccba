"""Lines that their own home withholds, at the gateway: erased where they are, as they come, and in sealed batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from station_app.domain.change import Place, fields_hash
from station_app.domain.wire import parse
from station_app.gateway.store.engine import Cursor
from station_app.gateway.store.vault import Sealed


def put(cursor: Cursor, home: str, places: Sequence[Place]) -> None:
    """The home `home` withholds some lines; it counts for journals of that home alone."""
    cursor.many(
        "INSERT INTO withheld (journal, seq, home) VALUES (?, ?, ?) ON CONFLICT (journal, seq, home) DO NOTHING",
        [(place.journal, place.seq, home) for place in places],
    )


def of_range(cursor: Cursor, journal: str, first: int, last: int) -> list[int]:
    """Which lines of a range are withheld by the journal's own home."""
    rows = cursor.rows(
        "SELECT seq FROM withheld JOIN journal ON journal.uid = withheld.journal AND journal.home = withheld.home"
        " WHERE withheld.journal = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        journal,
        first,
        last,
    )
    return [int(row[0]) for row in rows]


def erase(cursor: Cursor, journal: str, numbers: Iterable[int]) -> tuple[dict[str, str], set[str]]:
    """Erase the fields and salts of lines that are here in clear, and mark the batches that hold them.

    Returns the records that they were of, each with its kind, and the files that they named.
    """
    touched: dict[str, str] = {}
    named: set[str] = set()
    for seq in numbers:
        query = "SELECT record, kind, fields, salt FROM change WHERE journal = ? AND seq = ? AND erased = ''"
        for record, kind, fields, salt in cursor.rows(query, journal, seq):
            touched[record] = kind
            mark(cursor, journal, [seq])
            if kind == "attachment":
                named.add(str(parse(fields).get("blob", "")))
            cursor.rows(
                "UPDATE change SET fields = ?, salt = ?, erased = ? WHERE journal = ? AND seq = ?",
                Sealed("{}"),
                b"",
                fields_hash(bytes(salt), fields).hex(),
                journal,
                seq,
            )
    return touched, named - {""}


def mark(cursor: Cursor, journal: str, numbers: Iterable[int]) -> None:
    """Batches of a journal that hold some lines in clear are given to nobody until they are sealed anew."""
    for seq in numbers:
        cursor.rows(
            "UPDATE batch SET stale = 1 WHERE journal = ? AND ? BETWEEN first AND last AND length(content) > 0",
            journal,
            seq,
        )


def mark_one(cursor: Cursor, name: str) -> None:
    """The same of one batch alone: what was sealed anew over the same lines is given on."""
    cursor.rows("UPDATE batch SET stale = 1 WHERE hash = ?", name)


def range_of(cursor: Cursor, name: str) -> tuple[str, int, int] | None:
    """Which lines a batch holds that is here, or lies aside: journal, first and last change; None for one that is
    neither."""
    found = cursor.rows("SELECT journal, first, last FROM batch WHERE hash = ?", name) or cursor.rows(
        "SELECT journal, first, last FROM aside WHERE hash = ?", name
    )
    return (found[0][0], int(found[0][1]), int(found[0][2])) if found else None


def replaced(cursor: Cursor, old: str, made: str) -> None:
    """One batch takes the place of another: its bytes are gone, its verdict stays, the feeds name the new one."""
    cursor.rows("UPDATE batch SET content = ?, stale = 0 WHERE hash = ?", b"", old)
    cursor.rows("UPDATE feed SET hash = ? WHERE hash = ?", made, old)
    cursor.rows("UPDATE aside SET content = ? WHERE hash = ?", b"", old)


def ids(cursor: Cursor, home: str) -> set[str]:
    """The changes that a home withholds, as far as they are here."""
    rows = cursor.rows(
        "SELECT change.uid FROM withheld JOIN change ON change.journal = withheld.journal AND change.seq = withheld.seq"
        " WHERE withheld.home = ?",
        home,
    )
    return {row[0] for row in rows}


def aside_of(cursor: Cursor, home: str) -> list[tuple[str, bytes]]:
    """The batches of a home's journals that lie aside, with their bytes."""
    rows = cursor.rows(
        "SELECT aside.hash, content FROM aside JOIN journal ON journal.uid = aside.journal"
        " WHERE journal.home = ? AND length(content) > 0",
        home,
    )
    return [(name, bytes(content)) for name, content in rows]


def stale(cursor: Cursor, home: str, limit: int = 50) -> list[tuple[str, str, int, int, int]]:
    """The batches of a home that wait to be sealed anew: hash, journal, number, first and last change."""
    return list(
        cursor.rows(
            "SELECT batch.hash, batch.journal, batch.number, first, last FROM batch"
            " JOIN journal ON journal.uid = batch.journal WHERE journal.home = ? AND stale = 1 ORDER BY first LIMIT ?",
            home,
            limit,
        )
    )


def is_named(cursor: Cursor, blob: str) -> bool:
    """Whether a record still names a file."""
    return bool(cursor.rows("SELECT 1 FROM record WHERE file = ? LIMIT 1", blob))
