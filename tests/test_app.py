from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

import main
from station_app import app
from station_app.app import Program
from station_app.db import connection
from station_app.db.keyring import Keyring
from station_app.services import first_start, users
from station_app.services.desk import unlock
from station_app.services.first_start import FirstStart, Founded
from station_app.ui.pages.days.today import TodayPage
from station_app.ui.pages.roads.admission import AdmissionPage
from station_app.ui.pages.roads.stick import StickPage
from station_app.ui.pages.settings.first_start import FirstStartPage, RecoveryPage
from station_app.ui.pages.settings.unlock import SwitchPage, UnlockPage
from station_app.ui.pages.visit.visit import VisitPage
from station_app.ui.parts.notices import BugDialog
from station_app.ui.shell.page import Page
from station_app.ui.shell.window import WindowPlace
from tests.office import CHEAP, PASSWORD, SetClock

SECOND = "another horse 7"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MakeProgram = Callable[[Path], Program]


@pytest.fixture
def program(qtbot: QtBot, clock: SetClock) -> Iterator[MakeProgram]:
    made: list[Program] = []

    def make(folder: Path) -> Program:
        folder.mkdir(exist_ok=True)
        made.append(Program(folder, clock))
        return made[-1]

    yield make
    for one in made:
        if one.window is not None:
            one.window.close()
        one.close()


def _stumble(typed: str) -> None:
    raise ValueError(typed)


def page_of(program: Program) -> object:
    assert program.window is not None
    return program.window.page()


def test_an_empty_folder_begins_with_the_first_start(program: MakeProgram, tmp_path: Path) -> None:
    made = program(tmp_path / "new")
    made.open()
    assert isinstance(page_of(made), FirstStartPage)


