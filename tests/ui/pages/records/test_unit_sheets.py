"""A unit's workbook goes out and comes back by keys."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from station_app.domain.records import Opinion
from station_app.services import unit_sheets
from station_app.services.acts import Ask, perform
from station_app.ui.pages.records.unit_sheets import ReturnedSheetPage, UnitSheetsPage
from station_app.ui.shell.workplace import Workplace
from tests.office import refer, registered
from tests.ui.pages.conftest import Hands

UNIT = "交通运输局"


@pytest.fixture
def owed(place: Workplace) -> str:
    opinion = registered(place.desk)["opinion"].uid
    said = {"unit": f"\uff0b{UNIT}", "requirements": "请实地看", "assigned_on": "2026-11-23", "due_on": "2026-12-23"}
    triage = {"owner_level": "TOWNSHIP", "proposed_unit": "乡镇人民政府"}
    perform(place.desk, [Ask("opinion", "triage", triage, opinion), refer(said, opinion)])
    return opinion


def test_a_sheet_goes_out_and_comes_back(
    place: Workplace, hands: Hands, qtbot: QtBot, owed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(path), ""))
    page = place.open("unit_sheets")
    assert isinstance(page, UnitSheetsPage)
    qtbot.waitUntil(lambda: bool(page.list.lines))
    page.table.go_to([one.unit for one in page.list.lines].index(UNIT))
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(path.exists)
    book = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[0]]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for name, value in (("签收人", "罗秀英"), ("签收日期", place.desk.today), ("承办人", "罗正国")):
        sheet.cell(2, heads[name] or 0).value = value
    sheet.append(["520324116-01-Z26-0099", "", "", "", "", "", "", "", "无名"])
    book.save(path)

    hands.press(Qt.Key.Key_F7)
    back = place.window.page()
    assert isinstance(back, ReturnedSheetPage)
    qtbot.waitUntil(lambda: len(back.list.lines) == 2)
    assert [unit_sheets.takeable([one]) != [] for one in back.list.lines] == [True, False]
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: place.desk.records.one(Opinion, owed).state == "ACKNOWLEDGED")
    qtbot.waitUntil(lambda: [one.is_known for one in back.list.lines] == [True, False])
