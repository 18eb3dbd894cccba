"""The append-only journals as SQL keeps them: one of this device, and those that came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from station_app.db.connection import Database, rows_by_name
from station_app.db.models import marks, portions
from station_app.domain import change as line_format
from station_app.domain import wire
from station_app.domain.change import KEPT_HERE, OFFICE, Change, Line, Place
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.judging import STATION, Home
from station_app.domain.problem import refusal, reject


@immutable_by_keyword
class Author:
    """One journal: its row, its id, how far it has come (`last_seq`) and its chain's head (32 bytes).

    `home`, `role` and `area_code` say where its author's device stands; `audience` as in a batch's header;
    `device_key`: the public key that its batches were signed with ("" where none has come). Of a journal of one's own,
    `acked`, `judged` and `imported` are how far the receiver has it, and `mark` what its numbers bear
    (`domain.numbering`).
    """

    row: int
    uid: str
    mine: bool
    home: str
    role: str
    area_code: str
    last_seq: int
    head: bytes
    last_at: str
    audience: str = OFFICE
    device_key: str = ""
    acked: int = 0
    judged: int = 0
    imported: int = 0
    mark: str = ""

    @property
    def standing(self) -> Home:
        """Where the author's device stands: what receivers judge its lines by, at home as elsewhere."""
        return Home(self.home, self.role, self.area_code)


@immutable
class JournalEntry:
    """A change with its line, ready to be appended or as it was read back. `head`: the chain's head after it (32 bytes)
    where whoever opened its batch has reckoned it, else b""."""

    change: Change
    line: Line
    head: bytes = b""


_AUTHOR = (
    "SELECT id AS row, uid, mine, home, role, area_code, last_seq, head, last_at, audience, device_key, acked, judged,"
    " imported, mark FROM journal"
)


GIVEN_UP = 2
"""What stands in `mine` for a journal of this device that another machine went on with."""

_ENTRY = "SELECT header, fields, salt, fields_hash FROM change"


def authors(database: Database) -> list[Author]:
    """All journals that this store holds."""
    return rows_by_name(database, _author, f"{_AUTHOR} ORDER BY id")


def author(database: Database, uid: str) -> Author | None:
    """The journal with the id `uid`; None where nothing of it has come."""
    found = rows_by_name(database, _author, f"{_AUTHOR} WHERE uid = ?", (uid,))
    return found[0] if found else None


def my_authors(database: Database) -> list[Author]:
    """The journals that this device writes and sends: a station one, an office one for each audience.

    What a station keeps to itself stands in a journal that is never among them.
    """
    return rows_by_name(database, _author, f"{_AUTHOR} WHERE mine = 1 AND audience <> ? ORDER BY id", (KEPT_HERE,))


def given_up(database: Database) -> list[Author]:
    """The journals that this device began and another machine went on with: it tells them again to a gateway that
    forgot them."""
    return rows_by_name(database, _author, f"{_AUTHOR} WHERE mine = {GIVEN_UP} ORDER BY id")


def my_author(database: Database, audience: str = OFFICE) -> Author:
    """The journal that this device writes for an audience. Raises LookupError before `found` was called."""
    query = f"{_AUTHOR} WHERE mine = 1 AND audience = ? ORDER BY id DESC LIMIT 1"
    written = rows_by_name(database, _author, query, (audience,))
    if not written:
        raise LookupError("this store has no such journal of its own yet")
    return written[0]


def my_mark(database: Database) -> str:
    """What the numbers bear that this device gives: the mark of its journal for whoever is above it."""
    query = "SELECT mark FROM journal WHERE mine = 1 AND audience = ? ORDER BY id DESC LIMIT 1"
    return str(database.execute_sql(query, (OFFICE,)).fetchone()[0])


def found(database: Database, uid: str, home: Home, *, mine: bool, audience: str = OFFICE) -> Author:
    """Begin a journal of a device of `home`: this device's own, or the copy of another's."""
    database.execute_sql(
        "INSERT INTO journal (uid, mine, home, role, area_code, head, audience) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (uid, int(mine), home.uid, home.role, home.area_code, line_format.first_hash(uid), audience),
    )
    begun = author(database, uid)
    assert begun is not None
    return begun


