"""Proving the store: chains, fold equality, SQLite's own integrity."""

from __future__ import annotations

import hashlib

from station_app.db import journal, quarantine
from station_app.db.connection import trial
from station_app.db.models import columns_of
from station_app.db.store import Progress, Store, unwatched
from station_app.domain.change import Place
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.records import BY_KIND


@immutable_by_keyword
class Findings:
    """What an audit found; a sound store has no broken links, no differing kinds, and SQLite says ok."""

    changes: int
    broken_links: tuple[Place, ...]
    differing: tuple[str, ...]
    sqlite: tuple[str, ...]
    clashes: int
    held: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing is broken; clashes and held changes are work for people, not damage."""
        return not self.broken_links and not self.differing and self.sqlite == ("ok",)


def audit(store: Store, progress: Progress = unwatched) -> Findings:
    """Verify every chain, fold everything again beside what is there and compare, and ask SQLite.

    Journals whose chain is broken may not even be readable: they prove nothing of the tables, and are not folded.
    """
    database = store.database
    integrity = tuple(row[0] for row in database.execute_sql("PRAGMA integrity_check"))
    links = tuple(journal.broken_links(database))
    before = digests(store)
    after = before if links else _digests_after_rebuild(store, progress)
    return Findings(
        changes=journal.count(database),
        broken_links=links,
        differing=tuple(kind for kind in before if before[kind] != after[kind]),
        sqlite=integrity,
        clashes=_count(store, "SELECT count(*) FROM (SELECT DISTINCT record, field FROM clash)"),
        held=_count(store, "SELECT count(*) FROM held"),
    )


def digests(store: Store) -> dict[str, str]:
    """A hash of each folded table, rows by uid, ids left out: two stores with the same changes agree."""
    found = {}
    for kind in (*BY_KIND, "clash", "held", "series", "doubled"):
        columns = ", ".join(f'"{name}"' for name in columns_of(kind)[1:]) if kind in BY_KIND else "*"
        order = "uid" if kind in BY_KIND else "1, 2, 3, 4, 5" if kind == "clash" else "1, 2"
        hashed = hashlib.sha256()
        for row in store.database.execute_sql(f"SELECT {columns} FROM {kind} ORDER BY {order}"):
            hashed.update(repr(row).encode())
        found[kind] = hashed.hexdigest()
    refused = quarantine.every(store.database)
    found["quarantine"] = hashlib.sha256(repr(refused).encode()).hexdigest()
    return found


def _digests_after_rebuild(store: Store, progress: Progress) -> dict[str, str]:
    """What a rebuild would give, in a transaction that leaves no trace."""
    with trial(store.database):
        store.rebuild(progress)
        return digests(store)


def _count(store: Store, query: str) -> int:
    return int(store.database.execute_sql(query).fetchone()[0])
