"""收集社情民意: several items of one courtyard meeting, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.db import drafts
from station_app.domain.records import Opinion, Visit
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.pages.visit.collect import CollectPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.ui.pages.conftest import Hands, Shown

ENTER, F6, F7, F9 = Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9


@pytest.fixture
def deputy(desk: Desk) -> str:
    return perform(desk, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid


@pytest.fixture
def page(desk: Desk, deputy: str, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow) -> CollectPage:
    place = Workplace(desk, jobs, desk_sources, beside)
    made = shown(lambda: CollectPage(place)).page()
    assert isinstance(made, CollectPage)
    return made


def write_item(page: CollectPage, hands: Hands, title: str) -> None:
    page.item.focus_field("title")
    hands.write(title)
    hands.press(ENTER)
    hands.write("0206")
    hands.press(ENTER)
    hands.write("1")
    hands.press(ENTER)
    hands.write("塌方半年没人修。")
    hands.press(F6, F6)
    hands.write("把路修好")
    page.item.destination.focus_first()
    hands.press(*[Qt.Key.Key_Right] * 5)


def test_two_items_of_one_meeting_need_their_way_only_once(
    desk: Desk, deputy: str, page: CollectPage, hands: Hands, qtbot: QtBot
) -> None:
    assert hands.focused().objectName() == "channel"
    hands.write("7")
    hands.press(ENTER)
    hands.write("2026-11-20")
    hands.press(ENTER, ENTER)
    hands.write("qb")
    hands.press(ENTER, ENTER)
    hands.write("院坝会上三位村民")
    write_item(page, hands, "通组路塌方没有人修")
    assert page.missing.places() == []
    hands.press(F9)
    qtbot.waitUntil(lambda: len(desk.records.all(Opinion)) == 1 and page.item.is_empty)
    assert hands.focused().objectName() == "title"
    write_item(page, hands, "村口路灯坏了八盏")
    hands.press(F9)
    qtbot.waitUntil(lambda: len(desk.records.all(Opinion)) == 2 and page.item.is_empty)
    first, second = desk.records.all(Opinion)
    assert (first.channel, first.received_on, first.collected_by) == ("FORUM", "2026-11-20", (deputy,))
    assert (second.channel, second.received_on, second.collected_by) == ("FORUM", "2026-11-20", (deputy,))
    assert (first.speakers, second.speakers) == ("院坝会上三位村民", "")
    assert desk.records.all(Visit) == []
    assert drafts.of_user(desk.store.database, desk.user.uid) == []
    assert "2 条" in page.state.text()


def test_a_way_without_an_item_is_not_said_to_be_kept(
    desk: Desk, page: CollectPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.write("7")
    hands.press(ENTER)
    assert page.drafts.waits
    qtbot.waitUntil(lambda: not page.drafts.waits)
    assert page.state.text() == ""
    assert drafts.of_user(desk.store.database, desk.user.uid) == []


def test_what_is_not_whole_is_kept_and_says_what_is_missing(
    desk: Desk, page: CollectPage, hands: Hands, qtbot: QtBot
) -> None:
    page.item.focus_field("title")
    hands.write("通组路塌方没有人修")
    hands.press(F9)
    qtbot.waitUntil(page.notices.isVisible)
    assert desk.records.all(Opinion) == []
    assert hands.focused().objectName() == "channel"
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)


def test_a_draft_is_taken_up_with_how_it_was_collected(
    desk: Desk, page: CollectPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.write("7")
    hands.press(ENTER)
    page.item.focus_field("title")
    hands.write("通组路塌方没有人修")
    hands.press(F7)
    qtbot.waitUntil(lambda: len(drafts.of_user(desk.store.database, desk.user.uid)) == 1)
    assert page.item.is_empty
    (draft,) = drafts.of_user(desk.store.database, desk.user.uid)
    assert (draft.form, draft.content["called"]) == ("opinion", "通组路塌方没有人修")
    page.take_up(draft)
    assert page.item.main.values()["title"] == "通组路塌方没有人修"
    assert page.how.values()["channel"] == "FORUM"
