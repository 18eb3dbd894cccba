"""The second step of an old ledger: which sheets, which sort, where the heading stands, how a text is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from station_app.domain.immutable import immutable
from station_app.services.ledger_import.opening import ENCODINGS
from station_app.services.ledger_import.preview import likely_sheets
from station_app.services.ledger_import.structure import Book, Grid, letters, targets
from station_app.text import ledgers as say
from station_app.ui.parts.record_table import ROW_HEIGHT
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.pick import Pick, PickLine
from station_app.ui.shell.look import GRID

SHOWN_ROWS = 8
SHOWN_COLUMNS = 24


@immutable
class SheetChoice:
    """What the step says: the sheets by name, the sort of ledger ("" to be guessed), the heading's row (0: found)."""

    sheets: tuple[str, ...]
    target: str
    heading_row: int


class SheetsStep(QWidget):
    """`read_again(encoding, separator)`: the clerk says how the text is to be read."""

    def __init__(self, read_again: Callable[[str, str], None]) -> None:
        super().__init__()
        self._read_again = read_again
        self._ticks: list[tuple[str, QCheckBox]] = []
        self._book: Book | None = None
        self._sheet = Sheet(say.WHICH_SHEETS)
        self._list = QVBoxLayout()
        self._sheet.column.addLayout(self._list)
        self.target = _pick_line("target", say.WHICH_TARGET, _target_picks(), 280)
        self.encoding = _pick_line("encoding", say.ENCODING, _encoding_picks(), 240)
        self.separator = _pick_line("separator", say.SEPARATED_BY, tuple(say.SEPARATORS.items()), 160)
        self.target.setPlaceholderText(say.TARGET_FOUND)
        for line in (self.encoding, self.separator):
            line.settled.connect(self._encoding_said)
        self.heading_row = _heading_line()
        self.first_rows = _first_rows()
        self._how = QWidget()
        how = row_of(words(say.ENCODING, "label"), self.encoding, words(say.SEPARATED_BY, "label"), self.separator)
        how.setContentsMargins(0, 0, 0, 0)
        self._how.setLayout(how)
        what = row_of(words(say.WHICH_TARGET, "label"), self.target, words(say.HEADING_ROW, "label"), self.heading_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._sheet)
        column.addLayout(what)
        column.addWidget(self._how)
        column.addWidget(words(say.FIRST_ROWS, "heading"))
        column.addWidget(self.first_rows, 1)

    def put(self, book: Book, target: str) -> None:
        """Show what a file holds."""
        self._book = book
        while (item := self._list.takeAt(0)) is not None:
            item.widget().deleteLater()
        self._ticks = []
        chosen = likely_sheets(book)
        for grid in book.grids:
            tick = QCheckBox(say.sheet_choice(grid.name, len(grid.lines), grid.is_hidden))
            tick.setChecked(bool(grid.lines) and grid.name in chosen)
            tick.setEnabled(bool(grid.lines))
            tick.toggled.connect(self._show_first)
            self._list.addWidget(tick)
            self._ticks.append((grid.name, tick))
        self._sheet.setVisible(len(book.grids) > 1)
        self._how.setVisible(book.form == "csv")
        self.encoding.put(book.encoding)
        self.separator.put(book.separator)
        self.target.put(target)
        self._show_first()

    def choice(self) -> SheetChoice:
        """What is said here."""
        row = self.heading_row.text().strip()
        chosen = tuple(name for name, tick in self._ticks if tick.isChecked())
        target = self.target.value() if self.target.value() in targets() else ""
        return SheetChoice(chosen, target, int(row) if row.isascii() and row.isdecimal() else 0)

    def tick(self, sheets: Sequence[str], heading_row: int) -> None:
        """Choose as it was chosen before."""
        for name, tick in self._ticks:
            tick.setChecked(name in sheets)
        self.heading_row.setText(str(heading_row) if heading_row else "")

    def take_keys(self) -> None:
        """The first sheet, or the sort of ledger where there is one sheet."""
        first: QWidget = self._ticks[0][1] if len(self._ticks) > 1 else self.target
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _encoding_said(self, _key: str) -> None:
        if self._book is not None:
            encoding, separator = self.encoding.value(), self.separator.value()
            if (encoding, separator) != (self._book.encoding, self._book.separator):
                self._read_again(encoding, separator if separator in say.SEPARATORS else "")

    def _show_first(self, _is_on: bool = False) -> None:
        chosen = self.choice().sheets
        if self._book is not None and self._book.grids:
            self._fill(self._book.grid(chosen[0]) if chosen else self._book.grids[0])

    def _fill(self, grid: Grid) -> None:
        lines, width = grid.lines[:SHOWN_ROWS], min(grid.width, SHOWN_COLUMNS)
        self.first_rows.setRowCount(len(lines))
        self.first_rows.setColumnCount(width)
        self.first_rows.setHorizontalHeaderLabels([letters(at) for at in range(width)])
        self.first_rows.setVerticalHeaderLabels([str(number) for number, _ in lines])
        for down, (_, cells) in enumerate(lines):
            for across in range(width):
                said = cells[across] if across < len(cells) else ""
                self.first_rows.setItem(down, across, QTableWidgetItem(" ".join(said.split())[:80]))


def _heading_line() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("heading_row")
    line.setAccessibleName(say.HEADING_ROW)
    line.setPlaceholderText(say.HEADING_FOUND)
    line.setFixedWidth(160)
    return line


def _first_rows() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setAccessibleName(say.FIRST_ROWS)
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT - 4)
    return table


def _pick_line(name: str, label: str, picks: Sequence[Pick], width: int) -> PickLine:
    """A line that picks one of a few."""
    names = dict(picks)
    line = PickLine(lambda typed: [one for one in picks if typed in one[1]], lambda key: names.get(key, key))
    line.setObjectName(name)
    line.setAccessibleName(label)
    line.setMinimumWidth(width)
    return line


def _target_picks() -> Sequence[Pick]:
    return [(one.name, one.label) for one in targets().values()]


def _encoding_picks() -> Sequence[Pick]:
    return [(name, say.ENCODINGS[name]) for name in ENCODINGS]
