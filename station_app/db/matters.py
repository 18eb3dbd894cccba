"""The readings of matters kept with the fold: `domain.standing` for those that a transaction touched.

A matter's row is written with its reading where all that it rests on is at hand; what hangs from it (the opinions of a
suggestion that was answered, the members of a matter that others were merged into) is read again after it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from station_app.db.connection import Database
from station_app.db.models import marks, portions, selection, values_from
from station_app.db.tables import Row, read_rows
from station_app.domain import standing
from station_app.domain.field import specs_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.records import BY_KIND
from station_app.domain.standing import MATTERS

Key = tuple[str, str]
Rows = Mapping[Key, Row]

_OF_MATTER = {kind: tuple(name for name in MATTERS if name in specs_of(BY_KIND[kind])) for kind in standing.READ}
"""By which fields a record of handling names its matter."""


def touched_by(rows: Iterable[Row]) -> set[Key]:
    """The matters of which something was said: those themselves, and those that a record of handling is about."""
    found: set[Key] = set()
    for row in rows:
        if row.kind in MATTERS:
            found.add((row.kind, row.uid))
        elif row.kind in HANDLING_KINDS:
            found.update((kind, str(row.values[kind])) for kind in MATTERS if row.values.get(kind))
    return found


def read_into(database: Database, rows: Rows, new: Collection[str] = frozenset()) -> None:
    """Put the readings of the matters among some rows into them, before they are written; `rows` are what is being
    written, `new` the uids of which nothing is stored yet."""
    matters = [row for (kind, _), row in rows.items() if kind in MATTERS and row.heads]
    if not matters:
        return
    beside = _handling(database, [row for row in matters if row.uid not in new], rows)
    answers = _inherited(database, matters, rows)
    for row in matters:
        own = {**row.values, "uid": row.uid}
        row.values.update(standing.read(row.kind, own, beside.get(row.uid, {}), answers.get(row.uid, ())))


def settle(database: Database, touched: set[Key], done: Collection[Key], write: Callable[[list[Row]], None]) -> None:
    """Read the touched matters again that are not `done`, then what hangs from them, and `write` those that differ.

    A matter that has not come has no row.
    """
    seen: set[Key] = set(done)
    wanted = touched - seen
    below = touched
    while wanted or below:
        rows: dict[Key, Row] = {}
        for kind in MATTERS:
            uids = sorted(uid for of, uid in wanted if of == kind)
            rows |= {(kind, uid): row for uid, row in read_rows(database, kind, uids).items()} if uids else {}
        before = {key: dict(row.values) for key, row in rows.items()}
        read_into(database, rows)
        changed = [row for key, row in rows.items() if row.values != before[key]]
        if changed:
            write(changed)
        seen |= wanted
        wanted = _hanging(database, below | wanted) - seen
        below = set()


def _handling(database: Database, stored: Iterable[Row], rows: Rows) -> dict[str, dict[str, list[Mapping[str, Any]]]]:
    """The records of handling by the matter's uid and their kind: those stored, under those that are being written."""
    found: dict[str, dict[str, dict[str, Mapping[str, Any]]]] = {}
    of_kind: dict[str, list[str]] = {}
    for row in stored:
        of_kind.setdefault(row.kind, []).append(row.uid)
    for kind, names in _OF_MATTER.items():
        for matter in names:
            for values in _about(database, kind, matter, of_kind.get(matter, ())):
                found.setdefault(values[matter], {}).setdefault(kind, {})[values["uid"]] = values
    for (kind, uid), row in rows.items():
        if kind in _OF_MATTER and row.heads:
            for matter in _OF_MATTER[kind]:
                if about := str(row.values.get(matter) or ""):
                    found.setdefault(about, {}).setdefault(kind, {})[uid] = {**row.values, "uid": uid}
    return {uid: {kind: list(some.values()) for kind, some in kinds.items()} for uid, kinds in found.items()}


def _about(database: Database, kind: str, matter: str, uids: Iterable[str]) -> Iterable[dict[str, Any]]:
    for some in portions(uids):
        query = f'{selection(kind)} WHERE "{matter}" IN ({marks(some)})'
        for cells in database.execute_sql(query, some).fetchall():
            yield values_from(kind, cells)


def _inherited(database: Database, matters: Iterable[Row], rows: Rows) -> dict[str, list[Mapping[str, Any]]]:
    """The replies that answer a matter though they were given to another one, by the matter's uid."""

    def matter(kind: str, uid: str) -> Mapping[str, Any]:
        row = rows.get((kind, uid)) or read_rows(database, kind, [uid]).get(uid)
        return row.values if row else {}

    replies = partial(_replies, database, rows)
    return {row.uid: standing.answers_of(row.kind, {**row.values, "uid": row.uid}, matter, replies) for row in matters}


def _replies(database: Database, rows: Rows, matter: str, uid: str) -> list[Mapping[str, Any]]:
    kept: dict[str, Mapping[str, Any]] = {one["uid"]: one for one in _about(database, "reply", matter, [uid])}
    written = ((key[1], row) for key, row in rows.items() if key[0] == "reply" and row.heads)
    kept |= {own: {**row.values, "uid": own} for own, row in written if row.values.get(matter) == uid}
    return list(kept.values())


def _hanging(database: Database, keys: Collection[Key]) -> set[Key]:
    """The matters that are answered by what answers some matters."""
    found: set[Key] = set()
    for above in {kind for kind, _ in keys}:
        uids = sorted(uid for of, uid in keys if of == above)
        for kind, name in standing.hanging_from(above):
            for some in portions(uids):
                query = f'SELECT uid FROM "{kind}" WHERE "{name}" IN ({marks(some)})'
                found.update((kind, uid) for (uid,) in database.execute_sql(query, some))
    return found
