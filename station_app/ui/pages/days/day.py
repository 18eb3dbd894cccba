"""One reception day: who was there, who came, and its acts; also the page on which a day held on paper is entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from station_app import text
from station_app.domain.lifecycle import COMING_DAY, DAY_OPEN, DAY_PLANNED, SUMMED_UP_DAY
from station_app.domain.problem import Rejected
from station_app.domain.records import ReceptionDay
from station_app.services import agenda, reception
from station_app.services.acts import Done
from station_app.text import desk as words
from station_app.text import planning as say
from station_app.ui.pages.days.attendance import AttendanceList, ClosingQuestion
from station_app.ui.pages.days.today import VISITS
from station_app.ui.pages.records.versions import versions_of_day
from station_app.ui.pages.visit.rekey import RekeyPage
from station_app.ui.parts.record_list import RecordList
from station_app.ui.parts.sheet import Sheet, row_of
from station_app.ui.shell.look import GRID
from station_app.ui.shell.page import Acts, KeyAct, Page, act_key
from station_app.ui.shell.workplace import Workplace

LEFT_WIDTH = 384


class DayPage(Page):
    """A day of any state. F2 registers a visit on it, F7 begins it, F8 prints, F9 closes it."""

    def __init__(self, place: Workplace, day: str) -> None:
        super().__init__(say.DAY_PAGE)
        self._place, self._uid = place, day
        self._day = place.desk.records.one(ReceptionDay, day)
        self.attendance = AttendanceList(place.desk, place.sources, place.jobs)
        self.attendance.setFixedWidth(LEFT_WIDTH)
        self.attendance.marked.connect(self.entered)
        self._list = RecordList(place, replace(VISITS, name=say.DAY_PAGE, empty=say.NOBODY_ENTERED))
        self.visits = self._list.table
        self.visits.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._sheet = Sheet(words.visits_heading(0, 0))
        self._sheet.column.addWidget(self.visits, 1)
        self._question = ClosingQuestion(place, self._close, self._put_off)
        self._detail = act_key(KeyAct(say.WHOLE_RECORD, self._open_day))
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
        acts = {"F5": KeyAct(say.DAY_PAGE, self.entered), "F8": KeyAct(say.PRINT_PAPERS, self._print)}
        if self._question.isVisible():
            acts["F9"] = KeyAct(words.CLOSE_DAY, self._close)
        elif self._may("close"):
            acts["F9"] = KeyAct(words.CLOSE_DAY, self._ask_to_close)
        if day.state == DAY_OPEN and self._place.may("visit", "register"):
            acts["F2"] = KeyAct(words.REGISTER_VISIT, self._register)
        if self._may("open"):
            acts["F7"] = KeyAct(words.BEGIN_DAY, self._begin)
        if day.state == DAY_PLANNED and not day.notice_posted_on and self._may("correct"):
            acts["F6"] = KeyAct(say.POSTED, self._post)
        if self._may("reopen"):
            acts["F7"] = KeyAct(say.OPEN_AGAIN, self._reopen)
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
        self._list.show(found.lines)

    def _keys(self) -> Sequence[tuple[str, str]]:
        return [(key, act.label) for key, act in sorted(self.acts().items()) if key not in ("F2", "F5")]

    def _register(self) -> None:
        """A visit of today by the form, one of a day that was held on paper sheet by sheet."""
        page = self._place.open("visit" if self._day.held_on == self._place.desk.today else "rekey")
        if isinstance(page, RekeyPage):
            page.begin_on(self._uid)

    def _open_day(self) -> None:
        self._place.record("reception_day", self._uid)

    def _print(self) -> None:
        self._place.show_print(versions_of_day(self._place.desk, self._day))

    def _begin(self) -> None:
        self._do(partial(reception.begin, self._place.desk, self._uid))

    def _reopen(self) -> None:
        self._do(partial(reception.open_again, self._place.desk, self._uid))

    def _post(self) -> None:
        self._do(partial(reception.post_notice, self._place.desk, self._uid), say.posted(self._day.held_on))

    def _ask_to_close(self) -> None:
        self._question.ask(self._day)
        self.set_acts(self.acts())

    def _put_off(self) -> None:
        self._question.hide()
        self.entered()

    def _close(self) -> None:
        desk, uid, told = self._place.desk, self._uid, str(self._question.form.values()["common_matters"])
        self._place.jobs.save(partial(reception.close, desk, uid, told), self._closed, self._refused, owner=self)

    def _closed(self, _done: object) -> None:
        self._question.hide()
        self.entered()
        if self._day.state in SUMMED_UP_DAY:
            self._print()

    def _do(self, work: partial[Done], told: str = "") -> None:
        def done(_done: object) -> None:
            self.entered()
            if told:
                self.notices.tell(told)

        self._place.jobs.save(work, done, self._refused, owner=self)

    def _refused(self, rejected: Rejected) -> None:
        problems = [("", text.explain(one), one.refuses) for one in rejected.problems]
        self.notices.show_problems(problems, lambda _field: "")
