"""接待: the reception days; plan one, print the summary of one that is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy

from station_app.domain import numbering
from station_app.domain.lifecycle import SUMMED_UP_DAY
from station_app.domain.records import ReceptionDay
from station_app.services import reception
from station_app.services.desk import Desk
from station_app.text import day_in_words
from station_app.text import desk as say
from station_app.ui.jobs import Jobs
from station_app.ui.look import LIGHT, Colours
from station_app.ui.page import Act, Acts, Page
from station_app.ui.pages.day_plan import DayPlan
from station_app.ui.pages.versions import Versions, versions_of_summary
from station_app.ui.record_table import RecordTable
from station_app.ui.rows import Column, RowSource
from station_app.ui.sources import Sources


class ReceptionPage(Page):
    """The days, the latest first. Enter or F8 shows the summary of the current one."""

    def __init__(
        self,
        desk: Desk,
        sources: Sources,
        jobs: Jobs,
        open_preview: Callable[[Versions], None],
        colours: Colours = LIGHT,
    ) -> None:
        super().__init__(say.RECEPTION, say.RECEPTION_SENTENCE)
        self._desk, self._open_preview = desk, open_preview
        self._days: list[ReceptionDay] = []
        self.plan = DayPlan(desk, sources, jobs, begins=lambda _held_on: False)
        self.table = RecordTable(_columns(), empty=say.RECEPTION_EMPTY, colours=colours)
        self.body.addWidget(self.plan)
        self.body.addWidget(self.table, 1)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # takes what is left
        self.table.opened.connect(lambda _: self._print())
        self.plan.planned.connect(lambda _: self._settled())
        self.plan.cancelled.connect(self._settled)
        self.set_acts(self.acts())

    def acts(self) -> Acts:
        """What can be done here now."""
        acts = {"F2": Act(say.PLAN_DAY, lambda: self.plan.ask("")), "F8": Act(say.PRINT_SUMMARY, self._print)}
        if self.plan.isVisible():
            acts["F9"] = Act(say.KEEP_PLAN, self.plan.keep)
        return acts

    def entered(self) -> None:
        """Read the days again."""
        self._days = reception.days(self._desk)
        days = self._days
        self.table.put(
            RowSource(
                count=lambda: len(days),
                ids=lambda offset, limit: range(offset + 1, min(offset + limit, len(days)) + 1),
                rows=lambda wanted: {place: self._cells(days[place - 1]) for place in wanted},
            )
        )
        if not self.plan.isVisible():
            self.table.setFocus()
            self.table.go_to(0)

    def _cells(self, day: ReceptionDay) -> tuple[str, ...]:
        number = numbering.find(day.number)
        return (
            number.short if number else day.number,
            day_in_words(day.held_on),
            f"{day.start}–{day.end}",
            day.place,
            day.topic,
            self._desk.codes.name_of("reception_day_state", day.state),
        )

    def _print(self) -> None:
        place = self.table.current_id()
        if place and self._days[place - 1].state in SUMMED_UP_DAY:
            uid = self._days[place - 1].uid
            self._open_preview(versions_of_summary(self._desk, uid))
        elif place:
            self.notices.tell(say.NO_SUMMARY_YET)

    def _settled(self) -> None:
        self.plan.hide()
        self.entered()


def _columns() -> Sequence[Column]:
    number, day, hours, place, topic, state = say.DAY_HEADS
    return (
        Column(number, 120),
        Column(day, 240),
        Column(hours, 120),
        Column(place),
        Column(topic, 240),
        Column(state, 100),
    )
