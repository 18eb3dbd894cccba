"""The grid of an old ledger in the preview: every cell as it stands in the file, those with a problem marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from station_app.services.ledger_import.cells import WHOLE_ROW, Found
from station_app.services.ledger_import.preview import JudgedRow, LedgerPreview, RowOutcome
from station_app.text import explain
from station_app.text import ledgers as say
from station_app.ui.parts.plain import tip_of
from station_app.ui.parts.record_table import ROW_HEIGHT
from station_app.ui.shell.keys import ENTER, PLAIN
from station_app.ui.shell.look import LIGHT, Colours

LEAD = 2
"""The columns before the file's own: the row's number, and what becomes of it."""
TROUBLED = (RowOutcome.REFUSED, RowOutcome.LOOK_AT, RowOutcome.HERE, RowOutcome.DOUBLE)
WIDTHS = (160, 112)
NARROW = 56
CELL_WIDTH = 132
WIDE = 240
LONG = 12
RING = 3
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class GridModel(QAbstractTableModel):
    """The rows of a preview, all or those with a problem."""

    def __init__(self, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self._colours = colours
        self._seen: LedgerPreview | None = None
        self.has_sheets = False
        self.rows: list[JudgedRow] = []

    def put(self, seen: LedgerPreview, *, only_troubles: bool) -> None:
        """Show a preview."""
        self.beginResetModel()
        self._seen = seen
        self.has_sheets = len({row.sheet for row in seen.rows}) > 1
        self.rows = [row for row in seen.rows if not only_troubles or row.outcome in TROUBLED]
        self.endResetModel()

    def found(self, index: Index) -> list[Found]:
        """The problems of a cell; in the leading columns those of the row as a whole."""
        if not index.isValid():
            return []
        column = index.column() - LEAD if index.column() >= LEAD else WHOLE_ROW
        return [one for one in self.rows[index.row()].problems if one.column == column]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The leading columns and the file's."""
        return 0 if parent.isValid() or self._seen is None else LEAD + len(self._seen.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, what it is marked with, and what a screen reader hears."""
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(self._words(index).split())
            case Qt.ItemDataRole.BackgroundRole:
                return self._ground(index)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                said = "\n".join([self._words(index), *(explain(one.problem) for one in self.found(index))])
                return tip_of(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The file's own headings."""
        if orientation is not Qt.Orientation.Horizontal or self._seen is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (say.ROW, say.OUTCOME, *self._seen.heads)[section]
        is_left = role == Qt.ItemDataRole.TextAlignmentRole
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if is_left else None

    def _words(self, index: Index) -> str:
        row = self.rows[index.row()]
        match index.column():
            case 0:
                return say.row_in(row.sheet, row.number) if self.has_sheets else str(row.number)
            case 1:
                return say.OUTCOMES[row.outcome]
            case column:
                cell = row.cells[column - LEAD] if column - LEAD < len(row.cells) else ""
                return cell or ("\u2026" if self.found(index) else "")

    def _ground(self, index: Index) -> QColor | None:
        found = self.found(index)
        if any(one.problem.refuses for one in found):
            return QColor(self._colours.refused)
        return QColor(self._colours.noted) if found else None


class MarkedCell(QStyledItemDelegate):
    """The current cell has a ring, so that its mark stays to be seen."""

    def __init__(self, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self._ring = QPen(QColor(colours.link), RING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        item: Any = option  # PySide's stubs leave out what the option holds
        is_current = bool(item.state & QStyle.StateFlag.State_Selected)
        item.state &= ~QStyle.StateFlag.State_Selected
        super().paint(painter, item, index)
        if is_current:
            painter.save()
            painter.setPen(self._ring)
            painter.drawRect(item.rect.adjusted(1, 1, -2, -2))
            painter.restore()


class LedgerGrid(QTableView):
    """Cells chosen one by one with the arrows. `edit_wanted`: Enter on one; `moved`: another one is current."""

    edit_wanted = Signal()
    moved = Signal()

    def __init__(self, colours: Colours = LIGHT) -> None:
        super().__init__()
        self.cells = GridModel(colours, self)
        self.setModel(self.cells)
        self.setItemDelegate(MarkedCell(colours, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda _index: self.edit_wanted.emit())
        self.selectionModel().currentChanged.connect(lambda _new, _old: self.moved.emit())

    def put(self, seen: LedgerPreview, *, only_troubles: bool) -> None:
        """Show a preview; the cell where one was stays current where its row is still shown."""
        here = self.row_here()
        column = max(self.currentIndex().column(), 0)
        at = self.currentIndex().row()
        self.cells.put(seen, only_troubles=only_troubles)
        self._set_widths(seen)
        places = [row.place for row in self.cells.rows]
        row = places.index(here.place) if here and here.place in places else min(max(at, 0), len(places) - 1)
        if places:
            self.go(row, column)

    def row_here(self) -> JudgedRow | None:
        """The row of the current cell."""
        index = self.currentIndex()
        return self.cells.rows[index.row()] if index.isValid() and index.row() < len(self.cells.rows) else None

    def column_here(self) -> int:
        """The file's column of the current cell, WHOLE_ROW in the leading ones."""
        column = self.currentIndex().column()
        return column - LEAD if column >= LEAD else WHOLE_ROW

    def found_here(self) -> Sequence[Found]:
        """The problems of the current cell."""
        return self.cells.found(self.currentIndex())

    def go(self, row: int, column: int) -> None:
        """Make a cell current and bring it into view."""
        index = self.cells.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def go_to_next_trouble(self) -> bool:
        """To the next cell with a problem that refuses, then to those that warn, from here on and around."""
        for refuses in (True, False):
            marked = [
                (row, found.column + LEAD if found.column != WHOLE_ROW else 1)
                for row, judged in enumerate(self.cells.rows)
                if refuses is (judged.outcome is RowOutcome.REFUSED)
                for found in sorted(judged.problems, key=lambda one: one.column)
                if found.problem.refuses is refuses
            ]
            if marked:
                here = (self.currentIndex().row(), self.currentIndex().column())
                self.go(*next((one for one in marked if one > here), marked[0]))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits the cell; Home and End go to the first and the last row."""
        last = self.cells.rowCount() - 1
        match event.key():
            case key if key in ENTER and event.modifiers() in PLAIN:
                self.edit_wanted.emit()
            case Qt.Key.Key_Home if last >= 0:
                self.go(0, self.currentIndex().column())
            case Qt.Key.Key_End if last >= 0:
                self.go(last, self.currentIndex().column())
            case (
                Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_PageUp
                | Qt.Key.Key_PageDown
            ):  # fmt: skip
                super().keyPressEvent(event)
            case _:
                event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters look for no cell."""

    def _set_widths(self, seen: LedgerPreview) -> None:
        for at, width in enumerate(WIDTHS):
            self.setColumnWidth(at, width)
        if not self.cells.has_sheets:
            self.setColumnWidth(0, NARROW)
        for at in range(len(seen.heads)):
            lengths = sorted(len(row.cells[at]) for row in seen.rows[:60] if at < len(row.cells))
            usual = lengths[len(lengths) * 3 // 4] if lengths else 0
            needed = max(len(seen.heads[at]), min(usual, LONG)) * 16 + 28
            self.setColumnWidth(at + LEAD, WIDE if usual > LONG else max(64, min(needed, CELL_WIDTH * 2)))
