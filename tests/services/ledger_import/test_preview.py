"""Every cell of an old ledger judged: what is taken, what is asked, what is refused, each in its cell (A–F)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Opinion, Person, Visit
from station_app.services import ledger_import
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.ledger_import import ColumnMapping
from station_app.services.ledger_import.preview import Choices, JudgedRow, LedgerPreview, RowOutcome
from tests.office import registered
from tests.services.ledger_import.workbooks import HEAD, LAMPS, ROAD, WATER, Value, csv, xlsx

NARROW = ("日期", "姓名", "事项")


@pytest.fixture
def ledger(desk: Desk, tmp_path: Path) -> Ledger:
    return Ledger(desk, tmp_path)


class Ledger:
    """A ledger of rows under a heading, judged as a clerk would have it judged."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self._folder = desk, folder

    def book(self, rows: Sequence[Sequence[Value]], merges: Sequence[str] = ()) -> ledger_import.Book:
        return ledger_import.read_book(xlsx(self._folder / "台账.xlsx", rows, merges))

    def mapping(self, book: ledger_import.Book, target: str = "") -> ColumnMapping:
        return ledger_import.guess(ledger_import.tables(book, [book.grids[0].name]), target)

    def judged(
        self,
        rows: Sequence[Sequence[Value]],
        choices: Choices | None = None,
        merges: Sequence[str] = (),
        mapping: ColumnMapping | None = None,
    ) -> LedgerPreview:
        book = self.book(rows, merges)
        names = [book.grids[0].name]
        return ledger_import.judge(self.desk, book, names, mapping or self.mapping(book), choices or Choices())

    def row(self, head: Sequence[str], row: Sequence[Value]) -> JudgedRow:
        (judged,) = self.judged([head, row]).rows
        return judged

    def taken(self, rows: Sequence[Sequence[Value]], merges: Sequence[str] = ()) -> None:
        book = self.book(rows, merges)
        ledger_import.take(self.desk, book, [book.grids[0].name], self.mapping(book), Choices())


def codes(row: JudgedRow, column: int | None = None) -> set[str]:
    return {one.problem.code for one in row.problems if column is None or one.column == column}


def test_a_sound_ledger_is_taken_as_it_stands(ledger: Ledger) -> None:
    seen = ledger.judged([HEAD, ROAD, WATER, LAMPS])
    assert [row.outcome for row in seen.rows] == [RowOutcome.TAKEN, RowOutcome.LOOK_AT, RowOutcome.TAKEN]
    assert codes(seen.rows[1]) == {"read_as", "ledger_blank_word"}


def test_a_column_that_nobody_knows_goes_into_the_note(ledger: Ledger) -> None:
    ledger.taken([(*HEAD, "回访人"), (*ROAD, "王小莉")])
    (opinion,) = ledger.desk.records.all(Opinion)
    assert "回访人：王小莉" in opinion.carried
    assert "备注：电话回访" in opinion.carried
    assert "第 2 行" in opinion.carried


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("农历四月初八", "day_not_civil"),
        ("腊月二十三", "day_not_civil"),
        ("5/8/2021", "day_ambiguous"),
        ("2021.5", "day_missing"),
        ("2021-02-29", "day_impossible"),
        ("2021-13-01", "day_impossible"),
        ("0000-00-00", "ledger_no_day"),
        ("以前", "day_unreadable"),
        ("2027-01-01", "day_ahead"),
    ],
)
def test_b17_b18_b19_b21_a_day_that_is_none_is_refused_in_its_cell(ledger: Ledger, written: str, code: str) -> None:
    row = ledger.row(NARROW, (written, "杨胜美", "通组路塌方没有人修"))
    assert row.outcome is RowOutcome.REFUSED
    assert codes(row, 0) == {code}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021.5.8", "2021-05-08"),
        ("2021/5/8", "2021-05-08"),
        ("20210508", "2021-05-08"),
        ("2021年5月8日 星期六", "2021-05-08"),
        ("二〇二一年五月八日", "2021-05-08"),
        ("２０２１年５月８日", "2021-05-08"),
        ("21.5.8", "2021-05-08"),
        (45785, "2025-05-08"),
        (45785.604, "2025-05-08"),
        ("45785", "2025-05-08"),
    ],
)
def test_b14_b16_b20_a_day_is_read_in_any_usual_writing(ledger: Ledger, written: Value, day: str) -> None:
    ledger.taken([NARROW, (written, "杨胜美", "通组路塌方没有人修")])
    assert [one.received_on for one in ledger.desk.records.all(Visit)] == [day]


