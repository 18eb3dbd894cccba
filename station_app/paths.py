"""Where things stand: the shipped resources, and what is in a data folder."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from station_app.domain.codes import CodeBook, parse_code_book


def resources() -> Path:
    """The folder of shipped resources, in a checkout and in a bundle."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parent.parent) / "resources"


@cache
def code_book() -> CodeBook:
    """The shipped code lists."""
    return parse_code_book(path.read_text("utf-8") for path in sorted((resources() / "codes").glob("*.json")))
