"""The contract is enough: a receiver that knows nothing of this program ends as it does."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.stranger import receiver

FOLDER = Path(__file__).parents[2] / "docs" / "vectors"
OUTSIDE = {"zstandard", "cryptography"}


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def test_it_imports_the_standard_library_and_two_packages_alone() -> None:
    tree = ast.parse(Path(receiver.__file__).read_text("utf-8"))
    named = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    named += [alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names]
    assert {name.split(".")[0] for name in named} - OUTSIDE <= sys.stdlib_module_names


def test_by_itself_it_receives_and_folds_the_day_to_the_published_digests() -> None:
    command = [sys.executable, "-I", receiver.__file__, str(FOLDER)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    assert json.loads(said.stdout) == published("day")["expected"]


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_the_batches_come(seed: int) -> None:
    day = published("day")
    contents = [b64decode(one) for one in day["batches"]]
    contents += Random(seed).sample(contents, 20)  # some come twice
    Random(seed).shuffle(contents)
    assert receiver.received(day, published("judging"), contents) == day["expected"]


def test_a_bit_that_fell_over_changes_nothing_that_stands() -> None:
    day = published("day")
    contents = [b64decode(one) for one in day["batches"]]
    broken = [content[:-40] + bytes([content[-40] ^ 1]) + content[-39:] for content in contents]
    assert receiver.received(day, published("judging"), [*broken, *contents]) == day["expected"]
