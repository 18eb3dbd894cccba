"""Journals, their raw changes and their batches, as the gateway keeps them. Each function works in a transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from station_app.domain.batch.opening import Batch, Member
from station_app.domain.change import Change, Line, Place, change_of, first_hash
from station_app.domain.immutable import immutable
from station_app.domain.judging import last_counted
from station_app.gateway.store import devices
from station_app.gateway.store.engine import Cursor
from station_app.gateway.store.vault import Sealed


@immutable
class Journal:
    """How far one journal has come: `acked` is durable up to `head`, `judged` were judged.

    `number` is the last batch's; `is_mine`: the gateway writes it itself; `gap` is the first change of a batch that
    came before its turn, 0 for none: what lies between `acked` and it is missing.
    """

    uid: str
    home: str
    audience: str
    device_key: str
    is_mine: bool
    acked: int
    head: bytes
    judged: int
    number: int
    last_contact: str
    gap: int = 0


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MARK_DIGITS = 12

_COLUMNS = "uid, home, audience, device_key, mine, acked, head, judged, number, last_contact, gap"


def locked(cursor: Cursor, begun: Journal) -> Journal:
    """The journal of `begun.uid`, its row locked until the transaction ends; `begun` itself where there was none."""
    cursor.rows(
        f"INSERT INTO journal ({_COLUMNS}, refused, held) VALUES (?, ?, ?, ?, ?, 0, ?, 0, 0, '', 0, 0, 0)"
        " ON CONFLICT (uid) DO NOTHING",
        begun.uid,
        begun.home,
        begun.audience,
        begun.device_key,
        int(begun.is_mine),
        first_hash(begun.uid),
    )
    return _journal(cursor.locked(f"SELECT {_COLUMNS} FROM journal WHERE uid = ?", begun.uid)[0])


def begun(uid: str, home: str, audience: str, device_key: str, *, is_mine: bool = False) -> Journal:
    """A journal of which nothing has come."""
    return Journal(uid, home, audience, device_key, is_mine, 0, first_hash(uid), 0, 0, "")


def one(cursor: Cursor, uid: str) -> Journal | None:
    """A journal; None where nothing of it has come."""
    rows = cursor.rows(f"SELECT {_COLUMNS} FROM journal WHERE uid = ?", uid)
    return _journal(rows[0]) if rows else None


def every(cursor: Cursor) -> list[Journal]:
    """All journals, by id."""
    return [_journal(row) for row in cursor.rows(f"SELECT {_COLUMNS} FROM journal ORDER BY uid")]


def mine_for(cursor: Cursor, audience: str, key: str) -> Journal | None:
    """The journal that the gateway writes for an audience with a key: each has one author's key."""
    query = f"SELECT {_COLUMNS} FROM journal WHERE mine = 1 AND audience = ? AND device_key = ?"
    rows = cursor.rows(query, audience, key)
    return _journal(rows[0]) if rows else None


def touched(cursor: Cursor, uid: str, at: str) -> None:
    """A journal's device was heard at the time `at`."""
    cursor.rows("UPDATE journal SET last_contact = ? WHERE uid = ?", at, uid)


def missed(cursor: Cursor, uid: str, first: int) -> None:
    """A batch that begins with the change `first` came before its turn."""
    cursor.rows("UPDATE journal SET gap = ? WHERE uid = ?", first, uid)


def head_at(cursor: Cursor, journal: Journal, seq: int) -> bytes | None:
    """The chain's head after the change `seq` (0: the first hash); None where it is not here."""
    if seq == 0:
        return first_hash(journal.uid)
    rows = cursor.rows("SELECT hash FROM change WHERE journal = ? AND seq = ?", journal.uid, seq)
    return bytes(rows[0][0]) if rows else None


def append(cursor: Cursor, journal: Journal, members: Sequence[Member], number: int) -> None:
    """Raw changes that go on with a journal; `number` is their batch's."""
    cursor.many(
        "INSERT INTO change (journal, seq, uid, kind, record, day, header, fields, salt, erased, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(member) for member in members],
    )
    last = members[-1]
    cursor.rows(
        "UPDATE journal SET acked = ?, head = ?, judged = ?, number = ?, gap = ? WHERE uid = ?",
        last.change.seq,
        last.hash,
        last.change.seq,
        max(number, journal.number),
        journal.gap if journal.gap > last.change.seq + 1 else 0,
        journal.uid,
    )


def changes_of(cursor: Cursor, record: str) -> tuple[list[Change], set[Place]]:
    """All changes of one record, and the places of those whose fields were erased."""
    rows = cursor.rows("SELECT header, fields, erased FROM change WHERE record = ?", record)
    changes = [change_of(header, fields) for header, fields, _ in rows]
    return changes, {change.place for change, row in zip(changes, rows, strict=True) if row[2]}


