"""What an act asks, under the heading of the record that it is done to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from station_app import text
from station_app.domain import lifecycle
from station_app.domain.field import FieldSpec, fields_of
from station_app.domain.lifecycle import GIVEN_BY_ACT, Act
from station_app.domain.records import BY_KIND, Mandate
from station_app.text import finding as words
from station_app.ui.keys import EscapeKey
from station_app.ui.pages.lines import words_line
from station_app.ui.pages.sheet import Sheet
from station_app.ui.record_form import RecordForm
from station_app.ui.sources import Sources

DONE_TODAY = {
    "refer": "referred_on",
    "redirect": "told_on",
    "amend": "amended_on",
    "evaluate": "evaluated_on",
    "withdraw": "withdrawn_on",
}
"""Days that are today's when an act is done as it is entered; they can be changed."""

FINAL = frozenset(words.CONFIRM)
"""Acts that nothing undoes: they say so, and the key names them."""


def asked_by(act: Act, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a form for `act` holds.

    To correct a record is to see all that was typed in, without what later acts would fill and have not.
    """
    if (act.kind, act.name) == ("mandate", "register"):
        return tuple(spec.name for spec in fields_of(Mandate) if spec.name not in ("uid", "deputy"))
    if act.name != "correct":
        return act.asks
    later = {name for other in lifecycle.acts_of(act.kind) for name in other.asks}
    return tuple(
        spec.name
        for spec in fields_of(BY_KIND[act.kind])
        if spec.name not in GIVEN_BY_ACT and not _is_link(spec) and (spec.name not in later or values.get(spec.name))
    )


class ActForm(Sheet):
    """One act, asked and done here. `wanted(fields)`: the key was pressed; `given_up()`: Esc, or the other key.

    `code_name` is what the act is called. Nothing that a person must judge stands in it beforehand.
    """

    wanted = Signal(dict)
    given_up = Signal()

    def __init__(self, act: Act, called: str, values: Mapping[str, Any], sources: Sources) -> None:
        super().__init__(called)
        self._act, self._sources = act, sources
        self._proposed = ""
        self.form = RecordForm(BY_KIND[act.kind], sources, only=asked_by(act, values))
        self.form.set_values(self._beforehand(values))
        self._before = self.form.values()
        self.form.changed.connect(self._changed)
        if act.name in FINAL:
            self.column.addWidget(words_line(words.CONFIRM[act.name], "hint"))
        self.column.addWidget(self.form)
        self.column.addWidget(self._keys_row(words.BY_KEY.get(act.kind, called) if act.name == "void" else called))
        EscapeKey(self, self.given_up.emit)

    @property
    def act(self) -> Act:
        """The act that is asked for."""
        return self._act

    def fields(self) -> dict[str, object]:
        """What was typed; of a correction only what differs from what stood there."""
        values = self.form.values()
        if self._act.name != "correct":
            return values
        return {name: value for name, value in values.items() if value != self._before[name]}

    def show_problems(self, problems: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Say problems beside their fields and go to the first; returns those of fields that do not stand here."""
        elsewhere = self.form.show_problems(problems)
        own = {field for field, _, refuses in problems if refuses} & set(self.form.values())
        if own:
            self.form.focus_field(next(name for name in self.form.values() if name in own))
        return elsewhere

    def submit(self) -> None:
        """Ask for the act with what was typed."""
        self.wanted.emit(self.fields())

    def _beforehand(self, values: Mapping[str, Any]) -> dict[str, Any]:
        match self._act.name:
            case "correct" | "triage":
                return {name: values.get(name) for name in self.form.values()}
            case "refer":
                return {"unit": values.get("proposed_unit", ""), "referred_on": self._sources.today}
            case name if name in DONE_TODAY:
                return {DONE_TODAY[name]: self._sources.today}
            case _:
                return {}

    def _changed(self, name: str) -> None:
        """A reason for redirecting proposes the organ that is competent for it; what was typed stays."""
        if name != "redirect_reason" or "redirect_organ" not in self.form.values():
            return
        values = self.form.values()
        reason = self._sources.codes["redirect_reason"].by_code.get(str(values[name]))
        if reason and values["redirect_organ"] in ("", self._proposed):
            self._proposed = reason.goes_with.get("organ", "")
            self.form.set_values({"redirect_organ": self._proposed})

    def _keys_row(self, called: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        do = QPushButton(text.key_label(called, words.DO_KEY))
        do.setObjectName("do")
        do.setAccessibleName(called)
        do.setProperty("role", "final" if self._act.name in FINAL else "next")
        give_up = QPushButton(text.key_label(words.CANCEL, words.ESC))
        give_up.setAccessibleName(words.CANCEL)
        for key in (do, give_up):
            key.setAutoDefault(True)
        do.clicked.connect(self.submit)
        give_up.clicked.connect(self.given_up)
        line.addStretch()
        line.addWidget(give_up)
        line.addWidget(do)
        return row


def _is_link(spec: FieldSpec) -> bool:
    """A given reference (the visit of a matter): what belongs together is not corrected by typing."""
    return spec.given and bool(spec.target)
