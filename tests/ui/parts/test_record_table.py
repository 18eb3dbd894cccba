from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.parts.record_table import (
    PAGE_ROWS,
    PAGES_KEPT,
    ROW_HEIGHT,
    Cells,
    RecordModel,
    RecordTable,
    RowSource,
    TableColumn,
)

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
