"""What waits for a road and what came by one: batches that were sealed or are held, how far the last contact got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from station_app.db import secrets
from station_app.db.connection import Database, rows_by_name
from station_app.db.journal import Author
from station_app.db.models import marks, portions
from station_app.domain.batch.header import Header
from station_app.domain.batch.seal import Sealed
from station_app.domain.change import Place
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.wire import canonical, parse, text_of


@immutable_by_keyword
class Outgoing:
    """A sealed batch of ours. Times are as of changes (`domain.clock.stamp`), "" for what has not happened.

    `content` is empty once it was received; `trouble` is the code of what stopped it. `replaces`: the name of the batch
    whose place it takes, since lines were erased from it.
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
    replaces: str = ""

    @property
    def count(self) -> int:
        """How many changes it holds."""
        return self.last - self.first + 1


_COLUMNS = (
    "batch.hash AS hash, journal.uid AS journal, number, first, last, size_bytes, content, sealed_at, exported_at,"
    " received_at, trouble, replaces"
)
_FROM = f"SELECT {_COLUMNS} FROM batch JOIN journal ON journal.id = batch.journal"


def keep(database: Database, author: Author, sealed: Sealed, at: str) -> None:
    """Keep a batch that was sealed at the time `at`."""
    header, content = sealed.header, sealed.content
    database.execute_sql(
        "INSERT INTO batch (hash, journal, number, first, last, size_bytes, content, sealed_at, replaces)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        # What was sealed anew and received is sealed once more where a restored receiver has forgotten it.
        " ON CONFLICT (hash) DO UPDATE SET content = excluded.content, received_at = '' WHERE content IS NULL",
        (
            *(sealed.hash, author.row, header.number, header.first, header.last),
            *(len(content), content, at, header.replaces),
        ),
    )


def waiting(database: Database, author: Author) -> list[Outgoing]:
    """The batches of a journal that nobody has acknowledged, in order."""
    return _read(database, "WHERE batch.journal = ? AND received_at = '' AND stale = 0 ORDER BY first", author.row)


def newest(database: Database, limit: int, offset: int = 0) -> list[Outgoing]:
    """Batches of all our journals, the newest first; without their contents."""
    wanted = "WHERE sealed_at <> '' ORDER BY sealed_at DESC, number DESC LIMIT ? OFFSET ?"
    return _read(database, wanted, limit, offset)


def received(database: Database, hashes: Sequence[str]) -> list[Outgoing]:
    """Those of our batches, by hash, that were acknowledged, or in whose place another goes."""
    found = []
    for some in portions(hashes):
        found += _read(database, f"WHERE batch.hash IN ({marks(some)}) AND (received_at <> '' OR stale > 0)", *some)
    return found


def last_of(database: Database, author: Author) -> Outgoing | None:
    """The last batch of a journal, acknowledged or not."""
    found = _read(database, "WHERE batch.journal = ? ORDER BY number DESC LIMIT 1", author.row)
    return found[0] if found else None


def exported(database: Database, hashes: Sequence[str], at: str) -> None:
    """Batches were written to a stick. They wait on until a receipt is read."""
    for one in hashes:
        database.execute_sql("UPDATE batch SET exported_at = ? WHERE hash = ?", (at, one))


def stopped(database: Database, name: str, trouble: str) -> None:
    """A batch was refused as a whole: it stays, and says why ("" takes the trouble away)."""
    database.execute_sql("UPDATE batch SET trouble = ? WHERE hash = ?", (trouble, name))


def acknowledged(database: Database, author: Author, acked: int, at: str) -> None:
    """Whoever the journal is for has durably received it up to `acked`; the kept bytes are no longer needed."""
    database.execute_sql(
        "UPDATE batch SET received_at = ?, content = NULL, trouble = '' WHERE journal = ? AND last <= ?"
        " AND received_at = '' AND replaces = ''",
        (at, author.row, acked),
    )
    database.execute_sql("UPDATE journal SET acked = max(acked, ?) WHERE id = ?", (acked, author.row))


