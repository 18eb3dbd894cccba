from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.db import preferences
from station_app.ui.shell.keys import EscapeKey, FieldKeys
from station_app.ui.shell.look import LIGHT, VARIANTS, style_sheet
from station_app.ui.shell.page import Acts, KeyAct, Page
from station_app.ui.shell.window import SIDE, MainWindow, RailPage, WindowPlace, icon
from tests.ui.conftest import Typing


class Note(QWidget):
    """A page with one line to type in and a record of what was asked of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.heard: list[str] = []
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)
        self.keys = FieldKeys(lambda _control, _direction: None, self)
        self.keys.watch(self.line)

    def acts(self) -> Acts:
        return {key: KeyAct(key, partial(self.heard.append, key)) for key in ("F2", "F8", "F9", "Ctrl+Return")}

    def entered(self) -> None:
        self.heard.append("entered")


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    places = [RailPage(name, name, icon, partial(Note, name)) for name, icon in (("今日", "today"), ("台账", "ledger"))]
    window = MainWindow("联络站")
    window.furnish([*places, RailPage("设置", "设置", "settings", lambda: QLabel("设置"))])
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def _note(window: MainWindow) -> Note:
    page = window.page()
    assert isinstance(page, Note)
    return page


def test_the_first_page_is_there_at_the_start(window: MainWindow) -> None:
    assert _note(window).name == "今日"
    assert _note(window).heard == ["entered"]


def test_alt_and_a_number_goes_to_a_page_and_what_was_typed_stays(window: MainWindow, qtbot: QtBot) -> None:
    _note(window).line.setText("half a word")
    _note(window).line.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert _note(window).name == "台账"
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert (_note(window).name, _note(window).line.text()) == ("今日", "half a word")
    assert _note(window).line.hasFocus()


def test_the_icon_of_the_page_in_view_has_the_colour_of_its_ground(window: MainWindow) -> None:
    def coloured(colour: str) -> list[bool]:
        return [
            key.icon().pixmap(SIDE, SIDE).toImage() == icon(name, colour).pixmap(SIDE, SIDE).toImage()
            for key, name in zip(window.findChildren(QToolButton), ("today", "ledger", "settings"), strict=True)
        ]

    for page, is_chosen in (("台账", [False, True, False]), ("今日", [True, False, False])):
        window.go(page)
        assert coloured(LIGHT.late) == is_chosen
        assert coloured(LIGHT.ink) == [not one for one in is_chosen]


@pytest.mark.parametrize(
    ("key", "modifier", "act"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "F2"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "F8"),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "F9"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "Ctrl+Return"),
        (
            Qt.Key.Key_Enter,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier,
            "Ctrl+Return",
        ),
    ],
)
def test_a_key_does_the_act_of_the_page_in_view_while_a_field_has_the_focus(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, act: str
) -> None:
    page = _note(window)
    page.line.setFocus()
    qtbot.keyClick(page.line, key, modifier)
    assert page.heard == ["entered", act]


def test_no_act_is_done_while_a_word_is_in_the_making(window: MainWindow, qtbot: QtBot, compose: Typing) -> None:
    page = _note(window)
    page.line.setFocus()
    compose(page.line, "lu")
    qtbot.keyClick(page.line, Qt.Key.Key_F9)
    assert page.heard == ["entered"]


def test_acts_that_hold_everywhere_give_way_to_the_pages_own(qtbot: QtBot) -> None:
    heard: list[str] = []
    everywhere = {key: KeyAct(key, partial(heard.append, key)) for key in ("F2", "F3")}
    window = MainWindow("联络站")
    window.furnish([RailPage("今日", "今日", "today", lambda: Note("今日"))], everywhere)
    qtbot.addWidget(window)
    window.press("F2")
    window.press("F3")
    assert heard == ["F3"]
    assert _note(window).heard == ["entered", "F2"]


def test_escape_closes_what_lies_over_a_page_and_then_goes_back(window: MainWindow, qtbot: QtBot) -> None:
    window.go("台账")
    window.open(QLabel("一条意见"))
    assert isinstance(window.page(), QLabel)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (_note(window).name, _note(window).heard) == ("台账", ["entered", "entered"])
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert _note(window).name == "今日"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert _note(window).name == "今日"


def test_a_page_is_made_when_it_is_first_gone_to(qtbot: QtBot) -> None:
    made: list[str] = []

    def make(name: str) -> QWidget:
        made.append(name)
        return QLabel(name)

    window = MainWindow("联络站")
    window.furnish([RailPage(name, name, "today", partial(make, name)) for name in ("一", "二")])
    qtbot.addWidget(window)
    assert made == ["一"]
    window.go("二")
    window.go("一")
    window.go("二")
    assert made == ["一", "二"]


def test_the_status_line_says_where_things_stand(window: MainWindow) -> None:
    window.say("waiting", "待发 12")
    window.say("lock", "未加密", "late")
    assert window.said("waiting") == "待发 12"
    lock = window.findChild(QLabel, "status_lock")
    assert lock is not None
    assert lock.isVisible()
    assert lock.accessibleName() == "加密 未加密"
    window.say("lock", "")
    assert not lock.isVisible()


def test_the_window_fits_the_smallest_screen(window: MainWindow) -> None:
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 700


class Lock(Note):
    """A lock on which digits pick a name."""

    def acts(self) -> Acts:
        return {"Alt+2": KeyAct("2", partial(self.heard.append, "Alt+2"))}


def test_under_a_lock_a_digit_means_the_lock_and_not_the_rail(window: MainWindow, qtbot: QtBot) -> None:
    before, lock = window.page(), Lock("锁")
    window.cover(lock)
    qtbot.keyClick(lock, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(lock, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert lock.heard == ["entered", "Alt+2"]
    window.uncover()
    assert window.page() is before


def stood(folder: Path, qtbot: QtBot) -> MainWindow:
    """A window put where the last one stood in `folder`."""
    window = MainWindow("联络站")
    qtbot.addWidget(window)
    WindowPlace(folder).put(window)
    window.show()
    return window


def test_a_window_stands_where_it_stood(qtbot: QtBot, tmp_path: Path) -> None:
    first = stood(tmp_path, qtbot)
    first.showNormal()
    first.setGeometry(40, 60, 500, 400)
    WindowPlace(tmp_path).keep(first, "2026-11-23", "王小莉")
    assert stood(tmp_path, qtbot).geometry() == first.geometry()


def test_a_window_that_was_on_a_monitor_that_is_gone_is_seen_again(qtbot: QtBot, tmp_path: Path) -> None:
    first = stood(tmp_path, qtbot)
    first.showNormal()
    first.setGeometry(5000, 4000, 500, 400)
    WindowPlace(tmp_path).keep(first, "2026-11-23", "王小莉")
    again = stood(tmp_path, qtbot)
    assert again.screen().availableGeometry().contains(again.geometry().center())


def test_a_window_fills_a_small_screen_at_first_and_stays_maximised(qtbot: QtBot, tmp_path: Path) -> None:
    first = stood(tmp_path, qtbot)  # the screen of the tests is 800 pixels wide
    assert first.isMaximized()
    WindowPlace(tmp_path).keep(first, "2026-11-23", "王小莉")
    assert stood(tmp_path, qtbot).isMaximized()


@pytest.mark.parametrize("told", ["", "[]", '{"geometry": 7}', '{"geometry": "zz", "page": "today"}'])
def test_a_file_that_says_nothing_of_use_is_passed_over(qtbot: QtBot, tmp_path: Path, told: str) -> None:
    (tmp_path / preferences.WINDOW_FILE).write_text(told)
    assert stood(tmp_path, qtbot).isVisible()


def test_a_folder_that_takes_no_file_stops_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    window = stood(tmp_path, qtbot)
    WindowPlace(tmp_path / "gone").keep(window, "2026-11-23", "王小莉")


def test_a_window_has_an_icon(qtbot: QtBot, tmp_path: Path) -> None:
    assert not stood(tmp_path, qtbot).windowIcon().isNull()


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_a_red_key_with_the_keys_has_a_ring_that_can_be_told_from_what_lies_beside_it(qtbot: QtBot, name: str) -> None:
    colours = VARIANTS[name]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet(style_sheet(colours))
    window = MainWindow("联络站", colours)
    page = Page("今日", "", {"F2": KeyAct("登记来访", lambda: None)})
    window.furnish([RailPage("today", "今日", "today", lambda: page), RailPage("two", "台账", "ledger", QWidget)])
    window.resize(700, 400)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    key = page._main
    key.setFocus()
    qtbot.waitUntil(key.hasFocus)
    qtbot.wait(20)
    seen = window.grab().toImage()
    middle = key.mapTo(window, key.rect().center())
    right = key.mapTo(window, key.rect().topRight()).x()
    beside = [seen.pixelColor(right + step, middle.y()).name().upper() for step in (-4, 2, 4, 8)]
    assert beside == [colours.accent, colours.paper, colours.link, colours.paper]
    rail = window._buttons.buttons()[0]
    rail.setFocus()
    chosen = window.grab().toImage()
    corner = rail.mapTo(window, rail.rect().topRight())
    at = [chosen.pixelColor(corner.x() - step, corner.y() + rail.height() // 2).name().upper() for step in (1, 7)]
    assert at == [colours.link, colours.refused]
    app.setStyleSheet(style_sheet(LIGHT))


def test_the_ring_goes_where_the_key_goes_and_with_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    page = Page("今日", "", {"F2": KeyAct("登记来访", lambda: None)})
    window.open(page)
    page._main.setFocus()
    ring = window._ring._ring
    assert ring is not None
    assert ring.isVisible()
    window.resize(window.width() + 100, window.height())
    qtbot.wait(20)
    assert ring.geometry().center() == page._main.geometry().center()
    window.go_back()
    assert window._ring._ring is None


def back_key(page: Page) -> QPushButton:
    (key,) = (one for one in page.findChildren(QPushButton) if one.accessibleName() == "返回")
    return key


def test_what_lies_over_a_page_has_a_way_back_for_the_mouse(window: MainWindow, qtbot: QtBot) -> None:
    below, page = window.page(), Page("登记")
    window.open(page)
    qtbot.mouseClick(back_key(page), Qt.MouseButton.LeftButton)
    assert window.page() is below
    shown = Page("今日")
    qtbot.addWidget(shown)
    assert not back_key(shown).isVisibleTo(shown)


def test_it_does_what_esc_does_there(window: MainWindow, qtbot: QtBot) -> None:
    page, given_up = Page("导出"), list[bool]()
    EscapeKey(page, lambda: given_up.append(True))
    window.open(page)
    qtbot.mouseClick(back_key(page), Qt.MouseButton.LeftButton)
    assert given_up == [True]
    assert window.page() is page