def marks_of(database: Database, home: str) -> set[str]:
    """The marks that are known of a home's journals: of its own ones here, and of all numbers that have come."""
    own = database.execute_sql("SELECT mark FROM journal WHERE home = ?", (home,))
    given = database.execute_sql("SELECT substr(prefix, 18) FROM series")
    return {row[0] for row in (*own, *given)} - {""}


def bears(database: Database, writer: Author, mark: str) -> None:
    """The numbers of a journal of this device bear a mark from now on."""
    database.execute_sql("UPDATE journal SET mark = ? WHERE id = ?", (mark, writer.row))


def append(database: Database, writer: Author, entries: Sequence[JournalEntry]) -> None:
    """Append entries that follow the journal's last one. Raises Rejected at a gap; nothing is written then."""
    head, seq, rows = writer.head, writer.last_seq, []
    for entry in entries:
        change, line = entry.change, entry.line
        if change.journal != writer.uid or change.seq != seq + 1:
            raise reject(refusal("journal_gap", value=change.seq, expected=seq + 1))
        seq = change.seq
        head = entry.head or line_format.chained(head, line)
        kept = (None, None, bytes.fromhex(line.erased)) if line.erased else (line.fields, line.salt, None)
        rows.append((writer.row, seq, change.uid, change.kind, change.record, line.header, *kept, head))
    if not rows:
        return
    database.connection().executemany(
        "INSERT INTO change (journal, seq, uid, kind, record, header, fields, salt, fields_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    database.execute_sql(
        "UPDATE journal SET last_seq = ?, head = ?, last_at = ? WHERE id = ?",
        (seq, head, entries[-1].change.at, writer.row),
    )


def cut(database: Database, writer: Author, keep: int) -> None:
    """End a journal of this device after the change `keep`: it is another machine's from there on.

    What this device had written after it is set aside as evidence.
    """
    set_aside(database, writer, keep)
    query = "UPDATE journal SET mine = ?, acked = min(acked, ?) WHERE id = ?"
    database.execute_sql(query, (GIVEN_UP, keep, writer.row))


def set_aside(database: Database, writer: Author, keep: int) -> None:
    """Take the lines of a journal after the change `keep` out of it; they stay as evidence, and are folded no more."""
    database.execute_sql(
        "INSERT INTO branch (journal, seq, header, fields, salt, fields_hash, hash)"
        " SELECT ?, seq, header, fields, salt, fields_hash, hash FROM change WHERE journal = ? AND seq > ?"
        " ON CONFLICT (journal, seq, hash) DO NOTHING",
        (writer.uid, writer.row, keep),
    )
    for table in ("change", "quarantine"):
        database.execute_sql(f"DELETE FROM {table} WHERE journal = ? AND seq > ?", (writer.row, keep))
    database.execute_sql("DELETE FROM batch WHERE journal = ? AND last > ?", (writer.row, keep))
    query = "UPDATE journal SET last_seq = ?, head = ? WHERE id = ?"
    database.execute_sql(query, (keep, head_at(database, writer, keep), writer.row))


def erase(database: Database, places: Iterable[Place]) -> dict[Place, str]:
    """Erase the fields and salts of some lines, as far as they are here (个人信息保护法 art. 47): those that were, each
    with its record. The chain stays whole: the hash of what is gone stands in its place."""
    erased: dict[Place, str] = {}
    for place in places:
        row = database.execute_sql(
            "SELECT change.id, record, fields, salt FROM change JOIN journal ON journal.id = change.journal"
            " WHERE journal.uid = ? AND seq = ? AND fields IS NOT NULL",
            (place.journal, place.seq),
        ).fetchone()
        if row is not None:
            number, record, fields, salt = row
            gone = line_format.fields_hash(salt, fields)
            query = "UPDATE change SET fields = NULL, salt = NULL, fields_hash = ? WHERE id = ?"
            database.execute_sql(query, (gone, number))
            erased[place] = record
    return erased


