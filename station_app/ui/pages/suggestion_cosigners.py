"""The cosigners of a suggestion: asked, confirmed with day and way, or not joining."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.domain.lifecycle import JOINED, act_of
from station_app.domain.records import Cosigning
from station_app.services import suggestions
from station_app.text import finding as finding_words
from station_app.text import suggestions as say
from station_app.ui.parts.line_list import LineList
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.pick import PickLine
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.keys import FieldKeys
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Workplace


class CosignersPart(Sheet):
    """`asked(deputy)`: somebody is to be asked. Of a cosigning `answered(uid, fields)`: they join;
    `declined(uid)`: they do not; `left(uid)`: they take their name back."""

    asked = Signal(str)
    answered = Signal(str, object)
    declined = Signal(str)
    left = Signal(str)

    def __init__(self, place: Workplace, sources: Sources) -> None:
        super().__init__(say.COSIGNERS)
        self._place = place
        self._rows: list[Cosigning] = []
        self._said = words(say.NO_COSIGNERS, "hint")
        self.list = LineList("cosigners", say.COSIGNERS)
        self.list.chosen.connect(self._choose)
        self.list.taken.connect(lambda row: self.left.emit(self._rows[row].uid))
        self.list.pointed.connect(lambda _row: self._show_question())
        self.form = RecordForm(Cosigning, sources, only=("confirmed_on", "confirm_way"), columns=1)
        self.form.ended.connect(self._confirm)
        self._question = QWidget()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        confirm, decline = act_key(KeyAct(say.CONFIRM, self._confirm)), act_key(KeyAct(say.DECLINE, self._decline))
        for key in (confirm, decline):
            key.setAutoDefault(True)
        column.addLayout(row_of(confirm, decline))
        self.line = PickLine(partial(sources.choices, "deputy"), partial(sources.names, "deputy"))
        self.line.setObjectName("add_cosigner")
        self.line.setPlaceholderText(say.ADD_COSIGNER)
        self.line.setAccessibleName(say.ADD_COSIGNER)
        self.line.settled.connect(self._picked)
        self._keys = FieldKeys(lambda _control, _step: self.line.settle(), self)
        self._keys.watch(self.line)
        for widget in (self._said, self.list, self._question, self.line):
            self.column.addWidget(widget)
        self._question.hide()

    def put(self, suggestion: str) -> None:
        """Show who was asked to join in the suggestion; for "" nobody was."""
        desk = self._place.desk
        self._rows = suggestions.cosignings_of(desk, suggestion) if suggestion else []
        self.list.put([(self._words(one), one.state in JOINED) for one in self._rows])
        self._said.setVisible(not self._rows)
        self._show_question()

    def _choose(self, _row: int) -> None:
        if self._question.isVisible():
            self.form.focus_field("confirm_way")

    def _words(self, one: Cosigning) -> str:
        codes, name = self._place.desk.codes, self._place.sources.names("deputy", one.deputy)
        day = finding_words.short_day(one.confirmed_on, self._place.desk.today) if one.confirmed_on else ""
        way = codes.name_of("confirm_way", one.confirm_way)
        return say.cosigner(name, codes.name_of("cosigning_state", one.state), day, way)

    def _current(self) -> Cosigning | None:
        row = self.list.currentRow()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _show_question(self) -> None:
        one = self._current()
        may_confirm = one is not None and act_of("cosigning", "confirm", one.state) is not None
        self._question.setVisible(may_confirm)
        if may_confirm:
            self.form.set_values({"confirmed_on": self._place.desk.today, "confirm_way": ""})

    def _confirm(self) -> None:
        if one := self._current():
            self.answered.emit(one.uid, self.form.values())

    def _decline(self) -> None:
        if one := self._current():
            self.declined.emit(one.uid)

    def _picked(self, uid: str) -> None:
        self.line.put("")
        self.asked.emit(uid)
