"""A million visits: search against the bare FTS query, the table's first paint and random jumps.

The database is made once, from words of this project's sample, and kept in `out/bench/`.
"""

from __future__ import annotations

import json
import random
import statistics
from array import array
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.judging import median
from benchmarks.measure import Figure, Figures, in_turn, seconds_of
from station_app import paths
from station_app.db import connection, ledger, schema, search, tables
from station_app.db.store import Store
from station_app.db.tables import Row
from station_app.domain.clock import SystemClock
from station_app.domain.secrecy import EVERYTHING

VISITS = 1_000_000
PORTION = 5_000
KEY = bytes(32)
PAGE = 128
QUERIES = 200
FOLDER = Path("out/bench")


def measure(visits: int = VISITS) -> Figures:
    """Searches and jumps."""
    store = filled(visits)
    figures = {"search": _search(store), **_jumps(store, visits)}
    store.database.close()
    return figures


def _search(store: Store) -> Figure:
    """The last 50 opinions that a text finds, by words or by speaker, against the bare queries of both indexes."""
    database, chance = store.database, random.Random(2)
    texts = [_piece(chance, length) for length in (2, 3, 4) for _ in range(QUERIES // 3)]
    pairs = [
        in_turn(partial(_bare_search, store, wanted), partial(search.opinions, database, text, EVERYTHING), 5)
        for text in texts
        if (wanted := search.query_of(text))
    ]
    times = [seconds_of(partial(_ledger_page, store, _piece(chance, 2))) for _ in range(20)]
    p99 = sorted(pair.ours for pair in pairs)[int(len(pairs) * 0.99)]
    by_day = statistics.median(times) * 1000
    return replace(median(pairs), note=f"p99 {p99:.2f} ms; the same in the ledger, by day: median {by_day:.1f} ms")


def _bare_search(store: Store, wanted: str) -> None:
    """The two index queries that the answer needs, of matters and of people's names, and the rows of the matters."""
    store.database.execute_sql(
        "SELECT uid, title, number FROM opinion WHERE id IN (SELECT rowid FROM opinion_text WHERE opinion_text MATCH ?"
        " ORDER BY rowid DESC LIMIT 50) ORDER BY id DESC",
        (wanted,),
    ).fetchall()
    store.database.execute_sql(
        "SELECT rowid FROM person_text WHERE person_text MATCH ? ORDER BY rowid DESC LIMIT 50", (wanted,)
    ).fetchall()


def _ledger_page(store: Store, text: str) -> None:
    found = ledger.ids(store.database, ledger.Filter(viewer=EVERYTHING, text=text), 0, 50)
    ledger.rows(store.database, found)


def _jumps(store: Store, visits: int) -> Figures:
    database, chosen = store.database, ledger.Filter(viewer=EVERYTHING)
    first_s = seconds_of(lambda: _rows_at(store, ledger.ids(database, chosen, 0, PAGE)))
    whole: list[array[int]] = []
    read_s = seconds_of(lambda: whole.append(ledger.all_ids(database, chosen)))
    chance = random.Random(3)
    places = [chance.randrange(visits - PAGE) for _ in range(50)] + [int(visits * 0.9)]
    jumps = [seconds_of(lambda: _rows_at(store, list(whole[0][at : at + PAGE]))) * 1000 for at in places]  # noqa: B023  (called at once)
    return {
        "first_page": Figure(first_s * 1000),
        "all_ids": Figure(read_s * 1000),
        "jump": Figure(statistics.median(jumps)),
        "late_jump": Figure(jumps[-1]),
    }


def _rows_at(store: Store, ids: list[int]) -> None:
    assert ledger.rows(store.database, ids)


def filled(visits: int) -> Store:
    """The database of that many visits, made where it is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"visits-{visits}-{schema.marks()[schema.INDEXES]}.db"
    made = path.exists()
    database = connection.connect(path, KEY)
    schema.bring_up(database, list)
    store = Store(database, SystemClock(), paths.initials_of, paths.problem_of_change)
    if not made:
        print(f"making {visits:,} visits, once …", flush=True)
        _fill(store, visits)
    return store


def _fill(store: Store, visits: int) -> None:
    chance = random.Random(1)
    for start in range(0, visits, PORTION):
        with store.transaction():
            rows = [row for number in range(start, start + PORTION) for row in visit_rows(number, chance)]
            tables.write_rows(store.database, rows, paths.initials_of)
    for kind in ("person", "visit", "opinion"):
        store.database.execute_sql(f"INSERT INTO {kind}_text ({kind}_text) VALUES ('optimize')")


def visit_rows(number: int, chance: random.Random) -> list[Row]:
    """The rows of one visit with its person and its one opinion."""
    said = _said()
    day = f"20{chance.randrange(16, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    name = chance.choice(said["surnames"]) + chance.choice(said["given"])
    person, visit, opinion = (f"{kind}{number:031}" for kind in "123")
    text = "".join(_piece(chance, 20) for _ in range(6))
    state = chance.choice(("REGISTERED", "REFERRED", "ANSWERED_ON_SITE", "CLOSED"))
    matter = chance.choice(said["matters"])
    fields = {
        "title": matter["title"], "category": matter["category"], "verbatim": text, "state": state, "visit": visit,
        "number": f"520324116-01-M26-{number:07}", "received_on": day,
        "village": f"5203241162{chance.randrange(10):02}",
    }  # fmt: skip
    return [
        Row("person", person, values={"name": name, "phone": f"161{number:08}"}),
        Row("visit", visit, values={"visitor": person, "received_on": day, "headcount": 1, "number": fields["number"]}),
        Row("opinion", opinion, values=fields),
    ]


def _piece(chance: random.Random, length: int) -> str:
    text = chance.choice(_said()["matters"])["verbatim"]
    start = chance.randrange(len(text) - length)
    return str(text[start : start + length])


_LOADED: dict[str, Any] = {}


def _said() -> dict[str, Any]:
    if not _LOADED:
        _LOADED.update(json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8")))
    return _LOADED
