"""A county's window: its own rail, and a matter that is sent back from its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Correction, Opinion
from station_app.services import county, road_totals
from station_app.services.desk import Desk
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.roads.corrections import AskCorrectionPage
from station_app.ui.pages.roads.stick import IntakePage
from station_app.ui.pages.roads.sync import SyncPage
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane, tell_status
from station_app.ui.shell.workplace import Workplace
from tests.office import registered
from tests.offices import admit, sealed
from tests.offices import county as new_county

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def office(tmp_path: Path, desk: Desk) -> Iterator[Desk]:
    made = new_county(tmp_path / "county")
    admit(made, desk)
    registered(desk)
    county.take_contents(made, sealed(desk))
    yield made
    made.close()


@pytest.fixture
def made(office: Desk, qtbot: QtBot) -> Iterator[Workplace]:
    broken: list[BaseException] = []
    jobs, lane = Jobs(broken.append, thread_end=office.close), Lane(office, broken.append, begin_ms=0)
    made = desk_window(office, jobs, lane=lane)
    tell_status(lane, office, made.window, lambda: None)
    made.window.resize(1366, 768)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    lane.finish()
    jobs.finish()
    assert broken == []


def test_the_rail_leads_to_what_came_what_is_held_and_what_goes_back(made: Workplace, qtbot: QtBot) -> None:
    assert isinstance(made.window.page(), IntakePage)
    for key, kind in ((Qt.Key.Key_2, LedgerPage), (Qt.Key.Key_3, SyncPage), (Qt.Key.Key_1, IntakePage)):
        qtbot.keyClick(made.window, key, ALT)
        assert isinstance(made.window.page(), kind)


def test_what_waits_stands_in_the_status_line_before_there_is_any_road(
    made: Workplace, office: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: made.window.said("waiting") == f"待发 {road_totals.waiting(office)}")
    assert made.window.said("network") == ""


def test_a_matter_is_sent_back_from_its_record(made: Workplace, office: Desk, qtbot: QtBot) -> None:
    page = made.open("sync")
    assert isinstance(page, SyncPage)
    made.record("opinion", office.records.all(Opinion)[0].uid)
    key = made.window.page().findChild(QPushButton, "ask_correction")
    assert isinstance(key, QPushButton)
    key.click()
    asking = made.window.page()
    assert isinstance(asking, AskCorrectionPage)
    asking.where.put("affected_place")
    asking.reason.set_values({"reason": "请写清楚是哪个组"})
    qtbot.keyClick(made.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(office.records.all(Correction)))
    assert office.records.all(Correction)[0].where == "affected_place"
