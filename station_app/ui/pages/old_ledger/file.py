"""The first step of an old ledger: which file; below it what was taken before, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from station_app.db.ledgers import Import
from station_app.services import ledger_import
from station_app.services.ledger_import.structure import targets
from station_app.text import ledgers as say
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import NOWHERE, Sheet, row_of, words
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, act_key
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
        self._question = words()
        self._ask = self._made_question()
        choose_key = act_key(KeyAct(say.CHOOSE_FILE, choose))
        choose_key.setAutoDefault(True)
        sheet = Sheet()
        line = row_of(words(say.FILE, "label"), self.path, choose_key, stretch_after=NOWHERE)
        line.setStretchFactor(self.path, 1)
        sheet.column.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(sheet)
        column.addLayout(row_of(words(say.EARLIER, "heading"), self.report_key, self.undo_key, stretch_after=0))
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


def _kind(_place: Workplace, one: Import) -> str:
    return targets()[one.mapping].label if one.mapping in targets() else one.mapping


def _counts(_place: Workplace, one: Import) -> str:
    return say.totals(one.report["totals"]) if one.report["made"] else ""


def _undone(_place: Workplace, one: Import) -> str:
    return f"{say.UNDONE_ON} {one.undone_at[:10]}" if one.undone_at else say.STANDS


AT, FILE, KIND, COUNTS, UNDONE = say.EARLIER_HEADS
LIST: ListSpec[Import] = ListSpec(
    say.EARLIER,
    (
        ListColumn(AT, 160, lambda _place, one: one.at[:16].replace("T", " ")),
        ListColumn(FILE, 224, lambda _place, one: one.file_name),
        ListColumn(KIND, 192, _kind),
        ListColumn(COUNTS, 0, _counts),
        ListColumn(UNDONE, 160, _undone),
    ),
    say.NO_EARLIER,
)
