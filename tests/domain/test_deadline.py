from __future__ import annotations

import pytest

from station_app import paths
from station_app.domain import lifecycle
from station_app.domain.codes import edition_on
from station_app.domain.days import Period, due_on, period_of

RULES = edition_on(paths.rule_pack("deadlines"), "2026-11-23")


def test_a_referral_has_thirty_days_by_the_local_rule() -> None:
    period = period_of("refer", RULES)
    assert period == Period("refer", "assigned_on", "due_on", 30)
    assert due_on(period, {"assigned_on": "2026-11-23"}, "2026-11-24") == "2026-12-23"


@pytest.mark.parametrize(
    ("first", "last"), [("2026-01-30", "2026-03-01"), ("2028-01-30", "2028-02-29"), ("", ""), ("9999-12-30", "")]
)
def test_days_are_counted_from_the_day_after(first: str, last: str) -> None:
    assert due_on(Period("refer", "assigned_on", "due_on", 30), {"assigned_on": first}, "2026-11-23") == last


def test_a_period_without_a_first_day_begins_today() -> None:
    assert due_on(Period("rework", "", "due_on", 30), {}, "2026-11-23") == "2026-12-23"


def test_an_act_without_a_rule_has_no_period() -> None:
    assert period_of("answer", RULES) is None


def test_the_rules_name_acts_of_the_table_and_the_deadline_that_they_start() -> None:
    for one in RULES["days"]:
        made = {"refer": lifecycle.REGISTER, "assign": lifecycle.REGISTER}.get(one["act"], one["act"])
        (act,) = [act for act in lifecycle.acts_of("assignment") if act.name == made]
        assert act.due == one["fills"]
