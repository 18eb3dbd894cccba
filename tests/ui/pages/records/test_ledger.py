from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.db import ledger, preferences
from station_app.domain.numbering import with_check
from station_app.domain.records import Opinion, Visit
from station_app.services import prints
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.prints import ledger_listing
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.reports.reading import page_texts
from tests.ui.conftest import Typing
from tests.ui.pages.conftest import Filled

TITLE, STATE, UNIT, DUE = 3, 5, 6, 7


@pytest.fixture
def page(place: Workplace, window: MainWindow, qtbot: QtBot) -> LedgerPage:
    page = LedgerPage(place)
    window.open(page)
    _wait_for(page, qtbot, 2)
    return page


def _shown(page: LedgerPage, column: int = TITLE) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def _wait_for(page: LedgerPage, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: page.table.model().rowCount() == count)


def _in_sql(page: LedgerPage, desk: Desk) -> list[str]:
    ids = ledger.ids(desk.store.database, page.chosen(), 0, 100)
    rows = ledger.rows(desk.store.database, ids)
    return [rows[one].title for one in ids]


def test_what_waits_is_shown_longest_waiting_first(page: LedgerPage) -> None:
    assert [one.split("\n")[0] for one in _shown(page)] == ["自来水浑浊有泥沙", "通组路塌方没有人修"]


def test_the_count_and_the_oldest_are_said(page: LedgerPage) -> None:
    assert page.accessibleDescription() == "共 2 条，最早的是 11月9日 收到的，离今天 14 天"


def test_a_state_is_said_in_words_and_only_what_is_overdue_is_red(page: LedgerPage) -> None:
    assert [one.split("\n")[0] for one in _shown(page, STATE)] == ["已转办", "待定去向"]
    assert _shown(page, DUE) == ["超期 4 天\n11月19日", ""]


def test_a_proposed_unit_is_told_from_one_that_was_asked(page: LedgerPage, desk: Desk, filled: Filled) -> None:
    assert _shown(page, UNIT) == ["水务局", ""]


@pytest.mark.parametrize(
    ("part", "key", "left"),
    [
        ("state", "all", ["自来水浑浊有泥沙", "通组路塌方没有人修"]),
        ("state", "REGISTERED", ["通组路塌方没有人修"]),
        ("state", "placed", ["自来水浑浊有泥沙"]),
        ("state", "ended", []),
        ("category", "02", ["通组路塌方没有人修"]),
        ("village", "520324116202", []),
        ("village", "520324116201", ["自来水浑浊有泥沙", "通组路塌方没有人修"]),
        ("span", "last_year", []),
        ("sort", "category", ["通组路塌方没有人修", "自来水浑浊有泥沙"]),
    ],
)
def test_each_word_of_the_sentence_changes_what_is_asked_of_sql(
    page: LedgerPage, desk: Desk, qtbot: QtBot, part: str, key: str, left: list[str]
) -> None:
    page.sentence.put(part, key)
    qtbot.waitUntil(lambda: [one.split("\n")[0] for one in _shown(page)] == left)
    assert _in_sql(page, desk) == left


def test_a_word_of_the_sentence_is_changed_by_typing(page: LedgerPage, type_chinese: Typing, qtbot: QtBot) -> None:
    line = page.sentence.line("state")
    line.setFocus(Qt.FocusReason.TabFocusReason)
    type_chinese(line, "待定去向")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    _wait_for(page, qtbot, 1)
    assert page.chosen().states == ("REGISTERED",)
    assert page.sentence.line("span").hasFocus()


def test_a_word_that_means_nothing_gives_way_to_what_stood_there(
    page: LedgerPage, type_chinese: Typing, qtbot: QtBot
) -> None:
    line = page.sentence.line("village")
    line.setFocus(Qt.FocusReason.TabFocusReason)
    type_chinese(line, "没有这个村")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: line.text() == "所有村")
    assert page.chosen().village == ""


def test_a_word_can_be_widened_again(page: LedgerPage, qtbot: QtBot) -> None:
    page.sentence.put("category", "02")
    _wait_for(page, qtbot, 1)
    page.sentence.put("category", "*")
    _wait_for(page, qtbot, 2)
    assert page.chosen().category == ""


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("道路", ["通组路塌方没有人修"]),
        ("泥沙", ["自来水浑浊有泥沙"]),
        ("ysm", ["自来水浑浊有泥沙", "通组路塌方没有人修"]),
        ("5678", ["自来水浑浊有泥沙", "通组路塌方没有人修"]),
        ("M26-0002", ["通组路塌方没有人修"]),
        ("F26-0001", ["自来水浑浊有泥沙"]),
        ("道路 泥沙", []),
    ],
)
def test_the_search_line_finds(page: LedgerPage, qtbot: QtBot, typed: str, titles: list[str]) -> None:
    page.search_line.setText(typed)
    qtbot.waitUntil(lambda: [one.split("\n")[0] for one in _shown(page)] == titles)


