"""A few lines that belong to no record: a password twice, with one that is proposed; a code to copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from station_app.domain.immutable import immutable
from station_app.text import settings as say
from station_app.ui.parts.record_form import LABEL_WIDTH
from station_app.ui.parts.sheet import NOWHERE, PlainLabel, paragraph, row_of
from station_app.ui.shell.keys import FieldKeys, keep_latin
from station_app.ui.shell.look import CONTROL_HEIGHT, mark
from station_app.ui.shell.page import KeyAct, act_key


@immutable
class PlainLine:
    """One line to fill: its name, its label; whether it is hidden, whether it is of digits and Latin letters alone."""

    name: str
    label: str
    is_secret: bool = False
    is_latin: bool = False


class PlainForm(QWidget):
    """Lines with labels, looking and going like a record's form. `ended()`: Enter in the last line."""

    ended = Signal()

    def __init__(self, lines: Sequence[PlainLine]) -> None:
        super().__init__()
        self.setObjectName("form")
        keys = FieldKeys(self._step, self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        self._lines: dict[str, QLineEdit] = {}
        self._problems: dict[str, QLabel] = {}
        for row, line in enumerate(lines):
            edit, label, problem = QLineEdit(), PlainLabel(line.label), PlainLabel()
            edit.setObjectName(line.name)
            edit.setAccessibleName(line.label)
            if line.is_secret:
                edit.setEchoMode(QLineEdit.EchoMode.Password)
            if line.is_secret or line.is_latin:
                keep_latin(edit)
            label.setProperty("role", "label")
            label.setBuddy(edit)
            label.setMinimumHeight(CONTROL_HEIGHT)
            problem.setProperty("role", "problem")
            problem.setWordWrap(True)
            problem.hide()
            keys.watch(edit)
            for widget, (down, across) in ((label, (0, 0)), (edit, (0, 1)), (problem, (1, 1))):
                grid.addWidget(widget, row * 2 + down, across)
            self._lines[line.name], self._problems[line.name] = edit, problem

    def value(self, name: str) -> str:
        """What stands in a line, as typed."""
        return self._lines[name].text()

    def line(self, name: str) -> QLineEdit:
        """The line itself."""
        return self._lines[name]

    def clear(self, *names: str) -> None:
        """Empty some lines."""
        for name in names:
            self._lines[name].clear()

    def focus_field(self, name: str) -> None:
        """Go to a line."""
        self._lines[name].setFocus()
        self._lines[name].selectAll()

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say each sentence under its line; those before are taken away."""
        for name, problem in self._problems.items():
            said = sentences.get(name, "")
            problem.setText(said)
            problem.setVisible(bool(said))
            self._lines[name].setAccessibleDescription(said)
            mark(self._lines[name], "troubled", bool(said))

    def _step(self, control: QWidget, direction: int) -> None:
        lines = list(self._lines.values())
        at = next(index for index, line in enumerate(lines) if line is control) + direction
        if 0 <= at < len(lines):
            lines[at].setFocus()
            lines[at].selectAll()
        elif direction > 0:
            self.ended.emit()
        else:
            self.focusNextPrevChild(False)


class PasswordProposal(QWidget):
    """A key that proposes a password: it then stands in both lines of a form, and below the key to be written down.

    `propose()` gives a password and how it reads; `hint` stands beside the key before.
    """

    def __init__(self, form: PlainForm, propose: Callable[[], tuple[str, str]], hint: str) -> None:
        super().__init__()
        self._form, self._propose = form, propose
        self.password, self._reads = paragraph("", "large"), paragraph(hint, "hint")
        key = act_key(KeyAct(say.PROPOSE, self.propose))
        key.setObjectName("propose")
        key.setAutoDefault(True)  # Enter presses it too
        line = row_of(key, self._reads, stretch_after=NOWHERE)
        line.setStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.password)
        self.password.hide()

    def propose(self) -> None:
        """Another one."""
        password, reads = self._propose()
        for name in ("password", "again"):
            self._form.line(name).setText(password)
        self.password.setText(password)
        self.password.show()
        self._reads.setText(say.proposed(reads))
