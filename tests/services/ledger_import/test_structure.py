"""Where a table stands in a sheet, and which of its rows are records (A1–A7)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from station_app.services.ledger_import.opening import read_book
from station_app.services.ledger_import.structure import Grid, Line, NoRecord, Table, tables_of
from tests.services.ledger_import.workbooks import HEAD, LAMPS, ROAD, WATER, Value, xlsx


def found(path: Path, rows: Sequence[Sequence[Value]], merges: Sequence[str] = ()) -> Table:
    (table,) = tables_of(read_book(xlsx(path / "a.xlsx", rows, merges)).grids[0])
    return table


def test_a1_titles_above_the_heading_are_no_heading(tmp_path: Path) -> None:
    table = found(tmp_path, [("某县2025年群众来访登记表",), ("填报单位：某镇",), HEAD, ROAD], ["A1:K1"])
    assert table.heading_rows == (3,)
    assert table.headings == HEAD
    assert [number for number, _ in table.above] == [1, 2]
    assert [row.number for row in table.rows] == [4]


def test_a2_two_heading_rows_name_parts_of_one_thing(tmp_path: Path) -> None:
    upper = ("序号", "接待日期", "来访人", "联系方式", None, "事项")
    lower = (None, None, None, "电话", "住址", None)
    data = (1, "2025.3.14", "杨胜美", "16112345678", "一组", "路")
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]
    table = found(tmp_path, [upper, lower, data], merges)
    assert table.heading_rows == (1, 2)
    assert table.headings == ("序号", "接待日期", "来访人", "联系方式 电话", "联系方式 住址", "事项")
    assert [row.number for row in table.rows] == [3]


def test_a2_two_heading_rows_of_a_text_have_no_merged_cells() -> None:
    lines: tuple[Line, ...] = (
        (1, ("日期", "来访人", "联系方式", "", "事项")),
        (2, ("", "", "", "住址", "")),
        (3, ("2025.3.14", "杨胜美", "16112345678", "一组", "路")),
    )
    (table,) = tables_of(Grid("a", lines))
    assert table.headings == ("日期", "来访人", "联系方式", "联系方式 住址", "事项")
    assert [row.number for row in table.rows] == [3]


def test_a3_merged_cells_are_filled_down_within_their_range_alone(tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [
        HEAD,
        ROAD,
        (None, None, None, None, None, "路灯不亮"),
        (3, "2025.4.1", None, None, None, "水"),
    ]
    table = found(tmp_path, rows, ["B2:B3", "C2:C3"])
    assert table.rows[1].cells[1:3] == ("2025.3.14", "杨胜美")
    assert table.rows[1].merged == {1, 2}
    assert table.rows[2].cells[2] == ""


def test_a4_totals_signatures_and_repeated_headings_are_no_records(tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [
        HEAD,
        ROAD,
        ("小计", None, None, None, 1),
        HEAD,
        WATER,
        ("合　计", None, None, None, 4),
    ]
    table = found(tmp_path, [*rows, ("填表人：王小莉", None, None, "审核人：")])
    assert [row.number for row in table.rows] == [2, 5]
    assert [(row.number, why) for row, why in table.others] == [
        (3, NoRecord.TOTAL),
        (4, NoRecord.HEADING),
        (6, NoRecord.TOTAL),
        (7, NoRecord.SIGNATURE),
    ]


def test_a4_a_merged_line_over_the_table_is_no_record(tmp_path: Path) -> None:
    table = found(tmp_path, [HEAD, ("三月份",), ROAD], ["A2:K2"])
    assert [why for _, why in table.others] == [NoRecord.BANNER]


def test_a5_headings_with_breaks_and_spaces_are_known(tmp_path: Path) -> None:
    table = found(tmp_path, [("接 待\n日 期", "姓　名", "事\n项"), ("2025.3.14", "杨胜美", "路")])
    assert table.headings == ("接待日期", "姓名", "事项")


def test_a6_data_may_begin_at_column_c(tmp_path: Path) -> None:
    table = found(tmp_path, [(None, None, *HEAD), (None, None, *LAMPS)])
    assert table.columns[0] == 2
    assert table.rows[0].cells[4] == "周明"


def test_a_clerk_may_say_where_the_heading_stands(tmp_path: Path) -> None:
    rows = [("甲", "乙"), ("来源一", "来源二"), ("1", "2")]
    grid = read_book(xlsx(tmp_path / "a.xlsx", rows)).grids[0]
    assert tables_of(grid)[0].heading_rows == ()
    assert tables_of(grid, 2)[0].headings == ("来源一", "来源二")
    assert [row.number for row in tables_of(grid, 2)[0].rows] == [3]


def test_forms_with_labels_beside_their_values_are_a_row_each(tmp_path: Path) -> None:
    forms: list[Sequence[Value]] = [("群众来访登记表",)]
    for name, day in (("田维芬", "2025-03-14"), ("杨再兴", "2025-03-15")):
        forms += [
            ("来访人", name, "性别", "女"),
            ("来访时间：", day, "联系电话", "16133330011"),
            ("反映问题", "井盖丢了"),
        ]
    (grid,) = read_book(xlsx(tmp_path / "form.xlsx", forms)).grids
    (table,) = tables_of(grid)
    assert [note.code for note in grid.notes] == ["ledger_form"]
    assert [row.cells[0] for row in table.rows] == ["田维芬", "杨再兴"]
    assert [row.cells[2] for row in table.rows] == ["2025-03-14", "2025-03-15"]


def test_a_table_beside_another_is_a_sheet_of_its_own_and_keeps_its_columns(tmp_path: Path) -> None:
    heads = ("接待日期", "来访人", "事项", None, "来访时间", "姓名", "反映问题")
    row = ("2025-03-14", "田维芬", "井盖丢了", None, "2025-03-15", "杨再兴", "水管爆了")
    first, second = read_book(xlsx(tmp_path / "two.xlsx", [heads, row])).grids
    assert (first.name, second.name, second.sheet) == ("接待台账 A–D", "接待台账 E–G", "接待台账")
    assert second.lines[1][1] == ("", "", "", "", *row[4:])


SURROUNDINGS = st.lists(st.sampled_from(["title", "blank", "unit"]), max_size=6)


@given(SURROUNDINGS, st.integers(0, 4), st.integers(1, 8), st.booleans())
def test_a_table_is_found_wherever_it_stands(above: Sequence[str], shift: int, count: int, has_total: bool) -> None:
    before = ("",) * shift
    lines: list[Line] = []
    for number, kind in enumerate(above, 1):
        if kind != "blank":
            lines.append((number, (*before, "某镇接待情况表" if kind == "title" else "填报单位：某镇")))
    at = len(above) + 1
    lines.append((at, (*before, *HEAD)))
    record = tuple("" if one is None else str(one) for one in ROAD)
    lines += [(at + one, (*before, str(one), *record[1:])) for one in range(1, count + 1)]
    if has_total:
        lines.append((at + count + 1, (*before, "合计", "", "", "", str(count))))
    (table,) = tables_of(Grid("a", tuple(lines)))
    assert table.heading_rows == (at,)
    assert [row.number for row in table.rows] == list(range(at + 1, at + count + 1))
    assert len(table.others) == int(has_total)


@given(st.lists(st.lists(st.text(max_size=6), min_size=1, max_size=5), min_size=1, max_size=12))
def test_no_row_of_any_sheet_is_lost(rows: Sequence[Sequence[str]]) -> None:
    lines = tuple((number, tuple(cells)) for number, cells in enumerate(rows, 1) if any(cells))
    told: list[int] = []
    for table in tables_of(Grid("a", lines)):
        told += [number for number, _ in table.above] + list(table.heading_rows)
        told += [row.number for row in table.rows] + [row.number for row, _ in table.others]
    assert sorted(told) == [number for number, _ in lines]
