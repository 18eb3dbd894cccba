"""核对承诺: what a reply seems to promise is kept, changed or dropped by keys; what nobody kept is not written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from station_app.domain.records import Commitment
from station_app.services.desk import Desk
from station_app.ui.pages.records.promises import PromisesPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.services.test_promises import answered, reply_of
from tests.ui.pages.conftest import Hands, Shown


def test_one_is_kept_and_one_dropped_by_keys(
    desk: Desk, desk_sources: Sources, jobs: Jobs, shown: Shown, beside: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    uid = answered(desk)
    place = Workplace(desk, jobs, desk_sources, beside)
    record = RecordPage(place, "opinion", uid)
    qtbot.addWidget(record)
    assert record.findChild(QPushButton, "promises").text() == "核对答复里的承诺（2 项）"
    page = shown(lambda: PromisesPage(place, reply_of(desk, uid).uid)).page()
    assert isinstance(page, PromisesPage)
    assert page.form is not None
    assert page.form.values()["what"] == "修好挡墙48米"
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(desk.records.all(Commitment)) == 1)
    qtbot.waitUntil(lambda: page.form is not None and page.form.values()["what"] == "增配校车1辆")
    hands.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: page.form is None or not page._left)
    assert [one.what for one in desk.records.all(Commitment)] == ["修好挡墙48米"]
