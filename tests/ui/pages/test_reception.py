"""接待: a year of days in a calendar and a list; a day, a year, and a day held on paper are entered from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.records import ReceptionDay
from station_app.services import held_day, reception
from station_app.services.desk import Desk
from station_app.ui.jobs import Jobs
from station_app.ui.main_window import MainWindow
from station_app.ui.pages.holidays import HolidaysPage
from station_app.ui.pages.plan_year import PlanYearPage
from station_app.ui.pages.reception import ReceptionDoors, ReceptionPage
from station_app.ui.pages.versions import Versions
from station_app.ui.pages.workplace import Workplace
from station_app.ui.sources import Sources
from tests.office import SetClock
from tests.ui.pages.conftest import Hands, Shown


@dataclass
class Led:
    """Where the page led."""

    days: list[str] = field(default_factory=list)
    prints: list[Versions] = field(default_factory=list)
    years: list[tuple[int, Callable[[int], None]]] = field(default_factory=list)
    holidays: list[int] = field(default_factory=list)


@pytest.fixture
def led() -> Led:
    return Led()


@pytest.fixture
def laid() -> list[QWidget]:
    return []


@pytest.fixture
def work(desk: Desk, desk_sources: Sources, jobs: Jobs, laid: list[QWidget]) -> Workplace:
    return Workplace(desk, jobs, desk_sources, laid.append)


@pytest.fixture
def page(work: Workplace, led: Led, open_day: str, shown: Shown) -> ReceptionPage:
    doors = ReceptionDoors(
        led.days.append, led.prints.append, lambda year, kept: led.years.append((year, kept)), led.holidays.append
    )
    window = shown(partial(ReceptionPage, work, doors))
    made = window.page()
    assert isinstance(made, ReceptionPage)
    return made


def test_a_day_is_planned_ahead_and_the_last_hours_are_proposed(
    page: ReceptionPage, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F2)
    hands.write("2026-12-08")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(held_day.days(desk)) == 2)
    planned = held_day.days(desk)[0]
    assert (planned.held_on, planned.state, planned.place) == ("2026-12-08", "PLANNED", "社区活动室")


def test_enter_opens_the_day_and_f8_offers_its_papers(
    page: ReceptionPage, led: Led, open_day: str, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_Return)
    assert led.days == [open_day]
    hands.press(Qt.Key.Key_F8)
    made = [make() for make in led.prints[0].values()]
    assert [one.name for one in made] == [
        "P9-2026-11-23.pdf",
        "P9-2026-11-23-public.pdf",
        "P1-2026-11-23.pdf",
        "P3-2026-11-23.pdf",
        "P2-2026.pdf",
    ]


def test_a_day_held_on_paper_is_entered_and_its_page_opens(
    page: ReceptionPage, led: Led, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.write("2026-11-6")
    deputies = [one.deputy.uid for one in held_day.attendance(desk, held_day.days(desk)[0].uid)]
    page.late.deputies.set_values({"deputies": tuple(deputies)})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(led.days))
    day = desk.records.one(ReceptionDay, led.days[0])
    assert (day.held_on, day.state, day.entered_late) == ("2026-11-06", "OPEN", True)
    assert {one.attendance.presence for one in held_day.attendance(desk, day.uid)} == {"PRESENT"}


def test_a_day_that_is_still_to_come_is_not_entered_as_held(
    page: ReceptionPage, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.write("2026-12-8")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "还没到" in page.late.form.editor("held_on").accessibleDescription())
    assert len(held_day.days(desk)) == 1


def test_the_notice_of_a_planned_day_is_posted_by_a_key(
    page: ReceptionPage, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    fields = {"held_on": "2026-12-04", "start": "9:00", "end": "11:00", "place": "村委会"}
    day = reception.plan(desk, fields, []).uid
    hands.press(Qt.Key.Key_F5)
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: desk.records.one(ReceptionDay, day).notice_posted_on == desk.today)


def test_the_calendar_walks_by_arrows_and_opens_what_stands_on_a_day(
    page: ReceptionPage, led: Led, open_day: str, hands: Hands
) -> None:
    page.calendar.setFocus()
    page.calendar.go_to("2026-11-15")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right)
    assert page.calendar.current == "2026-11-23"
    assert "社区活动室" in page.calendar.accessibleDescription()
    hands.press(Qt.Key.Key_Return)
    assert led.days == [open_day]


def test_an_empty_day_of_the_calendar_is_planned(page: ReceptionPage, hands: Hands) -> None:
    page.calendar.setFocus()
    page.calendar.go_to("2026-12-15")
    hands.press(Qt.Key.Key_Return)
    assert page.plan.isVisible()
    assert page.plan.form.values()["held_on"] == "2026-12-15"


def test_a_year_is_planned_by_its_rule_and_a_day_left_out(
    work: Workplace, desk: Desk, shown: Shown, hands: Hands, qtbot: QtBot, clock: SetClock
) -> None:
    clock.at = datetime.fromisoformat("2026-01-04T09:30:00+08:00")
    kept: list[int] = []
    window = shown(partial(PlanYearPage, work, 2026, kept.append, lambda: None))
    page = window.page()
    assert isinstance(page, PlanYearPage)
    page.rule.set_values({"recurrence": "MONTHLY_WEEKDAY", "nth": "1", "weekday": "5"})
    page.rest.set_values({"start": "9:00", "end": "12:00", "place": "活动室"})
    page.rule.changed.emit("recurrence")
    assert not page.rule.editor("month_days").isVisible()
    page.table.go_to(0)
    page.table.setFocus()
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: kept == [11])
    held = [one.held_on for one in reception.days_in(desk, 2026)]
    assert "2026-01-09" not in held  # the one that was left out
    assert "2026-05-08" in held  # moved by a week: the first is 劳动节


def test_what_a_rule_lacks_is_said_beside_its_field(
    work: Workplace, desk: Desk, shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    window: MainWindow = shown(partial(PlanYearPage, work, 2026, lambda _count: None, lambda: None))
    page = window.page()
    assert isinstance(page, PlanYearPage)
    page.rule.set_values({"recurrence": "MONTHLY_DAY", "month_days": "32"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(page.rule.editor("month_days").accessibleDescription()))
    assert "1 到 31" in page.rule.editor("month_days").accessibleDescription()
    assert page.rest.editor("place").accessibleDescription()
    assert held_day.days(desk) == []


def test_a_missing_year_s_holidays_are_typed_in(
    work: Workplace, desk: Desk, shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    left: list[bool] = []
    window = shown(partial(HolidaysPage, work, 2027, lambda: left.append(True)))
    page = window.page()
    assert isinstance(page, HolidaysPage)
    page.form.set_values({"days_off": "2027-02-05~2027-02-11 春节\n十月一日"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "看不懂" in page.form.editor("days_off").accessibleDescription())
    page.form.set_values({"days_off": "2027-02-05~2027-02-11 春节"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: left == [True])
