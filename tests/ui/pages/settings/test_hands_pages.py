"""The pages around keys and eyes: the size of letters, the try of typing, the sheet of keys."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.db import preferences
from station_app.db.preferences import Appearance
from station_app.services.desk import Desk
from station_app.text import hands as say
from station_app.ui.pages.settings.help import KeysPage
from station_app.ui.pages.settings.settings import AppearancePage, TypingCheckPage
from station_app.ui.shell.input_methods import TypingSurroundings
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.page import KeyAct, Page
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow, RailPage
from station_app.ui.shell.workplace import Workplace
from tests.ui.conftest import Typing
from tests.ui.pages.conftest import Hands

NOTHING_RUNS = TypingSurroundings("")


@pytest.fixture
def work(desk: Desk, desk_sources: Sources, jobs: Jobs, window: MainWindow) -> Workplace:
    return Workplace(desk, jobs, desk_sources, window)


def test_the_size_and_the_colours_are_set_by_keys_alone(work: Workplace, hands: Hands) -> None:
    page = work.open("appearance")
    assert isinstance(page, AppearancePage)
    hands.press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_F9)
    assert preferences.read(work.desk.folder) == Appearance(150, "dark")
    assert "150%" in page.notices.accessibleDescription()


def test_a_folder_that_takes_no_file_is_said_and_nothing_breaks(work: Workplace, tmp_path: Path, hands: Hands) -> None:
    elsewhere = replace(work, desk=replace(work.desk, folder=tmp_path / "gone"))
    page = elsewhere.open("appearance")
    assert isinstance(page, AppearancePage)
    hands.press(Qt.Key.Key_F9)
    assert str(tmp_path / "gone") in page.notices.accessibleDescription()


@pytest.fixture
def typing(work: Workplace) -> TypingCheckPage:
    page = work.open("typing", lambda: NOTHING_RUNS)
    assert isinstance(page, TypingCheckPage)
    return page


def test_two_characters_through_an_input_method_are_good(
    typing: TypingCheckPage, work: Workplace, hands: Hands, compose: Typing
) -> None:
    compose(hands.focused(), "laifang")
    assert typing.verdict() == say.TYPING_MAKING
    hands.press(Qt.Key.Key_F9)
    assert work.window.page() is typing
    hands.write("来访")
    assert (typing.verdict(), typing.advised()) == (say.TYPING_GOOD, "")
    hands.press(Qt.Key.Key_F9)
    assert work.window.page() is not typing


def test_letters_without_an_input_method_are_told_with_what_to_do(typing: TypingCheckPage, hands: Hands) -> None:
    hands.write("laifang")
    assert typing.verdict() == say.TYPING_LETTERS
    assert typing.advised() == say.NOT_RUNNING
    hands.press(Qt.Key.Key_Return)


def test_other_characters_are_good_as_well(typing: TypingCheckPage, hands: Hands) -> None:
    hands.write("来方")
    assert typing.verdict() == say.TYPING_OTHER


def test_ctrl_h_lists_every_key_of_the_page_and_enter_does_one(qtbot: QtBot) -> None:
    heard: list[str] = []
    acts = {key: KeyAct(f"办法{key}", partial(heard.append, key)) for key in ("F2", "Ctrl+Return")}
    everywhere = {key: KeyAct(f"处处{key}", partial(heard.append, key)) for key in ("F2", "F3")}
    window = MainWindow("联络站")
    window.furnish([RailPage("today", "今日", "today", lambda: Page("今日", "", acts))], everywhere)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    sheet = window.page()
    assert isinstance(sheet, KeysPage)
    assert sheet.listed() == {"F2": "办法F2", "Ctrl+Return": "办法Ctrl+Return", "F3": "处处F3"}
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert heard == ["F2"]
    assert not isinstance(window.page(), KeysPage)
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not isinstance(window.page(), KeysPage)


def test_what_the_program_speaks_with_is_said_at_once(work: Workplace) -> None:
    page = work.open("typing", lambda: TypingSurroundings("fcitx5", is_told=True))
    assert isinstance(page, TypingCheckPage)
    assert page.standing() == say.CONNECTED.format(server="fcitx5")
