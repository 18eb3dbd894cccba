"""An old ledger is taken whole or not at all, told in a report, and taken back as a whole."""

from __future__ import annotations

import csv as tables
import io
from dataclasses import replace
from pathlib import Path

import pytest

from station_app.db import audit
from station_app.db.ledgers import Import
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Mandate, Opinion, Person, Suggestion, Unit, Visit
from station_app.services import ledger_import, trail
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.ledger_import import taking
from station_app.services.ledger_import.preview import Choices
from station_app.services.roster import roster
from tests.office import OPINION, VISIT
from tests.services.ledger_import.workbooks import HEAD, LAMPS, ROAD, WATER, xlsx

SHEET = "接待台账"
BAD = (4, "2025-13-1", "周明", "16155556666", 1, "村口路灯不亮很久", "路灯", "", "", "", "")


def book_of(folder: Path, *rows: tuple[object, ...]) -> ledger_import.Book:
    return ledger_import.read_book(xlsx(folder / "台账.xlsx", [HEAD, *rows]))  # type: ignore[list-item]  # cells of any kind


def take(desk: Desk, book: ledger_import.Book, choices: Choices | None = None) -> Import:
    mapping = ledger_import.guess(ledger_import.tables(book, [SHEET]))
    return ledger_import.take(desk, book, [SHEET], mapping, choices or Choices())


def counts(desk: Desk) -> tuple[int, int, int]:
    return len(desk.records.all(Person)), len(desk.records.all(Visit)), len(desk.records.all(Opinion))


def test_a_ledger_becomes_people_visits_and_opinions_with_numbers(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD, WATER, LAMPS))
    assert [one.what for one in trail.lines(desk, 0, 9)] == ["收旧台账"]
    assert counts(desk) == (3, 3, 3)
    assert taken.report["made"] == {
        "opinion": 3, "person": 3, "visit": 3, "assignment": 2, "reply": 1, "telling": 1,
    }  # fmt: skip
    states = {one.title: (one.number[13:], one.state) for one in desk.records.all(Opinion)}
    assert states == {
        "通组路塌方没有人修": ("M25-0001", "CLOSED"),
        "自来水浑浊有泥沙": ("M25-0002", "HANDLING"),
        "村口路灯不亮": ("M25-0003", "REGISTERED"),
    }
    assert audit.audit(desk.store).is_sound


def test_a_refused_row_keeps_the_whole_out_until_it_is_left_out(desk: Desk, tmp_path: Path) -> None:
    book = book_of(tmp_path, ROAD, BAD)
    with pytest.raises(Rejected, match="ledger_rows_refused"):
        take(desk, book)
    assert counts(desk) == (0, 0, 0)
    taken = take(desk, book, Choices(left_out={(SHEET, 3): "看不清"}))
    assert counts(desk) == (1, 1, 1)
    assert [f"{SHEET} 第 3 行", "不收", "", "", "看不清"] in taken.report["lines"]


def test_stopping_half_way_leaves_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from station_app.services.ledger_import import taking  # noqa: PLC0415  (wanted by one test)

    monkeypatch.setattr(taking, "PORTION", 1)
    book = book_of(tmp_path, ROAD, WATER, LAMPS)
    mapping = ledger_import.guess(ledger_import.tables(book, [SHEET]))

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        ledger_import.take(desk, book, [SHEET], mapping, Choices(), stop)
    assert counts(desk) == (0, 0, 0)
    assert ledger_import.imports(desk) == []
    assert take(desk, book).report["made"]["opinion"] == 3
    assert desk.records.all(Opinion)[0].number.endswith("M25-0001")


def test_f50_the_same_file_is_said_at_once_and_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    book = book_of(tmp_path, ROAD, WATER)
    assert ledger_import.earlier(desk, book) is None
    taken = take(desk, book)
    known = ledger_import.earlier(desk, book)
    assert known is not None
    assert known.id == taken.id
    with pytest.raises(Rejected, match="ledger_nothing_to_take"):
        take(desk, book)
    assert counts(desk) == (2, 2, 2)


def test_f50_the_same_rows_in_another_order_and_file_add_only_what_is_new(desk: Desk, tmp_path: Path) -> None:
    take(desk, book_of(tmp_path, ROAD, WATER))
    taken = take(desk, book_of(tmp_path, WATER, LAMPS, ROAD))
    assert taken.report["totals"]["here"] == 2
    assert counts(desk) == (3, 3, 3)


def test_an_import_is_taken_back_as_a_whole(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD, WATER, LAMPS))
    assert ledger_import.undo(desk, taken.id, "收错了文件") == 13
    assert {one.state for one in desk.records.all(Visit)} == {"VOID"}
    assert {one.state for one in desk.records.all(Opinion)} == {"VOID"}
    assert {one.void_reason for one in desk.records.all(Person)} == {"收错了文件"}
    assert ledger_import.imports(desk)[0].undone_at
    with pytest.raises(Rejected, match="ledger_undone_already"):
        ledger_import.undo(desk, taken.id, "又一次")
    again = take(desk, book_of(tmp_path, ROAD))
    assert again.report["totals"]["here"] == 0
    assert audit.audit(desk.store).is_sound


