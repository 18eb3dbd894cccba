"""Which lines a withholding names, as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.change import Place
from station_app.domain.withholding import MOST, lines_text, places_of

PLACES = st.builds(Place, st.sampled_from(["a" * 32, "b" * 32]), st.integers(1, 60))


@given(st.sets(PLACES))
def test_what_is_named_reads_back(places: set[Place]) -> None:
    assert places_of(lines_text(places)) == tuple(sorted(places))


def test_neighbours_are_a_range() -> None:
    numbers = (3, 7, 8, 9, 12)
    assert lines_text(Place("a" * 32, seq) for seq in numbers) == f"{'a' * 32} 3 7-9 12"


@pytest.mark.parametrize("text", [
    None, 7, "", "a" * 31 + " 1", "a" * 32, f"{'a' * 32} 0", f"{'a' * 32} 9-7", f"{'a' * 32}  1", f"{'a' * 32} 1\n",
    f"{'a' * 32} 1-{MOST + 1}", f"{'a' * 32} 1-999999999999999",
])  # fmt: skip
def test_what_is_no_such_text_names_nothing(text: object) -> None:
    assert places_of(text) == ()
