"""Provisional numbers and the check character that a number read by phone is verified with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import numbering
from station_app.domain.numbering import Number, compose, find, is_sound, parse, with_check

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = st.builds(
    compose,
    st.integers(520000000, 529999999).map(lambda area: f"{area}000"),
    st.integers(1, 99).map(lambda station: f"{station:02d}"),
    st.sampled_from(sorted(numbering.LETTERS)),
    st.integers(2021, 2099),
    st.integers(1, 99999),
)


def test_a_number_says_township_station_kind_year_and_sequence() -> None:
    assert compose("520526103000", "01", "visit", 2025, 31) == "520526103-01-F25-0031"
    assert compose("520526103000", "01", "visit", 2025, 12345) == "520526103-01-F25-12345"


@given(NUMBERS)
def test_a_number_can_be_taken_apart_and_put_together(number: str) -> None:
    parts = parse(number)
    assert find(number) == parts
    assert str(parts) == number
    assert f"{parts.series}{parts.sequence:04d}" == number


def test_what_is_no_number_has_no_parts() -> None:
    for text in ("", "520526103-01-X25-0031", "520526103-01-F25-31", "建2025-3"):
        assert find(text) is None
    with pytest.raises(ValueError, match="no provisional number"):
        parse("520526103-01-F25-31")
    assert find("520526103-01-F25-0031") == Number("520526103", "01", "F", 2025, 31)


def test_parts_that_make_no_number_are_refused() -> None:
    with pytest.raises(ValueError, match="no provisional number"):
        compose("5205", "01", "visit", 2025, 1)
    with pytest.raises(ValueError, match="no provisional number"):
        compose("520526103000", "01", "visit", 2025, 0)


@given(NUMBERS)
def test_every_single_wrong_character_is_caught(number: str) -> None:
    whole = with_check(number).replace("-", "")
    assert is_sound(whole)
    for at, right in enumerate(whole):
        for sign in SIGNS + ("*" if at == len(whole) - 1 else ""):
            assert sign == right or not is_sound(whole[:at] + sign + whole[at + 1 :])


@given(NUMBERS)
def test_every_two_adjacent_characters_swapped_are_caught(number: str) -> None:
    whole = with_check(number).replace("-", "")
    for at in range(len(whole) - 1):
        first, second = whole[at], whole[at + 1]
        assert first == second or not is_sound(whole[:at] + second + first + whole[at + 2 :])


def test_swaps_of_all_pairs_of_characters_are_caught() -> None:
    for lead in ("", *SIGNS):
        for first in SIGNS:
            for second in SIGNS:
                straight = numbering.check_character(lead + first + second)
                assert first == second or straight != numbering.check_character(lead + second + first)


def test_hyphens_and_case_do_not_matter_and_other_signs_are_never_sound() -> None:
    whole = with_check("520526103-01-F25-0031")
    assert is_sound(whole.lower().replace("-", ""))
    for text in ("", "*", "5", "桴㯊", "5*05"):
        assert not is_sound(text)
