"""All measurements: each bench runs five times, each time alone in a process of its own; the median is judged.

`make bench` ends with 1 where a bar is broken; `python -m benchmarks save roads` runs those that are named, `python -m
benchmarks promises FILE` says how well the promises of labelled replies are proposed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path

from benchmarks import judging, promises
from benchmarks.measure import Figure, Figures
from benchmarks.rows import ROWS, Row

RUNS = 5
BYTECODE = Path("out/bench/bytecode").absolute()
ONCE = """
import dataclasses, importlib, json, sys
from pathlib import Path
made = importlib.import_module(f"benchmarks.{sys.argv[1]}").measure()
Path(sys.argv[2]).write_text(json.dumps({key: dataclasses.asdict(one) for key, one in made.items()}), "utf-8")
"""
"""One run of a bench, its figures left in a file."""


def main(arguments: list[str]) -> int:
    """Measure, tell and judge; 1 where a bar is broken."""
    if arguments[:1] == ["promises"]:
        for name in arguments[1:]:
            print(promises.judge(Path(name)).line(name))
        return 0
    names = list(dict.fromkeys(row.bench for row in ROWS))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("benches", nargs="*", choices=[[], *names], metavar="BENCH", help=", ".join(names))
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(arguments)
    wanted = [row for row in ROWS if not options.benches or row.bench in options.benches]
    broken = [row for _, rows in groupby(wanted, lambda row: row.bench) for row in _broken(list(rows), options.runs)]
    print(f"{len(broken)} of {len(wanted)} bars are broken" if broken else "every bar that was measured holds")
    return 1 if broken else 0


def _broken(rows: list[Row], runs: int) -> list[Row]:
    """Measure one bench and tell its rows; those whose bar is broken."""
    for row in rows:
        if row.missing:
            print(f"{row.what:<56} left out, it needs {row.missing}", flush=True)
    rows = [row for row in rows if not row.missing]
    if not rows:
        return []
    measured = [_once(rows[0].bench) for _ in range(runs)]
    figures = {row: judging.median([one[row.key] for one in measured]) for row in rows}
    for row, figure in figures.items():
        print(judging.line(row, figure), flush=True)
    return [row for row, figure in figures.items() if judging.verdict(row, figure) == judging.BROKEN]


def _once(bench: str) -> Figures:
    """One run in a process of its own. Raises RuntimeError where it fails, with what it said."""
    with tempfile.TemporaryDirectory() as folder:
        left = Path(folder) / "figures.json"
        command = [sys.executable, "-c", ONCE, bench, str(left)]
        done = subprocess.run(command, env=_environment(), capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise RuntimeError(f"{bench} failed:\n{done.stdout}\n{done.stderr}")
        return {key: Figure(**one) for key, one in json.loads(left.read_text("utf-8")).items()}


def _environment() -> dict[str, str]:
    """Nothing is shown, and bytecode is there from the second run on, as an installed program and a bundle have it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(BYTECODE)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
