"""What every part of the tour needs: the program on its stage, hands, a camera, and what was counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from station_app.services import road_totals
from station_app.services.desk import Desk
from station_app.text.roads import waiting_cell
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.settings.unlock import UnlockPage
from station_app.ui.shell.pages import STATION
from station_app.ui.shell.window import MainWindow
from tour.camera import Camera
from tour.clock import TourClock
from tour.hands import ALT, Hands, Key, StepFailed

PageT = TypeVar("PageT", bound=QWidget)
PLACES = tuple(name for name, _ in STATION.rail)
"""The rail, from the top: Alt and the place's number lead there."""


class Stage(Protocol):
    """The program as the tour sees it."""

    @property
    def window(self) -> MainWindow | None:
        """The window that stands."""
        ...

    @property
    def desk(self) -> Desk | None:
        """The open desk."""
        ...

    def open(self) -> None:
        """Start as at every start."""
        ...

    def close(self) -> None:
        """Wait for every save, and close."""
        ...


@dataclass
class Walker:
    """Goes through the program. `counted` holds a line a visit: name, strokes, letters of free text, seconds.

    `clock` is the time of the tour, `stage_again()` the program as it is started on another morning.
    """

    stage: Stage
    hands: Hands
    camera: Camera
    clock: TourClock = field(default_factory=TourClock)
    stage_again: Callable[[], Stage] | None = None
    counted: list[tuple[str, int, int, float]] = field(default_factory=list)
    _size: tuple[int, int] | None = None

    @property
    def window(self) -> MainWindow:
        """The window that stands. Raises StepFailed where there is none."""
        if self.stage.window is None:
            raise StepFailed("the program has no window")
        return self.stage.window

    @property
    def desk(self) -> Desk:
        """The open desk. Raises StepFailed where none is open."""
        if self.stage.desk is None:
            raise StepFailed("no desk is open")
        return self.stage.desk

    def page(self, kind: type[PageT], step: str) -> PageT:
        """The page in view, which must become one of that kind."""
        self.hands.wait(lambda: isinstance(self.window.page(), kind) and self.window.isActiveWindow(), step)
        page = self.window.page()
        if not isinstance(page, kind):
            raise StepFailed(f"did not come true: {step}")
        self.hands.settle()
        return page

    def go(self, place: str, kind: type[PageT]) -> PageT:
        """By the rail's key to a page."""
        self.hands.press(Key(Key.Key_1 + PLACES.index(place)), modifier=ALT)
        return self.page(kind, f"the rail leads to {place}")

    def next_morning(self, day: str, user: str, password: str, name: str = "") -> TodayPage:
        """The program is closed; on a later day somebody's password opens it. A picture of the lock for `name`."""
        if self.stage_again is None:
            raise StepFailed("this program cannot be started again")
        self.window.close()
        self.window.deleteLater()
        self.stage.close()
        self.hands.settle()
        self.clock.turn_to(day)
        self.stage = self.stage_again()
        self.stage.open()
        page = self.page(UnlockPage, "a program that is started asks for the password")
        while page.people.chosen() != user:
            self.hands.press(Key.Key_Down)
        self.hands.write(password)
        if name:
            self.shoot(name)
        self.hands.press(Key.Key_Return)
        return self.page(TodayPage, f"the password opens the desk on {day}")

    def shoot(self, name: str) -> None:
        """A picture of the window, which no content may have widened."""
        page = self.window.page()
        if isinstance(page, TodayPage):
            self.hands.wait(lambda: page.is_settled, "what waits is counted")
        desk = self.stage.desk
        if desk is not None and self.window.said("waiting"):
            self.hands.wait(lambda: self._says_what_waits(desk), "the status line counts what waits")
        size = (self.window.width(), self.window.height())
        if self._size and size != self._size:
            raise StepFailed(f"the window kept its size of {self._size}; at {name} it is {size}")
        self._size = size
        self.camera.window(self.window, name)

    def _says_what_waits(self, desk: Desk) -> bool:
        return self.window.said("waiting") == waiting_cell(road_totals.waiting(desk))

    def must(self, holds: bool, claim: str) -> None:
        """Say what must hold now. Raises StepFailed."""
        if not holds:
            raise StepFailed(f"is not so: {claim}")
