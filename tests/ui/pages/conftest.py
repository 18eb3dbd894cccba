"""What the tests of the pages stand on: a real desk, its lanes, a window that a page lies in, keys as a person has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.services import reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.controls import Sources
from station_app.ui.jobs import Jobs
from station_app.ui.main_window import MainWindow, Place
from station_app.ui.sources import sources_of
from tests.ui.conftest import Typing


def raised(error: Exception) -> None:
    raise error


@pytest.fixture
def desk_sources(desk: Desk) -> Sources:
    return sources_of(desk)


@pytest.fixture
def jobs(desk: Desk) -> Iterator[Jobs]:
    jobs = Jobs(raised, thread_end=desk.close)
    yield jobs
    jobs.finish()


@pytest.fixture
def open_day(desk: Desk) -> str:
    """A reception day of today with two deputies, one of them here; it is open."""
    deputies = [perform(desk, [Ask("deputy", "register", {"name": name})])[0].uid for name in ("秦彬", "郑淑珍")]
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    day = reception.plan(desk, fields, deputies).uid
    reception.begin(desk, day)
    reception.mark(desk, reception.attendance(desk, day)[0].attendance.uid, "PRESENT")
    return day


Shown = Callable[[Callable[[], QWidget]], MainWindow]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Lays a page in a window of the clerk's size, active."""

    def show(make: Callable[[], QWidget]) -> MainWindow:
        window = MainWindow("联络站", [Place("页", "today", make)])
        window.resize(1366, 768)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return show


class Hands:
    """Two fingers on the keyboard: everything goes to what has the focus."""

    def __init__(self, qtbot: QtBot, type_chinese: Typing) -> None:
        self._qtbot, self._type_chinese = qtbot, type_chinese
        self.strokes = 0

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def write(self, words: str) -> None:
        """Chinese by the input method, the rest key by key."""
        if words.isascii():
            self._qtbot.keyClicks(self.focused(), words)
        else:
            self._type_chinese(self.focused(), words)
        self.strokes += len(words)

    def press(self, *keys: Qt.Key, with_control: bool = False) -> None:
        for key in keys:
            modifier = Qt.KeyboardModifier.ControlModifier if with_control else Qt.KeyboardModifier.NoModifier
            self._qtbot.keyClick(self.focused(), key, modifier)
            self.strokes += 1


@pytest.fixture
def hands(qtbot: QtBot, type_chinese: Typing) -> Hands:
    return Hands(qtbot, type_chinese)
