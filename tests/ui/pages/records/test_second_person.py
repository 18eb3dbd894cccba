"""What takes two persons on the page of a secret matter, and where a matter goes that becomes secret."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Opinion
from station_app.services import users
from station_app.services.desk import Desk
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.office import CHEAP, PASSWORD, registered


def press(page: RecordPage, name: str) -> None:
    next(one for one in page.findChildren(QPushButton, name)).click()


def test_secrecy_is_taken_off_with_a_second_persons_password(
    desk: Desk, place: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    users.add(desk, {"name": "吴道明", "roles": ["STATION_HEAD"]}, "another horse 7", PASSWORD, CHEAP)
    uid = registered(desk, opinion_kind="REPORT")["opinion"].uid
    page = RecordPage(place, "opinion", uid)
    window.open(page)
    press(page, "disclose")
    form = page.form()
    assert form is not None
    assert form.second is not None
    form.form.set_values({"secrecy_reason": "他说的是办事慢"})
    form.second.line("second_name").setText("吴道明")
    line = form.second.line("second_password")
    line.setText("wrong horse 7")
    form.submit()
    qtbot.waitUntil(lambda: "密码不对" in line.accessibleDescription())
    line.setText("another horse 7")
    form.submit()
    qtbot.waitUntil(lambda: page.form() is None)
    assert desk.records.one(Opinion, uid).state == "VOID"
    [opened] = [one for one in desk.records.all(Opinion, received_on="2026-11-23") if one.number[13:] == "M26-0003"]
    assert opened.state == "REGISTERED"


def test_what_became_secret_stands_on_the_page_under_its_own_number(
    desk: Desk, place: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    uid = registered(desk)["opinion"].uid
    page = RecordPage(place, "opinion", uid)
    window.open(page)
    press(page, "redirect")
    form = page.form()
    assert form is not None
    assert form.second is None
    form.form.set_values({"redirect_reason": "DISCIPLINE", "redirect_organ": "县纪委监委"})
    form.submit()
    qtbot.waitUntil(lambda: page.form() is None)
    said = "".join(one.text() for one in page.notices.findChildren(QLabel))
    assert "N26-0001" in said
    assert "M26-0003" in said
    [own] = desk.records.all(Opinion, state="REDIRECTED")
    assert own.former_number[13:] == "M26-0003"
