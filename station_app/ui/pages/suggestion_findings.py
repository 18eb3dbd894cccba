"""The checks beside the form of a suggestion: findings lead to their place, doubts are let stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from station_app.domain.field import field_of
from station_app.domain.quality.finding import Finding, Gravity
from station_app.domain.records import Suggestion
from station_app.services.desk import Desk
from station_app.services.quality import Checked, problem_of
from station_app.text import explain
from station_app.text import suggestions as say
from station_app.ui.parts.line_list import LineList
from station_app.ui.parts.sheet import Sheet, words
from station_app.ui.shell.keys import FieldKeys

SHOWN_ROWS = 5


class FindingsPart(Sheet):
    """What the checks found last. `wanted(finding)`: go to its place; `stands(finding, reason)`: let it stand."""

    wanted = Signal(object)
    stands = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(say.CHECKS)
        self._desk = desk
        self._shown: list[Finding] = []
        self._checked = Checked((), {})
        self._said = words(say.NOTHING_FOUND, "hint")
        self.list = LineList("findings", say.CHECKS, SHOWN_ROWS)
        self.list.chosen.connect(self._choose)
        self.list.pointed.connect(self._point)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText(say.REASON_HINT)
        self.reason.setAccessibleName(say.REASON)
        self._keys = FieldKeys(lambda _control, _step: self._let_stand(), self)
        self._keys.watch(self.reason)
        for widget in (self._said, self.list, self.reason):
            self.column.addWidget(widget)
        self.reason.hide()

    @property
    def checked(self) -> Checked:
        """What was found last."""
        return self._checked

    def put(self, checked: Checked) -> None:
        """Show what was found: what keeps it back first, what was let stand last."""
        self._checked = checked
        self._shown = sorted(checked.findings, key=lambda one: one.mark in checked.let_stand)
        self.list.put([(self._line(one), one.mark not in checked.let_stand) for one in self._shown])
        count = {gravity: sum(one.gravity is gravity for one in checked.findings) for gravity in Gravity}
        doubts = sum(one.gravity is Gravity.DOUBT for one in checked.open)
        told = say.FINDINGS_NOW.format(blocks=count[Gravity.BLOCKS], doubts=doubts, hints=count[Gravity.HINT])
        self._said.setText(told if checked.findings else say.NOTHING_FOUND)
        self._point(self.list.currentRow())

    def next(self) -> Finding | None:
        """The first finding that keeps the suggestion back; pointed at."""
        if not self._checked.open:
            return None
        first = self._checked.open[0]
        self.list.setCurrentRow(self._shown.index(first))
        return first

    def current(self) -> Finding | None:
        """The finding that is pointed at."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _line(self, one: Finding) -> str:
        sentence = explain(problem_of(self._desk, one))
        stood = self._checked.let_stand.get(one.mark)
        if stood is not None and one.gravity is Gravity.DOUBT:
            return say.let_stand(sentence, stood.reason)
        return say.finding(one.gravity.value, field_of(Suggestion, one.field).label, sentence)

    def _choose(self, row: int) -> None:
        self.wanted.emit(self._shown[row])

    def _point(self, _row: int) -> None:
        one = self.current()
        is_doubt = one is not None and one.gravity is Gravity.DOUBT and self._checked.keeps_back(one)
        if not is_doubt and self.reason.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.setVisible(is_doubt)

    def _let_stand(self) -> None:
        one = self.current()
        if one is not None and self.reason.isVisible():
            self.stands.emit(one, self.reason.text())
            self.reason.clear()
