"""From the start of the process to the first painted 今日 on 10,000 visits, against a bare PySide6 window.

The password's hash is made cheap here: it is meant to take its time, and the person types meanwhile.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import million
from benchmarks.measure import Figure, Figures, paired
from station_app import paths
from station_app.db import tables
from station_app.domain.clock import SystemClock
from station_app.services.first_start import FirstStart, found

VISITS = 10_000
PASSWORD = "correct horse 9"
RUNS = 3

BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("station"))
window.resize(1366, 768)
window.show()
app.processEvents()
window.grab()
"""

OURS = """
import gc
gc.disable()  # as main.py does
import sys
from pathlib import Path
from station_app import app as desktop
from station_app.domain.clock import SystemClock
from station_app.services.desk import unlock
from station_app.ui.shell import look
app = look.application("station")
look.dress(app, look.LIGHT)
desktop.log_to(Path(sys.argv[1]) / "logs")
program = desktop.Program(Path(sys.argv[1]), SystemClock())
program.open_desk(unlock(Path(sys.argv[1]), sys.argv[2]))
app.processEvents()
program.window.grab()
"""

PAINTED = """
print("painted", flush=True)
import os, sys
with open("/proc/self/status") as told:
    print(next(int(line.split()[1]) / 1024 for line in told if line.startswith("VmHWM")), flush=True)
os._exit(0)
"""
"""What both say when they are painted: that they are, and their greatest memory so far (Linux only)."""


def measure() -> Figures:
    """The start beside a bare window, and the memory then."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        fill(folder)
        pairs = [(_child(BARE), _child(OURS, str(folder), PASSWORD)) for _ in range(RUNS + 1)]
        del pairs[0]  # the warm-up: it writes the bytecode
        memory = Figure(statistics.median(ours[1] for _, ours in pairs))
        return {"painted": paired([(floor[0], ours[0]) for floor, ours in pairs]), "memory": memory}


def fill(folder: Path) -> None:
    """A station of 10,000 visits in a new folder."""
    desk = found(folder, FirstStart("520324116000", "联络站", "王小莉", PASSWORD), SystemClock(), 1024).desk
    chance = random.Random(1)
    with desk.store.transaction():
        rows = [row for number in range(VISITS) for row in million.visit_rows(number, chance)]
        tables.write_rows(desk.store.database, rows, paths.initials_of)
    desk.close()


def _child(program: str, *arguments: str) -> tuple[float, float]:
    """Run a program in a process of its own: seconds until it says that it is painted, and its memory then in MB.

    Raises RuntimeError where it fails.
    """
    command = [sys.executable, "-c", program + PAINTED, *arguments]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        child.stdout.readline()
        painted_s = time.perf_counter() - start
        said = child.stdout.readline()
    if child.returncode or not said:
        raise RuntimeError(f"the measured program ended with {child.returncode}")
    return painted_s, float(said)
