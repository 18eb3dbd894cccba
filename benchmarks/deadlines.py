"""How long it takes to say why a thousand matters are due, against counting their days by hand."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.measure import Figure, Figures, in_turn, seconds_of
from station_app import paths
from station_app.domain import deadline
from station_app.domain.codes import edition_on
from station_app.domain.days import Calendar, read_table

MATTERS = 1_000
FIRST = date(2019, 1, 2)
CLOCKS = (
    ("reply", "COUNTY", "520324"),
    ("opinion_answer", "", "520324"),
    ("contact", "", "50"),
    ("evaluate", "", "11"),
)
"""Months, days, and the long terms of workdays."""


def measure() -> Figures:
    """1,000 explanations of deadlines of every sort, from the rule to what is said; the floor asks of each day from the
    first to the last one whether it stands in a set."""
    tables = [read_table(raw["year"], raw["days_off"], raw["workdays"])[0] for raw in paths.holiday_tables()]
    calendar = Calendar({table.year: table for table in tables})
    rules = deadline.rules_of(edition_on(paths.rule_pack("deadlines"), "2026-11-23"))
    starts = [FIRST + timedelta(days=2 * number) for number in range(MATTERS)]
    asked = [(start, *CLOCKS[number % len(CLOCKS)]) for number, start in enumerate(starts)]
    off = frozenset(day for table in tables for day in table.days_off)

    def explained() -> list[tuple[date, date]]:
        said = []
        for start, clock, level, region in asked:
            rule = deadline.rule_for(rules, clock, start.isoformat(), level, region)
            found = deadline.due(rule, start, calendar) if rule else None
            if found is None or found.day is None or not deadline.explain(found).basis:
                raise ValueError(f"{clock} from {start} was not counted")
            said.append((start, found.day))
        return said

    spans = explained()

    def counted() -> int:
        days = 0
        for first, last in spans:
            day = first
            while day < last:
                day += timedelta(days=1)
                days += day.weekday() < 5 and day not in off
        return days

    return {"ratio": in_turn(counted, explained, 9), "explained": Figure(1000 * seconds_of(explained))}
