"""Of which year an old ledger is: what its title, its sheet or its file says, for days that are written without one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from station_app.domain.folding import half_width
from station_app.services.ledger_import.structure import Table

_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?=\u5e74|[^0-9]|$)")  # 年
_MONTH_AND_DAY = re.compile("[0-9]{1,2}\u6708[0-9]{1,2}[\u65e5\u53f7]?")  # 月 日 号


def year_of(table: Table, file_name: str) -> str:
    """The one year that is named above the table, else by its sheet, else by its file; "" where none or several are."""
    above = (cell for _, cells in table.above for cell in cells)
    for said in (above, (table.sheet,), (file_name,)):
        if years := _years(said):
            return years.pop() if len(years) == 1 else ""
    return ""


def with_year(value: str, year: str) -> str:
    """A day that is written without a year, in the year of its ledger; "" for anything else."""
    plain = half_width(value).replace(" ", "")
    return f"{year}\u5e74{plain}" if year and _MONTH_AND_DAY.fullmatch(plain) else ""


def _years(said: Iterable[str]) -> set[str]:
    return {year for text in said for year in _YEAR.findall(half_width(text))}
