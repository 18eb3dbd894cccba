"""Files that travel apart from records, whole or grown by the byte: attachments up, documents down.

A file is known by the SHA-256 of its bytes, and no others are ever given out under its name.
"""

from __future__ import annotations

import hashlib
from typing import Any

from station_app.db import journal, tables
from station_app.db.connection import Database, rows_by_name
from station_app.db.records import Records
from station_app.domain.change import KEPT_HERE
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.records import Attachment

PART_BYTES = 256 * 2**10
UP, DOWN = "up", "down"


@immutable_by_keyword
class Blob:
    """One file: its hash, its size, and how much of it has come (down) or is at the gateway (up).

    `ended` says that all of it has, and for a document that its hash was right. `told`: the county has said that it
    holds it (at a station), or this office has said so (at the county).
    """

    hash: str
    size_bytes: int
    direction: str
    done_bytes: int
    ended: bool
    told: bool = False

    @property
    def is_above(self) -> bool:
        """Whether somebody above holds one that goes up: the gateway, or the county by whatever road."""
        return self.ended or self.told


_QUERY = "SELECT hash, size_bytes, direction, done_bytes, ended, told FROM blob"
_IS_HERE = "held = 0 AND (direction = 'up' OR ended = 1)"
_ARE_NAMED = (
    "FROM attachment LEFT JOIN blob ON blob.hash = attachment.blob"
    " WHERE attachment.void_reason = '' AND attachment.size_bytes > 0"
)


def attach(database: Database, content: bytes) -> str:
    """Keep a file that is to go up; its hash. The same file again is the same."""
    name = hold(database, content)
    release(database, name)
    return name


def hold(database: Database, content: bytes) -> str:
    """Keep a file that belongs to no record yet and so goes nowhere; its hash. One that is here stays as it is."""
    name = hashlib.sha256(content).hexdigest()
    if find(database, name) is None:
        database.execute_sql(
            "INSERT INTO blob (hash, size_bytes, direction, held) VALUES (?, ?, ?, 1)", (name, len(content), UP)
        )
        database.connection().executemany(
            "INSERT INTO blob_part (hash, start, content) VALUES (?, ?, ?)",
            [(name, start, content[start : start + PART_BYTES]) for start in range(0, len(content), PART_BYTES)],
        )
    return name


def release(database: Database, name: str) -> None:
    """A held file belongs to a record now: it may go up."""
    database.execute_sql("UPDATE blob SET held = 0 WHERE hash = ?", (name,))


def want(database: Database, name: str, size_bytes: int) -> None:
    """A document is to come down."""
    database.execute_sql(
        "INSERT INTO blob (hash, size_bytes, direction) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
        (name, size_bytes, DOWN),
    )


def elsewhere(database: Database) -> list[tuple[str, int]]:
    """The files of attachments that are not here, each with its size in bytes: another computer of the home has sent
    them."""
    query = (
        "SELECT DISTINCT blob, size_bytes FROM attachment WHERE void_reason = '' AND size_bytes > 0"
        " AND NOT EXISTS (SELECT 1 FROM blob WHERE hash = attachment.blob)"
    )
    return [(str(name), int(size_bytes)) for name, size_bytes in database.execute_sql(query)]


def find(database: Database, name: str) -> Blob | None:
    """A file by its hash; None where it is neither here nor wanted."""
    found = rows_by_name(database, _blob, f"{_QUERY} WHERE hash = ?", (name,))
    return found[0] if found else None


def unfinished(database: Database, direction: str) -> list[Blob]:
    """The files that are still on their way, those first that were asked for in vain least often, then small ones. What
    belongs to records that stay here never goes up."""
    query = f"{_QUERY} WHERE direction = ? AND ended = 0 AND held = 0 ORDER BY asked, size_bytes, hash"
    found = rows_by_name(database, _blob, query, (direction,))
    return [one for one in found if direction != UP or not stays_here(database, one.hash)]


def part_at(database: Database, name: str, start: int) -> bytes:
    """The bytes of a file from `start` to the end of the part that holds it; nothing at its end."""
    row = database.execute_sql(
        "SELECT start, content FROM blob_part WHERE hash = ? AND start <= ? ORDER BY start DESC LIMIT 1", (name, start)
    ).fetchone()
    return bytes(row[1])[start - row[0] :] if row else b""


