"""换届: one level's term ends for all, the elected again are ticked."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from station_app import text
from station_app.domain.problem import Rejected
from station_app.domain.records import Mandate
from station_app.services import roster
from station_app.services.acts import Done
from station_app.text import visits as say
from station_app.ui.flow import FlowLayout
from station_app.ui.parts.sheet import Sheet, in_middle, row_of, words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.page import KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

WIDTH = 900


class TurnOverPage(Page):
    """Level, last day, new term; who goes on. Nobody is ticked beforehand. F9 does it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.TURN_OVER, say.TURN_OVER_SENTENCE)
        self._place = place
        self.form = RecordForm(Mandate, place.sources, only=("level", "to_on", "term", "from_on"))
        self.form.changed.connect(self._changed)
        self._ticks: dict[str, QCheckBox] = {}
        self._people = QWidget()
        FlowLayout(self._people)
        self._nobody = words(say.NOBODY_SITS, "hint")
        keep = KeyAct(say.TURN_OVER_KEEP, self.keep)
        sheet, key = Sheet(), act_key(keep, "F9")
        key.setObjectName("main")
        for part in (self.form, words(say.AGAIN, "label"), self._nobody, self._people):
            sheet.column.addWidget(part)
        sheet.column.addLayout(row_of(key))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep})

    def entered(self) -> None:
        """The level takes the keys."""
        self.form.focus_field("level")

    def tick(self, deputy: str) -> None:
        """Say that a deputy was elected again. Raises KeyError for one who does not sit."""
        self._ticks[deputy].setChecked(True)

    def keep(self) -> None:
        """End the term."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        values = self.form.values()
        fields = {name: values[name] for name in roster.ASKED}
        again = [uid for uid, tick in self._ticks.items() if tick.isChecked()]
        desk, ended_on = self._place.desk, str(values["to_on"])

        self._place.jobs.save(
            lambda: roster.turn_over(desk, fields, ended_on, again), self._turned, self._refused, owner=self
        )

    def _changed(self, name: str) -> None:
        if name == "level":
            self._show_people()

    def _show_people(self) -> None:
        row = self._people.layout()
        while row is not None and (item := row.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        found = roster.sitting(self._place.desk, str(self.form.values()["level"]))
        self._nobody.setVisible(not found)
        self._ticks = {}
        for _, deputy in found:
            tick = self._ticks[deputy.uid] = QCheckBox(deputy.name, self._people)
            if row is not None:
                row.addWidget(tick)
                tick.show()

    def _turned(self, done: list[Done]) -> None:
        again = sum(one.act == "register" for one in done)
        self._place.back()
        self._place.tell(say.turned_over(len(done) - again, again))

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self.form.show_problems(told)
        self.notices.show_problems([("", said, refuses) for _, said, refuses in left], lambda _field: "")
        if (first := told[0][0]) in self.form.values():
            self.form.focus_field(first)
