"""Every page of a station's desk, as the table of pages names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from station_app.services import held_day, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.services.suggestions import promote
from station_app.ui.shell.page import Page
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered

WITHOUT_A_DESK = frozenset({"keys", "help", "lock", "unlock", "first_start", "ways_back"})
"""Pages that are not made with a desk's workplace: their own tests look at them."""

OF_OTHERS = frozenset(
    {"own_days", "own_duties", "own_suggestions", "policies", "password", "intake", "invite", "ask_correction"}
    | {"workbench", "opinions", "suggestion_list", "promises", "silent_stations", "several", "alike"}
)
"""Pages of deputies who keep no book and of offices: the tests of their windows look at them."""

SHOWN_SOMETHING = frozenset(
    {"record", "suggestion", "day", "read_back", "compare", "file", "ledger_report", "preview", "export", "photos"}
    | {"forget", "returned_sheet", "check_promises"}
)
"""Pages that show what they are given; those of records are opened for each of `records`."""


@dataclass(frozen=True)
class Stand:
    """A desk's window with something of everything in it."""

    place: Workplace
    records: Mapping[str, str]

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self.place.window

    def pages(self) -> Iterator[tuple[str, QWidget]]:
        """Open one page of the table after the other; what lies over the rail's pages is closed again."""
        for name in PAGES:
            if name in WITHOUT_A_DESK | OF_OTHERS | SHOWN_SOMETHING:
                continue
            yield name, self._opened(name)
        for kind, uid in self.records.items():
            yield f"record {kind}", self._opened("record", kind, uid)
        yield "suggestion", self._opened("suggestion")
        yield "suggestion draft", self._opened("suggestion", self.records["suggestion"])
        yield "day", self._opened("day", self.records["reception_day"])
        self.place.open("today")

    def _opened(self, name: str, *given: Any) -> QWidget:
        self.place.open("today")
        self.place.open(name, *(GIVEN.get(name, ()) or given))
        QApplication.processEvents()
        return self.window.page()


GIVEN: Mapping[str, tuple[Any, ...]] = {"plan_year": (2027,), "holidays": (2027,)}
"""What some pages are given, where they show little without it."""


def something_of_everything(desk: Desk) -> dict[str, str]:
    """A record of each kind that has a page, by kind."""
    made = registered(desk)
    deputy = enrol(desk, {"name": "秦彬", "phone": "13912345678"}, {"level": "TOWNSHIP", "term": 20})[0].uid
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    day = reception.plan(desk, fields, [deputy]).uid
    reception.begin(desk, day)
    reception.mark(desk, held_day.attendance(desk, day)[0].attendance.uid, "PRESENT")
    another = registered(desk, title="自来水浑浊有泥沙", category="0301")["opinion"].uid
    draft = {
        "title": "关于修复通组路的建议",
        "kind": "SUGGESTION",
        "level": "TOWNSHIP",
        "lead_deputy": deputy,
        "raised_in": "INTERSESSION",
        "situation": "通组路塌方半年，学生绕路四十分钟。",
        "proposals": "一、修复塌方路基。二、先设警示牌。",
        "disclosure": "FULL",
    }
    suggestion = promote(desk, [another], draft)[0].uid
    perform(desk, [Ask("unit", "register", {"name": "水务局"})])
    return {
        "opinion": made["opinion"].uid,
        "visit": made["visit"].uid,
        "person": made["person"].uid,
        "deputy": deputy,
        "reception_day": day,
        "suggestion": suggestion,
    }


def buttons_of(page: QWidget) -> list[QAbstractButton]:
    """The buttons that are seen on a page."""
    return [one for one in page.findChildren(QAbstractButton) if one.isVisibleTo(page)]


def title_of(page: QWidget) -> str:
    """What a page is called."""
    return page._title.text() if isinstance(page, Page) else type(page).__name__
