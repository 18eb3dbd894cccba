"""A vector over the journals that a store holds: how far each has come, and what the records were at such a point."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from station_app.db import journal, quarantine
from station_app.db.connection import Database
from station_app.db.journal import Author
from station_app.db.models import marks
from station_app.db.store import Store
from station_app.domain import change as line_format
from station_app.domain.change import KEPT_HERE, NO_FIELDS, Change, Place, change_of
from station_app.domain.field import blank_of
from station_app.domain.fold import whole
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home
from station_app.domain.records import BY_KIND
from station_app.domain.returns import Records, Vector

_LINE = "SELECT header, fields FROM change WHERE journal = ? AND seq <= ?"

Row = tuple[int, str, str | None, bytes | None, bytes | None, bytes]
"""A line that was set aside: its number, header, fields, salt, the hash of erased fields, the chain's hash."""


@immutable
class PastStanding:
    """What a vector means here: the records, how many of its lines were erased, the journals that have not come that
    far here, and those whose chain has another head there."""

    records: Records
    erased: int
    missing: tuple[str, ...]
    strange: tuple[str, ...]


def known(database: Database) -> Vector:
    """How far each journal has come here. What never leaves its desk is not among them: its count alone tells of it."""
    return {one.uid: (one.last_seq, one.head) for one in journal.authors(database)
            if one.last_seq and one.audience != KEPT_HERE}  # fmt: skip


def standing(store: Store, vector: Vector, kinds: Collection[str]) -> PastStanding:
    """Judge and fold the records of some kinds from the lines of a vector, those that this device gave up since among
    them."""
    database = store.database
    authors = {one.uid: one for one in journal.authors(database)}
    changes: dict[str, list[Change]] = {}
    erased, missing, strange = set[Place](), list[str](), list[str]()
    wanted = {*kinds, "verdict"}
    for uid, (last, head) in vector.items():
        author = authors.get(uid)
        if author is None:
            missing.append(uid)
            continue
        aside: list[Row] = []
        if _head_at(database, author, last) != head:
            aside = _aside(database, author, last, head)
            if not aside:
                (missing if last > author.last_seq else strange).append(uid)
        upto = aside[0][0] - 1 if aside else last
        for header, fields in (*_lines(database, author, upto, wanted), *((row[1], row[2]) for row in aside)):
            change = change_of(header, NO_FIELDS if fields is None else fields)
            if change.kind in wanted:
                changes.setdefault(change.record, []).append(change)
                erased |= {change.place} if fields is None else set()
    homes = {uid: home for uid, (home, _) in journal.standings(database, sorted(vector)).items()}
    records: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in kinds}
    allowed = _accepted(changes, homes, store)
    for record, history in changes.items():
        made = whole(history, homes, store.unfit, erased, allowed)
        if made.folded.heads and made.kind in kinds:
            records[made.kind][record] = {**blank_of(BY_KIND[made.kind]), **made.folded.values}
    return PastStanding(records, len(erased), tuple(missing), tuple(strange))


def _accepted(changes: Mapping[str, list[Change]], homes: Mapping[str, Home], store: Store) -> set[Place]:
    """The lines that offices had accepted by then."""
    found = set()
    for history in changes.values():
        if any(change.kind == "verdict" for change in history):
            said = whole(history, homes, store.unfit).folded.values
            if said.get("outcome") == quarantine.ACCEPTED:
                found.add(Place(str(said["journal"]), int(said["seq"])))
    return found


def _lines(database: Database, author: Author, last: int, kinds: Collection[str]) -> Iterator[tuple[str, str | None]]:
    query = f"{_LINE} AND kind IN ({marks(sorted(kinds))}) ORDER BY seq"
    yield from database.execute_sql(query, (author.row, last, *sorted(kinds)))


def _head_at(database: Database, author: Author, seq: int) -> bytes:
    try:
        return journal.head_at(database, author, seq)
    except LookupError:
        return b""


def _aside(database: Database, author: Author, last: int, head: bytes) -> list[Row]:
    """The lines up to `last` that were set aside from a journal and end with the chain's `head`, in order: those that
    follow what still stands in it. Nothing where there is no such tail."""
    query = "SELECT seq, header, fields, salt, fields_hash, hash FROM branch WHERE journal = ? AND seq <= ?"
    rows: list[Row] = database.execute_sql(query, (author.uid, last)).fetchall()
    found: list[Row] = []
    wanted = next((row for row in rows if row[0] == last and bytes(row[5]) == head), None)
    while wanted is not None:
        found.insert(0, wanted)
        if _follows(wanted, _head_at(database, author, wanted[0] - 1)):
            return found
        before = [row for row in rows if row[0] == found[0][0] - 1 and _follows(found[0], bytes(row[5]))]
        wanted = before[0] if before else None
    return []


def _follows(row: Row, before: bytes) -> bool:
    """Whether a line's hash is that of the chain after `before`."""
    _, header, fields, salt, erased, hash_ = row
    hash_of_fields = (erased or b"") if fields is None else line_format.fields_hash(salt or b"", fields)
    return line_format.next_hash(before, header, hash_of_fields) == bytes(hash_)
