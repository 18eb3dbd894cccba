"""Telephone numbers as clerks' ledgers hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import identity
from station_app.domain.reading import Reading
from tests.domain.checks import codes_of


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("139-8500-0000", "13985000000"),
        ("139 8500 0000", "13985000000"),
        ("+86 13985000000", "13985000000"),
        ("0086-13985000000", "13985000000"),
        ("1 3 9 8 5 0 0 0 0 0 0", "13985000000"),
        ("(0851)85600001", "0851-85600001"),
        ("（0851）85600001", "0851-85600001"),
        ("0851—85600001", "0851-85600001"),
        ("08518560001", "0851-8560001"),
        ("０８５１－８５６００００１", "0851-85600001"),
        ("0851-85600001-8003", "0851-85600001转8003"),
        ("0851-85600001 转 8003", "0851-85600001转8003"),
        ("0851-85600001分机8003", "0851-85600001转8003"),
        ("400-800-1234", "4008001234"),
    ],
)
def test_a_phone_typed_another_way_is_tidied_and_says_so(typed: str, value: str) -> None:
    reading = identity.phone(typed)
    assert (reading.value, codes_of(reading)) == (value, ["tidied"])


@pytest.mark.parametrize("typed", ["13985000000", "16100000000", "0851-85600001", "0855-9223344转12"])
def test_a_phone_in_its_usual_form_passes_without_a_word(typed: str) -> None:
    assert identity.phone(typed) == Reading(typed)


@pytest.mark.parametrize(
    "typed", ["13985000000、0851-85600001", "13985000000 0851-85600001", "13985000000\n0851-85600001"]
)
def test_two_phones_in_one_cell_are_both_kept(typed: str) -> None:
    reading = identity.phone(typed)
    assert reading.value == "13985000000/0851-85600001"
    assert codes_of(reading) == ["tidied", "phone_several"]


@pytest.mark.parametrize(("typed", "length"), [("1398500000", 10), ("139850000001", 12)])
def test_a_mobile_of_ten_or_twelve_digits_is_refused(typed: str, length: int) -> None:
    problem = identity.phone(typed).problems[0]
    assert (problem.code, dict(problem.details)["length"]) == ("phone_mobile_length", length)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.3985E+10", "number_lost_digits"),
        ("同上", "phone_not_number"),
        ("139****0000", "phone_masked"),
        ("85185600001", "phone_zero_lost"),
        ("00000", "phone_unknown"),
    ],
)
def test_what_is_no_phone_is_refused_with_its_own_sentence(typed: str, code: str) -> None:
    reading = identity.phone(typed)
    assert (reading.value, codes_of(reading)) == (typed, [code])


@pytest.mark.parametrize("typed", ["110", "12345", "66123", "85600001"])
def test_short_numbers_are_taken_with_a_warning(typed: str) -> None:
    reading = identity.phone(typed)
    assert (reading.value, codes_of(reading)) == (typed, ["phone_short"])


def test_a_number_abroad_is_taken_with_a_warning() -> None:
    assert codes_of(identity.phone("+85298765432")) == ["phone_abroad"]


@given(st.text(alphabet="0123456789-+() 转/xX*E.", max_size=30))
def test_a_phone_that_was_read_once_reads_the_same_again(typed: str) -> None:
    reading = identity.phone(typed)
    if reading.is_sound:
        assert identity.phone(reading.value).value == reading.value
