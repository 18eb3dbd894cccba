"""Days without a year are read in the year that the ledger names."""

from __future__ import annotations

from pathlib import Path

import pytest

from station_app.domain.records import Visit
from station_app.services import ledger_import
from station_app.services.desk import Desk
from station_app.services.ledger_import.cells import with_year, years_of
from station_app.services.ledger_import.preview import Choices
from station_app.services.ledger_import.structure import Table
from tests.services.ledger_import.workbooks import HEAD, ROAD, xlsx

SHORT_DAY = (1, "3月8号", *ROAD[2:])


@pytest.mark.parametrize(
    ("title", "sheet", "file", "year"),
    [
        ("桴㯊镇2024年接待台账", "2023年", "2022.xlsx", "2024"),
        ("接待台账", "2023年接待", "2022.xlsx", "2023"),
        ("接待台账", "Sheet1", "接待台账2022.xlsx", "2022"),
        ("2023年至2024年接待台账", "2025", "", ""),
        ("电话13820241234", "Sheet1", "台账.xlsx", ""),
    ],
)
def test_the_nearest_place_that_names_a_year_says_it(title: str, sheet: str, file: str, year: str) -> None:
    years = years_of(Table(sheet, (2,), (), (), above=((1, (title, "")),)), file)
    assert (years.copy() if len(years) == 1 else set()) == ({year} if year else set())


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("3月8号", "2024-03-08"),
        ("３月 8日", "2024-03-08"),
        ("2023年3月8日", ""),
        ("3.8", "2024-03-08"),
        ("3-8", "2024-03-08"),
        ("3/08", "2024-03-08"),
        ("3月", ""),
    ],
)
def test_only_a_month_and_a_day_get_a_year(value: str, read: str) -> None:
    assert with_year(value, "2024") == read
    assert with_year(value, "") == ""


def test_a_ledger_of_an_earlier_year_keeps_its_days_there(desk: Desk, tmp_path: Path) -> None:
    title = ["2024年群众来访登记台账", *[None] * 10]
    book = ledger_import.read_book(xlsx(tmp_path / "a.xlsx", [title, HEAD, SHORT_DAY]))
    sheets = ledger_import.likely_sheets(book)
    mapping = ledger_import.guess(ledger_import.tables(book, sheets))
    seen = ledger_import.judge(desk, book, sheets, mapping, Choices())
    assert any("ledger_year_of_title" in {one.problem.code for one in row.problems} for row in seen.rows)
    ledger_import.take(desk, book, sheets, mapping, Choices())
    assert [one.received_on for one in desk.records.all(Visit)] == ["2024-03-08"]
