"""Records as the gateway folds them from the raw changes, the lines that were refused, and those that are held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from station_app.domain.change import Change, Place
from station_app.domain.fold import fold
from station_app.domain.immutable import immutable
from station_app.domain.judging import AUTHORITY
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND
from station_app.domain.wire import canonical, parse
from station_app.gateway.store import journals
from station_app.gateway.store.engine import Cursor

PORTION = 400


@immutable
class FoldedStanding:
    """A record as it stands: the home that made it, its values, the changes that nobody has seen yet."""

    kind: str
    maker: str
    values: Mapping[str, Any]
    heads: tuple[Place, ...]
    unsettled: bool


def standing(cursor: Cursor, uids: Iterable[str]) -> dict[str, FoldedStanding]:
    """Some records by uid; those that are not here are left out."""
    wanted, found = sorted(set(uids)), {}
    for start in range(0, len(wanted), PORTION):
        some = wanted[start : start + PORTION]
        marks = ", ".join("?" * len(some))
        query = f"SELECT uid, kind, maker, contents, heads, unsettled FROM record WHERE uid IN ({marks})"
        for uid, kind, maker, contents, heads, unsettled in cursor.rows(query, *some):
            places = tuple(Place(*place) for place in parse(heads))
            found[uid] = FoldedStanding(kind, maker, parse(contents), places, bool(unsettled))
    return found


def fold_in(
    cursor: Cursor,
    changes: Sequence[Change],
    here: dict[str, FoldedStanding],
    maker: str,
    refused: Mapping[int, Problem],
) -> None:
    """Fold new changes of one journal, which are stored already, into the records. `here` are those records before."""
    knotted = {change.record for change in changes if change.seq in refused}
    knotted |= _waited_for(cursor, {change.record for change in changes})
    knotted |= {change.record for change in changes if not change.fields}  # nothing was said, or it was erased
    rows = dict(here)
    for change in changes:
        before = rows.get(change.record)
        heads = before.heads if before else ()
        if (before and before.unsettled) or change.record in knotted or set(change.seen) != set(heads):
            knotted.add(change.record)
            continue
        values = {**(before.values if before else {}), **change.fields}
        rows[change.record] = FoldedStanding(
            change.kind, before.maker if before else maker, values, (change.place,), unsettled=False
        )
    kinds = {change.record: change.kind for change in changes}
    for record in sorted(knotted):
        first = rows.get(record)
        rows[record] = _whole(cursor, record, kinds[record], first.maker if first else maker)
    _write(cursor, {uid: rows[uid] for uid in sorted({change.record for change in changes})})


def fold_anew(cursor: Cursor, kinds: Mapping[str, str], maker: str) -> None:
    """Fold some records again from all their changes: lines of them were erased. `kinds`: their kinds, by uid."""
    known = standing(cursor, kinds)
    rows = {uid: _whole(cursor, uid, kind, known[uid].maker if uid in known else maker) for uid, kind in kinds.items()}
    _write(cursor, {uid: row for uid, row in rows.items() if kinds[uid] in BY_KIND})


def _write(cursor: Cursor, rows: Mapping[str, FoldedStanding]) -> None:
    """Write records; those of which no line says anything any more are gone."""
    cursor.many("DELETE FROM record WHERE uid = ?", [(uid,) for uid, row in rows.items() if not row.heads])
    cursor.many(
        "INSERT INTO record (uid, kind, maker, contents, heads, unsettled) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (uid) DO UPDATE SET contents = excluded.contents, heads = excluded.heads,"
        " unsettled = excluded.unsettled",
        [_row(uid, row) for uid, row in rows.items() if row.heads],
    )


def quarantine(cursor: Cursor, journal: str, records: Mapping[int, str], refused: Mapping[int, Problem]) -> None:
    """Lines that say what their author may not: folded without their fields."""
    cursor.many(
        "INSERT INTO quarantine (journal, seq, record, code, field) VALUES (?, ?, ?, ?, ?)",
        [(journal, seq, records[seq], problem.code, problem.where) for seq, problem in refused.items()],
    )


def quarantined(cursor: Cursor) -> list[tuple[str, int, str, str, str]]:
    """Such lines: journal, seq, record, code, field."""
    return list(cursor.rows("SELECT journal, seq, record, code, field FROM quarantine ORDER BY journal, seq"))


def held(cursor: Cursor, journal: str = "") -> list[tuple[str, int, str]]:
    """Changes that wait for one that has not come: journal, seq, record; of one journal or of all."""
    query = "SELECT journal, seq, record FROM held WHERE ? IN ('', journal) ORDER BY journal, seq"
    return list(cursor.rows(query, journal))


def rebuild(cursor: Cursor, makers: Mapping[str, str]) -> int:
    """Throw the folded tables away and fold every record anew; how many. `makers`: each journal's home."""
    cursor.rows("DELETE FROM record")
    cursor.rows("DELETE FROM held")
    rows = cursor.rows("SELECT record, journal, kind, uid FROM change ORDER BY record, journal, seq")
    made: dict[str, tuple[str, str]] = {}
    for record, journal, kind, uid in rows:
        # Kinds of newer programs are kept raw, and folded by the program that knows them.
        if kind in BY_KIND and (record not in made or uid == record):
            made[record] = (kind, makers[journal])
    for record, (kind, maker) in made.items():
        whole = _whole(cursor, record, kind, maker)
        if whole.heads:
            cursor.many(
                "INSERT INTO record (uid, kind, maker, contents, heads, unsettled) VALUES (?, ?, ?, ?, ?, ?)",
                [_row(record, whole)],
            )
    return len(made)


def _waited_for(cursor: Cursor, records: set[str]) -> set[str]:
    """Those of some records of which changes are held, or were refused: they are folded whole."""
    found: set[str] = set()
    wanted = sorted(records)
    for start in range(0, len(wanted), PORTION):
        some = wanted[start : start + PORTION]
        marks = ", ".join("?" * len(some))
        query = f"SELECT record FROM held WHERE record IN ({marks})"
        found |= {row[0] for row in cursor.rows(f"{query} UNION {query.replace('held', 'quarantine')}", *some, *some)}
    return found


def _whole(cursor: Cursor, record: str, kind: str, maker: str) -> FoldedStanding:
    refused = {
        Place(journal, seq)
        for journal, seq in cursor.rows("SELECT journal, seq FROM quarantine WHERE record = ?", record)
    }
    changes, erased = journals.changes_of(cursor, record)
    authorities = {
        uid: AUTHORITY.get(role, 0)
        for uid, role in cursor.rows(
            "SELECT DISTINCT journal.uid, device.role FROM journal JOIN change ON change.journal = journal.uid"
            " JOIN device ON device.key = journal.device_key WHERE change.record = ?",
            record,
        )
    }
    cursor.rows("DELETE FROM held WHERE record = ?", record)
    if all(change.place in refused | erased for change in changes):
        return FoldedStanding(kind, maker, {}, (), unsettled=False)
    said = [replace(change, fields={}) if change.place in refused else change for change in changes]
    folded = fold(said, lambda uid: authorities.get(uid, AUTHORITY["PROVINCE"]))
    cursor.many(
        "INSERT INTO held (journal, seq, record) VALUES (?, ?, ?)",
        [(place.journal, place.seq, record) for place in folded.held],
    )
    return FoldedStanding(kind, maker, folded.values, folded.heads, bool(folded.clashes or folded.held))


def _row(uid: str, one: FoldedStanding) -> tuple[Any, ...]:
    heads = canonical([[place.journal, place.seq] for place in one.heads])
    return (uid, one.kind, one.maker, canonical(one.values), heads, int(one.unsettled))
