"""What a workbook's cells are, whatever its form: sheets as read, their measure, numbers as they are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from station_app.domain.problem import refusal, reject

MOST_LINES = 200_000
"""Rows of a sheet that hold something."""
MOST_COLUMNS = 1_000
MOST_SIGNS = 64 << 20
"""Characters of all cells together: what merely repeats itself in a file is counted as often as it is repeated."""
_EXACT = 1e15
"""From here on a number of a workbook has lost digits: it holds fifteen."""

UNSOLVED, ERROR, DECIMAL = "unsolved", "error", "decimal"
"""What is odd about a cell: a formula that was never calculated, an error's mark, a number with a fraction whose
written form is not known (5.1 was typed as 5.1 or as 5.10)."""


@dataclass
class RawSheet:
    """A sheet as it was read: rows (number from 1, cells), merges (first row, first column, last row, last column),
    odd cells (row, column, why), and codes of what is to be said of it."""

    name: str
    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    odd: list[tuple[int, int, str]] = field(default_factory=list)
    is_hidden: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass
class Measure:
    """How much of a workbook has been read; raises Rejected where it passes all measure."""

    signs: int = 0

    def cell(self, column: int, text: str, times: int = 1) -> None:
        if column + times > MOST_COLUMNS:
            raise reject(refusal("ledger_too_large", value=column + times, most=MOST_COLUMNS))
        self.signs += len(text) * times
        if self.signs > MOST_SIGNS:
            raise reject(refusal("ledger_inflates", value=f"{self.signs >> 20} MB"))

    def line(self, count: int) -> None:
        if count > MOST_LINES:
            raise reject(refusal("ledger_too_large", value=count, most=MOST_LINES))


_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_FIXED = re.compile(r"#?,?#*0\.(0+)")
_PADDED = re.compile(r"0{2,}")
_GENERAL = ("general", "g/\u901a\u7528\u683c\u5f0f", "@")  # 通用格式


class Spelling:
    """How numbers are written: by the format of their cell."""

    def __init__(self, formats: Sequence[str], is_1904: bool) -> None:
        self._formats, self._is_1904 = formats, is_1904
        self._kinds: dict[str, str] = {}

    def of_style(self, style: str, value: float) -> tuple[str, bool]:
        """A number as a cell of that style shows it, and whether its written form is not known."""
        at = int(style or "0")
        return self.of(self._formats[at] if at < len(self._formats) else "", value)

    def of(self, code: str, value: float) -> tuple[str, bool]:
        """A number as its format shows it, and whether its written form is not known."""
        kind = self._kinds.get(code)
        if kind is None:
            kind = self._kinds[code] = _kind_of(code)
        if kind == "day":
            return day_of(value, self._is_1904), False
        if kind.startswith("pad") and value >= 0 and value.is_integer():
            return str(int(value)).zfill(int(kind[3:])), False
        if kind.startswith("fix") and round(value, int(kind[3:])) == value:
            is_whole = value.is_integer()
            return (spelt(value) if is_whole else f"{value:.{kind[3:]}f}"), False
        return spelt(value), not value.is_integer()


def _kind_of(code: str) -> str:
    """day, pad and its width, fix and its decimals, or nothing, from a number format (ISO/IEC 29500-1, 18.8.31)."""
    first = _QUOTED.sub("", code.split(";", maxsplit=1)[0])
    if first.lower() not in _GENERAL and re.search("[ymdhs]", first, re.IGNORECASE):
        return "day"
    if _PADDED.fullmatch(first.strip()):
        return f"pad{len(first.strip())}"
    fixed = _FIXED.fullmatch(first.strip())
    return f"fix{len(fixed[1])}" if fixed else ""


def day_of(value: float, is_1904: bool) -> str:
    """A serial day as ISO 8601, with its time where it has one; a time alone below 1."""
    if not 0 <= value < 2_958_466:
        return spelt(value)
    minutes = round((value % 1) * 1440)
    whole = int(value) + (minutes == 1440)
    at = f"{minutes % 1440 // 60:02}:{minutes % 60:02}"
    if whole == 0:
        return at if minutes else "1900-01-00"
    first = date(1904, 1, 1) if is_1904 else date(1899, 12, 30) if whole > 60 else date(1899, 12, 31)
    day = (first + timedelta(days=whole)).isoformat()
    return f"{day} {at}" if minutes % 1440 else day


def spelt(value: float) -> str:
    """A number as text: whole numbers without a point, what lost digits as it is (5.2E+17)."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.14E}" if abs(value) >= _EXACT else f"{value:.15g}"
