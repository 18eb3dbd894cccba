"""A county's window: its own rail, and a matter that is sent back from its record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.db.keyring import Keyring
from station_app.domain.records import Correction, Opinion, Person, Verdict
from station_app.services import attachments, county, documents, road_totals, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.text import copies as copies_say
from station_app.text import visits as say
from station_app.ui.pages.county.matters import MattersPage
from station_app.ui.pages.county.watched import PromisesPage
from station_app.ui.pages.county.workbench import WorkbenchPage
from station_app.ui.pages.records.attachments import AttachmentStrip, FileViewPage
from station_app.ui.pages.records.deputies import DeputiesPage
from station_app.ui.pages.roads.corrections import AskCorrectionPage
from station_app.ui.pages.roads.stick import IntakePage
from station_app.ui.pages.roads.sync import SyncPage
from station_app.ui.pages.settings.copies import CopiesPage
from station_app.ui.pages.settings.settings import SettingsPage
from station_app.ui.pages.settings.users import UsersPage
from station_app.ui.parts.record_list import ListPage
from station_app.ui.shell.desk_window import desk_window
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane, tell_status
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD, registered
from tests.offices import admit, sealed
from tests.offices import county as new_county
from tests.services.test_attachments import photo
from tests.services.test_county_surprises import made_by, written

SECOND = "another horse 7"
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
    assert isinstance(made.window.page(), WorkbenchPage)
    for key, kind in (
        (Qt.Key.Key_2, IntakePage),
        (Qt.Key.Key_3, MattersPage),
        (Qt.Key.Key_4, MattersPage),
        (Qt.Key.Key_5, PromisesPage),
        (Qt.Key.Key_6, DeputiesPage),
        (Qt.Key.Key_7, SyncPage),
        (Qt.Key.Key_8, SettingsPage),
    ):
        qtbot.keyClick(made.window, key, ALT)
        assert isinstance(made.window.page(), kind)


def test_photos_of_a_station_s_matter_are_shown_at_the_county_s_record(
    made: Workplace, office: Desk, desk: Desk, qtbot: QtBot
) -> None:
    uid = desk.records.all(Opinion)[0].uid
    small = attachments.prepare(photo(300, 200), "塌方.jpg")
    attachments.attach(desk, "opinion", uid, small)
    county.take_contents(office, sealed(desk))
    made.record("opinion", uid)
    [strip] = made.window.page().findChildren(AttachmentStrip)
    assert not strip.add_key.isVisible()
    [key] = [one for one in strip.findChildren(QPushButton) if one.objectName() == f"file_{small.blob}"]
    assert say.FILE_TO_COME in key.text()
    assert documents.take_file(office, small.content)
    documents.settle(office)
    made.record("opinion", uid)
    [strip] = made.window.page().findChildren(AttachmentStrip)
    [key] = [one for one in strip.findChildren(QPushButton) if one.objectName() == f"file_{small.blob}"]
    assert not key.icon().isNull()
    qtbot.keyClick(key, Qt.Key.Key_Space)
    page = made.window.page()
    assert isinstance(page, FileViewPage)
    assert not page.image().isNull()


def has_left(page: ListPage[Any], left: int) -> bool:
    return len(page.list.lines) == left


def test_a_refused_line_is_decided_where_it_is_listed(made: Workplace, office: Desk, desk: Desk, qtbot: QtBot) -> None:
    lines = [made_by(desk, "person", at, name="秦彬", phone="161\0") for at in (1, 2, 3)]
    county.take_contents(office, [written(desk, lines)])
    qtbot.keyClick(made.window, Qt.Key.Key_7, ALT)
    page = made.open("held")
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: len(page.list.lines) == 3)
    assert "联系电话：" in page.list.lines[0].why
    for key, left in ((Qt.Key.Key_F6, 2), (Qt.Key.Key_F7, 1), (Qt.Key.Key_F9, 0)):
        qtbot.keyClick(made.window, key)
        qtbot.waitUntil(partial(has_left, page, left))
    assert len(office.records.all(Person, name="秦彬")) == 1
    assert sorted(one.outcome for one in office.records.all(Verdict)) == ["ACCEPTED", "DROPPED", "SENT_BACK"]
    assert [one.where for one in office.records.all(Correction)] == ["phone"]


def test_an_office_s_people_come_and_leave_from_its_settings(
    made: Workplace, office: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users, "add", partial(users.add, cost=CHEAP))
    qtbot.keyClick(made.window, Qt.Key.Key_8, ALT)
    page = made.window.page()
    assert isinstance(page, SettingsPage)
    assert page.lines()[1:3] == ["用户", "恢复纸"]
    listed = made.open("users")
    assert isinstance(listed, UsersPage)
    listed.add()
    assert listed.ask is not None
    assert listed.ask._form is not None
    listed.ask._form.set_values({"name": "吴道明", "roles": ("COUNTY_OFFICE",)})
    for name, words in {"password": SECOND, "again": SECOND, "own_password": PASSWORD}.items():
        listed.ask.plain.line(name).setText(words)
    listed.ask.submit()
    qtbot.waitUntil(lambda: Keyring.read(office.folder).names[-1] == "吴道明")
    assert len(users.active(office)) == 2
    perform(office, [Ask("user", "leave", {}, users.active(office)[-1].uid)])
    assert "吴道明" not in Keyring.read(office.folder).names


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


def test_an_office_finds_its_copies_beside_what_it_sends(made: Workplace, office: Desk, qtbot: QtBot) -> None:
    page = made.open("sync")
    assert isinstance(page, SyncPage)
    page.open_part(copies_say.COPIES)
    shown = made.window.page()
    assert isinstance(shown, CopiesPage)
    assert "F7" not in shown.acts()
