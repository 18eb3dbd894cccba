"""Holidays and make-up workdays (节假日、调休), a table a year as the State Council's office announces it each autumn.

A year without a table is never guessed at: its Saturdays and Sundays are days off, and whoever asks is told that the
table is missing (`Calendar.knows`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal

LONGEST_SPAN = 31
"""Days: no holiday is longer, and a slip in a month is."""

_LINE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:~([0-9]{4}-[0-9]{2}-[0-9]{2}))?\s*(.*)")


@immutable
class YearTable:
    """One year: the days off with what they are called, and the Saturdays and Sundays that are worked."""

    year: int
    days_off: Mapping[date, str]
    workdays: frozenset[date]


@immutable
class Calendar:
    """Which days are worked, in the years whose tables are here."""

    tables: Mapping[int, YearTable]

    def knows(self, year: int) -> bool:
        """Whether the year's table is here."""
        return year in self.tables

    def is_workday(self, day: date) -> bool:
        """Whether offices work on a day; in a year without a table, Monday to Friday."""
        table = self.tables.get(day.year)
        if table and day in table.days_off:
            return False
        return day.weekday() < 5 or bool(table and day in table.workdays)

    def holiday(self, day: date) -> str:
        """What a day off is called; "" for an ordinary day, a Saturday or a Sunday."""
        table = self.tables.get(day.year)
        return table.days_off.get(day, "") if table else ""

    def workday_from(self, day: date, step: int = 1) -> date:
        """The day itself where it is worked, else the next one (`step` 1) or the one before (`step` -1)."""
        while not self.is_workday(day):
            day += timedelta(days=step)
        return day


def read_table(year: int, days_off: str, workdays: str) -> tuple[YearTable, tuple[Problem, ...]]:
    """A year's table from its lines, and every line that cannot be read or lies in another year."""
    off, off_problems = _read(year, days_off, "days_off")
    work, work_problems = _read(year, workdays, "workdays")
    both = [refusal("holiday_both", "workdays", day.isoformat()) for day in sorted(off.keys() & work.keys())]
    return YearTable(year, off, frozenset(work)), (*off_problems, *work_problems, *both)


def _read(year: int, text: str, where: str) -> tuple[dict[date, str], list[Problem]]:
    found: dict[date, str] = {}
    problems = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            found.update(_days_of(year, line))
        except ValueError:
            problems.append(refusal("holiday_line", where, line[:40]))
    return found, problems


def _days_of(year: int, line: str) -> Iterator[tuple[date, str]]:
    """The days of one line. Raises ValueError for a line of another form or another year."""
    matched = _LINE.fullmatch(line)
    if not matched:
        raise ValueError(line)
    first = date.fromisoformat(matched[1])
    last = date.fromisoformat(matched[2]) if matched[2] else first
    # The New Year's holiday may begin in December: such a day stands in the table of the year it is named after.
    if not first <= last < first + timedelta(days=LONGEST_SPAN) or year not in (first.year, last.year):
        raise ValueError(line)
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset), matched[3].strip()
