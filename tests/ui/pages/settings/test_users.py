"""设置: people at the desk, the lock over it, the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from station_app.db import keyring
from station_app.domain.problem import Rejected
from station_app.domain.records import User
from station_app.services import trail, users
from station_app.services.desk import Desk, unlock
from station_app.services.printing import Print
from station_app.ui.pages.records.preview import PreviewPage
from station_app.ui.pages.settings.first_start import RecoveryPage
from station_app.ui.pages.settings.settings import IdleMinutesPage, QuickKeyPage, SettingsPage, TrailPage
from station_app.ui.pages.settings.unlock import SwitchPage
from station_app.ui.pages.settings.users import UsersPage
from station_app.ui.parts.plain_form import PasswordProposal
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.keys import IdleWatch
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD
from tests.ui.pages.conftest import Hands, Shown

SECOND = "another horse 7"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password hash that costs a test nothing."""
    for name in ("add", "change_password", "reset_password"):
        monkeypatch.setattr(users, name, partial(getattr(users, name), cost=CHEAP))
    assert keyring.COST > CHEAP


@pytest.fixture
def work(desk: Desk, desk_sources: Sources, jobs: Jobs, beside: MainWindow) -> Workplace:
    return Workplace(desk, jobs, desk_sources, beside)


@pytest.fixture
def page(work: Workplace, shown: Shown) -> UsersPage:
    made = shown(partial(UsersPage, work)).page()
    assert isinstance(made, UsersPage)
    return made


def first_print(window: MainWindow) -> Callable[[], Print]:
    page = window.page()
    assert isinstance(page, PreviewPage)
    return next(iter(page._versions.values()))


def put(page: UsersPage, **values: str) -> None:
    assert page.ask is not None
    for name, value in values.items():
        page.ask.plain.line(name).setText(value)


def test_a_person_is_added_by_keys_and_opens_the_desk(page: UsersPage, desk: Desk, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_F2)
    hands.write("吴道明")
    assert page.ask is not None
    assert page.ask._form is not None
    page.ask._form.set_values({"roles": ("STATION_CLERK",)})
    put(page, password=SECOND, again=SECOND, own_password=PASSWORD)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(users.active(desk)) == 2 and page.ask is None)
    unlock(desk.folder, SECOND, "吴道明", desk.clock).close()


def test_passwords_that_differ_and_one_s_own_wrong_one_are_said_beside_their_lines(
    page: UsersPage, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F6)
    assert page.ask is not None
    put(page, own_password="wrong", password=SECOND, again="else")
    hands.press(Qt.Key.Key_F9)
    assert page.ask.plain.line("again").accessibleDescription() == "两遍填的不一样"
    put(page, again=SECOND)
    hands.press(Qt.Key.Key_F9)
    line = page.ask.plain.line("own_password")
    qtbot.waitUntil(lambda: "密码不对" in line.accessibleDescription())
    with pytest.raises(Rejected):
        unlock(desk.folder, SECOND, clock=desk.clock)


def test_leaving_is_refused_for_the_last_head_and_its_handover_prints(
    page: UsersPage, desk: Desk, hands: Hands, beside: MainWindow, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F8)
    assert first_print(beside)().name == "handover-2026-11-23.pdf"
    hands.press(Qt.Key.Key_F7)
    put(page, own_password=PASSWORD)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "只有这一位站长" in page.notices.accessibleDescription())
    assert desk.records.one(User, desk.user.uid).left_on == ""
    hands.press(Qt.Key.Key_Escape)
    assert page.ask is None


@pytest.fixture
def covered(window: MainWindow, desk: Desk, jobs: Jobs) -> tuple[MainWindow, SwitchPage, list[Desk]]:
    users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, SECOND, PASSWORD)
    others: list[Desk] = []
    line = QLineEdit("没写完的话")
    window.open(line)
    line.setFocus()
    page = SwitchPage(desk, ["王小莉", "吴道明"], jobs, window.uncover, others.append)
    window.cover(page)
    return window, page, others


