"""A county's desk with a hundred thousand open opinions and as many open suggestions: its tiles, and the first page of
both lists in every order and by every filter, against the bare SQL of the same questions.

The database is made once and kept in `out/bench/`.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from benchmarks.measure import Figure, Figures, seconds_of
from benchmarks.million import FOLDER, KEY, PAGE, PORTION
from station_app import paths
from station_app.db import connection, ledger, schema, tables, waits
from station_app.db.connection import Database
from station_app.db.ledger import BOOKS, Filter
from station_app.db.store import Store
from station_app.db.tables import Row
from station_app.domain.clock import SystemClock
from station_app.domain.pinyin import spelt
from station_app.domain.secrecy import EVERYTHING

MATTERS = 100_000
TODAY = date(2026, 11, 23)
DAYS = (TODAY.isoformat(), (TODAY + timedelta(days=7)).isoformat())
STATIONS = [f"{number:032}" for number in range(24)]
UNITS = (
    "县水务局",
    "县交通运输局",
    "县农业农村局",
    "县住房和城乡建设局",
    "县教育局",
    "县民政局",
    "县自然资源局",
    "县林业局",
)
CATEGORIES = ("0101", "0203", "0206", "0301", "0402", "0505", "0601", "0702")
OPINION_STATES = "ESCALATED COUNTY, REFERRED COUNTY, REFERRED STATION, HANDLING COUNTY, HANDLING STATION,"
OPINION_STATES += " REGISTERED STATION, TRIAGED STATION, HANDLED STATION"
SUGGESTION_STATES = "SUBMITTED COUNTY, ACCEPTED COUNTY, ASSIGNED COUNTY, IN_HANDLING COUNTY, IN_HANDLING STATION,"
SUGGESTION_STATES += " REPLIED DEPUTY, EVALUATED COUNTY"
FEW = 50
"""One of so many matters has something of its handling that waits for a decision."""


def measure(matters: int = MATTERS) -> Figures:
    """The tiles; the slowest first page of each list, over all orders both ways and all filters."""
    database = filled(matters).database
    _tiles(database)  # the file's pages are read once, as a desk has them after its first look
    tiles = _middle(lambda: _tiles(database))
    figures = {"tiles": Figure(tiles, note=f"bare counts {seconds_of(lambda: _bare_tiles(database)) * 1000:.0f} ms")}
    for kind in BOOKS:
        pages = {chosen: _middle(lambda: _shown(database, chosen)) for chosen in _filters(kind)}  # noqa: B023  (called at once)
        slowest, most = max(pages.items(), key=lambda pair: pair[1])
        floor = seconds_of(lambda: _bare_count(database, kind)) * 1000  # noqa: B023  (called at once)
        figures[kind] = Figure(most, note=f"{_said(slowest)}; one bare count {floor:.0f} ms; {len(pages)} lists")
    database.close()
    return figures


def _middle(work: Callable[[], object]) -> float:
    """Milliseconds, the middle of three: of hundreds of lists one is always disturbed."""
    return statistics.median(seconds_of(work) for _ in range(3)) * 1000


def _said(chosen: Filter) -> str:
    blank = Filter(viewer=EVERYTHING)
    named = [name for name in vars(blank) if getattr(chosen, name) != getattr(blank, name) and name != "days"]
    return " ".join(f"{name}={getattr(chosen, name)}" for name in named)


def _tiles(database: Database) -> None:
    for wait, kinds in waits.WAITS.items():
        for kind in kinds:
            waits.heap(database, kind, wait, DAYS, EVERYTHING)


def _bare_tiles(database: Database) -> None:
    for kinds in waits.WAITS.values():
        for kind, asked in kinds.items():
            condition = asked.condition(DAYS)
            database.execute_sql(f"SELECT count(*) FROM {kind} WHERE {asked.sql}", condition.values).fetchone()


def _bare_count(database: Database, kind: str) -> None:
    database.execute_sql(
        f"SELECT count(*), min({BOOKS[kind].day}) FROM {kind} WHERE station = ?", STATIONS[:1]
    ).fetchone()


def _shown(database: Database, chosen: Filter) -> None:
    page = ledger.first_page(database, chosen, PAGE)
    ledger.rows_of(database, chosen.kind, page.ids)


def _filters(kind: str) -> Iterator[Filter]:
    unit = spelt(UNITS[0], paths.initials_of)
    of_kind = {
        "opinion": ({"village": "520324116201"}, {"urgency": "CRITICAL"}, {"revitalization": "INDUSTRY"},
                    {"category": "02"}, {"states": ("HANDLING",)}),
        "suggestion": ({"level": "COUNTY"}, {"category": "02"}, {"states": ("IN_HANDLING",)}),
    }  # fmt: skip
    plain: tuple[dict[str, Any], ...] = (
        {},
        {"open_only": True},
        {"station": STATIONS[3]},
        {"unit": unit},
        {"turn": "COUNTY"},
    )
    both = {"open_only": True, "station": STATIONS[3], "unit": unit}
    heaps = ({"wait": wait, "days": DAYS} for wait, kinds in waits.WAITS.items() if kind in kinds)
    narrow = (*plain, both, {**both, "station": "f" * 32}, *of_kind[kind], *heaps)
    orders = [way + name for name in BOOKS[kind].sorts for way in ("", "-") if name != "visitor"]
    for given, sort in product(narrow, orders):
        yield Filter(viewer=EVERYTHING, kind=kind, sort=sort, **given)


def filled(matters: int) -> Store:
    """The database of so many opinions and suggestions, made where it is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"county-{matters}-{schema.marks()[schema.INDEXES]}.db"
    is_made = path.exists()
    database = connection.connect(path, KEY)
    schema.bring_up(database, list)
    store = Store(database, SystemClock(), paths.initials_of, paths.problem_of_change)
    if not is_made:
        print(f"making {matters:,} matters, once …", flush=True)
        chance = random.Random(1)
        for start in range(0, matters, PORTION):
            with store.transaction():
                rows = [row for number in range(start, start + PORTION) for row in _matters(number, chance)]
                tables.write_rows(database, rows, paths.initials_of)
    return store


