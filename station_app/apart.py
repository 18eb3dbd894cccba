"""Strangers' files are read in a process of its own: what breaks there costs a sentence, and never the program.

The child is the program itself with the hidden command `apart`, so that a bundle has it too. It gets the file's bytes
and nothing else: no key, no password, no database.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from station_app.domain.problem import Problem, Rejected, refusal, reject

COMMAND = "apart"
WORKS = {
    "picture": "station_app.services.attachments:jpeg_of",
    "text": "station_app.services.ledger_import.opening:read_apart",
    "workbook": "station_app.services.workbook:read",
}
"""What can be done apart, by name: a function of the file's bytes that gives bytes, or raises Rejected."""

SECONDS = 60.0
MEGABYTES = 1024
REFUSED = 3
"""The exit code of a child that refused; what it says on its error stream is the problems as JSON."""


def done_apart(work: str, content: bytes, broken: Problem, seconds: float = SECONDS) -> bytes:
    """What the work makes of a file, in a process of its own with `seconds` of time and `MEGABYTES` of memory (not on
    Windows: nothing there holds it to that). Raises Rejected with the work's own problems, else with `broken`."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        child = subprocess.run(
            [*_program(), COMMAND, work],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            creationflags=flags,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise reject(broken) from None
    if child.returncode == REFUSED:
        raise reject(*(refusal(**one) for one in json.loads(child.stderr)))
    if child.returncode:
        raise reject(broken)
    return child.stdout


def main(arguments: Sequence[str]) -> int:
    """Be the child: read the file from the input, write what the work makes of it to the output."""
    _hold_memory()
    module, _, name = WORKS[arguments[0]].partition(":")
    with _stream(0, "rb") as given:
        content = given.read()
    try:
        made = getattr(import_module(module), name)(content)
    except Rejected as rejected:
        told = [
            {"code": one.code, "where": one.where, "value": one.value} | dict(one.details) for one in rejected.problems
        ]
        with _stream(2, "wb") as said:
            said.write(json.dumps(told).encode())
        return REFUSED
    with _stream(1, "wb") as out:
        out.write(made)
    return 0


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(Path(__file__).resolve().parent.parent / "main.py")]


def _hold_memory() -> None:
    try:
        import resource  # noqa: PLC0415  (Windows has none)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _stream(descriptor: int, mode: str) -> IO[Any]:
    """A standard stream as bytes: a program without a console has none in `sys`."""
    return os.fdopen(os.dup(descriptor), mode)
