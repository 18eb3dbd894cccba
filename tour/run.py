"""The tour from its first step to its last: what it writes, and how it fails."""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Protocol

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from station_app.domain.clock import Clock
from tour import dead_disk, month, opening, roads, today, year
from tour.camera import Camera
from tour.clock import TourClock
from tour.desks import Serve
from tour.hands import Hands, StepFailed
from tour.today import InLook
from tour.walker import Stage, Walker

NAME_WIDTH = 14


class MakeStage(Protocol):
    """Makes the program on a data folder."""

    def __call__(self, folder: Path, *, clock: Clock) -> Stage:
        """The program, not yet open."""
        ...


ASIDE = (5000, 5000)
"""Where the mouse lights nothing up."""


def run(
    make_stage: MakeStage,
    out: Path,
    folder: Path | None = None,
    serve: Serve | None = None,
    in_look: InLook | None = None,
) -> int:
    """Walk through a station that begins empty, or through one that takes the export in `folder`.

    `serve` runs a gateway; where there is one, the roads follow the day; where the program can change its look, the
    first page of whole months comes last. Leaves pictures, prints and `tour.txt` in
    `out`; the data folder is removed. 0, or 1 with a sentence on standard
    error where a step did not come true.
    """
    QCursor.setPos(*ASIDE)
    QApplication.setCursorFlashTime(0)  # or a picture would depend on when it was taken
    began, hands, camera = perf_counter(), Hands(), Camera(out)
    with tempfile.TemporaryDirectory() as data:
        clock = TourClock()
        make = partial(make_stage, clock=clock)
        walker = Walker(make(Path(data)), hands, camera, clock, partial(make, Path(data)))
        try:
            _walk(walker, folder)
            if serve is not None and folder is None:
                roads.walk(walker, make, serve)
                dead_disk.walk(walker)
        except StepFailed as failed:
            if walker.stage.window is not None:
                walker.shoot("failed")
            return _stopped(camera, failed)
        finally:
            hands.close()
            if walker.stage.window is not None:
                walker.stage.window.close()
            walker.stage.close()
            today.clear_screen()
    try:
        if in_look is not None and folder is None:
            today.months(camera, in_look)
    except StepFailed as failed:
        return _stopped(camera, failed)
    told = report(walker, perf_counter() - began)
    (out / "tour.txt").write_text(told, "utf-8")
    sys.stdout.write(told)
    return 0


def _stopped(camera: Camera, failed: StepFailed) -> int:
    sys.stderr.write(f"The tour stopped after {camera.taken[-1:]}: {failed}\n")
    return 1


def _walk(walker: Walker, folder: Path | None) -> None:
    if folder is None:
        month.walk(walker)
    else:
        opening.first_start(walker, opening.own_station(folder))
        year.walk(walker, folder)


def report(walker: Walker, seconds: float) -> str:
    """What was counted, and which pictures there are."""
    lines = [f"{_padded('visit')}{'keys':>6}{'letters':>9}{'seconds':>9}"]
    lines += [f"{_padded(name)}{strokes:>6}{letters:>9}{took:>9.1f}" for name, strokes, letters, took in walker.counted]
    lines += ["keys: beside free text; letters: of free text; seconds: of the machine, pictures with them", ""]
    lines += [*walker.camera.taken, "", f"{len(walker.camera.taken)} pictures in {seconds:.0f} s"]
    return "\n".join(lines) + "\n"


def _padded(name: str) -> str:
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in name)
    return name + " " * (NAME_WIDTH - len(name) - wide)
