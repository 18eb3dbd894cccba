"""The small form that plans a reception day, inside the page it is asked on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from station_app import text
from station_app.domain.problem import Rejected
from station_app.domain.records import ReceptionDay, Visit
from station_app.services import held_day
from station_app.services.acts import Done
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.ui.jobs import Jobs
from station_app.ui.parts.fold import Fold
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.record_form import RecordForm
from station_app.ui.shell.page import KeyAct, act_key
from station_app.ui.shell.sources import Sources

FIELDS = ("held_on", "topic", "start", "end", "place")
FOR_NOTICE = ("contact", "contact_phone", "joint_units", "scope")
"""What the notice says besides: the same as last time as a rule, so it waits behind a key."""
FROM_LAST_TIME = ("start", "end", "place", *FOR_NOTICE)

Keep = Callable[[Desk, Mapping[str, Any], Sequence[str]], Done]
"""What writes a day with its deputies."""


PLAN_WORDS = (say.PLAN_DAY, say.PLAN_SENTENCE, say.KEEP_PLAN)


class DayPlan(Sheet):
    """Asks for a day and has it written by `write`. `planned(uid)`, `cancelled()`.

    `said` are the heading, the sentence under it and the words of the key.
    """

    planned = Signal(str)
    cancelled = Signal()

    def __init__(
        self, desk: Desk, sources: Sources, jobs: Jobs, write: Keep, said: tuple[str, str, str] = PLAN_WORDS
    ) -> None:
        heading, sentence, keep_words = said
        super().__init__(heading)
        self._desk, self._jobs, self._write = desk, jobs, write
        self.form = RecordForm(ReceptionDay, sources, only=FIELDS, spans={"place": 1})
        self.fold = Fold(RecordForm(ReceptionDay, sources, only=FOR_NOTICE))
        self.deputies = RecordForm(Visit, sources, only=("deputies",), columns=1)
        self._sentence = words(sentence, "hint")
        self._elsewhere = words("", "problem")
        keep = act_key(KeyAct(keep_words, self.keep), "F9")
        keep.setObjectName("main")
        for part in (self._sentence, self.form, self.deputies, self.fold, self._elsewhere):
            self.column.addWidget(part)
        self.column.addLayout(row_of(keep, act_key(KeyAct(say.NOT_YET, self.cancelled.emit))))
        self.form.ended.connect(self.deputies.focus_first)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def ask(self, held_on: str) -> None:
        """Ask for a day; the hours and the place of the last one stand there already, to be changed."""
        self.form.clear()
        self.fold.form.clear()
        self.deputies.clear()
        self.form.show_problems([])
        self._elsewhere.hide()
        last = next(iter(held_day.days(self._desk)), None)
        facts = {name: getattr(last, name) for name in FROM_LAST_TIME} if last else {}
        self.form.set_values({"held_on": held_on, **facts})
        self.fold.form.set_values(facts)
        self.show()
        self.form.focus_field("topic" if held_on and last else "held_on" if not held_on else "start")

    def keep(self) -> None:
        """Plan the day as it stands in the form."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        desk, write = self._desk, self._write
        fields = {name: value for name, value in self._typed().items() if value != ""}
        chosen = self.deputies.values()["deputies"]
        deputies = [str(uid) for uid in chosen] if isinstance(chosen, tuple) else []
        self._jobs.save(lambda: write(desk, fields, deputies), self._kept, self._refused, owner=self)

    def _typed(self) -> dict[str, object]:
        return {**self.form.values(), **self.fold.form.values()}

    def _kept(self, done: Done) -> None:
        self.hide()
        self.planned.emit(done.uid)

    def _refused(self, rejected: Rejected) -> None:
        told = [(problem.where, text.explain(problem), problem.refuses) for problem in rejected.problems]
        left = self.fold.form.show_problems(self.form.show_problems(told))
        self._elsewhere.setText("\n".join(sentence for _, sentence, _ in left))
        self._elsewhere.setVisible(bool(left))
        first = rejected.problems[0].where
        if first in FIELDS:
            self.form.focus_field(first)
