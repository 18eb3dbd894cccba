"""A ledger that lies and a sheet that stands, printed from the preview: `python -m tests.desktop.printing FOLDER`.

The question for the printer is answered by a key of the X server. What was said goes to `FOLDER/printed.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from threading import current_thread, main_thread
from time import monotonic, sleep

from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication

from station_app.db.ledger import Filter
from station_app.services import prints
from station_app.services.desk import Desk
from station_app.services.printing import Print
from station_app.text import finding as words
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.parts import printing
from station_app.ui.shell import look
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.window import MainWindow
from tests.desktop.clerk import NotSo
from tests.office import registered
from tests.offices import station

PATIENCE_S = 30.0
ROWS = 40


def papers(desk: Desk) -> Mapping[str, Print]:
    done = [registered(desk) for _ in range(ROWS)]
    lying = prints.listing(prints.ledger_listing(desk, Filter(viewer=desk.viewer), ""))
    return {"lying": lying, "standing": prints.record_sheet(desk, done[0]["visit"].uid)}


def wait(holds: object, step: str) -> None:
    end = monotonic() + PATIENCE_S
    while not (callable(holds) and holds()):
        if monotonic() > end:
            raise NotSo(step)
        QApplication.processEvents()
        sleep(0.01)


def broken(error: BaseException) -> None:
    sys.stderr.write(f"{error!r}\n")


def answer(timer: QTimer) -> None:
    """Enter, as a person presses it, once the question for the printer is there."""
    if isinstance(QApplication.activeWindow(), QPrintDialog):
        timer.stop()
        subprocess.Popen(["xdotool", "key", "Return"])


def print_one(paper: Print, window: MainWindow, jobs: Jobs) -> None:
    page = PreviewPage({paper.name: lambda: paper}, jobs)
    window.open(page)
    wait(lambda: page.shown() is not None, "the paper is shown")
    timer = QTimer()
    timer.timeout.connect(partial(answer, timer))
    timer.start(100)
    page.acts()["F8"].do()
    wait(lambda: page.notices.accessibleDescription() == words.PRINTED, "it is said to be printed")


def main(folder: Path) -> int:
    application = look.application("printing")
    look.dress(application)
    window = MainWindow("printing")
    window.show()
    desk = station(folder / "data")
    jobs = Jobs(broken)
    in_windows_thread = []
    given = printing.print_pdf

    def noting(*asked: object) -> None:
        in_windows_thread.append(current_thread() is main_thread())
        given(*asked)  # type: ignore[arg-type]  # whatever the page asks

    sys.modules["station_app.ui.pages.records.preview"].__dict__["print_pdf"] = noting
    made = papers(desk)
    for paper in made.values():
        print_one(paper, window, jobs)
    jobs.finish()
    desk.close()
    told = {name: {"pages": one.pages, "title": Path(one.name).stem} for name, one in made.items()}
    (folder / "printed.json").write_text(json.dumps({"papers": told, "in_windows_thread": in_windows_thread}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
