"""A real desk with its lanes, a window that pages are laid into, and keys as a person has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from station_app.services import held_day, reception
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources, sources_of
from station_app.ui.shell.window import MainWindow, RailPage
from station_app.ui.shell.workplace import Workplace
from tests.office import refer, registered
from tests.ui.conftest import Typing

BROKEN_ROAD = {"title": "通组路塌方没有人修", "category": "0206", "verbatim": "道路塌了半年，娃娃上学要绕路。"}
MUDDY_WATER = {"title": "自来水浑浊有泥沙", "category": "0301", "verbatim": "水管放出来的水是黄的。", "ask": "清洗水池"}
TRIAGE = {"category": "0301", "urgency": "URGENT", "owner_level": "COUNTY", "proposed_unit": "水务局"}
REFERRAL = {"unit": "水务局", "assigned_on": "2026-11-10", "due_on": "2026-11-19", "requirements": "十日内办复"}


@dataclass(frozen=True)
class Filled:
    """What the desk holds: a road that waits, water that was referred and is overdue, a deputy."""

    road: dict[str, Done]
    water: dict[str, Done]
    deputy: str


@pytest.fixture
def filled(desk: Desk) -> Filled:
    water = registered(desk, **MUDDY_WATER)
    uid = water["opinion"].uid
    long_ago = {"received_on": "2026-11-09"}
    perform(
        desk,
        [
            Ask("visit", "correct", long_ago, water["visit"].uid),
            Ask("opinion", "correct", long_ago, uid),
            Ask("opinion", "triage", TRIAGE, uid),
            refer(REFERRAL, uid),
        ],
    )
    deputy = enrol(desk, {"name": "秦彬", "phone": "13912345678"}, {"level": "TOWNSHIP", "term": 20})[0].uid
    return Filled(registered(desk, **BROKEN_ROAD), water, deputy)


@pytest.fixture
def broken() -> list[BaseException]:
    return []


@pytest.fixture
def jobs(desk: Desk, broken: list[BaseException], qtbot: QtBot) -> Iterator[Jobs]:
    lanes = Jobs(broken.append, thread_end=desk.close)
    yield lanes
    lanes.finish()
    assert broken == []


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow("联络站")
    window.furnish([RailPage("today", "今日", "today", lambda: QLabel("今日"))])
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def beside(qtbot: QtBot) -> MainWindow:
    """What the page in question lays over itself is laid in here, and nobody sees it."""
    window = MainWindow("联络站")
    qtbot.addWidget(window)
    return window


@pytest.fixture
def place(desk: Desk, filled: Filled, jobs: Jobs, window: MainWindow) -> Workplace:
    """Where pages are opened, `filled` being there already."""
    return Workplace(desk, jobs, sources_of(desk), window)


def raised(error: BaseException) -> None:
    raise error


@pytest.fixture
def desk_sources(desk: Desk) -> Sources:
    return sources_of(desk)


@pytest.fixture
def open_day(desk: Desk) -> str:
    """A reception day of today with two deputies, one of them here; it is open."""
    deputies = [perform(desk, [Ask("deputy", "register", {"name": name})])[0].uid for name in ("秦彬", "郑淑珍")]
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    day = reception.plan(desk, fields, deputies).uid
    reception.begin(desk, day)
    reception.mark(desk, held_day.attendance(desk, day)[0].attendance.uid, "PRESENT")
    return day


Shown = Callable[[Callable[[], QWidget]], MainWindow]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Lays a page in a window of the clerk's size, active."""

    def show(make: Callable[[], QWidget]) -> MainWindow:
        window = MainWindow("联络站")
        window.furnish([RailPage("page", "页", "today", make)])
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
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)  # a window takes the keys in its own time
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
