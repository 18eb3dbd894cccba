from __future__ import annotations

import pytest

from station_app.domain.road import Stop, road
from station_app.domain.span import span_of
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
        ("2026-11-27", "", ""),
        ("2027-01-01", "", ""),
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


def test_a_road_shows_what_was_done_and_what_is_to_come() -> None:
    acts = [("register", "2026-11-01"), ("correct", "2026-11-02"), ("triage", "2026-11-03"), ("refer", "2026-11-04")]
    assert road(acts, "REFERRED", "2026-12-04") == (
        Stop("register", "2026-11-01", True),
        Stop("triage", "2026-11-03", True),
        Stop("refer", "2026-11-04", True),
        Stop("reply", "2026-12-04", False),
    )


def test_the_road_of_what_is_answered_ends_there() -> None:
    stops = road([("register", "2026-11-01"), ("answer", "2026-11-01")], "ANSWERED_ON_SITE")
    assert [stop.name for stop in stops if not stop.is_reached] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("桃子坪村村民委员会", "桃子坪村"),
        ("桴㯊社区居民委员会", "桴㯊社区"),
        ("城关居民委员会", "城关居民委员会"),
        ("经济开发区", "经济开发区"),
    ],
)
def test_a_village_is_called_as_people_call_it(name: str, said: str) -> None:
    assert words.place(name) == said
