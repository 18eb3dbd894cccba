from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.domain.records import Person
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.desk_window import DeskWindow
from station_app.ui.jobs import Jobs
from station_app.ui.look import LIGHT
from station_app.ui.neighbours import neighbours_of
from station_app.ui.page import Page
from station_app.ui.pages.ledger import LedgerPage
from station_app.ui.pages.old_ledger import OldLedgerPage
from station_app.ui.pages.record import RecordPage
from station_app.ui.pages.search import SearchPage
from station_app.ui.pages.visit import VisitPage
from station_app.ui.sources import sources_of
from tests.office import SetClock, registered


@pytest.fixture
def made(desk: Desk, qtbot: QtBot) -> Iterator[DeskWindow]:
    broken: list[Exception] = []
    jobs = Jobs(broken.append, thread_end=desk.close)
    made = DeskWindow(desk, sources_of(desk), jobs, neighbours_of(desk, jobs), LIGHT)
    made.window.resize(1366, 768)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    jobs.finish()
    assert broken == []


def test_the_ledger_is_a_place_of_the_rail_and_registers_visits(made: DeskWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert isinstance(made.window.page(), LedgerPage)
    qtbot.keyClick(made.window, Qt.Key.Key_F2)
    assert isinstance(made.window.page(), VisitPage)


def test_search_is_everywhere_and_never_twice(made: DeskWindow, qtbot: QtBot) -> None:
    before = made.window.page()
    qtbot.keyClick(made.window, Qt.Key.Key_F3)
    search = made.window.page()
    assert isinstance(search, SearchPage)
    qtbot.keyClick(made.window, Qt.Key.Key_F3)
    assert made.window.page() is search
    made.go_back()
    assert made.window.page() is before


def test_a_record_opens_over_the_page_one_is_on(made: DeskWindow, desk: Desk) -> None:
    made.open_record("opinion", registered(desk)["opinion"].uid)
    assert isinstance(made.window.page(), RecordPage)


def test_ctrl_z_takes_the_last_act_back_and_says_so_but_not_while_somebody_types(
    made: DeskWindow, desk: Desk, clock: SetClock, qtbot: QtBot
) -> None:
    uid = registered(desk)["person"].uid
    clock.move(minutes=1)
    perform(desk, [Ask("person", "correct", {"address": "二组"}, uid)])
    clock.move(minutes=1)
    made.register_visit()
    name = made.window.focusWidget()
    qtbot.keyClicks(name, "abc")
    qtbot.keyClick(name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.records.one(Person, uid).address == "二组"  # the line took its own typing back
    made.go_back()
    page = made.window.page()
    assert isinstance(page, Page)
    qtbot.keyClick(made.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "撤销了：更正" in page.notices.accessibleDescription())
    assert desk.records.one(Person, uid).address == ""


def test_old_ledgers_are_taken_in_from_the_ledger(made: DeskWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(made.window, Qt.Key.Key_F7)
    assert isinstance(made.window.page(), OldLedgerPage)