def head_at(database: Database, writer: Author, seq: int) -> bytes:
    """The chain's head after the change `seq` (0: the first hash). Raises LookupError where it is not here."""
    if seq == 0:
        return line_format.first_hash(writer.uid)
    row = database.execute_sql("SELECT hash FROM change WHERE journal = ? AND seq = ?", (writer.row, seq)).fetchone()
    if row is None:
        raise LookupError(f"no change {seq}")
    return bytes(row[0])


def entries_after(database: Database, writer: Author, seq: int, upto: int | None = None) -> Iterator[JournalEntry]:
    """The entries of one journal after the change `seq`, in order, up to `upto`; read in portions."""
    query = f"{_ENTRY} WHERE journal = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT 500"
    last = writer.last_seq if upto is None else upto
    while rows := database.execute_sql(query, (writer.row, seq, last)).fetchall():
        for row in rows:
            yield entry_of(*row)
        seq += len(rows)


def entries_of(database: Database, record: str) -> list[JournalEntry]:
    """All changes of one record, in the order they came."""
    query = f"{_ENTRY} WHERE record = ? ORDER BY id"
    return [entry_of(*row) for row in database.execute_sql(query, (record,))]


def newest_of_mine(database: Database, limit: int) -> list[JournalEntry]:
    """The last changes that this device wrote, in whichever of its journals, the newest first."""
    query = (
        "SELECT header, fields, salt, fields_hash FROM change JOIN journal ON journal.id = change.journal"
        " WHERE journal.mine = 1 ORDER BY change.id DESC LIMIT ?"
    )
    return [entry_of(*row) for row in database.execute_sql(query, (limit,))]


