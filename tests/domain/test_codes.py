"""Code lists are data with dates: what was valid keeps its name, what is valid is offered."""

from __future__ import annotations

import json

import pytest

from station_app.domain.codes import Code, CodeBook, CodeList, parse_code_list

TEXT = json.dumps({
    "scheme": "way",
    "name": "方式",
    "source": "none",
    "codes": [
        {"code": "OLD", "name": "旧法", "valid_to": "2025-12-31"},
        {"code": "NEW", "name": "新法", "aliases": ["New", "XF"], "valid_from": "2026-01-01", "parent": "ALL"},
        {"code": "ALL", "name": "全部", "with": {"other": "7"}},
        {"code": "LEDGER", "name": "台账", "legacy": True},
    ],
})  # fmt: skip
WAYS = parse_code_list(TEXT)


@pytest.mark.parametrize(("day", "offered"), [
    ("2025-12-31", ["OLD"]),
    ("2026-01-01", ["NEW"]),
])  # fmt: skip
def test_what_is_in_force_is_offered_and_both_ends_count(day: str, offered: list[str]) -> None:
    assert [entry.code for entry in WAYS.offered(day)] == offered
    assert [entry.code for entry in WAYS.gathering(day)] == ["ALL"]


def test_what_is_no_longer_in_force_keeps_its_name() -> None:
    assert CodeBook({"way": WAYS}).name_of("way", "OLD") == "旧法"
    assert CodeBook({"way": WAYS}).name_of("way", "NEWER") == "NEWER"


@pytest.mark.parametrize("word", ["NEW", "new", "新法", " xf ", "New"])
def test_an_entry_is_found_by_code_name_and_alias(word: str) -> None:
    assert WAYS.find(word) == WAYS.by_code["NEW"]
    assert WAYS.find("无此法") is None


def test_an_entry_is_read_with_all_it_says() -> None:
    assert WAYS.by_code["ALL"] == Code("ALL", "全部", goes_with={"other": "7"})
    assert WAYS.by_code["LEDGER"].legacy
    assert WAYS.parents == {"ALL"}
    assert (WAYS.scheme, WAYS.name, WAYS.source) == ("way", "方式", "none")


def test_the_first_entry_with_a_word_is_meant() -> None:
    ways = CodeList("way", "方式", (Code("1", "甲", ("同",)), Code("2", "同")))
    assert ways.find("同") == ways.by_code["1"]


@pytest.mark.parametrize("text", [
    "[]", "{}", '{"scheme": "a", "name": "b"}', '{"scheme": "a", "name": "b", "codes": [{"code": "1"}]}',
    '{"scheme": "a", "name": "b", "codes": [{"code": "1", "name": "x", "aliases": "y"}]}', "no json",
])  # fmt: skip
def test_what_is_no_code_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"code list|entry|Expecting"):
        parse_code_list(text)
