"""The command `tour`: walk through the windows by keys; nothing is shown, pictures are left in a folder."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from station_app import app
from station_app.app import Program
from station_app.domain.clock import Clock
from station_app.ui.shell import look
from tour import run
from tour.clock import TourClock
from tour.loopback import loopback


def main(arguments: list[str]) -> int:
    """Walk; the exit code."""
    options = _parser().parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt looks for a display
    dressed, colours = app.dressed(options.look)

    def stage(folder: Path, *, clock: Clock) -> Program:
        return Program(folder, clock, colours)

    def in_look(name: str) -> Callable[[Path, TourClock], Program]:
        look.dress(dressed, look.VARIANTS[name])
        return lambda folder, clock: Program(folder, clock, look.VARIANTS[name])

    return run.run(stage, options.out.absolute(), options.folder, loopback, in_look)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py tour")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", type=Path, dest="folder")
    parser.add_argument("--look", choices=sorted(look.VARIANTS), default="light")
    return parser
