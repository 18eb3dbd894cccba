"""自查, the end of what is past its time, and of one person who asks for it."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from station_app.domain.records import Person, Visit
from station_app.services import trail, users
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.ui.pages.settings import keeping
from station_app.ui.pages.settings.keeping import AuditPage, DestroyPage, ForgetPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD, SetClock, registered
from tests.suggesting import deputy
from tests.ui.pages.conftest import Hands, Shown

SECOND = "another horse 7"
F9 = Qt.Key.Key_F9


@pytest.fixture
def work(desk: Desk, desk_sources: Sources, jobs: Jobs, beside: MainWindow) -> Workplace:
    for _ in range(2):
        beside.open(QLineEdit())  # what a page goes back to
    return Workplace(desk, jobs, desk_sources, beside)


@pytest.fixture
def closed(desk: Desk) -> dict[str, str]:
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, SECOND, PASSWORD, CHEAP)
    made = {kind: done.uid for kind, done in registered(desk).items()}
    answered = {"answer": "村里下周来修", "answered_by": [deputy(desk, "秦彬")]}
    perform(desk, [Ask("opinion", "answer", answered, made["opinion"])])
    return made


def test_the_account_is_read_and_shown(
    work: Workplace, desk: Desk, closed: dict[str, str], clock: SetClock, shown: Shown, qtbot: QtBot
) -> None:
    clock.move(days=365 * 11)
    trail.note(desk, trail.PRINTED)
    page = shown(partial(AuditPage, work)).page()
    assert isinstance(page, AuditPage)
    qtbot.waitUntil(lambda: page.told() is not None)
    audit = page.told()
    assert audit is not None
    assert [one.uid for one in audit.past] == [closed["visit"]]
    assert {"F7", "F8"} <= set(page.acts())


def test_two_passwords_end_what_is_past_its_time(
    work: Workplace, closed: dict[str, str], clock: SetClock, shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    desk = work.desk
    clock.move(days=365 * 11)
    page = shown(partial(DestroyPage, work)).page()
    assert isinstance(page, DestroyPage)
    assert page.second.names == ["吴道明"]
    hands.write(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    hands.write("wrong horse")
    hands.press(F9)
    line = page.form.line("second_password")
    qtbot.waitUntil(lambda: "密码不对" in line.accessibleDescription())
    assert desk.records.several(Visit, [closed["visit"]])
    line.setText(SECOND)
    hands.press(F9)
    qtbot.waitUntil(lambda: not desk.records.several(Visit, [closed["visit"]]))


def test_a_person_who_asks_for_it_is_forgotten(
    work: Workplace, desk: Desk, closed: dict[str, str], shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    page = shown(partial(ForgetPage, work, closed["person"])).page()
    assert isinstance(page, ForgetPage)
    assert keeping.OWN.is_secret
    hands.write(PASSWORD)
    hands.press(F9)
    qtbot.waitUntil(lambda: not desk.records.several(Person, [closed["person"]]))
