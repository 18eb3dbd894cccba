"""What the idle desk costs: every page is opened once, then each stands for ten seconds under a real X server.

`python -m benchmarks.idle 3` lets each stand for three seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.clerk import COST, SECRET, invented
from benchmarks.measure import print_figure
from station_app import paths
from station_app.app import Program
from station_app.domain.clock import SystemClock
from station_app.services import reception, sample
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, found
from station_app.services.visits import Matter, VisitEntry, register
from station_app.ui import look
from station_app.ui.desk_window import DeskWindow
from station_app.ui.neighbours import neighbours_of
from station_app.ui.sources import sources_of

STANDS_S, SETTLES_S = 10.0, 2.0
MOST_PERCENT = 0.5
SIZE = "1366x768x24"


def run(stands_s: float = STANDS_S) -> None:
    """Print a line for each page, in a child that has a display of its own."""
    server = shutil.which("Xvfb")
    if server is None:
        print("idle is left out: there is no Xvfb")
        return
    reading, writing = os.pipe()
    display = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            where = f":{told.readline().strip()}"
        environment = {**os.environ, "DISPLAY": where, "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": ""}
        subprocess.run([sys.executable, "-m", "benchmarks.idle", str(stands_s), "here"], env=environment, check=True)
    finally:
        display.terminate()
        display.wait()


def _stand(stands_s: float) -> None:
    app = QApplication([])
    look.dress(app)
    with tempfile.TemporaryDirectory() as name:
        desk = found(
            Path(name) / "data", FirstStart(sample.TOWNSHIP, "试验站", "谭试", SECRET), SystemClock(), COST
        ).desk
        records = _fill(desk)
        program = Program(desk.folder, SystemClock())
        program.open_desk(desk)
        shown = DeskWindow(desk, sources_of(desk), program._jobs, neighbours_of(desk, program._jobs), look.LIGHT)
        shown.window.resize(1366, 768)
        shown.window.show()
        pages, worst = list(_pages(shown, records)), ("", 0.0)
        for _, lay in pages:
            lay()
            _wait(0.3)
        for page, lay in pages:
            lay()
            _wait(SETTLES_S)
            before = time.process_time()
            _wait(stands_s)
            percent = (time.process_time() - before) / stands_s * 100
            worst = max(worst, (page, percent), key=lambda one: one[1])
            print(f"  {page:<40} {percent:6.2f} % of a core", flush=True)
        print_figure(f"an idle desk, the worst page ({worst[0]})", worst[1], "%", MOST_PERCENT)
        shown.window.close()
        program.close()


def _pages(shown: DeskWindow, records: dict[str, str]) -> Iterator[tuple[str, Callable[[], object]]]:
    window = shown.window
    for name in window._places:
        yield name, partial(window.go, name)
    for form in shown._forms:
        yield f"form {form}", partial(_over, shown, partial(shown.form, form))
    yield "choices open", partial(_over, shown, partial(_open_choices, shown))
    for kind, uid in records.items():
        yield f"record {kind}", partial(_over, shown, partial(shown.open_record, kind, uid))
    yield "day", partial(_over, shown, partial(shown.open_day, records["reception_day"]))
    yield "plan year", partial(_over, shown, partial(shown._plan_year, 2027, print))
    yield "search", partial(_over, shown, window._everywhere["F3"].do)
    yield "call back", partial(_over, shown, shown._open_call_back)
    yield "drafts", partial(_over, shown, shown.open_drafts)
    yield "help", partial(_over, shown, window._everywhere["F1"].do)


def _over(shown: DeskWindow, lay: Callable[[], object]) -> None:
    shown.window.go(next(iter(shown.window._places)))
    lay()


def _open_choices(shown: DeskWindow) -> None:
    page = shown.register_visit()
    line = page.person.main.editor("village")
    line.setFocus()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)


def _fill(desk: Desk) -> dict[str, str]:
    """An open reception day and a few visits; a record of each kind that has a page."""
    deputies = sample.roster(desk)[:2]
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "活动室"}
    day = reception.plan_or_begin(desk, fields, deputies).uid
    villages = [one.code for one in paths.regions().children(desk.station.area_code)]
    records = {"reception_day": day, "deputy": deputies[0]}
    for coming in invented(5, villages):
        told = coming.matters[0]
        matter = {"title": told.title, "category": told.category, "verbatim": told.verbatim, "ask": told.ask}
        matter["urgency"] = told.urgency
        person = {"name": coming.name, "no_phone_reason": "无手机", "village": villages[0]}
        visit = {"received_on": desk.today, "channel": "WALK_IN", "notice_way": "ORAL", "is_first": "FIRST"}
        done = register(desk, VisitEntry(person, visit, [Matter(matter)])).done
        records |= {one.kind: one.uid for one in done if one.kind in ("visit", "person", "opinion")}
    return records


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    length_s = float(sys.argv[1]) if len(sys.argv) > 1 else STANDS_S
    if "here" in sys.argv:
        _stand(length_s)
    else:
        run(length_s)
