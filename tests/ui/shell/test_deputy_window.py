"""The window of a deputy who keeps no book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import User
from station_app.services import held_day, reception, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.roster import enrol
from station_app.text import settings as settings_say
from station_app.ui.pages.records.ledger import LedgerPage
from station_app.ui.pages.records.lists import DutiesPage
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.settings.help import HelpPage
from station_app.ui.pages.settings.settings import SettingsPage
from station_app.ui.pages.settings.users import UsersPage
from station_app.ui.parts.record_list import ListPage
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.page import Page
from station_app.ui.shell.window import PageArea
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD, registered


@pytest.fixture
def made(desk: Desk, qtbot: QtBot) -> Iterator[Workplace]:
    """Somebody who sat at a day, heard one visit there, and has a line in the duty file."""
    broken: list[BaseException] = []
    own = enrol(desk, {"name": "秦彬", "phone": "13912345678"}, {"level": "TOWNSHIP", "term": 20})[0].uid
    user = users.add(desk, {"name": "秦彬", "roles": ["DEPUTY"], "deputy": own}, "another horse 7", PASSWORD, CHEAP).uid
    fields = {"held_on": desk.today, "start": "9:00", "end": "12:00", "place": "社区活动室", "topic": "人居环境"}
    day = reception.plan(desk, fields, [own]).uid
    reception.begin(desk, day)
    reception.mark(desk, held_day.attendance(desk, day)[0].attendance.uid, "PRESENT")
    heard = registered(desk)["visit"].uid
    registered(desk, title="自来水浑浊有泥沙", category="0301")
    perform(desk, [Ask("visit", "correct", {"deputies": [own], "reception_day": day}, heard)])
    reception.close(desk, day)
    jobs = Jobs(broken.append, thread_end=desk.close)
    sitting = replace(desk, user=desk.records.one(User, user))
    window = desk_window(sitting, jobs)
    window.window.resize(1366, 768)
    qtbot.addWidget(window.window)
    window.window.show()
    qtbot.waitUntil(window.window.isActiveWindow)
    yield window
    jobs.finish()
    assert broken == []


def go(made: Workplace, digit: Qt.Key, qtbot: QtBot) -> Page:
    qtbot.keyClick(made.window, digit, Qt.KeyboardModifier.AltModifier)
    page = made.window.page()
    assert isinstance(page, Page)
    return page


def test_the_days_they_sat_at_lead_to_their_summary(made: Workplace, qtbot: QtBot) -> None:
    page = go(made, Qt.Key.Key_2, qtbot)
    assert isinstance(page, ListPage)
    assert page.table.lines(5)[2][0][3:] == ("1 批", "已结束")
    qtbot.keyClick(made.window.focusWidget(), Qt.Key.Key_F8)
    preview = made.window.page()
    assert isinstance(preview, PreviewPage)
    qtbot.waitUntil(lambda: preview.shown() is not None, timeout=20_000)


def test_the_duty_file_prints_as_a_list(made: Workplace, qtbot: QtBot) -> None:
    page = go(made, Qt.Key.Key_3, qtbot)
    assert isinstance(page, DutiesPage)
    assert len(page.table.lines(5)[2]) == 1
    qtbot.keyClick(made.window.focusWidget(), Qt.Key.Key_F8)
    preview = made.window.page()
    assert isinstance(preview, PreviewPage)
    qtbot.waitUntil(lambda: preview.shown() is not None, timeout=20_000)


def test_only_what_they_heard_is_listed_and_no_phone_is_shown_in_full(made: Workplace, qtbot: QtBot) -> None:
    page = go(made, Qt.Key.Key_4, qtbot)
    assert isinstance(page, LedgerPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    record = made.window.page()
    assert isinstance(record, RecordPage)
    names = {one.objectName() for one in record.findChildren(QPushButton) if one.isVisibleTo(record)}
    assert "reveal" not in names
    assert not names & {"refer", "triage", "void", "correct"}


def test_every_place_fits_the_smallest_screen(made: Workplace, qtbot: QtBot) -> None:
    made.window.resize(910, 512)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5):
        go(made, digit, qtbot)
        qtbot.wait(50)
        area = made.window.findChild(PageArea)
        assert area is not None
        assert area.horizontalScrollBar().maximum() == 0


def test_they_change_their_own_password_and_see_nobody_else_s_entry(made: Workplace, qtbot: QtBot) -> None:
    page = go(made, Qt.Key.Key_6, qtbot)
    assert isinstance(page, SettingsPage)
    page.table.go_to(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    own = made.window.page()
    assert isinstance(own, UsersPage)
    assert [line[0] for line in own.table.lines(5)[2]] == ["秦彬"]
    assert set(own.acts()) == {"F5", "F6", "F9"}
    for name, typed in (
        ("own_password", "another horse 7"),
        ("password", "battery staple 9"),
        ("again", "battery staple 9"),
    ):
        own.ask.plain.focus_field(name)  # type: ignore[union-attr]  # the door has opened it
        qtbot.keyClicks(made.window.focusWidget(), typed)
    qtbot.keyClick(made.window.focusWidget(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: own.ask is None, timeout=20_000)
    assert settings_say.CHANGED in [label.text() for label in own.notices.findChildren(QLabel)]


def test_f1_opens_the_manual(made: Workplace, qtbot: QtBot) -> None:
    go(made, Qt.Key.Key_2, qtbot)
    qtbot.keyClick(made.window.focusWidget(), Qt.Key.Key_F1)
    assert isinstance(made.window.page(), HelpPage)
