"""The keys of 同步 and its parts: pause and go on, the next step, all without a mouse; and the question of a roster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.act import AUDITOR, CHAIR, CLERK, DESK, HEAD
from station_app.domain.exchange import Invitation
from station_app.domain.problem import Rejected
from station_app.domain.records import Mandate
from station_app.services import county, news
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.road_totals import Difference
from station_app.services.sending import SendingState
from station_app.sync import trust
from station_app.text import roads as say
from station_app.ui.pages.roads.admission import AdmissionPage
from station_app.ui.pages.roads.news import NewsPage
from station_app.ui.pages.roads.stick import IntakePage, StickPage
from station_app.ui.pages.roads.sync import PARTS, SyncPage
from station_app.ui.shell import lane as sending_words
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.pages import PAGES
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.offices import admit, sealed
from tests.offices import county as new_county
from tests.ui.pages.conftest import Hands, Shown, raised

ROSTER = 6
SMALL = (1092, 614)
"""1366 x 768 at a scale of 125 %, in the screen's own units."""


@pytest.fixture
def office(tmp_path: Path, desk: Desk) -> Iterator[Desk]:
    made = new_county(tmp_path / "county")
    admit(made, desk)
    county.take_contents(made, sealed(desk))
    yield made
    made.close()


@pytest.fixture
def here(desk: Desk, jobs: Jobs, beside: MainWindow) -> Workplace:
    return Workplace(desk, jobs, sources_of(desk), beside)


@pytest.fixture
def lane(desk: Desk) -> Iterator[Lane]:
    made = Lane(desk, raised, begin_ms=0)
    yield made
    made.finish()


@pytest.fixture
def sync(here: Workplace, lane: Lane, shown: Shown, qtbot: QtBot) -> SyncPage:
    page = shown(lambda: SyncPage(replace(here, lane=lane))).page()
    assert isinstance(page, SyncPage)
    qtbot.waitUntil(lambda: page.is_settled)
    return page


def go_round(hands: Hands, window: QWidget) -> set[str]:
    """What Tab reaches before it comes round again, by its accessible name."""
    reached: set[str] = set()
    for _ in range(len(window.findChildren(QWidget))):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused.accessibleName() in reached:
            break
        reached.add(focused.accessibleName())
        hands.press(Qt.Key.Key_Tab)
    return reached


def road_to_nowhere(desk: Desk) -> None:
    """An invitation to a gateway that is not there."""
    place = desk.place
    said = {"name": place.name, "area_code": place.area_code, "role": "STATION", "expires_on": "2099-01-01"}
    trust.agree(desk.store, Invitation(code="C", **said, gateway_url="http://127.0.0.1:1", gateway_key="k" * 43))


def test_before_an_admission_the_large_key_hands_one_over(
    sync: SyncPage, lane: Lane, beside: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: sync.acts()["F2"].label == say.HAND_OVER)
    sync.acts()["F2"].do()
    assert isinstance(beside.page(), AdmissionPage)


def test_without_a_network_road_the_large_key_leads_to_the_stick(
    sync: SyncPage, desk: Desk, office: Desk, beside: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: sync.acts()["F2"].label == say.WRITE_STICK, timeout=8_000)
    sync.acts()["F2"].do()
    assert isinstance(beside.page(), StickPage)


def test_f6_pauses_and_goes_on(desk: Desk, here: Workplace, shown: Shown, hands: Hands, qtbot: QtBot) -> None:
    road_to_nowhere(desk)
    lane = Lane(desk, raised, begin_ms=0)
    page = shown(lambda: SyncPage(replace(here, lane=lane))).page()
    assert isinstance(page, SyncPage)
    qtbot.waitUntil(lambda: lane.sending() is not None)
    hands.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.said() == say.PHASES["paused"])
    hands.press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.said() != say.PHASES["paused"])
    lane.finish()


def test_what_is_on_its_way_shows_a_key_to_stop_it(sync: SyncPage, lane: Lane, qtbot: QtBot) -> None:
    lane.changed.emit(SendingState("online", "records", bytes_done=10, bytes_total=100, batches_total=1))
    keys = [one for one in sync.findChildren(QPushButton) if one.isVisible() and "停" in one.text()]
    assert [one.focusPolicy() & Qt.FocusPolicy.TabFocus != Qt.FocusPolicy.NoFocus for one in keys if keys] == [True]


def test_tab_reaches_every_part_of_the_page(sync: SyncPage, hands: Hands) -> None:
    assert {PAGES[name].title for name in PARTS} <= go_round(hands, sync.window())