def test_a_lock_hides_everything_and_the_right_password_gives_it_back_as_it_was(
    covered: tuple[MainWindow, SwitchPage, list[Desk]], qtbot: QtBot
) -> None:
    window, page, others = covered
    window.press("F3")
    window.go_back()
    assert window.page() is page
    assert window.is_covered
    page.form.line("password").setText("wrong horse")
    page.open()
    qtbot.waitUntil(lambda: "密码不对" in page.form.line("password").accessibleDescription())
    assert window.is_covered
    page.form.line("password").setText(PASSWORD)
    page.open()
    qtbot.waitUntil(lambda: not window.is_covered)
    there = window.page()
    assert isinstance(there, QLineEdit)
    assert there.text() == "没写完的话"
    assert QApplication.focusWidget() is there
    assert others == []


def test_another_person_opens_the_desk_as_themselves(
    covered: tuple[MainWindow, SwitchPage, list[Desk]], hands: Hands, qtbot: QtBot
) -> None:
    _, page, others = covered
    page.people.choose("吴道明")
    assert page.people.chosen() == "吴道明"
    page.form.line("password").setText(SECOND)
    page.open()
    qtbot.waitUntil(lambda: len(others) == 1)
    assert others[0].user.name == "吴道明"


def test_nobody_s_hands_for_the_minutes_that_are_set_lock_once(desk: Desk, qtbot: QtBot) -> None:
    app, away = QApplication.instance(), []
    assert isinstance(app, QApplication)
    watch = IdleWatch(app, lambda: users.minutes(desk), lambda: away.append(1))
    start = watch._touched_at
    watch.look(start + 9 * 60)
    assert away == []
    watch.look(start + 10 * 60)
    watch.look(start + 30 * 60)
    assert away == [1]
    users.set_minutes(desk, 0)
    watch._is_away = False
    watch.look(start + 90 * 60)
    assert away == [1]
    app.removeEventFilter(watch)
    watch.deleteLater()


def test_the_minutes_are_kept_and_what_is_no_number_is_said(
    work: Workplace, desk: Desk, shown: Shown, hands: Hands, qtbot: QtBot
) -> None:
    page = shown(partial(IdleMinutesPage, work)).page()
    assert isinstance(page, IdleMinutesPage)
    page.form.line("minutes").setText("半小时")
    hands.press(Qt.Key.Key_F9)
    assert "0 到 120" in page.form.line("minutes").accessibleDescription()
    page.form.line("minutes").setText("30")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: users.minutes(desk) == 30)


def test_the_trail_shows_who_came_and_whether_it_holds(work: Workplace, desk: Desk, shown: Shown, qtbot: QtBot) -> None:
    for _ in range(3):
        trail.note(desk, trail.PRINTED, detail="P9")
    page = shown(partial(TrailPage, work)).page()
    assert isinstance(page, TrailPage)
    qtbot.waitUntil(lambda: "一共 3 条" in page.accessibleDescription())
    assert page.table.model().rowCount() == 3
    assert {line[3] for line in page.table.lines(3)[2]} == {"P9"}, "only what opened the desk tells of wrong passwords"
    desk.store.database.execute_sql("UPDATE trail SET user = 'x' WHERE id = 2")
    page.entered()
    qtbot.waitUntil(lambda: "第 2 条起对不上" in page.accessibleDescription())


def test_a_line_of_the_settings_opens_by_enter(work: Workplace, shown: Shown, hands: Hands, beside: MainWindow) -> None:
    page = shown(partial(SettingsPage, work)).page()
    assert isinstance(page, SettingsPage)
    hands.press(*[Qt.Key.Key_Down] * list(page.lines()).index("用户"))
    hands.press(Qt.Key.Key_Return)
    assert isinstance(beside.page(), UsersPage)


