"""今日: the reception day, who is here, who came, and what waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from station_app import text
from station_app.db import connection
from station_app.db.drafts import Draft
from station_app.db.ledger import Waiting
from station_app.domain import numbering
from station_app.domain.identity import masked_name
from station_app.domain.lifecycle import COMING_DAY, DAY_CLOSED, DAY_PLANNED, NEW
from station_app.domain.records import ReceptionDay
from station_app.domain.waiting import days_from
from station_app.services import access, agenda
from station_app.services.agenda import DayLine, DayVisits
from station_app.services.desk import Desk
from station_app.text import copies as copies_say
from station_app.text import desk as say
from station_app.text import finding
from station_app.text import hands as hands_say
from station_app.text import planning as planning_say
from station_app.text import roads as roads_say
from station_app.text import settings as settings_say
from station_app.text import turns as turn_words
from station_app.text import visits as visits_say
from station_app.ui.parts.flow import FlowLayout
from station_app.ui.parts.later import Later
from station_app.ui.parts.record_list import ListColumn, ListSpec, RecordList
from station_app.ui.parts.sheet import PlainLabel, Sheet, row_of
from station_app.ui.shell.look import CONTROL_HEIGHT, GRID
from station_app.ui.shell.page import LOW, Acts, KeyAct, Page, act_key
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.workplace import Workplace, short_at

if TYPE_CHECKING:
    from station_app.services.agenda import Month
    from station_app.services.copies import CopyStanding
    from station_app.services.reception import NoticeDue
    from station_app.ui.pages.days.attendance import AttendanceList, ClosingQuestion, DayPlan
    from station_app.ui.pages.days.figures import LongestWaiting, MonthStrip
    from station_app.ui.parts.record_form import RecordForm

LOOK_MS = 1500
COUNT_AFTER_MS = 40
"""What waits is counted when the page stands: its lane would take the processor from the first picture."""

OTHER_FORMS = ("collect", "rekey", "counter")
"""Pages beside the form of a visit, each with its key."""

LEFT_NARROW, LEFT_WIDTH = 256, 320
LONGEST_WIDTH, LONGEST_FITS = 328, 960
MONTH_HEIGHT, MONTH_FITS = 148, 620
"""Pixels: what the side card and the month take, and from which size of the page on they stand there."""

_Waits = tuple[
    Waiting,
    list[Draft],
    tuple[int, int],
    "list[NoticeDue]",
    bool,
    "Month",
    "tuple[CopyStanding, bool]",
    tuple[int, str, str, str],
    tuple[str, str, int, int],
]


class TodayPage(Page):
    """The first page. It looks every second and a half whether anything was written, and then reads again."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(say.chinese_day(place.desk.today))
        self._place, self._desk, self._jobs, self._sources = place, place.desk, place.jobs, place.sources
        self._day: ReceptionDay | None = None
        self._seen = -1
        self._next: list[KeyAct] = []
        self._list = RecordList(place, VISITS)
        self.visits = self._list.table
        self._visits_sheet = Sheet(say.visits_heading(0, 0))
        self._waiting, self._month_sheet = _frame(), _frame()
        self._lines = FlowLayout(self._waiting, gap=4)
        self._lines.setContentsMargins(GRID * 2, 2, GRID * 2, 2)
        self._waiting.setMinimumHeight(CONTROL_HEIGHT + 6)  # what waits is counted later, and moves nothing then
        self._longest_sheet = Sheet(say.LONGEST)
        self._longest: LongestWaiting | None = None
        self._strip: MonthStrip | None = None
        self._day_key = QPushButton()
        self._day_key.clicked.connect(lambda _=False: self._do_day())
        self._print_key = QPushButton()
        self._print_key.clicked.connect(lambda _=False: self._close_or_print())
        self._lay_out()
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
        acts = {"F5": KeyAct(say.TODAY, self.refresh)}
        if self._place.offers("visit"):
            acts["F2"] = self._place.way("visit")
        if self._next:
            acts["F4"] = self._next[0]
        if self._plan.is_shown:
            acts["F9"] = KeyAct(say.KEEP_PLAN, self.plan.keep)
        elif self._question.is_shown:
            acts["F9"] = KeyAct(say.CLOSE_DAY, self._close)
        if self._can_begin():
            acts["F7"] = KeyAct(say.PLAN_DAY, self._do_day)
        if self._can_sum_up():
            acts["F8"] = KeyAct(say.CLOSE_DAY, self._close_or_print)
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
        self._day = agenda.day_of(desk, desk.today)
        self.set_heading(say.chinese_day(desk.today), self._day_sentence())
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
        across.addWidget(self._longest_sheet)
        self._longest_sheet.setFixedWidth(LONGEST_WIDTH)
        self._longest_sheet.column.setContentsMargins(GRID * 2, GRID, GRID, 2)
        self._longest_sheet.column.setSpacing(4)
        self._month_sheet.setFixedHeight(MONTH_HEIGHT)
        for key in (self._day_key, self._print_key):
            key.setAutoDefault(True)
        self._plan = Later(self._made_plan, self.body)
        self.body.addWidget(self._waiting)
        self.body.addLayout(across, 1)
        self._question = Later(self._made_question, self.body)
        self.body.addWidget(self._month_sheet)
        others = [act_key(self._place.way(name), PAGES[name].key) for name in OTHER_FORMS if self._place.offers(name)]
        for other in others:
            other.setProperty("role", "link")
        self.body.addLayout(row_of(*others, QWidget(), self._day_key, self._print_key, stretch_after=len(others)))

    def _made_plan(self) -> DayPlan:
        from station_app.services import reception  # noqa: PLC0415  (a day is planned, begun and closed once)
        from station_app.ui.pages.days.attendance import DayPlan  # noqa: PLC0415  (most mornings the day is planned already)

        plan = DayPlan(self._place, reception.plan_or_begin)
        plan.planned.connect(lambda _: self._settled())
        plan.cancelled.connect(self._settled)
        return plan

    def _made_attendance(self) -> AttendanceList:
        from station_app.ui.pages.days.attendance import AttendanceList  # noqa: PLC0415  (on reception days only)

        attendance = AttendanceList(self._desk, self._sources, self._jobs)
        attendance.setMinimumWidth(LEFT_NARROW)
        attendance.setMaximumWidth(LEFT_WIDTH)
        attendance.marked.connect(self.refresh)
        return attendance

    def _made_question(self) -> ClosingQuestion:
        from station_app.ui.pages.days.attendance import ClosingQuestion  # noqa: PLC0415  (asked once a day)

        return ClosingQuestion(self._place, self._close, self._settled)

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
        self.set_acts(self.acts())
        if day is None:
            self._attendance.hide()
        else:
            self.attendance.show_day(day.uid, state in COMING_DAY)
            self.attendance.show()
        self._make_room()
        self._day_key.setVisible(self._can_begin() and not is_asking)
        self._day_key.setText(text.key_label(say.BEGIN_DAY if state == DAY_PLANNED else say.PLAN_DAY, "F7"))
        self._print_key.setVisible(self._can_sum_up() and not is_asking)
        self._print_key.setText(text.key_label(say.PRINT_SUMMARY if state == DAY_CLOSED else say.CLOSE_DAY, "F8"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the day comes first, and what is asked stands alone."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The keys of what is asked stay in sight: what it is asked about gives way where the screen is low. The month
        and those who wait give way first."""
        is_asking = self._plan.is_shown or self._question.is_shown
        is_alone = self.height() < LOW and is_asking
        self._visits_sheet.setHidden(is_alone)
        self._month_sheet.setVisible(self.height() >= MONTH_FITS and not is_asking)
        self._longest_sheet.setVisible(self.width() >= LONGEST_FITS and not is_asking)
        if is_alone:
            self._attendance.hide()

    def _show_visits(self, visits: DayVisits) -> None:
        self._visits_sheet.set_heading(say.visits_heading(visits.visits, visits.heads))
        before = self._list.current()
        self._list.show(visits.lines)
        ids = [line.id for line in visits.lines]
        if before is not None and before.id in ids:
            self.visits.go_to(ids.index(before.id))

    def _show_waiting(self) -> None:
        """Count what waits away from the screen's thread: a county's backlog takes longer than a blink."""
        desk = self._desk
        if not self._jobs.is_finished:
            self._jobs.read(lambda: _read(desk), self._show_heaps, owner=self)

    def _show_heaps(self, waits: _Waits) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        heaps, drafts, above, notices, has_deputies, month, (copied, lacks), promised, last_day = waits
        self._next = [*self._acts_for(heaps, drafts), *self._acts_for_notices(notices), *self._acts_from_above(*above)]
        self._next += [*self._acts_for_promises(*promised), *self._acts_for_last_day(*last_day)]
        if lacks:
            self._next.append(self._place.way("missing", copies_say.WAITS_MISSING))
        if copied.is_old:
            said = copies_say.waits(copied.days, is_first=not copied.last_elsewhere_at)
            self._next.append(self._place.way("copies", said))
        if not has_deputies and self._place.may("deputy", "register"):
            self._next.append(self._place.way("deputies", say.NO_DEPUTIES))
        self._is_counted = not self._count_soon.isActive()
        self._lines.addWidget(_beside(say.WAITING_PART if self._next else say.NOTHING_WAITS))
        for place, act in enumerate(self._next):
            key = act_key(act, "F4" if place == 0 else "")
            key.setProperty("role", "link")
            self._lines.addWidget(key)
        self._show_figures(month)
        self.set_acts(self.acts())

    def _show_figures(self, month: Month) -> None:
        """The figures, where their place was kept; what draws them is loaded with the first."""
        from station_app.ui.pages.days.figures import LongestWaiting, MonthStrip  # noqa: PLC0415  (see above)

        if self._strip is None or self._longest is None:
            self._strip, self._longest = MonthStrip(self._place), LongestWaiting(self._place)
            within = QHBoxLayout(self._month_sheet)
            within.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
            within.addWidget(self._strip)
            self._longest_sheet.column.addWidget(self._longest, 1)
        self._strip.show_month(month)
        self._longest.show_matters(month.longest)

    def _acts_for(self, heaps: Waiting, drafts: list[Draft]) -> list[KeyAct]:
        """What waits for the clerk, as a key each: it leads to the first of its heap."""
        desk, acts = self._desk, []
        if drafts:
            latest = drafts[0]
            name = agenda.called(latest) or say.NOBODY
            said = say.draft_waits(len(drafts), name, latest.kept_at[11:16])
            acts.append(KeyAct(f"{said}  {say.GO_ON}", lambda: self._place.take_up(latest)))
            acts.append(KeyAct(hands_say.ALL_DRAFTS.format(count=len(drafts)), partial(self._place.open, "drafts")))
        for heap, sentence in (
            (
                heaps.overdue,
                say.overdue(heaps.overdue.count, finding.due_in(days_from(desk.today, heaps.overdue.since))),
            ),
            (heaps.due_tomorrow, say.due_soon(heaps.due_tomorrow.count)),
            (heaps.undecided, say.undecided(heaps.undecided.count)),
            (heaps.unanswered, say.unanswered(heaps.unanswered.count, agenda.days_since(desk, heaps.unanswered.since))),
        ):
            if heap.count:
                acts.append(KeyAct(sentence, partial(self._place.record, "opinion", heap.first)))
        if heaps.untold.count:
            days = agenda.days_since(desk, heaps.untold.since)
            acts.append(KeyAct(visits_say.to_tell(heaps.untold.count, days), partial(self._place.open, "call_back")))
        return acts

    def _acts_for_notices(self, due: list[NoticeDue]) -> list[KeyAct]:
        """The notice that is to be posted next; it leads to the day, where it is printed and written down."""
        if not due:
            return []
        first = due[0]
        said = planning_say.notice_waits(first.day.held_on, first.days_left, len(due) - 1)
        return [KeyAct(said, partial(self._place.open, "day", first.day.uid))]

    def _acts_for_last_day(self, day: str, held_on: str, own: int, every: int) -> list[KeyAct]:
        """The look back: what was heard on reception days before and is still open; the key leads to the last one."""
        if not every:
            return []
        said = turn_words.look_back(finding.short_day(held_on, self._desk.today), own, every)
        return [KeyAct(said, partial(self._place.open, "day", day))]

    def _acts_for_promises(self, count: int, kind: str, uid: str, what: str) -> list[KeyAct]:
        """Promises past their day; the key leads to the matter of the oldest."""
        if not count:
            return []
        return [KeyAct(turn_words.past_due(count, settings_say.excerpt(what)), partial(self._place.record, kind, uid))]

    def _acts_from_above(self, sent_back: int, unseen: int) -> list[KeyAct]:
        """What offices sent: records to mend, news that nobody has looked at."""
        return [
            KeyAct(sentence.format(count=count), do)
            for count, sentence, do in (
                (sent_back, roads_say.WAITS_SENT_BACK, partial(self._place.open, "sent_back")),
                (unseen, roads_say.WAITS_NEWS, partial(self._place.open, "news")),
            )
            if count
        ]

    def _do_day(self) -> None:
        from station_app.services import reception  # noqa: PLC0415  (a day is planned, begun and closed once)

        day, desk = self._day, self._desk
        if day is None:
            self._waiting.hide()
            self.plan.ask(desk.today)
            self._show_day()
        elif day.state == DAY_PLANNED:
            self._jobs.save(partial(reception.begin, desk, day.uid), lambda _: self._settled(), owner=self)

    def _close_or_print(self) -> None:
        if self._day is not None and self._day.state == DAY_CLOSED:
            self._print(self._day.uid)
        elif self._day is not None:
            for part in (self._waiting, self._month_sheet):
                part.hide()  # before the question shows: the window must not grow
            self._print_key.hide()
            self._question.part().ask(self._day)
            self._show_day()

    def _close(self) -> None:
        from station_app.services import reception  # noqa: PLC0415  (a day is planned, begun and closed once)

        day, desk, told = self._day, self._desk, str(self.closing.values()["common_matters"])
        if day is not None:
            self._jobs.save(partial(reception.close, desk, day.uid, told), self._closed, owner=self)

    def _closed(self, _done: object) -> None:
        day = self._day
        self._settled()
        if day is not None:
            self._print(day.uid)

    def _print(self, day: str) -> None:
        from station_app.ui.pages.records.versions import versions_of_summary  # noqa: PLC0415  (the page stands before any paper)

        self._place.show_print(versions_of_summary(self._desk, day))

    def _settled(self) -> None:
        self._plan.hide()
        self._question.hide()
        self._waiting.show()
        self.refresh()
        self.setFocus()


def _read(desk: Desk) -> _Waits:
    from station_app.services import copies, reception, rejoining  # noqa: PLC0415  (the first picture waits for none)

    heaps, drafts, above = agenda.waiting_at(desk), agenda.unfinished(desk), agenda.from_above(desk)
    return (
        heaps,
        drafts,
        above,
        reception.notices_to_post(desk),
        agenda.has_deputies(desk),
        agenda.month_at(desk),
        (copies.standing(desk), rejoining.is_said(desk)),
        agenda.promises_past(desk),
        agenda.last_day_open(desk),
    )


def _frame() -> QFrame:
    """A sheet without a heading."""
    frame = QFrame()
    frame.setObjectName("sheet")
    return frame


def _beside(words: str) -> PlainLabel:
    """Words in the row of keys that they speak of."""
    label = PlainLabel(words)
    label.setProperty("role", "between")
    return label


def _number(desk: Desk, line: DayLine) -> str:
    number = numbering.find(line.number)
    called = short_at(desk, line.number, line.visit)
    return f"{number.sequence:04d}{called.removeprefix(number.short)}" if number else called


def _matter(desk: Desk, line: DayLine) -> str:
    marks = visits_say.marks(line.sensitivity, line.is_repeat, line.headcount)
    return visits_say.marked(line.title or desk.codes.name_of("matter", line.category), marks)


def _where(desk: Desk, line: DayLine) -> str:
    return say.where_now(desk.codes.name_of("opinion_state", line.state), line.unit)


NUMBER, VISITOR, MATTER, STATE = say.WHAT_HEADS
VISITS = ListSpec(
    say.TODAY,
    (
        ListColumn(NUMBER, 64, _number, cell=lambda _desk, line: line.number),
        ListColumn(
            VISITOR,
            120,
            lambda _desk, line: say.visitor(line.visitor, line.headcount),
            cell=lambda _desk, line: masked_name(line.visitor),
            full=lambda _desk, line: line.visitor,
        ),
        ListColumn(MATTER, 0, _matter),
        ListColumn(STATE, 168, _where),
    ),
    say.NO_VISITS,
    opens=lambda place, line: place.record("opinion", line.opinion),
)
"""The visits of a day."""
