"""Why a day is due, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from station_app.domain import deadline
from station_app.domain.deadline import Extension, Rule, Term
from station_app.text import planning as say
from tests.domain.test_holidays import shipped


def told(start: str, *terms: Term, due_day: str = "", **fields: Any) -> deadline.Explanation:
    rule = Rule(id="r", clock="c", name="答复代表建议", basis="代表法第五十一条", terms=terms, **fields)
    first = date.fromisoformat(start)
    if due_day:
        found = deadline.extended(rule, first, date.fromisoformat(due_day), shipped())
    else:
        found = deadline.due(rule, first, shipped())
    assert found is not None
    return deadline.explain(found)


@pytest.mark.parametrize(
    ("start", "term", "line"),
    [
        ("2026-03-02", Term("months", 3), "代表法第五十一条：3 个月，3月2日次日起算，到6月2日"),
        ("2026-07-01", Term("months", 3), "代表法第五十一条：3 个月，7月1日次日起算，遇国庆节顺延，到10月8日"),
        ("2025-11-03", Term("months", 3), "代表法第五十一条：3 个月，11月3日次日起算，到2026年2月3日"),
        ("2026-02-13", Term("workdays", 5), "代表法第五十一条：5 个工作日，2月13日次日起算，到2月27日"),
        (
            "2026-03-02",
            Term("fixed", fixed="05-31"),
            "代表法第五十一条：5月31日前，3月2日次日起算，遇星期日顺延，到6月1日",
        ),
        (
            "2026-12-10",
            Term("days", 30),
            "代表法第五十一条：30 天，12月10日次日起算；"
            "还没有 2027 年的节假日安排，逢休息日要不要顺延算不准，请先补录安排，或按通知自己定",
        ),
    ],
)
def test_a_deadline_is_explained_in_one_line(start: str, term: Term, line: str) -> None:
    assert say.due_line(told(start, term)) == line


def test_a_slip_says_it_without_blanks_and_without_the_day_beside_it() -> None:
    why = told("2026-07-01", Term("months", 3))
    assert say.due_basis(why) == "代表法第五十一条：3个月，7月1日次日起算，遇国庆节顺延"


def test_days_that_were_passed_over_are_told_by_holiday_and_weekend() -> None:
    why = dict(say.due_told(told("2026-09-23", Term("workdays", 7))))
    assert why["跳过"] == "9月25日至9月27日（中秋节）、10月1日至10月7日（国庆节）"
    assert why["计入"] == "7 个工作日（当日不计）"
    spring = dict(say.due_told(told("2026-02-12", Term("workdays", 4))))
    assert spring["调休上班照算"] == "2月14日"
    assert spring["跳过"] == "2月15日至2月23日（春节）"
    weekend = dict(say.due_told(told("2026-11-26", Term("workdays", 2))))
    assert weekend["跳过"] == "11月28日至11月29日（周末）"


def test_the_terms_that_did_not_decide_are_told_beside() -> None:
    why = dict(say.due_told(told("2026-04-15", Term("months", 3), Term("fixed", fixed="06-30"))))
    assert (why["到期"], why["同时比较"]) == ("2026年6月30日", "3 个月，到 2026年7月15日")


def test_workdays_of_a_year_without_a_table_are_told_as_far_as_they_were_counted() -> None:
    why = dict(say.due_told(told("2026-12-28", Term("workdays", 5))))
    assert why["计入"] == "3 个工作日（当日不计），还没数完"
    assert why["到期"].startswith("还没有 2027 年的节假日安排")


def test_the_latest_day_of_an_extension_is_told_from_where_it_counts() -> None:
    limit = Extension((Term("days", 30, since="DUE"),), basis="信访工作条例第三十四条")
    why = told("2026-01-05", Term("days", 60), due_day="2026-03-06", extension=limit)
    assert dict(say.due_told(why))["最多延到"] == "2026年4月7日"
    assert say.due_line(why) == "信访工作条例第三十四条：原定时限起再加 30 天，遇清明节顺延，到4月7日"
