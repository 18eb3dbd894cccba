from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app import text
from station_app.db import preferences
from station_app.db.keyring import Keyring
from station_app.domain.problem import refusal
from station_app.services import users
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import Founded
from station_app.text import desk as say
from station_app.text import problems
from station_app.ui.pages.settings.unlock import Lock, UnlockPage
from station_app.ui.shell.jobs import Jobs
from tests.office import CHEAP, PASSWORD
from tests.ui.pages.conftest import Hands, Shown, raised

ENTER = Qt.Key.Key_Return


@pytest.fixture
def start_jobs() -> Iterator[Jobs]:
    jobs = Jobs(raised)
    yield jobs
    jobs.finish()


@pytest.fixture
def ready() -> list[Desk]:
    return []


@pytest.fixture
def page(founded: Founded, start_jobs: Jobs, ready: list[Desk], shown: Shown) -> UnlockPage:
    lock = Lock(founded.desk.folder, founded.desk.clock, ready.append, CHEAP)
    made = shown(lambda: UnlockPage(lock, start_jobs)).page()
    assert isinstance(made, UnlockPage)
    return made


def test_the_password_opens_the_desk(page: UnlockPage, hands: Hands, ready: list[Desk], qtbot: QtBot) -> None:
    hands.write(PASSWORD)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    assert ready[0].user.name == "王小莉"
    assert page.form.value("password") == ""


def test_tables_of_an_older_form_are_said_to_be_brought_up(
    page: UnlockPage, founded: Founded, hands: Hands, ready: list[Desk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded.desk.store.database.execute_sql("UPDATE mark SET value = 'older' WHERE name = 'user'")
    told: list[str] = []
    monkeypatch.setattr(page.notices, "tell", told.append)
    hands.write(PASSWORD)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    assert say.bringing_up(1, 1) in told


def test_a_wrong_password_is_said_and_the_line_is_ready_again(
    page: UnlockPage, founded: Founded, hands: Hands, ready: list[Desk], qtbot: QtBot
) -> None:
    hands.write("wrong horse 9")
    hands.press(ENTER)
    qtbot.waitUntil(lambda: page.form.line("password").accessibleDescription() != "")
    assert ready == []
    assert hands.focused() is page.form.line("password")
    assert Keyring.read(founded.desk.folder).failures == 1


def test_the_wait_is_told_in_words() -> None:
    assert text.explain(refusal("wrong_password", wait_s=0)) == "密码不对，请再填一遍。"
    assert "8 秒" in text.explain(refusal("wrong_password", wait_s=8))
    assert problems.duration(300) == " 5 分钟"
    assert problems.duration(64) == " 1 分 4 秒"


def test_the_recovery_code_opens_with_a_new_password(
    page: UnlockPage, founded: Founded, hands: Hands, ready: list[Desk], qtbot: QtBot
) -> None:
    page._show_recovery()
    for words in (founded.recovery_code.lower(), "a new horse 10", "a new horse 10"):
        hands.write(words)
        hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    again = unlock(founded.desk.folder, "a new horse 10")
    assert again.user.name == "王小莉"
    again.close()


def test_a_miscopied_code_is_told_without_a_try(page: UnlockPage, founded: Founded, hands: Hands) -> None:
    page._show_recovery()
    for words in (f"{founded.recovery_code[:-1]}U", "a new horse 10", "a new horse 10"):
        hands.write(words)
        hands.press(ENTER)
    assert page.recovery.line("code").accessibleDescription() != ""
    assert Keyring.read(founded.desk.folder).failures == 0


BEN, BEN_PASSWORD = "李䶮", "another horse 9"


@pytest.fixture
def two(founded: Founded, start_jobs: Jobs, ready: list[Desk], shown: Shown) -> UnlockPage:
    """The lock of a computer that two people use, the second of them last."""
    users.add(founded.desk, {"name": BEN, "roles": ["STATION_CLERK"]}, BEN_PASSWORD, PASSWORD, CHEAP)
    preferences.write_window(founded.desk.folder, preferences.Window(user=BEN))
    made = shown(lambda: UnlockPage(Lock(founded.desk.folder, founded.desk.clock, ready.append, CHEAP), start_jobs))
    page = made.page()
    assert isinstance(page, UnlockPage)
    return page


def test_who_was_here_last_stands_first_and_types_the_password_alone(
    two: UnlockPage, hands: Hands, ready: list[Desk], qtbot: QtBot
) -> None:
    assert two.people.names == [BEN, "王小莉"]
    hands.write(BEN_PASSWORD)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    assert ready[0].user.name == BEN


@pytest.mark.parametrize("way", ["arrow", "digit"])
def test_another_is_chosen_without_a_letter_of_chinese(
    two: UnlockPage, hands: Hands, ready: list[Desk], qtbot: QtBot, way: str
) -> None:
    if way == "arrow":
        hands.press(Qt.Key.Key_Down)
    else:
        qtbot.keyClick(hands.focused(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert two.people.chosen() == "王小莉"
    hands.write(PASSWORD)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    assert ready[0].user.name == "王小莉"


def test_with_the_recovery_code_it_is_chosen_whose_password_is_made_anew(
    two: UnlockPage, founded: Founded, hands: Hands, ready: list[Desk], qtbot: QtBot
) -> None:
    two._show_recovery()
    hands.press(Qt.Key.Key_Down)
    for words in (founded.recovery_code, "a new horse 10", "a new horse 10"):
        hands.write(words)
        hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    again = unlock(founded.desk.folder, "a new horse 10", "王小莉")
    assert again.user.name == "王小莉"
    again.close()
