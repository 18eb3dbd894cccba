"""退回更正 at a county: which field of a record, and why. The station mends it, or answers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from station_app.domain.field import fields_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND, Correction
from station_app.services import corrections
from station_app.text import explain
from station_app.text import roads as say
from station_app.ui.page import Act, Page, act_key
from station_app.ui.pages.sheet import Sheet, in_middle, row_of, words
from station_app.ui.pages.workplace import Naming, Workplace
from station_app.ui.pick import Pick, PickLine
from station_app.ui.record_form import LABEL_WIDTH, RecordForm

WIDTH = 760


class AskCorrectionPage(Page):
    """Two lines and F9."""

    def __init__(self, place: Workplace, kind: str, uid: str) -> None:
        super().__init__(say.ASK_CORRECTION, say.ASK_SENTENCE)
        self._place, self._kind, self._uid = place, kind, uid
        self._picks: list[Pick] = [(spec.name, spec.label) for spec in fields_of(BY_KIND[kind]) if not spec.given][1:]
        names = dict(self._picks)
        self.where = PickLine(self._search, lambda name: names.get(name, name))
        self.where.setObjectName("where")
        self.where.setAccessibleName(say.WHICH_FIELD)
        self.reason = RecordForm(Correction, place.sources, only=("reason",), columns=1)
        send = act_key(Act(say.SEND_BACK, self.send), "F9")
        send.setObjectName("main")
        sheet = Sheet(Naming(place.desk).name(kind, uid))
        label = words(say.WHICH_FIELD, "label")
        label.setFixedWidth(LABEL_WIDTH)
        line = row_of(label, self.where, stretch_after=2)
        line.setStretchFactor(self.where, 1)
        sheet.column.addLayout(line)
        sheet.column.addWidget(self.reason)
        sheet.column.addLayout(row_of(QWidget(), send, stretch_after=0))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": Act(say.SEND_BACK, self.send)})

    def entered(self) -> None:
        """The first line takes the keys."""
        self.where.setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        """Send the record back."""
        self.where.settle()
        reason = str(self.reason.values()["reason"])
        work = partial(corrections.ask, self._place.desk, self._kind, self._uid, self.where.value(), reason)
        self._place.jobs.save(work, self._sent, self._refused, owner=self)

    def _search(self, typed: str) -> list[Pick]:
        initials = self._place.sources.initials
        wanted = typed.casefold()
        return [one for one in self._picks if wanted in one[1] or initials(one[1]).startswith(wanted)]

    def _sent(self, _done: object) -> None:
        self.reason.clear()
        self.where.put("")
        self.notices.tell(say.SENT_BACK_NOW)

    def _refused(self, rejected: Rejected) -> None:
        problems = [(one.where, explain(one), one.refuses) for one in rejected.problems]
        left = self.reason.show_problems(problems)
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], str)
