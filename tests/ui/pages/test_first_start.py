from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.services import enrolment
from station_app.services.desk import lacks_recovery, unlock
from station_app.services.first_start import Founded
from station_app.ui.pages.settings.first_start import FirstStartPage, StartWays
from station_app.ui.shell.jobs import Jobs
from tests.office import CHEAP, SetClock
from tests.offices import county
from tests.ui.pages.conftest import Hands, Shown, raised

ENTER, F9 = Qt.Key.Key_Return, Qt.Key.Key_F9
SECRET = "correct horse 9"


@pytest.fixture
def start_jobs() -> Iterator[Jobs]:
    jobs = Jobs(raised)
    yield jobs
    jobs.finish()


@pytest.fixture
def ready() -> list[Founded]:
    return []


@pytest.fixture
def page(tmp_path: Path, clock: SetClock, start_jobs: Jobs, ready: list[Founded], shown: Shown) -> FirstStartPage:
    ways = StartWays(ready.append, lambda _print: None, lambda: None)
    made = shown(lambda: FirstStartPage(tmp_path / "data", clock, start_jobs, ways, CHEAP)).page()
    assert isinstance(made, FirstStartPage)
    return made


def write_all(hands: Hands, again: str = SECRET) -> None:
    hands.write("fyz")
    hands.press(ENTER, ENTER)
    hands.write("0851-26421234")
    hands.press(ENTER)
    hands.write("王小莉")
    hands.press(ENTER)
    hands.write(SECRET)
    hands.press(ENTER)
    hands.write(again)
    hands.press(ENTER)


def test_a_station_is_founded_by_keys_alone(
    page: FirstStartPage, hands: Hands, ready: list[Founded], tmp_path: Path, qtbot: QtBot
) -> None:
    write_all(hands)
    qtbot.waitUntil(lambda: page.recovery_code() != "")
    hands.write(page.recovery_code()[-5:].lower())
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    assert not lacks_recovery(ready[0].desk)
    assert [(founded.desk.station.name, founded.desk.station.phone) for founded in ready] == [
        ("桴㯊镇人大代表联络站", "0851-26421234")
    ]
    again = unlock(tmp_path / "data", SECRET)
    assert again.user.name == "王小莉"
    again.close()


def test_the_code_must_be_copied_before_going_on(
    page: FirstStartPage, hands: Hands, ready: list[Founded], qtbot: QtBot
) -> None:
    write_all(hands)
    qtbot.waitUntil(lambda: page.recovery_code() != "")
    hands.write("00000")
    hands.press(ENTER)
    assert ready == []
    assert hands.focused().objectName() == "last_group"


def test_all_that_is_wrong_is_said_at_once(page: FirstStartPage, hands: Hands, tmp_path: Path) -> None:
    hands.press(F9)
    said = [page.station.editor(name).accessibleDescription() for name in ("area_code", "name")]
    said += [page.user.editor("name").accessibleDescription(), page.secret.line("password").accessibleDescription()]
    assert all(said)
    assert not (tmp_path / "data").exists()


def test_two_passwords_that_differ_found_nothing(page: FirstStartPage, hands: Hands, tmp_path: Path) -> None:
    write_all(hands, again="another horse 9")
    assert page.secret.line("again").accessibleDescription() != ""
    assert not (tmp_path / "data").exists()


def test_a_county_is_chosen_in_the_open_and_founded_by_keys(
    page: FirstStartPage, hands: Hands, ready: list[Founded], qtbot: QtBot
) -> None:
    hands.press(Qt.Key.Key_Backtab, Qt.Key.Key_Space)
    assert page.place.is_office
    hands.write("zax")
    hands.press(ENTER)
    assert page.station.values()["name"] == "正安县人大常委会代表工作委员会"
    hands.press(ENTER, ENTER)
    hands.write("陈办事")
    hands.press(ENTER)
    for _ in range(2):
        hands.write(SECRET)
        hands.press(ENTER)
    qtbot.waitUntil(lambda: page.recovery_code() != "")
    hands.write(page.recovery_code()[-5:])
    hands.press(ENTER)
    qtbot.waitUntil(lambda: len(ready) == 1)
    assert (ready[0].desk.is_office, ready[0].desk.place.area_code) == (True, "520324")


def test_an_invitation_that_is_picked_says_where_and_which_station(
    page: FirstStartPage, hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    office = county(tmp_path / "county")
    path = tmp_path / "second.lzi"
    path.write_text("不是准入文件", "utf-8")
    page.take_invitation(path)
    assert page.notices.isVisible()
    path.write_text(enrolment.invite(office, "流渡镇代表之家", "520324101000", "2027-06-30"), "utf-8")
    office.close()
    page.take_invitation(path)
    assert not any(page.station.editor(name).isEnabled() for name in ("area_code", "name"))
    assert hands.focused() is page.station.editor("phone")
    hands.write("0851-26421234")
    hands.press(ENTER)
    hands.write("王小莉")
    hands.press(ENTER)
    hands.write(SECRET)
    hands.press(ENTER)
    hands.write(SECRET)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: page.recovery_code() != "")
    desk = unlock(tmp_path / "data", SECRET)
    assert (desk.station.name, desk.station.area_code) == ("流渡镇代表之家", "520324101000")
    assert desk.station.phone == "0851-26421234"
    assert enrolment.standing(desk).stage == "invited"
    desk.close()