def test_the_page_fits_a_small_screen_at_a_larger_scale(sync: SyncPage) -> None:
    least = sync.window().minimumSizeHint()
    assert (least.width() <= SMALL[0], least.height() <= SMALL[1]) == (True, True)


def test_a_difference_is_said_in_words_of_the_office() -> None:
    state = SendingState(differences=(Difference("2026-11-23", "opinion", 3, 2),))
    said = sending_words.trouble(state)
    assert "意见" in said
    assert "2026年11月23日" in said
    assert "opinion" not in said


def _ask_to_retire_two(desk: Desk, office: Desk) -> None:
    station, mandates = desk.place.uid, []
    for number in range(ROSTER):
        uid = office.clock.new_id()
        deputy = Ask("deputy", "register", {"name": f"代表{'甲乙丙丁戊己'[number]}", "station": station}, uid)
        mandate = Ask("mandate", "register", {"deputy": uid, "level": "TOWNSHIP", "from_on": "2021-12-01"})
        mandates.append(perform(office, [deputy, mandate])[1].uid)
    news.take_in(desk, sealed(office, station))
    perform(office, [Ask("mandate", "correct", {"status": "RESIGNED"}, uid) for uid in mandates[:2]])
    news.take_in(desk, sealed(office, station))
    assert len(desk.records.all(Mandate, status="ACTIVE")) == ROSTER


@pytest.mark.parametrize("role", [CHAIR, AUDITOR, CLERK, HEAD])
def test_the_yes_is_offered_to_whoever_may_end_a_mandate_and_to_nobody_else(
    desk: Desk, office: Desk, here: Workplace, shown: Shown, role: str
) -> None:
    _ask_to_retire_two(desk, office)
    sitting = replace(desk, user=replace(desk.user, roles=(role,)))
    page = shown(lambda: NewsPage(Workplace(sitting, here.jobs, here.sources, here.window))).page()
    assert isinstance(page, NewsPage)
    offered = [one for one in page.findChildren(QPushButton) if one.accessibleName() == say.ALLOW]
    said = [one for one in page.findChildren(QLabel) if one.text() == say.NOT_YOURS_TO_DECIDE]
    [asked] = news.asked_first(sitting)
    if role in DESK:
        assert (len(offered), said) == (1, [])
        news.allow(sitting, asked.hash)
    else:
        assert (offered, len(said)) == ([], 1)
        with pytest.raises(Rejected, match="act_of_another_role"):
            news.allow(sitting, asked.hash)
    left = ROSTER - 2 if role in DESK else ROSTER
    assert len(desk.records.all(Mandate, status="ACTIVE")) == left


def test_a_roster_shrinks_only_after_a_yes(
    desk: Desk, office: Desk, here: Workplace, shown: Shown, qtbot: QtBot
) -> None:
    _ask_to_retire_two(desk, office)
    page = shown(lambda: NewsPage(here)).page()
    assert isinstance(page, NewsPage)
    [key] = [one for one in page.findChildren(QPushButton) if one.accessibleName() == say.ALLOW]
    key.setFocus()
    qtbot.keyClick(key, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(desk.records.all(Mandate, status="ACTIVE")) == ROSTER - 2)
    qtbot.waitUntil(page.notices.isVisible)
    assert news.asked_first(desk) == []


def test_a_county_reads_a_stick_and_goes_on_to_the_import(
    office: Desk, desk: Desk, shown: Shown, hands: Hands, beside: MainWindow, qtbot: QtBot
) -> None:
    registered(desk)
    root = desk.folder.parent / "stick"
    root.mkdir()
    (root / "one.lzb").write_bytes(sealed(desk)[-1])
    jobs = Jobs(raised, thread_end=office.close)
    place = Workplace(office, jobs, sources_of(office), beside)
    page = shown(lambda: StickPage(place)).page()
    assert isinstance(page, StickPage)
    page.folder.setText(str(root))
    hands.press(Qt.Key.Key_F9)

    def offered() -> list[QPushButton]:
        keys = page.findChildren(QPushButton)
        return [one for one in keys if one.text() == say.TAKE_FROM_STICK and one.isVisible()]

    qtbot.waitUntil(lambda: bool(offered()))
    assert say.TAKE_FROM_STICK in go_round(hands, page.window())
    [key] = offered()
    qtbot.keyClick(key, Qt.Key.Key_Space)
    intake = beside.page()
    assert isinstance(intake, IntakePage)
    qtbot.waitUntil(lambda: intake.seen() is not None)
    jobs.finish()
