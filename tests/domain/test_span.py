"""Spans of days that lists are narrowed to."""

from __future__ import annotations

import pytest

from station_app.domain.intake import span_of
from station_app.text import finding as words

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("today", ("2026-11-23", "2026-11-23")),
        ("week", ("2026-11-23", "2026-11-29")),
        ("month", ("2026-11-01", "2026-11-30")),
        ("30_days", ("2026-10-25", "2026-11-23")),
        ("year", ("2026-01-01", "2026-12-31")),
        ("last_year", ("2025-01-01", "2025-12-31")),
        ("", ("", "")),
    ],
)
def test_a_span_has_both_its_ends(name: str, span: tuple[str, str]) -> None:
    assert span_of(name, TODAY) == span


def test_every_span_that_is_offered_is_one() -> None:
    assert all(span_of(name, TODAY)[0] for name in words.SPANS)


def test_the_month_of_december_ends_in_december() -> None:
    assert span_of("month", "2026-12-31") == ("2026-12-01", "2026-12-31")
