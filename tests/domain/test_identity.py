"""Names, phones, documents and codes as clerks' ledgers hold them; the letters are those of the list of bad inputs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import identity
from station_app.domain.citizen_id import born_on, check_character, gender_code
from station_app.domain.field import field_of
from station_app.domain.reading import Reading
from station_app.domain.records import Deputy


def codes_of(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


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
    number = first_17 + check_character(first_17)
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
    reading = identity.id_number(first_17 + check_character(first_17))
    assert codes_of(reading) == ["id_area_unknown"]
    assert reading.is_sound


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert codes_of(identity.id_number("١٢٣٤٥٦٧٨")) == ["id_not_number"]


@given(st.text(alphabet="0123456789", min_size=15, max_size=15), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits: str, at: int, step: int) -> None:
    first_17 = f"52{digits}"
    wrong = first_17[:at] + str((int(first_17[at]) + step) % 10) + first_17[at + 1 :]
    assert check_character(wrong) != check_character(first_17)


def test_birth_and_sex_can_be_read_from_a_number() -> None:
    assert (born_on("522101197003049019"), gender_code("522101197003049019")) == ("1970-03-04", "1")
    assert (born_on("522101700304902"), gender_code("522101700304902")) == ("1970-03-04", "2")
    assert (born_on("E12345678"), gender_code("E12345678")) == ("", "")


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


@pytest.mark.parametrize(
    "name",
    [
        "李䶮", "王㛃", "张𬭎", "龙𫍲", "鿏", "杨·阿依", "杨•阿依", "欧阳震华", "Nguyễn Văn An", "ꀀꀁꀂ", "匿名", "李",
        "阿" * 60, "李 明", "祁\U000e0100", "\uf9dc", "e\u0301va",
    ],
)  # fmt: skip
def test_names_that_look_odd_and_are_right_are_kept_as_typed(name: str) -> None:
    assert identity.name(name) == Reading(name)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("　王芳", "王芳"),
        (" 王芳\u00a0", "王芳"),
        ("王\u200b芳", "王芳"),
        ("\ufeff王芳", "王芳"),
        ("王芳\u202e", "王芳"),
        ("王\u200d芳", "王芳"),
        ("王\0芳", "王芳"),
        ("王\x85芳", "王 芳"),
        ("王\t芳\r\n", "王 芳"),
        ("王\u2028芳", "王 芳"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_of_a_name_and_said(typed: str, value: str) -> None:
    reading = identity.name(typed)
    assert reading.value == value
    assert codes_of(reading)[0] == "tidied"


@pytest.mark.parametrize("typed", ["张?", "张？", "张□", "■三", "张\ufffd", "张*", "⿰金宏", "?"])
def test_a_lost_character_is_taken_and_said_to_be_suspect(typed: str) -> None:
    reading = identity.name(typed)
    assert (reading.value, codes_of(reading)) == (typed, ["name_lost_character"])


def test_a_private_character_is_kept_and_said() -> None:
    assert codes_of(identity.name("李\ue863")) == ["name_private_character"]


def test_a_note_and_several_people_in_the_name_box_are_said() -> None:
    assert codes_of(identity.name("张（金宏）")) == ["name_odd_sign"]
    assert codes_of(identity.name("张三、李四等5人")) == ["name_odd_sign", "name_several"]


@pytest.mark.parametrize(
    ("typed", "code"), [("", "name_empty"), (" \u200b\u3000", "name_empty"), ("123", "name_no_letter")]
)
def test_nothing_is_no_name(typed: str, code: str) -> None:
    assert codes_of(identity.name(typed)) == [code]


def test_half_a_character_is_refused_before_it_reaches_the_database() -> None:
    assert codes_of(identity.name("张\ud800")) == ["half_character"]


@given(st.text())
def test_a_name_that_was_read_once_reads_the_same_again(typed: str) -> None:
    reading = identity.name(typed)
    if reading.is_sound:
        assert identity.name(reading.value).value == reading.value


@given(st.text(alphabet="0123456789-+() 转/xX*E.", max_size=30))
def test_a_phone_that_was_read_once_reads_the_same_again(typed: str) -> None:
    reading = identity.phone(typed)
    if reading.is_sound:
        assert identity.phone(reading.value).value == reading.value


def test_codes_of_another_level_are_told_apart() -> None:
    assert identity.township_code("520324116000") == Reading("520324116000")
    assert codes_of(identity.township_code("520324116001")) == ["code_is_village"]
    assert codes_of(identity.township_code("520324000000")) == ["code_above_township"]
    assert codes_of(identity.township_code("520324")) == ["code_length"]
    assert codes_of(identity.township_code("520324116")) == ["code_length"]
    assert codes_of(identity.township_code("5.20324E+11")) == ["number_lost_digits"]
    assert codes_of(identity.township_code("桴㯊镇")) == ["code_not_number"]
    assert codes_of(identity.area_code("520324116000")) == ["code_above_village"]
    assert codes_of(identity.area_code("430124116201")) == ["code_other_province"]
    assert codes_of(identity.area_code("５２０３２４１１６００１")) == ["tidied"]


def test_a_station_number_with_a_lost_zero_is_refused_and_not_padded() -> None:
    assert identity.station_no("01") == Reading("01")
    for typed in ("7", "00", "123", "一"):
        reading = identity.station_no(typed)
        assert (reading.value, codes_of(reading)) == (typed, ["station_no"])


def test_a_postcode_has_six_digits() -> None:
    assert identity.postcode("563400") == Reading("563400")
    assert codes_of(identity.postcode("56340")) == ["postcode"]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李䶮", "李某"),
        ("欧阳震华", "欧阳某"),
        ("杨·阿依", "杨某"),
        ("李", "某"),
        ("匿名", "匿名"),
        ("", ""),
        ("John", "J某"),
    ],
)
def test_a_masked_name_keeps_the_surname(name: str, masked: str) -> None:
    assert identity.masked_name(name) == masked


def test_masked_numbers_keep_at_most_the_first_six_and_last_four() -> None:
    assert identity.masked_id("52242519491231002X") == "522425********002X"
    assert identity.masked_id("E12345678") == "E1*****78"
    assert identity.masked_id("") == ""
    assert identity.masked_phone("13985002201") == "139****2201"
    assert identity.masked_phone("13985002201/0851-85600001转8003") == "139****2201/085****0001"
    assert identity.masked_phone("66123") == "***23"
    assert identity.masked_phone("") == ""


def test_numbers_within_an_old_note_are_hidden_and_old_ids_are_not() -> None:
    note = "原编号：V5203241162025000109\n身份证号：520324196803179291\n电话16112345678，出生日期：1968-03-17"
    assert identity.masked(field_of(Deputy, "carried"), note) == (
        "原编号：V5203241162025000109\n身份证号：520324********9291\n电话161****5678，出生日期：1968-03-17"
    )
