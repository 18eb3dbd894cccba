"""One wide table of records: a million of them scroll like ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station_app import text
from station_app.ui.parts.rows import Index, RecordModel, RowSource, TableColumn
from station_app.ui.shell.keys import PLAIN
from station_app.ui.shell.look import LIGHT, Colours

ROW_HEIGHT = 36
TWO_LINE_HEIGHT = 56
"""Pixels of a row whose second line holds the speaker's own words."""

STRETCHED, POINTS_A_SHARE = 360, 22
"""Pixels that a column without a width counts for on paper, and pixels for one share of the paper's width."""

KEPT_WHOLE = 110
"""Pixels: a column of numbers or days is no wider, and is never cut."""
LEAST_STRETCHED, LEAST_SHARE = 120, 0.6
"""Pixels that a column without a width keeps, and the share of its width that one with a width keeps."""

Offload = Callable[[Callable[[], Sequence[int]], Callable[[Sequence[int]], None]], None]
"""Does work off the screen's thread and hands over what it returns: `Jobs.read`."""


class RecordTable(QTableView):
    """Shows a `RowSource`; sorting and searching is the source's matter, by another source in another order.

    `opened(id)`: Enter or a double click on a row. `selected(id)`: another row. `sort_wanted(sorts, descending)`: a
    click on a heading. `offload` fetches all ids beside the screen, after which every jump costs the same.
    """

    opened = Signal(int)
    selected = Signal(int)
    sort_wanted = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[TableColumn],
        offload: Offload | None = None,
        empty: str = text.EMPTY_TABLE,
        two_lines: bool = False,
        colours: Colours = LIGHT,
    ) -> None:
        super().__init__()
        self._columns, self._offload, self._empty = tuple(columns), offload, empty
        self._model = RecordModel(columns, self)
        self._muted = colours.muted
        self._source: RowSource | None = None
        self._sorted_by, self._is_descending = -1, False
        self._share = 1.0
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self._columns, colours, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._set_headers(TWO_LINE_HEIGHT if two_lines else ROW_HEIGHT)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def put(self, source: RowSource) -> None:
        """Show `source` from its first row."""
        self._source = source
        self._model.put(source)
        self.setAccessibleDescription("" if self._model.rowCount() else self._empty)
        if source.all_ids is not None and self._offload is not None:
            self._offload(source.all_ids, partial(self._model.put_ids, source))

    def say_empty(self, sentence: str) -> None:
        """What an empty table says from now on."""
        self._empty = sentence
        self.viewport().update()

    def refresh(self) -> None:
        """Read again what is shown; the row that was current stays so where it is still near."""
        if self._source is None:
            return
        current, top = self.current_id(), self.verticalScrollBar().value()
        row = self.currentIndex().row()
        self.put(self._source)
        self.verticalScrollBar().setValue(top)
        if 0 <= row < self._model.rowCount():
            self._model.id_at(row)
            place = self._model.place_of(current)
            self._go(place if place >= 0 else row, scroll=False)

    def show_sorted(self, sorts: str, is_descending: bool) -> None:
        """Mark the heading whose order the source has."""
        self._sorted_by = next((i for i, column in enumerate(self._columns) if sorts and column.sorts == sorts), -1)
        self._is_descending = is_descending
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(self._sorted_by >= 0)
        self.horizontalHeader().setSortIndicator(self._sorted_by, order)

    def current_id(self) -> int:
        """The id of the current row, 0 for none."""
        return self._model.id_at(self.currentIndex().row()) if self.currentIndex().isValid() else 0

    def go_to(self, row: int) -> None:
        """Make `row` the current one and bring it into view."""
        if self._model.rowCount():
            self._go(max(0, min(row, self._model.rowCount() - 1)), scroll=True)

    def lines(self, most: int) -> tuple[list[str], list[float], list[tuple[str, ...]]]:
        """The list as words: headings, the columns' shares of the width, and at most `most` rows from the first."""
        heads = [column.heading for column in self._columns]
        widths = [(column.width or STRETCHED) / POINTS_A_SHARE for column in self._columns]
        count = min(self._model.rowCount(), most)
        columns = range(len(self._columns))
        rows = [tuple(str(self._model.index(row, column).data() or "") for column in columns) for row in range(count)]
        return heads, widths, rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row, Enter opens; what is not the table's goes on to the window."""
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self._model.rowCount() - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() in PLAIN:
                self._open(self.currentIndex())
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                super().keyPressEvent(event)
            case _:
                event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen columns give way together, and none falls off; the size is the viewport's."""
        super().resizeEvent(event)
        whole = sum(column.width or LEAST_STRETCHED for column in self._columns if column.width <= KEPT_WHOLE)
        wide = sum(column.width for column in self._columns if column.width > KEPT_WHOLE)
        left = (event.size().width() - whole) / wide if wide else 1.0
        share = max(LEAST_SHARE, min(1.0, left))
        self._stretch(is_cramped=left < share)
        if share != self._share:
            self._share = share
            for index, column in enumerate(self._columns):
                if column.width > KEPT_WHOLE:
                    self.setColumnWidth(index, round(column.width * share))

    def _stretch(self, *, is_cramped: bool) -> None:
        """Columns without a width of their own take what is left; where nothing is, they keep enough to be read."""
        mode = QHeaderView.ResizeMode.Fixed if is_cramped else QHeaderView.ResizeMode.Stretch
        heads = self.horizontalHeader()
        for index, column in enumerate(self._columns):
            if not column.width and heads.sectionResizeMode(index) is not mode:
                heads.setSectionResizeMode(index, mode)
                if is_cramped:
                    self.setColumnWidth(index, LEAST_STRETCHED)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would read the whole table for one letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the sentence that says why there are none."""
        super().paintEvent(event)
        if self._model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._muted))
            place = self.viewport().rect().adjusted(24, 24, -24, -24)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
            painter.end()

    def _set_headers(self, row_height: int) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self._clicked)
        for index, column in enumerate(self._columns):
            if column.width:
                self.setColumnWidth(index, column.width)
            else:
                heads.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)

    def _go(self, row: int, *, scroll: bool) -> None:
        index = self._model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        bar, top = self.verticalScrollBar(), self.verticalScrollBar().value()
        self.selectionModel().setCurrentIndex(index, flags)
        if scroll:
            self.scrollTo(index)
        else:
            bar.setValue(top)

    def _open(self, index: Index) -> None:
        if index.isValid() and (record_id := self._model.id_at(index.row())):
            self.opened.emit(record_id)

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self._model.id_at(current.row()))

    def _clicked(self, section: int) -> None:
        sorts = self._columns[section].sorts
        if sorts:
            self.sort_wanted.emit(sorts, section == self._sorted_by and not self._is_descending)


class CellDelegate(QStyledItemDelegate):
    """Paints a first line in ink, a second muted, and a colour that repeats the words of a state."""

    def __init__(self, columns: Sequence[TableColumn], colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns, self._colours = columns, colours

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        item: Any = option  # PySide's stubs leave out what the option holds
        colours = self._colours
        is_chosen = bool(item.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(item.font)
        painter.fillRect(item.rect, QColor(colours.chosen if is_chosen else colours.sheet))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(item.rect.bottomLeft(), item.rect.bottomRight())
        first, _, second = str(index.data() or "").partition("\n")
        tone = self._columns[index.column()].tone
        ink = {"late": colours.late, "soon": colours.soon}.get(tone(first) if tone else "", colours.ink)
        place = item.rect.adjusted(8, 0, -8, 0)
        if second:
            half = place.height() // 2
            _write(painter, place.adjusted(0, half - 2, 0, -4), colours.muted, second)
            place = place.adjusted(0, 4, 0, -half)
        _write(painter, place, ink, first)
        painter.restore()


def _write(painter: QPainter, place: QRect, colour: str, line: str) -> None:
    painter.setPen(QColor(colour))
    words = line.replace("\n", " ")
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
