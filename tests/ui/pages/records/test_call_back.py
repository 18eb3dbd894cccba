"""等我告知的: who waits is called, told and asked, in one place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Opinion
from station_app.services.desk import Desk
from station_app.services.history import history
from station_app.ui.pages.records.call_back import CallBackPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.services.test_telling import handled
from tests.ui.pages.conftest import Hands, Shown

ENTER, F7, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def opinion(desk: Desk) -> str:
    return handled(desk)


@pytest.fixture
def page(desk: Desk, opinion: str, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> CallBackPage:
    place = Workplace(desk, jobs, desk_sources, beside)
    made = shown(lambda: CallBackPage(place)).page()
    assert isinstance(made, CallBackPage)
    return made


def test_somebody_is_called_told_and_asked_by_keys_alone(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(ENTER)
    assert page.call is not None
    assert page.call.rate.values()["satisfaction"] == ""
    assert hands.focused().objectName() == "fed_back_way"
    hands.press(ENTER, ENTER, ENTER, ENTER)
    assert hands.focused().objectName() == "satisfaction"
    hands.write("2")
    hands.press(F9)
    qtbot.waitUntil(lambda: page.call is None)
    told = desk.records.one(Opinion, opinion)
    assert (told.state, told.fed_back_way, told.satisfaction) == ("RATED", "PHONE", "BASICALLY")
    assert told.fed_back_by == "王小莉"
    assert "基本满意" in page.notices.accessibleDescription()
    assert page.table.model().rowCount() == 0


def test_dissatisfied_needs_a_reason_in_the_same_place(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(ENTER)
    assert page.call is not None
    page.call.rate.focus_first()
    hands.write("3")
    hands.press(F9)
    qtbot.waitUntil(lambda: hands.focused().objectName() == "satisfaction_reason")
    assert desk.records.one(Opinion, opinion).state == "HANDLED"
    hands.write("水还是黄的")
    hands.press(F9)
    qtbot.waitUntil(lambda: page.call is None)
    assert desk.records.one(Opinion, opinion).satisfaction_reason == "水还是黄的"


def test_a_call_that_nobody_answers_is_counted(
    desk: Desk, opinion: str, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    for count in (1, 2):
        hands.press(ENTER, F7)
        qtbot.waitUntil(lambda: page.call is None)
        assert f"第 {count} 次" in page.notices.accessibleDescription()
    assert desk.records.one(Opinion, opinion).contact_tries == 2


def test_the_number_is_seen_in_full_only_when_asked_for_and_that_is_written_down(
    desk: Desk, page: CallBackPage, hands: Hands, qtbot: QtBot
) -> None:
    page.open_first()
    call = page.call
    assert call is not None
    assert "16112345678" not in call._phone.text()
    call._reveal.click()
    qtbot.waitUntil(lambda: call._phone.text() == "16112345678")
    assert "reveal" in [event.act for event in history(desk, call.one.person)]


def test_esc_leaves_the_call_and_nothing_was_done(desk: Desk, opinion: str, page: CallBackPage, hands: Hands) -> None:
    hands.press(ENTER)
    hands.press(ESC)
    assert page.call is None
    assert desk.records.one(Opinion, opinion).state == "HANDLED"
    assert not [key for key in page.findChildren(QPushButton, "do") if key.isVisible()]
