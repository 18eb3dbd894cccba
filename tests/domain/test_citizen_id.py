"""Numbers of documents as clerks' ledgers hold them; the letters are those of the list of bad inputs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import identity
from station_app.domain.reading import Reading
from tests.domain.checks import codes_of


@pytest.mark.parametrize(
    "number",
    [
        "52242519491231002X",  # Bijie prefecture, abolished
        "11010519491231002X",  # another province
        "522101197003049019",  # Zunyi prefecture, abolished
        "H12345678",
        "M1234567890",
        "12345678",
        "E12345678",
        "ABC123456789012",
    ],
)
def test_documents_that_look_odd_and_are_right_pass_without_a_word(number: str) -> None:
    assert identity.id_number(number) == Reading(number)


@pytest.mark.parametrize(
    "first_17", ["81000019900101001", "82000019900101001", "83000019900101001", "91115619900101001"]
)
def test_residence_permits_and_permanent_residents_pass(first_17: str) -> None:
    number = first_17 + identity.check_character(first_17)
    assert identity.id_number(number) == Reading(number)


@pytest.mark.parametrize("number", ["5.20324E+17", "5.203241983112193e+17", "５．２Ｅ＋１７"])
def test_numbers_that_a_spreadsheet_turned_into_fractions_are_refused_and_never_padded(number: str) -> None:
    reading = identity.id_number(number)
    assert codes_of(reading) == ["number_lost_digits"]
    assert reading.value == number


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "11010519491231002Ｘ",
        "11010519491231002×",
        "11010519491231002*",
        "1101O519491231002X",
        "ll0105l949l23l002X",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "'11010519491231002X",
        "‘11010519491231002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\ufeff11010519491231002X\u3000",
    ],
)
def test_a_number_typed_another_way_is_tidied_and_says_so(typed: str) -> None:
    reading = identity.id_number(typed)
    assert reading.value == "11010519491231002X"
    assert codes_of(reading) == ["tidied"]
    assert reading.problems[0].value == typed


def test_a_15_digit_number_is_taken_as_old() -> None:
    assert codes_of(identity.id_number("522101700304901")) == ["id_old"]


@pytest.mark.parametrize(
    ("number", "length"), [("11010519491231002", 17), ("1101051949123100213", 19), ("5203241983", 10)]
)
def test_a_lost_or_doubled_digit_is_refused_with_the_count(number: str, length: int) -> None:
    if length == 10:
        assert identity.id_number(number).is_sound  # an old mainland permit of Taiwan has ten digits
        return
    problem = identity.id_number(number).problems[0]
    assert (problem.code, problem.details) == ("id_length", (("length", length),))


def test_check_character_and_date_are_both_said_at_once() -> None:
    assert codes_of(identity.id_number("110105194913310020")) == ["id_date", "id_checksum"]


@pytest.mark.parametrize("number", ["5203**********9305", "5203XXXXXXXXXX9305", "5203＊＊＊＊＊＊＊＊＊＊9305"])
def test_masked_numbers_are_refused(number: str) -> None:
    assert codes_of(identity.id_number(number)) == ["id_masked"]


@pytest.mark.parametrize("typed", ["见附件", "同上", "无", "-X"])
def test_words_in_place_of_a_number_are_refused(typed: str) -> None:
    assert codes_of(identity.id_number(typed)) == ["id_not_number"]


def test_an_area_that_never_existed_is_only_a_warning() -> None:
    first_17 = "52299919491231002"
    reading = identity.id_number(first_17 + identity.check_character(first_17))
    assert codes_of(reading) == ["id_area_unknown"]
    assert reading.is_sound


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert codes_of(identity.id_number("١٢٣٤٥٦٧٨")) == ["id_not_number"]


@given(st.text(alphabet="0123456789", min_size=15, max_size=15), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits: str, at: int, step: int) -> None:
    first_17 = f"52{digits}"
    wrong = first_17[:at] + str((int(first_17[at]) + step) % 10) + first_17[at + 1 :]
    assert identity.check_character(wrong) != identity.check_character(first_17)


def test_birth_and_sex_can_be_read_from_a_number() -> None:
    assert (identity.born_on("522101197003049019"), identity.gender_code("522101197003049019")) == (
        "1970-03-04",
        "1",
    )
    assert (identity.born_on("522101700304902"), identity.gender_code("522101700304902")) == ("1970-03-04", "2")
    assert (identity.born_on("E12345678"), identity.gender_code("E12345678")) == ("", "")