_PROOF = "proof:"


def keep_proof(database: Database, author: Author, proof: str) -> None:
    """Keep the gateway's last word on how far it has a journal: brought back, it tells a store that is older."""
    secrets.put(database, _PROOF + author.uid, proof.encode())


def proof_of(database: Database, author: Author) -> str:
    """That word; "" where none was given."""
    return secrets.get(database, _PROOF + author.uid).decode()


def stale(database: Database, author: Author) -> list[tuple[str, int, int, int]]:
    """The batches of a journal that hold what is withheld and are to be sealed anew, whoever has them, made here or by
    another computer of this home: hash, number, first and last change."""
    query = (
        "SELECT hash, number, first, last FROM batch WHERE journal = ? AND stale = 1"
        " UNION SELECT hash, number, first, last FROM taken_batch WHERE journal = ? AND stale = 1 ORDER BY first"
    )
    return list(database.execute_sql(query, (author.row, author.uid)).fetchall())


def anew_for(database: Database, places: Sequence[Place]) -> list[tuple[str, bool]]:
    """The batches that were sealed anew over some places: each one's hash in base64url, and whether it was received."""
    found: dict[str, bool] = {}
    for place in places:
        query = (
            "SELECT batch.hash, received_at <> '' FROM batch JOIN journal ON journal.id = batch.journal"
            " WHERE journal.uid = ? AND ? BETWEEN first AND last AND replaces <> ''"
        )
        found |= {
            text_of(bytes.fromhex(name)): bool(received)
            for name, received in database.execute_sql(query, (place.journal, place.seq))
        }
    return list(found.items())


@immutable_by_keyword
class Holding:
    """A batch that holds, or held, some lines: its name (base64url), whether it waits to be sealed anew, which one it
    takes the place of, when it was received, what stopped it."""

    name: str
    is_stale: bool
    replaces: str
    received_at: str
    trouble: str


def holding(database: Database, places: Sequence[Place]) -> list[Holding]:
    """The batches that hold some lines, those that were replaced left out."""
    found: dict[str, Holding] = {}
    for place in places:
        query = (
            "SELECT hash, batch.stale, replaces, received_at, trouble FROM batch JOIN journal"
            " ON journal.id = batch.journal WHERE journal.uid = ? AND ? BETWEEN first AND last AND batch.stale < 2"
        )
        for name, stale, replaces, received_at, trouble in database.execute_sql(query, (place.journal, place.seq)):
            found[name] = Holding(
                name=text_of(bytes.fromhex(name)),
                is_stale=bool(stale),
                replaces=replaces,
                received_at=received_at,
                trouble=trouble,
            )
    return list(found.values())


def mark_stale(database: Database, author: Author, name: str, span: tuple[int, int], number: int) -> None:
    """A receiver says that a batch of this range, which it holds, has what is withheld: it is to be sealed anew."""
    database.execute_sql(
        "INSERT INTO batch (hash, journal, number, first, last, size_bytes, sealed_at, received_at, stale)"
        " VALUES (?, ?, ?, ?, ?, 0, '', '-', 1) ON CONFLICT (hash) DO UPDATE SET stale = 1, content = NULL",
        (name, author.row, number, *span),
    )


def sealed_anew(database: Database, name: str) -> None:
    """Another batch takes the place of one of ours."""
    database.execute_sql("UPDATE batch SET stale = 2, content = NULL WHERE hash = ?", (name,))
    database.execute_sql("UPDATE taken_batch SET stale = 0, waits = 0, content = NULL WHERE hash = ?", (name,))


def sealed_in_vain(database: Database, author: Author) -> None:
    """What was sealed anew and not received is to be sealed once more: the receiver cannot read it."""
    waiting = "FROM batch WHERE journal = ? AND replaces <> '' AND received_at = '' AND stale = 0"
    query = f"UPDATE batch SET stale = 1 WHERE hash IN (SELECT replaces {waiting})"
    database.execute_sql(query, (author.row,))
    database.execute_sql(f"DELETE {waiting}", (author.row,))


