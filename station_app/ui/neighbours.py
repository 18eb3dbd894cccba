"""The seam to the pages that are not of a reception day: ledger, record, search, deputies, preview."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from station_app.services.desk import Desk
from station_app.services.prints import Print
from station_app.text import desk as say
from station_app.ui.desk_window import DeskWindow, Neighbours
from station_app.ui.jobs import Jobs
from station_app.ui.page import Page


def neighbours_of(_desk: Desk, jobs: Jobs) -> Callable[[DeskWindow], Neighbours]:
    """The pages beside those of a reception day, for the window that lays them."""
    return lambda _window: Neighbours(
        record=lambda _kind, _uid: Page(say.OPEN_RECORD),
        preview=lambda make_print: preview_of(make_print, jobs),
    )


def preview_of(_make_print: Callable[[], Print], _jobs: Jobs) -> QWidget:
    """A print to look at."""
    return Page(say.PRINT_SUMMARY)
