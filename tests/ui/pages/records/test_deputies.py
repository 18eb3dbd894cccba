from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.domain.records import Deputy
from station_app.services.desk import Desk
from station_app.services.roster import roster
from station_app.ui.pages.records.deputies import DeputiesPage
from station_app.ui.pages.records.record import RecordPage
from station_app.ui.shell.window import MainWindow
from station_app.ui.shell.workplace import Workplace


@pytest.fixture
def page(place: Workplace, window: MainWindow) -> DeputiesPage:
    page = DeputiesPage(place)
    window.open(page)
    return page


def _row(page: DeputiesPage, row: int) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_deputies_stand_with_their_mandates_and_masked_phones(page: DeputiesPage) -> None:
    assert _row(page, 0) == ["秦彬", "", "乡镇代表（第 20 届）", "", "139****5678"]
    assert page.accessibleDescription().startswith("共 1 位代表，在任 1 位")


def test_a_deputy_is_enrolled_by_the_keyboard_alone(
    page: DeputiesPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F2)
    form = page.form()
    assert form is not None
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "name"
    form.deputy.set_values({"name": "郑淑珍", "phone": "13987654321"})
    form.mandate.set_values({"level": "COUNTY", "term": "18"})
    qtbot.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2)
    line = roster(desk)[1]
    assert (line.deputy.name, [one.level for one in line.mandates]) == ("郑淑珍", ["COUNTY"])
    assert page.form() is None


def test_problems_stand_beside_the_fields_of_both_parts(page: DeputiesPage, desk: Desk, qtbot: QtBot) -> None:
    page.begin()
    form = page.form()
    assert form is not None
    form.deputy.set_values({"phone": "139"})
    form.submit()
    qtbot.waitUntil(lambda: form.deputy.editor("name").accessibleDescription() == "还没有填")
    assert form.mandate.editor("level").accessibleDescription() == "还没有填"
    assert len(desk.records.all(Deputy)) == 1


def test_escape_closes_the_form_and_not_the_page(page: DeputiesPage, window: MainWindow, qtbot: QtBot) -> None:
    page.begin()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.form() is None
    assert window.page() is page


def test_enter_opens_a_deputy(page: DeputiesPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    opened = window.page()
    assert isinstance(opened, RecordPage)
    assert opened.accessibleName() == "秦彬"
