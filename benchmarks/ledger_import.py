"""An old ledger against its floor: a sheet of 65,203 rows of which 495 hold data, formatted to the last.

The floor reads the same file with the bare library and writes the same rows with `executemany`; ours finds the table,
judges every cell, and writes journal, fold and index in one transaction.
"""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.import_folder import Desks, statements_of, write_bare
from benchmarks.measure import Figure, Figures, in_turn, seconds_of
from station_app.services import ledger_import
from station_app.services.desk import Desk
from station_app.services.ledger_import.lexicon import targets
from station_app.services.ledger_import.preview import Choices

ROWS, FILLED = 65_203, 495
RUNS = 3
FIELDS = (
    "visit.received_on",
    "person.name",
    "person.phone",
    "visit.headcount",
    "opinion.title",
    "opinion.verbatim",
    "opinion.unit",
)
SHEET = "xl/worksheets/sheet1.xml"


def measure(rows: int = ROWS, filled: int = FILLED, runs: int = RUNS) -> Figures:
    """The taking, beside its floor and by itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_ledger(Path(folder) / "ledger.xlsx", rows, filled)
        desks = Desks(Path(folder))
        model = desks.new()
        take(model, path)
        statements = statements_of(model)

        def floor() -> None:
            with CalamineWorkbook.from_path(path) as book:
                sum(1 for row in book.get_sheet_by_index(0).iter_rows() if any(row))
            write_bare(desks.new(), statements)

        def ours() -> None:
            take(desks.new(), path)

        size = path.stat().st_size / (1 << 20)
        figure = in_turn(floor, ours, runs, f"{rows} rows, {filled} of them filled, {size:.1f} MB")
        fresh = desks.new()
        wall_s = seconds_of(lambda: take(fresh, path))
        desks.close()
        return {"import": figure, "wall": Figure(wall_s)}


def take(desk: Desk, path: Path) -> None:
    """Take a ledger as the command does."""
    book = ledger_import.read_book(path)
    sheets = [one.name for one in book.grids]
    mapping = ledger_import.guess(ledger_import.tables(book, sheets))
    ledger_import.take(desk, book, sheets, mapping, Choices())


def make_ledger(path: Path, rows: int, filled: int) -> Path:
    """A workbook whose rows are formatted to the last, the first `filled` with data of nobody."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    known = targets()["visits"].by_key
    sheet.append([known[key].heads[0] for key in FIELDS])
    first = date(2025, 1, 1)
    for number in range(1, filled + 1):
        day = first + timedelta(days=number % 330)
        phone = f"161{number:08d}"
        sheet.append((day, f"N{number:05d}", phone, 1, f"T{number:05d} road", f"X{number} " * 30, "U1"))
    book.save(path)
    empty = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}" s="0"/>' for column in "ABCDEFGHIJ") + "</row>"
        for row in range(filled + 2, rows + 1)
    )
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", empty.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path
