"""接待: the reception days as a list and as a year, the plan that makes them, the holidays they go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.days import PlannedDay
from station_app.domain.lifecycle import DAY_CANCELLED, DAY_PLANNED, SUMMED_UP_DAY
from station_app.domain.problem import Rejected
from station_app.domain.records import HolidayTable, ReceptionDay, ReceptionPlan
from station_app.services import held_day, local_rules, reception
from station_app.services.acts import Done
from station_app.services.desk import Desk
from station_app.services.reception import COPIED, Proposal
from station_app.text import desk as words
from station_app.text import planning as say
from station_app.ui.pages.days.attendance import DayPlan
from station_app.ui.pages.records.versions import versions_of_day
from station_app.ui.parts.record_form import RecordForm, rest_of
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList, day
from station_app.ui.parts.sheet import Sheet, in_middle, paragraph, row_of, wrapped
from station_app.ui.parts.year_calendar import Mark, YearCalendar
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import MAIN_KEY, Acts, KeyAct, Page, act_key, scrolled
from station_app.ui.shell.workplace import Naming, Workplace

TONES = {DAY_PLANNED: "planned", DAY_CANCELLED: "", **dict.fromkeys(SUMMED_UP_DAY, "held")}
"""How a day of each state looks in the calendar."""
CALENDAR_WIDTH = 560
BOTH_FIT, CALENDAR_FITS = 1000, 600
"""Pixels of the page, across and down, from which calendar and list stand side by side."""
DATE, TIME, WHO, NOTICE = say.YEAR_LIST_HEADS


def _who_where(desk: Desk, day: ReceptionDay) -> str:
    heard = [(one.stand_in or one.deputy).name for one in held_day.attendance(desk, day.uid)]
    names = dict.fromkeys(heard)  # who stands in for somebody may be there in their own right too
    return say.who_where(text.SEPARATOR.join(names), day.place, day.topic)


LIST: ListSpec[ReceptionDay] = ListSpec(
    words.RECEPTION,
    (
        ListColumn(DATE, 132, lambda _desk, day: say.day_cell(day.held_on), cell=lambda _desk, held: day(held.held_on)),
        ListColumn(TIME, 112, lambda _desk, day: f"{day.start}\n{day.end}"),
        ListColumn(WHO, 0, _who_where),
    ),
    words.RECEPTION_EMPTY,
    opens=lambda place, day: place.open("day", day.uid),
    two_lines=True,
)


class ReceptionPage(Page):
    """The days of a year. Calendar and list go together; Enter opens a day, on an empty one it plans."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(words.RECEPTION)
        self._place = place
        self._year = int(place.desk.today[:4])
        self._plans = place.may("reception_day", "register")
        self._days: list[ReceptionDay] = []
        self.plan = DayPlan(place, reception.plan)
        self.late = DayPlan(place, reception.late, say.LATE_WORDS)
        self.calendar = YearCalendar(self._year, place.colours)
        self._left: Mapping[str, int] = {}
        notice = ListColumn(NOTICE, 120, self._notice, tone=say.tone_of_notice)
        self.list = RecordList(place, replace(LIST, columns=(*LIST.columns, notice)))
        self.table = self.list.table
        self._lay_out()
        self.calendar.moved.connect(self._follow_calendar)
        self.calendar.opened.connect(self._open_date)
        self.table.selected.connect(self._follow_table)
        for form in (self.plan, self.late):
            form.planned.connect(self._planned)
            form.cancelled.connect(self._settled)
        self.set_acts(self.acts())

    def acts(self) -> Acts:
        """What can be done here now."""
        acts = {
            **self._planning(),
            "F8": KeyAct(say.PRINT_PAPERS, self._print),
            **self.list.export_acts(),
            "F5": KeyAct(words.RECEPTION, self.entered),
            "Ctrl+PgUp": KeyAct(say.YEAR_BEFORE, lambda: self._turn(-1)),
            "Ctrl+PgDown": KeyAct(say.YEAR_AFTER, lambda: self._turn(1)),
        }
        for form in (self.plan, self.late):
            if form.isVisible():
                acts["F9"] = KeyAct(words.KEEP_PLAN, form.keep)
        return acts

    def _planning(self) -> dict[str, KeyAct]:
        """What is for those alone who plan days."""
        acts = {}
        if self._plans:
            acts["F2"] = KeyAct(words.PLAN_DAY, lambda: self._ask(self.plan))
            acts["Ctrl+N"] = KeyAct(say.PLAN_YEAR, lambda: self._place.open("plan_year", self._year))
            acts["F7"] = KeyAct(say.LATE_ENTRY, lambda: self._ask(self.late))
        if self._place.may("reception_day", "correct", DAY_PLANNED):
            acts["F6"] = KeyAct(say.POSTED, self._post)
        return acts

    def entered(self) -> None:
        """Read the year again."""
        is_first = not self.table.current_id()
        self._show_year()
        if not (self.plan.isVisible() or self.late.isVisible()):
            self.table.setFocus()
            if is_first:
                self.table.go_to(self._next_row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the list stands alone: it says and does the same."""
        super().resizeEvent(event)
        is_asking = self.plan.isVisible() or self.late.isVisible()
        is_large = self.width() >= BOTH_FIT and self.height() >= CALENDAR_FITS
        self._frame.setVisible(is_large and not is_asking)

    def _lay_out(self) -> None:
        frame = self._frame = Sheet()
        frame.column.addWidget(self.calendar, 1)
        frame.setMaximumWidth(CALENDAR_WIDTH)
        back, on = (QPushButton(sign) for sign in say.YEAR_TURNS)
        back.setAccessibleName(say.YEAR_BEFORE)
        on.setAccessibleName(say.YEAR_AFTER)
        back.clicked.connect(lambda _=False: self._turn(-1))
        on.clicked.connect(lambda _=False: self._turn(1))
        planning = [act_key(act, key) for key, act in self._planning().items() if key != MAIN_KEY]
        papers = act_key(KeyAct(say.PRINT_PAPERS, self._print), "F8")
        holidays = act_key(KeyAct(say.HOLIDAYS, lambda: self._place.open("holidays", self._year)))
        keys = (back, on, *planning, *((holidays,) if self._place.offers("holidays") else ()), papers)
        for key in keys:
            key.setAutoDefault(True)
        beside = QVBoxLayout()
        beside.addWidget(self.table, 1)
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addWidget(frame, 1)
        across.addLayout(beside, 1)
        for form in (self.plan, self.late):
            self.body.addWidget(form)
        self.body.addWidget(wrapped(*keys))
        self.body.addLayout(across, 1)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # takes what is left

    def _show_year(self) -> None:
        desk, year = self._place.desk, self._year
        known, days = local_rules.calendar(desk), reception.days_in(desk, year)
        self._days = days
        standing = sum(one.state != DAY_CANCELLED for one in days)
        self.set_heading(words.RECEPTION, say.year_heading(year, standing, known.knows(year)))
        off: dict[str, str] = {}
        day = date(year, 1, 1)
        while day.year == year:
            if not known.is_workday(day):
                off[day.isoformat()] = known.holiday(day)
            day += timedelta(days=1)
        self.calendar.put(year, {one.held_on: self._mark(one) for one in days}, off, desk.today)
        self._left = {one.day.uid: one.days_left for one in reception.notices_due(desk)}
        self.list.show(days)

    def _mark(self, day: ReceptionDay) -> Mark:
        state = self._place.desk.codes.name_of("reception_day_state", day.state)
        when = (day.start, day.end, day.place, day.topic, day.joint_units)
        return Mark(TONES[day.state], say.day_told(when, state, day.entered_late))

    def _notice(self, desk: Desk, day: ReceptionDay) -> str:
        state = desk.codes.name_of("reception_day_state", day.state)
        notice = say.notice_state(day.notice_posted_on, self._left.get(day.uid)) if day.state == DAY_PLANNED else ""
        return f"{notice}\n{state}" if notice else state

    def _next_row(self) -> int:
        """The first day that is not over, else the last one."""
        today = self._place.desk.today
        rows = (row for row, day in enumerate(self._days) if day.held_on >= today)
        return next(rows, len(self._days) - 1)

    def _follow_calendar(self, day: str) -> None:
        rows = [row for row, one in enumerate(self._days) if one.held_on == day]
        if rows:
            self.table.go_to(rows[0])

    def _follow_table(self, row: int) -> None:
        if 0 < row <= len(self._days):
            self.calendar.go_to(self._days[row - 1].held_on)

    def _open_date(self, held_on: str) -> None:
        for one in self._days:
            if one.held_on == held_on:
                self._place.open("day", one.uid)
                return
        if self._plans:
            self._ask(self.late if held_on < self._place.desk.today else self.plan, held_on)

    def _ask(self, form: DayPlan, held_on: str = "") -> None:
        for other in (self.plan, self.late):
            other.hide()
        self.notices.clear()
        form.ask(held_on)
        self._frame.hide()  # the form takes its room: the window must not grow
        self.set_acts(self.acts())

    def _turn(self, step: int) -> None:
        self._year += step
        self._show_year()
        self.table.go_to(self._next_row())

    def _print(self) -> None:
        self._place.show_print(versions_of_day(self._place.desk, self.list.current(), self._year))

    def _post(self) -> None:
        day, desk = self.list.current(), self._place.desk
        if day is None or day.state != DAY_PLANNED or day.notice_posted_on:
            self.notices.tell(say.NOTHING_TO_POST)
            return
        work = partial(reception.post_notice, desk, day.uid)
        self._place.jobs.save(work, lambda done: self._posted(day, done.warnings), self._refused, owner=self)

    def _posted(self, day: ReceptionDay, warnings: Sequence[object]) -> None:
        self.entered()
        late = say.POSTED_LATE if warnings else ""
        self.notices.tell(say.posted(day.held_on) + late)

    def _refused(self, rejected: Rejected) -> None:
        self.notices.show_problems([("", text.explain(one), True) for one in rejected.problems], lambda _field: "")

    def _planned(self, day: str) -> None:
        was_late = self.sender() is self.late
        self._settled()
        if was_late:
            self._place.open("day", day)

    def _settled(self) -> None:
        for form in (self.plan, self.late):
            form.hide()
        self._frame.setVisible(self.width() >= BOTH_FIT)
        self.set_acts(self.acts())
        self.entered()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.setFocus()


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


def _names(desk: Desk, day: PlannedDay) -> str:
    return text.SEPARATOR.join(Naming(desk).name("deputy", deputy) for deputy in day.deputies)


DAY_COLUMN, BECAUSE, DEPUTIES = say.PROPOSED_HEADS
PLANNED: ListSpec[PlannedDay] = ListSpec(
    say.PLAN_YEAR,
    (
        ListColumn(
            DAY_COLUMN,
            190,
            lambda _desk, day: text.day_in_words(str(day.held_on or day.fell_on)),
            cell=lambda _desk, day: day.held_on or day.fell_on,
        ),
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
        self.list = RecordList(place, replace(PLANNED, columns=(PLANNED.columns[0], because, PLANNED.columns[1])))
        self.table = self.list.table
        self._sum = paragraph("", "hint")
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
        work = partial(reception.keep_plan, desk, fields, left_out)
        self._place.jobs.save(work, self._written, self._refused, owner=self)

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

    def _because(self, _desk: Desk, day: PlannedDay) -> str:
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


WIDTH = 760


class HolidaysPage(Page):
    """One year's table, this year's where no other is said. F9 keeps it and leads back."""

    def __init__(self, place: Workplace, year: int = 0) -> None:
        super().__init__(say.HOLIDAYS, say.HOLIDAYS_SENTENCE)
        self._place = place
        self.form = RecordForm(HolidayTable, place.sources, columns=1)
        self.form.set_values(reception.as_typed(place.desk, year or int(place.desk.today[:4])))
        keep = KeyAct(say.HOLIDAYS_KEEP, self.keep)
        sheet, key = Sheet(), act_key(keep, "F9")
        key.setObjectName("main")
        sheet.column.addWidget(self.form)
        sheet.column.addLayout(row_of(key))
        key.setVisible(place.may("holiday_table", "register"))
        self.body.addWidget(in_middle(sheet, WIDTH))
        self.body.addStretch(1)
        self.set_acts({"F9": keep, "Ctrl+Return": keep} if place.may("holiday_table", "register") else {})

    def entered(self) -> None:
        """The days off take the keys."""
        self.form.focus_field("days_off")

    def keep(self) -> None:
        """Keep the table."""
        desk, fields = self._place.desk, self.form.values()
        work = partial(reception.keep_calendar, desk, fields)
        self._place.jobs.save(work, lambda _: self._place.back(), self._refused, owner=self)

    def _refused(self, rejected: Rejected) -> None:
        told = [(one.where, text.explain(one), one.refuses) for one in rejected.problems]
        merged = {field: "\n".join(said for where, said, _ in told if where == field) for field, _, _ in told}
        self.form.show_problems([(field, said, True) for field, said in merged.items()])
        if (first := next(iter(merged))) in self.form.values():
            self.form.focus_field(first)
