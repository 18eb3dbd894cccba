"""A hundred thousand opinions: what a click on a heading costs until the first rows are there; a list as a file.

The database is made as the million visits are, and kept beside them.
"""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

from benchmarks.measure import Figure, Figures, seconds_of
from benchmarks.million import PAGE, filled
from station_app.db import ledger
from station_app.db.connection import Database
from station_app.db.ledger import Filter
from station_app.domain.secrecy import Viewer
from station_app.reports import spreadsheet
from station_app.reports.spreadsheet import Cell, Heads

VISITS = 100_000
CLERK = Viewer("somebody", sees_all=False)
COLUMNS = 14


def measure(visits: int = VISITS) -> Figures:
    """The slowest of all orders, both ways, of what waits and of everything, as a clerk sees them; the two files."""
    store = filled(visits)
    database = store.database
    first = {}
    for sort in (way + name for name in ledger.SORTS for way in ("", "-")):
        for is_open in (True, False):
            chosen = Filter(open_only=is_open, sort=sort, viewer=CLERK)
            first[sort, is_open] = seconds_of(lambda: _shown(database, chosen)) * 1000  # noqa: B023  (called at once)
    (slowest, is_open), most = max(first.items(), key=lambda pair: pair[1])
    database.close()
    return {"sort": Figure(most, note=f"{slowest}{' open' if is_open else ''}"), **_files()}


def _shown(database: Database, chosen: Filter) -> None:
    ledger.rows(database, ledger.first_page(database, chosen, PAGE).ids)


def _files() -> Figures:
    row: list[Cell] = ["520324116-01-M26-0000001", 3, "路灯坏了八盏，晚上不敢走", *["村口"] * (COLUMNS - 3)]
    heads = Heads("意见台账", [("栏", 100)] * COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        spreadsheet.write(Path(folder) / "warm.xlsx", heads, [row] * 10_000)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        xlsx_s = seconds_of(lambda: spreadsheet.write(Path(folder) / "a.xlsx", heads, (row for _ in range(VISITS))))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        csv_s = seconds_of(lambda: spreadsheet.write(Path(folder) / "a.csv", heads, (row for _ in range(VISITS))))
    return {"xlsx": Figure(xlsx_s), "csv": Figure(csv_s), "grown": Figure(grown)}
