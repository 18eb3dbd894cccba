"""Ledgers as clerks keep them, made for the tests: every person in them is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import xlwt

Value = str | int | float | bool | date | datetime | time | None

HEAD = ("序号", "接待日期", "来访人", "联系电话", "人数", "事项", "类别", "承办单位", "办理情况", "满意度", "备注")
ROAD = (
    1,
    "2025.3.14",
    "杨胜美",
    "16112345678",
    1,
    "通组路塌方没有人修",
    "道路损毁修复",
    "交通运输局",
    "已办结",
    "满意",
    "电话回访",
)
WATER = (2, "2025年4月2日", "李桂兰", "16187654321", "3人", "自来水浑浊有泥沙", "饮水", "水务局", "办理中", "/", "")
LAMPS = (3, date(2025, 5, 8), "周明", 16155556666, 2, "村口路灯不亮", "路灯", "", "", "", "")


def xlsx(
    path: Path,
    rows: Sequence[Sequence[Value]],
    merges: Sequence[str] = (),
    sheets: dict[str, Sequence[Sequence[Value]]] | None = None,
) -> Path:
    """A workbook of one sheet (接待台账), and of others by name."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "接待台账"
    for row in rows:
        first.append(list(row))
    for merged in merges:
        first.merge_cells(merged)
    for name, others in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    book.save(path)
    return path


def xls(path: Path, rows: Sequence[Sequence[Value]]) -> Path:
    """A workbook of the form before 2007 (BIFF)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("接待台账")
    as_day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(down, across, value, as_day)
            else:
                sheet.write(down, across, value)
    book.save(str(path))
    return path


def csv(path: Path, rows: Sequence[Sequence[Value]], encoding: str = "utf-8", separator: str = ",") -> Path:
    """A text as programs export it."""
    lines = [separator.join(_quoted(str("" if one is None else one), separator) for one in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def parts(path: Path) -> io.BytesIO:
    """The bytes of a file, to be changed."""
    return io.BytesIO(path.read_bytes())


def _quoted(cell: str, separator: str) -> str:
    needs = any(sign in cell for sign in (separator, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell
