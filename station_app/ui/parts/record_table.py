"""The table that holds ids and the rows near the view, and where its rows come from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station_app import text
from station_app.domain.immutable import immutable
from station_app.ui.shell.keys import PLAIN
from station_app.ui.shell.look import LIGHT, Colours

PAGE_ROWS = 128
PAGES_KEPT = 32

Cells = tuple[str, ...]
Index = QModelIndex | QPersistentModelIndex
Line = TypeVar("Line")


@immutable
class TableColumn:
    """One column: its heading and its width in pixels (0: what is left over).

    A cell may hold two lines; the second is shown muted. `tone(cell)` may say "late" or "soon": colour repeats what
    the words say. `sorts` is what a click on the heading asks for, "" where it cannot sort.
    """

    heading: str
    width: int = 0
    sorts: str = ""
    tone: Callable[[str], str] | None = None


@immutable
class RowSource:
    """Where a table's rows come from, in one order: how many there are, ids by place, rows by id.

    `all_ids` gives every id in that order and is called off the screen's thread; the others are called on it and
    must be quick (a page is 128 rows).
    """

    count: Callable[[], int]
    ids: Callable[[int, int], Sequence[int]]
    rows: Callable[[Sequence[int]], Mapping[int, Cells]]
    all_ids: Callable[[], Sequence[int]] | None = None


NO_ROWS = RowSource(count=lambda: 0, ids=lambda _offset, _limit: (), rows=lambda _ids: {})


@immutable
class Pages(Generic[Line]):
    """The lines of a list in one order: how many, ids by place, lines by id. As `RowSource`, before they are words."""

    count: Callable[[], int]
    ids: Callable[[int, int], Sequence[int]]
    lines: Callable[[Sequence[int]], Mapping[int, Line]]
    all_ids: Callable[[], Sequence[int]] | None = None


def held(lines: Sequence[Line]) -> Pages[Line]:
    """Lines that are held whole, in their order: the id of one is its place, counted from 1."""
    count = len(lines)
    return Pages(
        count=lambda: count,
        ids=lambda offset, limit: range(offset + 1, min(offset + limit, count) + 1),
        lines=lambda wanted: {one: lines[one - 1] for one in wanted if 0 < one <= count},
    )


class RecordModel(QAbstractTableModel):
    """Rows by place; a page is fetched when it is first looked at and forgotten when others were looked at since."""

    def __init__(self, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._source = NO_ROWS
        self._count = 0
        self._ids: Sequence[int] | None = None
        self._pages: OrderedDict[int, list[tuple[int, Cells]]] = OrderedDict()

    def put(self, source: RowSource) -> None:
        """Show another source, or the same one afresh."""
        self.beginResetModel()
        self._source, self._count, self._ids = source, source.count(), None
        self._pages.clear()
        self.endResetModel()

    def put_ids(self, source: RowSource, ids: Sequence[int]) -> None:
        """Every id of `source`, when it is still the one that is shown: from now on a place needs no counting."""
        if source is self._source and len(ids) == self._count:
            self._ids = ids

    def id_at(self, row: int) -> int:
        """The id of the record at `row`; 0 where it has gone since the rows were counted."""
        return self._row(row)[0]

    def place_of(self, record_id: int) -> int:
        """The row of a record that is held, -1 otherwise."""
        for page, rows in self._pages.items():
            for offset, (row_id, _) in enumerate(rows):
                if row_id == record_id:
                    return page * PAGE_ROWS + offset
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature; the value is immutable
        """How many records there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words; nothing else of a cell is kept."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        cells = self._row(index.row())[1]
        return cells[index.column()] if index.column() < len(cells) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].heading
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _row(self, row: int) -> tuple[int, Cells]:
        page, offset = divmod(row, PAGE_ROWS)
        if page in self._pages:
            self._pages.move_to_end(page)
        else:
            self._pages[page] = self._fetched(page)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        rows = self._pages[page]
        return rows[offset] if offset < len(rows) else (0, ())

    def _fetched(self, page: int) -> list[tuple[int, Cells]]:
        first = page * PAGE_ROWS
        ids = self._source.ids(first, PAGE_ROWS) if self._ids is None else self._ids[first : first + PAGE_ROWS]
        rows = self._source.rows(ids)
        return [(row_id, rows.get(row_id, ())) for row_id in ids]


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
        self._area = _area()
        self.setViewport(self._area)
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
        self._area.update()

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
                    heading = self.horizontalHeader().sectionSizeHint(index)
                    self.setColumnWidth(index, max(heading, round(column.width * share)))

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
            painter = QPainter(self._area)
            painter.setPen(QColor(self._muted))
            place = self._area.rect().adjusted(24, 24, -24, -24)
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


def _area() -> QWidget:
    """Where a table shows its rows. Its own one would be the first widget that Qt made and Python is told of: it would
    look through all kinds of widgets for what that is, a fortieth of a start."""
    area = QWidget()
    area.setObjectName("qt_scrollarea_viewport")
    area.setBackgroundRole(QPalette.ColorRole.Base)
    area.setAutoFillBackground(True)
    return area


class CellDelegate(QStyledItemDelegate):
    """Paints a first line in ink, a second muted, and a colour that repeats the words of a state."""

    def __init__(self, columns: Sequence[TableColumn], colours: Colours, table: QTableView) -> None:
        super().__init__(table)
        self._columns, self._colours, self._table = columns, colours, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        item: Any = option  # PySide's stubs leave out what the option holds
        colours = self._colours
        is_chosen = self._table.selectionModel().isSelected(index)
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
