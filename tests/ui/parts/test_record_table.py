from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QHeaderView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.parts.record_table import ROW_HEIGHT, RecordTable
from station_app.ui.parts.rows import PAGE_ROWS, PAGES_KEPT, Cells, RecordModel, RowSource, TableColumn

COLUMNS = (TableColumn("编号", 120, "number"), TableColumn("事项"), TableColumn("状态", 100))
MILLION = 1_000_000


class Ledger:
    """Rows that exist as long as they are looked at, and a list of what was fetched. Ids are ten times the place."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.counted: list[tuple[int, int]] = []
        self.fetched: list[Sequence[int]] = []

    def source(self, *, with_all_ids: bool = False) -> RowSource:
        return RowSource(lambda: self.length, self._ids, self._rows, self._all_ids if with_all_ids else None)

    def _ids(self, offset: int, limit: int) -> Sequence[int]:
        self.counted.append((offset, limit))
        return range(offset * 10, min(offset + limit, self.length) * 10, 10)

    def _all_ids(self) -> Sequence[int]:
        return array("q", range(0, self.length * 10, 10))

    def _rows(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        self.fetched.append(list(ids))
        return {row_id: (f"F-{row_id}", f"第 {row_id} 件\n原话", "待转办") for row_id in ids}


def _shown(table: RecordTable, qtbot: QtBot) -> QWidget:
    window = QWidget()
    QVBoxLayout(window).addWidget(table)
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    table.setFocus()
    return window


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(MILLION)


def test_a_jump_far_into_a_million_rows_fetches_at_most_two_pages(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    window = _shown(table, qtbot)
    table.put(ledger.source())
    window.grab()
    ledger.counted.clear()
    ledger.fetched.clear()
    table.go_to(900_000)
    window.grab()
    assert table.current_id() == 9_000_000
    assert 1 <= len(ledger.fetched) <= 2
    assert 1 <= len(ledger.counted) <= 2


def test_with_all_ids_at_hand_no_place_is_counted_any_more(ledger: Ledger, qtbot: QtBot) -> None:
    def at_once(work: Callable[[], Sequence[int]], done: Callable[[Sequence[int]], None]) -> None:
        done(work())

    table = RecordTable(COLUMNS, offload=at_once)
    window = _shown(table, qtbot)
    table.put(ledger.source(with_all_ids=True))
    ledger.counted.clear()
    table.go_to(MILLION - 1)
    window.grab()
    assert table.current_id() == (MILLION - 1) * 10
    assert ledger.counted == []


def test_ids_that_come_too_late_are_not_taken_for_another_order(qtbot: QtBot) -> None:
    waiting: list[Callable[[], None]] = []
    table = RecordTable(COLUMNS, offload=lambda _work, done: waiting.append(lambda: done([-1] * 5)))
    _window = _shown(table, qtbot)
    table.put(Ledger(5).source(with_all_ids=True))
    table.put(Ledger(5).source())
    waiting[0]()
    table.go_to(3)
    assert table.current_id() == 30


def test_scrolling_through_everything_keeps_only_the_last_pages(ledger: Ledger) -> None:
    model = RecordModel(COLUMNS)
    model.put(ledger.source())
    for row in range(0, PAGE_ROWS * (PAGES_KEPT + 5), PAGE_ROWS):
        model.id_at(row)
    ledger.fetched.clear()
    model.id_at(PAGE_ROWS * (PAGES_KEPT + 4))
    assert ledger.fetched == []
    model.id_at(0)
    assert len(ledger.fetched) == 1


def test_the_model_keeps_the_rules_of_qts_models(qtbot: QtBot) -> None:
    model = RecordModel(COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.put(Ledger(300).source())
    assert tester.model() is model
    assert model.rowCount() == 300
    assert model.index(299, 0).data() == "F-2990"


def test_home_and_end_go_to_the_first_and_the_last_row(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    _window = _shown(table, qtbot)
    table.put(ledger.source())
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == MILLION - 1
    qtbot.keyClick(table, Qt.Key.Key_PageUp)
    assert table.currentIndex().row() < MILLION - 5
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_enter_opens_the_record_of_the_row(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    _window = _shown(table, qtbot)
    table.put(ledger.source())
    table.go_to(7)
    with qtbot.waitSignal(table.opened) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [70]


def test_a_typed_letter_does_not_search_a_million_rows(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    window = _shown(table, qtbot)
    table.put(ledger.source())
    window.grab()
    ledger.fetched.clear()
    qtbot.keyClick(table, Qt.Key.Key_Z)
    assert ledger.fetched == []


def test_a_heading_asks_for_its_order_and_then_for_the_other_way_round(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    _window = _shown(table, qtbot)
    table.put(ledger.source())
    heard: list[tuple[str, bool]] = []
    table.sort_wanted.connect(lambda sorts, is_descending: heard.append((sorts, is_descending)))
    table.sort_wanted.connect(table.show_sorted)
    heads: QHeaderView = table.horizontalHeader()
    for section in (0, 0, 0, 1):
        place = heads.sectionViewportPosition(section) + 10
        qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
    assert heard == [("number", False), ("number", True), ("number", False)]


def test_rows_are_36_pixels_high(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    qtbot.addWidget(table)
    table.put(ledger.source())
    assert table.rowHeight(0) == table.rowHeight(MILLION - 1) == ROW_HEIGHT == 36


def test_an_empty_table_says_what_can_be_done(qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS, empty="今天还没有来访，按 F2 登记。")
    _window = _shown(table, qtbot)
    table.put(Ledger(0).source())
    assert table.accessibleDescription() == "今天还没有来访，按 F2 登记。"
    shown = table.viewport().grab().toImage()
    colours = {shown.pixel(x, y) for x in range(0, shown.width(), 2) for y in range(0, shown.height(), 2)}
    assert len(colours) > 2


def test_reading_again_keeps_the_row_where_the_person_was(qtbot: QtBot) -> None:
    ledger = Ledger(5000)
    table = RecordTable(COLUMNS)
    _window = _shown(table, qtbot)
    table.put(ledger.source())
    table.go_to(3000)
    top = table.verticalScrollBar().value()
    ledger.length = 5001
    table.refresh()
    assert table.current_id() == 30_000
    assert table.verticalScrollBar().value() == top
    assert table.model().rowCount() == 5001


def test_the_widest_column_can_be_read_on_any_screen(qtbot: QtBot) -> None:
    table = RecordTable(
        (TableColumn("编号", 100), TableColumn("来访人", 200), TableColumn("事项"), TableColumn("承办单位", 200))
    )
    window = _shown(table, qtbot)
    for _ in range(2):  # to the small size and back again
        window.resize(380, 400)
        qtbot.waitUntil(lambda: table.horizontalHeader().length() > table.viewport().width())
        assert (table.columnWidth(1), table.columnWidth(2)) == (120, 120)
        window.resize(900, 400)
        qtbot.waitUntil(lambda: table.columnWidth(1) == 200)
        assert table.horizontalHeader().length() == table.viewport().width()


def shown_table(qtbot: QtBot, rows: int = 300) -> tuple[RecordTable, QWidget]:
    table = RecordTable(COLUMNS)
    window = _shown(table, qtbot)
    table.put(Ledger(rows).source())
    table.go_to(0)
    return table, window


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_rows_are_chosen_by_keys_and_let_go_of(qtbot: QtBot) -> None:
    table, _window = shown_table(qtbot)
    table.go_to(1)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen == {10}, "going on keeps what is chosen"
    qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    assert table.chosen == {10, 30, 40, 50}
    qtbot.keyClick(table, Qt.Key.Key_Up, shift)
    assert table.chosen == {10, 30, 40}, "a run that goes back lets go of what it left"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.chosen == {10, 30}
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.chosen) == 300
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.chosen == frozenset()


def test_rows_are_chosen_by_the_mouse(qtbot: QtBot) -> None:
    table, _window = shown_table(qtbot)

    def click(row: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = table.visualRect(table.model().index(row, 1)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, place)

    click(1)
    assert table.chosen == frozenset()
    click(3, Qt.KeyboardModifier.ControlModifier)
    click(5, Qt.KeyboardModifier.ControlModifier)
    assert table.chosen == {30, 50}
    click(7, Qt.KeyboardModifier.ShiftModifier)
    assert table.chosen == {30, 50, 60, 70}
    click(2)
    assert (table.chosen, table.current_id()) == (frozenset(), 20)


def test_chosen_rows_are_copied_as_a_spreadsheet_takes_them(qtbot: QtBot) -> None:
    table, _window = shown_table(qtbot)
    table.choose([20, 0])
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied() == "F-0\t第 0 件 原话\t待转办\nF-20\t第 20 件 原话\t待转办"
    table.arrange({"order": ["状态", "事项", "编号"]})
    table.copy()
    assert copied().splitlines()[0] == "待转办\t第 0 件 原话\tF-0", "in the order of the screen"


def test_without_a_choice_the_current_cell_is_copied(qtbot: QtBot) -> None:
    table, _window = shown_table(qtbot)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied() == "第 0 件 原话"


def test_a_copied_row_is_no_formula_where_it_is_pasted(qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    window = _shown(table, qtbot)
    table.put(RowSource(lambda: 1, lambda *_: [1], lambda _ids: {1: ("\u200b=1+1", "a\tb\r\nc", "")}))
    table.choose([1])
    table.copy()
    assert copied() == "'\u200b=1+1\ta b c\t"
    assert window.isVisible()


def test_more_rows_than_a_clipboard_takes_are_not_copied_in_part(qtbot: QtBot) -> None:
    table, _window = shown_table(qtbot, 5_000)
    QGuiApplication.clipboard().setText("before")
    table.choose_all()
    table.copy()
    assert copied() == "before"


def test_reading_again_keeps_the_choice_where_its_records_are_still_there(qtbot: QtBot) -> None:
    ledger = Ledger(50)
    table = RecordTable(COLUMNS)
    _window = _shown(table, qtbot)
    table.put(ledger.source())
    table.choose([10, 490])
    ledger.length = 40
    table.refresh()
    assert table.chosen == {10}


def drag(qtbot: QtBot, table: RecordTable, section: int, pixels: int) -> None:
    heads = table.horizontalHeader()
    edge = QPoint(heads.sectionViewportPosition(section) + heads.sectionSize(section) - 1, 12)
    qtbot.mousePress(heads.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(heads.viewport(), edge + QPoint(pixels // 2, 0))
    qtbot.mouseMove(heads.viewport(), edge + QPoint(pixels, 0))
    qtbot.mouseRelease(heads.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(pixels, 0))


@pytest.mark.parametrize("section", [0, 1, 2])
def test_every_column_can_be_made_wider_and_keeps_its_width(qtbot: QtBot, section: int) -> None:
    table, window = shown_table(qtbot)
    before = table.columnWidth(section)
    with qtbot.waitSignal(table.arranged):
        drag(qtbot, table, section, 60)
    assert table.columnWidth(section) == before + 60
    window.resize(700, 500)
    QApplication.processEvents()
    assert table.columnWidth(section) == before + 60
    another = RecordTable(COLUMNS)
    another.arrange(table.arrangement())
    assert another.columnWidth(section) == before + 60
    another.arrange({})
    assert another.arrangement() == {"widths": {}, "order": []}


def test_the_menu_is_asked_for_by_the_right_button_and_by_its_key(qtbot: QtBot) -> None:
    table, _window = shown_table(qtbot)
    with qtbot.waitSignal(table.menu_wanted):
        place = table.visualRect(table.model().index(2, 0)).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), event)
    with qtbot.waitSignal(table.menu_wanted):
        QApplication.sendEvent(
            table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), table.mapToGlobal(QPoint()))
        )


def test_a_run_over_a_million_rows_reads_none_of_them(ledger: Ledger, qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS)
    window = _shown(table, qtbot)
    table.put(ledger.source())
    table.go_to(1)
    window.grab()
    ledger.fetched.clear()
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert len(table.chosen) == MILLION - 1
    assert len(ledger.fetched) <= 3
