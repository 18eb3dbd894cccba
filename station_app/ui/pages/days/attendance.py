"""Who of the deputies is here: one row a deputy, changed by the arrow keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from station_app.domain.lifecycle import STATELESS
from station_app.domain.records import Attendance
from station_app.services import access, held_day, reception
from station_app.services.desk import Desk
from station_app.services.held_day import Present
from station_app.text import desk as say
from station_app.ui.choices import CodeChoices
from station_app.ui.jobs import Jobs
from station_app.ui.parts.plain import PlainLabel
from station_app.ui.parts.sheet import Sheet, words
from station_app.ui.pick import PickLine
from station_app.ui.shell.page import scrolled
from station_app.ui.shell.sources import Sources

STOOD_IN_FOR = ("LEAVE", "ABSENT")
PRESENCE_WIDTH = 112
ROWS_AT_LEAST = 88


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
        self._empty = words(say.NO_DEPUTIES, "hint")
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
        before = self._add.previousInFocusChain() or self._rows
        for line in (*(line for line in self._rows.findChildren(PickLine) if line.objectName()), self._add):
            QWidget.setTabOrder(before, line)
            before = line

    def presence_line(self, attendance: str) -> PickLine:
        """The control of one deputy's presence."""
        line = self._rows.findChild(PickLine, f"presence_{attendance}")
        if line is None:
            raise KeyError(attendance)
        return line

    def _put_row(self, row: int, one: Present, is_open: bool) -> None:
        codes, attendance = self._desk.codes, one.attendance
        name = PlainLabel(one.deputy.name)
        level = words(say.level(codes.name_of("deputy_level", attendance.level)), "hint")
        choices = CodeChoices(codes["presence"], self._desk.today, self._sources.initials)
        presence = PickLine(choices.search, choices.label)
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