def replaced(database: Database, name: str, at: str) -> None:
    """Whoever the journal is for has put a batch that was sealed anew in the place of the old one, or holds it as the
    only one."""
    query = "UPDATE batch SET received_at = ?, content = NULL, trouble = '' WHERE hash = ? AND received_at = ''"
    database.execute_sql(query, (at, name))


def progressed(database: Database, author: Author, judged: int, imported: int) -> None:
    """How far a journal was judged, and how far the county has imported it; neither goes back."""
    database.execute_sql(
        "UPDATE journal SET judged = max(judged, min(?, last_seq)), imported = max(imported, min(?, last_seq))"
        " WHERE id = ?",
        (judged, imported, author.row),
    )


def gone_back(database: Database, author: Author, acked: int) -> None:
    """The receiver was restored from an older state, or a batch must be sealed anew: what lies after `acked` waits
    again."""
    database.execute_sql("DELETE FROM batch WHERE journal = ? AND last > ?", (author.row, acked))
    database.execute_sql(
        "UPDATE journal SET acked = min(acked, ?), judged = min(judged, ?) WHERE id = ?", (acked, acked, author.row)
    )


def _read(database: Database, condition: str, *values: Any) -> list[Outgoing]:
    return rows_by_name(database, _outgoing, f"{_FROM} {condition}", values)


def _outgoing(**cells: Any) -> Outgoing:
    return Outgoing(**{**cells, "content": bytes(cells["content"] or b"")})


_NAME = "contact"


@immutable
class Contact:
    """The gateway's epoch, how far its feed and (of a county) its stations' were read, when it answered last
    (`domain.clock.stamp`), and whether it has admitted this device. "" for what was never said."""

    epoch: str = ""
    cursor: str = ""
    scope_cursor: str = ""
    at: str = ""
    admitted: str = ""


def contact(database: Database) -> Contact:
    """What is remembered."""
    kept = secrets.get(database, _NAME)
    return Contact(**parse(kept)) if kept else Contact()


def remember(database: Database, said: Contact) -> None:
    """Remember it."""
    if said != contact(database):
        secrets.put(database, _NAME, canonical(asdict(said)).encode())


@immutable_by_keyword
class Parcel:
    """A batch that came and was not taken: `reason` is the code of what it waits for, or of what is wrong with it;
    `by_hand`: it came on a stick, and not from the province."""

    hash: str
    journal: str
    first: int
    last: int
    content: bytes
    reason: str
    came_at: str
    by_hand: bool


def was_taken(database: Database, name: str) -> bool:
    """Whether the batch of this hash was taken before, by whatever road."""
    return database.execute_sql("SELECT 1 FROM taken_batch WHERE hash = ?", (name,)).fetchone() is not None


def taken(
    database: Database, name: str, header: Header, at: str, kept: bytes | None = None, *, waits: bool = False
) -> None:
    """A batch was taken; where it waited to be, it waits no longer. `kept` are its bytes where they are kept; `waits`:
    they are to be passed on."""
    database.execute_sql(
        "INSERT INTO taken_batch (hash, journal, number, first, last, taken_at, content, waits)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        (name, header.journal, header.number, header.first, header.last, at, kept, int(waits and kept is not None)),
    )
    database.execute_sql("DELETE FROM parcel WHERE hash = ?", (name,))
    if header.replaces:
        query = "UPDATE taken_batch SET content = NULL, stale = 0, waits = 0 WHERE hash = ?"
        database.execute_sql(query, (header.replaces,))
        database.execute_sql("DELETE FROM parcel WHERE hash = ?", (header.replaces,))


