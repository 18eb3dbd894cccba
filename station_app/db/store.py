"""The one way in: changes enter the journal and are folded into the tables in the same transaction.

A clerk's save, an old ledger, a batch from elsewhere: all are changes that `commit` (this device's own) or `take`
(another author's) put into the journal. The tables that screens and statistics read are the fold, kept up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import SqliteDatabase

from station_app.db import journal, tables
from station_app.db.journal import Author, Entry
from station_app.db.records import Records
from station_app.db.tables import Initials, Row
from station_app.domain import clock as time
from station_app.domain.change import Change, Line, Place, change_of, line_of
from station_app.domain.clock import Clock
from station_app.domain.fold import fold
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND

Progress = Callable[[int, int], None]
"""Told how many of how many are done; may raise to stop the work, which is then undone."""


def unwatched(done: int, total: int) -> None:
    """Nobody watches the progress."""


@immutable
class Write:
    """An act to be written: what is done to which record, and the fields it sets. A new record has no row yet."""

    act: str
    kind: str
    record: str
    fields: Mapping[str, Any]


class Store:
    """The journals and their fold in one database."""

    def __init__(self, database: SqliteDatabase, clock: Clock, initials: Initials) -> None:
        self.database = database
        self.records = Records(database)
        self._clock = clock
        self._initials = initials

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: all of it is durable at the end, or nothing has happened."""
        with self.database.atomic("IMMEDIATE"):
            yield

    def begin_journal(self) -> None:
        """Begin this device's journal: at first start, and after a restore from a copy."""
        journal.found(self.database, self._clock.new_id(), mine=True)

    def commit(self, writes: Sequence[Write], by: str) -> tuple[Place, ...]:
        """Write acts of this device, in order, by the user `by`; returns their places in the journal.

        The caller holds the transaction and has checked the acts.
        """
        author = journal.my_author(self.database)
        rows = self._rows((write.kind, write.record) for write in writes)
        now = self._clock.now()
        at, standing = time.stamp(now), time.standing(now, author.last_at)
        heads = {key: row.heads for key, row in rows.items()}
        entries = []
        for seq, write in enumerate(writes, author.last_seq + 1):
            seen = heads[write.kind, write.record]
            uid = self._clock.new_id() if seen else write.record
            change = Change(
                author.uid, seq, uid, at, standing, by, write.act, write.kind, write.record, seen, write.fields
            )
            entries.append(Entry(change, line_of(change)))
            heads[write.kind, write.record] = (change.place,)
        journal.append(self.database, author, entries)
        self._fold_in(entries, rows)
        return tuple(entry.change.place for entry in entries)

    def take(self, author: Author, lines: Sequence[Line]) -> None:
        """Take lines of another author's journal that follow what has come of it. Raises Rejected at a gap.

        Kinds that this program does not know are kept in the journal and passed on. The caller holds the transaction.
        """
        entries = [Entry(change_of(line.header, line.fields), line) for line in lines]
        journal.append(self.database, author, entries)
        self._fold_in(entries)

    def rebuild(self, progress: Progress = unwatched) -> int:
        """Throw the tables away and fold them again from the journals, in one transaction; the number of changes."""
        with self.transaction():
            total, done = journal.count(self.database), 0
            tables.clear(self.database)
            for portion in journal.all_entries(self.database):
                self._fold_in(portion)
                done += len(portion)
                progress(done, total)
        return done

    def next_number(self, series: str) -> int:
        """The next sequence number of a series; gapless because the act that takes it is in the same transaction."""
        row = self.database.execute_sql("SELECT last FROM series WHERE prefix = ?", (series,)).fetchone()
        return (row[0] if row else 0) + 1

    def _rows(self, wanted: Iterator[tuple[str, str]]) -> dict[tuple[str, str], Row]:
        # Dictionaries keep the order of the acts, and with it that of the rows.
        by_kind: dict[str, dict[str, None]] = {}
        for kind, uid in wanted:
            by_kind.setdefault(kind, {})[uid] = None
        rows = {}
        for kind, uids in by_kind.items():
            found = tables.read_rows(self.database, kind, uids)
            rows.update({(kind, uid): found.get(uid) or Row(kind, uid) for uid in uids})
        return rows

    def _fold_in(self, entries: Sequence[Entry], read: dict[tuple[str, str], Row] | None = None) -> None:
        changes = [entry.change for entry in entries if entry.change.kind in BY_KIND]
        rows = read if read is not None else self._rows((change.kind, change.record) for change in changes)
        knotted = self._held() & {change.record for change in changes}
        for change in changes:
            row = rows[change.kind, change.record]
            if row.unsettled or change.record in knotted or set(change.seen) != set(row.heads):
                knotted.add(change.record)
                continue
            row.values.update(change.fields)
            row.heads = (change.place,)
        standings = {author.uid: author.authority for author in journal.authors(self.database)} if knotted else {}
        for row in rows.values():
            if row.uid in knotted:
                history = [entry.change for entry in journal.entries_of(self.database, row.uid)]
                tables.write_folded(self.database, row, fold(history, lambda uid: standings.get(uid, 0)))
        tables.write_rows(self.database, [row for row in rows.values() if row.heads], self._initials)

    def _held(self) -> set[str]:
        return {row[0] for row in self.database.execute_sql("SELECT record FROM held")}
