"""Saying results and problems: sentences for people on a terminal, one JSON object a line for programs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from station_app.domain.field import field_of
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND
from station_app.text import explain


def say(options: argparse.Namespace, said: Mapping[str, Any], words: str) -> bool:
    """One result: the object, or its words. Whether somebody still listens: whoever works on need not mind."""
    return _write(json.dumps(said, ensure_ascii=False, default=str) if options.json else words)


def say_problems(options: argparse.Namespace, problems: Iterable[Problem], line: int = 0, kind: str = "") -> None:
    """All the problems of one refused act; with `--json` one object that names the line."""
    if options.json:
        _write(json.dumps({"line": line, "refused": [problem(one) for one in problems]}, ensure_ascii=False))
        return
    for one in problems:
        note((f"{line}\t" if line else "") + sentence(kind, one))


def note(words: str) -> None:
    """What is said beside the results, to whoever sits at the terminal."""
    sys.stderr.write(words + "\n")


def finish() -> None:
    """Everything that was said is out. Raises OSError where it cannot be written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _fall_silent()
    except OSError:
        _fall_silent()
        raise


def _write(line: str) -> bool:
    try:
        sys.stdout.write(line + "\n")
    except BrokenPipeError:  # `list … | head`: enough was read
        _fall_silent()
        return False
    except OSError:
        _fall_silent()
        raise
    return True


def _fall_silent() -> None:
    """Nobody reads on, or nothing can be written: the rest goes nowhere, and so does what the buffer still holds."""
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (as long as the process lives)
    os.dup2(nowhere.fileno(), sys.stdout.fileno())
    sys.stdout = nowhere


def problem(one: Problem) -> dict[str, str]:
    """A problem as JSON: its code, its field, what it says, and whether it refuses."""
    return {"code": one.code, "field": one.where, "sentence": explain(one), "weight": one.weight.value}


def sentence(kind: str, one: Problem) -> str:
    """What a problem says, after the label of its field."""
    cls = BY_KIND.get(kind)
    try:
        label = field_of(cls, one.where).label if cls else one.where
    except KeyError:
        label = one.where
    return explain(one, label)
