"""Files as offices and programs leave them, each with a word beside it of what must happen."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from station_app.domain.days import Calendar, read_table
from station_app.domain.problem import Rejected
from station_app.domain.records import Deputy, Opinion, Person, Visit
from station_app.services import ledger_import
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.ledger_import.lexicon import CARRIED, UNUSED
from station_app.services.ledger_import.mapping import parse
from station_app.services.ledger_import.preview import Choices, JudgedRow
from station_app.text import explain

CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cases"


@dataclass
class Told:
    """What became of a file: why it was refused as a whole, its rows as they were judged, what was said of it, and,
    where all of it could be taken, what was written."""

    refused: list[str] = field(default_factory=list)
    rows: list[JudgedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)

    @property
    def outcomes(self) -> list[str]:
        return [row.outcome.value for row in self.rows]

    def said(self, at: int) -> set[str]:
        return {one.problem.code for one in self.rows[at].problems}

    @property
    def days(self) -> list[str]:
        return sorted(one.received_on for one in self.visits)

    @property
    def by_row(self) -> list[Opinion]:
        return sorted(self.opinions, key=lambda one: one.carried.rpartition("\n")[2])

    @property
    def closed(self) -> list[bool]:
        return [one.state == "CLOSED" for one in self.by_row]


def told(desk: Desk, path: Path, mapping: str = "") -> Told:
    """Take a file as the command does, with no word from a clerk."""
    made = Told()
    try:
        book = ledger_import.read_book(path)
        sheets = ledger_import.likely_sheets(book)
        found = ledger_import.tables(book, sheets)
        chosen = parse(mapping, "m") if mapping else ledger_import.guess(found, "", (), book.name)
        seen = ledger_import.judge(desk, book, sheets, chosen, Choices())
    except Rejected as rejected:
        made.refused = [f"{one.code} {explain(one)}" for one in rejected.problems]
        return made
    made.rows, made.notes = list(seen.rows), [f"{one.code} {explain(one)}" for one in seen.notes]
    if not seen.refused:
        ledger_import.take(desk, book, sheets, chosen, Choices())
        made.visits, made.opinions = list(desk.records.all(Visit)), list(desk.records.all(Opinion))
        made.people, made.deputies = list(desk.records.all(Person)), list(desk.records.all(Deputy))
    return made


def _birthday(it: Told) -> bool:
    return not it.visits and any("接待日期" in one for one in it.refused)


def _found(count: int = 1) -> Callable[[Told], bool]:
    return lambda it: len(it.visits) == count and "refused" not in it.outcomes


def _two_spoilt(it: Told) -> bool:
    return "ledger_formula" in it.said(0) and "ledger_error" in it.said(1) and it.outcomes == ["refused"] * 2


def _visits_or_word(count: int) -> Callable[[Told], bool]:
    return lambda it: len(it.visits) == count or bool(it.refused) or "refused" in it.outcomes


def _no_deputies(it: Told) -> bool:
    return bool(it.refused) and not it.deputies


def _fullwidth(it: Told) -> bool:
    return it.outcomes == ["refused"] and "ledger_cell_too_many" in it.said(0)


MUST: dict[str, Callable[[Told], bool]] = {
    "backslashes.xlsx": _found(),
    "birthday_column.xlsx": _birthday,
    "bracketed_headings.xlsx": _found(),
    "cell_style_first.xlsx": _two_spoilt,
    "colon_headings.xlsx": _found(),
    "day_dot_title_year.xlsx": lambda it: (
        it.days == ["2023-05-08", "2023-05-09", "2023-05-10", "2023-05-11"]
        and all("ledger_year_of_title" in it.said(at) for at in range(4))
    ),
    "day_signs.xlsx": lambda it: (
        it.days == ["2025-03-14", "2025-03-15", "2025-03-16", "2025-03-17"] and set(it.outcomes) == {"look_at"}
    ),
    "day_with_hour.xlsx": lambda it: (
        it.days == ["2025-03-14"] * 4
        and sorted(one.received_at for one in it.visits) == ["", "09:00", "09:30", "15:00"]
        and sum("上午" in one.carried for one in it.opinions) == 1
    ),
    "decimal_day.xlsx": lambda it: (
        it.outcomes == ["refused"] * 3 or it.days == ["2026-05-10", "2026-05-20", "2026-05-30"]
    ),
    "epoch_days.xlsx": lambda it: (
        [one.closed_on + one.fed_back_on for one in it.opinions] == [""] and "ledger_no_day" in it.said(0)
    ),
    "equals_text.csv": lambda it: (
        it.days == ["2025-03-14"]
        and [one.phone for one in it.people] == ["16133330011"]
        and any("ledger_unwrapped" in one for one in it.notes)
    ),
    "far_corner.xls": lambda it: bool(it.refused) or len(it.visits) < 3,
    "formula_empty_text.xlsx": lambda it: [one.gender for one in it.people] != [] and len(it.visits) == 2,
    "fullwidth_commas.csv": _fullwidth,
    "getting_data.xlsx": lambda it: it.outcomes == ["refused", "taken"] and "ledger_error" in it.said(0),
    "id_kind.xlsx": lambda it: it.outcomes == ["taken"] and not it.said(0),
    "null_words.csv": lambda it: (
        [one.unit for one in it.opinions] == [""] * 3
        and {one.state for one in it.opinions} == {"REGISTERED"}
        and all("ledger_blank_word" in it.said(at) for at in range(3))
    ),
    "petitioners.xlsx": _no_deputies,
    "phone_float.csv": lambda it: (
        sorted(one.phone for one in it.people) == ["", "8560001"] and 3 in {one.headcount for one in it.visits}
    ),
    "phone_words.xlsx": lambda it: (
        sorted(one.phone for one in it.people) == ["", "", "16133330011", "16133330012"]
        and any("儿子" in one.carried for one in it.opinions)
        and all(it.said(at) for at in range(4))
    ),
    "prefixed.xlsx": _two_spoilt,
    "quoted_word_first.csv": lambda it: [one.title for one in it.opinions] == ['"老街"门口路灯不亮'],
    "remark_first.xlsx": _found(2),
    "repeated_rows.ods": lambda it: bool(it.refused),
    "report_path.csv": _found(),
    "second_table_wider.xlsx": _found(2),
    "sheets_rename.xlsx": lambda it: (
        sorted(one.phone for one in it.people) == ["16133330011", "16133330012"] and it.closed == [True, True]
    ),
    "short_row.csv": _found(2),
    "side_by_side.xlsx": _found(2),
    "single_quotes.xlsx": _two_spoilt,
    "starred_headings.xlsx": lambda it: (
        it.days == ["2025-03-14"]
        and [one.phone for one in it.people] == ["16133330011"]
        and it.closed == [True]
        and [one.title for one in it.opinions] == ["井盖丢了"]
    ),
    "stray_quotes.csv": lambda it: bool(it.refused) or len(it.visits) == 6,
    "three_headings.xlsx": lambda it: (
        it.days == ["2025-03-14"]
        and not it.deputies
        and [one.phone for one in it.people] == ["16133330011"]
        and [one.unit for one in it.opinions] == ["市政所"]
        and it.closed == [True]
    ),
    "three_side_by_side.xlsx": _found(3),
    "ticks.xlsx": lambda it: (
        it.closed == [True, False] and [one.satisfaction for one in it.by_row] == ["SATISFIED", "DISSATISFIED"]
    ),
    "two_days.xlsx": lambda it: it.days == ["2025-03-14"],
    "visits_by_walking.xlsx": lambda it: (
        it.days == ["2024-06-03"]
        and [one.name for one in it.people] == ["潘秀莲"]
        and [one.channel for one in it.visits] == ["OUTREACH"]
        and [one.verbatim for one in it.opinions] == ["公厕没水"]
    ),
    "xhtml.xls": lambda it: any("这其实是网页" in one for one in it.refused),
    "year_banner_between.xlsx": lambda it: it.days == ["2024-03-14", "2025-03-15"],
}
BY_ITSELF = ("deputies_by_space.xlsx", "holidays_2023.txt", "mapping_without_channel.json")


def _sidecars() -> Iterator[str]:
    if not CASES.exists():
        yield ""
        return
    yield from sorted(one.name.removesuffix(".md") for one in CASES.glob("*.md"))


@pytest.mark.parametrize("name", [one for one in _sidecars() if one not in BY_ITSELF])
def test_what_must_happen_to_a_file_happens(desk: Desk, name: str) -> None:
    if not name:
        pytest.skip("the sample data stands beside the repository, in ../shared/data")
    it = told(desk, CASES / name)
    assert MUST[name](it), (it.refused, it.outcomes, [sorted(it.said(at)) for at in range(len(it.rows))], it.notes)


LEAST_KNOWN = 0.8
"""Of the columns of these files, which programs and offices publish: the part that is known without an answer."""


def test_most_columns_are_known_without_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    known, all_of_them = 0, 0
    for name in _sidecars():
        try:
            book = ledger_import.read_book(_case(name))
            found = ledger_import.tables(book, ledger_import.likely_sheets(book))
            mapping = ledger_import.guess(found, "", (), book.name)
        except Rejected:
            continue
        meant = [means for means in mapping.columns.values() if means not in (CARRIED, UNUSED)]
        known, all_of_them = known + len(meant), all_of_them + len(mapping.columns)
    with capsys.disabled():
        sys.stdout.write(f"\ncolumns of public ledgers: {known} of {all_of_them} known ({known / all_of_them:.0%})\n")
    assert known / all_of_them >= LEAST_KNOWN


def _case(name: str) -> Path:
    if not CASES.exists():
        pytest.skip("the sample data stands beside the repository, in ../shared/data")
    return CASES / name


def test_the_deputies_of_a_cell_are_known_with_titles_and_between_spaces(desk: Desk) -> None:
    for name in ("罗一凡", "杨秀英"):
        perform(desk, [Ask("deputy", "register", {"name": name, "station": desk.place.uid})])
    it = told(desk, _case("deputies_by_space.xlsx"))
    assert sorted(len(one.deputies) for one in it.visits) == [1, 2, 2]
    assert set(it.outcomes) == {"look_at"}


def test_a_holiday_that_begins_in_december_is_one(desk: Desk) -> None:
    text = _case("holidays_2023.txt").read_text("utf-8")
    off, work = text.split("workdays:")
    table, problems = read_table(2023, off.removeprefix("days_off:"), work)
    assert not problems
    calendar = Calendar({2023: table})
    first = min(table.days_off)
    assert calendar.tables[2023] is table
    assert (first.isoformat(), calendar.holiday(first)) == ("2022-12-31", "元旦")
    assert not calendar.is_workday(first)


def test_a_mapping_that_says_nothing_for_the_whole_takes_the_sort_s_proposal(desk: Desk) -> None:
    mapping = _case("mapping_without_channel.json").read_text("utf-8")
    it = told(desk, _case("report_path.csv"), mapping)
    assert [one.channel for one in it.visits] == ["WALK_IN"]
    assert json.loads(mapping)["whole"] == {}
