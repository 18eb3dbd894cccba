"""Folding a million changes anew: changes a second, and memory in the first and the last quarter.

The floor reads the same lines from the journal and parses their JSON, and does nothing with them.
"""

from __future__ import annotations

import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Figures, paired, seconds_of
from station_app import paths
from station_app.db import connection, journal, schema
from station_app.db.journal import Author, JournalEntry
from station_app.db.store import Store
from station_app.domain.change import Change, Place, line_of
from station_app.domain.clock import SystemClock, stamp
from station_app.domain.judging import STATION, Home

CHANGES = 1_000_000
HOME = Home("1" * 32, STATION, "520324116000")
PORTION = 5_000


def measure(changes: int = CHANGES) -> Figures:
    """A rebuild, and the bare reading."""
    with tempfile.TemporaryDirectory() as folder:
        database = connection.connect(Path(folder) / connection.FILE_NAME, bytes(32))
        schema.bring_up(database, list)
        store = Store(database, SystemClock(), paths.initials_of, paths.problem_of_change)
        _write(store, changes)
        quarters: list[tuple[float, float]] = []

        def progress(done: int, total: int) -> None:
            if done * 4 // total > len(quarters):
                quarters.append((time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

        floor_s = seconds_of(lambda: _read(store))
        ours_s = seconds_of(lambda: store.rebuild(progress))
        database.close()
        return {
            "fold": paired([(floor_s, ours_s)], f"peak memory at the quarters {_peaks(quarters)}"),
            "rate": Figure(changes / ours_s),
            "grown": Figure(quarters[-1][1] - quarters[0][1]),
        }


def _peaks(quarters: list[tuple[float, float]]) -> str:
    return ", ".join(f"{peak:.0f} MB" for _, peak in quarters)


def _read(store: Store) -> None:
    for portion in journal.all_entries(store.database, portion=PORTION):
        for entry in portion:
            json.loads(entry.line.fields)


def _write(store: Store, changes: int) -> None:
    with store.transaction():
        author = store.begin_journal(HOME)
    waiting: list[JournalEntry] = []
    for entry in _entries(author, changes):
        waiting.append(entry)
        if len(waiting) == PORTION or entry.change.seq == changes:
            with store.transaction():
                journal.append(store.database, journal.my_author(store.database), waiting)
            waiting.clear()


def _entries(author: Author, changes: int) -> Iterator[JournalEntry]:
    """Matters, one in five of them corrected later, from the words of this project's sample."""
    said: list[dict[str, Any]] = json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8"))[
        "matters"
    ]
    chance, clock = random.Random(7), SystemClock()
    by, at = clock.new_id(), stamp(clock.now())
    made: list[tuple[str, Place]] = []
    seen: tuple[Place, ...]
    for seq in range(1, changes + 1):
        matter = chance.choice(said)
        if made and chance.random() < 0.2:
            record, place = made.pop(chance.randrange(len(made)))
            uid, act, seen, fields = clock.new_id(), "correct", (place,), {"ask": matter["ask"] + str(seq)}
        else:
            record = uid = clock.new_id()
            act, seen = "register", ()
            fields = {name: matter[name] + str(seq % 997) for name in ("title", "verbatim", "ask")}
            fields |= {"category": matter["category"], "received_on": f"2026-{seq % 12 + 1:02}-{seq % 28 + 1:02}"}
            made = [*made[-1000:], (record, Place(author.uid, seq))]
        change = Change(author.uid, seq, uid, at, "ok", by, act, "opinion", record, seen, fields)
        yield JournalEntry(change, line_of(change))
