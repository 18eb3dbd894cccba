"""Lines that were taken out of others' journals, and are kept for a person to look at: those of a revoked device beyond
the last that counts, and those in whose place another machine went on with the journal.

What had been taken before a revocation was heard of ends as what comes after it: in review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from station_app.db import journal
from station_app.db.connection import Database, rows_by_name
from station_app.domain.immutable import immutable
from station_app.domain.judging import last_counted

REVOKED = "REVOKED"
REASON, FORKED = "batch_key_revoked", "batch_fork"


@immutable
class Reviewed:
    """Lines of one journal that were taken out of it, from `first` to `last`, and the code of the reason."""

    journal: str
    first: int
    last: int
    reason: str


def settle(database: Database, devices: Iterable[Mapping[str, Any]], at: str) -> dict[str, str]:
    """Take the lines of revoked devices that do not count out of the journals of others; the records that they were of,
    with their kinds. A batch that reaches beyond the last that counts goes as a whole. The caller folds the records."""
    touched: dict[str, str] = {}
    for device in devices:
        if device.get("standing") != REVOKED or not device.get("key"):
            continue
        counted = last_counted(str(device.get("counted", "")))
        for author in journal.authors(database):
            if author.device_key == device["key"] and not author.mine and author.last_seq > counted.get(author.uid, 0):
                touched |= _taken_out(database, author, counted.get(author.uid, 0), at)
    return touched


def lines(database: Database) -> list[Reviewed]:
    """What lies in review of journals of others, by journal; not what was said again in another journal."""
    query = (
        "SELECT branch.journal AS journal, min(branch.seq) AS first, max(branch.seq) AS last,"
        " CASE WHEN EXISTS (SELECT 1 FROM device WHERE key = journal.device_key AND standing = ?) THEN ? ELSE ? END"
        " AS reason FROM branch JOIN journal ON journal.uid = branch.journal WHERE journal.mine = 0"
        " AND json_extract(branch.header, '$.id') NOT IN (SELECT uid FROM change) GROUP BY branch.journal"
    )
    return rows_by_name(database, Reviewed, query, (REVOKED, REASON, FORKED))


def _taken_out(database: Database, author: journal.Author, counted: int, at: str) -> dict[str, str]:
    query = "SELECT coalesce(max(last), 0) FROM taken_batch WHERE journal = ? AND last <= ?"
    keep = int(database.execute_sql(query, (author.uid, counted)).fetchone()[0])
    beyond = "SELECT DISTINCT record, kind FROM change WHERE journal = ? AND seq > ?"
    records: dict[str, str] = dict(database.execute_sql(beyond, (author.row, keep)).fetchall())
    database.execute_sql(
        "INSERT INTO parcel (hash, journal, first, last, content, reason, came_at, by_hand)"
        " SELECT hash, journal, first, last, content, ?, ?, waits FROM taken_batch"
        " WHERE journal = ? AND last > ? AND content IS NOT NULL ON CONFLICT (hash) DO NOTHING",
        (REASON, at, author.uid, keep),
    )
    database.execute_sql("DELETE FROM taken_batch WHERE journal = ? AND last > ?", (author.uid, keep))
    journal.set_aside(database, author, keep)
    return records
