"""Taking an old system's folder, against bare `executemany` of the same rows with the same text index.

The floor writes the same change lines, folded rows, words and series into a second encrypted database, made the same
way, in as many transactions; it reads, maps and judges nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import Figures, in_turn, seconds_of
from station_app import paths
from station_app.db import search
from station_app.db.connection import transaction
from station_app.db.models import SEARCHED, columns_of
from station_app.domain.clock import SystemClock
from station_app.domain.records import BY_KIND
from station_app.services import old_ledger
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.services.old_ledger.folder import PORTION

VISITS = 10_000
RUNS = 3

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "data" / "make_station_year.py"
TOWNSHIP = "520324116000"
"""Where the sample data's only station is."""


def measure(visits: int = VISITS, runs: int = RUNS) -> Figures:
    """An import, and the bare rows of it."""
    with tempfile.TemporaryDirectory() as folder:
        year = _make_year(Path(folder), visits)
        desks = Desks(Path(folder))
        model = desks.new()
        old_ledger.take_folder(model, year)
        rows = statements_of(model)

        def floor() -> None:
            write_bare(desks.new(), rows)

        def ours() -> None:
            old_ledger.take_folder(desks.new(), year)

        empty_s = seconds_of(desks.new)
        note = f"{visits} visits; a new desk for each run: {empty_s * 1000:.0f} ms of both"
        figure = in_turn(floor, ours, runs, note)
        desks.close()
        return {"import": figure}


def make_folder(folder: Path, visits: int) -> tuple[Desk, Path]:
    """An empty desk, and a folder of its station's year to import, both within `folder`."""
    return Desks(folder).new(), _make_year(folder, visits)


def _make_year(folder: Path, visits: int) -> Path:
    if not GENERATOR.exists():
        sys.exit(f"{GENERATOR.name} is missing: the sample data stands beside the repository, in ../shared/data")
    year = folder / "year"
    made = [sys.executable, str(GENERATOR), "--visits", str(visits), "--stations", "1", "--out", str(year)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    return year


class Desks:
    """Fresh desks in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._start = FirstStart(TOWNSHIP, paths.regions().name_of(TOWNSHIP), "Wang Xiaoli", "correct horse 9")
        self._made: list[Desk] = []

    def new(self) -> Desk:
        """An empty, encrypted desk."""
        desk = found(self._folder / f"desk-{len(self._made)}", self._start, SystemClock(), 1024).desk
        self._made.append(desk)
        return desk

    def close(self) -> None:
        """Close them all."""
        for desk in self._made:
            desk.close()


Statements = list[tuple[str, list[tuple[Any, ...]]]]


def statements_of(desk: Desk, after: int = 2) -> Statements:
    """Every row that an import wrote, as statements with their values; changes from the `after`-th row on."""
    database, statements = desk.store.database, []
    for kind in BY_KIND:
        read: list[Any] = desk.records.all(BY_KIND[kind])
        whole = database.execute_sql(f"SELECT * FROM {kind} ORDER BY id").fetchall()
        if whole and kind not in ("station", "user", "office", "device"):
            marks = ", ".join("?" * len(columns_of(kind)))
            statements.append((f"INSERT INTO {kind} VALUES ({marks})", whole))
            if SEARCHED[kind]:
                texts = [search.indexed(getattr(one, name) for name in SEARCHED[kind]) for one in read]
                indexed = [(row[0], text) for row, text in zip(whole, texts, strict=True)]
                statements.append((f"INSERT INTO {kind}_text (rowid, body) VALUES (?, ?)", indexed))
    lines = database.execute_sql(f"SELECT * FROM change WHERE id > {after} ORDER BY id").fetchall()
    statements.append((f"INSERT INTO change VALUES ({', '.join('?' * len(lines[0]))})", lines))
    return statements


def write_bare(desk: Desk, statements: Statements) -> None:
    """Write the statements' rows, and nothing else."""
    database = desk.store.database
    for statement, rows in statements:
        for start in range(0, len(rows), PORTION):
            with transaction(database):
                database.connection().executemany(statement, rows[start : start + PORTION])
