"""Saying results and problems: sentences for people on a terminal, one JSON object a line for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from station_app.domain.field import field_of
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND
from station_app.text import explain


def say(options: argparse.Namespace, said: Mapping[str, Any], words: str) -> None:
    """One result: the object, or its words."""
    line = json.dumps(said, ensure_ascii=False, default=str) if options.json else words
    sys.stdout.write(line + "\n")


def say_problems(options: argparse.Namespace, problems: Iterable[Problem], line: int = 0, kind: str = "") -> None:
    """All the problems of one refused act; with `--json` one object that names the line."""
    if options.json:
        sys.stdout.write(
            json.dumps({"line": line, "refused": [problem(one) for one in problems]}, ensure_ascii=False) + "\n"
        )
        return
    for one in problems:
        sys.stderr.write((f"{line}\t" if line else "") + sentence(kind, one) + "\n")


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
