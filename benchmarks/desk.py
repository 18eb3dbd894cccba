"""The program as it stands open before somebody who has 10,000 visits behind them, for what is measured by keys."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks import start
from station_app.app import Program
from station_app.domain.clock import SystemClock
from station_app.services.desk import unlock
from station_app.ui.shell import look
from tour.hands import Hands

SETTLED_S = 3.0
"""By then the program has done what it leaves for after its start; nobody presses a key earlier."""


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Program, Hands]]:
    """The open program on 今日, and hands for its keys; the program's own start is over."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    start.fill(folder)
    app = QApplication([])
    look.dress(app, look.LIGHT)
    program, hands = Program(folder, SystemClock()), Hands()
    program.open_desk(unlock(folder, start.PASSWORD))
    until = time.monotonic() + SETTLED_S
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)
    try:
        yield program, hands
    finally:
        hands.close()
        if program.window is not None:
            program.window.close()
        program.close()
