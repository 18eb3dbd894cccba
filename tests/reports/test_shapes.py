"""Figures as shapes: true to their data, nothing outside, nothing over another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from station_app.reports.shapes import (
    LANE,
    LANE_NAMES,
    MOST_TURNS,
    TURN_HEAD,
    Bar,
    Box,
    Dot,
    Part,
    Turn,
    Words,
    bars,
    folded,
    least_of_turns,
    split,
    turn_line,
)

WIDTH, HEIGHT = 400.0, 120.0


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=31))
def test_bars_are_as_high_as_they_are_many_and_stay_within(values: list[int]) -> None:
    drawn = bars([Bar(value, str(place), is_told=True) for place, value in enumerate(values)], WIDTH, HEIGHT)
    boxes = [mark for mark in drawn.marks if isinstance(mark, Box)][1:]
    assert len(boxes) == len(values) == len(drawn.spaces)
    heights = [round(one.height, 6) for one in boxes]
    assert sorted(heights) == [
        heights[place] for place in sorted(range(len(values)), key=lambda one: (values[one], heights[one]))
    ]
    for mark in boxes:
        assert 0 <= mark.x <= mark.x + mark.width <= WIDTH + 1e-9
        assert 0 <= mark.y <= mark.y + mark.height <= HEIGHT + 1e-9


@given(st.lists(st.integers(1, 999), min_size=2, max_size=31))
def test_words_never_stand_over_one_another(values: list[int]) -> None:
    drawn = bars([Bar(value, "今天", is_told=True) for value in values], WIDTH, HEIGHT)
    below = sorted(mark.x for mark in drawn.marks if isinstance(mark, Words) and mark.said == "今天")
    assert below, "the last one is always said"
    assert all(other - one >= 2 * 14 for one, other in pairwise(below))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_a_split_line_is_filled_and_shows_each_part_that_is_there(values: list[int]) -> None:
    drawn = split([Part(value, "ink") for value in values], WIDTH, 22)
    boxes = [mark for mark in drawn.marks if isinstance(mark, Box)]
    if not any(values):
        assert [one.fill for one in boxes] == ["outlined"]
        return
    assert len(boxes) == sum(map(bool, values))
    assert all(one.width >= 11 for one in boxes)
    assert abs(boxes[-1].x + boxes[-1].width - WIDTH) < 1e-6
    assert all(one.x + one.width <= other.x for one, other in pairwise(boxes))


def test_nothing_is_a_line_and_no_bars() -> None:
    assert bars([], WIDTH, HEIGHT).spaces == ()
    assert bars([Bar(0, "1", is_told=True)], WIDTH, HEIGHT).marks[-1] == Words(
        WIDTH / 2, HEIGHT - 10, "1", 10.5, "muted"
    )


LANES = (("来访人", "杨秋妹"), ("联络站", "很长名字的镇人大代表联络站"), ("承办单位", "交通运输局"))
turns = st.builds(
    Turn,
    st.integers(0, 2),
    st.sampled_from(("签收", "第 2 次答复")),
    st.just("11月3日"),
    st.none() | st.integers(0, 900),
)


def several(count: int) -> str:
    return f"＋{count} 步"


@given(st.lists(turns, min_size=1, max_size=30))
def test_events_stand_in_their_order_on_their_lanes_and_no_words_touch(events: list[Turn]) -> None:
    shown = folded(events, several)
    width = least_of_turns(shown) + 40
    drawn = turn_line(LANES, shown, width, lambda days: f"{days} 天")
    dots = [mark for mark in drawn.marks if isinstance(mark, Dot)]
    assert len(dots) == len(shown) == len(drawn.spaces) <= MOST_TURNS
    assert [int((dot.y - TURN_HEAD) // LANE) for dot in dots] == [one.lane for one in shown]
    assert all(LANE_NAMES <= dot.x <= width for dot in dots)
    told = [mark for mark in drawn.marks if isinstance(mark, Words) and mark.said in ("签收", "第 2 次答复")]
    assert all(other.x - one.x > 24 for one, other in pairwise(told))


def test_older_events_fold_into_one_that_says_how_many_and_the_first_and_the_last_stay() -> None:
    events = [Turn(0, f"{number}", "", number, number) for number in range(14)]
    shown = folded(events, several)
    assert [one.said for one in shown] == ["0", "＋5 步", *map(str, range(6, 14))]
    assert folded(events[:10], several) == events[:10]
