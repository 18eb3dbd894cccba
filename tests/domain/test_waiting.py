"""How long a matter has waited, and how near its deadline is."""

from __future__ import annotations

import pytest

from station_app.domain.waiting import days_left, days_waited
from station_app.text import finding as words

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    ("due_on", "said", "tone"),
    [
        ("2026-11-19", "超期 4 天", "late"),
        ("2026-11-23", "今天到期", "soon"),
        ("2026-11-24", "明天到期", "soon"),
        ("2026-11-26", "还有 3 天", "soon"),
        ("2026-11-27", "还有 4 天", ""),
        ("2026-12-13", "还有 20 天", ""),
        ("2027-01-01", "还有 39 天", ""),
        ("", "", ""),
        ("不详", "", ""),
    ],
)
def test_a_deadline_is_said_in_words_and_only_then_coloured(due_on: str, said: str, tone: str) -> None:
    assert words.due_in(days_left("REFERRED", due_on, TODAY)) == said
    assert words.tone_of_due(said) == tone


@pytest.mark.parametrize("state", ["CLOSED", "ANSWERED_ON_SITE", "MERGED", "VOID"])
def test_what_waits_for_nobody_is_neither_overdue_nor_waiting(state: str) -> None:
    assert days_left(state, "2026-11-01", TODAY) is None
    assert days_waited(state, "2026-11-01", TODAY) is None


def test_days_are_counted_over_the_end_of_a_leap_february() -> None:
    assert days_waited("REGISTERED", "2028-02-28", "2028-03-01") == 2
