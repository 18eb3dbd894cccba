"""Opening the desk that a command works at: the folder, the password, the exit codes."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from station_app.domain.problem import refusal, reject
from station_app.services.desk import Desk, unlock
from station_app.text import commands as text
from station_app.text.problems import reason_of

DONE, REFUSED, WRONG_USAGE, LATER = 0, 1, 2, 3
LARGEST_INVITATION = 2**20


def desk_of(options: argparse.Namespace) -> Desk:
    """The open desk of the data folder. Raises Rejected."""
    return unlock(options.data, password_of(options), options.user)


def password_of(options: argparse.Namespace, variable: str = "STATION_PASSWORD") -> str:
    """The password: from a file descriptor, a variable of the environment, or a terminal; never from an argument.
    Raises Rejected."""
    if options.password_fd is not None:
        try:
            with os.fdopen(options.password_fd, encoding="utf-8") as given:
                return given.readline().rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise reject(refusal("password_fd_unreadable", value=options.password_fd)) from error
    if given_by_environment := os.environ.get(variable):
        return given_by_environment
    try:
        # A script without a terminal: what getpass falls back to would show the password, and eat a line of `enter`.
        with warnings.catch_warnings(action="error", category=getpass.GetPassWarning):
            return getpass.getpass(text.ASK_PASSWORD)
    except (getpass.GetPassWarning, EOFError, OSError, AttributeError, ValueError) as error:  # no terminal to ask
        raise reject(refusal("password_not_given")) from error


def write_file(path: Path, content: bytes) -> None:
    """Write what was asked for to a place that a person named. Raises Rejected."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise reject(refusal("file_not_written", value=str(path), reason=reason_of(error))) from error


def must_be_writable(path: Path | None) -> None:
    """Find out whether a file can be written before what cannot be undone is done. Raises Rejected."""
    if path is None:
        return
    was_there = path.exists()
    try:
        with path.open("ab"):
            pass
        if not was_there:
            path.unlink()
    except OSError as error:
        raise reject(refusal("file_not_written", value=str(path), reason=reason_of(error))) from error


def invitation_file(path: Path) -> bytes:
    """What a file holds that is said to be an invitation. Raises Rejected."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_INVITATION)
    except OSError as error:
        raise reject(refusal("stick_unreadable", value=path.name)) from error


def lines() -> Iterator[tuple[int, str]]:
    """The lines of standard input that are not empty, with their numbers. Raises Rejected where it is closed."""
    if sys.stdin is None:
        raise reject(refusal("input_closed"))
    try:
        yield from ((number, line) for number, line in enumerate(sys.stdin, 1) if line.strip())
    except OSError as error:
        raise reject(refusal("input_closed")) from error


def must_be_utf8(line: str, number: int) -> None:
    """Raises Rejected for a line that came with bytes which are no text."""
    if not is_utf8(line):
        raise reject(refusal("line_not_utf8", value=number))


def is_utf8(text_read: str) -> bool:
    """Whether a text that the system gave was UTF-8; other bytes came as half characters."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text_read)
