"""What stands beside a deputy: the duty file, entered by hand with keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.services import duty
from station_app.services.desk import Desk
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.pages.records.record_sheets import related
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace
from tests.ui.pages.conftest import Filled, Hands

ENTER = Qt.Key.Key_Return


def test_a_performance_is_entered_by_keys_on_the_deputys_page_and_stands_beside_it(
    desk: Desk, place: Workplace, window: MainWindow, filled: Filled, hands: Hands, qtbot: QtBot
) -> None:
    page = RecordPage(place, "deputy", filled.deputy)
    window.open(page)
    while hands.focused().objectName() != "duty_record":
        hands.press(Qt.Key.Key_Tab)
    hands.press(ENTER)
    form = page.form()
    assert form is not None
    assert form.form.values()["held_on"] == desk.today
    assert "deputy" not in form.form.values()
    form.form.focus_field("way")
    hands.write("3")
    form.form.focus_field("content")
    hands.write("参加县里的履职培训")
    hands.press(ENTER, with_control=True)
    qtbot.waitUntil(lambda: page.form() is None)

    (one,) = duty.file_of(desk, filled.deputy)
    assert (one.way, one.content, one.term) == ("TRAINING", "参加县里的履职培训", 20)
    beside = next(
        found for found in related(place, "deputy", {"uid": filled.deputy}) if found.heading == "履职档案 1 次"
    )
    assert beside.lines == (("11月23日 · 学习培训", ("duty_record", one.uid), "参加县里的履职培训"),)
    assert page.acts()["F8"].label == "打印履职档案"
