from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.db import drafts
from station_app.domain.records import Person, Visit
from station_app.services import agenda, reception
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.suggestions import promote
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.old_ledger.page import OldLedgerPage
from station_app.ui.pages.records.call_back import CallBackPage
from station_app.ui.pages.records.deputies import TurnOverPage
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.search import SearchPage
from station_app.ui.pages.suggestion.suggestion import SuggestionPage
from station_app.ui.pages.visit.collect import CollectPage
from station_app.ui.pages.visit.rekey import RekeyPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.parts.record_list import ListPage
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.page import Page
from station_app.ui.shell.workplace import Workplace
from tests.office import SetClock, registered
from tests.services.test_telling import handled
from tests.suggesting import deputy, draft_fields


@pytest.fixture
def made(desk: Desk, qtbot: QtBot) -> Iterator[Workplace]:
    broken: list[BaseException] = []
    jobs = Jobs(broken.append, thread_end=desk.close)
    made = desk_window(desk, jobs)
    made.window.resize(1366, 768)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    jobs.finish()
    assert broken == []


def test_the_ledger_is_a_place_of_the_rail_and_registers_visits(made: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert isinstance(made.window.page(), LedgerPage)
    qtbot.keyClick(made.window, Qt.Key.Key_F2)
    assert isinstance(made.window.page(), VisitPage)


def test_a_term_is_ended_from_the_page_of_the_deputies(made: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(made.window, Qt.Key.Key_F7)
    assert isinstance(made.window.page(), TurnOverPage)


def test_a_day_says_about_what_and_with_which_departments_it_receives(made: Workplace, desk: Desk) -> None:
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "活动室", "topic": "人居环境"}
    day = reception.plan(desk, {**fields, "joint_units": "水务局、交通运输局"}, ()).uid
    today = made.window.page()
    assert isinstance(today, TodayPage)
    today.refresh()
    told = "议题 人居环境 · 联合 水务局、交通运输局"
    assert told in today.accessibleDescription()
    made.open("day", day)
    assert told in made.window.page().accessibleDescription()


def test_a_day_held_on_paper_is_keyed_in_sheet_by_sheet_from_its_page(
    made: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    fields = {"held_on": "2026-11-20", "start": "9:00", "end": "12:00", "place": "活动室"}
    made.open("day", reception.late(desk, fields, [deputy(desk, "秦彬")]).uid)
    qtbot.keyClick(made.window, Qt.Key.Key_F2)
    page = made.window.page()
    assert isinstance(page, RekeyPage)
    assert page.entry().visit["received_on"] == "2026-11-20"


def test_search_is_everywhere_and_never_twice(made: Workplace, qtbot: QtBot) -> None:
    before = made.window.page()
    qtbot.keyClick(made.window, Qt.Key.Key_F3)
    search = made.window.page()
    assert isinstance(search, SearchPage)
    qtbot.keyClick(made.window, Qt.Key.Key_F3)
    assert made.window.page() is search
    made.back()
    assert made.window.page() is before


def test_a_record_opens_over_the_page_one_is_on(made: Workplace, desk: Desk) -> None:
    made.record("opinion", registered(desk)["opinion"].uid)
    assert isinstance(made.window.page(), RecordPage)


def test_ctrl_z_takes_the_last_act_back_and_says_so_but_not_while_somebody_types(
    made: Workplace, desk: Desk, clock: SetClock, qtbot: QtBot
) -> None:
    uid = registered(desk)["person"].uid
    clock.move(minutes=1)
    perform(desk, [Ask("person", "correct", {"address": "二组"}, uid)])
    clock.move(minutes=1)
    made.open("visit")
    name = made.window.focusWidget()
    qtbot.keyClicks(name, "abc")
    qtbot.keyClick(name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.records.one(Person, uid).address == "二组"  # the line took its own typing back
    made.back()
    page = made.window.page()
    assert isinstance(page, Page)
    qtbot.keyClick(made.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "撤销了：更正" in page.notices.accessibleDescription())
    assert desk.records.one(Person, uid).address == ""


def wait_for(page: Page, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in page.notices.accessibleDescription())


def test_ctrl_z_asks_before_a_whole_visit_goes_and_says_how_it_comes_back(
    made: Workplace, desk: Desk, clock: SetClock, qtbot: QtBot
) -> None:
    visit = registered(desk)["visit"].uid
    page = made.window.page()
    assert isinstance(page, Page)
    for state, asked, said in (
        ("VOID", "要撤销“登记”吗？", "已作废"),
        ("REGISTERED", "要撤销“作废”吗？", "撤销了：作废"),
    ):
        clock.move(minutes=1)
        before = desk.records.one(Visit, visit).state
        qtbot.keyClick(made.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        wait_for(page, qtbot, asked)
        question = page.notices.accessibleDescription()
        assert "意见 1" in question
        assert "F26-0001" in question
        assert desk.records.one(Visit, visit).state == before
        qtbot.keyClick(made.window.focusWidget(), Qt.Key.Key_Return)
        wait_for(page, qtbot, said)
        assert "再按一次 Ctrl+Z" in page.notices.accessibleDescription()
        assert desk.records.one(Visit, visit).state == state


def test_old_ledgers_are_taken_in_from_the_ledger(made: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(made.window, Qt.Key.Key_F7)
    assert isinstance(made.window.page(), OldLedgerPage)


def test_suggestions_follow_the_ledger_on_the_rail(made: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert isinstance(made.window.page(), ListPage)
    qtbot.keyClick(made.window, Qt.Key.Key_F2)
    assert isinstance(made.window.page(), SuggestionPage)


def test_a_draft_is_taken_up_on_the_page_of_its_form(made: Workplace, desk: Desk, qtbot: QtBot) -> None:
    content = {"called": "修路", "uid": "", "opinions": [], "values": {"title": "关于修路的建议"}}
    drafts.keep(desk.store.database, desk.user.uid, "suggestion", content, "2026-11-23T09:30:00Z")
    made.take_up(drafts.of_user(desk.store.database, desk.user.uid)[0])
    page = made.window.page()
    assert isinstance(page, SuggestionPage)
    assert page.draft().values()["title"] == "关于修路的建议"


def test_a_suggestion_of_a_link_opens_on_its_own_page(made: Workplace, desk: Desk, qtbot: QtBot) -> None:
    uid = promote(desk, [], draft_fields(deputy(desk, "秦彬")))[0].uid
    made.record("suggestion", uid)
    page = made.window.page()
    assert isinstance(page, SuggestionPage)
    assert page.draft().uid == uid


def test_items_and_paper_sheets_are_begun_from_any_page_by_a_key(made: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(made.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(made.window, Qt.Key.Key_F10)
    assert isinstance(made.window.page(), CollectPage)
    made.back()
    qtbot.keyClick(made.window, Qt.Key.Key_F11)
    assert isinstance(made.window.page(), RekeyPage)


def test_a_draft_is_taken_up_on_the_page_that_it_was_begun_on(made: Workplace, desk: Desk, qtbot: QtBot) -> None:
    for name, page_class in (("visit", VisitPage), ("collect", CollectPage), ("rekey", RekeyPage)):
        page = made.open(name)
        assert isinstance(page, page_class)
        if isinstance(page, VisitPage):
            page.person.main.editor("name").setFocus()
            qtbot.keyClicks(page.person.main.editor("name"), "yang")
        elif isinstance(page, CollectPage):
            qtbot.keyClicks(page.item.main.editor("title"), "yang")
        else:
            qtbot.keyClicks(page.forms[1].editor("name"), "yang")
        made.back()
    qtbot.waitUntil(lambda: len(agenda.unfinished(desk)) == 3)
    for draft in agenda.unfinished(desk):
        assert agenda.called(draft) == "yang"
        made.take_up(draft)
        assert isinstance(made.window.page(), VisitPage | CollectPage | RekeyPage)
        made.back()


def test_whoever_waits_to_hear_is_on_the_first_page_and_leads_to_the_list(
    made: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    handled(desk)
    today = made.window.page()
    assert isinstance(today, TodayPage)
    today.refresh()
    qtbot.waitUntil(lambda: today.is_settled)
    assert "1 位群众等答复" in today.acts()["F4"].label
    qtbot.keyClick(made.window, Qt.Key.Key_F4)
    assert isinstance(made.window.page(), CallBackPage)
