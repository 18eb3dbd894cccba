from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.domain.numbering import short_with_check, with_check
from station_app.services.desk import Desk
from station_app.services.suggestions import promote
from station_app.text import finding as words
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.search import SearchPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.ui.conftest import Typing
from tests.ui.pages.conftest import Filled


@pytest.fixture
def page(place: Workplace, window: MainWindow, qtbot: QtBot) -> SearchPage:
    page = SearchPage(place)
    window.open(page)
    return page


def _kinds(page: SearchPage) -> list[str]:
    return [hit.kind for hit in page.found()]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("道路", ["opinion"]),
        ("杨胜美", ["opinion", "opinion", "person", "person"]),
        ("ysm", ["opinion", "opinion", "person", "person"]),
        ("qb", ["deputy"]),
        ("5678", ["opinion", "opinion", "person", "person"]),
        ("F26-0001", ["opinion", "visit"]),
        ("M26-0002", ["opinion"]),
        ("520324116-01-F26-0001", ["opinion", "visit"]),
        (with_check("520324116-01-F26-0001"), ["opinion", "visit"]),
        (short_with_check("520324116-01-M26-0002"), ["opinion"]),
        ("m26 0002", ["opinion"]),
    ],
)
def test_words_names_initials_phone_tails_and_numbers_are_found(
    page: SearchPage, qtbot: QtBot, typed: str, kinds: list[str]
) -> None:
    page.line.setText(typed)
    qtbot.waitUntil(lambda: _kinds(page) == kinds)


def test_a_miscopied_number_is_named(page: SearchPage, qtbot: QtBot) -> None:
    right = short_with_check("520324116-01-M26-0002")
    page.line.setText(right.replace("2-", "3-"))
    qtbot.waitUntil(lambda: "校验码不对" in page.table.accessibleDescription())
    assert page.found() == []
    page.line.setText(right)
    qtbot.waitUntil(lambda: _kinds(page) == ["opinion"])


def test_a_suggestion_is_found_too(page: SearchPage, desk: Desk, filled: Filled, qtbot: QtBot) -> None:
    draft = {"title": "关于建设文化长廊的建议", "lead_deputy": filled.deputy, "kind": "SUGGESTION", "level": "TOWNSHIP"}
    draft |= {"raised_in": "INTERSESSION", "disclosure": "FULL", "situation": "没有场地", "proposals": "修一处"}
    promote(desk, [filled.road["opinion"].uid], draft)
    page.line.setText("文化长廊")
    qtbot.waitUntil(lambda: _kinds(page) == ["suggestion"])


def test_the_arrows_choose_and_enter_opens(
    page: SearchPage, window: MainWindow, filled: Filled, type_chinese: Typing, qtbot: QtBot
) -> None:
    type_chinese(page.line, "杨胜美")
    qtbot.waitUntil(lambda: len(page.found()) == 4)
    for _ in range(3):
        qtbot.keyClick(page.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.line, Qt.Key.Key_Up)
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    opened = window.page()
    assert isinstance(opened, RecordPage)
    assert opened.accessibleName() == "杨胜美"
    window.go_back()
    assert page.line.hasFocus()
    assert page.line.text() == "杨胜美"


def test_only_the_newest_query_is_shown(page: SearchPage, qtbot: QtBot) -> None:
    for typed in ("道", "道路", "道路没有", "泥沙"):
        page.line.setText(typed)
    qtbot.waitUntil(lambda: [hit.title for hit in page.found()] == ["自来水浑浊有泥沙"])


def test_nothing_found_says_what_to_do(page: SearchPage, qtbot: QtBot) -> None:
    page.line.setText("没有没有")
    qtbot.waitUntil(lambda: "换一个词" in page.table.accessibleDescription())
    page.line.setText("")
    assert page.found() == []
    assert page.table.accessibleDescription() == words.SEARCH_EMPTY


def test_each_line_says_its_kind_and_a_click_opens_it(page: SearchPage, window: MainWindow, qtbot: QtBot) -> None:
    page.line.setText("杨胜美")
    qtbot.waitUntil(lambda: len(page.found()) == 4)
    model = page.table.model()
    assert [model.index(row, 0).data() for row in range(4)] == ["意见", "意见", "来访人", "来访人"]
    place = page.table.visualRect(model.index(2, 1)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    opened = window.page()
    assert isinstance(opened, RecordPage)
    assert opened.accessibleName() == "杨胜美"