def sent(database: Database, name: str, done_bytes: int) -> None:
    """The gateway has so much of an attachment."""
    database.execute_sql(
        "UPDATE blob SET done_bytes = ?, ended = (? = size_bytes) WHERE hash = ?", (done_bytes, done_bytes, name)
    )


def asked_in_vain(database: Database, name: str) -> None:
    """Nobody had a wanted file: others are asked for before it the next time."""
    database.execute_sql("UPDATE blob SET asked = asked + 1 WHERE hash = ?", (name,))


def confirmed(database: Database, name: str) -> None:
    """The county holds a file of ours, by whatever road it came: no stick carries it any more. Whether the gateway has
    it is the gateway's to say: it may have come back from an older copy."""
    told(database, name)


def told(database: Database, name: str) -> None:
    """This office has said that a file is here."""
    database.execute_sql("UPDATE blob SET told = 1 WHERE hash = ?", (name,))


def arrived(database: Database, content: bytes, direction: str) -> bool:
    """Keep a whole file that came by hand, where none of it is here or not all; whether it was new. One whose
    `direction` is up goes on to the gateway."""
    name = hashlib.sha256(content).hexdigest()
    before = find(database, name)
    if before is not None and (before.direction == UP or before.ended):
        return False
    for table in ("blob_part", "blob"):
        database.execute_sql(f"DELETE FROM {table} WHERE hash = ?", (name,))
    hold(database, content)
    release(database, name)
    if direction == DOWN:
        database.execute_sql("UPDATE blob SET direction = ?, done_bytes = size_bytes, ended = 1 WHERE hash = ?",
                             (DOWN, name))  # fmt: skip
    return True


@immutable_by_keyword
class NamedFiles:
    """The files that records of one station name: how many, in bytes, and those of them that are not here."""

    station: str
    files: int
    size_bytes: int
    missing: int
    missing_bytes: int


def named(database: Database) -> list[NamedFiles]:
    """The files that attachments of each station name, of every station that has some."""
    query = (
        "SELECT station, count(*) AS files, sum(size_bytes) AS size_bytes, sum(1 - here) AS missing,"
        " sum((1 - here) * size_bytes) AS missing_bytes FROM (SELECT attachment.station AS station,"
        f" attachment.blob, attachment.size_bytes AS size_bytes, coalesce({_IS_HERE}, 0) AS here {_ARE_NAMED}"
        " GROUP BY attachment.station, attachment.blob) GROUP BY station ORDER BY station"
    )
    return rows_by_name(database, NamedFiles, query, ())


def untold(database: Database) -> list[tuple[str, str]]:
    """The files of attachments that are here and of which this office has not said so: hash and an attachment."""
    query = f"SELECT attachment.blob, min(attachment.uid) {_ARE_NAMED} AND {_IS_HERE} AND told = 0 GROUP BY hash"
    return [(str(name), str(uid)) for name, uid in database.execute_sql(query)]


def without_thumbnail(database: Database) -> list[str]:
    """The photos of attachments that are here, and of which no small picture is."""
    query = (
        f"SELECT DISTINCT attachment.blob {_ARE_NAMED} AND {_IS_HERE} AND media_type = 'image/jpeg'"
        " AND NOT EXISTS (SELECT 1 FROM thumbnail WHERE hash = attachment.blob)"
    )
    return [str(row[0]) for row in database.execute_sql(query)]


def is_here(database: Database, name: str) -> bool:
    """Whether a whole file is here."""
    found = find(database, name)
    return found is not None and (found.direction == UP or found.ended)


@immutable_by_keyword
class Sent:
    """The files that go up: all of them, those that are above, those that the county has, what still waits."""

    files: int
    above: int
    told: int
    waiting_bytes: int


