"""Disks that lie, tear, fail and fill: the same work under a preloaded library (`disk.c`), compiled by the system's cc.

`python -m benchmarks.disks NUMBER` makes so many tries.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from benchmarks.crash import PASSWORD, Place, fresh, judge, told, visit
from benchmarks.kills import reaped
from station_app.domain.clock import SystemClock
from station_app.domain.problem import Rejected
from station_app.services import copies
from station_app.services.desk import Desk, unlock

SOURCE = Path(__file__).with_name("disk.c")
VISITS, TRIES_A_STATION = 6, 20
MOST_WRITES, FULL_BYTES = 120, 60_000
ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EDQUOT)


def compiler() -> str:
    """The system's C compiler, "" where there is none: the tests then say that they were left out."""
    return shutil.which("cc") or ""


def compiled(folder: Path) -> Path:
    """The library, made in a folder. Raises CalledProcessError."""
    made = folder / "disk.so"
    command = [compiler(), "-O2", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return made


def main(arguments: list[str]) -> int:
    """Make the tries and tell how they ended; 1 where one failed."""
    return told("disks", tries, 7, arguments)


def tries(number: int, seed: int) -> tuple[list[str], Counter[str]]:
    """What failed of so many tries, and what was seen."""
    failures: list[str] = []
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        library, place = compiled(Path(name)), None
        for at in range(number):
            chance = random.Random(seed * 1_000_000 + at)
            if place is None or at % TRIES_A_STATION == 0:
                place = fresh(Path(name) / str(at))
            kind = chance.choice(list(KINDS))
            said = under(library, place, "save" if kind != "copy" else "copy", KINDS[kind](chance))
            place.note(said)
            seen.update(f"{kind}, {line.split(' ')[1]}" for line in said if line.startswith("refused"))
            wrong = reaped(partial(judge, place, is_whole=at % 4 == 0))
            if not wrong and kind in ("fail", "full") and said[-1:] != ["goes on"]:
                wrong = f"saving did not go on: {said[-1:]}"
            if wrong:
                failures.append(f"try {at}, {kind}: {wrong}")
                place = None
            else:
                seen[kind] += 1
    return failures, seen


KINDS = {
    "drop": lambda chance: {"DISK_CUT": str(chance.randrange(1, MOST_WRITES)), "DISK_SEED": "0"},
    "tear": lambda chance: {
        "DISK_CUT": str(chance.randrange(1, MOST_WRITES)),
        "DISK_SEED": str(chance.randrange(1, 10_000)),
    },
    "copy": lambda chance: {
        "DISK_CUT": str(chance.randrange(1, MOST_WRITES)),
        "DISK_SEED": str(chance.randrange(0, 10_000)),
    },
    "fail": lambda chance: {
        "DISK_FAIL": str(chance.randrange(1, MOST_WRITES)),
        "DISK_ERRNO": str(chance.choice(ERRORS)),
    },
    "full": lambda chance: {"DISK_FULL": str(chance.randrange(1, FULL_BYTES))},
}
"""What the disk does, as the library is told; each with its seed."""


def under(library: Path, place: Place, what: str, told: dict[str, str]) -> list[str]:
    """Let a process do something on such a disk; what it acknowledged, line by line."""
    (place.root / "full").touch()
    environment = {**os.environ, **told, "LD_PRELOAD": str(library), "DISK_ROOT": str(place.root)}
    command = [sys.executable, "-m", "benchmarks.disks", "--child", what, str(place.root)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.splitlines() + ([f"broke {done.stderr[-600:]}"] if done.returncode not in (0, -9) else [])


def child(what: str, root: Path) -> None:
    """In the process under test: save visits, each acknowledged or refused; then there is room for one more."""
    place = Place(root, "")
    try:
        desk = unlock(place.data, PASSWORD, clock=SystemClock())
        if what == "copy":
            copies.make(desk, place.stick)
    except Rejected as rejected:
        _say(f"refused {rejected.problems[0].code}")
        desk = None
    if desk is not None:
        for _ in range(VISITS):
            _save(desk)
    (root / "full").unlink(missing_ok=True)
    if desk is None:
        desk = unlock(place.data, PASSWORD, clock=SystemClock())
    if _save(desk):
        _say("goes on")
    desk.close()


def _save(desk: Desk) -> bool:
    try:
        _say("saved " + " ".join(visit(desk)))
    except Rejected as rejected:
        _say(f"refused {rejected.problems[0].code}")
        return False
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        child(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
