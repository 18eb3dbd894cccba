"""The window of an open desk: which pages there are, and how one leads to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from station_app.db.drafts import Draft
from station_app.domain.immutable import immutable
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.ui.jobs import Jobs
from station_app.ui.look import Colours
from station_app.ui.main_window import MainWindow, Place
from station_app.ui.page import Acts
from station_app.ui.pages.today import TodayDoors, TodayPage
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
    """The pages beside those of a reception day: what makes a record's page and a print's preview, further places of
    the rail (those after 接待), acts that hold everywhere, the lists of what came back, of news, and of whom to call.

    `forms` lay the pages that keep drafts, by the name their drafts go under.
    """

    record: Callable[[str, str], QWidget]
    preview: Callable[[Versions], QWidget]
    places: Sequence[Place] = ()
    forms: Mapping[str, Callable[[], TakesUp]] = field(default_factory=dict, hash=False)
    call_back: Callable[[], QWidget] | None = None
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
        self._neighbours = neighbours(self)
        self._forms: dict[str, Callable[[], TakesUp]] = {"visit": self.register_visit, **self._neighbours.forms}
        places = [
            Place(say.TODAY, "today", self._today),
            Place(say.RECEPTION, "reception", self._reception),
            *self._neighbours.places,
        ]
        self.window = MainWindow(say.station_title(desk.station.name), places, self._neighbours.everywhere, colours)
        self._say_where()

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

    def open_record(self, kind: str, uid: str) -> None:
        """A record over the present page."""
        self.lay(self._neighbours.record(kind, uid))

    def open_preview(self, versions: Versions) -> None:
        """A print over the present page."""
        self.lay(self._neighbours.preview(versions))

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
        )
        return TodayPage(self._desk, self._sources, self._jobs, doors, self._colours)

    def _reception(self) -> ReceptionPage:
        from station_app.ui.pages.reception import ReceptionPage  # noqa: PLC0415  (the first page waits for none)

        return ReceptionPage(self._desk, self._sources, self._jobs, self.open_preview, self._colours)

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

    def _say_where(self) -> None:
        user, codes = self._desk.user, self._desk.codes
        self.window.say("station", self._desk.station.name)
        self.window.say("user", say.roles(user.name, [codes.name_of("role", role) for role in user.roles]))
        if not self._desk.is_encrypted:
            self.window.say("lock", say.STATUS_NOT_ENCRYPTED, "late")
