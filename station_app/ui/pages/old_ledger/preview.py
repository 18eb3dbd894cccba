"""The rows of an old ledger before they are taken: the grid as it was found, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from station_app.services.ledger_import.cells import WHOLE_ROW, Found
from station_app.services.ledger_import.lexicon import Field
from station_app.services.ledger_import.mapping import ColumnMapping
from station_app.services.ledger_import.preview import NOT_HERE, Choices, JudgedRow, LedgerPreview, RowOutcome
from station_app.services.ledger_import.taking import brief
from station_app.text import explain
from station_app.text import ledgers as say
from station_app.ui.parts.editors import CodeChoices
from station_app.ui.parts.pick import Pick, PickLine, among
from station_app.ui.parts.record_table import ROW_HEIGHT
from station_app.ui.parts.sheet import NOWHERE, paragraph, row_of, tip_of
from station_app.ui.shell.keys import ENTER, PLAIN, EscapeKey
from station_app.ui.shell.look import GRID, LIGHT, Colours, mark
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources

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


WORDS_OF = {"village": "area", "deputies": "deputy", "lead_deputy": "deputy"}
"""What a word of such a field may be said to mean: records of this kind."""


class PreviewStep(QWidget):
    """`judge_again()`: the clerk changed a cell or a row; `word(key, word, means)`: a word was explained."""

    def __init__(
        self,
        sources: Sources,
        choices: Choices,
        judge_again: Callable[[], None],
        word: Callable[[str, str, str], None],
        colours: Colours,
    ) -> None:
        super().__init__()
        self._sources, self._choices, self._judge_again, self._word = sources, choices, judge_again, word
        self._seen: LedgerPreview | None = None
        self._mapping: ColumnMapping | None = None
        self._only_troubles = False
        self._was_mended = False
        self.totals = paragraph("", "heading")
        self.grid = LedgerGrid(colours)
        self.grid.setAccessibleName(say.STEPS[3])
        self.grid.edit_wanted.connect(self._go_edit)
        self.grid.moved.connect(self._say_cell)
        self.sentence = paragraph(say.SOUND_CELL)
        self.sentence.setMinimumHeight(44)
        self.value = QLineEdit()
        self.value.setObjectName("new_value")
        self.value.setAccessibleName(say.NEW_VALUE)
        self.value.returnPressed.connect(self._put_value)
        EscapeKey(self.value, self._go_grid)
        self.means = PickLine(self._meanings, self._meaning_name)
        self.means.setObjectName("means")
        self.means.setAccessibleName(say.MEANS)
        self.means.settled.connect(self._means_said)
        self._means_label = paragraph(say.MEANS, "label")
        self._toggle = act_key(KeyAct(say.ONLY_TROUBLES, self.toggle_troubles), "F6")
        self._leave = act_key(KeyAct(say.LEAVE_OUT, self.toggle_row), "F9")
        self._lay_out()

    def put(self, seen: LedgerPreview, mapping: ColumnMapping) -> None:
        """Show a judged ledger."""
        is_first = self._seen is None
        self._seen, self._mapping = seen, mapping
        self.totals.setText(say.totals(seen.totals))
        self.grid.put(seen, only_troubles=self._only_troubles)
        if is_first and self.grid.cells.rowCount():
            self.grid.go(0, 1)
            self.grid.go_to_next_trouble()
        elif self._was_mended and not self.grid.found_here():
            self.grid.go_to_next_trouble()  # one cell after the other, without a key between them
        self._was_mended = False
        self._say_cell()

    def forget(self) -> None:
        """The next preview is another's."""
        self._seen = None
        self._only_troubles = False
        self._toggle.setText(f"{say.ONLY_TROUBLES}  F6")

    def take_keys(self) -> None:
        """The grid takes the keys."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_trouble(self) -> None:
        """To the next cell that is to be looked at."""
        self._go_grid()
        if not self.grid.go_to_next_trouble():
            self.sentence.setText(say.NO_TROUBLE_LEFT)

    def toggle_troubles(self) -> None:
        """All rows, or only those with something to be said."""
        self._only_troubles = not self._only_troubles
        label = say.ALL_ROWS if self._only_troubles else say.ONLY_TROUBLES
        self._toggle.setText(f"{label}  F6")
        self._toggle.setAccessibleName(label)
        if self._seen is not None:
            self.grid.put(self._seen, only_troubles=self._only_troubles)
        self._go_grid()
        self._say_cell()

    def toggle_row(self) -> None:
        """Leave the row out, or take it again; what is here already is taken all the same, or not."""
        row = self.grid.row_here()
        if row is None:
            return
        if row.place in self._choices.left_out:
            del self._choices.left_out[row.place]
        elif row.place in self._choices.anyway:
            self._choices.anyway.discard(row.place)
        elif row.outcome in (RowOutcome.HERE, RowOutcome.DOUBLE):
            self._choices.anyway.add(row.place)
        else:
            self._choices.left_out[row.place] = _why(row)
        self._judge_again()

    def leave_out_refused(self) -> None:
        """Every row that still cannot be taken is left out, each with its own reason."""
        for row in self._seen.refused if self._seen else ():
            self._choices.left_out[row.place] = _why(row)
        self._judge_again()

    def _lay_out(self) -> None:
        leave_all = act_key(KeyAct(say.LEAVE_OUT_ALL, self.leave_out_refused))
        next_key = act_key(KeyAct(say.NEXT_TROUBLE, self.next_trouble), "F4")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        top = row_of(self.totals, next_key, self._toggle, self._leave, leave_all, stretch_after=NOWHERE)
        top.setStretchFactor(self.totals, 1)
        column.addLayout(top)
        column.addWidget(self.grid, 1)
        column.addWidget(self.sentence)
        said = (paragraph(say.NEW_VALUE, "label"), self.value, self._means_label, self.means)
        below = row_of(*said, stretch_after=NOWHERE)
        below.setStretchFactor(self.value, 2)
        below.setStretchFactor(self.means, 1)
        column.addLayout(below)

    def _field_here(self) -> Field | None:
        column = self.grid.column_here()
        if self._mapping is None or self._seen is None or column == WHOLE_ROW:
            return None
        return self._mapping.of.by_key.get(self._mapping.columns.get(self._seen.heads[column], ""))

    def _say_cell(self) -> None:
        row, column = self.grid.row_here(), self.grid.column_here()
        found = self.grid.found_here()
        head = self._seen.heads[column] if self._seen and 0 <= column < len(self._seen.heads) else ""
        said = [explain(one.problem) for one in found]
        if row is not None and row.reason and not said:
            said = [row.reason]
        self.sentence.setText(say.trouble(head, said) if said else say.SOUND_CELL)
        mark(self.sentence, "role", "problem" if any(one.problem.refuses for one in found) else "")
        self.value.setEnabled(row is not None and column != WHOLE_ROW)
        self.value.setText(row.cells[column] if row is not None and 0 <= column < len(row.cells) else "")
        offers = bool(self._field_here() and self._offers_meaning() and any(one.problem.refuses for one in found))
        self.means.setVisible(offers)
        self._means_label.setVisible(offers)
        self.means.put("")
        is_left = row is not None and (row.place in self._choices.left_out or row.place in self._choices.anyway)
        is_double = row is not None and row.outcome in (RowOutcome.HERE, RowOutcome.DOUBLE)
        label = say.TAKE_ANYWAY if is_double else say.TAKE_AGAIN if is_left else say.LEAVE_OUT
        self._leave.setText(f"{label}  F9")
        self._leave.setAccessibleName(label)

    def _offers_meaning(self) -> bool:
        of = self._field_here()
        return of is not None and (bool(of.spec.scheme) or of.by in WORDS_OF)

    def _meanings(self, typed: str) -> list[Pick]:
        of = self._field_here()
        if of is None:
            return []
        if of.by in WORDS_OF:
            return list(self._sources.choices(WORDS_OF[of.by], typed))
        if of.by == "state" and self._mapping is not None:
            named = [(code, self._meaning_name(code)) for code in dict.fromkeys(self._mapping.of.states.values())]
            return list(among(named)(typed))
        return list(
            CodeChoices(self._sources.codes[of.spec.scheme], self._sources.today, self._sources.initials).search(typed)
        )

    def _meaning_name(self, key: str) -> str:
        of = self._field_here()
        if of is None:
            return key
        if of.by in WORDS_OF:
            return self._sources.names(WORDS_OF[of.by], key)
        return self._sources.codes.name_of(of.spec.scheme, key)

    def _means_said(self, key: str) -> None:
        of, found = self._field_here(), self.grid.found_here()
        if of is not None and found:
            self._go_grid()
            self._word(of.key, found[0].value.strip(), key)

    def _go_edit(self) -> None:
        if self.value.isEnabled():
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)
            self.value.selectAll()

    def _go_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_value(self) -> None:
        row, column = self.grid.row_here(), self.grid.column_here()
        if row is None or column == WHOLE_ROW or row.columns[column] == NOT_HERE:
            return
        self._choices.edits.setdefault(row.place, {})[row.columns[column]] = self.value.text()
        self._choices.left_out.pop(row.place, None)
        self._was_mended = True
        self._go_grid()
        self._judge_again()


def _why(row: JudgedRow) -> str:
    """Why a row is left out: what was wrong with it, else that the clerk said so."""
    refused = [brief(one.problem) for one in row.problems if one.problem.refuses]
    return say.BETWEEN_REASONS.join(refused) or say.LEFT_BY_CLERK
