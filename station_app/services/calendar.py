"""Which days are worked: the shipped tables, and those that the county sent or somebody here typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app import paths
from station_app.domain.holidays import Calendar, YearTable, read_table
from station_app.domain.problem import Rejected
from station_app.domain.records import HolidayTable
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

TYPED = ("days_off", "workdays", "source")
"""What somebody types of a table, beside its year."""


def calendar(desk: Desk) -> Calendar:
    """The tables by year: one that was kept here in place of the shipped one, an office's in place of the station's."""
    kept = [(one.station == "", one) for one in desk.records.all(HolidayTable)]
    tables = {raw["year"]: _table(raw["year"], raw["days_off"], raw["workdays"]) for raw in paths.holiday_tables()}
    for _, one in sorted(kept, key=lambda pair: pair[0]):
        tables[one.year] = _table(one.year, one.days_off, one.workdays)
    return Calendar(tables)


def as_typed(desk: Desk, year: int) -> dict[str, str]:
    """A year's table as it stands, to be looked at and changed; the year alone where there is none."""
    kept = desk.records.all(HolidayTable, year=year)
    if kept:
        return {"year": str(year), **{name: str(getattr(kept[-1], name)) for name in TYPED}}
    shipped = next((raw for raw in paths.holiday_tables() if raw["year"] == year), {})
    return {"year": str(year), **{name: str(shipped.get(name, "")) for name in TYPED}}


def keep(desk: Desk, fields: Mapping[str, Any]) -> Done:
    """Keep a year's table that somebody typed in, in place of the station's earlier one. Raises Rejected."""
    year = str(fields.get("year", "")).strip()
    if year.isascii() and year.isdigit():
        texts = (str(fields.get("days_off", "")), str(fields.get("workdays", "")))
        if problems := read_table(int(year), *texts)[1]:
            raise Rejected(problems)
    standing = [one for one in desk.records.all(HolidayTable, station=desk.station.uid) if str(one.year) == year]
    if standing:
        return perform(desk, [Ask("holiday_table", "correct", fields, standing[-1].uid)])[0]
    return perform(desk, [Ask("holiday_table", "register", fields)])[0]


def _table(year: int, days_off: str, workdays: str) -> YearTable:
    """What can be read of a table; the rest was refused at the door, or came from a newer program."""
    return read_table(year, days_off, workdays)[0]
