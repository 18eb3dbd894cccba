"""同步 and its parts, at a station that a county answers by batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_app.db import trail
from station_app.domain.records import Correction, Opinion, Visit
from station_app.services import attachments, county, news, road_totals
from station_app.services.desk import Desk
from station_app.text.visits import spoken
from station_app.ui.pages.roads.corrections import SentBackPage
from station_app.ui.pages.roads.news import NewsPage
from station_app.ui.pages.roads.statements import StatementsPage
from station_app.ui.pages.roads.stick import StickPage
from station_app.ui.pages.roads.sync import PARTS, SyncPage
from station_app.ui.pages.roads.sync import page as held_page
from station_app.ui.parts.record_list import ListPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.offices import admit, sealed
from tests.offices import county as new_county
from tests.services.test_attachments import photo
from tests.ui.pages.conftest import Hands, Shown

REASON = "请写清楚是哪个组"


@pytest.fixture
def office(tmp_path: Path, desk: Desk) -> Iterator[Desk]:
    made = new_county(tmp_path / "county")
    admit(made, desk)
    yield made
    made.close()


@pytest.fixture
def here(beside: MainWindow, desk: Desk, jobs: Jobs, office: Desk) -> Workplace:
    """The station's place, after the county has taken a visit and sent its matter back."""
    uid = registered(desk)["opinion"].uid
    county.take_contents(office, sealed(desk))
    news.ask(office, "opinion", uid, "affected_place", REASON)
    for audience in (office.place.area_code, desk.place.uid):
        news.take_in(desk, sealed(office, audience))
    return Workplace(desk, jobs, sources_of(desk), beside)


def test_the_totals_add_up_and_say_what_the_county_has(here: Workplace, shown: Shown, qtbot: QtBot) -> None:
    lane = Lane(here.desk, print, begin_ms=60_000)
    page = shown(lambda: SyncPage(replace(here, lane=lane))).page()
    assert isinstance(page, SyncPage)
    qtbot.waitUntil(lambda: page.is_settled and "=" in page.totals_said())
    counted = road_totals.totals(here.desk)
    assert counted.adds_up
    assert f"{counted.imported}" in page.totals_said()
    assert page.table.model().rowCount() == 1
    assert PAGES[PARTS[0]].title == page.acts()["F4"].label, "what came back waits first"
    lane.finish()


def test_the_field_is_mended_right_there(here: Workplace, shown: Shown, hands: Hands, qtbot: QtBot) -> None:
    page = shown(lambda: SentBackPage(here)).page()
    assert isinstance(page, SentBackPage)
    assert len(page.sheets) == 1
    hands.write("三组到四组")
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.sheets == [])
    assert here.desk.records.all(Opinion)[0].affected_place == "三组到四组"
    assert here.desk.records.all(Correction)[0].state == "ANSWERED"


def test_an_answer_without_words_is_refused_beside_its_field(here: Workplace, shown: Shown, qtbot: QtBot) -> None:
    page = shown(lambda: SentBackPage(here)).page()
    assert isinstance(page, SentBackPage)
    sheet = page.sheets[0]
    sheet.answer()
    qtbot.waitUntil(lambda: sheet.note.editor("answer_note").accessibleDescription() != "")
    assert here.desk.records.all(Correction)[0].state == "ASKED"


def test_news_is_new_until_it_was_in_view(here: Workplace, shown: Shown, qtbot: QtBot) -> None:
    assert any(one.is_new for one in news.items(here.desk))
    page = shown(lambda: NewsPage(here)).page()
    assert isinstance(page, NewsPage)
    assert page.table.model().rowCount() == 1
    qtbot.waitUntil(lambda: not any(one.is_new for one in news.items(here.desk)))


def test_the_other_parts_open_with_nothing_in_them(here: Workplace, shown: Shown, qtbot: QtBot) -> None:
    held = shown(lambda: held_page(here)).page()
    assert isinstance(held, ListPage)
    assert held.table.model().rowCount() == 0
    statements = shown(lambda: StatementsPage(here)).page()
    assert isinstance(statements, StatementsPage)
    qtbot.waitUntil(lambda: bool(statements.shown))
    aloud = spoken(statements.shown[0].syllables)
    assert aloud in [label.text() for label in statements.findChildren(QLabel) if label.isVisible()]
    cells = [statements.table.model().index(0, column).data() for column in range(4)]
    assert cells == [statements.shown[0].station, str(statements.shown[0].last_seq), cells[2], aloud]


def test_a_new_stick_is_asked_about_and_then_written(
    here: Workplace, shown: Shown, tmp_path: Path, qtbot: QtBot
) -> None:
    root = tmp_path / "stick"
    root.mkdir()
    page = shown(lambda: StickPage(here)).page()
    assert isinstance(page, StickPage)
    page.folder.setText(str(root))
    registered(here.desk)
    qtbot.keyClick(page.window(), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.notices.isVisible() and not page.is_working)
    assert list(root.iterdir()) == []
    page.write(is_new=True)
    qtbot.waitUntil(lambda: page.said() != "")
    assert list(root.rglob("*.lzb.age"))


def test_a_new_life_is_told_in_one_plain_sentence(here: Workplace, shown: Shown, qtbot: QtBot) -> None:
    desk = here.desk
    lane = Lane(desk, print, begin_ms=60_000)
    page = shown(lambda: SyncPage(replace(here, lane=lane))).page()
    assert isinstance(page, SyncPage)
    qtbot.waitUntil(lambda: page.is_settled)
    assert page.noticed() == ""
    trail.note(desk.store.database, desk.clock.now(), desk.user.uid, trail.NEW_LIFE, detail="KT")
    page.refresh()
    qtbot.waitUntil(lambda: "以后的编号带字母 KT" in page.noticed())
    lane.finish()


def test_how_far_photos_have_come_stands_beneath_the_totals(
    here: Workplace, office: Desk, shown: Shown, qtbot: QtBot
) -> None:
    visit = here.desk.records.all(Visit)[0].uid
    attachments.attach(here.desk, "visit", visit, attachments.prepare(photo(300, 200), "1.jpg"))
    lane = Lane(here.desk, print, begin_ms=60_000)
    page = shown(lambda: SyncPage(replace(here, lane=lane))).page()
    assert isinstance(page, SyncPage)
    qtbot.waitUntil(lambda: page.is_settled and bool(page.files_said()))
    assert "共 1 个" in page.files_said()
    assert "没送到" in page.files_said()
    lane.finish()
