"""今日: the reception day, who is here, who came, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from station_app import text
from station_app.db import connection
from station_app.db.drafts import Draft
from station_app.db.waiting import Waiting
from station_app.domain import numbering
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import COMING_DAY, DAY_CLOSED, DAY_PLANNED, NEW
from station_app.domain.records import ReceptionDay
from station_app.services import access, agenda, reception
from station_app.services.agenda import DayLine, DayVisits
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.text import hands as hands_say
from station_app.text import planning as planning_say
from station_app.text import roads as roads_say
from station_app.text import visits as visits_say
from station_app.ui.jobs import Jobs
from station_app.ui.later import Later
from station_app.ui.look import GRID, LIGHT, Colours
from station_app.ui.page import Act, Acts, Page, act_key
from station_app.ui.pages.sheet import Sheet, row_of, words
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Column, listed
from station_app.ui.sources import Sources

if TYPE_CHECKING:
    from station_app.services.plans import NoticeDue
    from station_app.ui.pages.attendance import AttendanceList
    from station_app.ui.pages.closing_question import ClosingQuestion
    from station_app.ui.pages.day_plan import DayPlan
    from station_app.ui.pages.versions import Versions
    from station_app.ui.record_form import RecordForm

LOOK_MS = 1500
COUNT_AFTER_MS = 40
"""What waits is counted when the page stands: its lane would take the processor from the first picture."""

LEFT_NARROW, LEFT_WIDTH = 280, 384

_Waits = tuple[Waiting, list[Draft], tuple[int, int], "list[NoticeDue]"]


@immutable
class TodayDoors:
    """Where the page leads: the visit form (empty, or with a draft), a record, a print, what came back, news,
    opinions without a visitor, paper sheets to key in, whom to call, a reception day, all drafts."""

    register_visit: Callable[[], None]
    take_up: Callable[[Draft], None]
    open_record: Callable[[str, str], None]
    open_preview: Callable[[Versions], None]
    open_sent_back: Callable[[], None] = lambda: None
    open_news: Callable[[], None] = lambda: None
    collect: Callable[[], None] = lambda: None
    rekey: Callable[[], None] = lambda: None
    open_call_back: Callable[[], None] = lambda: None
    open_day: Callable[[str], None] = lambda _day: None
    open_drafts: Callable[[], None] = lambda: None


class TodayPage(Page):
    """The first page. It looks every second and a half whether anything was written, and then reads again."""

    def __init__(self, desk: Desk, sources: Sources, jobs: Jobs, doors: TodayDoors, colours: Colours = LIGHT) -> None:
        super().__init__(say.chinese_day(desk.today))
        self._desk, self._jobs, self._doors = desk, jobs, doors
        self._day: ReceptionDay | None = None
        self._visits = DayVisits(0, 0, ())
        self._seen = -1
        self._next: list[Act] = []
        self._sources = sources
        self.visits = RecordTable(_columns(), empty=say.NO_VISITS, colours=colours)
        self.visits.setAccessibleName(say.TODAY)
        self._visits_sheet = Sheet(say.visits_heading(0, 0))
        self._waiting = Sheet(say.WAITING_PART)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._waiting.column.addLayout(self._lines)
        self._day_key = QPushButton()
        self._day_key.clicked.connect(lambda _=False: self._do_day())
        self._print_key = QPushButton()
        self._print_key.clicked.connect(lambda _=False: self._close_or_print())
        self._lay_out()
        self.visits.opened.connect(self._open_line)
        self._is_counted = False
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self._show_waiting)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def entered(self) -> None:
        """Read again, and look from now on."""
        self.refresh()
        self._timer.start()

    @property
    def plan(self) -> DayPlan:
        """The form that plans a day."""
        return self._plan.part()

    @property
    def attendance(self) -> AttendanceList:
        """Who of the deputies is here."""
        return self._attendance.part()

    @property
    def closing(self) -> RecordForm:
        """What is said when the day is closed."""
        return self._question.part().form

    @property
    def is_settled(self) -> bool:
        """Whether what waits was counted since the page last read."""
        return self._is_counted

    def acts(self) -> Acts:
        """What can be done here now."""
        acts = {"F5": Act(say.TODAY, self.refresh)}
        if self._may("visit", "register"):
            acts["F2"] = Act(say.REGISTER_VISIT, self._doors.register_visit)
        if self._next:
            acts["F4"] = self._next[0]
        if self._plan.is_shown:
            acts["F9"] = Act(say.KEEP_PLAN, self.plan.keep)
        elif self._question.is_shown:
            acts["F9"] = Act(say.CLOSE_DAY, self._close)
        if self._can_begin():
            acts["F7"] = Act(say.PLAN_DAY, self._do_day)
        if self._can_sum_up():
            acts["F8"] = Act(say.CLOSE_DAY, self._close_or_print)
        return acts

    def _may(self, kind: str, act: str, state: str = NEW) -> bool:
        return access.may_do(self._desk, kind, act, state)

    def _can_begin(self) -> bool:
        """Whether the day can be planned, or begun where it is."""
        if self._day is None:
            return self._may("reception_day", "register")
        return self._may("reception_day", "open", self._day.state)

    def _can_sum_up(self) -> bool:
        """Whether the day can be closed, or printed where it is."""
        state = self._day.state if self._day else ""
        return state == DAY_CLOSED or self._may("reception_day", "close", state)

    def refresh(self) -> None:
        """Read everything again."""
        desk = self._desk
        self._seen = connection.data_version(desk.store.database)
        self._day = reception.day_of(desk, desk.today)
        self.set_heading(say.chinese_day(desk.today), self._day_sentence())
        self.set_acts(self.acts())
        self._show_day()
        self._show_visits(agenda.visits_of(desk, desk.today))
        self._is_counted = False
        self._count_soon.start()

    def _look(self) -> None:
        if self.isVisible() and connection.data_version(self._desk.store.database) != self._seen:
            self.refresh()

    def _lay_out(self) -> None:
        self._visits_sheet.column.addWidget(self.visits, 1)
        # The table takes what is left, or it would press the form of a question together.
        self.visits.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        across = QHBoxLayout()
        across.setSpacing(GRID * 2)
        self._attendance = Later(self._made_attendance, across)
        across.addWidget(self._visits_sheet, 1)
        for key in (self._day_key, self._print_key):
            key.setAutoDefault(True)
        self.body.addLayout(row_of(self._day_key))
        self._plan = Later(self._made_plan, self.body)
        self.body.addLayout(across, 1)
        self._question = Later(self._made_question, self.body)
        self.body.addWidget(self._waiting)
        others = [act_key(Act(label, do), key) for label, do, key in self._other_forms()]
        for other in others:
            other.setProperty("role", "link")
        self.body.addLayout(row_of(*others, QWidget(), self._print_key, stretch_after=len(others)))

    def _other_forms(self) -> tuple[tuple[str, Callable[[], None], str], ...]:
        doors = self._doors
        collect = ((visits_say.COLLECT, doors.collect, "F10"),) if self._may("opinion", "register") else ()
        rekey = ((visits_say.REKEY, doors.rekey, "F11"),) if self._may("visit", "register") else ()
        return (*collect, *rekey)

    def _made_plan(self) -> DayPlan:
        from station_app.ui.pages.day_plan import DayPlan  # noqa: PLC0415  (most mornings the day is planned already)

        plan = DayPlan(self._desk, self._sources, self._jobs, reception.plan_or_begin)
        plan.planned.connect(lambda _: self._settled())
        plan.cancelled.connect(self._settled)
        return plan

    def _made_attendance(self) -> AttendanceList:
        from station_app.ui.pages.attendance import AttendanceList  # noqa: PLC0415  (on reception days only)

        attendance = AttendanceList(self._desk, self._sources, self._jobs)
        attendance.setMinimumWidth(LEFT_NARROW)
        attendance.setMaximumWidth(LEFT_WIDTH)
        attendance.marked.connect(self.refresh)
        return attendance

    def _made_question(self) -> ClosingQuestion:
        from station_app.ui.pages.closing_question import ClosingQuestion  # noqa: PLC0415  (asked once a day)

        return ClosingQuestion(self._sources, self._close, self._settled)

    def _day_sentence(self) -> str:
        day = self._day
        if day is None:
            return say.NO_DAY
        when = (day.start, day.end, day.place, day.topic, day.joint_units)
        told = say.day_line(when, self._desk.codes.name_of("reception_day_state", day.state))
        return f"{told}\n{say.PLANNED_DAY}" if day.state == DAY_PLANNED else told

    def _show_day(self) -> None:
        day = self._day
        state = day.state if day else ""
        is_asking = self._plan.is_shown or self._question.is_shown
        if day is None:
            self._attendance.hide()
        else:
            self.attendance.show_day(day.uid, state in COMING_DAY)
            self.attendance.show()
        self._day_key.setVisible(self._can_begin() and not is_asking)
        self._day_key.setText(text.key_label(say.BEGIN_DAY if state == DAY_PLANNED else say.PLAN_DAY, "F7"))
        self._print_key.setVisible(self._can_sum_up() and not is_asking)
        self._print_key.setText(text.key_label(say.PRINT_SUMMARY if state == DAY_CLOSED else say.CLOSE_DAY, "F8"))

    def _show_visits(self, visits: DayVisits) -> None:
        self._visits = visits
        self._visits_sheet.set_heading(say.visits_heading(visits.visits, visits.heads))
        lines = {line.id: line for line in visits.lines}
        current = self.visits.current_id()
        self.visits.put(listed(lines, self._cells))
        if current in lines:
            self.visits.go_to(list(lines).index(current))

    def _cells(self, line: DayLine) -> tuple[str, ...]:
        codes = self._desk.codes
        number = numbering.find(line.number)
        marks = visits_say.marks(line.sensitivity, line.is_repeat, line.headcount)
        return (
            f"{number.sequence:04d}" if number else line.number,
            say.visitor(line.visitor, line.headcount),
            visits_say.marked(line.title or codes.name_of("matter", line.category), marks),
            say.where_now(codes.name_of("opinion_state", line.state), line.unit),
        )

    def _show_waiting(self) -> None:
        """Count what waits away from the screen's thread: a county's backlog takes longer than a blink."""
        desk = self._desk
        if not self._jobs.is_finished:
            self._jobs.read(lambda: _read(desk), self._show_heaps, owner=self)

    def _show_heaps(self, waits: _Waits) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        heaps, drafts, above, notices = waits
        self._next = [*self._acts_for(heaps, drafts), *self._acts_for_notices(notices), *self._acts_from_above(*above)]
        self._is_counted = not self._count_soon.isActive()
        for place, act in enumerate(self._next):
            key = act_key(act, "F4" if place == 0 else "")
            key.setProperty("role", "link")
            self._lines.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._next:
            self._lines.addWidget(words(say.NOTHING_WAITS, "hint"))
        self.set_acts(self.acts())

    def _acts_for(self, heaps: Waiting, drafts: list[Draft]) -> list[Act]:
        """What waits for the clerk, as a key each: it leads to the first of its heap."""
        desk, acts = self._desk, []
        if drafts:
            latest = drafts[0]
            name = agenda.called(latest) or say.NOBODY
            said = say.draft_waits(len(drafts), name, latest.kept_at[11:16])
            acts.append(Act(f"{said}  {say.GO_ON}", lambda: self._doors.take_up(latest)))
            acts.append(Act(hands_say.ALL_DRAFTS.format(count=len(drafts)), self._doors.open_drafts))
        for heap, sentence in (
            (heaps.overdue, say.overdue(heaps.overdue.count, agenda.days_since(desk, heaps.overdue.since))),
            (heaps.due_tomorrow, say.due_soon(heaps.due_tomorrow.count)),
            (heaps.undecided, say.undecided(heaps.undecided.count)),
            (heaps.unanswered, say.unanswered(heaps.unanswered.count, agenda.days_since(desk, heaps.unanswered.since))),
        ):
            if heap.count:
                acts.append(Act(sentence, partial(self._doors.open_record, "opinion", heap.first)))
        if heaps.untold.count:
            days = agenda.days_since(desk, heaps.untold.since)
            acts.append(Act(visits_say.to_tell(heaps.untold.count, days), self._doors.open_call_back))
        return acts

    def _acts_for_notices(self, due: list[NoticeDue]) -> list[Act]:
        """The notice that is to be posted next; it leads to the day, where it is printed and written down."""
        if not due:
            return []
        first = due[0]
        said = planning_say.notice_waits(first.day.held_on, first.days_left, len(due) - 1)
        return [Act(said, partial(self._doors.open_day, first.day.uid))]

    def _acts_from_above(self, sent_back: int, unseen: int) -> list[Act]:
        """What offices sent: records to mend, news that nobody has looked at."""
        return [
            Act(sentence.format(count=count), do)
            for count, sentence, do in (
                (sent_back, roads_say.WAITS_SENT_BACK, self._doors.open_sent_back),
                (unseen, roads_say.WAITS_NEWS, self._doors.open_news),
            )
            if count
        ]

    def _open_line(self, record_id: int) -> None:
        line = next(line for line in self._visits.lines if line.id == record_id)
        self._doors.open_record("opinion", line.opinion)

    def _do_day(self) -> None:
        day, desk = self._day, self._desk
        if day is None:
            self._waiting.hide()
            self.plan.ask(desk.today)
            self._show_day()
        elif day.state == DAY_PLANNED:
            self._jobs.save(lambda: reception.begin(desk, day.uid), lambda _: self._settled(), owner=self)

    def _close_or_print(self) -> None:
        if self._day is not None and self._day.state == DAY_CLOSED:
            self._print(self._day.uid)
        elif self._day is not None:
            self.closing.set_values({"common_matters": self._day.common_matters})
            self._waiting.hide()  # before the question shows: the window must not grow
            self._print_key.hide()
            self._question.part().show()
            self._show_day()
            self.closing.focus_first()

    def _close(self) -> None:
        day, desk, told = self._day, self._desk, str(self.closing.values()["common_matters"])
        if day is not None:
            self._jobs.save(lambda: reception.close(desk, day.uid, told), self._closed, owner=self)

    def _closed(self, _done: object) -> None:
        day = self._day
        self._settled()
        if day is not None:
            self._print(day.uid)

    def _print(self, day: str) -> None:
        from station_app.ui.pages.versions import versions_of_summary  # noqa: PLC0415  (the page stands before any paper)

        self._doors.open_preview(versions_of_summary(self._desk, day))

    def _settled(self) -> None:
        self._plan.hide()
        self._question.hide()
        self._waiting.show()
        self.refresh()
        self.setFocus()


def _read(desk: Desk) -> _Waits:
    return agenda.waiting_at(desk), agenda.unfinished(desk), agenda.from_above(desk), agenda.notices_to_post(desk)


def _columns() -> Sequence[Column]:
    number, visitor, matter, state = say.WHAT_HEADS
    return (Column(number, 72), Column(visitor, 150), Column(matter), Column(state, 200))
