"""Pinyin initials as a clerk types them."""

from __future__ import annotations

import pytest

from station_app.domain.pinyin import initials, parse_table, place_initials
from station_app.paths import pinyin_table, spelt


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("李䶮", "ly"),
        ("张𬭎", "zh"),
        ("单雄信", "sxx"),
        ("仇英", "qy"),
        ("解珍", "xz"),
        ("区长友", "ozy"),
        ("曾国", "zg"),
        ("查良", "zl"),
        ("盖叫天", "gjt"),
        ("尉迟恭", "ycg"),
        ("覃勇", "qy"),
        ("杨·阿依", "yay"),
        ("John", "john"),
        ("单", "s"),
        ("", ""),
    ],
)
def test_a_surname_is_read_as_surnames_are(name: str, letters: str) -> None:
    assert initials(name, pinyin_table()) == letters


@pytest.mark.parametrize(
    ("name", "letters"), [("朝阳镇", "zyz"), ("长顺县", "csx"), ("602库", "602k"), ("重安镇", "caz")]
)
def test_a_place_is_read_as_places_are(name: str, letters: str) -> None:
    assert place_initials(name, pinyin_table()) == letters


def test_every_character_of_gbk_has_letters() -> None:
    signs = [
        bytes((high, low)).decode("gbk")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if (high, low) < (0xD7, 0xFA) or high > 0xD7
    ]
    assert [sign for sign in signs if sign not in pinyin_table().letters] == []


def test_text_that_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no pinyin line"):
        parse_table("abc", "", "")


def test_names_stand_in_the_order_of_their_pinyin() -> None:
    ordered = ["", "安阳", "Bob", "陈东", "李䶮", "刘备", "龙江", "罗成", "单雄信", "张伟", "张震", "郑三", "钟毅"]
    ordered.reverse()
    assert sorted(ordered, key=spelt, reverse=True) == ordered
    assert spelt("张 三") == spelt("张三")