def range_of(database: Database, name: str) -> tuple[str, int, int] | None:
    """Which lines a batch holds that was taken, or waits: journal, first and last change; None for another."""
    for table in ("taken_batch", "parcel"):
        row = database.execute_sql(f"SELECT journal, first, last FROM {table} WHERE hash = ?", (name,)).fetchone()
        if row is not None:
            return row[0], row[1], row[2]
    return None


def is_carried(database: Database, name: str) -> bool:
    """Whether a batch is to be passed on."""
    query = "SELECT 1 FROM taken_batch WHERE hash = ? AND waits = 1"
    return database.execute_sql(query, (name,)).fetchone() is not None


def carried(database: Database) -> list[str]:
    """The names of the batches that are to be passed on, in their journals' order."""
    query = "SELECT hash FROM taken_batch WHERE waits = 1 AND stale = 0 ORDER BY journal, first"
    return [row[0] for row in database.execute_sql(query)]


def taken_contents(database: Database, uid: str) -> list[tuple[int, bytes]]:
    """The batches that were taken of a journal, in order: number and bytes; not those that hold what is withheld."""
    query = (
        "SELECT number, content FROM taken_batch WHERE journal = ? AND content IS NOT NULL AND stale = 0 ORDER BY first"
    )
    return [(int(number), bytes(content)) for number, content in database.execute_sql(query, (uid,))]


def carried_batch(database: Database, name: str) -> Outgoing:
    """Such a batch with its bytes, as it goes on."""
    query = (
        "SELECT hash, journal, number, first, last, length(content) AS size_bytes, content, taken_at AS sealed_at,"
        " '' AS exported_at, '' AS received_at, '' AS trouble FROM taken_batch WHERE hash = ?"
    )
    return rows_by_name(database, _outgoing, query, (name,))[0]


def passed_on(database: Database, name: str) -> None:
    """A batch is durable at the province, or other bytes are in its place there."""
    database.execute_sql("UPDATE taken_batch SET waits = 0 WHERE hash = ?", (name,))


def passed_on_again(database: Database) -> None:
    """The province was restored from an older copy: it is given all that was kept, and says what it has already."""
    database.execute_sql("UPDATE taken_batch SET waits = 1 WHERE content IS NOT NULL")


def untaken(database: Database, journal: str, keep: int) -> None:
    """What was taken of a journal after the change `keep` stands here no longer."""
    database.execute_sql("DELETE FROM taken_batch WHERE journal = ? AND last > ?", (journal, keep))


def last_number(database: Database, journal: str) -> int:
    """The number of the last batch of a journal that was taken; 0 for none."""
    query = "SELECT coalesce(max(number), 0) FROM taken_batch WHERE journal = ?"
    return int(database.execute_sql(query, (journal,)).fetchone()[0])


def hold(database: Database, parcel: Parcel) -> None:
    """Keep a batch that cannot be taken now."""
    database.execute_sql(
        "INSERT INTO parcel (hash, journal, first, last, content, reason, came_at, by_hand)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET reason = excluded.reason,"
        " by_hand = min(by_hand, excluded.by_hand)",
        (
            *(parcel.hash, parcel.journal, parcel.first, parcel.last, parcel.content, parcel.reason, parcel.came_at),
            int(parcel.by_hand),
        ),
    )


def drop(database: Database, name: str) -> None:
    """A batch waits no longer."""
    database.execute_sql("DELETE FROM parcel WHERE hash = ?", (name,))


def kept(database: Database, reason: str = "") -> list[Parcel]:
    """The batches that wait, those for one reason or all, in their journals' order."""
    query = "SELECT hash, journal, first, last, content, reason, came_at, by_hand FROM parcel"
    return rows_by_name(database, _parcel, f"{query} WHERE ? IN ('', reason) ORDER BY journal, first", (reason,))


def _parcel(**cells: Any) -> Parcel:
    return Parcel(**{**cells, "content": bytes(cells["content"]), "by_hand": bool(cells["by_hand"])})
