from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.db import drafts
from station_app.domain.lifecycle import CHAIR
from station_app.services import agenda, held_day, reception, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.visits import Matter, VisitEntry
from station_app.ui.pages.days.attendance import ClosingQuestion
from station_app.ui.pages.days.day import DayPage
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.versions import Versions
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import OPINION, PERSON, VISIT, registered
from tests.suggesting import deputy
from tests.ui.pages.conftest import Hands, Shown

ENTER = Qt.Key.Key_Return


@pytest.fixture
def opened(desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> Callable[[], TodayPage]:
    def open_page() -> TodayPage:
        page = shown(partial(TodayPage, Workplace(desk, jobs, desk_sources, beside))).page()
        assert isinstance(page, TodayPage)
        return page

    return open_page


def prints_in(window: MainWindow) -> Versions:
    page = window.page()
    assert isinstance(page, PreviewPage)
    return page._versions


def test_without_a_reception_day_the_page_says_what_can_be_done(opened: Callable[[], TodayPage], hands: Hands) -> None:
    page = opened()
    assert page.accessibleName() == "十一月二十三日 星期一"
    assert "F2" in page.accessibleDescription()
    assert "F7" in page.acts()


def test_a_day_is_planned_and_begun_by_keys_alone(
    desk: Desk, opened: Callable[[], TodayPage], hands: Hands, qtbot: QtBot
) -> None:
    perform(desk, [Ask("deputy", "register", {"name": "秦彬"})])
    page = opened()
    hands.press(Qt.Key.Key_F7)
    for words in ("9:00", "12:00", "社区活动室"):
        page.plan.form.focus_field({"9:00": "start", "12:00": "end"}.get(words, "place"))
        hands.write(words)
    hands.press(ENTER)
    hands.write("qb")
    hands.press(ENTER, Qt.Key.Key_F9)
    # Planned and begun are two acts: the page may show the first before the second is done.
    qtbot.waitUntil(lambda: [one.state for one in held_day.days(desk)] == ["OPEN"])
    qtbot.waitUntil(page.attendance.isVisible)
    (day,) = held_day.days(desk)
    assert (day.start, day.place) == ("09:00", "社区活动室")
    assert [one.deputy.name for one in held_day.attendance(desk, day.uid)] == ["秦彬"]


@pytest.mark.parametrize("state", ["", "PLANNED", "OPEN"])
def test_a_chair_is_offered_no_key_of_the_clerks(
    desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow, state: str
) -> None:
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    day = reception.plan(desk, fields, []).uid if state else ""
    if state == "OPEN":
        reception.begin(desk, day)
    sitting = replace(desk, user=replace(desk.user, roles=(CHAIR,)))
    page = shown(lambda: TodayPage(Workplace(sitting, jobs, desk_sources, beside))).page()
    assert isinstance(page, TodayPage)
    assert set(page.acts()) == {"F5"}
    assert all(not key.isVisible() or key.text() == "" for key in (page._day_key, page._print_key))


def test_an_unsound_plan_is_refused_beside_its_fields(
    desk: Desk, opened: Callable[[], TodayPage], hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    hands.press(Qt.Key.Key_F7, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.plan.form.editor("place").accessibleDescription() != "")
    assert held_day.days(desk) == []


def test_the_arrow_keys_change_who_is_here(
    desk: Desk, opened: Callable[[], TodayPage], open_day: str, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    second = held_day.attendance(desk, open_day)[1].attendance
    page.attendance.presence_line(second.uid).setFocus()
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)
    qtbot.waitUntil(lambda: held_day.attendance(desk, open_day)[1].attendance.presence == "LEAVE")


def test_what_waits_is_counted_and_f4_leads_to_the_first(
    desk: Desk, opened: Callable[[], TodayPage], hands: Hands, beside: MainWindow, qtbot: QtBot
) -> None:
    opinion = registered(desk)["opinion"].uid
    page = opened()
    qtbot.waitUntil(lambda: "F4" in page.acts())
    hands.press(Qt.Key.Key_F4)
    page_over = beside.page()
    assert isinstance(page_over, RecordPage)
    assert page_over._uid == opinion


def test_an_unfinished_form_comes_first(
    desk: Desk, opened: Callable[[], TodayPage], hands: Hands, beside: MainWindow, qtbot: QtBot
) -> None:
    registered(desk)
    content = {"person": "", "person_fields": {"name": "杨"}, "visit_fields": {}, "matters": []}
    drafts.keep(desk.store.database, desk.user.uid, "visit", content, "2026-11-23T09:42:10.000+08:00")
    page = opened()
    qtbot.waitUntil(lambda: "F4" in page.acts())
    hands.press(Qt.Key.Key_F4)
    form = beside.page()
    assert isinstance(form, VisitPage)
    assert form.person.fields()["name"] == "杨"


def test_a_visit_that_another_window_wrote_appears(
    desk: Desk, opened: Callable[[], TodayPage], jobs: Jobs, qtbot: QtBot
) -> None:
    page = opened()
    assert page.visits.model().rowCount() == 0
    jobs.quick(lambda: registered(desk), lambda _: None)
    qtbot.waitUntil(lambda: page.visits.model().rowCount() == 1, timeout=5000)


def test_f8_asks_for_the_common_matters_closes_the_day_and_shows_the_summary(
    desk: Desk, opened: Callable[[], TodayPage], open_day: str, hands: Hands, beside: MainWindow, qtbot: QtBot
) -> None:
    opened()
    hands.press(Qt.Key.Key_F8)
    hands.write("通组路养护没有专门经费。")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: beside.name_in_view == "preview")
    day = agenda.day_of(desk, desk.today)
    assert day is not None
    assert (day.state, day.common_matters) == ("CLOSED", "通组路养护没有专门经费。")
    made = [make().name for make in prints_in(beside).values()]
    assert made[:2] == ["P9-2026-11-23.pdf", "P9-2026-11-23-public.pdf"]
    assert made[-1] == "P9-2026-11-23-words.pdf"


def test_closing_the_day_says_what_is_unfinished_and_leads_there(
    desk: Desk, opened: Callable[[], TodayPage], open_day: str, beside: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    on_day = {**VISIT, "channel": "RECEPTION_DAY", "reception_day": open_day, "deputies": [deputy(desk, "吴道明")]}
    entry = VisitEntry(PERSON, on_day, [Matter(OPINION), Matter(OPINION)])
    first = visits.register(desk, entry).opinions[0].uid
    drafts.keep(desk.store.database, desk.user.uid, "visit", {"called": "吴老三"}, "2026-11-23T11:05:00+08:00")
    page = opened()
    hands.press(Qt.Key.Key_F8)
    question = page.findChild(ClosingQuestion)
    assert question is not None
    main = [key.text() for key in page.findChildren(QPushButton, "main") if key.isVisible()]
    assert main == ["结束接待日并打印小结  F9"]
    leads = {key.text(): key for key in question.findChildren(QPushButton)}
    assert any("1 份没写完的登记（吴老三" in words for words in leads)
    leads["今天还有 2 条意见没有去向，第一条是杨胜美的  先去定"].click()
    record = beside.page()
    assert isinstance(record, RecordPage)
    assert record._uid == first


def test_the_window_keeps_its_size_when_a_question_opens(
    opened: Callable[[], TodayPage], open_day: str, hands: Hands, qtbot: QtBot
) -> None:
    page = opened()
    before = page.window().size()
    hands.press(Qt.Key.Key_F8)
    qtbot.waitUntil(page.closing.isVisible)
    assert page.window().size() == before


def test_a_notice_that_must_hang_soon_waits_and_leads_to_its_day(
    desk: Desk, opened: Callable[[], TodayPage], beside: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    fields = {"start": "9:00", "end": "12:00", "place": "活动室"}
    late, near, far = (
        reception.plan(desk, {**fields, "held_on": day}, ()).uid for day in ("2026-11-25", "2026-11-28", "2026-12-04")
    )
    page = opened()
    qtbot.waitUntil(lambda: page.is_settled)
    assert page.acts()["F4"].label == "11月25日接待日的公告该贴没贴，另有 1 天的也要贴"
    hands.press(Qt.Key.Key_F4)
    day_over = beside.page()
    assert isinstance(day_over, DayPage)
    assert day_over._uid == late

    for day in (late, near):
        reception.post_notice(desk, day)
    page.refresh()
    qtbot.waitUntil(lambda: page.is_settled)
    assert page.acts()["F4"].label.startswith("还没有登记代表")
    hands.press(Qt.Key.Key_F4)
    assert beside.name_in_view == "deputies"
    beside.go("today") if beside.has("today") else beside.go_back()
    deputy(desk, "吴道明")
    page.refresh()
    qtbot.waitUntil(lambda: page.is_settled)
    assert "F4" not in page.acts()
    assert far
