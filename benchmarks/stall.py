"""The longest stall of the UI thread while a 300 ms write and then the import of a folder run in their lanes."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.import_folder import make_folder
from benchmarks.measure import Figure, Figures
from station_app.services import old_ledger
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk

WRITE_S = 0.3
VISITS = 1_000
TICK_MS = 2
PERSON = {"name": "杨胜美", "phone": "16112345678"}


def measure() -> Figures:
    """The longest stall of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  (the platform is chosen before Qt is there)

    app = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as name:
        desk, folder = make_folder(Path(name), VISITS)
        written_ms = longest_ms(desk, _long_write, quick=True)
        imported_ms = longest_ms(desk, lambda where: old_ledger.take_folder(where, folder), quick=False)
        desk.close()
    app.processEvents()
    return {"write": Figure(written_ms), "import": Figure(imported_ms)}


def _long_write(desk: Desk) -> None:
    """One transaction that keeps writing for 300 ms."""
    end = time.perf_counter() + WRITE_S
    with desk.store.transaction():
        while time.perf_counter() < end:
            perform(desk, [Ask("person", "register", PERSON)])


def longest_ms(desk: Desk, work: Callable[[Desk], object], *, quick: bool) -> float:
    """The greatest gap between two ticks of a timer on the UI thread while `work` runs in a lane of the desk."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415  (see above)

    from station_app.ui.shell.jobs import Jobs  # noqa: PLC0415  (it loads Qt)

    gaps, loop, ticker = [0.0], QEventLoop(), QTimer()
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    def broken(error: BaseException) -> None:
        raise error

    jobs = Jobs(broken, thread_end=desk.close)
    ticker.timeout.connect(tick)
    ticker.start(TICK_MS)
    if quick:
        jobs.quick(lambda: work(desk), lambda _: loop.quit(), owner=ticker)
    else:
        jobs.slow(lambda _: work(desk), lambda _: loop.quit(), owner=ticker)
    loop.exec()
    ticker.stop()
    jobs.finish()
    return max(gaps) * 1000