def test_what_was_built_on_keeps_an_import_and_is_named(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD, LAMPS))
    opinion = desk.records.all(Opinion)[1]
    triage = {"category": "0202", "urgency": "NORMAL", "owner_level": "TOWNSHIP", "proposed_unit": "交通运输局"}
    perform(desk, [Ask("opinion", "triage", triage, opinion.uid)])
    with pytest.raises(Rejected) as caught:
        ledger_import.undo(desk, taken.id, "收错了")
    (problem,) = caught.value.problems
    assert problem.code == "ledger_built_on"
    assert opinion.number in str(problem.value)
    assert not ledger_import.imports(desk)[0].undone_at


def test_a_new_opinion_on_a_visit_of_the_ledger_keeps_it(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD))
    perform(desk, [Ask("opinion", "register", {**OPINION, "visit": desk.records.all(Visit)[0].uid})])
    with pytest.raises(Rejected, match="ledger_built_on"):
        ledger_import.undo(desk, taken.id, "收错了")


def test_a_person_whom_a_later_visit_speaks_of_stays(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD, WATER))
    person = desk.records.all(Person)[0]
    visit = perform(desk, [Ask("visit", "register", {**VISIT, "visitor": person.uid})])[0]
    assert ledger_import.undo(desk, taken.id, "收错了") == 9
    assert [one.void_reason for one in desk.records.all(Person)] == ["", "收错了"]
    assert desk.records.one(Visit, visit.uid).state == "REGISTERED"


def test_only_the_head_of_the_station_takes_an_import_back(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD))
    clerk = replace(desk, user=replace(desk.user, roles=("STATION_CLERK",)))
    with pytest.raises(Rejected, match="ledger_undo_of_head"):
        ledger_import.undo(clerk, taken.id, "收错了")
    assert desk.records.all(Visit)[0].state == "REGISTERED"


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (("姓名", "性别", "民族", "单位职务", "手机"), ("秦彬", "男", "苗族", "村民", "16112345678")),
        (("单位名称", "联系人", "联系电话"), ("水务局", "李工", "0851-85600001")),
        (("建议编号", "提建议人", "标题", "承办单位", "答复"), ("Y01", "郑淑珍", "关于修路的建议", "交通局", "已修好")),
    ],
)
def test_rosters_and_catalogues_are_taken_back_too(
    desk: Desk, tmp_path: Path, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    perform(desk, [Ask("deputy", "register", {"name": "郑淑珍"})])
    book = ledger_import.read_book(xlsx(tmp_path / "a.xlsx", [head, row]))
    taken = take(desk, book)
    assert ledger_import.undo(desk, taken.id, "收错了") == sum(taken.report["made"].values())
    assert [line.deputy.name for line in roster(desk)] == ["郑淑珍"]
    assert not desk.records.all(Unit, void_reason="")
    assert {one.state for one in desk.records.all(Suggestion)} <= {"VOID"}
    assert all(one.void_reason for one in desk.records.all(Mandate))
    assert len(desk.records.all(Deputy, void_reason="")) == 1


def test_g54_nothing_in_the_report_is_a_formula(desk: Desk, tmp_path: Path) -> None:
    book = book_of(tmp_path, ROAD, BAD)
    taken = take(desk, book, Choices(left_out={(SHEET, 3): "=HYPERLINK(1)"}))
    lines = list(tables.reader(io.StringIO(taking.sheet(taken.report).decode("utf-8-sig"))))
    assert lines[0] == ["哪一行", "结果", "哪一列", "原来写的", "说明"]
    assert lines[1][4] == "'=HYPERLINK(1)"


def test_the_report_is_printed(desk: Desk, tmp_path: Path) -> None:
    taken = take(desk, book_of(tmp_path, ROAD, WATER))
    assert taking.printed(desk, taken).pages == 1
    ledger_import.undo(desk, taken.id, "收错了")
    assert taking.printed(desk, ledger_import.imports(desk)[0]).pdf.startswith(b"%PDF")


def test_a_mapping_is_kept_by_its_name_and_goes_through_a_file(desk: Desk, tmp_path: Path) -> None:
    from station_app.services.ledger_import import mapping as mappings  # noqa: PLC0415  (wanted by two tests)

    book = book_of(tmp_path, ROAD)
    mapping = ledger_import.guess(ledger_import.tables(book, [SHEET])).with_word("opinion.category", "交通", "0207")
    mappings.keep(desk, "老台账", mapping)
    assert mappings.kept_names(desk) == ["老台账"]
    assert mappings.named(desk, "老台账") == mapping
    path = tmp_path / "m.json"
    path.write_text(mappings.exported(mapping), "utf-8")
    assert mappings.named(desk, str(path)) == mapping


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "ledger_mapping_broken"),
        ('{"target": "none", "columns": {}}', "ledger_mapping_broken"),
        ('{"target": "visits", "columns": {"甲": "visit.nothing"}}', "ledger_mapping_broken"),
        ("[]", "ledger_mapping_broken"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(desk: Desk, tmp_path: Path, text: str, code: str) -> None:
    from station_app.services.ledger_import import mapping as mappings  # noqa: PLC0415  (wanted by two tests)

    path = tmp_path / "m.json"
    path.write_text(text, "utf-8")
    with pytest.raises(Rejected, match=code):
        mappings.named(desk, str(path))
    with pytest.raises(Rejected, match="ledger_mapping_unknown"):
        mappings.named(desk, "没有这份")