def test_a_founded_folder_is_locked_and_the_password_leads_to_today_and_to_a_visit(
    program: MakeProgram, founded: Founded, qtbot: QtBot
) -> None:
    made = program(founded.desk.folder)
    made.open()
    locked = page_of(made)
    assert isinstance(locked, UnlockPage)
    qtbot.keyClicks(locked.form.line("password"), PASSWORD)
    qtbot.keyClick(locked.form.line("password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page_of(made), TodayPage))
    assert made.window is not None
    qtbot.waitUntil(made.window.isActiveWindow)
    qtbot.keyClick(made.window, Qt.Key.Key_F2)
    assert isinstance(page_of(made), VisitPage)
    assert made.window.said("station") == "桴㯊镇人大代表联络站"
    qtbot.keyClick(made.window, Qt.Key.Key_Escape)
    assert isinstance(page_of(made), TodayPage)


@pytest.mark.parametrize("is_another_day", [False, True])
@pytest.mark.usefixtures("qapp")
def test_the_page_of_today_is_gone_back_to_and_another_day_begins_with_the_first(
    founded: Founded, clock: SetClock, is_another_day: bool
) -> None:
    folder = founded.desk.folder
    for round_ in (1, 2):
        made = Program(folder, clock, window_place=WindowPlace(folder))
        made.open_desk(unlock(folder, PASSWORD, clock=clock))
        window = made.window
        assert window is not None
        assert window.rail_page == ("ledger" if round_ == 2 and not is_another_day else "today")
        window.go("ledger")
        window.close()
        made.close()
        if is_another_day:
            clock.move(days=1)


def test_a_closed_desk_is_looked_at_no_more_though_its_window_stands(
    program: MakeProgram, founded: Founded, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.ui.shell.lane.LOOK_MS", 5)
    made = program(founded.desk.folder)
    made.open_desk(unlock(founded.desk.folder, PASSWORD))
    made.close()
    looked: list[object] = []
    monkeypatch.setattr(connection, "data_version", looked.append)
    qtbot.wait(60)
    assert made.window is not None
    assert looked == []


def test_a_data_folder_is_open_only_once(tmp_path: Path) -> None:
    first = app.locked(tmp_path)
    assert first is not None
    assert app.locked(tmp_path) is None
    first.unlock()
    again = app.locked(tmp_path)
    assert again is not None
    again.unlock()


def test_nothing_hangs_over_the_lock_and_a_bug_is_shown_when_it_is_gone(
    program: MakeProgram, founded: Founded, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    made = program(founded.desk.folder)
    made.open_desk(unlock(founded.desk.folder, PASSWORD))
    assert made.window is not None
    question = QDialog(made.window)
    question.open()
    made.broken(RuntimeError("before"))
    assert len(dialogs()) == 2
    made.lock()
    made.broken(RuntimeError("behind the lock"))
    assert dialogs() == []
    switch = page_of(made)
    assert isinstance(switch, SwitchPage)
    qtbot.keyClicks(switch.form.line("password"), PASSWORD)
    switch.open()
    qtbot.waitUntil(lambda: isinstance(page_of(made), TodayPage))
    (bug,) = dialogs()
    assert isinstance(bug, BugDialog)
    assert bug.report().count("RuntimeError") == 2
    bug.accept()
    made.lock()
    made.window.uncover()
    assert dialogs() == []
    caplog.clear()


@pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)", extend=True)
def test_no_list_that_was_open_hangs_over_the_lock(program: MakeProgram, founded: Founded, qtbot: QtBot) -> None:
    made = program(founded.desk.folder)
    made.open_desk(unlock(founded.desk.folder, PASSWORD))
    assert made.window is not None
    shown = [QWidget(made.window, flag) for flag in (Qt.WindowType.ToolTip, Qt.WindowType.Tool)]
    for one in shown:
        one.show()
    made.lock()
    assert not [one for one in shown if one.isVisible()]
    assert made.window.isVisible()


def test_whoever_leaves_while_they_sit_there_is_locked_out_at_once(
    program: MakeProgram, founded: Founded, clock: SetClock, qtbot: QtBot
) -> None:
    desk = founded.desk
    uid = users.add(desk, {"name": "吴道明", "roles": ["STATION_CLERK"]}, SECOND, PASSWORD, CHEAP).uid
    made = program(desk.folder)
    made.open_desk(unlock(desk.folder, SECOND, "吴道明", clock))
    users.leave(desk, uid, {"left_on": desk.today}, PASSWORD)  # as by another computer
    qtbot.waitUntil(lambda: isinstance(page_of(made), SwitchPage))
    switch = page_of(made)
    assert isinstance(switch, SwitchPage)
    assert switch.people.names == ["王小莉"]


def test_a_key_that_is_due_is_renewed_at_closing(founded: Founded, clock: SetClock, qtbot: QtBot) -> None:
    folder = founded.desk.folder
    users.ask_new_key(founded.desk, PASSWORD)
    keys = Keyring.read(folder)
    keys_before = [slot.keys for slot in keys.slots]
    assert keys.is_due
    founded.desk.close()
    replace(keys, is_due=False).write()
    made = Program(folder, clock)
    made.open_desk(unlock(folder, PASSWORD, clock=clock))
    replace(keys, is_due=True).write()
    assert made.window is not None
    made.window.close()
    made.close()
    assert not Keyring.read(folder).is_due
    assert [slot.keys for slot in Keyring.read(folder).slots] != keys_before
    unlock(folder, PASSWORD, clock=clock).close()


def test_a_desk_whose_recovery_sheet_nobody_confirmed_begins_with_that(
    tmp_path: Path, clock: SetClock, qtbot: QtBot
) -> None:
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD, waits_for_sheet=True)
    first_start.found(tmp_path / "data", start, clock, CHEAP).desk.close()
    made = Program(tmp_path / "data", clock)
    made.open_desk(unlock(tmp_path / "data", PASSWORD, clock=clock))
    assert isinstance(page_of(made), RecoveryPage)
    assert made.window is not None
    made.window.close()
    made.close()


OPENED = """
import os, sys
import main
os.umask(0o022)
sys.exit(main.main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes")
def test_every_file_that_a_command_makes_is_its_owner_s_alone(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[1]
    surroundings = {**os.environ, "STATION_PASSWORD": PASSWORD, "PYTHONPATH": str(root)}
    data, out = tmp_path / "new" / "data", tmp_path / "new"
    for command in (
        ["init", "--data", data, "--user", "王小莉", "--division", "520324116000", "--name", "桴㯊镇联络站"],
        ["save-list", "opinions", "--data", data, "--out", out / "ledger.csv"],
        ["manual", "--out", out / "manual.pdf"],
    ):
        ran = subprocess.run(
            [sys.executable, "-c", OPENED, *map(str, command)], env=surroundings, capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode()
    made = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert len(made) > 5
    assert {path.name: oct(path.stat().st_mode) for path in made if path.stat().st_mode & 0o077} == {}


def dialogs() -> list[QDialog]:
    """What lies over the windows."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


@pytest.mark.parametrize("is_here", [True, False])
def test_a_file_that_was_double_clicked_is_offered_and_not_taken(
    founded: Founded, clock: SetClock, tmp_path: Path, qtbot: QtBot, is_here: bool
) -> None:
    for name, kind in (("站.LZI", AdmissionPage), ("0001.lzb", StickPage)):
        path = tmp_path / name
        if is_here:
            path.write_text("not yet looked at")
        started = Program(founded.desk.folder, clock, handed=[path])
        started.open_desk(unlock(founded.desk.folder, PASSWORD, clock=clock))
        page = page_of(started)
        assert isinstance(page, kind) is is_here
        assert isinstance(page, Page)
        said = " ".join(label.text() for label in page.notices.findChildren(QLabel))
        assert name in said
        assert is_here or "这里用不上" in said
        assert started.window is not None
        started.window.close()
        started.close()


def test_a_file_as_argument_means_the_desk_and_a_word_a_command() -> None:
    assert [main._is_for_the_desk(one) for one in ("x.lzi", "/a b/0001.LZB", "--data", "-h", "list", "--help")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_said_on_the_screen_and_to_the_terminal(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda _parent, _title, sentence: shown.append(sentence))
    a_file = tmp_path / "home"
    a_file.write_text("")
    for folder in (a_file, a_file / "below", Path("/proc/no-place"), Path("/dev/null/x")):
        assert app.main(["--data", str(folder)]) == 1
        assert capsys.readouterr().err.strip() == shown[-1]
        assert "写不进去" in shown[-1]
        assert str(folder) in shown[-1]
    held = app.locked(tmp_path)
    assert app.main(["--data", str(tmp_path)]) == 1
    assert "另一个窗口" in shown[-1]
    assert held is not None
    held.unlock()


def test_the_log_tells_where_a_bug_arose_and_nothing_that_was_typed(
    program: MakeProgram, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = program(tmp_path / "data")
    handler = app.log_to(tmp_path / "data" / "logs")
    typed = "杨阿依 16112342201"
    with pytest.raises(ValueError, match="杨阿依") as caught:
        _stumble(typed)
    made.broken(caught.value)
    logging.getLogger("station_app").removeHandler(handler)
    handler.close()
    written = (tmp_path / "data" / "logs" / "desk.log").read_text("utf-8")
    assert "test_app.py" in written
    assert "杨阿依" not in written
    assert "161" not in written
    caplog.clear()
    for window in QApplication.topLevelWidgets():
        window.close()
