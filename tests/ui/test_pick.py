from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app import paths
from station_app.domain.codes import CodeBook
from station_app.ui.parts.editors import CodeChoices
from station_app.ui.parts.pick import PickLine, among
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
    assert choices.search("2") == [("URGENT", "紧急")]
    assert choices.number("URGENT") == "2"


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


SHIPPED = ("matter", "channel", "redirect_reason", "urgency", "presence", "ethnicity")


def shipped(scheme: str) -> CodeChoices:
    return CodeChoices(paths.code_book()[scheme], "2026-11-23", paths.word_initials_of)


@pytest.mark.parametrize(
    ("typed", "found", "said"),
    [
        ("ys", "0301", "水利饮水 › 人饮工程（饮水）"),
        ("饮水", "0301", "水利饮水 › 人饮工程（饮水）"),
        ("tf", "0206", "道路交通 › 道路损毁修复（塌方）"),
        ("塌方", "0206", "道路交通 › 道路损毁修复（塌方）"),
        ("ld", "0202", "道路交通 › 路灯"),
        ("wq", "0203", "道路交通 › 危桥"),
        ("lj", "0501", "人居环境与生态 › 垃圾清运（垃圾）"),
    ],
)
def test_names_and_aliases_are_found_by_initials_and_characters(typed: str, found: str, said: str) -> None:
    assert shipped("matter").search(typed)[0] == (found, said)


@pytest.mark.parametrize("scheme", SHIPPED)
def test_every_name_and_alias_is_found_by_its_initials_among_the_first_nine(scheme: str) -> None:
    choices = shipped(scheme)
    for entry in choices.codes.offered("2026-11-23"):
        for words in (entry.name, *entry.aliases):
            letters = paths.word_initials_of(words).casefold()
            found = [key for key, _ in choices.search(letters)]
            assert entry.code in (found[:9] if len(letters) > 1 else found), (words, letters)
            assert entry.code in [key for key, _ in choices.search(words)], words


@pytest.mark.parametrize("scheme", SHIPPED)
def test_all_numbers_of_a_list_are_of_one_length(scheme: str) -> None:
    choices = shipped(scheme)
    numbers = [choices.number(key) for key, _ in choices.search("")]
    assert len({len(number) for number in numbers}) == 1
    assert len(set(numbers)) == len(numbers)


def listed(line: PickLine) -> list[str]:
    picks = line.window().findChild(QListWidget, "picks")
    assert picks is not None
    return [picks.item(row).text() for row in range(picks.count())]


@pytest.fixture
def matter(qtbot: QtBot) -> Iterator[PickLine]:
    """The categories that are shipped, in a window that has the focus."""
    choices, window = shipped("matter"), QWidget()
    column = QVBoxLayout(window)
    line = PickLine(choices.search, choices.label, number_of=choices.number)
    for widget in (QLineEdit(), line, QLineEdit()):
        column.addWidget(widget)
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    yield line
    window.close()


def test_the_number_before_an_entry_picks_it_with_its_last_digit_and_never_sooner(
    matter: PickLine, qtbot: QtBot
) -> None:
    decided: list[str] = []
    matter.decided.connect(lambda: decided.append(matter.value()))
    qtbot.keyClicks(matter, "030")
    assert listed(matter)[0] == "0301  水利饮水 › 人饮工程"
    assert decided == []
    qtbot.keyClicks(matter, "2")
    assert decided == ["0302"]


def test_after_letters_the_places_stand_before_the_entries_and_one_digit_picks(matter: PickLine, qtbot: QtBot) -> None:
    decided: list[str] = []
    matter.decided.connect(lambda: decided.append(matter.value()))
    qtbot.keyClicks(matter, "l")
    second = listed(matter)[1]
    assert second.startswith("2  ")
    qtbot.keyClicks(matter, "2")
    assert decided
    assert second.startswith(f"2  {matter.text()}")


