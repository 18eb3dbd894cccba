"""The shipped code lists."""

from __future__ import annotations

import pytest

from station_app.domain.field import fields_of
from station_app.domain.records import RECORDS
from station_app.paths import code_book

DAY = "2026-03-09"
SCHEMES = sorted(code_book().lists)


def test_every_list_that_a_field_names_is_there() -> None:
    named = {spec.scheme for cls in RECORDS for spec in fields_of(cls) if spec.scheme}
    assert named <= set(SCHEMES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_word_means_one_entry(scheme: str) -> None:
    words: dict[str, str] = {}
    for entry in code_book()[scheme].codes:
        for word in {word.casefold() for word in (entry.code, entry.name, *entry.aliases)}:
            assert words.setdefault(word, entry.code) == entry.code, word
            assert code_book()[scheme].find(f" {word} ") == entry


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_list_says_where_it_comes_from_and_offers_something(scheme: str) -> None:
    assert code_book()[scheme].source
    assert code_book()[scheme].offered(DAY)


def test_matters_have_two_levels_and_what_goes_with_them_is_known() -> None:
    matters = code_book()["matter"]
    for entry in matters.codes:
        assert not entry.parent or (entry.parent in matters.by_code and entry.code.startswith(entry.parent))
        for scheme in ("revitalization", "construction_area"):
            assert entry.goes_with.get(scheme, "") in {"", *code_book()[scheme].by_code}
    assert matters.by_code["0201"].name == "通组路硬化"
    assert matters.find("欠薪") == matters.by_code["0107"]
    assert "revitalization" not in matters.by_code["0107"].goes_with


def test_every_reason_to_redirect_names_the_right_organ() -> None:
    assert all(entry.goes_with["organ"] for entry in code_book()["redirect_reason"].codes)


@pytest.mark.parametrize(
    ("scheme", "word", "code"),
    [
        ("ethnicity", "苗", "06"),
        ("ethnicity", "Miao", "06"),
        ("ethnicity", "穿青人", "97"),
        ("gender", "男性", "1"),
        ("gender", "M", "1"),
        ("opinion_state", "办结", "CLOSED"),
        ("opinion_state", "已办结。", "CLOSED"),
        ("deputy_level", "市", "PREFECTURE"),
        ("channel", "来访", "WALK_IN"),
        ("channel", "走访", "OUTREACH"),
    ],
)
def test_words_of_old_ledgers_are_found(scheme: str, word: str, code: str) -> None:
    found = code_book()[scheme].find(word)
    assert found is not None
    assert found.code == code


def test_a_misspelt_word_is_not_guessed() -> None:
    assert code_book()["ethnicity"].find("苗族族") is None
    assert code_book()["ethnicity"].find("6") is None


def test_entries_of_old_ledgers_are_not_offered() -> None:
    offered = {entry.code for entry in code_book()["urgency"].offered(DAY)}
    assert offered == {"NORMAL", "URGENT", "CRITICAL"}
