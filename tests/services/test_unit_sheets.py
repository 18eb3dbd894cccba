"""What a unit owes goes out as a workbook and comes back by its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from station_app.domain.problem import Rejected
from station_app.domain.records import Assignment, Commitment, Opinion, Reply
from station_app.services import unit_sheets as sheets
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from tests import counties
from tests.office import SetClock, refer, registered

UNIT = "交通运输局"
TRIAGE = {"owner_level": "TOWNSHIP", "proposed_unit": "乡镇人民政府"}
ANSWER = {
    "签收人": "罗秀英",
    "签收日期": "2026-11-24",
    "承办人": "罗正国",
    "承办人电话": "16187654321",
    "答复日期": "2026-12-01",
    "答复内容（办理结果）": "已列入明年计划，汛期前修好。",
    "办理程度": "已列入计划、规划",
    "复文文号": "正交函〔2026〕12号",
    "下步措施": "修好通组路塌方段",
    "下步时限": "2027-04-30",
}


@pytest.fixture
def matters(desk: Desk) -> list[str]:
    """Two opinions with one unit."""
    made = [registered(desk, title=title)["opinion"].uid for title in ("通组路塌方没有人修", "桥栏杆断了")]
    said = {"unit": f"\uff0b{UNIT}", "requirements": "请实地看", "assigned_on": "2026-11-23", "due_on": "2026-12-23"}
    perform(desk, [one for uid in made for one in (Ask("opinion", "triage", TRIAGE, uid), refer(said, uid))])
    return made


@pytest.fixture
def file(desk: Desk, matters: list[str], tmp_path: Path) -> Path:
    path = tmp_path / "unit.xlsx"
    assert sheets.save(desk, UNIT, path) == len(matters)
    return path


def first_sheet(book: openpyxl.Workbook) -> Worksheet:
    return book[book.sheetnames[0]]


def heads_of(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): int(cell.column or 0) for cell in sheet[1]}


def fill(path: Path, line: int, said: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = first_sheet(book)
    heads = heads_of(sheet)
    for head, value in said.items():
        sheet.cell(line, heads[head]).value = value
    book.save(path)


def refusals(found: list[sheets.ReturnedLine]) -> list[tuple[int, str]]:
    return [(one.line, problem.code) for one in found for problem in one.problems if problem.refuses]


def test_a_unit_finds_what_it_owes_and_can_change_its_own_columns_alone(desk: Desk, file: Path) -> None:
    assert sheets.owing(desk) == [sheets.Owing(UNIT, 2, 0)]
    sheet = first_sheet(openpyxl.load_workbook(file))
    assert sheet.protection.sheet
    heads = heads_of(sheet)
    for head, column in heads.items():
        assert sheet.cell(2, column).protection.locked == (head not in ANSWER), head
    assert sheet.cell(2, heads["标题"]).value == "通组路塌方没有人修"
    assert "娃娃上学要绕路" in str(sheet.cell(2, heads["内容和要求"]).value)
    assert sheet.cell(3, heads["办理时限"]).value == "2026-12-23"
    (choice,) = sheet.data_validations.dataValidation
    assert "已列入计划、规划" in choice.formula1


def test_what_came_back_is_shown_taken_and_taken_once(
    desk: Desk, file: Path, matters: list[str], clock: SetClock
) -> None:
    fill(file, 2, ANSWER)
    clock.move(days=10)
    found = sheets.read(desk, file)
    assert [(one.line, one.acts, one.is_known) for one in found] == [
        (2, ("assignment.acknowledge", "reply.register"), False),
        (3, (), True),
    ]
    assert desk.records.all(Reply) == []  # looking takes nothing
    assert sheets.take(desk, found) == []
    opinion = desk.records.one(Opinion, matters[0])
    assert (opinion.state, opinion.unit, opinion.officer, opinion.handled_on) == (
        "HANDLED",
        UNIT,
        "罗正国",
        "2026-12-01",
    )
    (own,) = desk.records.all(Assignment, opinion=matters[0])
    assert (own.acknowledged_by, own.acknowledged_on, own.officer_phone) == ("罗秀英", "2026-11-24", "16187654321")
    (reply,) = desk.records.all(Reply)
    assert (reply.letter_no, reply.contact) == ("正交函〔2026〕12号", "罗正国")
    (promise,) = desk.records.all(Commitment)
    assert (promise.what, promise.by_on, promise.unit) == ("修好通组路塌方段", "2027-04-30", UNIT)
    again = sheets.read(desk, file)
    assert [one.is_known for one in again] == [True, True]
    assert sheets.take(desk, again) == []
    assert len(desk.records.all(Reply)) == 1


def test_a_signature_alone_is_taken_and_a_later_answer_after_it(
    desk: Desk, file: Path, matters: list[str], clock: SetClock
) -> None:
    signed = {name: ANSWER[name] for name in ("签收人", "签收日期", "承办人")}
    fill(file, 3, signed)
    clock.move(days=10)
    assert sheets.take(desk, sheets.read(desk, file)) == []
    (own,) = desk.records.all(Assignment, opinion=matters[1])
    assert own.state == "SIGNED"
    fill(file, 3, {**ANSWER, "承办人电话": "16111112222"})
    found = sheets.read(desk, file)
    assert found[1].acts == ("assignment.begin_handling", "reply.register")
    assert sheets.take(desk, found) == []
    (own,) = desk.records.all(Assignment, opinion=matters[1])
    assert (own.state, own.officer_phone) == ("DONE", "16111112222")


def test_lines_that_cannot_be_taken_are_named_and_the_others_are_taken(
    desk: Desk, file: Path, matters: list[str], clock: SetClock
) -> None:
    clock.move(days=10)
    book = openpyxl.load_workbook(file)
    sheet = first_sheet(book)
    number, title = sheet.cell(2, 1).value, sheet.cell(2, 4).value
    heads = heads_of(sheet)
    lines = {
        4: (number, title, "又答一次"),  # twice
        5: ("520324116-01-Z26-0099", "谁的", "不知道是谁的"),
        6: ("", "", "没有单号"),
    }
    for line, (one, called, said) in lines.items():
        sheet.cell(line, 1).value, sheet.cell(line, 4).value = one, called
        sheet.cell(line, heads["答复内容（办理结果）"]).value = said
    sheet.cell(3, 4).value = "别的标题"
    book.save(file)
    fill(file, 2, ANSWER)
    fill(file, 3, ANSWER)
    found = sheets.read(desk, file)
    assert refusals(found) == [
        (3, "unit_line_slid"),
        (4, "unit_line_twice"),
        (5, "unit_line_unknown"),
        (6, "unit_line_unknown"),
    ]
    assert sheets.take(desk, found) == []
    assert desk.records.one(Opinion, matters[0]).state == "HANDLED"
    assert desk.records.one(Opinion, matters[1]).state == "REFERRED"


def test_a_day_that_is_none_and_a_word_that_is_no_degree_keep_their_line_out(desk: Desk, file: Path) -> None:
    fill(file, 2, {**ANSWER, "答复日期": "2026-13-45"})
    fill(file, 3, {**ANSWER, "办理程度": "差不多了"})
    found = sheets.read(desk, file)
    assert {line for line, _ in refusals(found)} == {2, 3}
    assert sheets.take(desk, found) == []
    assert desk.records.all(Reply) == []


def test_what_is_over_takes_no_further_answer(desk: Desk, file: Path, matters: list[str]) -> None:
    (own,) = desk.records.all(Assignment, opinion=matters[0])
    perform(desk, [Ask("assignment", "void", {"void_reason": "派错了"}, own.uid)])
    fill(file, 2, ANSWER)
    assert refusals(sheets.read(desk, file)) == [(2, "unit_line_over")]


def test_who_asked_for_confidence_stands_in_no_cell(desk: Desk, tmp_path: Path) -> None:
    uid = registered(desk, sensitivity="CONFIDENTIAL", verbatim="我是杨胜美，路没有修，电话16112345678")["opinion"].uid
    said = {"unit": f"\uff0b{UNIT}", "requirements": "请看", "assigned_on": "2026-11-23", "due_on": "2026-12-23"}
    perform(desk, [Ask("opinion", "triage", TRIAGE, uid), refer(said, uid)])
    path = tmp_path / "unit.xlsx"
    sheets.save(desk, UNIT, path)
    cells = [str(cell.value) for row in first_sheet(openpyxl.load_workbook(path)) for cell in row]
    assert not [cell for cell in cells if "杨胜美" in cell or "16112345678" in cell]


def test_a_unit_that_owes_nothing_and_a_file_that_is_none_are_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="unit_owes_nothing"):
        sheets.save(desk, UNIT, tmp_path / "a.xlsx")
    strange = tmp_path / "b.csv"
    strange.write_text("姓名,电话\n甲,1\n", "utf-8")
    with pytest.raises(Rejected, match="unit_table_not_found"):
        sheets.read(desk, strange)


def test_an_office_writes_what_its_units_owe_over_all_stations_and_takes_it_back(tmp_path: Path) -> None:
    county = counties.made(tmp_path / "county")
    office = county.office
    (owed,) = sheets.owing(office)
    assert (owed.unit, owed.count, owed.overdue) == ("县水务局", 3, 1)  # one asked to give its matter back
    path = tmp_path / "unit.xlsx"
    sheets.save(office, owed.unit, path)
    sheet = first_sheet(openpyxl.load_workbook(path))
    assert len({str(sheet.cell(line, 3).value)[:9] for line in range(2, 5)}) == 2  # of both stations
    fill(path, 2, {**ANSWER, "签收日期": office.today, "答复日期": office.today, "下步时限": "2027-04-30"})
    found = sheets.read(office, path)
    assert refusals(found) == []
    assert sheets.take(office, found) == []
    assert sum(one.count for one in sheets.owing(office)) == 2
    county.close()
