"""The wizard of old ledgers by keyboard: choose, see, mend in the cell, take, print, take back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidgetItem
from pytestqt.qtbot import QtBot

from station_app.domain.records import Opinion, Visit
from station_app.services import ledger_import
from station_app.services.ledger_import import taking
from station_app.services.ledger_import.preview import RowOutcome
from station_app.text import ledgers as say
from station_app.ui.pages.old_ledger.file import LedgerReportPage
from station_app.ui.pages.old_ledger.page import COLUMNS, FILE, PREVIEW, SHEETS, OldLedgerPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.services.ledger_import.workbooks import HEAD, LAMPS, ROAD, WATER, Value, csv, xlsx
from tests.ui.pages.conftest import Hands

BAD = (4, "2025-13-1", "周明", "16155556666", 1, "村口路灯不亮很久", "交通", "", "", "", "")


@pytest.fixture
def page(place: Workplace, window: MainWindow) -> OldLedgerPage:
    page = OldLedgerPage(place)
    window.open(page)
    return page


Read = Callable[..., None]


@pytest.fixture
def read(page: OldLedgerPage, qtbot: QtBot, tmp_path: Path) -> Read:
    """Reads a workbook of these rows, as if it had been chosen."""

    def reading(*rows: tuple[Value, ...]) -> None:
        page.read(xlsx(tmp_path / "台账.xlsx", [HEAD, *rows]))
        qtbot.waitUntil(lambda: not page.is_working)

    return reading


def settled(qtbot: QtBot, page: OldLedgerPage) -> None:
    qtbot.waitUntil(lambda: not page.is_working)


def outcomes(page: OldLedgerPage) -> list[RowOutcome]:
    assert page.seen is not None
    return [row.outcome for row in page.seen.rows]


def said(page: OldLedgerPage) -> str:
    return page.notices.accessibleDescription()


def test_a_ledger_is_taken_with_keys_alone(
    page: OldLedgerPage, window: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD, WATER])
    assert QApplication.focusWidget() is page.file.path
    hands.write(str(path))
    hands.press(Qt.Key.Key_Return)
    settled(qtbot, page)
    assert page.at == COLUMNS
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    assert page.at == PREVIEW
    before = len(page._desk.records.all(Visit))
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(window.page(), LedgerReportPage))
    assert len(page._desk.records.all(Visit)) == before + 2


def test_every_problem_is_marked_in_its_cell_and_said_under_the_grid(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD, BAD)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    grid = page.preview.grid
    assert grid.row_here() is not None
    assert [one.problem.code for one in grid.found_here()] == ["day_impossible"]
    assert "2025-13-1" in page.preview.sentence.text()
    ground = grid.cells.data(grid.currentIndex(), Qt.ItemDataRole.BackgroundRole)
    assert ground.name().upper() == page._place.colours.refused
    assert "没有" in str(grid.cells.data(grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))


def test_a_cell_is_mended_in_the_preview_and_the_next_problem_comes_by_itself(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD, BAD)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    hands.press(Qt.Key.Key_Return)
    hands.write("2025-12-1")
    hands.press(Qt.Key.Key_Return)
    settled(qtbot, page)
    assert page.preview.grid.row_here().cells[1] == "2025-12-1"  # type: ignore[union-attr]  # a row is current
    assert [one.problem.code for one in page.preview.grid.found_here()] == ["code_too_broad"]


def test_a_word_is_said_to_mean_an_entry_once_for_all_rows(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    other = (5, "2025-3-2", "吴天明", "", 1, "桥垮了没有人修", "交通", "", "", "", "")
    read((4, "2025-3-1", *BAD[2:]), other)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    assert page.preview.means.isVisible()
    page.preview.means.setFocus()
    hands.write("0202")
    page.preview.means.put("0207")
    page.preview.means.settled.emit("0207")
    settled(qtbot, page)
    assert outcomes(page) == [RowOutcome.TAKEN, RowOutcome.TAKEN]


def test_f4_goes_round_the_problems_and_f6_shows_them_alone(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD, BAD, LAMPS)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    first = page.preview.grid.currentIndex().column()
    hands.press(Qt.Key.Key_F4)
    assert page.preview.grid.currentIndex().column() > first
    hands.press(Qt.Key.Key_F4)
    assert page.preview.grid.currentIndex().column() == first
    hands.press(Qt.Key.Key_F6)
    assert page.preview.grid.cells.rowCount() == 1
    hands.press(Qt.Key.Key_F6)
    assert page.preview.grid.cells.rowCount() == 3


def test_f9_leaves_a_row_out_and_takes_it_again(page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot) -> None:
    read(ROAD, BAD)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    hands.press(Qt.Key.Key_F9)
    settled(qtbot, page)
    assert outcomes(page) == [RowOutcome.TAKEN, RowOutcome.LEFT_OUT]
    hands.press(Qt.Key.Key_F9)
    settled(qtbot, page)
    assert outcomes(page) == [RowOutcome.TAKEN, RowOutcome.REFUSED]


def test_a_row_that_is_here_is_taken_all_the_same_when_the_clerk_says_so(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD)
    desk = page._desk
    book = ledger_import.read_book(page._path)
    mapping = ledger_import.guess(ledger_import.tables(book, ["接待台账"]))
    ledger_import.take(desk, book, ["接待台账"], mapping, ledger_import.Choices())
    page.read(page._path)  # the very same file: one that is written anew bears another time, and so another hash
    qtbot.waitUntil(lambda: "收过了" in said(page))
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    assert outcomes(page) == [RowOutcome.HERE]
    hands.press(Qt.Key.Key_F9)
    settled(qtbot, page)
    assert outcomes(page) == [RowOutcome.LOOK_AT]


def test_refused_rows_keep_the_taking_out_and_say_so(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD, BAD)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    assert page.at == PREVIEW
    assert "还有 1 行" in said(page)


def test_an_import_is_taken_back_from_the_list(
    page: OldLedgerPage, read: Read, window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(window.page(), LedgerReportPage))
    hands.press(Qt.Key.Key_F8)
    assert isinstance(window.page(), PreviewPage)
    window.go_back()
    window.go_back()
    page.file.undo_key.click()
    hands.write("收错了")
    hands.press(Qt.Key.Key_Return)
    settled(qtbot, page)
    assert "撤销好了" in said(page)
    assert [one.state for one in page._desk.records.all(Opinion)][-1] == "VOID"
    assert not page.file.undo_key.isEnabled()


def test_a_text_shows_how_it_was_read_and_may_be_read_otherwise(
    page: OldLedgerPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.read(csv(tmp_path / "a.csv", [HEAD, ROAD], "gb18030"))
    settled(qtbot, page)
    assert page.at == SHEETS
    assert "GBK" in said(page)
    shown = page.sheets.first_rows.item(1, 2)
    assert isinstance(shown, QTableWidgetItem)
    assert shown.text() == "杨胜美"
    page.sheets.encoding.put("utf-8")
    page.sheets.encoding.settled.emit("utf-8")
    settled(qtbot, page)
    assert "读不下去" in said(page)


def test_hidden_sheets_are_said_and_not_ticked(page: OldLedgerPage, qtbot: QtBot, tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415  (wanted by one test)

    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD], sheets={"四月": [HEAD, WATER], "旧的": [HEAD, LAMPS]})
    book = openpyxl.load_workbook(path)
    book["旧的"].sheet_state = "hidden"
    book.save(path)
    page.read(path)
    settled(qtbot, page)
    assert page.sheets.choice().sheets == ("接待台账", "四月")
    assert "隐藏" in page.sheets._ticks[2][1].text()
    page.next()
    page.next()
    settled(qtbot, page)
    assert page.seen is not None
    assert [row.sheet for row in page.seen.rows] == ["接待台账", "四月"]


def test_what_is_no_table_is_refused_in_the_page(page: OldLedgerPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "扫描.xls"
    path.write_bytes(b"%PDF-1.7")
    page.read(path)
    settled(qtbot, page)
    assert page.at == FILE
    assert "PDF" in said(page)


def test_a_file_may_be_dropped(page: OldLedgerPage, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(xlsx(tmp_path / "a.xlsx", [HEAD, ROAD])))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, none))
    settled(qtbot, page)
    assert page.at == COLUMNS


def test_a_mapping_is_kept_and_used_again(page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot) -> None:
    read(ROAD)
    page.columns.lines["备注"].put("opinion.affected_place")
    page.columns.name.setFocus()
    hands.write("老台账")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "老台账" in said(page))
    page.columns.lines["备注"].put("carried")
    page.columns.use.put("老台账")
    page.columns.use.settled.emit("老台账")
    assert page.columns.lines["备注"].value() == "opinion.affected_place"
    read(WATER)
    assert page.columns.lines["备注"].value() == "opinion.affected_place"
    assert "老台账" in said(page)


def test_a_needed_column_is_asked_for_before_anything_is_judged(
    page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD)
    page.columns.lines["接待日期"].put("carried")
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    assert page.at == COLUMNS
    assert "还不知道哪一列是“接待日期”" in said(page)


def test_f7_goes_back_and_what_was_said_stands(page: OldLedgerPage, read: Read, hands: Hands, qtbot: QtBot) -> None:
    read(ROAD)
    page.columns.lines["备注"].put("opinion.affected_place")
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    hands.press(Qt.Key.Key_F7)
    assert page.at == COLUMNS
    assert page.columns.lines["备注"].value() == "opinion.affected_place"
    hands.press(Qt.Key.Key_F7)
    assert page.at == FILE


def test_the_steps_are_said() -> None:
    assert say.steps_line(1).count("【") == 1
    assert "【工作表】" in say.steps_line(1)


def test_what_was_mended_is_there_again_after_the_power_cut(
    page: OldLedgerPage, place: Workplace, window: MainWindow, read: Read, hands: Hands, qtbot: QtBot
) -> None:
    read(ROAD, BAD)
    hands.press(Qt.Key.Key_F2)
    settled(qtbot, page)
    hands.press(Qt.Key.Key_Return)
    hands.write("2025-12-1")
    hands.press(Qt.Key.Key_Return)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: (begun := taking.begun_by(place.desk)) is not None and begun.mended == 1)
    window.go_back()
    again = OldLedgerPage(place)
    window.open(again)
    assert "改过的 1 处都在" in said(again)
    key = next(one for one in again.notices.findChildren(QPushButton) if one.text() == say.GO_ON)
    key.click()
    qtbot.waitUntil(lambda: again.at == PREVIEW and not again.is_working)
    assert again.seen is not None
    assert again.seen.rows[1].cells[1] == "2025-12-1"
    again.preview.leave_out_refused()
    settled(qtbot, again)
    again.next()
    qtbot.waitUntil(lambda: isinstance(window.page(), LedgerReportPage))
    qtbot.waitUntil(lambda: taking.begun_by(place.desk) is None)