def lines_after(cursor: Cursor, journal: str, seq: int, limit: int) -> list[tuple[Line, Change]]:
    """Lines of one journal after the change `seq`, in order."""
    rows = cursor.rows(
        "SELECT header, fields, salt, erased FROM change WHERE journal = ? AND seq > ? ORDER BY seq LIMIT ?",
        journal,
        seq,
        limit,
    )
    return [(Line(row[0], row[1], bytes(row[2]), row[3]), change_of(row[0], row[1])) for row in rows]


def totals(cursor: Cursor, journal: str) -> list[tuple[str, str, int]]:
    """How many changes a journal holds, by civil day of writing and kind."""
    query = "SELECT day, kind, count(*) FROM change WHERE journal = ? GROUP BY day, kind ORDER BY day, kind"
    return [(day, kind, int(number)) for day, kind, number in cursor.rows(query, journal)]


def sent_file(cursor: Cursor, home: str, name: str, size_bytes: int, at: str) -> None:
    """A home has sent a file, or what was here already."""
    cursor.rows(
        "INSERT INTO blob (home, hash, size_bytes, came_at) VALUES (?, ?, ?, ?) ON CONFLICT (home, hash) DO NOTHING",
        *(home, name, size_bytes, at),
    )


def files_of(cursor: Cursor, home: str) -> list[str]:
    """The files that a home has sent, by hash."""
    return [row[0] for row in cursor.rows("SELECT hash FROM blob WHERE home = ? ORDER BY hash", home)]


def forget_file(cursor: Cursor, name: str) -> None:
    """A file that nothing names any more is nobody's."""
    cursor.rows("DELETE FROM blob WHERE hash = ?", name)


def verdict_of(cursor: Cursor, name: str) -> str:
    """The verdict that was given on a batch; "" where it has not come."""
    rows = cursor.rows("SELECT verdict FROM batch WHERE hash = ?", name)
    return str(rows[0][0]) if rows else ""


def keep_batch(cursor: Cursor, batch: Batch, verdict: str, content: bytes) -> None:
    """Keep a batch that was taken, with its verdict: the same answer for ever."""
    cursor.rows(
        "INSERT INTO batch (hash, journal, number, first, last, verdict, content, stale)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (hash) DO NOTHING",
        batch.hash,
        batch.header.journal,
        batch.header.number,
        batch.header.first,
        batch.header.last,
        verdict,
        Sealed(content),
    )


def set_aside(cursor: Cursor, row: tuple[str, str, int, int, str, int, str, bytes]) -> bool:
    """Keep a batch that cannot be taken: hash, journal, first, last, reason, the change that disagrees, time, bytes.
    Whether it was not there yet."""
    return bool(
        cursor.rows(
            "INSERT INTO aside (hash, journal, first, last, reason, seq, came_at, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING RETURNING hash",
            *row[:-1],
            Sealed(row[-1]),
        )
    )


def aside(cursor: Cursor) -> list[tuple[str, str, int, int, str, str]]:
    """What was set aside: hash, journal, first, last, reason, time."""
    return list(cursor.rows("SELECT hash, journal, first, last, reason, came_at FROM aside ORDER BY came_at, hash"))


def aside_one(cursor: Cursor, name: str) -> tuple[str, int, str, bytes] | None:
    """One batch that was set aside: its journal, its last change, the reason, its bytes; None where there is none."""
    rows = cursor.rows("SELECT journal, last, reason, content FROM aside WHERE hash = ?", name)
    return (rows[0][0], int(rows[0][1]), rows[0][2], bytes(rows[0][3])) if rows else None


def drop_aside(cursor: Cursor, name: str) -> None:
    """Nobody wants a batch that was set aside."""
    cursor.rows("DELETE FROM aside WHERE hash = ?", name)


def reviewed(cursor: Cursor, key: str, at: str) -> set[str]:
    """Put the batches of a revoked device that reach beyond the last change that counts aside, as if they had come only
    now, with their lines out of the journal; the records that those were of."""
    device = devices.device(cursor, key)
    counted = last_counted(device.counted) if device else {}
    records: set[str] = set()
    for journal in (one for one in every(cursor) if one.device_key == key and not one.is_mine):
        if journal.acked <= counted.get(journal.uid, 0):
            continue
        query = "SELECT coalesce(max(last), 0), coalesce(max(number), 0) FROM batch WHERE journal = ? AND last <= ?"
        keep, number = map(int, cursor.rows(query, journal.uid, counted.get(journal.uid, 0))[0])
        beyond = (journal.uid, keep)
        for row in cursor.rows("SELECT hash, first, last, content FROM batch WHERE journal = ? AND last > ?", *beyond):
            name, first, last, content = row
            set_aside(cursor, (name, journal.uid, first, last, "batch_key_revoked", 0, at, bytes(content)))
            # Its place stays: cursors tell of it. Its county is shown what came.
            cursor.rows("UPDATE feed SET hash = '' WHERE hash = ? AND substr(scope, 1, 3) <> 'up:'", name)
            cursor.rows("DELETE FROM batch WHERE hash = ?", name)
        records |= {row[0] for row in cursor.rows("SELECT record FROM change WHERE journal = ? AND seq > ?", *beyond)}
        head = head_at(cursor, journal, keep)
        for table in ("change", "quarantine", "held"):
            cursor.rows(f"DELETE FROM {table} WHERE journal = ? AND seq > ?", *beyond)
        query = "UPDATE journal SET acked = ?, head = ?, judged = ?, number = ?, gap = 0 WHERE uid = ?"
        cursor.rows(query, keep, head, keep, number, journal.uid)
        recount(cursor, journal.uid)
    return records