def _matters(number: int, chance: random.Random) -> Iterator[Row]:
    for kind, states in (("opinion", OPINION_STATES), ("suggestion", SUGGESTION_STATES)):
        state, turn = chance.choice(states.split(", ")).split()
        came = TODAY - timedelta(days=chance.randrange(400))
        uid, place, unit = f"{kind[0]}{number:031}", chance.randrange(24), chance.choice(UNITS)
        answered = state in ("HANDLED", "REPLIED", "EVALUATED")
        reply = f"r{kind[0]}{number:030}" if answered and number % FEW == 0 else ""
        values = {
            "station": STATIONS[place], "state": state, "turn": turn, "title": f"通组路塌方第 {number} 处",
            "number": f"520324{100 + place}-01-{kind[0].upper()}26-{number:07}", "answered_in": reply,
            "due_on": (came + timedelta(days=chance.randrange(20, 400))).isoformat(),
            "assigned_on": came.isoformat(),
        }  # fmt: skip
        if kind == "opinion":
            values |= {
                "received_on": came.isoformat(), "category": chance.choice(CATEGORIES), "unit": unit,
                "village": f"520324{100 + place}2{number % 30:02}", "verbatim": "路烂了，娃娃上学要绕路。" * 20,
                "urgency": chance.choice(("NORMAL",) * 8 + ("URGENT", "CRITICAL")),
                "revitalization": chance.choice(("INDUSTRY", "ECOLOGY", "", "")),
                "owed_since": came.isoformat() if answered else "", "handled_on": came.isoformat() if answered else "",
            }  # fmt: skip
        else:
            values |= {
                "submitted_on": came.isoformat(), "assigned_unit": unit, "review_category": chance.choice(CATEGORIES),
                "level": chance.choice(("COUNTY", "TOWNSHIP")), "proposals": "请修复。" * 60,
            }  # fmt: skip
        yield Row(kind, uid, values=values)
        if number % FEW == 0:
            day = {kind: uid, "side": "COUNTY"}
            given = f"a{kind[0]}{number:030}"
            yield Row("assignment", given, values={**day, "state": "RETURN_ASKED", "return_asked_on": came.isoformat()})
            asked = {**day, "assignment": given, "state": "ASKED", "asked_on": came.isoformat()}
            yield Row("extension", f"e{kind[0]}{number:030}", values=asked)
            if reply:
                yield Row("reply", reply, values={**day, "state": "SENT", "replied_on": came.isoformat()})
