"""Names of people as clerks' ledgers hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import identity
from station_app.domain.reading import Reading
from tests.domain.checks import codes_of


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
