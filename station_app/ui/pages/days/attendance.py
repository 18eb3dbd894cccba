"""Who is there on a reception day, who else is expected, and the question when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app import text
from station_app.domain.lifecycle import STATELESS
from station_app.domain.problem import Rejected
from station_app.domain.records import Attendance, ReceptionDay, Visit
from station_app.services import access, agenda, held_day, reception
from station_app.services.acts import Done
from station_app.services.desk import Desk
from station_app.services.held_day import Present
from station_app.text import desk as say
from station_app.ui.parts.editors import CodeChoices
from station_app.ui.parts.fold import Fold
from station_app.ui.parts.pick import PickLine
from station_app.ui.parts.record_form import RecordForm, put_behind
from station_app.ui.parts.sheet import PlainLabel, Sheet, paragraph, row_of
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.page import KeyAct, act_key, scrolled
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.workplace import Workplace

STOOD_IN_FOR = ("LEAVE", "ABSENT")
PRESENCE_WIDTH = 112
ROWS_AT_LEAST = 76


class AttendanceList(Sheet):
    """The attendance of one day. `marked()`: it was changed and is on the disk."""

    marked = Signal()

    def __init__(self, desk: Desk, sources: Sources, jobs: Jobs) -> None:
        super().__init__(say.DEPUTIES_PART)
        self._desk, self._sources, self._jobs = desk, sources, jobs
        self._day = ""
        self._shown: list[Present] = []
        self._shape: list[tuple[str, bool, str, bool]] = []
        self._rows = QWidget()
        self._rows.setObjectName("on_sheet")
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._empty = paragraph(say.NO_DEPUTIES, "hint")
        self._add = PickLine(partial(sources.choices, "deputy"), partial(sources.names, "deputy"))
        self._add.setPlaceholderText(say.ADD_DEPUTY)
        self._add.setAccessibleName(say.ADD_DEPUTY)
        self._add.settled.connect(self._expect)
        rows = scrolled(self._rows)
        rows.setMinimumHeight(ROWS_AT_LEAST)
        rows.viewport().setObjectName("on_sheet")
        self.column.addWidget(self._empty)
        self.column.addWidget(rows, 1)
        self.column.addWidget(self._add)

    def show_day(self, day: str, is_open: bool) -> None:
        """Show who is expected on a day; a row that the person is in is not taken from under them."""
        found = held_day.attendance(self._desk, day) if day else []
        is_open = is_open and access.may_do(self._desk, "attendance", "correct", STATELESS)
        self._add.setVisible(is_open)
        self._empty.setVisible(not found)
        shape = [(day, is_open, one.attendance.uid, one.attendance.presence in STOOD_IN_FOR) for one in found]
        is_same, self._shape, self._shown = shape == self._shape, shape, found
        if is_same:
            self._refill()
            return
        focused = self._rows.focusWidget()
        name = focused.objectName() if focused and focused.hasFocus() else ""
        self._day = day
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
        for row, one in enumerate(found):
            self._put_row(row, one, is_open)
        self._order_keys()
        if name and (again := self._rows.findChild(QWidget, name)):
            again.setFocus()

    def _order_keys(self) -> None:
        """Rows made anew stand before the line under them for Tab too, not behind everything else on the page."""
        lines = [line for line in self._rows.findChildren(PickLine) if line.objectName()]
        put_behind(self._rows, [*lines, self._add])

    def presence_line(self, attendance: str) -> PickLine:
        """The control of one deputy's presence."""
        line = self._rows.findChild(PickLine, f"presence_{attendance}")
        if line is None:
            raise KeyError(attendance)
        return line

    def _put_row(self, row: int, one: Present, is_open: bool) -> None:
        codes, attendance = self._desk.codes, one.attendance
        name = PlainLabel(one.deputy.name)
        level = paragraph(say.level(codes.name_of("deputy_level", attendance.level)), "hint")
        choices = CodeChoices(codes["presence"], self._desk.today, self._sources.initials)
        presence = PickLine(choices.search, choices.label, number_of=choices.number)
        presence.setObjectName(f"presence_{attendance.uid}")
        presence.setAccessibleName(say.presence_of(one.deputy.name))
        presence.setFixedWidth(PRESENCE_WIDTH)
        presence.put(attendance.presence)
        presence.setEnabled(is_open)
        presence.settled.connect(partial(self._mark, attendance.uid))
        for column, widget in enumerate((name, level, presence)):
            self._grid.addWidget(widget, row * 2, column)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(row * 2 + 2, 1)
        self._grid.setRowStretch(row * 2, 0)
        if attendance.presence in STOOD_IN_FOR:
            other = PickLine(partial(self._sources.choices, "deputy"), partial(self._sources.names, "deputy"))
            other.setObjectName(f"stand_in_{attendance.uid}")
            other.setPlaceholderText(say.STANDS_IN)
            other.setAccessibleName(say.stand_in_of(one.deputy.name))
            other.put(attendance.replaced_by)
            other.setEnabled(is_open)
            other.settled.connect(partial(self._stand_in, attendance.uid))
            self._grid.addWidget(other, row * 2 + 1, 1, 1, 2)

    def _refill(self) -> None:
        """The rows stay, and so does what is being typed in one of them."""
        for one in self._shown:
            for name, value in (("presence", one.attendance.presence), ("stand_in", one.attendance.replaced_by)):
                line = self._rows.findChild(PickLine, f"{name}_{one.attendance.uid}")
                if line is not None and not line.hasFocus():
                    line.put(value)

    def _attendance(self, uid: str) -> Attendance:
        return next(one.attendance for one in self._shown if one.attendance.uid == uid)

    def _mark(self, uid: str, presence: str) -> None:
        attendance = self._attendance(uid)
        if presence != attendance.presence:
            other = attendance.replaced_by if presence in STOOD_IN_FOR else ""
            self._do(attendance, presence, other)

    def _stand_in(self, uid: str, other: str) -> None:
        attendance = self._attendance(uid)
        if other != attendance.replaced_by:
            self._do(attendance, attendance.presence, other)

    def _do(self, attendance: Attendance, presence: str, other: str) -> None:
        desk, day = self._desk, self._day
        self._jobs.quick(
            lambda: reception.mark(desk, attendance.uid, presence, other),
            lambda _: self._marked(day),
            lambda _: self._marked(day),
            owner=self,
        )

    def _expect(self, deputy: str) -> None:
        desk, day = self._desk, self._day
        self._add.put("")
        if day and all(one.deputy.uid != deputy for one in self._shown):
            self._jobs.quick(lambda: reception.expect(desk, day, deputy), lambda _: self._marked(day), owner=self)

    def _marked(self, day: str) -> None:
        self.show_day(day, is_open=True)
        self.marked.emit()