def test_b16_serials_of_a_1904_workbook_are_read_in_its_system(ledger: Ledger, tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415  (wanted by one test)
    from openpyxl.utils.datetime import CALENDAR_MAC_1904  # noqa: PLC0415  (as above)

    path = xlsx(tmp_path / "mac.xlsx", [NARROW, (44323, "杨胜美", "通组路塌方没有人修")])
    whole = openpyxl.load_workbook(path)
    whole.epoch = CALENDAR_MAC_1904
    whole.save(path)
    book = ledger_import.read_book(path)
    ledger_import.take(ledger.desk, book, ["接待台账"], ledger.mapping(book), Choices())
    assert [one.received_on for one in ledger.desk.records.all(Visit)] == ["2025-05-08"]


def test_b15_a_birth_year_of_two_digits_is_never_guessed(ledger: Ledger) -> None:
    row = ledger.row((*NARROW, "出生年份"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", "68"))
    assert codes(row, 3) == {"ledger_year_only"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (520324198311219305, "number_lost_digits"),
        ("5.20324E+17", "number_lost_digits"),
        ("5203**********9305", "id_masked"),
        ("5203241983112193", "id_length"),
        ("520324198302309301", "id_date"),
        ("同上", "ledger_ditto_alone"),
    ],
)
def test_c23_c24_c25_c27_a_number_that_is_lost_is_refused_and_never_padded(
    ledger: Ledger, written: Value, code: str
) -> None:
    row = ledger.row((*NARROW, "身份证号"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", written))
    assert row.outcome is RowOutcome.REFUSED
    assert code in codes(row, 3)


def test_c24_a_number_with_spaces_and_an_apostrophe_is_taken(ledger: Ledger) -> None:
    ledger.taken([(*NARROW, "身份证号"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", "'522425 19491231 002x")])
    assert [one.id_number for one in ledger.desk.records.all(Person)] == ["52242519491231002X"]


def test_c26_one_number_for_two_names_is_said_with_both(ledger: Ledger) -> None:
    head = (*NARROW, "电话")
    seen = ledger.judged(
        [head, ("2021-5-8", "杨胜美", "路坏了很久", "16112345678"), ("2021-5-9", "周明", "灯不亮很久", "16112345678")]
    )
    (found,) = [one for one in seen.rows[1].problems if one.problem.code == "ledger_two_names"]
    assert (found.problem.value, dict(found.problem.details)["other"]) == ("周明", "杨胜美")
    assert found.column == 3


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1391234567", "phone_mobile_length"),
        ("8515600001", "phone_zero_lost"),
        ("1.3985E+10", "number_lost_digits"),
        ("139****0000", "phone_masked"),
    ],
)
def test_c28_c30_a_wrong_phone_is_refused_in_its_cell(ledger: Ledger, written: str, code: str) -> None:
    row = ledger.row((*NARROW, "电话"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", written))
    assert codes(row, 3) >= {code}
    assert row.outcome is RowOutcome.REFUSED


@pytest.mark.parametrize(
    ("head", "written", "kept"),
    [
        ("电话", "问他儿子", ""),
        ("电话", "16133330011（儿子）", "16133330011"),
        ("电话", "手机：161 3333 0011", "16133330011"),
        ("身份证号", "见附件", ""),
        ("人数", "若干", ""),
        ("办理时限", "长期", ""),
        ("回访日期", "待定", ""),
        ("出生年月", "不记得", ""),
    ],
)
def test_words_where_figures_are_wanted_go_into_the_note_and_keep_no_row_out(
    ledger: Ledger, head: str, written: str, kept: str
) -> None:
    row = ledger.row((*NARROW, head), ("2021-5-8", "杨胜美", "通组路塌方没有人修", written))
    assert row.outcome is RowOutcome.LOOK_AT
    seen = ledger.judged([(*NARROW, head), ("2021-5-8", "杨胜美", "通组路塌方没有人修", written)])
    (group,) = seen.groups
    facts = group.facts[0]
    assert [line for line in facts.lines if written in line]
    assert str(facts.values.get("person.phone", "")).replace(" ", "") == kept


def test_c29_a_village_is_found_by_its_name_in_the_township(ledger: Ledger) -> None:
    from station_app import paths  # noqa: PLC0415  (wanted by one test)

    village = paths.regions().children("520324116000")[0]
    ledger.taken([(*NARROW, "村"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", village.name)])
    assert [one.village for one in ledger.desk.records.all(Person)] == [village.code]


def test_c29_a_village_that_is_not_there_or_many_is_asked(ledger: Ledger) -> None:
    gone = ledger.row((*NARROW, "村"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", "没有这个村"))
    assert codes(gone, 3) == {"ledger_village_unknown"}
    many = ledger.row((*NARROW, "村"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", "龙井村村民委员会"))
    assert codes(many, 3) & {"ledger_village_several", "ledger_village_unknown"}


@pytest.mark.parametrize(
    ("written", "code"), [("吴?", "name_lost_character"), ("□明", "name_lost_character"), ("", "missing")]
)
def test_d34_d40_a_name_is_judged_in_its_cell(ledger: Ledger, written: str, code: str) -> None:
    assert codes(ledger.row(NARROW, ("2021-5-8", written, "通组路塌方没有人修")), 1) == {code}


def test_d37_what_excel_writes_for_a_sign_it_cannot_write_is_read(ledger: Ledger) -> None:
    ledger.taken([NARROW, ("2021-5-8", "杨胜美", "第一句_x000D_第二句")])
    assert [one.verbatim for one in ledger.desk.records.all(Opinion)] == ["第一句\r第二句"]


def test_d39_a_text_that_is_too_long_is_refused_with_its_length(ledger: Ledger) -> None:
    row = ledger.row(("日期", "姓名", "反映内容"), ("2021-5-8", "杨胜美", "路" * 20001))
    assert codes(row, 2) == {"too_long"}


def test_d41_a_word_that_no_list_knows_is_refused_until_the_clerk_says_what_it_means(ledger: Ledger) -> None:
    rows = [
        (*NARROW, "类别"),
        ("2021-5-8", "杨胜美", "通组路塌方没有人修", "交通"),
        ("2021-5-9", "周明", "桥垮了", "交通"),
    ]
    book = ledger.book(rows)
    mapping = ledger.mapping(book)
    seen = ledger_import.judge(ledger.desk, book, ["接待台账"], mapping, Choices())
    assert [codes(row, 3) for row in seen.rows] == [{"code_too_broad"}] * 2
    mapping = mapping.with_word("opinion.category", "交通", "0207")
    seen = ledger_import.judge(ledger.desk, book, ["接待台账"], mapping, Choices())
    assert [row.outcome for row in seen.rows] == [RowOutcome.TAKEN] * 2


def test_a10_a_formula_without_a_value_and_an_error_are_refused(ledger: Ledger) -> None:
    row = ledger.row((*NARROW, "电话"), ("=TODAY()", "杨胜美", "通组路塌方没有人修", "#REF!"))
    assert (codes(row, 0), codes(row, 3)) == ({"ledger_formula"}, {"ledger_error"})


def test_a11_several_facts_in_one_cell_are_said_and_not_taken_apart(ledger: Ledger) -> None:
    row = ledger.row((*NARROW, "性别"), ("2021-5-8", "张三、李四等5人", "通组路塌方没有人修", "男，苗族，45岁"))
    assert "ledger_several_facts" in codes(row, 1)
    assert codes(row, 3) == {"not_in_list"}


@pytest.mark.parametrize(("written", "heads"), [("3人", 3), ("３", 3), ("约20人", 20), (5, 5), ("1,200", 1200)])
def test_a12_units_and_about_are_read_and_said(ledger: Ledger, written: Value, heads: int) -> None:
    ledger.taken([(*NARROW, "人数"), ("2021-5-8", "杨胜美", "通组路塌方没有人修", written)])
    assert [one.headcount for one in ledger.desk.records.all(Visit)] == [heads]


def test_a13_ditto_marks_mean_the_row_above(ledger: Ledger) -> None:
    head = (*NARROW, "承办单位")
    ledger.taken([head, ("2021-5-8", "杨胜美", "路坏了很久", "交通局"), ("〃", "周明", "桥垮了很久", "同上")])
    assert [one.unit for one in ledger.desk.records.all(Opinion)] == ["交通局", "交通局"]
    assert {one.received_on for one in ledger.desk.records.all(Visit)} == {"2021-05-08"}


@pytest.mark.parametrize("written", ["/", "-", "无", "N/A", "——", "空", "0"])
def test_a13_a_mark_for_nothing_is_nothing_and_said(ledger: Ledger, written: str) -> None:
    row = ledger.row((*NARROW, "电话", "满意度"), ("2021-5-8", "杨胜美", "路坏了很久", written, written))
    assert row.outcome is RowOutcome.LOOK_AT
    assert codes(row) == {"ledger_blank_word"}


def test_k80_a_text_of_one_word_is_a_text(ledger: Ledger) -> None:
    ledger.taken([("日期", "姓名", "反映内容"), ("2021-5-8", "匿名", "无")])
    assert [one.verbatim for one in ledger.desk.records.all(Opinion)] == ["无"]


def test_k78_k80_odd_names_and_texts_are_kept_sign_by_sign(ledger: Ledger, tmp_path: Path) -> None:
    names = ["䶮", "买买提·艾力", "欧阳𬭎", "ꆈꌠ", "John Smith"]
    text = "=路\t坏了😀\u2028𬭎"
    rows: list[Sequence[Value]] = [("日期", "姓名", "反映内容")]
    rows += [("2021-5-8", name, f"{text}{at}") for at, name in enumerate(names)]
    book = ledger_import.read_book(csv(tmp_path / "a.csv", rows))
    ledger_import.take(ledger.desk, book, ["a.csv"], ledger.mapping(book), Choices())
    assert [one.name for one in ledger.desk.records.all(Person)] == names
    assert [one.verbatim for one in ledger.desk.records.all(Opinion)] == [f"{text}{at}" for at in range(len(names))]


def test_merged_cells_of_one_visitor_are_one_visit_with_several_matters(ledger: Ledger) -> None:
    rows: list[Sequence[Value]] = [HEAD, ROAD, (None, None, None, None, None, "村口路灯不亮", "路灯"), WATER]
    ledger.taken(rows, ["B2:B3", "C2:C3", "D2:D3", "E2:E3"])
    assert len(ledger.desk.records.all(Visit)) == 2
    first = ledger.desk.records.all(Visit)[0].uid
    assert [one.visit == first for one in ledger.desk.records.all(Opinion)] == [True, True, False]


def test_f51_one_person_with_one_phone_stays_one_person(ledger: Ledger) -> None:
    head = (*NARROW, "电话")
    rows = [(f"2021-5-{day}", "杨胜美", f"第{day}件事情没有办", "161 1234 5678") for day in range(1, 6)]
    ledger.taken([head, *rows])
    assert len(ledger.desk.records.all(Person)) == 1
    assert len(ledger.desk.records.all(Visit)) == 5


def test_k81_two_people_of_one_name_stay_two(ledger: Ledger) -> None:
    ledger.taken([NARROW, ("2021-5-8", "杨胜美", "路坏了很久"), ("2021-5-8", "杨胜美", "灯不亮很久")])
    assert len(ledger.desk.records.all(Person)) == 2


def test_f50_rows_that_are_here_are_not_taken_again_unless_the_clerk_says_so(ledger: Ledger) -> None:
    registered(ledger.desk)
    rows = [NARROW, ("2026-11-23", "杨 胜美", "通组路塌方没有人修"), ("2026-11-22", "周明", "灯不亮很久")]
    seen = ledger.judged(rows)
    assert [row.outcome for row in seen.rows] == [RowOutcome.HERE, RowOutcome.TAKEN]
    anyway = ledger.judged(rows, Choices(anyway={("接待台账", 2)}))
    assert anyway.rows[0].outcome is RowOutcome.LOOK_AT


def test_f50_a_row_that_stands_twice_is_taken_once(ledger: Ledger) -> None:
    seen = ledger.judged([NARROW, ("2021-5-8", "杨胜美", "路坏了很久"), ("2021.5.8", "杨胜美", "路坏了 很久")])
    assert [row.outcome for row in seen.rows] == [RowOutcome.TAKEN, RowOutcome.DOUBLE]


def test_f52_deputies_are_found_by_name_and_asked_where_two_bear_it(ledger: Ledger) -> None:
    uids = [
        perform(ledger.desk, [Ask("deputy", "register", {"name": name})])[0].uid for name in ("秦彬", "王强", "王强")
    ]
    head = (*NARROW, "接待代表")
    found = ledger.row(head, ("2021-5-8", "杨胜美", "路坏了很久", "秦　彬、不在册"))
    assert codes(found, 3) == {"ledger_deputy_unknown"}
    assert codes(ledger.row(head, ("2021-5-8", "杨胜美", "路坏了很久", "王强")), 3) == {"ledger_deputy_several"}
    ledger.taken([head, ("2021-5-8", "杨胜美", "路坏了很久", "秦彬、不在册")])
    assert ledger.desk.records.all(Visit)[0].deputies == (uids[0],)
    assert "接待代表：不在册" in ledger.desk.records.all(Opinion)[0].carried


def test_f52_a_deputy_who_resigned_is_said(ledger: Ledger) -> None:
    uid = perform(ledger.desk, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid
    perform(ledger.desk, [Ask("mandate", "register", {"deputy": uid, "level": "TOWNSHIP", "status": "RESIGNED"})])
    row = ledger.row((*NARROW, "接待代表"), ("2021-5-8", "杨胜美", "路坏了很久", "秦彬"))
    assert codes(row, 3) == {"ledger_deputy_gone"}


def test_a_cell_written_anew_is_judged_and_the_file_stays(ledger: Ledger) -> None:
    rows = [NARROW, ("2021-13-1", "杨胜美", "路坏了很久")]
    seen = ledger.judged(rows, Choices(edits={("接待台账", 2): {0: "2021-12-1"}}))
    assert (seen.rows[0].outcome, seen.rows[0].cells[0]) == (RowOutcome.TAKEN, "2021-12-1")


def test_a_row_left_out_is_told_with_its_reason(ledger: Ledger) -> None:
    seen = ledger.judged([NARROW, ("2021-13-1", "杨胜美", "路")], Choices(left_out={("接待台账", 2): "重复登记"}))
    assert (seen.rows[0].outcome, seen.rows[0].reason) == (RowOutcome.LEFT_OUT, "重复登记")


def test_columns_that_are_needed_are_asked_for(ledger: Ledger) -> None:
    with pytest.raises(Rejected) as caught:
        ledger.judged([("姓名", "电话", "事项"), ("杨胜美", "16112345678", "路")], mapping=ColumnMapping("visits"))
    assert {problem.code for problem in caught.value.problems} == {"ledger_column_needed"}


def test_a_sheet_without_a_heading_is_asked_about(ledger: Ledger) -> None:
    with pytest.raises(Rejected, match="ledger_no_heading"):
        ledger.judged([("甲", "乙"), ("一", "二")])


def test_several_sheets_are_one_ledger(desk: Desk, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD], sheets={"四月": [HEAD, WATER], "空": []})
    book = ledger_import.read_book(path)
    mapping = ledger_import.guess(ledger_import.tables(book, ["接待台账"]))
    seen = ledger_import.judge(desk, book, ["接待台账", "四月", "空"], mapping, Choices())
    assert [row.place for row in seen.rows] == [("接待台账", 2), ("四月", 2)]


def test_the_suggestions_of_a_catalogue_come_with_their_deputies(ledger: Ledger) -> None:
    uid = perform(ledger.desk, [Ask("deputy", "register", {"name": "秦彬"})])[0].uid
    head = ("建议编号", "提建议人", "标题", "拟主办单位", "承办单位", "答复日期", "答复", "答复类别", "备注")
    row = (
        "Y2024-03",
        "秦彬、王强",
        "关于硬化通组路的建议",
        "交通局",
        "交通局",
        "2024-9-1",
        "已列入计划",
        "A",
        "回访过",
    )
    book = ledger.book([head, row])
    mapping = ledger.mapping(book)
    assert mapping.target == "suggestions"
    seen = ledger_import.judge(ledger.desk, book, ["接待台账"], mapping, Choices())
    assert {"ledger_deputy_unknown"} <= codes(seen.rows[0], 1)
    lead = [group.asks[0].fields["lead_deputy"] for group in seen.groups]
    assert lead == [uid]


def test_a_roster_brings_deputies_with_their_mandates(ledger: Ledger) -> None:
    head = ("序号", "姓名", "性别", "民族", "出生年月", "单位职务", "住址", "手机", "身份证号码", "备注")
    row = (1, "秦彬", "男", "苗", "1968.5", "某村村民", "一组", "16112345678", "522425194912310028", "")
    book = ledger.book([head, row, (2, "王强", "女", "汉族", "1970-03-02", "教师", "二组", "", "", "")])
    mapping = ledger.mapping(book)
    assert mapping.target == "deputies"
    ledger_import.take(ledger.desk, book, ["接待台账"], mapping, Choices())
    first, second = ledger.desk.records.all(Deputy)
    assert (first.name, first.ethnicity, first.born_on) == ("秦彬", "06", "")
    assert "出生年月：1968.5" in first.carried
    assert second.born_on == "1970-03-02"


def test_units_come_by_their_names(ledger: Ledger) -> None:
    book = ledger.book([("单位名称", "联系人", "联系电话"), ("水务局", "李工", "0851-85600001")])
    mapping = ledger.mapping(book)
    assert mapping.target == "units"
    taken = ledger_import.take(ledger.desk, book, ["接待台账"], mapping, Choices())
    assert taken.report["made"] == {"unit": 1}


def test_a_text_is_judged_like_a_workbook(desk: Desk, tmp_path: Path) -> None:
    book = ledger_import.read_book(csv(tmp_path / "a.csv", [HEAD, ROAD, WATER], "gb18030"))
    mapping = ledger_import.guess(ledger_import.tables(book, [book.grids[0].name]))
    seen = ledger_import.judge(desk, book, [book.grids[0].name], mapping, Choices())
    assert [row.outcome for row in seen.rows] == [RowOutcome.TAKEN, RowOutcome.LOOK_AT]


def test_no_phone_of_a_person_stands_in_what_a_problem_says(ledger: Ledger) -> None:
    row = ledger.row((*NARROW, "电话"), ("2021-5-8", "杨胜美", "路坏了很久", "1391234567"))
    assert all("1391234567" not in str(dict(one.problem.details)) for one in row.problems)


def test_sheets_whose_columns_stand_otherwise_are_shown_under_the_same_heads(desk: Desk, tmp_path: Path) -> None:
    turned = (("事项", "来访人", "日期", "回访"), ("桥垮了没有人修", "吴天明", "2025-6-1", "已回访"))
    path = xlsx(tmp_path / "a.xlsx", [NARROW, ("2025-5-8", "杨胜美", "路坏了很久")], sheets={"六月": turned})
    book = ledger_import.read_book(path)
    sheets = ["接待台账", "六月"]
    columns = {"日期": "visit.received_on", "姓名": "person.name", "来访人": "person.name", "事项": "opinion.title"}
    seen = ledger_import.judge(desk, book, sheets, ColumnMapping("visits", columns), Choices())
    assert seen.heads == ("日期", "姓名", "事项", "来访人", "回访")
    assert seen.rows[1].cells == ("2025-6-1", "", "桥垮了没有人修", "吴天明", "已回访")
    assert seen.rows[1].columns == (2, -1, 0, 1, 3)
    edited = Choices(edits={("六月", 2): {2: "2025-13-1"}})
    again = ledger_import.judge(desk, book, sheets, ColumnMapping("visits", columns), edited)
    assert [(one.column, one.problem.code) for one in again.rows[1].problems] == [(0, "day_impossible")]


def test_an_accusation_of_an_old_ledger_stays_at_the_desk(ledger: Ledger) -> None:
    head = (*NARROW, "信访目的")
    ledger.taken([head, ("2021-5-8", "匿名", "反映有人侵占集体的钱", "检举控告")])
    (opinion,) = ledger.desk.records.all(Opinion)
    assert ledger.desk.store.is_kept_here("opinion", opinion.uid)


@pytest.mark.parametrize("written", ["　杨胜美", "杨胜美\t", "\ufeff杨胜美", "杨\u200b胜美", "\u202e杨胜美"])
def test_d31_d38_what_cannot_be_seen_in_a_name_goes_and_is_said(ledger: Ledger, written: str) -> None:
    rows = [NARROW, ("2021-5-8", written, "路坏了很久")]
    ledger.taken(rows)
    assert [one.name for one in ledger.desk.records.all(Person)] == ["杨胜美"]


def test_d33_a_row_is_known_again_by_any_interpunct(ledger: Ledger) -> None:
    ledger.taken([NARROW, ("2021-5-8", "买买提·艾力", "路坏了很久")])
    seen = ledger.judged([NARROW, ("2021-5-8", "买买提•艾力", "路坏了很久")])
    assert [row.outcome for row in seen.rows] == [RowOutcome.HERE]


def test_a_deputy_of_the_same_name_with_another_telephone_is_shown_as_a_likely_double(ledger: Ledger) -> None:
    """In the station's roster and in the same ledger; it is taken only as somebody to look at."""
    perform(ledger.desk, [Ask("deputy", "register", {"name": "秦彬", "phone": "13912345678"})])
    head = ("姓名", "性别", "联系电话", "代表层级", "届别")
    rows = [("秦彬", "男", "13812345678", "乡镇", "二十"), ("罗应权", "男", "13712345678", "乡镇", "二十")]
    rows += [("罗应权", "男", "13612345678", "乡镇", "二十"), ("秦彬", "男", "13912345678", "乡镇", "二十")]
    seen = ledger.judged([head, *rows])
    said = [
        {one.problem.code for one in row.problems} & {"ledger_deputy_like", "ledger_here_already"} for row in seen.rows
    ]
    assert said == [{"ledger_deputy_like"}, set(), {"ledger_deputy_like"}, {"ledger_here_already"}]
    assert [row.outcome.value for row in seen.rows] == ["look_at", "taken", "look_at", "here"]
    (first,) = (one for one in seen.rows[0].problems if one.problem.code == "ledger_deputy_like")
    assert seen.heads[first.column] == "姓名"
