"""A hundred thousand matters that wait: who is owed what, the measure, the lists; what a handled year costs to fold.

Floors are bare SQL over the same table in the same run. The database is made of the hundred thousand visits of the
lists, kept beside them.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Figures, in_turn, paired, seconds_of
from benchmarks.million import FOLDER, KEY, PAGE, filled
from station_app import paths
from station_app.db import connection, ledger, schema
from station_app.db.connection import Database
from station_app.db.ledger import Filter
from station_app.db.store import Store
from station_app.domain.clock import SystemClock
from station_app.domain.records import Assignment, Office, User
from station_app.domain.secrecy import EVERYTHING
from station_app.services import first_start, loop
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk

MATTERS = 100_000
UNITS = 60
HANDLED = 400
"""How many matters a station's handled year has here; the same without handling beside it."""

FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "open": {"open_only": True},
    "owed": {"owed_only": True},
    "category": {"category": "02"},
    "village": {"village": "520324116203"},
    "unit": {"units": ("f" * 31 + "7",)},
    "overdue": {"overdue_on": "2026-06-01"},
    "in time": {"in_time_on": "2026-06-01"},
    "period": {"from_on": "2020-01-01", "to_on": "2020-12-31"},
    "states": {"states": ("HANDLED", "CHECKED")},
}
"""What a list may be narrowed by."""


def measure(matters: int = MATTERS) -> Figures:
    """`owed`, `loop` and a list against bare SQL; the slowest first page of all orders and filters; the fold."""
    store = _waiting(matters)
    desk = _office(store)
    first = ("2000-01-01", "2099-12-31")
    pages = {}
    for sort, (name, chosen) in product([way + one for one in ledger.SORTS for way in ("", "-")], FILTERS.items()):
        asked = Filter(viewer=EVERYTHING, sort=sort, **chosen)
        pages[f"{sort}, {name}"] = min(seconds_of(lambda: _page(store.database, asked)) for _ in range(2)) * 1000  # noqa: B023  (called at once)
    slowest = max(pages, key=pages.__getitem__)
    figures = {
        "owed": in_turn(lambda: _bare_owed(store.database), lambda: loop.owed(desk), 3),
        "loop": in_turn(lambda: _bare_measure(store.database), lambda: loop.measured(desk, *first), 3),
        "by": in_turn(lambda: _bare_measure(store.database), lambda: loop.measured(desk, *first, "unit"), 3),
        "list": in_turn(lambda: _bare_list(store.database), lambda: _page(store.database, _BY_DUE), 9),
        "page": Figure(pages[slowest], note=slowest),
    }
    store.database.close()
    return figures | {"fold": _folded()}


_BY_DUE = Filter(viewer=EVERYTHING, sort="due", open_only=True)


def _page(database: Database, chosen: Filter) -> None:
    ledger.rows(database, ledger.ids(database, chosen, 0, PAGE))


def _bare_list(database: Database) -> None:
    """The same page and its people, by hand."""
    database.execute_sql(
        "SELECT o.uid, o.number, o.received_on, o.title, substr(o.verbatim, 1, 120), o.category, o.urgency, o.state,"
        " o.unit, o.due_on, o.village, o.sensitivity, p.name, v.headcount, p.phone, p.address, p.id_number FROM ("
        "SELECT id FROM opinion WHERE (due_on = '') IS 0 AND +state IN ('REGISTERED', 'TRIAGED', 'REFERRED',"
        " 'ESCALATED', 'ACKNOWLEDGED', 'HANDLING', 'RETURN_REQUESTED', 'HANDLED', 'CHECKED')"
        " ORDER BY due_on, id LIMIT ?) AS some"
        " JOIN opinion AS o ON o.id = some.id LEFT JOIN visit AS v ON v.uid = o.visit"
        " LEFT JOIN person AS p ON p.uid = v.visitor",
        (PAGE,),
    ).fetchall()


def _bare_owed(database: Database) -> None:
    database.execute_sql(
        "SELECT o.uid, o.number, o.title, o.station, p.name, o.owed_since, o.contact_tries FROM opinion AS o"
        " LEFT JOIN visit AS v ON v.uid = o.visit LEFT JOIN person AS p ON p.uid = v.visitor"
        " WHERE o.owed_since > '' ORDER BY o.owed_since, o.id"
    ).fetchall()


def _bare_measure(database: Database) -> None:
    database.execute_sql(
        "SELECT unit_ref, state, received_on, handled_on, fed_back_on, owed_since, result_degree, satisfaction"
        " FROM opinion WHERE received_on BETWEEN '2000-01-01' AND '2099-12-31' AND state <> 'VOID'"
    ).fetchall()


