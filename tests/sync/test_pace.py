"""When to try again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.sync.session import LONGEST_ASKED_S, LONGEST_S, Pace, asked_s

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_the_wait_doubles_up_to_half_an_hour_and_is_spread_over_all_of_it() -> None:
    pace, waits = Pace(), []
    for _ in range(14):
        waits.append(pace.wait_s(1.0))
        assert pace.wait_s(0.0) == 0.0
        pace = pace.failed()
    assert waits[:4] == [5.0, 10.0, 20.0, 40.0]
    assert waits[-1] == LONGEST_S
    assert pace.progressed().wait_s(1.0) == 5.0


def test_news_is_asked_for_now_and_then() -> None:
    assert 400 < Pace().regular_s(0.0) < Pace().regular_s(1.0) <= 900


def test_what_the_gateway_asks_for_is_the_least() -> None:
    assert Pace().wait_s(0.0, 60.0) == 60.0
    assert 60.0 < Pace().wait_s(1.0, 60.0) <= 70.0


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("17", 17.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 01:31:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 01:31:00 -0000", 60.0),
        ("Mon, 23 Nov 2020 01:31:00 GMT", 0.0),
        ("Mon, 23 Nov 2099 01:31:00 GMT", LONGEST_ASKED_S),
        ("99999999999999999999999", LONGEST_ASKED_S),
        ("-5", 0.0),
        ("1e9", 0.0),
        ("soon", 0.0),
        ("", 0.0),
        ("１７", 0.0),
    ],
)
def test_a_retry_after_is_read_and_bounded(said: str, seconds: float) -> None:
    assert asked_s(said, NOW) == seconds


@given(
    st.text(max_size=60)
    | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,9} [A-Z][a-z]{2} [0-9]{1,9} [0-9:]{5,12} [+-]?[0-9]{0,12}")
)
def test_h70_whatever_is_asked_for_is_between_nothing_and_an_hour(said: str) -> None:
    assert 0.0 <= asked_s(said, NOW) <= LONGEST_ASKED_S


@pytest.mark.parametrize(
    "said", ["Mon, 23 Nov 2026 09:31:00 +99999999999999", "Mon, 23 Nov 2026 09:31:00 +2500", "1e9", "-5"]
)
def test_h70_an_absurd_answer_is_none(said: str) -> None:
    assert asked_s(said, NOW) == 0.0
