"""What must hold on every page of the desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from station_app.services.desk import Desk
from station_app.text import hands as hands_say
from station_app.ui.pages.settings.help import KeysPage
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.page import Offers
from station_app.ui.shell.window import KEYS, MainWindow, PageArea
from tests.ui.conftest import Typing
from tests.ui.every_page import Stand, buttons_of, something_of_everything

CONTROL, ALT, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def stand(desk: Desk, qtbot: QtBot) -> Iterator[Stand]:
    broken: list[BaseException] = []
    records = something_of_everything(desk)
    jobs, lane = Jobs(broken.append, thread_end=desk.close), Lane(desk, broken.append)
    made = desk_window(desk, jobs, lane=lane)
    made.window.resize(1366, 768)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield Stand(made, records)
    lane.finish()
    jobs.finish()
    assert broken == []


def keys() -> Iterator[tuple[Qt.Key, Qt.KeyboardModifier]]:
    """Every key that may mean something to the window."""
    for name in (*KEYS, *(f"Alt+{digit}" for digit in range(1, 10)), "Esc"):
        *held, key = name.split("+")
        named = {"PgUp": "PageUp", "PgDown": "PageDown", "Esc": "Escape"}.get(key, key)
        yield Qt.Key[f"Key_{named}"], {"Ctrl": CONTROL, "Alt": ALT, "Shift": SHIFT}[held[0]] if held else NONE


def test_a_word_in_the_making_holds_every_key_back_in_every_line_of_every_page(
    stand: Stand, compose: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    window, at = stand.window, ""
    monkeypatch.setattr(MainWindow, "press", lambda _self, key: done.append(f"{at} {key}"))
    monkeypatch.setattr(MainWindow, "go_back", lambda _self: done.append(f"{at} Esc"))
    lines = 0
    for name, page in stand.pages():
        # Those that are seen, found beforehand: what a page has given up is destroyed between two keys.
        edits: list[QLineEdit | QPlainTextEdit] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
        for line in [one for one in edits if one.isVisibleTo(page) and not one.isReadOnly()]:
            lines += 1
            at = f"{name}: {line.accessibleName()}"
            line.setFocus()
            compose(line, "nihao")
            for key, held in keys():
                QTest.keyClick(line, key, held)
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_F6):
                QTest.keyClick(line, key)
            if QApplication.focusWidget() is not line or window.page() is not page:
                done.append(f"{at} lost the keys")
            compose(line, "")
            QApplication.processEvents()  # as between the keys of a person
    assert done == []
    assert lines > 60


@pytest.mark.parametrize("scale", [1.25, 1.5])
def test_every_page_fits_the_smallest_screen_with_larger_letters(stand: Stand, scale: float) -> None:
    width, height = int(1366 / scale), int(768 / scale)
    window, wrong = stand.window, []
    window.resize(width, height)
    for name, _page in stand.pages():
        area = window.findChild(PageArea)
        assert area is not None
        if (window.width(), window.height()) != (width, height):
            wrong.append(f"{name}: the window grew to {window.width()} x {window.height()}")
        if area.horizontalScrollBar().maximum():
            wrong.append(f"{name}: {area.horizontalScrollBar().maximum()} pixels are off the right edge")
    assert wrong == []


def test_every_control_that_takes_the_keys_has_a_name_and_every_key_of_a_page_is_told(stand: Stand) -> None:
    wrong, window = [], stand.window
    for name, page in stand.pages():
        for one in page.findChildren(QWidget):
            takes_keys = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isVisibleTo(page)
            if takes_keys and not isinstance(one, QLabel) and not _named(one):
                wrong.append(f"{name}: {type(one).__name__} {one.objectName()} has no name")
        for button in buttons_of(page):
            is_esc = button.objectName() == "back"  # it says its key, which means the same everywhere
            if button.isEnabled() and not is_esc and not button.focusPolicy() & Qt.FocusPolicy.TabFocus:
                wrong.append(f"{name}: no key leads to {button.text()}")
        acts = dict(page.acts()) if isinstance(page, Offers) else {}
        window.show_keys()
        sheet = window.page()
        assert isinstance(sheet, KeysPage)
        listed = sheet.listed()
        wrong += [f"{name}: {key} is not on the sheet of keys" for key in acts if key not in listed]
        wrong += [f"{name}: {key} has no words" for key, act in acts.items() if not act.label]
        window.go_back()
    assert wrong == []
    assert hands_say.KEYS_HINT in window.said("keys")


def _named(widget: QWidget) -> bool:
    """Whether somebody who hears the screen is told what has the keys."""
    return bool(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
