"""Attachments beside their bytes: which files must not leave this desk, and small pictures of photos."""

from __future__ import annotations

from peewee import SqliteDatabase

from station_app.db import journal, tables
from station_app.db.records import Records
from station_app.db.tables import Row
from station_app.domain.change import KEPT_HERE
from station_app.domain.records import Attachment, Opinion
from station_app.domain.secrecy import is_kept_here


def stays_here(database: SqliteDatabase, blob: str) -> bool:
    """Whether a file belongs to records, and to none that may leave this desk: accusations, work secrets, what was
    removed. A file of no record (one that the road alone knows) may go."""
    attached = Records(database).all(Attachment, blob=blob)
    return bool(attached) and not any(_travels(database, one) for one in attached)


def thumbnail(database: SqliteDatabase, blob: str) -> bytes | None:
    """The small picture of a photo, None where there is none (yet)."""
    row = database.execute_sql("SELECT content FROM thumbnail WHERE hash = ?", (blob,)).fetchone()
    return bytes(row[0]) if row else None


def put_thumbnail(database: SqliteDatabase, blob: str, content: bytes) -> None:
    """Keep the small picture of a photo."""
    database.execute_sql(
        "INSERT INTO thumbnail (hash, content) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", (blob, content)
    )


def _travels(database: SqliteDatabase, one: Attachment) -> bool:
    if one.void_reason or _was_written_here(database, "attachment", one.uid):
        return False
    match one.target_kind:
        case "opinion":
            return not _opinion_stays(database, one.target)
        case "visit":
            raised = Records(database).all(Opinion, visit=one.target)
            return not any(_opinion_stays(database, opinion.uid) for opinion in raised)
    return True


def _opinion_stays(database: SqliteDatabase, uid: str) -> bool:
    row = _row(database, "opinion", uid)
    return row is not None and (is_kept_here(row.values) or _was_written_here(database, "opinion", uid))


def _was_written_here(database: SqliteDatabase, kind: str, uid: str) -> bool:
    try:
        kept = journal.my_author(database, KEPT_HERE).uid
    except LookupError:
        return False
    row = _row(database, kind, uid)
    return row is not None and any(place.journal == kept for place in row.heads)


def _row(database: SqliteDatabase, kind: str, uid: str) -> Row | None:
    return tables.read_rows(database, kind, [uid]).get(uid)
