"""What is the same for matching and search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.folding import INTERPUNCTS, fold


@pytest.mark.parametrize(
    "typed", [*(f"杨{sign}阿依" for sign in INTERPUNCTS), "杨.阿依", "杨．阿依", "杨-阿依", "杨 阿依", "杨　阿依"]
)
def test_the_same_person_with_another_interpunct_is_found(typed: str) -> None:
    assert fold(typed) == "杨阿依"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("李\ue863", "李䶮"),
        ("\ue81e\ue864", "\u9fb4\u9fbb"),
        ("⼭⽔", "山水"),
        ("⻢⻬⺠", "马齐民"),
        ("\uf9dc", "隆"),
        ("祁\U000e0100", "祁"),
        ("王\u200b\u200d\ufeff芳", "王芳"),
        ("ＡＢＣ１２３", "abc123"),
        ("ｶﾅ", "カナ"),
        ("e\u0301va", "\u00e9va"),
        ("①㎡", "1m2"),
        ("12.5", "12.5"),
    ],
)
def test_what_looks_the_same_folds_to_the_same(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_traditional_and_simplified_names_stay_two() -> None:
    assert fold("張") != fold("张")


@given(st.text())
def test_folding_twice_changes_nothing_more_for_han_and_plain_text(typed: str) -> None:
    plain = "".join(sign for sign in typed if sign.isascii() or "\u4e00" <= sign <= "\u9fff")
    assert fold(fold(plain)) == fold(plain)
