"""Deadlines by their rules: golden days written from the law, and what is said of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app import paths
from station_app.domain import deadline, lifecycle
from station_app.domain.codes import edition_on
from station_app.domain.days import Calendar
from station_app.domain.deadline import Due, Extension, Rule, Term
from tests.domain.test_holidays import shipped

RULES = deadline.rules_of(edition_on(paths.rule_pack("deadlines"), "2026-11-23"))
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "deadlines" / "vectors.json").read_text("utf-8")
)
CALENDAR = shipped()


def counted(vector: Mapping[str, Any]) -> Due:
    start = vector["start"]
    rule = deadline.rule_for(RULES, vector["rule"], start, vector.get("level", ""), vector.get("region", ""))
    assert rule is not None
    if "extends" in vector:
        found = deadline.extended(rule, date.fromisoformat(start), date.fromisoformat(vector["extends"]), CALENDAR)
    else:
        found = deadline.due(rule, date.fromisoformat(start), CALENDAR)
    assert found is not None
    return found


def test_every_golden_day_is_counted_by_its_rule_and_says_why() -> None:
    assert len(VECTORS) >= 300
    wrong = []
    for vector in VECTORS:
        why = deadline.explain(counted(vector))
        skipped = [day for day, _ in why.skipped] if why.due_on else []
        found = (why.due_on, skipped, list(why.unknown), why.basis)
        if found != (vector["due"], vector["skipped"], vector.get("unknown", []), vector["basis"]):
            wrong.append((vector, found))
    assert wrong == []


def test_the_golden_days_are_those_of_another_calendar() -> None:
    for vector in VECTORS:
        if vector["due"]:
            assert chinese_calendar.is_workday(date.fromisoformat(vector["due"])), vector
            assert all(chinese_calendar.is_holiday(date.fromisoformat(day)) for day in vector["skipped"]), vector
            found = counted(vector)
            if found.end.term.unit == deadline.WORKDAYS:
                after = found.start + timedelta(days=1)
                assert len(chinese_calendar.get_workdays(after, found.day)) == found.end.term.count, vector


def days_of(year: int) -> Iterator[date]:
    for offset in range(365 + (year % 4 == 0)):
        yield date(year, 1, 1) + timedelta(days=offset)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_shipped_holidays_are_those_of_another_calendar(year: int) -> None:
    differing = [day for day in days_of(year) if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)]
    assert differing == []


def rule(*terms: Term, **fields: Any) -> Rule:
    return Rule(**{"id": "r", "clock": "c", "name": "", "basis": "本地规定", "terms": terms} | fields)


def day_of(found: Due | None) -> str:
    return found.due_on if found else ""


@pytest.mark.parametrize(
    ("on_rest_day", "start", "due"),
    [
        ("MOVES", "2026-08-22", "2026-09-28"),  # the last day is Friday 25 September, in the Mid-autumn holiday
        ("HOLIDAYS", "2026-08-26", "2026-09-28"),
        ("HOLIDAYS", "2026-07-10", "2026-08-08"),  # a Saturday that is no holiday stays
        ("STAYS", "2026-08-22", "2026-09-20"),
        ("STAYS", "2026-12-22", "2027-01-20"),  # what does not move needs no table
    ],
)
def test_a_rule_may_say_otherwise_of_a_last_day_on_which_nobody_works(on_rest_day: str, start: str, due: str) -> None:
    days = {"MOVES": 34, "HOLIDAYS": 30 if start == "2026-08-26" else 29, "STAYS": 29}[on_rest_day]
    found = deadline.due(rule(Term("days", days), on_rest_day=on_rest_day), date.fromisoformat(start), CALENDAR)
    assert day_of(found) == due


def test_a_year_without_a_table_is_said_and_the_day_is_told_as_the_earliest() -> None:
    found = deadline.due(rule(Term("days", 30)), date(2026, 12, 10), CALENDAR)
    assert found is not None
    assert (found.due_on, found.earliest, found.unknown) == ("", "2027-01-09", (2027,))
    workdays = deadline.due(rule(Term("workdays", 10)), date(2026, 12, 28), CALENDAR)
    assert workdays is not None
    assert (workdays.due_on, workdays.earliest, workdays.unknown) == ("", "", (2027,))


def test_of_two_terms_a_known_one_decides_where_the_unknown_cannot_be_earlier() -> None:
    two = rule(Term("months", 3), Term("fixed", fixed="12-31"))
    found = deadline.due(two, date(2026, 11, 3), CALENDAR)
    assert (day_of(found), found and found.unknown) == ("2026-12-31", ())
    unknown = deadline.due(rule(Term("days", 60), Term("fixed", fixed="01-20")), date(2026, 11, 20), CALENDAR)
    assert unknown is not None
    assert (unknown.due_on, unknown.earliest, unknown.unknown) == ("", "2027-01-19", (2027,))


@pytest.mark.parametrize("start", [date(9999, 12, 31), date(9999, 6, 1)])
def test_after_the_last_year_there_is_no_day(start: date) -> None:
    far = Calendar({})
    for term in (Term("months", 12), Term("days", 365), Term("fixed", fixed="05-31"), Term("workdays", 400)):
        found = deadline.due(rule(term), start, far)
        assert found is None or found.due_on == ""


def test_the_nearest_region_then_the_level_then_the_youngest_rule_is_for_a_clock() -> None:
    def one(name: str, **fields: Any) -> Rule:
        return rule(Term("days", 1), id=name, **fields)

    rules = (
        one("all"),
        one("province", region="52"),
        one("level", region="52", levels=("COUNTY",)),
        one("town", region="520324"),
        one("old", valid_to="2019-12-31", region="520324999"),
    )
    found = {
        (level, region): deadline.rule_for(rules, "c", "2026-01-01", level, region)
        for level, region in (("", "37"), ("", "520101"), ("COUNTY", "520101"), ("COUNTY", "520324999999"))
    }
    assert [one.id if one else "" for one in found.values()] == ["all", "province", "level", "town"]
    assert deadline.rule_for(rules, "other", "2026-01-01") is None
    chosen = deadline.rule_for(rules, "province", "2026-01-01", "", "520324")
    assert chosen is not None
    assert chosen.id == "province"


@pytest.mark.parametrize(
    ("asked", "granted", "codes"),
    [
        ("2026-07-20", 0, []),
        ("2026-10-10", 0, []),
        ("2026-10-11", 0, ["extension_too_long"]),
        ("2026-07-10", 0, ["extension_shortens"]),
        ("2026-06-01", 0, ["extension_shortens"]),
        ("2026-07-20", 1, ["extended_before"]),
        ("2026-11-20", 1, ["extension_too_long", "extended_before"]),
    ],
)
def test_an_extension_is_longer_ends_at_its_maximum_and_is_given_once(
    asked: str, granted: int, codes: list[str]
) -> None:
    limit = rule(Term("months", 3), extension=Extension((Term("months", 6),)))
    latest = deadline.extended(limit, date(2026, 4, 10), date(2026, 7, 10), CALENDAR)
    assert [one.code for one in deadline.problems_of_extension("2026-07-10", asked, latest, granted)] == codes


def test_an_extension_into_a_year_without_a_table_ends_at_the_day_as_it_is_counted() -> None:
    limit = rule(Term("days", 30), extension=Extension((Term("days", 30, since="DUE"),)))
    latest = deadline.extended(limit, date(2026, 11, 23), date(2026, 12, 23), CALENDAR)
    problems = [deadline.problems_of_extension("2026-12-23", day, latest) for day in ("2027-01-22", "2027-01-23")]
    assert [[one.code for one in found] for found in problems] == [[], ["extension_too_long"]]


def test_a_rule_without_an_extension_sets_it_no_maximum() -> None:
    assert deadline.extended(rule(Term("days", 30)), date(2026, 4, 10), date(2026, 5, 11), CALENDAR) is None
    assert deadline.problems_of_extension("2026-05-11", "2026-06-11", None) == ()


def test_the_clocks_of_the_acts_have_rules_and_fill_their_deadline() -> None:
    clocks = {clock: act for act in lifecycle.ACTS for clock in act.clock.values()}
    assert {"opinion_answer", "reply", "opinion_rework", "rework"} == clocks.keys()
    for clock, act in clocks.items():
        assert act.due
        assert deadline.rule_for(RULES, clock, "2026-11-23") is not None


def test_every_shipped_rule_has_an_id_of_its_own() -> None:
    assert len({one.id for one in RULES}) == len(RULES)


TERMS = st.one_of(
    st.builds(Term, st.just("months"), st.integers(1, 12)),
    st.builds(Term, st.just("days"), st.integers(1, 120)),
    st.builds(Term, st.just("workdays"), st.integers(1, 60)),
    st.builds(Term, st.just("fixed"), fixed=st.sampled_from(["05-31", "06-30", "02-28", "12-31"])),
)


@given(st.lists(TERMS, min_size=1, max_size=3), st.dates(date(2019, 1, 1), date(2026, 11, 30)))
def test_a_term_ends_on_a_workday_after_its_start_the_earliest_counts_and_a_later_start_never_ends_earlier(
    terms: list[Term], start: date
) -> None:
    found = deadline.due(rule(*terms), start, CALENDAR)
    assert found is not None
    if found.day is None:
        assert found.unknown == (2027,)
        return
    assert found.day > start
    assert CALENDAR.is_workday(found.day)
    alone = [deadline.due(rule(one), start, CALENDAR) for one in terms]
    assert found.day == min(one.day for one in alone if one is not None and one.day is not None)
    later = deadline.due(rule(*terms), start + timedelta(days=1), CALENDAR)
    assert later is not None
    assert later.day is None or later.day >= found.day
    assert all(not CALENDAR.is_workday(day) for day, _ in found.end.skipped)
    assert all(day.weekday() >= 5 and CALENDAR.is_workday(day) for day in found.end.worked)
