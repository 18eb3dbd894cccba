"""From F2 to the painted form, against the ledger's page; the other forms beside it. Each is made anew every time."""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from benchmarks import million
from benchmarks.clerk import COST, SECRET
from benchmarks.measure import Pair, print_pair
from station_app import paths
from station_app.db import tables
from station_app.domain.clock import SystemClock
from station_app.services import sample
from station_app.services.first_start import FirstStart, found
from station_app.ui import look
from station_app.ui.desk_window import DeskWindow
from station_app.ui.jobs import Jobs
from station_app.ui.neighbours import neighbours_of
from station_app.ui.pages.ledger import LedgerPage
from station_app.ui.pages.workplace import Workplace
from station_app.ui.sources import sources_of

VISITS, RUNS, LIMIT = 1_000, 9, 2.5


def run() -> None:
    """Print the lines."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    look.dress(app)
    with tempfile.TemporaryDirectory() as name:
        start = FirstStart(sample.TOWNSHIP, "试验站", "谭试", SECRET)
        desk = found(Path(name) / "data", start, SystemClock(), COST).desk
        chance = random.Random(1)
        with desk.store.transaction():
            rows = [row for number in range(VISITS) for row in million.visit_rows(number, chance)]
            tables.write_rows(desk.store.database, rows, paths.initials_of)
        jobs = Jobs(_raise, thread_end=desk.close)
        shown = DeskWindow(desk, sources_of(desk), jobs, neighbours_of(desk, jobs), look.LIGHT)
        place = Workplace(desk, jobs, sources_of(desk), shown.lay)
        shown.window.resize(1366, 768)
        shown.window.show()
        for form in shown._forms:
            floors, ours = [], []
            for _ in range(RUNS + 1):
                floors.append(_painted_s(shown, lambda: shown.lay(LedgerPage(place))))
                ours.append(_painted_s(shown, partial(shown.form, form)))
            ratios = [one / floor for one, floor in zip(ours[1:], floors[1:], strict=True)]  # the first is the warm-up
            pair = Pair(*(statistics.median(one) for one in (floors[1:], ours[1:], ratios)))
            print_pair(f"the form {form} to painted, against the ledger", pair, LIMIT)
        shown.window.close()
        jobs.finish()
        desk.close()


def _painted_s(shown: DeskWindow, lay: Callable[[], object]) -> float:
    """Seconds until a page is painted; what it leaves behind is cleared away outside of them."""
    begun = time.perf_counter()
    lay()
    QApplication.processEvents()
    shown.window.grab()
    painted_s = time.perf_counter() - begun
    shown.go_back()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    return painted_s


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    run()