def _waiting(matters: int) -> Store:
    """The visits' database with all its matters open: with units, overdue and not, a third of them owed an answer."""
    path = FOLDER / f"waiting-{matters}-{schema.marks()[schema.INDEXES]}.db"
    if not path.exists():
        lists = filled(matters)
        lists.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        lists.database.close()
        part = path.with_suffix(".part")
        shutil.copy(FOLDER / f"visits-{matters}-{schema.marks()[schema.INDEXES]}.db", part)
        database = connection.connect(part, KEY)
        for statement in _OPEN:
            database.execute_sql(statement)
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        part.rename(path)
    database = connection.connect(path, KEY)
    return Store(database, SystemClock(), paths.initials_of, paths.problem_of_change)


_OPEN = (
    "UPDATE opinion SET state = CASE id % 6 WHEN 0 THEN 'TRIAGED' WHEN 1 THEN 'REFERRED' WHEN 2 THEN 'HANDLING'"
    " WHEN 3 THEN 'HANDLED' WHEN 4 THEN 'CHECKED' ELSE 'ESCALATED' END",
    f"UPDATE opinion SET unit = 'unit ' || (id % {UNITS}), unit_spelt = 'u' || (id % {UNITS}),"
    f" unit_ref = substr('{'f' * 31}', 1, 32 - length(id % {UNITS})) || (id % {UNITS})"
    " WHERE state NOT IN ('TRIAGED', 'ESCALATED')",
    "UPDATE opinion SET due_on = date('2026-01-01', '+' || (id % 365) || ' days'), assigned_on = '2026-01-01'"
    " WHERE unit <> ''",
    "UPDATE opinion SET owed_since = date('2026-01-01', '+' || (id % 300) || ' days'), result_degree = 'SOLVED',"
    " handled_on = date('2026-01-01', '+' || (id % 300) || ' days') WHERE state IN ('HANDLED', 'CHECKED')",
)


def _office(store: Store) -> Desk:
    user = User(uid="9" * 32, name="陈办事", roles=("COUNTY_OFFICE",), office="8" * 32)
    place = Office(uid="8" * 32, name="正安县人大", area_code="520324")
    return Desk(FOLDER, store, SystemClock(), paths.code_book(), user, place)


def _folded() -> Figure:
    """A rebuild of a year whose matters were handled, for each change, against one whose matters were only heard."""
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        heard, handled = (_year(Path(folder) / name, is_handled) for name, is_handled in (("a", False), ("b", True)))
        for _ in range(3):
            costs = [seconds_of(desk.store.rebuild) / _changes(desk) for desk in (heard, handled)]
            pairs.append((costs[0], costs[1]))
        counts = [_changes(desk) for desk in (heard, handled)]
        for desk in (heard, handled):
            desk.close()
    return paired(pairs, f"{counts[0]} and {counts[1]} changes")


def _changes(desk: Desk) -> int:
    return int(desk.store.database.execute_sql("SELECT count(*) FROM change").fetchone()[0])


def _year(folder: Path, is_handled: bool) -> Desk:
    start = first_start.FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", "correct horse 9")
    desk = first_start.found(folder, start, SystemClock(), cost=1024).desk
    for _ in range(HANDLED * (1 if is_handled else 4)):
        person, visit, opinion, given = (desk.clock.new_id() for _ in range(4))
        said = {
            "title": "通组路塌方没有人修",
            "category": "0206",
            "urgency": "NORMAL",
            "verbatim": "塌了",
            "ask": "修路",
        }
        day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
        came = {"received_on": day, "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL", "visitor": person}
        asks = [
            Ask("person", "register", {"name": "杨胜美", "phone": "16112345678"}, person),
            Ask("visit", "register", came, visit),
            Ask("opinion", "register", {**said, "visit": visit}, opinion),
        ]
        if is_handled:
            slip = {"unit": "＋县水务局", "due_on": desk.today, "requirements": "请答复", "assigned_on": desk.today}
            answer = {"result": "修好了", "result_degree": "SOLVED", "replied_on": desk.today}
            asks += [
                Ask("opinion", "triage", {"owner_level": "COUNTY", "proposed_unit": "＋县水务局"}, opinion),
                Ask("assignment", "register", {**slip, "opinion": opinion}, given),
                Ask("assignment", "acknowledge", {"officer": "赵建国"}, given),
                Ask("reply", "register", {**answer, "assignment": given}),
                Ask("telling", "register", {"opinion": opinion, "fed_back_way": "PHONE", "satisfaction": "SATISFIED"}),
            ]
        perform(desk, asks)
    assert bool(desk.records.all(Assignment)) == is_handled
    return desk
