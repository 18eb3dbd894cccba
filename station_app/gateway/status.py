"""How the gateway stands, for whoever operates it, a part at a time: counts, places with their journals, forks, lines
that were refused, devices, what was done. Everything is read from what is counted as it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from station_app.domain.immutable import immutable
from station_app.gateway import copies, epoch
from station_app.gateway.store.engine import Cursor

Row = dict[str, Any]

ROWS = 50
"""Of one part on one page."""

SILENT, BY_NAME, MOST_REFUSED, MOST_HELD, MOST_CHANGES = "silent", "name", "refused", "held", "acked"
ORDERS: Mapping[str, str] = {
    SILENT: "coalesce(seen, ''), name, home",
    BY_NAME: "name, home",
    MOST_REFUSED: "coalesce(refused, 0) DESC, name, home",
    MOST_HELD: "coalesce(held, 0) DESC, name, home",
    MOST_CHANGES: "coalesce(acked, 0) DESC, name, home",
}
"""How places are ordered; who was not heard for longest comes first by itself."""


@immutable
class Asked:
    """What is to be seen of one part: rows that hold `searched`, in an order, so many from a place on."""

    searched: str = ""
    order: str = SILENT
    offset: int = 0
    limit: int = ROWS


@immutable
class Part:
    """The rows of one part that were asked for, and how many there are."""

    rows: tuple[Row, ...]
    number: int


def counts(cursor: Cursor) -> Row:
    """How much there is of everything; the epoch, and when the last copy was made and where it lay."""
    changes, refused, held = cursor.rows(
        "SELECT coalesce(sum(acked), 0), coalesce(sum(refused), 0), coalesce(sum(held), 0) FROM journal"
    )[0]
    asides = dict(cursor.rows("SELECT reason = 'batch_fork', count(*) FROM aside GROUP BY reason = 'batch_fork'"))
    at, to = copies.last(cursor)
    one = "SELECT count(*) FROM device WHERE role <> 'PROVINCE'"
    return {
        "epoch": epoch.current(cursor),
        "last_copy": at,
        "copy_to": to,
        "places": int(cursor.rows("SELECT count(DISTINCT home) FROM device WHERE role <> 'PROVINCE'")[0][0]),
        "journals": int(cursor.rows("SELECT count(*) FROM journal")[0][0]),
        "changes": int(changes),
        "quarantine": int(refused),
        "held": int(held),
        "forks": int(asides.get(True, 0)),
        "review": int(asides.get(False, 0)),
        "devices": int(cursor.rows(one)[0][0]),
        "files": int(cursor.rows("SELECT count(*) FROM blob")[0][0]),
    }


_PLACES = (
    " FROM (SELECT home, min(name) AS name, min(area_code) AS area_code, min(role) AS role, count(*) AS devices,"
    " sum(CASE WHEN standing = 'ACTIVE' THEN 1 ELSE 0 END) AS active FROM device WHERE role <> 'PROVINCE'"
    " GROUP BY home) AS place LEFT JOIN (SELECT home AS whose, max(last_contact) AS seen, sum(acked) AS acked,"
    " sum(judged) AS judged, sum(refused) AS refused, sum(held) AS held, max(gap) AS gap FROM journal GROUP BY home)"
    " AS told ON told.whose = place.home WHERE ? = '' OR name LIKE ? OR area_code LIKE ? OR home LIKE ?"
    " OR EXISTS (SELECT 1 FROM journal WHERE journal.home = place.home AND uid LIKE ?)"
)


def places(cursor: Cursor, asked: Asked) -> Part:
    """Stations and offices, each with its journals: whole names, when it was heard last, how much came, was refused and
    is held."""
    wanted = (asked.searched, *[f"%{asked.searched}%"] * 4)
    columns = (
        "home, name, area_code, role, devices, active, coalesce(seen, ''), coalesce(acked, 0), coalesce(judged, 0),"
        " coalesce(refused, 0), coalesce(held, 0), coalesce(gap, 0)"
    )
    order = ORDERS.get(asked.order, ORDERS[SILENT])
    names = ("home", "name", "area_code", "role", "devices", "active", "last_contact", "acked", "judged", "refused")
    rows = [
        dict(zip((*names, "held", "gap"), row, strict=True))
        for row in cursor.rows(
            f"SELECT {columns}{_PLACES} ORDER BY {order} LIMIT ? OFFSET ?", *wanted, asked.limit, asked.offset
        )
    ]
    written = _journals_of(cursor, [row["home"] for row in rows])
    found = tuple({**row, "journals": written.get(row["home"], [])} for row in rows)
    return Part(found, int(cursor.rows(f"SELECT count(*){_PLACES}", *wanted)[0][0]))


def _journals_of(cursor: Cursor, homes: Sequence[str]) -> dict[str, list[Row]]:
    if not homes:
        return {}
    found: dict[str, list[Row]] = {}
    query = (
        "SELECT home, uid, audience, acked, judged, refused, held, gap, last_contact FROM journal"
        f" WHERE home IN ({', '.join('?' * len(homes))}) ORDER BY home, last_contact DESC, uid"
    )
    for home, uid, audience, acked, judged, refused, held, gap, seen in cursor.rows(query, *homes):
        found.setdefault(home, []).append({
            "journal": uid, "audience": audience, "acked": int(acked), "judged": int(judged), "refused": int(refused),
            "held": int(held), "missing": f"{acked + 1}-{gap - 1}" if gap else "", "last_contact": seen,
        })  # fmt: skip
    return found


def own_journals(cursor: Cursor, asked: Asked) -> Part:
    """What the gateway itself writes, or wrote in an epoch before, by audience."""
    home = "SELECT home FROM device WHERE role = 'PROVINCE' LIMIT 1"
    rows = _journals_of(cursor, [cursor.rows(home)[0][0]])
    found = [row for some in rows.values() for row in some]
    return Part(tuple(found[asked.offset : asked.offset + asked.limit]), len(found))


_NAMED = (
    " LEFT JOIN (SELECT home AS whose, min(name) AS name FROM device GROUP BY home) AS place ON place.whose ="
    " journal.home"
)


def quarantine(cursor: Cursor, asked: Asked) -> Part:
    """Lines that were refused: whose, which, and by what code."""
    inside = f" FROM quarantine JOIN journal ON journal.uid = quarantine.journal{_NAMED}"
    decided = "SELECT 1 FROM decision WHERE decision.journal = quarantine.journal AND decision.seq = quarantine.seq"
    where = f" WHERE NOT EXISTS ({decided}) AND (? = '' OR name LIKE ? OR quarantine.journal LIKE ? OR code LIKE ?)"
    wanted = (asked.searched, *[f"%{asked.searched}%"] * 3)
    query = "SELECT quarantine.journal, coalesce(name, ''), seq, record, code, field"
    rows = cursor.rows(f"{query}{inside}{where} ORDER BY 1, 3 LIMIT ? OFFSET ?", *wanted, asked.limit, asked.offset)
    found = tuple(
        {"journal": uid, "name": name, "seq": int(seq), "kind": _kind(cursor, uid, int(seq)), "record": record,
         "code": code, "field": field}
        for uid, name, seq, record, code, field in rows
    )  # fmt: skip
    return Part(found, int(cursor.rows(f"SELECT count(*){inside}{where}", *wanted)[0][0]))


def _kind(cursor: Cursor, uid: str, seq: int) -> str:
    return str(cursor.rows("SELECT kind FROM change WHERE journal = ? AND seq = ?", uid, seq)[0][0])


def aside(cursor: Cursor, asked: Asked, *, is_fork: bool) -> Part:
    """Forks, or batches of devices that were revoked."""
    inside = f" FROM aside LEFT JOIN journal ON journal.uid = aside.journal{_NAMED}"
    same = "=" if is_fork else "<>"
    where = f" WHERE reason {same} 'batch_fork' AND (? = '' OR name LIKE ? OR aside.journal LIKE ? OR hash LIKE ?)"
    wanted = (asked.searched, *[f"%{asked.searched}%"] * 3)
    names = ("hash", "journal", "name", "first", "last", "reason", "came_at")
    query = "SELECT hash, aside.journal, coalesce(name, ''), first, last, reason, came_at"
    order = " ORDER BY came_at DESC, hash LIMIT ? OFFSET ?"
    rows = cursor.rows(f"{query}{inside}{where}{order}", *wanted, asked.limit, asked.offset)
    found = tuple(dict(zip(names, row, strict=True)) for row in rows)
    return Part(found, int(cursor.rows(f"SELECT count(*){inside}{where}", *wanted)[0][0]))


def devices(cursor: Cursor, asked: Asked) -> Part:
    """The devices of stations and offices."""
    where = " FROM device WHERE role <> 'PROVINCE' AND (? = '' OR name LIKE ? OR area_code LIKE ? OR key LIKE ?)"
    wanted = (asked.searched, *[f"%{asked.searched}%"] * 3)
    names = ("name", "area_code", "role", "standing", "enrolled_at", "key", "home")
    query = f"SELECT {', '.join(names)}{where} ORDER BY name, key LIMIT ? OFFSET ?"
    found = tuple(dict(zip(names, row, strict=True)) for row in cursor.rows(query, *wanted, asked.limit, asked.offset))
    return Part(found, int(cursor.rows(f"SELECT count(*){where}", *wanted)[0][0]))
