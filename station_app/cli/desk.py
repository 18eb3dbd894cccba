"""Opening the desk that a command works at: the folder, the password, the exit codes."""

from __future__ import annotations

import argparse
import getpass
import os
import warnings

from station_app.domain.problem import refusal, reject
from station_app.services.desk import Desk, unlock
from station_app.text import commands as text

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def desk_of(options: argparse.Namespace) -> Desk:
    """The open desk of the data folder. Raises Rejected."""
    return unlock(options.data, password_of(options), options.user)


def password_of(options: argparse.Namespace) -> str:
    """The password: from a file descriptor, the environment, or a terminal; never from an argument. Raises Rejected."""
    if options.password_fd is not None:
        with os.fdopen(options.password_fd, encoding="utf-8") as given:
            return given.readline().rstrip("\r\n")
    if given_by_environment := os.environ.get("STATION_PASSWORD"):
        return given_by_environment
    try:
        # A script without a terminal: what getpass falls back to would show the password, and eat a line of `enter`.
        with warnings.catch_warnings(action="error", category=getpass.GetPassWarning):
            return getpass.getpass(text.ASK_PASSWORD)
    except (getpass.GetPassWarning, EOFError) as error:
        raise reject(refusal("password_not_given")) from error
