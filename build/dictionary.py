"""Train the dictionary that batches are packed with, from sample stations: texts of this project and no others.

    python -m build.dictionary NUMBER

writes resources/dictionaries/NUMBER.zdict. A dictionary that was shipped is never made anew under its number: batches
that were sealed with it must open for ever.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import zstandard

from station_app import paths
from station_app.db import journal
from station_app.domain.clock import SystemClock
from station_app.services import sample

LARGEST = 112 * 2**10
STATIONS = 12
CHEAP = 1024
"""The password hash's cost: nobody will ever guess at these stations."""


class _Day(SystemClock):
    """A clock on another day for each sample station, so that no date and no id is learnt by heart."""

    def __init__(self, turn: int) -> None:
        self.__dict__["turn"] = turn

    def now(self) -> datetime:
        return super().now() + timedelta(days=37 * self.__dict__["turn"])


def lines(folder: Path) -> Iterator[bytes]:
    """The lines of sample stations, each as it is packed."""
    for turn in range(STATIONS):
        desk = sample.make(folder / str(turn), "month", "sample-station", _Day(turn), CHEAP).desk
        for portion in journal.all_entries(desk.store.database):
            yield from (f"{entry.line.text}\n".encode() for entry in portion)
        desk.close()


def main(number: int) -> None:
    """Train and write."""
    target = paths.resources() / "dictionaries" / f"{number}.zdict"
    if target.exists():
        raise SystemExit(f"{target.name} is there: a shipped dictionary is never trained anew")
    with tempfile.TemporaryDirectory() as folder:
        samples: list[bytes | bytearray | memoryview] = list(lines(Path(folder)))
    trained = zstandard.train_dictionary(LARGEST, samples, level=19, dict_id=number)
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(trained.as_bytes())
    said = {"samples": len(samples), "bytes": len(trained.as_bytes())}
    print(json.dumps(said))


if __name__ == "__main__":
    main(int(sys.argv[1]))