def test_control_f_leads_to_the_search_line_and_down_into_the_list(
    page: LedgerPage, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search_line.hasFocus()
    qtbot.keyClick(page.search_line, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.current_id()


def test_enter_opens_the_record_and_going_back_everything_stands_as_it_stood(
    page: LedgerPage, window: MainWindow, filled: Filled, qtbot: QtBot
) -> None:
    page.sentence.put("state", "all")
    _wait_for(page, qtbot, 2)
    page.table.setFocus()
    page.table.go_to(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert isinstance(window.page(), RecordPage)
    window.go_back()
    assert window.page() is page
    assert page.chosen().states == ()
    assert page.table.currentIndex().row() == 1


def test_what_was_done_meanwhile_is_seen_on_coming_back(
    page: LedgerPage, window: MainWindow, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    registered(desk, title="路灯坏了八盏没人管")
    page.entered()
    _wait_for(page, qtbot, 3)
    fields = {"withdraw_statement": "本人不再反映"}
    perform(desk, [Ask("opinion", "withdraw", fields, filled.road["opinion"].uid)])
    page.entered()
    _wait_for(page, qtbot, 2)
    assert len(desk.records.all(Opinion)) == 3


@pytest.mark.parametrize(
    ("typed", "part", "key", "sentence"),
    [
        ("没有这个词", "state", "all", "没有对得上的意见"),
        ("", "village", "520324116202", "没有对得上的意见"),
    ],
)
def test_an_empty_list_says_what_to_do(
    page: LedgerPage, qtbot: QtBot, typed: str, part: str, key: str, sentence: str
) -> None:
    page.sentence.put(part, key)
    page.search_line.setText(typed)
    _wait_for(page, qtbot, 0)
    assert sentence in page.table.accessibleDescription()


def test_a_heading_sorts(page: LedgerPage, qtbot: QtBot) -> None:
    page.table.sort_wanted.emit("category", False)
    qtbot.waitUntil(lambda: _shown(page)[0].startswith("通组路"))
    assert page.sentence.line("sort").text() == "类别"
    page.table.sort_wanted.emit("category", True)
    qtbot.waitUntil(lambda: _shown(page)[0].startswith("自来水"))
    assert page.sentence.line("sort").text() == "类别，倒着"


def test_names_sort_by_their_pinyin_and_the_order_is_remembered(
    page: LedgerPage, place: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    page.table.sort_wanted.emit("visitor", True)
    qtbot.waitUntil(lambda: page.list.preferred_order == "-visitor")
    assert [one.split("\n")[0] for one in _shown(page)] == [one.split("\n")[0] for one in _in_sql(page, desk)]
    qtbot.waitUntil(lambda: "-visitor" in preferences.get(desk.store.database, "list 意见台账", user=desk.user.uid))
    assert LedgerPage(place).chosen().sort == "-visitor"


def test_chosen_rows_go_to_paper_alone_and_their_receipts_in_a_stack(
    page: LedgerPage, window: MainWindow, desk: Desk, filled: Filled, qtbot: QtBot
) -> None:
    page.table.choose_all()
    qtbot.keyClick(page.table, Qt.Key.Key_F8)
    preview = window.page()
    assert isinstance(preview, PreviewPage)
    keys = [key.text() for key in preview.findChildren(QPushButton)]
    for wanted in ("受理回执（2 份）", "转办单（1 份）"):
        assert [key for key in keys if wanted in key], keys
    visits = [desk.records.one(Opinion, one["opinion"].uid).visit for one in (filled.water, filled.road)]
    stack = prints.receipts(desk, *visits)
    pages = page_texts(stack.pdf)
    numbers = [with_check(desk.records.one(Visit, uid).number) for uid in visits]
    assert [number in "".join(one.split()) for number, one in zip(numbers, pages, strict=True)] == [True, True]
    assert ["1" in one.split()[-1] or "— 1 —" in one for one in pages] == [True, True], "each counts its own pages"


def test_a_list_on_paper_holds_the_chosen_rows_alone(page: LedgerPage, desk: Desk) -> None:
    first = ledger.ids(desk.store.database, page.chosen(), 0, 1)
    assert [row[6] for row in ledger_listing(desk, page.chosen(), "", first).rows] == ["自来水浑浊有泥沙"]
    page.table.choose(first)
    assert len(page.table.lines(9, page.table.chosen_in_order())[2]) == 1


def test_of_very_many_chosen_rows_the_list_goes_to_paper_and_no_stack(
    page: LedgerPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.ui.pages.records.ledger.MOST_SHEETS", 1)
    page.table.choose_all()
    qtbot.keyClick(page.table, Qt.Key.Key_F8)
    preview = window.page()
    assert isinstance(preview, PreviewPage)
    assert [key.text() for key in preview.findChildren(QPushButton) if "份" in key.text()] == []
