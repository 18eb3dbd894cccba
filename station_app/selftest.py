"""Whether this copy of the program is whole: what a bundle may lack is used once, in a folder of its own."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

import station_app
from station_app.app import Program
from station_app.db import connection
from station_app.domain.clock import SystemClock
from station_app.reports import press
from station_app.services import prints
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart, found
from station_app.text import commands as say
from station_app.ui.shell import look

DPI = 72.0
PLAIN = b"SQLite format 3"
TOWNSHIP, PASSWORD = "520324116000", "a whole copy 1"


def main() -> int:
    """Try everything; 0 where the copy is whole. Raises what is missing: the trace says it best."""
    modules = all_modules()
    with tempfile.TemporaryDirectory() as name:
        desk, code = _opened(Path(name) / "data")
        pages = _printed(desk, code)
        _shown(desk)
    print(say.SELFTEST.format(modules=len(modules), pages=pages))  # noqa: T201  (the command's answer)
    return 0


def all_modules() -> list[str]:
    """Import every module of the program: those that are named by a text alone are what a bundle forgets."""
    found_modules = pkgutil.walk_packages(station_app.__path__, "station_app.")
    return [importlib.import_module(one.name).__name__ for one in found_modules]


def _opened(folder: Path) -> tuple[Desk, str]:
    """A new station, closed and unlocked again, and its recovery code. Raises ValueError for a file in clear."""
    start = FirstStart(TOWNSHIP, say.PROGRAM, say.SELFTEST_USER, PASSWORD)
    founded = found(folder, start, SystemClock())
    founded.desk.close()
    if (folder / connection.FILE_NAME).read_bytes().startswith(PLAIN) is connection.encrypts:
        raise ValueError("the database is not what the program takes it for")
    return unlock(folder, PASSWORD), founded.recovery_code


def _printed(desk: Desk, code: str) -> int:
    """Make a paper and look at it; how many pages it has."""
    return len(list(press.pages(prints.recovery_sheet(desk, code).pdf, DPI)))


def _shown(desk: Desk) -> None:
    """Open the first page and the help over it, and paint both. Raises ValueError where nothing is seen."""
    app = QApplication.instance() or look.application("selftest")
    if not isinstance(app, QApplication):
        raise TypeError("a Qt program without windows is running")
    look.dress(app)
    program = Program(desk.folder, desk.clock)
    program.open_desk(desk)
    window = program.window
    if window is None:
        raise ValueError("no window opened")
    for key in ("", "F1"):
        window.press(key)
        app.processEvents()
        if window.grab().isNull():
            raise ValueError("no page is seen")
    window.close()
    program.close()
