"""A bad morning at the screen: what is broken is said, and the copies are at hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_app.app import Program
from station_app.db import connection, keyring
from station_app.domain.records import Device, Visit
from station_app.services import copies, enrolment, news, settings_copy, users
from station_app.services.desk import Desk
from station_app.services.first_start import Founded
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.settings.copies import CopiesPage, SettingsBackPage
from station_app.ui.pages.settings.first_start import FirstStartPage
from station_app.ui.pages.settings.unlock import UnlockPage
from station_app.ui.pages.settings.ways_back import WaysBackPage
from station_app.ui.shell.copying import Copying
from station_app.ui.shell.page import Page
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD, SetClock, registered
from tests.offices import Pair, sealed
from tests.ui.pages.conftest import raised

MakeProgram = Callable[[Path], Program]
ENTER, F2, F4, F7, F8, F9 = (
    Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9,
)  # fmt: skip


@pytest.fixture
def program(qtbot: QtBot, clock: SetClock) -> Iterator[MakeProgram]:
    made: list[Program] = []

    def make(folder: Path) -> Program:
        folder.mkdir(exist_ok=True)
        made.append(Program(folder, clock))
        made[-1].open()
        return made[-1]

    yield make
    for one in made:
        if one.window is not None:
            one.window.close()
        one.close()


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "stick"
    root.mkdir()
    for module in ("ui.pages.settings.ways_back", "ui.pages.settings.copies", "ui.parts.files"):
        monkeypatch.setattr(f"station_app.{module}.sticks", lambda: [root], raising=False)
    return root


@pytest.fixture
def folder(founded: Founded, stick: Path) -> Path:
    """A desk with a visit, copied to the stick; it is closed."""
    registered(founded.desk)
    copies.make(founded.desk, stick)
    founded.desk.store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    founded.desk.close()
    return founded.desk.folder


def page_of(program: Program) -> Page:
    assert program.window is not None
    page = program.window.page()
    assert isinstance(page, Page)
    return page


def said(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def press(program: Program, qtbot: QtBot, key: Qt.Key) -> None:
    window = program.window
    assert window is not None
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), key)


def brought_back(program: Program, qtbot: QtBot) -> Desk:
    """The newest copy by two keys, and the password after it."""
    page = page_of(program)
    assert isinstance(page, WaysBackPage)
    qtbot.waitUntil(lambda: len(page.copies) == 1)
    press(program, qtbot, F9)
    question = page.notices.findChildren(QPushButton)[-1]
    qtbot.keyClick(question, ENTER)
    qtbot.waitUntil(lambda: isinstance(page_of(program), UnlockPage))
    lock = page_of(program)
    assert isinstance(lock, UnlockPage)
    assert "恢复好了" in said(lock)
    qtbot.keyClicks(lock.form.line("password"), PASSWORD)
    qtbot.keyClick(lock.form.line("password"), ENTER)
    qtbot.waitUntil(lambda: isinstance(page_of(program), TodayPage))
    assert program.desk is not None
    return program.desk


def no_keyring(folder: Path) -> None:
    (folder / keyring.FILE_NAME).unlink()


def empty_keyring(folder: Path) -> None:
    (folder / keyring.FILE_NAME).write_bytes(b"")


def garbled_keyring(folder: Path) -> None:
    (folder / keyring.FILE_NAME).write_bytes(b'{"slots": [{"salt": "\xff')


def no_database(folder: Path) -> None:
    (folder / connection.FILE_NAME).unlink()


def empty_database(folder: Path) -> None:
    (folder / connection.FILE_NAME).write_bytes(b"")


def must_offer_copies(made: Program, qtbot: QtBot) -> None:
    """The password opens nothing: that is said, and the copy at hand brings the visit back."""
    lock = page_of(made)
    assert isinstance(lock, UnlockPage)
    qtbot.keyClicks(lock.form.line("password"), PASSWORD)
    qtbot.keyClick(lock.form.line("password"), ENTER)
    qtbot.waitUntil(lambda: "打不开" in said(lock))
    press(made, qtbot, F4)
    assert len(brought_back(made, qtbot).records.all(Visit)) == 1


@pytest.mark.parametrize(
    ("breaks", "sentence"),
    [
        (no_keyring, "keyring.json 不见了"),
        (empty_keyring, "keyring.json 坏了"),
        (garbled_keyring, "keyring.json 坏了"),
        (no_database, "station.db 不在了"),
        (empty_database, "station.db 不在了"),
    ],
)
def test_what_is_missing_or_broken_is_said_and_a_copy_mends_it(
    program: MakeProgram, folder: Path, qtbot: QtBot, breaks: Callable[[Path], None], sentence: str
) -> None:
    breaks(folder)
    left = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    made = program(folder)
    assert sentence in said(page_of(made))
    desk = brought_back(made, qtbot)
    assert len(desk.records.all(Visit)) == 1
    aside = {path.name: path.read_bytes() for path in (folder / "set-aside" / "0001").iterdir()}
    assert aside.keys() <= left.keys()
    assert all(left[name] == content for name, content in aside.items() if name != connection.FILE_NAME)


@pytest.mark.parametrize("content", [b"\xa5" * 200_000, b"another program's file" * 1_000])
def test_a_database_that_its_password_does_not_open_offers_the_copies_at_the_lock(
    program: MakeProgram, folder: Path, qtbot: QtBot, content: bytes
) -> None:
    (folder / connection.FILE_NAME).write_bytes(content)
    made = program(folder)
    must_offer_copies(made, qtbot)


def test_another_s_keyring_opens_nothing_and_the_copies_are_offered(
    program: MakeProgram, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    key = keyring.Unlocked(b"x" * 32, "")
    keyring.Keyring(folder / keyring.FILE_NAME).with_user(key, "王小莉", keyring.Verifier.of(PASSWORD, 1024)).write()
    made = program(folder)
    must_offer_copies(made, qtbot)


def test_on_a_new_computer_a_copy_is_brought_back_from_the_first_start(
    program: MakeProgram, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shutil.rmtree(folder)
    made = program(tmp_path / "new")
    assert isinstance(page_of(made), FirstStartPage)
    press(made, qtbot, F4)
    desk = brought_back(made, qtbot)
    assert len(desk.records.all(Visit)) == 1
    assert desk.store.mark()


def test_a_folder_without_copies_is_said_and_f7_leads_back(
    program: MakeProgram, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    made = program(folder)
    press(made, qtbot, F4)
    page = page_of(made)
    assert isinstance(page, WaysBackPage)
    qtbot.waitUntil(lambda: len(page.copies) == 1)
    page.look_at(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: "没有备份" in said(page.notices))
    press(made, qtbot, F7)
    assert isinstance(page_of(made), UnlockPage)


def test_what_can_still_be_read_is_rescued_by_the_password(program: MakeProgram, folder: Path, qtbot: QtBot) -> None:
    made = program(folder)
    press(made, qtbot, F4)
    page = page_of(made)
    assert isinstance(page, WaysBackPage)
    press(made, qtbot, F8)
    qtbot.keyClicks(page.form.line("password"), PASSWORD)
    qtbot.keyClick(page.form.line("password"), ENTER)
    qtbot.waitUntil(lambda: isinstance(page_of(made), UnlockPage))
    assert "抢救好了" in said(page_of(made))
    assert (folder / "set-aside" / "0001" / connection.FILE_NAME).exists()


def test_a_first_start_that_the_power_ended_begins_again(
    program: MakeProgram, tmp_path: Path, folder: Path, qtbot: QtBot
) -> None:
    (tmp_path / "half").mkdir()
    shutil.copy(folder / connection.FILE_NAME, tmp_path / "half")
    (tmp_path / "half" / "founding").touch()
    assert isinstance(page_of(program(tmp_path / "half")), FirstStartPage)


def test_the_page_of_copies_makes_them_where_they_go_and_on_the_stick(
    place: Workplace, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = place.desk
    copying = Copying(desk, raised, begin_ms=600_000)
    page = replace(place, copying=copying).open("copies")
    assert isinstance(page, CopiesPage)
    qtbot.waitUntil(lambda: "同一块硬盘" in said(page))
    page.choose(tmp_path / "share")
    qtbot.waitUntil(lambda: len(page._list.lines) == 1, timeout=10_000)
    assert "备份好了" in said(page.notices)
    page.copy_to_stick()
    qtbot.waitUntil(lambda: len(page._list.lines) == 2, timeout=10_000)
    (tmp_path / "share").rename(tmp_path / "gone")
    page.copy()
    qtbot.waitUntil(lambda: "不在了" in said(page.notices), timeout=10_000)
    copying.finish()


def test_a_copy_is_made_by_itself_once_a_day_and_the_status_line_says_so(
    program: MakeProgram, folder: Path, clock: SetClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.ui.shell.copying.BEGIN_MS", 0)
    monkeypatch.setattr(Copying.__init__, "__defaults__", (0,))
    clock.move(days=8)
    made = program(folder)
    lock = page_of(made)
    assert isinstance(lock, UnlockPage)
    qtbot.keyClicks(lock.form.line("password"), PASSWORD)
    qtbot.keyClick(lock.form.line("password"), ENTER)
    qtbot.waitUntil(lambda: isinstance(page_of(made), TodayPage))
    assert made.window is not None
    window = made.window
    qtbot.waitUntil(lambda: window.said("backup") == "备份 12月1日", timeout=10_000)
    assert len(copies.found_at(folder / copies.BESIDE)) == 1
    today = page_of(made)
    qtbot.waitUntil(lambda: any("备份到别的盘" in one.text() for one in today.findChildren(QPushButton)))


OLD_CODE = keyring.new_recovery_code()


def has_word(page: Page, sentence: str) -> bool:
    return sentence in said(page)


def settings_of_the_lost(made: Program, pair: Pair) -> None:
    """They have come, as the lost computer sealed them."""
    users.set_minutes(pair.station, 25)
    users.keep_recovery_code(pair.station, OLD_CODE)
    settings_copy.keep(pair.station)
    assert made.desk is not None
    told = sealed(pair.county, pair.station.place.uid)  # whose device it was
    news.take_in(made.desk, [*told, *sealed(pair.station)])


@pytest.fixture
def instead(tmp_path: Path, clock: SetClock, program: MakeProgram, pair: Pair, qtbot: QtBot) -> Program:
    """A new computer in the place of the pair's station."""
    place = pair.station.place
    old = pair.county.records.all(Device)[0].uid
    text = enrolment.invite(pair.county, place.name, place.area_code, "2026-12-31", old)
    (tmp_path / "station.lzi").write_text(text)
    made = program(tmp_path / "new")
    start = page_of(made)
    assert isinstance(start, FirstStartPage)
    start._cost = CHEAP
    start.take_invitation(tmp_path / "station.lzi")
    assert "接回原来的站" in said(start)
    assert "接回原来的站" in start._found_key.text()  # no station is founded here
    qtbot.keyClicks(start.user.editor("name"), "Tian")
    for line in ("password", "again"):
        qtbot.keyClicks(start.secret.line(line), PASSWORD)
    start._found()
    qtbot.waitUntil(lambda: start.recovery_code() != "")
    qtbot.keyClicks(start.check.line("last_group"), start.recovery_code()[-5:])
    start._begin()
    qtbot.waitUntil(lambda: made.window is not None and made.window.has("today"))
    assert made.window is not None
    made.window.go("today")
    return made


