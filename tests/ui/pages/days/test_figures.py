"""The month and those who have waited longest on 今日: read without a colour, opened by keys and by the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.pages.days.figures import LongestWaiting, MonthStrip
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.ui.pages.conftest import Filled


@pytest.fixture
def page(place: Workplace, window: MainWindow, filled: Filled, qtbot: QtBot) -> TodayPage:
    window.resize(1366, 768)
    page = TodayPage(place)
    place.lay(page)
    qtbot.waitUntil(lambda: page.is_settled)
    return page


def strip_of(page: TodayPage) -> MonthStrip:
    strip = page.findChild(MonthStrip)
    assert strip is not None
    return strip


def opened_ledger(place: Workplace, qtbot: QtBot) -> LedgerPage:
    page = place.window.page()
    assert isinstance(page, LedgerPage)
    return page


def test_the_figures_are_said_in_words(page: TodayPage) -> None:
    strip = strip_of(page)
    assert strip.visits.accessibleName() == "本月来访 2 批 本月来访 2 人"
    assert (
        strip.days.accessibleDescription() == "11月9日 1 批 1 人\n11月23日 1 批 1 人"
        or "批" in strip.days.accessibleDescription()
    )
    assert {key: one.accessibleName() for key, one in strip.parts.items()} == {
        "told": "已告知 0",
        "untold": "有答复没告知 0",
        "running": "在办 1",
        "overdue": "超期 1",
    }
    assert strip.late.accessibleName() == "现在超期 1 件"


@pytest.mark.parametrize(
    ("key", "state", "titles"),
    [
        ("overdue", "超期的", ["自来水浑浊有泥沙"]),
        ("running", "在办没超期的", ["通组路塌方没有人修"]),
        ("told", "已告知的", []),
    ],
)
def test_each_part_opens_its_records(
    page: TodayPage, place: Workplace, qtbot: QtBot, key: str, state: str, titles: list[str]
) -> None:
    one = strip_of(page).parts[key]
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Return)
    ledger = opened_ledger(place, qtbot)
    assert (ledger.sentence.line("state").text(), ledger.sentence.line("span").text()) == (state, "本月")
    qtbot.waitUntil(lambda: ledger.table.model().rowCount() == len(titles))
    assert [row[3].split("\n")[0] for row in ledger.table.lines(9)[2]] == titles


def test_a_day_is_found_by_the_arrows_and_opens_its_visits(page: TodayPage, place: Workplace, qtbot: QtBot) -> None:
    days = strip_of(page).days
    days.setFocus()
    qtbot.keyClick(days, Qt.Key.Key_Left)
    said = days.accessibleName()
    assert said.startswith("本月来访 11月")
    qtbot.keyClick(days, Qt.Key.Key_Return)
    ledger = opened_ledger(place, qtbot)
    assert ledger.sentence.line("span").text() in said
    qtbot.waitUntil(lambda: ledger.table.model().rowCount() >= 1)


def test_the_longest_waiting_stand_worst_first_and_open(page: TodayPage, place: Workplace, qtbot: QtBot) -> None:
    longest = page.findChild(LongestWaiting)
    assert longest is not None
    first, second = longest.rows
    assert first.accessibleName() == "超期 4 天 · 自来水浑浊有泥沙 · 已转办 · 水务局 · 催办"
    assert second.accessibleName().endswith("通组路塌方没有人修 · 待定去向 · 定去向")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert isinstance(place.window.page(), RecordPage)


def test_nothing_moves_when_the_figures_come(
    place: Workplace, window: MainWindow, filled: Filled, qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    page = TodayPage(place)
    place.lay(page)
    QApplication.processEvents()
    assert not page.is_settled
    before = page.visits.mapTo(page, page.visits.rect().topLeft()), page.visits.size()
    qtbot.waitUntil(lambda: page.is_settled)
    QApplication.processEvents()
    assert (page.visits.mapTo(page, page.visits.rect().topLeft()), page.visits.size()) == before


def test_what_changes_is_counted_again(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    registered(desk)
    perform(desk, [Ask("unit", "register", {"name": "供电局"})])
    page.refresh()
    qtbot.waitUntil(lambda: page.is_settled)
    assert strip_of(page).visits.accessibleName().startswith("本月来访 3 批")


@pytest.mark.parametrize("size", [(1024, 700), (911, 512)])
def test_in_a_small_window_the_day_comes_first(page: TodayPage, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    assert page.visits.isVisible()
    assert strip_of(page).isVisible() is (size[1] > 600)