def made_with(database: Database, records: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The fields that each of the records was made with, by uid; those whose fields were erased by law are left out."""
    found: dict[str, dict[str, Any]] = {}
    for some in portions(records):
        # The change that makes a record bears the record's own uid.
        query = f"SELECT uid, fields FROM change WHERE uid IN ({marks(some)}) AND fields IS NOT NULL"
        found.update({uid: wire.parse(fields) for uid, fields in database.execute_sql(query, some)})
    return found


def signed_by(database: Database, writer: Author, key: str) -> None:
    """Remember the public key that a journal's batches are signed with."""
    database.execute_sql("UPDATE journal SET device_key = ? WHERE id = ?", (key, writer.row))


def standings(database: Database, uids: Iterable[str]) -> dict[str, tuple[Home, str]]:
    """Where the authors of journals stand, and whom the journals are for, by their ids; those that are not here are
    left out."""
    found: dict[str, tuple[Home, str]] = {}
    for some in portions(uids):
        query = f"SELECT uid, audience, home, role, area_code FROM journal WHERE uid IN ({marks(some)})"
        found.update({uid: (Home(*where), audience) for uid, audience, *where in database.execute_sql(query, some)})
    return found


def makers_of(database: Database, records: Iterable[str]) -> dict[str, list[Change]]:
    """The changes that made each of the records, by its uid: one, but where two wrote it blind."""
    found: dict[str, list[Change]] = {}
    for some in portions(records):
        # The change that makes a record bears the record's own uid.
        for row in database.execute_sql(f"{_ENTRY} WHERE uid IN ({marks(some)}) AND uid = record", some):
            made = entry_of(*row).change
            found.setdefault(made.record, []).append(made)
    return found


def made_twice(database: Database, records: Iterable[str]) -> set[str]:
    """Those of some records that more than one change made."""
    found: set[str] = set()
    for some in portions(records):
        query = (
            f"SELECT record FROM change WHERE uid IN ({marks(some)}) AND uid = record GROUP BY record"
            " HAVING count(*) > 1"
        )
        found |= {row[0] for row in database.execute_sql(query, some)}
    return found


def kinds_of(database: Database, records: Sequence[str]) -> dict[str, str]:
    """Of which kind each of some uids is, as far as any change names it."""
    found: dict[str, str] = {}
    for some in portions(records):
        query = f"SELECT DISTINCT record, kind FROM change WHERE record IN ({marks(some)})"
        found.update(database.execute_sql(query, some).fetchall())
    return found


def kinds_upto(database: Database, writer: Author, seq: int) -> dict[str, int]:
    """How many changes of each kind one journal holds up to the change `seq`."""
    query = "SELECT kind, count(*) FROM change WHERE journal = ? AND seq <= ? GROUP BY kind"
    return dict(database.execute_sql(query, (writer.row, seq)).fetchall())


def days_upto(database: Database, writer: Author, seq: int) -> dict[tuple[str, str], int]:
    """How many changes of each civil day and kind one journal holds up to the change `seq`."""
    query = (
        "SELECT substr(json_extract(header, '$.at'), 1, 10), kind, count(*) FROM change"
        " WHERE journal = ? AND seq <= ? GROUP BY 1, 2"
    )
    return {(day, kind): number for day, kind, number in database.execute_sql(query, (writer.row, seq))}


def from_above(database: Database, limit: int, passed_over: Sequence[str]) -> list[tuple[int, Change]]:
    """The newest changes of offices' journals, but for some kinds, each with its number of arrival; newest first."""
    query = (
        "SELECT header, fields, salt, fields_hash, change.id FROM change JOIN journal ON journal.id = change.journal"
        f" WHERE journal.mine <> 1 AND journal.role <> ? AND kind NOT IN ({marks(passed_over)})"
        " ORDER BY change.id DESC LIMIT ?"
    )
    rows = database.execute_sql(query, (STATION, *passed_over, limit))
    return [(row[4], entry_of(*row[:4]).change) for row in rows]


def last_id(database: Database) -> int:
    """The number of arrival of the newest change."""
    return int(database.execute_sql("SELECT coalesce(max(id), 0) FROM change").fetchone()[0])


def all_entries(
    database: Database, kinds: Sequence[str] | None = None, portion: int = 5_000
) -> Iterator[list[JournalEntry]]:
    """Every change, or those of some kinds, in the order they came, in portions: memory stays flat."""
    last, some = 0, _of_kinds(kinds)
    query = f"SELECT header, fields, salt, fields_hash, id FROM change WHERE id > ?{some} ORDER BY id LIMIT ?"
    while rows := database.execute_sql(query, (last, *(kinds or ()), portion)).fetchall():
        yield [entry_of(*row[:4]) for row in rows]
        last = rows[-1][4]


def count(database: Database, kinds: Sequence[str] | None = None) -> int:
    """How many changes the store holds, of some kinds or of all."""
    query = f"SELECT count(*) FROM change WHERE 1{_of_kinds(kinds)}"
    return int(database.execute_sql(query, kinds or ()).fetchone()[0])


def _of_kinds(kinds: Sequence[str] | None) -> str:
    return "" if kinds is None else f" AND kind IN ({marks(kinds)})"


def broken_links(database: Database) -> Iterator[Place]:
    """The places where a journal's chain does not verify: altered, missing or out of order."""
    for writer in authors(database):
        head, expected = line_format.first_hash(writer.uid), 1
        query = "SELECT seq, header, fields, salt, fields_hash, hash FROM change WHERE journal = ? ORDER BY seq"
        for seq, header, fields, salt, erased, stored in database.execute_sql(query, (writer.row,)):
            # Whoever takes the fields away without leaving their hash breaks the chain like any other forger.
            hash_of_fields = (erased or b"") if fields is None else line_format.fields_hash(salt or b"", fields)
            head = line_format.next_hash(head, header, hash_of_fields)
            if seq != expected or head != stored:
                yield Place(writer.uid, seq)
            head, expected = stored, seq + 1
        if (expected - 1, head) != (writer.last_seq, writer.head):
            yield Place(writer.uid, expected)


def entry_of(header: str, fields: str | None, salt: bytes | None, erased: bytes | None) -> JournalEntry:
    """The entry that a row of `change` holds. Raises ValueError or KeyError where it was damaged."""
    if fields is None:
        line = Line(header, line_format.NO_FIELDS, erased=(erased or b"").hex())
    else:
        line = Line(header, fields, salt or b"")
    return JournalEntry(line_format.change_of(header, line.fields), line)


def _author(**cells: Any) -> Author:
    return Author(**{**cells, "mine": cells["mine"] == 1, "head": bytes(cells["head"])})
