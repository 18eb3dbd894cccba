"""准入: a county gives the file, a station hands it over; what is wrong is said and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from station_app.domain.exchange import read_invitation
from station_app.domain.records import Device
from station_app.services import choices, enrolment
from station_app.services.desk import Desk
from station_app.sync import trust
from station_app.sync.road import Proxy
from station_app.text import roads as say
from station_app.ui.pages.roads.admission import AdmissionPage, InvitePage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.offices import admit
from tests.offices import county as new_county
from tests.ui.pages.conftest import Shown, raised

UNTIL = timedelta(days=30)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    made = new_county(tmp_path / "county")
    yield made
    made.close()


@pytest.fixture
def inviting(office: Desk, shown: Shown, beside: MainWindow) -> Iterator[InvitePage]:
    jobs = Jobs(raised, thread_end=office.close)
    place = Workplace(office, jobs, sources_of(office), beside)
    page = shown(lambda: InvitePage(place)).page()
    assert isinstance(page, InvitePage)
    yield page
    jobs.finish()


@pytest.fixture
def asking(desk: Desk, jobs: Jobs, shown: Shown, beside: MainWindow) -> AdmissionPage:
    place = Workplace(desk, jobs, sources_of(desk), beside)
    page = shown(lambda: AdmissionPage(place)).page()
    assert isinstance(page, AdmissionPage)
    return page


def test_the_file_that_a_county_writes_is_taken_at_the_station(
    inviting: InvitePage, asking: AdmissionPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "station.lzi"
    inviting.station.set_values({"area_code": desk.place.area_code, "name": desk.place.name})
    inviting.until.set_values({"expires_on": (date.fromisoformat(desk.today) + UNTIL).isoformat()})
    inviting.invite(path)
    qtbot.waitUntil(path.exists)
    assert asking.standing() == say.STANDINGS["not_invited"]
    asking.accept_file(path)
    qtbot.waitUntil(lambda: say.STANDINGS["invited"] in asking.standing())
    assert enrolment.standing(desk).stage == "invited"


def test_what_is_missing_in_an_invitation_is_said_beside_its_field(
    inviting: InvitePage, tmp_path: Path, qtbot: QtBot
) -> None:
    inviting.station.set_values({"area_code": "", "name": ""})
    inviting.invite(tmp_path / "none.lzi")
    where = inviting.station.editor("area_code")
    qtbot.waitUntil(lambda: where.accessibleDescription() != "")
    assert not (tmp_path / "none.lzi").exists()


def test_a_county_hands_over_its_own_file_from_the_same_page(
    inviting: InvitePage, beside: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(inviting.window(), Qt.Key.Key_F7)
    assert isinstance(beside.page(), AdmissionPage)


def test_what_is_no_invitation_is_refused_and_stays_to_be_looked_at(asking: AdmissionPage, qtbot: QtBot) -> None:
    asking.pasted.setPlainText("不是准入文件")
    qtbot.keyClick(asking.window(), Qt.Key.Key_F9)
    qtbot.waitUntil(asking.notices.isVisible)
    assert asking.pasted.toPlainText() == "不是准入文件"
    assert asking.standing() == say.STANDINGS["not_invited"]


def test_a_county_names_the_computer_that_a_new_one_takes_the_place_of(
    inviting: InvitePage, office: Desk, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    admit(office, desk)
    [device] = office.records.all(Device)
    [(uid, words)] = choices.choices(office, "device", desk.place.name[:2])
    assert (uid, choices.name_of(office, "device", uid)) == (device.uid, words)
    assert desk.place.name in words
    until = (date.fromisoformat(desk.today) + UNTIL).isoformat()
    inviting.station.set_values({"area_code": desk.place.area_code, "name": "别的站"})
    inviting.until.set_values({"expires_on": until, "replaces": device.uid})
    inviting.invite(tmp_path / "other.lzi")
    where = inviting.until.editor("replaces")
    qtbot.waitUntil(lambda: "不是别的站的" in where.accessibleDescription())
    inviting.station.set_values({"area_code": desk.place.area_code, "name": desk.place.name})
    path = tmp_path / "station.lzi"
    inviting.invite(path)
    qtbot.waitUntil(path.exists)
    assert read_invitation(path.read_text("utf-8")).replaces == device.uid
    assert inviting.until.values()["replaces"] == ""


def test_a_proxy_is_kept_in_the_encrypted_file_and_its_password_is_not_shown_again(
    asking: AdmissionPage, desk: Desk, qtbot: QtBot
) -> None:
    for name, text in (("proxy", "10.1.2.3"), ("proxy_user", "王小莉"), ("proxy_password", "s3cret")):
        asking.proxy.line(name).setText(text)
    qtbot.keyClick(asking.window(), Qt.Key.Key_F7)
    where = asking.proxy.line("proxy")
    qtbot.waitUntil(lambda: "10.1.2.3:8080" in where.accessibleDescription())
    assert trust.proxy(desk.store) is None
    where.setText("10.1.2.3:8080")
    qtbot.keyClick(asking.window(), Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: trust.proxy(desk.store) == Proxy("http://10.1.2.3:8080", "王小莉", "s3cret"))
    qtbot.waitUntil(lambda: asking.proxy.value("proxy_password") == "")
    asking.entered()
    assert [asking.proxy.value(name) for name in ("proxy", "proxy_user", "proxy_password")] == [
        "http://10.1.2.3:8080", "王小莉", "",
    ]  # fmt: skip
    assert not any(b"s3cret" in path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    qtbot.keyClick(asking.window(), Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: any(say.PROXY_KEPT in one.text() for one in asking.notices.findChildren(QLabel)))
    assert trust.proxy(desk.store) == Proxy("http://10.1.2.3:8080", "王小莉", "s3cret")
    where.clear()
    qtbot.keyClick(asking.window(), Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: trust.proxy(desk.store) is None)
