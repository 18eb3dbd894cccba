"""A copy of a made year with its photos: the processor's time for it, and the longest stall of the UI thread."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Figure, Figures
from benchmarks.stall import longest_ms
from station_app.db import blobs
from station_app.services import copies, sample

PHOTOS, PHOTO_BYTES = 200, 250_000
COST = 1024
HOUR_S = 3600


def measure() -> Figures:
    """The share of an hour that a copy a day costs, how long one takes, and the longest stall."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  (the platform is chosen before Qt is there)

    app = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as name:
        folder, root = Path(name) / "data", Path(name) / "elsewhere"
        root.mkdir()
        desk = sample.make(folder, "year", "sample-station", cost=COST).desk
        with desk.store.transaction():
            for _ in range(PHOTOS):
                blobs.attach(desk.store.database, os.urandom(PHOTO_BYTES))
        began, cpu = time.perf_counter(), time.process_time()
        size = copies.make(desk, root).size_bytes
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        stall = longest_ms(desk, lambda where: copies.make(where, root), quick=False)
        desk.close()
    app.processEvents()
    note = f"{size / 1e6:.0f} MB in {took:.1f} s, {cpu:.1f} s of the processor"
    return {"share": Figure(cpu / HOUR_S * 100, note=note), "stall": Figure(stall)}
