"""The window of an open desk: which pages there are, and how one leads to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from station_app.db.drafts import Draft
from station_app.domain.immutable import immutable
from station_app.domain.records import ReceptionDay
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.ui.jobs import Jobs
from station_app.ui.look import Colours
from station_app.ui.main_window import MainWindow, Place
from station_app.ui.page import Acts, Page
from station_app.ui.pages.today import TodayDoors, TodayPage
from station_app.ui.pages.workplace import Workplace
from station_app.ui.sources import Sources

if TYPE_CHECKING:
    from station_app.ui.pages.reception import ReceptionPage
    from station_app.ui.pages.versions import Versions
    from station_app.ui.pages.visit import VisitPage


@runtime_checkable
class TakesUp(Protocol):
    """A page whose drafts are kept."""

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft."""
        ...


@immutable
class Neighbours:
    """The pages beside those of a reception day: what makes a record's page and shows a print, further places of
    the rail (those after 接待), acts that hold everywhere, the lists of what came back, of news, and of whom to call.

    `forms` lay the pages that keep drafts, by the name their drafts go under; `rekey` the page of paper sheets for a
    reception day.
    """

    record: Callable[[str, str], QWidget]
    show_print: Callable[[Versions], None]
    places: Sequence[Place] = ()
    forms: Mapping[str, Callable[[], TakesUp]] = field(default_factory=dict, hash=False)
    call_back: Callable[[], QWidget] | None = None
    rekey: Callable[[str], None] | None = None
    everywhere: Acts | None = None
    sent_back: Callable[[], QWidget] | None = None
    news: Callable[[], QWidget] | None = None


class DeskWindow:
    """Makes the pages of a desk and lays them over one another. `window` is the one window."""

    def __init__(
        self,
        desk: Desk,
        sources: Sources,
        jobs: Jobs,
        neighbours: Callable[[DeskWindow], Neighbours],
        colours: Colours,
    ) -> None:
        self._desk, self._sources, self._jobs, self._colours = desk, sources, jobs, colours
        self._place = Workplace(desk, jobs, sources, self.lay, colours)
        self._neighbours = neighbours(self)
        self._forms: dict[str, Callable[[], TakesUp]] = {"visit": self.register_visit, **self._neighbours.forms}
        places = [
            Place(say.TODAY, "today", self._today),
            Place(say.RECEPTION, "reception", self._reception),
            *self._neighbours.places,
        ]
        self.window = MainWindow(say.station_title(desk.station.name), places, self._neighbours.everywhere, colours)
        say_where(self.window, self._desk)

    def lay(self, page: QWidget) -> None:
        """Lay a page over the present one; Esc closes it."""
        self.window.open(page)

    def go_back(self) -> None:
        """Close what lies on top."""
        self.window.go_back()

    def register_visit(self) -> VisitPage:
        """The form for the next visitor."""
        from station_app.ui.pages.visit import VisitDoors, VisitPage  # noqa: PLC0415  (the first page waits for none)

        page = VisitPage(
            self._desk, self._sources, self._jobs, VisitDoors(self.open_record, self.go_back, self.saved, self.lay)
        )
        self.lay(page)
        return page

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft, on the page that it was begun on."""
        self._forms[draft.form]().take_up(draft)

    def form(self, name: str) -> TakesUp:
        """An empty page of a form, by the name that its drafts go under. Raises KeyError for another name."""
        return self._forms[name]()

    def open_drafts(self) -> None:
        """All that one began and did not finish."""
        from station_app.ui.pages.drafts import DraftsPage  # noqa: PLC0415  (the first page waits for none)

        self.lay(DraftsPage(self._place, self.take_up))

    def open_record(self, kind: str, uid: str) -> None:
        """A record over the present page."""
        self.lay(self._neighbours.record(kind, uid))

    def open_preview(self, versions: Versions) -> None:
        """A print over the present page."""
        self._neighbours.show_print(versions)

    def tell(self, sentence: str) -> None:
        """Say on the page in view what was done."""
        page = self.window.page()
        if isinstance(page, Page):
            page.notices.tell(sentence)

    def saved(self) -> None:
        """Something was saved: the status line says when."""
        self.window.say("saved", say.saved_at(f"{self._desk.clock.now():%H:%M}"))

    def _today(self) -> TodayPage:
        doors = TodayDoors(
            self._register,
            self.take_up,
            self.open_record,
            self.open_preview,
            self._open_sent_back,
            self._open_news,
            partial(self._begin_form, "opinion"),
            partial(self._begin_form, "sheet"),
            self._open_call_back,
            self.open_day,
            self.open_drafts,
        )
        return TodayPage(self._desk, self._sources, self._jobs, doors, self._colours)

    def _reception(self) -> ReceptionPage:
        from station_app.ui.pages.reception import ReceptionDoors, ReceptionPage  # noqa: PLC0415  (as above)

        doors = ReceptionDoors(self.open_day, self.open_preview, self._plan_year, self.open_holidays)
        return ReceptionPage(self._place, doors)

    def open_day(self, day: str) -> None:
        """The page of a reception day."""
        from station_app.ui.pages.day import DayDoors, DayPage  # noqa: PLC0415  (as above)

        self.lay(DayPage(self._place, day, DayDoors(self._register_on, self.open_record, self.open_preview)))

    def _plan_year(self, year: int, kept: Callable[[int], None]) -> None:
        from station_app.ui.pages.plan_year import PlanYearPage  # noqa: PLC0415  (once a year)

        def done(count: int) -> None:
            self.go_back()
            kept(count)

        self.lay(PlanYearPage(self._place, year, done, lambda: self.open_holidays(year)))

    def open_holidays(self, year: int) -> None:
        """The holidays of a year."""
        from station_app.ui.pages.holidays import HolidaysPage  # noqa: PLC0415  (once a year)

        self.lay(HolidaysPage(self._place, year, self.go_back))

    def _register_on(self, day: str) -> None:
        """A visit of a reception day: of today by the form, of a day that was held on paper sheet by sheet."""
        held_on = self._desk.records.one(ReceptionDay, day).held_on
        if held_on == self._desk.today or self._neighbours.rekey is None:
            self.register_visit()
        else:
            self._neighbours.rekey(day)

    def _open_sent_back(self) -> None:
        if self._neighbours.sent_back is not None:
            self.lay(self._neighbours.sent_back())

    def _open_news(self) -> None:
        if self._neighbours.news is not None:
            self.lay(self._neighbours.news())

    def _register(self) -> None:
        self.register_visit()

    def _begin_form(self, name: str) -> None:
        if name in self._forms:
            self.form(name)

    def _open_call_back(self) -> None:
        if self._neighbours.call_back is not None:
            self.lay(self._neighbours.call_back())


def say_where(window: MainWindow, desk: Desk) -> None:
    """The cells of the status line that stand for good: where, who, and whether the file is encrypted."""
    window.say("station", desk.place.name)
    window.say("user", say.roles(desk.user.name, [desk.codes.name_of("role", role) for role in desk.user.roles]))
    if not desk.is_encrypted:
        window.say("lock", say.STATUS_NOT_ENCRYPTED, "late")
