"""The desks of the roads: each in its own window, with what runs between them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication

from station_app.services import road_totals
from station_app.ui.pages.roads.sync import SyncPage
from station_app.ui.shell.pages import COUNTY
from tour.camera import Camera
from tour.hands import ALT, Key
from tour.walker import PageT, Walker

ON_COUNTY_RAIL = {name: Key(Key.Key_1 + place) for place, (name, _) in enumerate(COUNTY.rail)}
PATIENCE_S = 40


class Gateway(Protocol):
    """A gateway on loopback."""

    def invitation(self, name: str, area_code: str, role: str) -> str:
        """The text of a file that admits one device."""
        ...

    def pictures(self, camera: Camera, password: str) -> None:
        """The operator's pages, by an account with a password, on a screen and on a telephone."""
        ...


Serve = Callable[[Path], AbstractContextManager[Gateway]]
"""Runs the gateway whose store lies in a folder, always at the same address."""


@dataclass
class Roads:
    """The three desks, each in its own window, what runs between them, and the folder that is the stick."""

    station: Walker
    county: Walker
    other: Walker
    serve: Serve
    folder: Path

    @property
    def stick(self) -> Path:
        """The folder that stands for a stick."""
        return self.folder / "stick"


def front(walker: Walker) -> None:
    """Bring a desk's window to the front, as a person turns to another computer."""
    for one in QApplication.topLevelWidgets():
        if one is not walker.window and one.isVisible():
            one.hide()
    walker.window.show()
    walker.window.activateWindow()
    walker.hands.wait(walker.window.isActiveWindow, "the window is in front")
    walker.hands.settle()


def go(county: Walker, place: str, kind: type[PageT]) -> PageT:
    """By the key of the county's rail to a page."""
    county.hands.press(ON_COUNTY_RAIL[place], modifier=ALT)
    return county.page(kind, f"the rail leads to {place}")


def send_all(walker: Walker, page: SyncPage, holds: Callable[[], bool] = lambda: True) -> None:
    """F2, and wait until nothing waits and what must come has come."""
    hands = walker.hands
    hands.wait(lambda: page.lane.sending() is not None, "the lane has begun")
    hands.press(Key.Key_F2)
    hands.wait(holds, "what must come has come", PATIENCE_S)
    hands.wait(lambda: _is_at_rest(page), "the contact is over", PATIENCE_S)
    if road_totals.waiting(walker.desk):  # a county's receipts for what has just come
        hands.press(Key.Key_F2)
    hands.wait(lambda: road_totals.waiting(walker.desk) == 0, "all is sent", PATIENCE_S)
    settle(walker, page)


def _is_at_rest(page: SyncPage) -> bool:
    state = page.lane.state()
    return state is not None and state.phase == ""


def settle(walker: Walker, page: SyncPage) -> None:
    """Wait until the totals are those of now."""
    page.refresh()
    walker.hands.wait(lambda: page.is_settled, "the totals are counted")