FIELDS = ("held_on", "topic", "start", "end", "place")
FOR_NOTICE = ("contact", "contact_phone", "joint_units", "scope")
"""What the notice says besides: the same as last time as a rule, so it waits behind a key."""
FROM_LAST_TIME = ("start", "end", "place", *FOR_NOTICE)

Keep = Callable[[Desk, Mapping[str, Any], Sequence[str]], Done]
"""What writes a day with its deputies."""


PLAN_WORDS = (say.PLAN_DAY, say.PLAN_SENTENCE, say.KEEP_PLAN)


class DayPlan(Sheet):
    """Asks for a day and has it written by `write`. `planned(uid)`, `cancelled()`.

    `said` are the heading, the sentence under it and the words of the key. Where no deputy is known yet, the way to
    where they are registered stands in place of the choice.
    """

    planned = Signal(str)
    cancelled = Signal()

    def __init__(self, place: Workplace, write: Keep, said: tuple[str, str, str] = PLAN_WORDS) -> None:
        heading, sentence, keep_words = said
        desk, sources, jobs = place.desk, place.sources, place.jobs
        super().__init__(heading)
        self._desk, self._jobs, self._write = desk, jobs, write
        self.form = RecordForm(ReceptionDay, sources, only=FIELDS, spans={"place": 1})
        self.fold = Fold(RecordForm(ReceptionDay, sources, only=FOR_NOTICE))
        self.deputies = RecordForm(Visit, sources, only=("deputies",), columns=1)
        self._sentence = paragraph(sentence, "hint")
        self._elsewhere = paragraph("", "problem")
        keep = act_key(KeyAct(keep_words, self.keep), "F9")
        keep.setObjectName("main")
        self._enrol = act_key(place.way("deputies", say.NO_DEPUTIES))
        self._enrol.setProperty("role", "link")
        for part in (self._sentence, self.form, self.deputies, self._enrol, self.fold, self._elsewhere):
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
        has_deputies = agenda.has_deputies(self._desk)
        self.deputies.setVisible(has_deputies)
        self._enrol.setVisible(not has_deputies)
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
        self._jobs.save(partial(write, desk, fields, deputies), self._kept, self._refused, owner=self)

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


class ClosingQuestion(Sheet):
    """Says what of the day is unfinished, each with the key that leads to it, and asks for the common matters; then
    `close` or `put_off`. Hidden at first."""

    def __init__(self, place: Workplace, close: Callable[[], None], put_off: Callable[[], None]) -> None:
        super().__init__(say.CLOSE_DAY)
        self._place = place
        self.form = RecordForm(ReceptionDay, place.sources, only=("common_matters",), columns=1)
        self.unfinished = QVBoxLayout()
        self.unfinished.setSpacing(0)
        self.column.addLayout(self.unfinished)
        key = act_key(KeyAct(say.CLOSE_DAY, close), "F9")
        key.setObjectName("main")
        self.column.addWidget(paragraph(say.CLOSE_QUESTION, "hint"))
        self.column.addWidget(self.form)
        self.column.addLayout(row_of(key, act_key(KeyAct(say.NOT_YET, put_off))))
        self.hide()

    def ask(self, day: ReceptionDay) -> None:
        """Show the question for a day."""
        while (item := self.unfinished.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for act in self._leads(day):
            key = act_key(act)
            key.setProperty("role", "link")
            self.unfinished.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.set_values({"common_matters": day.common_matters})
        self.show()
        self.form.focus_first()

    def _leads(self, day: ReceptionDay) -> list[KeyAct]:
        """What is unfinished, as a key each to the first of its kind."""
        place, leads = self._place, []
        if drafts := agenda.unfinished(place.desk):
            latest = drafts[0]
            told = say.draft_waits(len(drafts), agenda.called(latest) or say.NOBODY, latest.kept_at[11:16])
            leads.append(KeyAct(f"{told}  {say.GO_ON}", partial(place.take_up, latest)))
        if lines := agenda.undecided_of(place.desk, day):
            told = say.undecided_today(len(lines), lines[0].visitor)
            leads.append(KeyAct(told, partial(place.record, "opinion", lines[0].opinion)))
        return leads