def test_a_proposed_password_stands_in_both_lines_and_is_shown_to_be_written_down(
    page: UsersPage, desk: Desk, hands: Hands, qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_F6)
    assert page.ask is not None
    proposal = page.ask.findChild(PasswordProposal)
    assert isinstance(proposal, PasswordProposal)
    proposal.propose()
    password = page.ask.plain.value("password")
    assert password == page.ask.plain.value("again") == proposal.password.text()
    put(page, own_password=PASSWORD)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.ask is None)
    assert "换锁" in page.notices.accessibleDescription(), "an old keyring still opens"
    unlock(desk.folder, password, clock=desk.clock).close()


def test_a_password_that_anybody_would_try_is_said_beside_its_line(page: UsersPage, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Qt.Key.Key_F6)
    assert page.ask is not None
    put(page, own_password=PASSWORD, password="wangxiaoli1990", again="wangxiaoli1990")
    hands.press(Qt.Key.Key_F9)
    line = page.ask.plain.line("password")
    qtbot.waitUntil(lambda: "容易猜到" in line.accessibleDescription())


def test_the_lock_is_changed_when_the_program_is_closed_and_that_is_said(
    page: UsersPage, desk: Desk, qtbot: QtBot, beside: MainWindow
) -> None:
    beside.show()
    page._keys["Ctrl+K"].do()
    put(page, own_password=PASSWORD)
    assert page.ask is not None
    page.ask.submit()
    qtbot.waitUntil(lambda: users.is_key_due(desk))
    qtbot.waitUntil(lambda: "关掉程序就换" in page.notices.accessibleDescription())


def test_a_recovery_code_is_made_anew_and_counts_once_its_end_was_copied(
    work: Workplace, desk: Desk, shown: Shown, hands: Hands, beside: MainWindow, qtbot: QtBot
) -> None:
    beside.open(QLineEdit())  # what the page goes back to
    page = shown(partial(RecoveryPage, work)).page()
    assert isinstance(page, RecoveryPage)
    hands.write("wrong horse 9")
    hands.press(Qt.Key.Key_F9)
    line = page.form.line("own_password")
    qtbot.waitUntil(lambda: "密码不对" in line.accessibleDescription())
    hands.write(PASSWORD)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.recovery_code() != "")
    code = page.recovery_code()
    hands.press(Qt.Key.Key_F8)
    assert first_print(beside)().name == "recovery-sheet.pdf"
    hands.write("AAAAA" if code[-5:] != "AAAAA" else "BBBBB")
    hands.press(Qt.Key.Key_F9)
    assert page.sheet.check.line("last_group").accessibleDescription() != ""
    with pytest.raises(Rejected, match="recovery_code_wrong"):
        users.recover(desk.folder, code, SECOND, clock=desk.clock, cost=CHEAP)
    hands.write(code[-5:].lower())
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: users.is_key_due(desk))
    users.recover(desk.folder, code, SECOND, clock=desk.clock, cost=CHEAP).close()


def test_a_quick_key_is_set_and_opens_the_lock(
    work: Workplace, shown: Shown, hands: Hands, window: MainWindow, jobs: Jobs, qtbot: QtBot
) -> None:
    desk, keys = work.desk, users.QuickKeys()
    page = shown(partial(QuickKeyPage, replace(work, quick_keys=lambda: keys))).page()
    assert isinstance(page, QuickKeyPage)
    for words in ("1111", "1112"):
        hands.write(words)
        hands.press(Qt.Key.Key_Return)
    hands.write(PASSWORD)
    hands.press(Qt.Key.Key_F9)
    assert "不一样" in page.form.line("again").accessibleDescription()
    for name, words in {"pin": "4071", "again": "4071", "own_password": PASSWORD}.items():
        page.form.line(name).setText(words)
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: keys.left(desk.user.uid) == 5)
    lock = SwitchPage(desk, ["王小莉"], jobs, window.uncover, lambda _desk: None, keys)
    window.cover(lock)
    assert lock.form.line("password").accessibleName() == "快速解锁码或者密码"
    lock.form.line("password").setText("4071")
    lock.open()
    qtbot.waitUntil(lambda: not window.is_covered)
