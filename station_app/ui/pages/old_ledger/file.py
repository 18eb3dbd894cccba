"""The file of an old ledger: which, which of its sheets, and the report of what was taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from station_app.db.ledgers import Import
from station_app.domain.immutable import immutable
from station_app.services import ledger_import
from station_app.services.desk import Desk
from station_app.services.ledger_import import taking
from station_app.services.ledger_import.lexicon import targets
from station_app.services.ledger_import.opening import ENCODINGS
from station_app.services.ledger_import.preview import likely_sheets
from station_app.services.ledger_import.structure import Book, Grid, letters
from station_app.text import finding as words
from station_app.text import ledgers as say
from station_app.ui.parts.files import documents, save_bytes
from station_app.ui.parts.pick import Pick, PickLine, among
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.record_table import ROW_HEIGHT
from station_app.ui.parts.sheet import NOWHERE, Sheet, paragraph, row_of
from station_app.ui.parts.sheet import paragraph as sentence
from station_app.ui.shell.keys import keep_latin
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace


class FileStep(QWidget):
    """`choose` opens the file dialog, `read` goes on, `show` opens the report of an earlier import, `undo` takes one
    back for a reason."""

    def __init__(
        self,
        place: Workplace,
        choose: Callable[[], None],
        read: Callable[[], None],
        show: Callable[[Import], None],
        undo: Callable[[Import, str], None],
    ) -> None:
        super().__init__()
        self._place, self._show, self._undo = place, show, undo
        self.path = _line("path", say.FILE, read)
        self.path.setPlaceholderText(say.FILE_HINT)
        self.list = RecordList(place, replace(LIST, opens=lambda _place, one: show(one)))
        self.table = self.list.table
        self.table.selected.connect(lambda _id: self._selected())
        self.undo_key = act_key(KeyAct(say.UNDO, self._ask_reason))
        self.report_key = act_key(KeyAct(say.SHOW_REPORT, self._open_current))
        self.reason = _line("undo_reason", say.UNDO_REASON, self._do_undo)
        self.reason.setMaxLength(200)
        self._question = paragraph()
        self._ask = self._made_question()
        choose_key = act_key(KeyAct(say.CHOOSE_FILE, choose))
        choose_key.setAutoDefault(True)
        sheet = Sheet()
        line = row_of(paragraph(say.FILE, "label"), self.path, choose_key, stretch_after=NOWHERE)
        line.setStretchFactor(self.path, 1)
        sheet.column.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(sheet)
        column.addLayout(row_of(paragraph(say.EARLIER, "heading"), self.report_key, self.undo_key, stretch_after=0))
        column.addWidget(self._ask)
        column.addWidget(self.table, 1)

    def take_keys(self) -> None:
        """The path is filled first."""
        self.reload()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read again what was taken."""
        self.list.show(ledger_import.imports(self._place.desk))
        self._ask.hide()
        self.table.go_to(0)
        self._selected()

    def _made_question(self) -> QWidget:
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._question)
        line = row_of(self.reason, act_key(KeyAct(say.UNDO, self._do_undo)), stretch_after=NOWHERE)
        line.setStretchFactor(self.reason, 1)
        column.addLayout(line)
        asked.hide()
        return asked

    def _selected(self) -> None:
        one = self.list.current()
        self.report_key.setEnabled(one is not None)
        self.undo_key.setEnabled(one is not None and not one.undone_at)
        self._ask.hide()

    def _open_current(self) -> None:
        if one := self.list.current():
            self._show(one)

    def _ask_reason(self) -> None:
        if one := self.list.current():
            self._question.setText(say.UNDO_ASK.format(name=one.file_name))
            self.reason.clear()
            self._ask.show()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do_undo(self) -> None:
        one, reason = self.list.current(), self.reason.text().strip()
        if one is not None and reason:
            self._undo(one, reason)


def _line(name: str, label: str, go_on: Callable[[], None]) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setAccessibleName(label)
    line.returnPressed.connect(go_on)
    return line


def _kind(_desk: Desk, one: Import) -> str:
    return targets()[one.mapping].label if one.mapping in targets() else one.mapping


def _counts(_desk: Desk, one: Import) -> str:
    return say.totals(one.report["totals"]) if one.report["made"] else ""


