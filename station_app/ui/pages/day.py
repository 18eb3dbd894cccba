"""One reception day: who was there, who came, and its acts; also the page on which a day held on paper is entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from station_app import text
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import COMING_DAY, DAY_OPEN, DAY_PLANNED, SUMMED_UP_DAY
from station_app.domain.problem import Rejected
from station_app.domain.records import ReceptionDay
from station_app.services import agenda, reception
from station_app.services.agenda import DayLine
from station_app.text import desk as words
from station_app.text import planning as say
from station_app.ui.look import GRID
from station_app.ui.page import Act, Acts, Page, act_key
from station_app.ui.pages.attendance import AttendanceList
from station_app.ui.pages.closing_question import ClosingQuestion
from station_app.ui.pages.sheet import Sheet, row_of
from station_app.ui.pages.versions import Versions, versions_of_day
from station_app.ui.pages.workplace import Workplace, short
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Column, listed

LEFT_WIDTH = 384


@immutable
class DayDoors:
    """Where the page leads: the form of a visit on this day, a record, a print."""

    register_visit: Callable[[str], None]
    open_record: Callable[[str, str], None]
    open_preview: Callable[[Versions], None]


class DayPage(Page):
    """A day of any state. F2 registers a visit on it, F7 begins it, F8 prints, F9 closes it."""

    def __init__(self, place: Workplace, day: str, doors: DayDoors) -> None:
        super().__init__(say.DAY_PAGE)
        self._place, self._uid, self._doors = place, day, doors
        self._lines: dict[int, DayLine] = {}
        self._day = place.desk.records.one(ReceptionDay, day)
        self.attendance = AttendanceList(place.desk, place.sources, place.jobs)
        self.attendance.setFixedWidth(LEFT_WIDTH)
        self.attendance.marked.connect(self.entered)
        number, visitor, matter, state = words.WHAT_HEADS
        columns = [Column(number, 72), Column(visitor, 150), Column(matter), Column(state, 200)]
        self.visits = RecordTable(columns, empty=say.NOBODY_ENTERED, colours=place.colours)
        self.visits.setAccessibleName(say.DAY_PAGE)
        self.visits.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.visits.opened.connect(self._open_line)
        self._sheet = Sheet(words.visits_heading(0, 0))
        self._sheet.column.addWidget(self.visits, 1)
        self._question = ClosingQuestion(place.sources, self._close, self._put_off)
        self._detail = act_key(Act(say.WHOLE_RECORD, self._open_day))
        self._detail.setProperty("role", "link")
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        across.addWidget(self.attendance)
        across.addWidget(self._sheet, 1)
        self.body.addLayout(across, 1)
        self.body.addWidget(self._question)
        self.body.addLayout(row_of(self._detail))

    def acts(self) -> Acts:
        """What can be done here now."""
        day = self._day
        acts = {"F5": Act(say.DAY_PAGE, self.entered), "F8": Act(say.PRINT_PAPERS, self._print)}
        if self._question.isVisible():
            acts["F9"] = Act(words.CLOSE_DAY, self._close)
        elif self._may("close"):
            acts["F9"] = Act(words.CLOSE_DAY, self._ask_to_close)
        if day.state == DAY_OPEN and self._place.may("visit", "register"):
            acts["F2"] = Act(words.REGISTER_VISIT, lambda: self._doors.register_visit(self._uid))
        if self._may("open"):
            acts["F7"] = Act(words.BEGIN_DAY, self._begin)
        if day.state == DAY_PLANNED and not day.notice_posted_on and self._may("correct"):
            acts["F6"] = Act(say.POSTED, self._post)
        if self._may("reopen"):
            acts["F7"] = Act(say.OPEN_AGAIN, self._reopen)
        return acts

    def _may(self, act: str) -> bool:
        return self._place.may("reception_day", act, self._day.state)

    def entered(self) -> None:
        """Read the day again."""
        desk = self._place.desk
        day = self._day = desk.records.one(ReceptionDay, self._uid)
        state = desk.codes.name_of("reception_day_state", day.state)
        told = say.day_told((day.start, day.end, day.place, day.topic, day.joint_units), state, day.entered_late)
        self.set_heading(text.day_in_words(day.held_on), f"{told}\n{say.keys_line(self._keys())}")
        self.set_acts(self.acts())
        self.attendance.show_day(self._uid, day.state in COMING_DAY)
        found = agenda.visits_of_reception(desk, day)
        self._sheet.set_heading(say.visits_of_day(found.visits, found.heads))
        self._lines = {line.id: line for line in found.lines}
        self.visits.put(listed(self._lines, self._cells))

    def _keys(self) -> Sequence[tuple[str, str]]:
        return [(key, act.label) for key, act in sorted(self.acts().items()) if key not in ("F2", "F5")]

    def _cells(self, line: DayLine) -> tuple[str, ...]:
        codes = self._place.desk.codes
        return (
            short(line.number)[-4:],
            words.visitor(line.visitor, line.headcount),
            line.title or codes.name_of("matter", line.category),
            words.where_now(codes.name_of("opinion_state", line.state), line.unit),
        )

    def _open_line(self, record_id: int) -> None:
        self._doors.open_record("opinion", self._lines[record_id].opinion)

    def _open_day(self) -> None:
        self._doors.open_record("reception_day", self._uid)

    def _print(self) -> None:
        self._doors.open_preview(versions_of_day(self._place.desk, self._day))

    def _begin(self) -> None:
        self._do(lambda: reception.begin(self._place.desk, self._uid))

    def _reopen(self) -> None:
        self._do(lambda: reception.open_again(self._place.desk, self._uid))

    def _post(self) -> None:
        self._do(lambda: reception.post_notice(self._place.desk, self._uid), say.posted(self._day.held_on))

    def _ask_to_close(self) -> None:
        self._question.form.set_values({"common_matters": self._day.common_matters})
        self._question.show()
        self.set_acts(self.acts())
        self._question.form.focus_first()

    def _put_off(self) -> None:
        self._question.hide()
        self.entered()

    def _close(self) -> None:
        desk, uid, told = self._place.desk, self._uid, str(self._question.form.values()["common_matters"])
        self._place.jobs.save(lambda: reception.close(desk, uid, told), self._closed, self._refused, owner=self)

    def _closed(self, _done: object) -> None:
        self._question.hide()
        self.entered()
        if self._day.state in SUMMED_UP_DAY:
            self._print()

    def _do(self, work: Callable[[], object], told: str = "") -> None:
        def done(_done: object) -> None:
            self.entered()
            if told:
                self.notices.tell(told)

        self._place.jobs.save(work, done, self._refused, owner=self)

    def _refused(self, rejected: Rejected) -> None:
        problems = [("", text.explain(one), one.refuses) for one in rejected.problems]
        self.notices.show_problems(problems, lambda _field: "")
