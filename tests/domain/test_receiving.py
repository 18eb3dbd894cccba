"""How a range of a journal meets what a receiver has of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.receiving import Meeting, place

HEADS = [bytes([number] * 32) for number in range(40)]


def meet(here: int, first: int, last: int, heads: list[bytes] = HEADS) -> tuple[Meeting, int, int]:
    placed = place(here, first, heads[first - 1], heads[first : last + 1], HEADS.__getitem__)
    return placed.meeting, placed.skip, placed.seq


def test_a_range_goes_on_overlaps_repeats_or_leaves_a_gap() -> None:
    assert meet(0, 1, 5) == (Meeting.GOES_ON, 0, 0)
    assert meet(5, 6, 9) == (Meeting.GOES_ON, 0, 0)
    assert meet(5, 3, 9) == (Meeting.GOES_ON, 3, 0)
    assert meet(9, 3, 9) == (Meeting.SAME, 7, 0)
    assert meet(20, 3, 9) == (Meeting.SAME, 7, 0)
    assert meet(5, 8, 9) == (Meeting.GAP, 0, 6)


def test_other_bytes_under_a_number_that_was_used_are_a_fork() -> None:
    other = [*HEADS[:6], *(bytes([200 + number] * 32) for number in range(20))]
    assert meet(9, 4, 9, other) == (Meeting.FORK, 0, 6)
    assert meet(9, 8, 12, other) == (Meeting.FORK, 0, 7)
    assert meet(5, 4, 9, other) == (Meeting.GOES_ON, 2, 0)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 8)), max_size=40))
def test_whatever_comes_in_whatever_order_every_change_is_taken_once(ranges: list[tuple[int, int]]) -> None:
    taken: list[int] = []
    for first, more in ranges:
        placed = place(len(taken), first, HEADS[first - 1], HEADS[first : first + more + 1], HEADS.__getitem__)
        if placed.meeting is Meeting.GOES_ON:
            taken += range(first + placed.skip, first + more + 1)
    assert taken == list(range(1, len(taken) + 1))
