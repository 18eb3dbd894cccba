"""Ledgers of any headings, layouts and forms of values: what is taken is what was meant, or a word is said of it.

`LEDGERS=10000` tries so many; the suite tries a few hundred.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from station_app.domain.field import field_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services import ledger_import
from station_app.services.desk import Desk
from station_app.services.ledger_import.preview import Choices, JudgedRow, LedgerPreview, RowOutcome
from station_app.services.ledger_import.structure import Book, Grid, Line, parted

EXAMPLES = int(os.environ.get("LEDGERS", "300"))

Written = tuple[str, Any]
"""How a value stands in a cell, and what is meant by it."""

NAMES = ("田维芬", "杨再兴", "石玉梅", "吴老金", "龙开友", "姚本华", "欧阳明德", "阿依古丽·买买提")
MATTERS = (
    "井盖丢了",
    "水管爆了",
    "水沟淤了，要清",
    "桥栏松了",
    '后街"三角地"堆垃圾',
    "自来水浑浊有泥沙",
    "路灯不亮（村口）",
)


def _days(year: str) -> st.SearchStrategy[Written]:
    forms: tuple[Callable[[date], str], ...] = (
        lambda day: day.isoformat(),
        lambda day: f"{day.year}.{day.month}.{day.day}",
        lambda day: f"{day.year}/{day.month}/{day.day}",
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: f"{day.year}年{day.month}月{day.day}日上午",
        lambda day: f"{day.year}-{day.month}-{day.day} 9:30",
        lambda day: f"{day:%Y%m%d}",
        lambda day: f"{day.year}、{day.month}、{day.day}",
        lambda day: f"{day.month}月{day.day}日",
        lambda day: f"{day.month}.{day.day:02}",
        lambda day: f"{day.month}-{day.day}",
        lambda day: str((day - date(1899, 12, 30)).days),
    )
    first, last = date(int(year), 1, 1), date(int(year), 10, 30)
    return st.builds(lambda day, form: (form(day), day.isoformat()), st.dates(first, last), st.sampled_from(forms))


def _phones() -> st.SearchStrategy[Written]:
    number = st.integers(16100000000, 16199999999).map(str)
    forms: tuple[Callable[[str], str], ...] = (
        lambda one: one,
        lambda one: f"{one[:3]}-{one[3:7]}-{one[7:]}",
        lambda one: f"{one}.0",
        lambda one: f"电话{one}",
        lambda one: f"{one}（儿子）",
        lambda _one: "不详",
        lambda _one: "",
    )
    return st.builds(
        lambda one, form: (form(one), one if any(sign.isdigit() for sign in form(one)) else ""),
        number,
        st.sampled_from(forms),
    )


def _one_of(*pairs: Written) -> st.SearchStrategy[Written]:
    return st.sampled_from(pairs)


FIELDS: Mapping[str, tuple[tuple[str, ...], Callable[[str], st.SearchStrategy[Written]]]] = {
    "visit.received_on": (("接待日期", "来访时间", "日期", "走访时间", "登记时间", "信访日期"), _days),
    "person.name": (
        ("来访人", "姓名", "信访人姓名", "走访对象", "群众姓名", "来访人员"),
        lambda _year: st.sampled_from(NAMES).map(lambda one: (one, one)),
    ),
    "opinion.title": (
        ("事项", "反映问题", "反映事项", "事由"),
        lambda _year: st.sampled_from(MATTERS).map(lambda one: (one, one)),
    ),
    "person.phone": (("联系电话", "电话", "手机号码", "来访人联系电话"), lambda _year: _phones()),
    "visit.headcount": (
        ("人数", "来访人数"),
        lambda _year: _one_of(("3", 3), ("3人", 3), ("2.0", 2), ("", 1), ("若干", 1)),
    ),
    "opinion.unit": (
        ("承办单位", "责任单位", "转办单位"),
        lambda _year: _one_of(("水务局", "水务局"), ("暂无", ""), ("null", ""), ("/", ""), ("交通局", "交通局")),
    ),
    "opinion.satisfaction": (
        ("满意度", "群众评价"),
        lambda _year: _one_of(("满意", "SATISFIED"), ("不满意", "DISSATISFIED"), ("", ""), ("—", "")),
    ),
    "person.gender": (("性别",), lambda _year: _one_of(("男", "1"), ("女", "2"), ("", ""))),
    "": (("备注", "序号", "诉求人意愿", "经办人电话"), lambda _year: _one_of(("", ""), ("第二次来", ""), ("7", ""))),
}
NEEDED = ("visit.received_on", "person.name", "opinion.title")
DECORATIONS: tuple[Callable[[str], str], ...] = (
    lambda head: head,
    lambda head: f"{head}*",
    lambda head: f"*{head}",
    lambda head: f"{head}（必填）",
    lambda head: f"{head}：",
    lambda head: f"【{head}】",
    lambda head: f"1.{head}",
    lambda head: f"（一）{head}",
    "　".join,
    lambda head: f"{head[:1]}\n{head[1:]}",
)


@dataclass
class Meant:
    """A ledger and what was meant: by row number, the cells (column, field, value)."""

    grid: Grid
    rows: dict[int, list[tuple[int, str, Any]]] = field(default_factory=dict)
    beside: dict[int, list[tuple[int, str, Any]]] = field(default_factory=dict)


@st.composite
def ledgers(draw: st.DrawFn) -> Meant:
    year = draw(st.sampled_from(["2023", "2024", "2025"]))
    more = draw(st.lists(st.sampled_from([one for one in FIELDS if one not in NEEDED]), max_size=5))
    keys = draw(st.permutations([*NEEDED, *dict.fromkeys(more)]))
    shift = draw(st.integers(0, 2))
    lines: list[Line] = []
    number = 1
    for text in draw(st.lists(st.sampled_from(["title", "unit", "gap"]), max_size=3, unique=True)):
        if text != "gap":
            lines.append((number, (f"{year}年群众来访登记台账" if text == "title" else "填报单位：某镇",)))
        number += 1
    has_year = any("年" in cells[0] for _, cells in lines)
    made = Meant(Grid(f"{year}年接待" if not has_year else "接待台账", ()))
    for _ in range(draw(st.integers(1, 2))):  # the same table, or a second one with other headings under it
        heads = [draw(st.sampled_from(DECORATIONS))(draw(st.sampled_from(FIELDS[key][0]))) for key in keys]
        lines.append((number, (*[""] * shift, *heads)))
        number += 1
        for _ in range(draw(st.integers(1, 3))):
            cells = [draw(FIELDS[key][1](year)) for key in keys]
            lines.append((number, (*[""] * shift, *(written for written, _ in cells))))
            named = zip(keys, cells, strict=True)
            made.rows[number] = [(shift + at, key, meant) for at, (key, (_, meant)) in enumerate(named) if key]
            number += 1
        if draw(st.booleans()):
            lines.append((number, (*[""] * shift, "合计", "", "12")))
            number += 1
        keys = draw(st.permutations(keys))
    if draw(st.integers(0, 4)) == 0:
        lines = _beside(draw, made, lines, year)
    made.grid = Grid(made.grid.name, tuple(lines))
    return made


def _beside(draw: st.DrawFn, made: Meant, lines: list[Line], year: str) -> list[Line]:
    """The same lines with another table of the needed columns beside them, behind a gap or without one."""
    width = max(len(cells) for _, cells in lines) + draw(st.integers(0, 1))
    first = min(number for number in made.rows) - 1
    heads = [draw(st.sampled_from(FIELDS[key][0])) for key in NEEDED]
    cells = [draw(FIELDS[key][1](year)) for key in NEEDED]
    named = zip(NEEDED, cells, strict=True)
    made.beside[first + 1] = [(width + at, key, meant) for at, (key, (_, meant)) in enumerate(named)]
    added = {first: heads, first + 1: [written for written, _ in cells]}
    return [
        (number, (*own, *[""] * (width - len(own)), *added[number]) if number in added else own)
        for number, own in lines
    ]


def _book(grid: Grid) -> Book:
    return Book("台账.xlsx", "0" * 64, "xlsx", tuple(parted(grid)))


def _judged(desk: Desk, book: Book) -> LedgerPreview | None:
    try:
        sheets = ledger_import.likely_sheets(book)
        mapping = ledger_import.guess(ledger_import.tables(book, sheets), "", (), book.name)
        return ledger_import.judge(desk, book, sheets, mapping, Choices())
    except Rejected:
        return None


def _filled(row: JudgedRow) -> set[int]:
    return {own for own, cell in zip(row.columns, row.cells, strict=True) if cell.strip()}


def _taken(desk: Desk, seen: LedgerPreview, row: JudgedRow) -> dict[str, Any]:
    group = next(one for one in seen.groups if (one.sheet, row.number) == (row.sheet, one.rows[0]))
    facts = group.facts[0]
    read = {}
    for key, raw in facts.values.items():
        kind, _, name = key.partition(".")
        read[key] = desk.reader.read(field_of(BY_KIND[kind], name), raw).value
    return read


def _silent(desk: Desk, made: Meant) -> Sequence[tuple[int, str, Any, Any]]:
    """What was taken otherwise than meant without a word: row, field, what was meant, what was taken."""
    seen = _judged(desk, _book(made.grid))
    if seen is None:
        return ()
    told = {number for _, number, _ in seen.others} | {
        int(number)
        for note in seen.notes
        if note.code == "ledger_rows_above"
        for number in _heads_of(dict(note.details)["rows"])
    }
    found: list[tuple[int, str, Any, Any]] = []
    for number, cells in (*made.rows.items(), *made.beside.items()):
        reaches = {at for at, _, _ in cells}
        row = next((one for one in seen.rows if one.number == number and reaches & _filled(one)), None)
        if row is None:
            if number not in told:
                found.append((number, "", "a record", "nothing"))
            continue
        if row.outcome not in (RowOutcome.TAKEN, RowOutcome.LOOK_AT):
            continue
        taken = _taken(desk, seen, row)
        said = {one.column for one in row.problems}
        notes = {head for note in seen.notes for head in _heads_of(note.value)}
        for at, key, meant in cells:
            shown = next((place for place, own in enumerate(row.columns) if own == at), -2)
            value = taken.get(key) or field_of(BY_KIND[key.partition(".")[0]], key.partition(".")[2]).empty
            is_said = shown in said or (shown >= 0 and seen.heads[shown] in notes)
            if value not in (meant, meant or None) and not (meant == 1 and value in (None, 0)) and not is_said:
                found.append((number, key, meant, value))
    return found


def _heads_of(value: object) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, tuple | list) else [str(value)]


@pytest.mark.long
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=ledgers())
def test_nothing_is_taken_otherwise_than_it_was_meant_without_a_word(desk: Desk, made: Meant) -> None:
    assert not _silent(desk, made), made.grid.lines
