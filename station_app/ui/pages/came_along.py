"""Who came along: what a group is, its representatives, and people who are not known yet, each written in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from station_app.domain.records import Visit
from station_app.domain.tally import GROUP
from station_app.services.visits import Newcomer
from station_app.text import visits as say
from station_app.ui.editors import LineEditor
from station_app.ui.flow import FlowLayout
from station_app.ui.parts.sheet import emptied, words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.look import GRID
from station_app.ui.shell.sources import Sources

NAMED = ("representatives", "companions")
REPRESENTATIVES, COMPANIONS = NAMED
_PHONE = re.compile(
    "^(.*?)[\\s,\uff0c\u3001]*([0-9\uff10-\uff19+][0-9\uff10-\uff19\\s-]{4,})$"
)  # \uff0c\u3001 and full-width digits


class CameAlong(QWidget):
    """Shown from two heads on. `changed()`: a person typed; `ended()`: Enter on an empty line; `arrived(control)`."""

    changed = Signal()
    ended = Signal()
    arrived = Signal(QWidget)

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._heads = 1
        self._newcomers: list[Newcomer] = []
        self._what = words("", "warning")
        self.form = RecordForm(Visit, sources, only=NAMED)
        self.line = LineEditor()
        self.line.setObjectName("newcomer")
        self.line.setAccessibleName(say.NEWCOMER_NAME)
        self._keys = FieldKeys(self._step, self)
        self._keys.watch(self.line)
        self._keys.arrived.connect(self.arrived)
        self._chips = QWidget()
        FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for part in (self._what, self.form, self.line, self._chips):
            column.addWidget(part)
        self.form.changed.connect(self._typed)
        self.form.arrived.connect(self.arrived)
        self.form.ended.connect(self.line.setFocus)
        self.line.changed.connect(self.changed)
        self._show()

    def set_heads(self, heads: int) -> None:
        """So many came."""
        self._heads = heads
        self._show()

    @property
    def is_group(self) -> bool:
        """Whether so many came that they name representatives."""
        return self._heads >= GROUP

    def newcomers(self) -> tuple[Newcomer, ...]:
        """Who is not known yet; what still stands in the line is one of them."""
        return (*self._newcomers, *self._in_line())

    def content(self) -> list[list[str]]:
        """What a draft keeps."""
        return [[one.role, one.name, one.phone] for one in self.newcomers()]

    def put(self, values: Mapping[str, Any], newcomers: Sequence[Sequence[str]]) -> None:
        """Show what a draft holds."""
        self.form.set_values(values)
        self._newcomers = [Newcomer(*one) for one in newcomers]
        self._show()

    def clear(self) -> None:
        """Nobody came along."""
        self.form.clear()
        self.form.show_problems([])
        self.line.put("")
        self._newcomers, self._heads = [], 1
        self._show()

    def say_problem(self, sentence: str) -> None:
        """Somebody who is written here cannot be registered so."""
        self._what.setText(sentence or say.group(self._heads, self._named(REPRESENTATIVES)))
        self._what.setVisible(bool(self._what.text()))

    def _step(self, _control: QWidget, direction: int) -> None:
        if direction > 0 and (written := self._in_line()):
            self._newcomers += written
            self.line.put("")
            self._show()
            self.changed.emit()
        elif direction > 0:
            self.focusNextPrevChild(True)
            self.ended.emit()
        else:
            self.form.focus_field(COMPANIONS)

    def _typed(self, _name: str) -> None:
        self._show()
        self.changed.emit()

    def _in_line(self) -> tuple[Newcomer, ...]:
        typed = self.line.value().strip()
        found = _PHONE.match(typed)
        name, phone = (found[1].strip(), found[2].strip()) if found else (typed, "")
        return (Newcomer(self._role(), name, phone),) if typed else ()

    def _role(self) -> str:
        """As what the next newcomer is put down: as a representative, as long as a group still names some."""
        names_more = self.is_group and self._named(REPRESENTATIVES) < say.MOST_REPRESENTATIVES
        return REPRESENTATIVES if names_more else COMPANIONS

    def _named(self, role: str) -> int:
        chosen = self.form.values()[role]
        known = len(chosen) if isinstance(chosen, tuple) else 0
        return known + sum(one.role == role for one in self._newcomers)

    def _show(self) -> None:
        is_anybody = self._heads > 1 or bool(self._newcomers) or any(self.form.values().values())
        self.setVisible(is_anybody)
        self.say_problem("")
        self.line.setPlaceholderText(say.newcomer_line(self._role()))
        row = emptied(self._chips)
        for one in self._newcomers:
            chip = QPushButton(say.newcomer(one.role, one.name, one.phone))
            chip.setProperty("role", "chip")
            chip.setAccessibleName(say.NEWCOMER_KEY_GONE.format(name=one.name))
            chip.setAutoDefault(True)
            chip.clicked.connect(partial(self._let_go, one))
            row.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self._newcomers))

    def _let_go(self, one: Newcomer, _is_checked: bool = False) -> None:
        self._newcomers.remove(one)
        self._show()
        self.line.setFocus()
        self.changed.emit()