def going_up(database: Database) -> Sent:
    """How far the files of this desk have come; what stays here is not among them."""
    found = rows_by_name(database, _blob, f"{_QUERY} WHERE direction = ? AND held = 0", (UP,))
    going = [one for one in found if one.is_above or not stays_here(database, one.hash)]
    return Sent(
        files=len(going),
        above=sum(one.is_above for one in going),
        told=sum(one.told for one in going),
        waiting_bytes=sum(one.size_bytes - one.done_bytes for one in going if not one.is_above),
    )


def sent_up(database: Database) -> list[str]:
    """The files that are said to lie at the gateway."""
    query = "SELECT hash FROM blob WHERE direction = ? AND ended = 1 AND held = 0 ORDER BY hash"
    return [str(row[0]) for row in database.execute_sql(query, (UP,))]


def ask_again(database: Database) -> None:
    """The gateway was put back from an older copy, with its files or without: of every file that went up it is asked
    how much it has."""
    database.execute_sql("UPDATE blob SET done_bytes = 0, ended = 0 WHERE direction = ? AND held = 0", (UP,))


def grown(database: Database, name: str, content: bytes) -> Blob | None:
    """More of a document has come. Once it is whole its hash is judged: a wrong one is thrown away and begun again.

    The document as it now stands.
    """
    blob = find(database, name)
    if blob is None or blob.ended or not content:
        return blob
    whole = blob.done_bytes + len(content)
    if whole > blob.size_bytes:
        begin_again(database, name)
        return find(database, name)
    database.execute_sql(
        "INSERT INTO blob_part (hash, start, content) VALUES (?, ?, ?)", (name, blob.done_bytes, content)
    )
    database.execute_sql("UPDATE blob SET done_bytes = ? WHERE hash = ?", (whole, name))
    if whole == blob.size_bytes:
        if _hash_of(database, name) == name:
            database.execute_sql("UPDATE blob SET ended = 1 WHERE hash = ?", (name,))
        else:
            begin_again(database, name)
    return find(database, name)


def begin_again(database: Database, name: str) -> None:
    """Throw away what has come of a document."""
    database.execute_sql("DELETE FROM blob_part WHERE hash = ?", (name,))
    database.execute_sql("UPDATE blob SET done_bytes = 0, ended = 0 WHERE hash = ?", (name,))


def content_of(database: Database, name: str) -> bytes | None:
    """A whole file; None where it is not here, or not all of it."""
    blob = find(database, name)
    if blob is None or (blob.direction == DOWN and not blob.ended):
        return None
    parts = database.execute_sql("SELECT content FROM blob_part WHERE hash = ? ORDER BY start", (name,))
    return b"".join(bytes(part[0]) for part in parts)


def _blob(**cells: Any) -> Blob:
    return Blob(**{**cells, "ended": bool(cells["ended"]), "told": bool(cells["told"])})


def _hash_of(database: Database, name: str) -> str:
    hashed = hashlib.sha256()
    starts = [row[0] for row in database.execute_sql("SELECT start FROM blob_part WHERE hash = ?", (name,))]
    for start in sorted(starts):
        hashed.update(part_at(database, name, start))
    return hashed.hexdigest()


def stays_here(database: Database, blob: str) -> bool:
    """Whether a file belongs to records, and to none that may leave this desk: secret matters and what hangs from them,
    what was removed. A file of no record (one that the road alone knows) may go."""
    attached = Records(database).all(Attachment, blob=blob)
    return bool(attached) and all(one.void_reason or _was_written_here(database, one.uid) for one in attached)


def thumbnail(database: Database, blob: str) -> bytes | None:
    """The small picture of a photo, None where there is none (yet)."""
    row = database.execute_sql("SELECT content FROM thumbnail WHERE hash = ?", (blob,)).fetchone()
    return bytes(row[0]) if row else None


def put_thumbnail(database: Database, blob: str, content: bytes) -> None:
    """Keep the small picture of a photo."""
    database.execute_sql(
        "INSERT INTO thumbnail (hash, content) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", (blob, content)
    )


def _was_written_here(database: Database, uid: str) -> bool:
    try:
        kept = journal.my_author(database, KEPT_HERE).uid
    except LookupError:
        return False
    row = tables.read_rows(database, "attachment", [uid]).get(uid)
    return row is not None and any(place.journal == kept for place in row.heads)
