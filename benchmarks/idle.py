"""What the program uses of a core while nobody touches it, on each of its pages, under a real X server.

Every page is opened once first: what a page begins must end with it. Then each is looked at for ten seconds.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.measure import Figure, Figures
from station_app.domain.clock import SystemClock
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.ui.shell import look
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from tests.ui.every_page import Stand, something_of_everything

IDLE_S = 10.0
SETTLE_S = 1.0
SCREEN = "1366x768x24"
WORST = 3


def measure() -> Figures:
    """The worst page's share of a core in percent."""
    with x_server() as display, tempfile.TemporaryDirectory() as name:
        os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_IM_MODULE="")
        app = QApplication([])
        look.dress(app)
        start = FirstStart("520324116000", "联络站", "王小莉", "correct horse 9")
        desk = found(Path(name) / "data", start, SystemClock(), 1024).desk
        shares = _shares(desk)
    worst = sorted(shares.items(), key=lambda one: -one[1])[:WORST]
    note = f"{len(shares)} pages; " + ", ".join(f"{page} {share:.2f} %" for page, share in worst)
    return {"share": Figure(worst[0][1], note=note)}


@contextmanager
def x_server() -> Iterator[str]:
    """A virtual X server of its own; its display."""
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(tells,), stderr=subprocess.DEVNULL) as server:
        os.close(tells)
        with os.fdopen(told) as number:
            display = f":{number.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


def _shares(desk: Desk) -> dict[str, float]:
    """Percent of a core that each page uses while it stands idle, by the page's name."""
    records = something_of_everything(desk)
    jobs, lane = Jobs(_stop, thread_end=desk.close), Lane(desk, _stop)
    made = desk_window(desk, jobs, lane=lane)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    stand = Stand(made, records)
    _let_run(SETTLE_S)
    if not made.window.isActiveWindow():
        raise RuntimeError("the window has no keys: a cursor that blinks would not be measured")
    for _ in stand.pages():
        _let_run(0.1)
    shares = {}
    for name, page in stand.pages():
        shares[name] = _share()
        if name == "form visit":
            village = page.findChild(QLineEdit, "village")
            assert village is not None
            QTest.mouseClick(village, Qt.MouseButton.LeftButton)
            shares[f"{name}, choices open"] = _share()
    made.window.close()
    lane.finish()
    jobs.finish()
    desk.close()
    return shares


def _share() -> float:
    _let_run(SETTLE_S)
    before = time.process_time()
    _let_run(IDLE_S)
    return 100 * (time.process_time() - before) / IDLE_S


def _let_run(seconds: float) -> None:
    """Let the program run as it does when it waits for a person."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _stop(error: BaseException) -> None:
    raise error
