"""The table of a list: its headings, its keys, the rows that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station_app import text
from station_app.ui.parts.rows import Index, RecordModel, RowSource, TableColumn
from station_app.ui.parts.sheet import PlainLabel
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
    click on a heading. `arranged`: somebody made a column wider, or moved it. `menu_wanted`: the right button.
    `chosen_changed`: other rows are the chosen ones. `offload` fetches all ids beside the screen, after which every
    jump costs the same.

    One row is the current one; several may be chosen besides (Space, Shift and the arrows, Ctrl+A, the mouse with Ctrl
    or Shift) until Esc or a plain click lets go of them. Ctrl+C copies the chosen rows, else the current cell.
    """

    opened = Signal(int)
    selected = Signal(int)
    sort_wanted = Signal(str, bool)
    arranged = Signal()
    chosen_changed = Signal()
    menu_wanted = Signal(QPoint)

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
        self._chosen: set[int] = set()
        self._anchor = 0
        self._has_gone_across = False
        self._own_widths: dict[int, int] = {}
        self._told: PlainLabel | None = None
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self._columns, colours, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._set_headers(TWO_LINE_HEIGHT if two_lines else ROW_HEIGHT)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)

    @property
    def chosen(self) -> frozenset[int]:
        """The ids of the chosen rows, none where only one is the current one."""
        return frozenset(self._chosen)

    def choose(self, ids: Iterable[int]) -> None:
        """Other rows are the chosen ones."""
        self._chosen = set(ids)
        self.chosen_changed.emit()
        self._say_chosen(text.chosen(len(self._chosen)) if self._chosen else "")

    def choose_all(self) -> None:
        """All rows are the chosen ones."""
        self.choose(self._model.every_id())

    def sort_by_current(self, heading: str) -> None:
        """As a click on a heading."""
        self._clicked(next(place for place, one in enumerate(self._columns) if one.heading == heading))

    def chosen_in_order(self) -> list[int]:
        """The ids of the chosen rows as they stand, from the top."""
        return [one for one in self._model.every_id() if one in self._chosen] if self._chosen else []

    def copy(self) -> None:
        """The chosen rows as text with tabs between the cells, as a spreadsheet takes it; else the current cell."""
        if len(self._chosen) > MOST_COPIED:
            self._say_chosen(text.too_many_to_copy(len(self._chosen), MOST_COPIED))
            return
        index = self.currentIndex()
        if self._chosen:
            from station_app.reports.spreadsheet import harmless  # noqa: PLC0415  (the desk starts without it)

            rows = self._model.rows(self.chosen_in_order())
            shown = self._order()
            lines = ("\t".join(harmless(_on_one_line(row[place])) for place in shown) for row in rows)
            copied, told = "\n".join(lines), text.copied(len(rows))
        elif index.isValid():
            copied, told = _on_one_line(str(index.data() or "")), text.COPIED_CELL
        else:
            return
        QGuiApplication.clipboard().setText(copied)
        self._say_chosen(told)

    def arrangement(self) -> Mapping[str, Any]:
        """The widths that somebody gave columns, and the order of all, by heading."""
        heads = [column.heading for column in self._columns]
        widths = {heads[place]: width for place, width in self._own_widths.items()}
        order = self._order()
        return {"widths": widths, "order": [heads[place] for place in order] if order != sorted(order) else []}

    def arrange(self, arrangement: Mapping[str, Any]) -> None:
        """Widths and order as they were remembered; what names no column here is passed over."""
        heads, bar = [column.heading for column in self._columns], self.horizontalHeader()
        widths = arrangement.get("widths", {})
        self._own_widths = {heads.index(head): width for head, width in widths.items() if head in heads}
        wanted = [heads.index(head) for head in arrangement.get("order", ()) if head in heads]
        for place, section in enumerate(wanted if len(wanted) == len(heads) else range(len(heads))):
            bar.moveSection(bar.visualIndex(section), place)
        self._fit(self._area.width())

    def put(self, source: RowSource) -> None:
        """Show `source` from its first row."""
        self._source = source
        self._model.put(source)
        if self._chosen:
            self.choose(())
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
        current, top, chosen = self.current_id(), self.verticalScrollBar().value(), self._chosen
        row = self.currentIndex().row()
        self.put(self._source)
        if chosen:
            self.choose(chosen.intersection(self._model.every_id()))
        self.verticalScrollBar().setValue(top)
        if 0 <= row < self._model.rowCount():
            self._model.id_at(row)
            place = self._model.place_of(current)
            self._go(place if place >= 0 else row, scroll=False)

    def show_sorted(self, sorts: str, is_descending: bool) -> None:
        """Mark the heading whose order the source has."""
        self._sorted_by = next((i for i, column in enumerate(self._columns) if sorts and column.sorts == sorts), -1)
        self._is_descending = is_descending
        self._model.mark(self._sorted_by, text.TURNED if is_descending else text.SORTED)

    def is_chosen(self, row: int) -> bool:
        """Whether the record at `row` is among the chosen ones."""
        return bool(self._chosen) and self._model.id_at(row) in self._chosen

    def is_first(self, column: int) -> bool:
        """Whether a column stands at the left edge."""
        return self.horizontalHeader().visualIndex(column) == 0

    def marks_cell(self, column: int) -> bool:
        """Whether a column holds the current cell, once somebody went to one: Ctrl+C copies it."""
        return self._has_gone_across and self.hasFocus() and column == self.currentIndex().column()

    def current_id(self) -> int:
        """The id of the current row, 0 for none."""
        return self._model.id_at(self.currentIndex().row()) if self.currentIndex().isValid() else 0

    def go_to(self, row: int) -> None:
        """Make `row` the current one and bring it into view."""
        if self._model.rowCount():
            self._go(max(0, min(row, self._model.rowCount() - 1)), scroll=True)

    def lines(self, most: int, only: Sequence[int] = ()) -> tuple[list[str], list[float], list[tuple[str, ...]]]:
        """The list as words: headings, the columns' shares of the width, and at most `most` rows from the first, of
        the ids in `only` where there are any."""
        order = self._order()
        heads = [self._columns[place].heading for place in order]
        widths = [(self._columns[place].width or STRETCHED) / POINTS_A_SHARE for place in order]
        count = min(self._model.rowCount(), most)
        if only:
            cells = self._model.rows(only[:most])
            return heads, widths, [tuple(one[place] for place in order) for one in cells]
        rows = [tuple(str(self._model.index(row, place).data() or "") for place in order) for row in range(count)]
        return heads, widths, rows

    def event(self, event: QEvent) -> bool:
        """Esc lets go of the chosen rows before it means anything to the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = event.key() == Qt.Key.Key_Escape and self._chosen
            if is_ours or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row, Enter opens; what is not the table's goes on to the window."""
        is_run = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        before, anchor = self.currentIndex().row(), self._anchor
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self._model.rowCount() - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() in PLAIN:
                self._open(self.currentIndex())
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                plain = QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier)
                super().keyPressEvent(plain)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if event.modifiers() in PLAIN:
                super().keyPressEvent(event)
                self._has_gone_across = True
                self._area.update()
            case _ if not self._chose(event):
                event.ignore()
        if is_run and event.key() in RUNS:
            self._anchor = anchor
            self._choose_run(before)
        elif event.key() in RUNS:
            self._anchor = self.currentIndex().row()

    def _chose(self, event: QKeyEvent) -> bool:
        """Do what a key means for the choice; whether it meant anything."""
        match event.key():
            case Qt.Key.Key_Space if self.current_id():
                self.choose(self._chosen ^ {self.current_id()})
                self._anchor = self.currentIndex().row()
            case Qt.Key.Key_Escape if self._chosen:
                self.choose(())
            case _ if event.matches(QKeySequence.StandardKey.SelectAll):
                self.choose_all()
            case _ if event.matches(QKeySequence.StandardKey.Copy):
                self.copy()
            case _:
                return False
        return True

    def _choose_run(self, before: int) -> None:
        """The rows from where the run began to the current one are chosen, and those that it left again are not."""
        self._anchor = self._anchor if 0 <= self._anchor < self._model.rowCount() else max(0, before)
        now = self.currentIndex().row()
        left = self._model.ids_between(self._anchor, before) if before >= 0 else ()
        self.choose(self._chosen.difference(left).union(self._model.ids_between(self._anchor, now)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A plain click lets go of the chosen rows; with Ctrl it chooses one more, with Shift all up to it."""
        before = self.currentIndex().row()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        self._has_gone_across = True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose_run(before)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(self._chosen ^ {self._model.id_at(index.row())})
            self._anchor = index.row()
        else:
            self.choose(())
            self._anchor = index.row()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row that is pointed at; by its key, of the current one."""
        event.accept()  # the base would hand it on to the page
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(event.globalPos())
        else:
            place = self.visualRect(self.currentIndex()).bottomLeft() if self.currentIndex().isValid() else QPoint(8, 8)
            self.menu_wanted.emit(self._area.mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen columns give way together, and none falls off; the size is the viewport's."""
        super().resizeEvent(event)
        self._fit(event.size().width())
        self._place_told()

    def _fit(self, width: int) -> None:
        """Give each column its width: what somebody gave it, else its own, else its part of what is left."""
        given = {place: one.width for place, one in enumerate(self._columns) if one.width} | self._own_widths
        giving = {place for place in given if given[place] > KEPT_WHOLE and place not in self._own_widths}
        stretched = [place for place in range(len(self._columns)) if place not in given]
        whole = sum(given[place] for place in given.keys() - giving) + LEAST_STRETCHED * len(stretched)
        wide = sum(given[place] for place in giving)
        share = max(LEAST_SHARE, min(1.0, (width - whole) / wide)) if wide else 1.0
        widths = dict(given)
        for place in giving:
            heading = self.horizontalHeader().sectionSizeHint(place)
            widths[place] = max(heading, round(given[place] * share)) if share < 1 else given[place]
        left = width - sum(widths.values())
        for number, place in enumerate(stretched):
            part = left * (number + 1) // len(stretched) - left * number // len(stretched)
            widths[place] = max(LEAST_STRETCHED, part)
        for place, one in widths.items():
            if self.columnWidth(place) != one:
                self.setColumnWidth(place, one)

    def _order(self) -> list[int]:
        bar = self.horizontalHeader()
        return [bar.logicalIndex(place) for place in range(len(self._columns))]

    def _dragged(self, widths: Mapping[int, int]) -> None:
        """Somebody gave columns other widths."""
        self._own_widths |= widths
        self._fit(self._area.width())
        self.arranged.emit()

    def _say_chosen(self, words: str) -> None:
        """Say below the rows how many are chosen, and what can be done with them."""
        if self._told is None and words:
            self._told = PlainLabel()
            self._told.setParent(self)
            self._told.setProperty("role", "chosen")
        if self._told is not None:
            self._told.setText(words)
            self._told.setVisible(bool(words))
        self._place_told()
        self._area.update()

    def _place_told(self) -> None:
        if self._told is None:
            return
        size, area = self._told.sizeHint(), self._area.geometry()
        corner = QPoint(area.right() - size.width() - 7, area.bottom() - size.height() - 7)
        self._told.setGeometry(QRect(corner, size))

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
        heads = Heads(self._dragged, self)
        self.setHorizontalHeader(heads)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setSectionsMovable(True)
        heads.sectionClicked.connect(self._clicked)
        heads.sectionMoved.connect(lambda *_: self.arranged.emit() if heads.is_dragged else None)
        for index, column in enumerate(self._columns):
            self.setColumnWidth(index, column.width or LEAST_STRETCHED)

    def _go(self, row: int, *, scroll: bool) -> None:
        self._anchor = row
        index = self._model.index(row, max(0, self.currentIndex().column()))
        bar, top = self.verticalScrollBar(), self.verticalScrollBar().value()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if scroll:
            self.scrollTo(index)
        else:
            bar.setValue(top)

    def _open(self, index: Index) -> None:
        if index.isValid() and (record_id := self._model.id_at(index.row())):
            self.opened.emit(record_id)

    def _moved(self, current: QModelIndex) -> None:
        self._area.update()
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


RUNS = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)
"""Keys that go from row to row, with Shift choosing those between."""

MOST_COPIED = 2_000
"""Rows that a clipboard takes; more of them are a file."""


def _on_one_line(cell: str) -> str:
    return " ".join(cell.split())


class Heads(QHeaderView):
    """The headings. `dragged(widths)` hears which columns somebody gave another width, by their places."""

    def __init__(self, dragged: Callable[[Mapping[int, int]], None], table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._dragged = dragged
        self._before: list[int] = []

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse has hold of a heading."""
        return bool(self._before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the widths."""
        self._before = [self.sectionSize(place) for place in range(self.count())]
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See which have changed."""
        super().mouseReleaseEvent(event)
        before, self._before = self._before, []
        changed = {
            place: self.sectionSize(place) for place, width in enumerate(before) if self.sectionSize(place) != width
        }
        if changed:
            self._dragged(changed)


CHOSEN_BAR = 4
"""Pixels at the left edge of a chosen row: it is told from the current one without a colour."""


class CellDelegate(QStyledItemDelegate):
    """Paints a first line in ink, a second muted, and a colour that repeats the words of a state."""

    def __init__(self, columns: Sequence[TableColumn], colours: Colours, table: RecordTable) -> None:
        super().__init__(table)
        self._columns, self._colours, self._table = columns, colours, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        item: Any = option  # PySide's stubs leave out what the option holds
        colours = self._colours
        current = self._table.currentIndex()
        is_current, is_chosen = index.row() == current.row(), self._table.is_chosen(index.row())
        painter.save()
        painter.setFont(item.font)
        painter.fillRect(item.rect, QColor(colours.chosen if is_current or is_chosen else colours.sheet))
        if is_chosen and self._table.is_first(index.column()):
            painter.fillRect(item.rect.adjusted(0, 0, CHOSEN_BAR - item.rect.width(), 0), QColor(colours.link))
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(item.rect.bottomLeft(), item.rect.bottomRight())
        first, _, second = str(index.data() or "").partition("\n")
        tone = self._columns[index.column()].tone
        said = tone(first) if tone else ""
        ink = {"late": colours.late, "soon": colours.soon}.get(said, colours.ink)
        place = item.rect.adjusted(8, 0, -8, 0)
        if second:
            half = place.height() // 2
            _write(painter, place.adjusted(0, half - 2, 0, -4), colours.muted, second)
            place = place.adjusted(0, 4, 0, -half)
        if first and self._columns[index.column()].is_sign:
            _sign(painter, place, first, said or "calm", colours)
        else:
            _write(painter, place, ink, first)
        if is_current and self._table.marks_cell(index.column()):
            painter.setPen(QColor(colours.link))
            painter.drawRect(item.rect.adjusted(0, 0, -1, -2))
        painter.restore()


def _sign(painter: QPainter, place: QRect, said: str, tone: str, colours: Colours) -> None:
    from station_app.ui.parts.shapes import TAG_HEIGHT, tag  # noqa: PLC0415  (the first page has no sign)

    tag(painter, QPoint(place.left(), place.center().y() - TAG_HEIGHT // 2 + 1), said, tone, colours)


def _write(painter: QPainter, place: QRect, colour: str, line: str) -> None:
    painter.setPen(QColor(colour))
    words = line.replace("\n", " ")
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
