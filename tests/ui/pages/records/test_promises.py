"""核对承诺: what a reply seems to promise is kept, changed or dropped by keys; what nobody kept is not written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Commitment
from station_app.ui.pages.records.promises import CheckPromisesPage
from station_app.ui.shell.workplace import Workplace
from tests.services.test_promises import answered, reply_of
from tests.ui.pages.conftest import Hands


def test_one_is_kept_and_one_dropped_by_keys(place: Workplace, hands: Hands, qtbot: QtBot) -> None:
    desk = place.desk
    uid = answered(desk)
    record = place.record("opinion", uid)
    key = record.findChild(QPushButton, "promises")
    assert isinstance(key, QPushButton)
    assert key.text() == "核对答复里的承诺（2 项）"
    page = place.open("check_promises", reply_of(desk, uid).uid)
    assert isinstance(page, CheckPromisesPage)
    assert page.form is not None
    assert page.form.values()["what"] == "修好挡墙48米"
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.form is not None and page.form.values()["what"] == "增配校车1辆")
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: place.window.page() is record)
    assert [one.what for one in desk.records.all(Commitment)] == ["修好挡墙48米"]
