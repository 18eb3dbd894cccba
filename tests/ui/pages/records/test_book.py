"""Small books (承办单位, 代表小组) and the end of a term, by keys."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.domain.records import Mandate, Unit
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.ui.pages.records import lists as book
from station_app.ui.pages.records.deputies import TurnOverPage
from station_app.ui.pages.records.lists import BookPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.page import Page
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.ui.pages.conftest import Hands, Shown


@pytest.fixture
def work(desk: Desk, desk_sources: Sources, jobs: Jobs, beside: MainWindow) -> Workplace:
    return Workplace(desk, jobs, desk_sources, beside)


@pytest.fixture
def units(work: Workplace, desk: Desk, shown: Shown) -> BookPage:
    page = shown(partial(book.units, work)).page()
    assert isinstance(page, BookPage)
    return page


def entered(desk: Desk, name: str) -> bool:
    return name in [one.name for one in desk.records.all(Unit)]


def lists(page: BookPage, rows: int) -> bool:
    """Whether the list shows so many rows: what was entered is on the page, and the form is ready for the next."""
    return page.table.model().rowCount() == rows


def test_units_are_entered_one_after_the_other(units: BookPage, desk: Desk, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_F2)
    for number, name in enumerate(("水务局", "教育科技局"), 1):
        hands.write(name)
        hands.press(Qt.Key.Key_F9)
        qtbot.waitUntil(partial(lists, units, number))
        assert entered(desk, name)
    hands.press(Qt.Key.Key_Escape)
    assert units.table.hasFocus()


def test_the_number_of_an_office_is_shown_in_full(units: BookPage, desk: Desk) -> None:
    perform(desk, [Ask("unit", "register", {"name": "水务局", "phone": "085112345678"})])
    units.entered()
    assert units.table.lines(1)[2][0][3] == "0851-12345678"


def test_what_is_not_sound_is_said_beside_its_field_and_stays(
    units: BookPage, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F2)
    hands.write("水务局")
    units.form.set_values({"valid_from": "2026-05-01", "valid_to": "2026-04-01"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "停用日期" in units.form.editor("valid_to").accessibleDescription())
    assert units.form.values()["name"] == "水务局"
    assert desk.records.all(Unit) == []


def test_a_term_ends_by_keys(work: Workplace, desk: Desk, window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    uids = [enrol(desk, {"name": name}, {"level": "TOWNSHIP", "term": "20"})[0].uid for name in ("秦彬", "郑淑珍")]
    below = Page("下面")
    window.open(below)
    page = replace(work, window=window).open("turn_over")
    assert isinstance(page, TurnOverPage)
    page.form.set_values({"level": "TOWNSHIP", "to_on": "2026-11-30", "term": "21", "from_on": "2026-11-01"})
    page.form.changed.emit("level")
    page.tick(uids[1])
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "比上一届" in page.form.editor("from_on").accessibleDescription())
    page.form.set_values({"from_on": "2026-12-01"})
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.page() is below)
    assert below.notices.accessibleDescription() == "办好了：2 位代表任期届满，其中 1 位连任。"
    assert [one.deputy for one in desk.records.all(Mandate, status="ACTIVE")] == [uids[1]]