def recount(cursor: Cursor, uid: str) -> None:
    """Count the lines of a journal that are refused and held anew."""
    cursor.rows(
        "UPDATE journal SET refused = (SELECT count(*) FROM quarantine WHERE journal = ?),"
        " held = (SELECT count(*) FROM held WHERE journal = ?) WHERE uid = ?",
        *(uid, uid, uid),
    )


def published(cursor: Cursor, scopes: Iterable[str], journal: str, name: str) -> None:
    """Put a batch into feeds. Positions are given under the scope's row lock: a reader never skips one."""
    for scope in sorted(set(scopes)):  # always in the same order, so that two writers cannot wait for each other
        last, mark = locked_scope(cursor, scope)
        mark = hashlib.sha256(f"{mark}{name}".encode()).hexdigest()[:MARK_DIGITS]
        row = (scope, last + 1, journal, name, mark)
        cursor.rows("INSERT INTO feed (scope, position, journal, hash, mark) VALUES (?, ?, ?, ?, ?)", *row)
        cursor.rows("UPDATE scope SET last = ?, mark = ? WHERE name = ?", last + 1, mark, scope)


def locked_scope(cursor: Cursor, scope: str) -> tuple[int, str]:
    """The last position of a feed and its mark, its row locked until the transaction ends."""
    cursor.rows("INSERT INTO scope (name, last, mark) VALUES (?, 0, '') ON CONFLICT (name) DO NOTHING", scope)
    last, mark = cursor.locked("SELECT last, mark FROM scope WHERE name = ?", scope)[0]
    return int(last), mark


def mark_at(cursor: Cursor, scope: str, position: int) -> str:
    """What tells a feed up to a position from another one; "" at its beginning, and where it has not come so far."""
    rows = cursor.rows("SELECT mark FROM feed WHERE scope = ? AND position = ?", scope, position)
    return str(rows[0][0]) if rows else ""


def feed_after(cursor: Cursor, scope: str, position: int, limit: int) -> list[tuple[int, str, str, int]]:
    """What stands in a feed after a position: position, journal, batch hash, its size in bytes.

    A batch that holds what is withheld is passed over: what is sealed anew in its place comes at a later position.
    """
    rows = cursor.rows(
        f"SELECT feed.position, feed.journal, feed.hash, length({_CONTENT}) FROM feed"
        f" LEFT JOIN batch ON batch.hash = feed.hash LEFT JOIN aside ON aside.hash = feed.hash"
        f" WHERE feed.scope = ? AND feed.position > ? AND coalesce(batch.stale, 0) = 0 AND length({_CONTENT}) > 0"
        " ORDER BY feed.position LIMIT ?",
        scope,
        position,
        limit,
    )
    return [(int(place), journal, name, int(size)) for place, journal, name, size in rows]


def content_of(cursor: Cursor, name: str) -> bytes:
    """A batch's bytes."""
    query = (
        f"SELECT {_CONTENT} FROM feed LEFT JOIN batch ON batch.hash = feed.hash"
        " LEFT JOIN aside ON aside.hash = feed.hash WHERE feed.hash = ? LIMIT 1"
    )
    return bytes(cursor.rows(query, name)[0][0])


_CONTENT = "coalesce(batch.content, aside.content)"
"""A feed holds batches that were taken, and to a county those of its revoked devices, which lie aside."""


def _row(member: Member) -> tuple[Any, ...]:
    change, line = member.change, member.line
    place = (change.journal, change.seq, change.uid, change.kind, change.record, _day(change.at))
    return (*place, line.header, Sealed(line.fields), Sealed(line.salt), line.erased, member.hash)


def _day(at: str) -> str:
    """The civil day of a change; "" where its author wrote none."""
    return at[:10] if _DAY.match(at) else ""


def _journal(row: Sequence[Any]) -> Journal:
    uid, home, audience, key, mine, acked, head, *rest = row
    return Journal(uid, home, audience, key, bool(mine), acked, bytes(head), *rest)
