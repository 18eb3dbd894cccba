"""按规律排一年: the rule on the left, the days that it comes to on the right, nothing written before the key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.days import PlannedDay
from station_app.domain.problem import Rejected
from station_app.domain.records import ReceptionPlan
from station_app.services import held_day, reception
from station_app.services.acts import Done
from station_app.services.reception import COPIED, Proposal
from station_app.text import planning as say
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import Sheet, row_of, words
from station_app.ui.record_form import RecordForm, rest_of
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Workplace

FIRST = ("year", "recurrence", "nth", "weekday", "month_days", "interval_days", "first_on", "months", "shift")
BELONGS = {
    "MONTHLY_WEEKDAY": ("nth", "weekday", "months"),
    "MONTHLY_DAY": ("month_days", "months"),
    "WEEKLY": ("weekday", "months"),
    "EVERY_N_DAYS": ("interval_days", "first_on", "months"),
}
"""Which fields speak to each sort of rule; the others are put out of the way."""
OPTIONAL = frozenset({"nth", "weekday", "month_days", "interval_days", "first_on", "months"})
FORM_NARROW, FORM_WIDTH = 360, 520


def _names(place: Workplace, day: PlannedDay) -> str:
    return text.SEPARATOR.join(place.sources.names("deputy", deputy) for deputy in day.deputies)


DATE, BECAUSE, DEPUTIES = say.PROPOSED_HEADS
LIST: ListSpec[PlannedDay] = ListSpec(
    say.PLAN_YEAR,
    (
        ListColumn(DATE, 190, lambda _place, day: text.day_in_words(str(day.held_on or day.fell_on))),
        ListColumn(DEPUTIES, 0, _names),
    ),
    say.PLAN_YEAR_SENTENCE,
)
"""The days of a rule; between its columns the page says how each came about."""


class PlanYearPage(Page):
    """Asks for a rule, shows its days at once. F9 keeps; Delete leaves a day out."""

    def __init__(self, place: Workplace, year: int) -> None:
        super().__init__(say.PLAN_YEAR, say.PLAN_YEAR_SENTENCE)
        self._place, self._year = place, year
        self._proposal: Proposal | None = None
        self._left_out: set[date] = set()
        self.rule = RecordForm(ReceptionPlan, place.sources, only=FIRST, columns=1)
        self.rest = RecordForm(ReceptionPlan, place.sources, only=rest_of(ReceptionPlan, FIRST), columns=1)
        because = ListColumn(BECAUSE, 250, self._because)
        self.list = RecordList(place, replace(LIST, columns=(LIST.columns[0], because, LIST.columns[1])))
        self.table = self.list.table
        self._sum = words("", "hint")
        self._lay_out()
        self.set_acts({"F9": KeyAct(say.KEEP_YEAR, self.keep), "F7": KeyAct(say.LEAVE_OUT, self.leave_out)})
        self._fill_in(year)
        for form in (self.rule, self.rest):
            form.changed.connect(self._changed)
        self.rule.ended.connect(self.rest.focus_first)
        self.notices.jump.connect(self._jump)
        self._look()

    def entered(self) -> None:
        """The rule takes the keys; holidays may have been typed in meanwhile."""
        self._look()
        if not self.rule.values()["recurrence"]:
            self.rule.focus_field("recurrence")

    def keep(self) -> None:
        """Register the plan with its days."""
        if control := self.focusWidget():
            control.clearFocus()  # a line reads what was typed into it when it is left
        desk, fields, left_out = self._place.desk, self._fields(), frozenset(self._left_out)
        self._place.jobs.save(
            lambda: reception.keep_plan(desk, fields, left_out), self._written, self._refused, owner=self
        )

    def leave_out(self) -> None:
        """Leave the day in the table's current row out, or take it in again."""
        day = self.list.current()
        if day is not None and day.held_on is not None:
            self._left_out ^= {day.held_on}
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete in the table leaves a day out."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.leave_out()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setObjectName("scrolled")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for form in (self.rule, self.rest):
            sheet = Sheet()
            sheet.column.addWidget(form)
            column.addWidget(sheet)
        column.addStretch(1)
        area = scrolled(left)
        area.setMaximumWidth(FORM_WIDTH)
        area.setMinimumWidth(FORM_NARROW)
        for form in (self.rule, self.rest):
            form.arrived.connect(lambda control: area.ensureWidgetVisible(control, 0, GRID * 4))
        beside = QVBoxLayout()
        beside.addWidget(self._sum)
        beside.addWidget(self.table, 1)
        leave_out = act_key(KeyAct(say.LEAVE_OUT, self.leave_out), "F7")
        keep = act_key(KeyAct(say.KEEP_YEAR, self.keep), "F9")
        keep.setObjectName("main")
        beside.addLayout(row_of(leave_out, keep, stretch_after=0))
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addWidget(area, 1)
        across.addLayout(beside, 1)
        self.body.addLayout(across, 1)

    def _fill_in(self, year: int) -> None:
        """The year, and the hours and the place of the last day, to be changed."""
        last = next(iter(held_day.days(self._place.desk)), None)
        facts = {name: getattr(last, name) for name in COPIED if name != "topic"} if last else {}
        self.rule.set_values({"year": str(year), "shift": "NEXT_WEEK"})
        self.rest.set_values({**facts, "deputies_a_day": "2"})
        self._show_what_belongs()

    def _fields(self) -> dict[str, object]:
        values = {**self.rule.values(), **self.rest.values()}
        belongs = BELONGS.get(str(values["recurrence"]), ())
        return {name: value for name, value in values.items() if name not in OPTIONAL or name in belongs}

    def _changed(self, name: str) -> None:
        if name == "recurrence":
            self._show_what_belongs()
        self._left_out.clear()
        self._look()

    def _show_what_belongs(self) -> None:
        belongs = BELONGS.get(str(self.rule.values()["recurrence"]), ())
        for name in OPTIONAL:
            self.rule.show_field(name, name in belongs)

    def _look(self) -> None:
        """The days of the rule as it stands; while it says too little there are none, and nothing is complained of."""
        try:
            self._proposal = reception.propose(self._place.desk, self._fields())
        except Rejected:
            self._proposal = None
        self._show()

    def _show(self) -> None:
        proposal = self._proposal
        days = proposal.days if proposal else ()
        self.list.show(days)
        if proposal is None:
            self._sum.setText("")
            self.notices.clear()
            return
        cancelled = sum(one.held_on is None for one in days)
        new = sum(one.held_on not in self._left_out for one in proposal.new)
        self._sum.setText(say.proposed(new, len(days) - cancelled - len(proposal.new), cancelled))
        if proposal.is_year_unknown:
            self.notices.offer(text.explain(proposal.warnings[0]), say.HOLIDAYS, self._open_holidays)
        elif proposal.warnings:
            self.notices.tell(text.explain(proposal.warnings[0]))
        else:
            self.notices.clear()

    def _open_holidays(self) -> None:
        self._place.open("holidays", self._year)

    def _because(self, _place: Workplace, day: PlannedDay) -> str:
        if day.held_on in self._left_out:
            return say.LEFT_OUT
        is_taken = self._proposal is not None and day.held_on in self._proposal.taken
        return say.TAKEN_ALREADY if is_taken else say.planned_because(day.fell_on, day.held_on, day.holiday)

    def _written(self, done: list[Done]) -> None:
        self._place.back()
        self._place.tell(say.kept_year(sum(one.kind == "reception_day" for one in done)))

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        left = self.rest.show_problems(self.rule.show_problems(told))
        self.notices.show_problems([("", sentence, refuses) for _, sentence, refuses in left], lambda _field: "")
        for name, _, refuses in told:
            if refuses and name in self.rule.values() | self.rest.values():
                self._jump(name)
                return

    def _jump(self, name: str) -> None:
        for form in (self.rule, self.rest):
            if name in form.values():
                form.focus_field(name)
