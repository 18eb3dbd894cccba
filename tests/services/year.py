"""The station year that stands for an old system's export, made once a session by the sample data's own script."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

GENERATOR = Path(__file__).resolve().parents[3] / "shared" / "data" / "make_station_year.py"
FILES = ("stations", "deputies", "people", "reception_days", "visits", "suggestions")


def make_year(folder: Path, *options: str) -> Path:
    """Run the script; the folder that it wrote. A clone without the sample data beside it goes without."""
    if not GENERATOR.exists():
        pytest.skip("the sample data does not stand beside the clone, in ../shared/data")
    subprocess.run(
        [sys.executable, str(GENERATOR), "--out", str(folder), *options], check=True, stdout=subprocess.DEVNULL
    )
    return folder


def rows_of(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of one of its files."""
    with (folder / f"{name}.ndjson").open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def write_rows(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Write a file of a folder as the old system would."""
    folder.mkdir(exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{name}.ndjson").write_bytes(text.encode())
