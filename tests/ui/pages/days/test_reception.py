"""接待: a year of days in a calendar and a list; a day, a year, and a day held on paper are entered from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.domain.records import ReceptionDay
from station_app.services import held_day, reception
from station_app.services.desk import Desk
from station_app.ui.pages.days.day import DayPage
from station_app.ui.pages.days.reception import HolidaysPage, PlanYearPage, ReceptionPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.versions import Versions
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import SetClock
from tests.ui.pages.conftest import Hands, Shown


@pytest.fixture
def work(desk: Desk, desk_sources: Sources, jobs: Jobs, beside: MainWindow) -> Workplace:
    return Workplace(desk, jobs, desk_sources, beside)


@pytest.fixture
def page(work: Workplace, open_day: str, shown: Shown) -> ReceptionPage:
    made = shown(partial(ReceptionPage, work)).page()
    assert isinstance(made, ReceptionPage)
    return made


def day_in(window: MainWindow) -> str:
    page = window.page()
    assert isinstance(page, DayPage)
    return page._uid


def prints_in(window: MainWindow) -> Versions:
    page = window.page()
    assert isinstance(page, PreviewPage)
    return page._versions


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
    page: ReceptionPage, beside: MainWindow, open_day: str, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_Return)
    assert day_in(beside) == open_day
    hands.press(Qt.Key.Key_F8)
    made = [make() for make in prints_in(beside).values()]
    assert [one.name for one in made] == [
        "P9-2026-11-23.pdf",
        "P9-2026-11-23-public.pdf",
        "P9-2026-11-23-秦彬.pdf",
        "P9-2026-11-23-words.pdf",
        "P1-2026-11-23.pdf",
        "P3-2026-11-23.pdf",
        "P2-2026.pdf",
    ]


def test_a_day_held_on_paper_is_entered_and_its_page_opens(
    page: ReceptionPage, beside: MainWindow, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F7)
    hands.write("2026-11-6")
    deputies = [one.deputy.uid for one in held_day.attendance(desk, held_day.days(desk)[0].uid)]
    page.late.deputies.set_values({"deputies": tuple(deputies)})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: beside.name_in_view == "day")
    day = desk.records.one(ReceptionDay, day_in(beside))
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
    page: ReceptionPage, beside: MainWindow, open_day: str, hands: Hands
) -> None:
    page.calendar.setFocus()
    page.calendar.go_to("2026-11-15")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right)
    assert page.calendar.current == "2026-11-23"
    assert "社区活动室" in page.calendar.accessibleDescription()
    hands.press(Qt.Key.Key_Return)
    assert day_in(beside) == open_day


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
    page = shown(partial(PlanYearPage, work, 2026)).page()
    assert isinstance(page, PlanYearPage)
    page.rule.set_values({"recurrence": "MONTHLY_WEEKDAY", "nth": "1", "weekday": "5"})
    page.rest.set_values({"start": "9:00", "end": "12:00", "place": "活动室"})
    page.rule.changed.emit("recurrence")
    assert not page.rule.editor("month_days").isVisible()
    page.table.go_to(0)
    page.table.setFocus()
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(reception.days_in(desk, 2026)) == 11)
    held = [one.held_on for one in reception.days_in(desk, 2026)]
    assert "2026-01-09" not in held  # the one that was left out
    assert "2026-05-08" in held  # moved by a week: the first is 劳动节


def test_what_a_rule_lacks_is_said_beside_its_field(
    work: Workplace, desk: Desk, shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    page = shown(partial(PlanYearPage, work, 2026)).page()
    assert isinstance(page, PlanYearPage)
    page.rule.set_values({"recurrence": "MONTHLY_DAY", "month_days": "32"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(page.rule.editor("month_days").accessibleDescription()))
    assert "1 到 31" in page.rule.editor("month_days").accessibleDescription()
    assert page.rest.editor("place").accessibleDescription()
    assert held_day.days(desk) == []


def test_a_missing_year_s_holidays_are_typed_in(
    work: Workplace, window: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    page = replace(work, window=window).open("holidays", 2027)
    assert isinstance(page, HolidaysPage)
    page.form.set_values({"days_off": "2027-02-05~2027-02-11 春节\n十月一日"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "看不懂" in page.form.editor("days_off").accessibleDescription())
    page.form.set_values({"days_off": "2027-02-05~2027-02-11 春节"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.name_in_view == "today")