def test_a_computer_that_took_another_s_place_is_told_what_did_not_come_back(instead: Program, qtbot: QtBot) -> None:
    today = page_of(instead)
    qtbot.waitUntil(lambda: any("没有交上去的" in one.text() for one in today.findChildren(QPushButton)))
    key = next(one for one in today.findChildren(QPushButton) if "没有交上去的" in one.text())
    key.click()
    assert "照着纸和回执" in said(page_of(instead))


def test_the_lost_computer_s_settings_come_back_by_its_sheet(instead: Program, pair: Pair, qtbot: QtBot) -> None:
    page = page_of(instead)
    assert isinstance(page, TodayPage)
    page._place.open("missing")
    press(instead, qtbot, F7)
    back = page_of(instead)
    assert isinstance(back, SettingsBackPage)
    assert "还没有来" in said(back.notices)
    settings_of_the_lost(instead, pair)
    back.entered()
    for code, sentence in (("12345", "抄错"), (keyring.new_recovery_code(), "旧电脑最后一张")):
        back.form.line("code").setText(code)
        press(instead, qtbot, F9)
        qtbot.waitUntil(partial(has_word, back, sentence))
    back.form.line("code").setText(OLD_CODE)
    press(instead, qtbot, F9)
    qtbot.waitUntil(lambda: "取回来了" in said(back.notices))
    assert instead.desk is not None
    assert users.minutes(instead.desk) == 25
