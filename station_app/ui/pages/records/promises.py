"""核对承诺: the promises that a reply's words seem to make, one after the other; a person says of each what it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.problem import Rejected
from station_app.domain.promises import Proposal
from station_app.domain.records import Commitment, Reply
from station_app.services import promises
from station_app.text import explain
from station_app.text import turns as say
from station_app.ui.parts.record_form import RecordForm
from station_app.ui.parts.sheet import Sheet, let_go, row_of, words_line
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

FIELDS = ("what", "by_on", "unit")


class CheckPromisesPage(Page):
    """The reply at the left, one proposal at the right, with the words that decided. F9 keeps it as it stands there,
    F4 says that it is none; nothing is written of what nobody kept."""

    def __init__(self, place: Workplace, reply: str) -> None:
        super().__init__(say.PROMISES_PAGE, say.PROMISES_SENTENCE)
        self._place = place
        self._reply = place.desk.records.one(Reply, reply)
        self._left: list[Proposal] = promises.proposed_of(place.desk, self._reply)
        self._count, self._kept = len(self._left), 0
        self.form: RecordForm | None = None
        self._slot = QVBoxLayout()
        self._sheet: Sheet | None = None
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addWidget(self._words(), 5)
        across.addLayout(self._slot, 4)
        self.body.addLayout(across, 1)
        self._show()

    @property
    def left(self) -> int:
        """How many are still to be checked."""
        return len(self._left)

    def entered(self) -> None:
        """The first line takes the keys."""
        if self.form is not None:
            self.form.focus_first()

    def keep(self) -> None:
        """Write the promise down as it stands here, and go on."""
        if self.form is None:
            return
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        fields = {name: value for name, value in self.form.values().items() if value}
        work = partial(promises.confirm, self._place.desk, self._reply.uid, fields, self._left[0])
        self._place.jobs.save(work, lambda _done: self._went_on(1), self._refused, owner=self)

    def drop(self) -> None:
        """It is no promise: nothing is written of it."""
        if self._left:
            work = partial(promises.drop, self._place.desk, self._reply.uid, self._left[0])
            self._place.jobs.quick(work, lambda _none: self._went_on(0), owner=self)

    def _went_on(self, kept: int) -> None:
        self._kept += kept
        del self._left[0]
        self.notices.clear()
        if self._left:
            self._show()
            self.entered()
        else:
            self._place.back()
            self._place.tell(say.promises_done(self._kept, self._count - self._kept))

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.form.show_problems(told) if self.form else told
        self.notices.show_problems([("", said, refuses) for _, said, refuses in left], str)

    def _words(self) -> Sheet:
        sheet, content = Sheet(say.REPLY), QWidget()
        content.setObjectName("on_sheet")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words_line(self._reply.result, "reply"))
        column.addStretch(1)
        sheet.column.addWidget(scrolled(content), 1)
        return sheet

    def _show(self) -> None:
        if self._sheet is not None:
            let_go(self._slot, self._sheet)
        self._sheet, self.form = Sheet(), None
        acts: dict[str, KeyAct] = {}
        if self._left:
            one = self._left[0]
            turn = self._count - len(self._left) + 1
            self._sheet.set_heading(say.promise_turn(turn, self._count))
            self._sheet.column.addWidget(words_line(say.decided_by(one.decided), "hint"))
            self.form = RecordForm(Commitment, self._place.sources, only=FIELDS, columns=1)
            self.form.set_values({"what": one.what, "by_on": one.by_on, "unit": one.unit or self._reply.unit})
            acts = {"F9": KeyAct(say.PROMISE_KEEP, self.keep), "F4": KeyAct(say.PROMISE_DROP, self.drop)}
            keep = act_key(acts["F9"], "F9")
            keep.setProperty("role", "next")
            self._sheet.column.addWidget(self.form)
            self._sheet.column.addLayout(row_of(act_key(acts["F4"], "F4"), keep))
        else:
            self._sheet.column.addWidget(words_line(say.NO_PROPOSAL, "hint"))
        self._sheet.column.addStretch(1)
        self._slot.addWidget(self._sheet)
        self._sheet.show()
        self.set_acts(acts)
