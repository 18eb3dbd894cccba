from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.codes import CodeBook
from station_app.ui.parts.editors import CodeChoices
from station_app.ui.parts.pick import PickLine
from tests.ui.conftest import INITIALS, Typing


@pytest.fixture
def choices(book: CodeBook) -> CodeChoices:
    return CodeChoices(book["matter"], "2026-11-23", lambda words: INITIALS.get(words, ""))


@pytest.fixture
def line(choices: CodeChoices, qtbot: QtBot) -> Iterator[PickLine]:
    """A choice with another field after it, in a window that has the focus."""
    window = QWidget()
    column = QVBoxLayout(window)
    line = PickLine(choices.search, choices.label)
    column.addWidget(line)
    column.addWidget(QLineEdit())
    column.addStretch()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    yield line
    window.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("02", "0201"),
        ("0202", "0202"),
        ("ld", "0202"),
        ("LD", "0202"),
        ("水利", "0302"),
        ("路灯", "0202"),
        ("亮化", "0202"),
    ],
)
def test_a_number_initials_or_words_find_an_entry(choices: CodeChoices, typed: str, first: str) -> None:
    assert choices.search(typed)[0][0] == first


def test_an_entry_no_longer_in_force_is_not_offered_and_keeps_its_name(choices: CodeChoices) -> None:
    assert "0301" not in [key for key, _ in choices.search("")]
    assert choices.label("0301") == "水利饮水 › 人饮工程"


def test_an_entry_that_gathers_others_is_not_a_choice(choices: CodeChoices) -> None:
    assert [key for key, _ in choices.search("")] == ["0201", "0202", "0302"]


def test_entries_without_numbers_are_picked_by_their_place(book: CodeBook) -> None:
    choices = CodeChoices(book["urgency"], "2026-11-23", lambda _words: "")
    assert choices.search("2") == [("URGENT", "2  紧急")]


def test_nothing_is_chosen_until_a_person_chooses(line: PickLine) -> None:
    assert line.value() == ""
    assert line.text() == ""
    line.clearFocus()
    assert line.value() == ""


def test_the_arrow_keys_change_the_choice(line: PickLine, qtbot: QtBot) -> None:
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert (line.value(), line.text()) == ("0201", "道路交通 › 通组路硬化")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert (line.value(), line.text()) == ("0202", "道路交通 › 路灯")
    qtbot.keyClick(line, Qt.Key.Key_Up)
    assert line.value() == "0201"


def test_typed_initials_pick_when_the_field_is_left(line: PickLine, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "stsk")
    assert line.is_open
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert not line.is_open
    assert (line.value(), line.text()) == ("0302", "水利饮水 › 山塘水库")


def test_the_value_is_already_the_pick_while_the_list_is_open(line: PickLine, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "ld")
    assert line.value() == "0202"


def test_words_that_match_nothing_stay_as_they_were_typed(line: PickLine, type_chinese: Typing) -> None:
    type_chinese(line, "飞船")
    line.clearFocus()
    assert line.value() == "飞船"


def test_emptying_the_line_takes_the_choice_away(line: PickLine, qtbot: QtBot) -> None:
    line.put("0202")
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    line.clearFocus()
    assert line.value() == ""


def test_escape_closes_the_list_and_gives_back_what_stood_there(line: PickLine, qtbot: QtBot) -> None:
    line.clearFocus()
    line.put("0202")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert line.value() == "0302"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.value() == "0202"
    assert not line.is_open


def test_the_list_stays_within_the_window(line: PickLine, qtbot: QtBot) -> None:
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.is_open
    picks = line.window().findChild(QWidget, "picks")
    assert picks is not None
    assert line.window().rect().contains(picks.geometry())


def test_a_change_is_said_once_for_each_letter(line: PickLine, qtbot: QtBot) -> None:
    heard: list[str] = []
    line.changed.connect(lambda: heard.append(line.value()))
    qtbot.keyClicks(line, "ld")
    assert len(heard) == 2


def test_the_list_follows_its_line_when_the_page_makes_room_above_it(line: PickLine, qtbot: QtBot) -> None:
    qtbot.keyClicks(line, "ld")
    picks = line.window().findChild(QWidget, "picks")
    assert picks is not None
    column = line.window().layout()
    assert isinstance(column, QVBoxLayout)
    column.insertSpacing(0, 120)
    qtbot.waitUntil(lambda: line.y() > 120 and picks.y() > line.y())
