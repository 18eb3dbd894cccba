"""What a device concludes from a receiver's word, and what it writes anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.anew import written_anew
from station_app.domain.change import Place
from station_app.domain.contact import Course, Standing, course, last_common
from tests.domain.batch.batches import change, lines

MINE = [bytes([number]) * 32 for number in range(100)]


@pytest.mark.parametrize(
    ("last", "acked", "standing", "expected"),
    [
        (10, 5, Standing(5, MINE[5]), Course.GOES_ON),
        (10, 5, Standing(8, MINE[8]), Course.GOES_ON),
        (10, 5, Standing(0, MINE[0]), Course.SENDS_AGAIN),
        (10, 10, Standing(7, MINE[7]), Course.SENDS_AGAIN),
        (10, 5, Standing(12, MINE[12]), Course.BEGINS_ANEW),
        (10, 5, Standing(8, b"other" * 8), Course.BEGINS_ANEW),
        (10, 5, Standing(4, b"other" * 8), Course.BEGINS_ANEW),
    ],
)
def test_the_course_follows_from_numbers_and_heads_alone(
    last: int, acked: int, standing: Standing, expected: Course
) -> None:
    assert course(last, acked, MINE.__getitem__, standing) is expected


@given(st.integers(0, 90), st.integers(0, 90))
def test_the_last_common_change_is_found_by_halving(last: int, common: int) -> None:
    theirs = [*MINE[: common + 1], *(b"x" * 32 for _ in range(100))]
    search = last_common(last, MINE.__getitem__)  # begun by its first `send(None)`
    questions: list[int] = []
    found = -1
    answer: bytes | None = None
    while found < 0:
        try:
            questions.append(search.send(answer))
            answer = theirs[questions[-1]] if questions[-1] < 95 else None
        except StopIteration as ended:
            found = ended.value
    assert found == min(last, common)
    assert len(questions) <= 7


def test_what_is_written_anew_keeps_its_ids_and_what_it_had_seen() -> None:
    tail = [(change(seq), line) for seq, line in zip((2, 3, 4), lines(4)[1:], strict=True)]
    anew = written_anew(tail, "b" * 32)
    assert [one.uid for one, _ in anew] == [one.uid for one, _ in tail]
    assert [one.seen for one, _ in anew] == [(Place("a" * 32, 1),), (Place("b" * 32, 1),), (Place("b" * 32, 2),)]
    assert [(one.journal, one.seq) for one, _ in anew] == [("b" * 32, 1), ("b" * 32, 2), ("b" * 32, 3)]
    assert all(line.fields == before.fields for (_, line), (_, before) in zip(anew, tail, strict=True))