def test_after_characters_a_digit_picks_as_well(matter: PickLine, qtbot: QtBot, type_chinese: Typing) -> None:
    type_chinese(matter, "水")
    third = listed(matter)[2]
    qtbot.keyClicks(matter, "3")
    assert matter.value()
    assert third.startswith(f"3  {matter.text()}")


def test_a_digit_beyond_what_is_shown_picks_nothing(matter: PickLine, qtbot: QtBot, type_chinese: Typing) -> None:
    type_chinese(matter, "路灯")
    qtbot.keyClicks(matter, "7")
    assert matter.text() == "路灯7"


def test_a_digit_that_belongs_to_a_name_is_typed(qtbot: QtBot, type_chinese: Typing) -> None:
    line = PickLine(among([("a", "第1小学"), ("b", "第2小学"), ("c", "第3小学")]), str)
    qtbot.addWidget(line)
    type_chinese(line, "第")
    qtbot.keyClicks(line, "2")
    assert line.text() == "第2"


def compose_and_end(line: PickLine, composed: tuple[str, ...], made: str) -> None:
    """As fcitx5 does: the letters by their syllables, then what was made of them, then nothing."""
    for one in composed:
        QApplication.sendEvent(line, QInputMethodEvent(one, []))
    committed = QInputMethodEvent("", [])
    committed.setCommitString(made)
    QApplication.sendEvent(line, committed)
    QApplication.sendEvent(line, QInputMethodEvent("", []))


@pytest.mark.parametrize("composed", [("y", "y s"), ("y", "yin", "yin sh", "yin shui"), ("y", "y's")])
def test_what_is_being_composed_narrows_the_list(matter: PickLine, composed: tuple[str, ...]) -> None:
    for one in composed:
        QApplication.sendEvent(matter, QInputMethodEvent(one, []))
    assert listed(matter)[0] == "水利饮水 › 人饮工程（饮水）"
    assert matter.value() == ""
    QApplication.sendEvent(matter, QInputMethodEvent("", []))
    assert not matter.is_open


def test_the_enter_that_ends_the_composing_takes_what_the_list_showed(matter: PickLine, qtbot: QtBot) -> None:
    decided: list[str] = []
    matter.decided.connect(lambda: decided.append(matter.value()))
    compose_and_end(matter, ("y", "y s"), "ys")
    assert decided == []
    qtbot.keyRelease(matter, Qt.Key.Key_Return)
    assert decided == ["0301"]


def test_an_enter_that_ends_what_the_list_could_not_show_takes_nothing_unseen(matter: PickLine, qtbot: QtBot) -> None:
    compose_and_end(matter, ("\u6708", "\u56e0\u7d20"), "ys")  # ibus composes its first candidate, 月, 因素
    qtbot.keyRelease(matter, Qt.Key.Key_Return)
    assert matter.text() == "ys"
    assert matter.is_open
    assert matter.points_at() == "0301"


def test_another_key_that_ends_the_composing_takes_nothing(matter: PickLine, qtbot: QtBot) -> None:
    compose_and_end(matter, ("y", "y s"), "ys")
    qtbot.keyRelease(matter, Qt.Key.Key_Shift)
    qtbot.keyRelease(matter, Qt.Key.Key_Return)
    assert matter.text() == "ys"


def test_the_candidates_are_told_to_keep_off_the_line_and_its_list(matter: PickLine, qtbot: QtBot) -> None:
    before = matter.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert before.height() <= matter.height()
    qtbot.keyClicks(matter, "l")
    picks = matter.window().findChild(QListWidget, "picks")
    assert picks is not None
    kept = matter.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert kept.contains(matter.rect())
    assert kept.contains(QRect(matter.mapFrom(matter.window(), picks.pos()), picks.size()))


def test_a_choice_asks_for_latin_letters(matter: PickLine) -> None:
    assert matter.inputMethodHints() & Qt.InputMethodHint.ImhPreferLatin
