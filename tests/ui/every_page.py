"""Every page of a station's desk, by name: those of the rail, and those that are laid over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from station_app.services import held_day, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.services.suggestions import promote
from station_app.ui.desk_window import DeskWindow
from station_app.ui.page import Page
from station_app.ui.pages.settings import SettingsPage
from tests.office import registered

HANDED_OUT = ("锁上，换人",)
"""What the settings do elsewhere than in a page of their own."""


@dataclass(frozen=True)
class Stand:
    """A desk's window with something of everything in it."""

    window: DeskWindow
    desk: Desk
    records: Mapping[str, str]

    def pages(self) -> Iterator[tuple[str, QWidget]]:
        """Open one page after the other; what lies over the rail's pages is closed again."""
        window = self.window.window
        for name in window._places:
            window.go(name)
            yield name, self._in_view()
        for name, lay in self._laid():
            window.go("今日")
            lay()
            yield name, self._in_view()
        window.go("今日")

    def _in_view(self) -> QWidget:
        QApplication.processEvents()
        return self.window.window.page()

    def _laid(self) -> Iterator[tuple[str, Callable[[], object]]]:
        for form in self.window._forms:
            yield f"form {form}", partial(self.window.form, form)
        yield "没写完的", self.window.open_drafts
        yield "打电话告知", self.window._open_call_back
        for kind, uid in self.records.items():
            yield f"record {kind}", partial(self.window.open_record, kind, uid)
        yield "接待日", partial(self.window.open_day, self.records["reception_day"])
        yield "安排一年", partial(self.window._plan_year, 2027, lambda _count: None)
        yield "节假日", partial(self.window.open_holidays, 2027)
        everywhere = self.window.window._everywhere
        yield "查找", everywhere["F3"].do
        yield "退回更正", self.window._open_sent_back
        yield "新消息", self.window._open_news
        settings = self.window.window.go("设置")
        assert isinstance(settings, SettingsPage)
        for act, _sentence in settings._doors:
            if act.label not in HANDED_OUT:
                yield f"设置 {act.label}", act.do


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