def _undone(_desk: Desk, one: Import) -> str:
    return f"{say.UNDONE_ON} {one.undone_at[:10]}" if one.undone_at else say.STANDS


AT, FILE, KIND, COUNTS, UNDONE = say.EARLIER_HEADS
LIST: ListSpec[Import] = ListSpec(
    say.EARLIER,
    (
        ListColumn(AT, 160, lambda _desk, one: one.at[:16].replace("T", " ")),
        ListColumn(FILE, 224, lambda _desk, one: one.file_name),
        ListColumn(KIND, 192, _kind),
        ListColumn(COUNTS, 0, _counts),
        ListColumn(UNDONE, 160, _undone),
    ),
    say.NO_EARLIER,
)


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
        how = row_of(
            paragraph(say.ENCODING, "label"), self.encoding, paragraph(say.SEPARATED_BY, "label"), self.separator
        )
        how.setContentsMargins(0, 0, 0, 0)
        self._how.setLayout(how)
        what = row_of(
            paragraph(say.WHICH_TARGET, "label"), self.target, paragraph(say.HEADING_ROW, "label"), self.heading_row
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._sheet)
        column.addLayout(what)
        column.addWidget(self._how)
        column.addWidget(paragraph(say.FIRST_ROWS, "heading"))
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
    keep_latin(line)
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
    line = PickLine(among(picks), lambda key: names.get(key, key))
    line.setObjectName(name)
    line.setAccessibleName(label)
    line.setMinimumWidth(width)
    return line


def _target_picks() -> Sequence[Pick]:
    return [(one.name, one.label) for one in targets().values()]


def _encoding_picks() -> Sequence[Pick]:
    return [(name, say.ENCODINGS[name]) for name in ENCODINGS]


ROW, OUTCOME, COLUMN, WRITTEN, WHY = say.REPORT_HEADS
REPORT: ListSpec[Sequence[str]] = ListSpec(
    say.REPORT_LINES,
    (
        ListColumn(ROW, 176, lambda _desk, line: str(line[0])),
        ListColumn(OUTCOME, 112, lambda _desk, line: str(line[1])),
        ListColumn(COLUMN, 136, lambda _desk, line: str(line[2])),
        ListColumn(WRITTEN, 224, lambda _desk, line: str(line[3]), is_personal=True),
        ListColumn(WHY, 0, lambda _desk, line: str(line[4]), is_personal=True),
    ),
    say.ALL_SOUND,
    beneath=lambda line: say.whole_line(*line),
)


class LedgerReportPage(Page):
    """What a taking came to. F8 prints it."""

    def __init__(self, place: Workplace, taken: Import) -> None:
        super().__init__(say.REPORT_TITLE, say.of_file(taken.file_name))
        self._place, self._taken = place, taken
        said = taken.report
        counts = [say.totals(said["totals"]), taking.made_words(said["made"]), *said["notes"]]
        self.summary = sentence("".join(counts), "heading")
        self.list = RecordList(place, REPORT)
        self.table = self.list.table
        print_key = act_key(KeyAct(say.PRINT_REPORT, self.print), "F8")
        save_key = act_key(KeyAct(say.SAVE_REPORT, self._ask_path))
        top = row_of(self.summary, print_key, save_key, stretch_after=NOWHERE)
        top.setStretchFactor(self.summary, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.list.beneath)
        self.list.show(said["lines"])
        self.set_acts({"F8": KeyAct(say.PRINT_REPORT, self.print), **self.list.export_acts()})

    def entered(self) -> None:
        """The table takes the keys."""
        self.list.take_keys()

    def print(self) -> None:
        """The report on paper, looked at first."""
        desk, taken = self._place.desk, self._taken
        versions = {words.PREVIEW: lambda: taking.printed(desk, taken)}
        self._place.show_print(versions)

    def save(self, path: Path) -> None:
        """The lines as a table for spreadsheets."""
        save_bytes(path, taking.sheet(self._taken.report), self.notices)

    def _ask_path(self) -> None:
        proposed = documents() / f"{Path(self._taken.file_name).stem}-{self._taken.at[:10]}.csv"
        chosen, _ = QFileDialog.getSaveFileName(self, say.SAVE_REPORT, str(proposed), "CSV (*.csv)")
        if chosen:
            self.save(Path(chosen))
