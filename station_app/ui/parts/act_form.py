"""What an act asks, under the heading of the record that it is done to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station_app import text
from station_app.domain import lifecycle
from station_app.domain.deadline import explain
from station_app.domain.field import Kind, fields_of
from station_app.domain.lifecycle import Act
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import is_by_two
from station_app.services import local_rules, proposals
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.text.planning import due_by_rule
from station_app.ui.parts.editors import controls_of
from station_app.ui.parts.plain_form import PlainForm, PlainLine
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Sheet, words_line
from station_app.ui.shell.keys import EscapeKey
from station_app.ui.shell.sources import Sources

SECOND = ("second_name", "second_password")
"""The lines of a second person."""


class ActForm(Sheet):
    """One act, asked and done here. `wanted(fields)`: the key was pressed; `given_up()`: Esc, or the other key.

    `called` is what the act is called. What is likely stands in it beforehand (`services.proposals`), nothing that a
    person must judge.
    """

    wanted = Signal(dict)
    given_up = Signal()

    def __init__(self, act: Act, called: str, values: Mapping[str, Any], desk: Desk, sources: Sources) -> None:
        super().__init__(called)
        self._act, self._desk, self._sources, self._values = act, desk, sources, values
        self._proposed: dict[str, str] = {}
        self._why = words_line("", "hint")
        self.form = RecordForm(BY_KIND[act.kind], sources, only=lifecycle.asked_by(act, values))
        self.form.about = lambda: str(values.get("category", ""))
        is_correction = act.name == lifecycle.CORRECT
        self.form.set_values(values if is_correction else proposals.beforehand(desk, act, values))
        self._before = self.form.values()
        self.form.changed.connect(self._changed)
        if act.final:
            said = words.CONFIRM_OF_KIND.get((act.kind, act.name)) or words.CONFIRM[act.name]
            self.column.addWidget(words_line(said, "hint"))
        self.column.addWidget(self.form)
        self.second = self._second_person() if is_by_two(act, values) else None
        self.column.addWidget(self._why)
        self._why.hide()
        self._propose_due()
        self.keys = self._keys_row(words.BY_KEY.get(act.kind, called) if act.name == "void" else called)
        self.column.addWidget(self.keys)
        for part in (self, self.keys):
            EscapeKey(part, self.given_up.emit)

    def put_keys(self, foot: QVBoxLayout) -> None:
        """Let the keys stand in a page's foot, where they do not scroll away; Tab still finds them behind the form."""
        foot.addWidget(self.keys)
        self.keys.show()
        controls = [control for name in self.form.values() for control in controls_of(self.form.editor(name))]
        if self.second is not None:
            controls.append(self.second.line("second_password"))
        order = [*controls[-1:], *self.keys.findChildren(QPushButton)]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    @property
    def act(self) -> Act:
        """The act that is asked for."""
        return self._act

    def fields(self) -> dict[str, object]:
        """What was typed; of a correction only what differs from what stood there."""
        values = self.form.values()
        if self._act.name != lifecycle.CORRECT:
            return values
        return {name: value for name, value in values.items() if value != self._before[name]}

    def show_problems(self, problems: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Say problems beside their fields and go to the first; returns those of fields that do not stand here."""
        elsewhere = self.form.show_problems(problems)
        if self.second is not None:
            self.second.show_problems({field: said for field, said, _ in elsewhere if field in SECOND})
            elsewhere = [one for one in elsewhere if one[0] not in SECOND]
        own = {field for field, _, refuses in problems if refuses} & set(self.form.values())
        if own:
            self.form.focus_field(next(name for name in self.form.values() if name in own))
        return elsewhere

    def submit(self) -> None:
        """Ask for the act with what was typed."""
        self.wanted.emit(self.fields())

    def _second_person(self) -> PlainForm:
        """Where a second person gives their name and their own password."""
        lines = (
            PlainLine(SECOND[0], words.SECOND_NAME),
            PlainLine(SECOND[1], words.SECOND_PASSWORD, is_secret=True),
        )
        form = PlainForm(lines)
        self.column.addWidget(words_line(words.SECOND_PERSON, "hint"))
        self.column.addWidget(form)
        return form

    def _changed(self, name: str) -> None:
        """What goes with a code is proposed with it (a reason, and the competent organ); what was typed stays."""
        values, cls = self.form.values(), BY_KIND[self._act.kind]
        for spec in fields_of(cls):
            if spec.follows is not None and spec.follows[0] == name and spec.name in values:
                self._put_unless_typed(spec.name, proposals.followed(self._desk.codes, cls, spec, str(values[name])))
        if self._act.due and name in (*self._act.today, self._act.due):
            self._propose_due()

    def _propose_due(self) -> None:
        """Propose until when, by the rule of days, and say by which."""
        if not self._act.due:
            return
        days = {
            spec.name: self._sources.read(spec, self.form.values()[spec.name]).value
            for spec in fields_of(BY_KIND[self._act.kind])
            if spec.kind is Kind.DAY and self.form.values().get(spec.name)
        }
        found = local_rules.proposed(self._desk, self._act, {**self._values, **days})
        if found is not None and self._act.due in self.form.values():
            self._put_unless_typed(self._act.due, found.earliest)
            self._why.setText(due_by_rule(explain(found)))
            self._why.setVisible(self.form.values()[self._act.due] == found.earliest)

    def _put_unless_typed(self, field: str, value: str) -> None:
        if self.form.values().get(field) in ("", self._proposed.get(field, "")):
            self._proposed[field] = value
            self.form.set_values({field: value})

    def _keys_row(self, called: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        do = QPushButton(text.key_label(called, words.DO_KEY))
        do.setObjectName("do")
        do.setAccessibleName(called)
        do.setProperty("role", "final" if self._act.final else "next")
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
