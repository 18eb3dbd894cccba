"""Provisional numbers and the check character that a number read by phone is verified with."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station_app.domain import numbering
from station_app.domain.numbering import Number, find, is_sound, parse, read, short_with_check, with_check

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def compose(area_code: str, station_no: str, kind: str, year: int, sequence: int, mark: str = "") -> str:
    """A number as a desk gives it."""
    return str(Number(numbering.township_of(area_code), station_no, numbering.LETTERS[kind], year, sequence, mark))


NUMBERS = st.builds(
    compose,
    st.integers(520000000, 529999999).map(lambda area: f"{area}000"),
    st.integers(1, 99).map(lambda station: f"{station:02d}"),
    st.sampled_from(sorted(numbering.LETTERS)),
    st.integers(2021, 2099),
    st.integers(1, 99999),
    st.one_of(st.just(""), st.text(numbering.MARK_LETTERS, min_size=2, max_size=2)),
)


def test_a_number_says_township_station_kind_year_and_sequence() -> None:
    assert compose("520526103000", "01", "visit", 2025, 31) == "520526103-01-F25-0031"
    assert compose("520526103000", "01", "visit", 2025, 12345) == "520526103-01-F25-12345"


def test_a_journal_after_the_first_has_its_mark_in_the_number_and_an_office_the_station_part_00() -> None:
    assert compose("520526103000", "01", "visit", 2025, 1, "KT") == "520526103-01-F25-KT0001"
    assert parse("520526103-01-F25-KT0001").series == "520526103-01-F25-KT"
    assert parse("520526103-01-F25-KT0001").short == "F25-KT0001"
    assert compose("520526", "00", "suggestion", 2025, 1) == "520526000-00-Y25-0001"


def test_the_letters_of_a_mark_are_none_that_is_read_otherwise() -> None:
    others = {*numbering.LETTERS.values(), *numbering.KEPT_LETTERS.values(), "I", "O"}
    assert not others & set(numbering.MARK_LETTERS)
    assert len({*numbering.LETTERS.values(), *numbering.KEPT_LETTERS.values()}) == 9
    for mark in ("KI", "KO", "JF", "K1", "K", "KTX"):
        assert find(f"520526103-01-F25-{mark}0001") is None


def test_a_mark_follows_from_the_journals_id_and_one_that_is_taken_makes_way() -> None:
    journal = f"{7:032x}"
    first = numbering.mark_of(journal, ())
    assert first == numbering.mark_of(journal, ()) != numbering.mark_of(journal, {first})
    taken: set[str] = set()
    for _ in range(len(numbering.MARK_LETTERS) ** 2):
        taken.add(numbering.mark_of(journal, taken))
    assert len(taken) == 225
    with pytest.raises(ValueError, match="every mark is taken"):
        numbering.mark_of(journal, taken)


@given(NUMBERS)
def test_a_number_can_be_taken_apart_and_put_together(number: str) -> None:
    parts = parse(number)
    assert find(number) == parts
    assert str(parts) == number
    assert f"{parts.series}{parts.sequence:04d}" == number


def test_what_is_no_number_has_no_parts() -> None:
    beyond = ("520526103-01-F25-0000", "520526103-01-F25-KT0000000", "520526103-01-F25-12345678")
    for text in ("", "520526103-01-B25-0031", "520526103-01-F25-31", "建2025-3", *beyond):
        assert find(text) is None
    with pytest.raises(ValueError, match="no provisional number"):
        parse("520526103-01-F25-31")
    assert find("520526103-01-F25-0031") == Number("520526103", "01", "F", 2025, 31)


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


STATION = "520526103-01"


def test_the_published_vectors_are_ours() -> None:
    for one in vectors()["numbers"]:
        number = one["number"]
        assert (with_check(number), short_with_check(number)) == (one["whole"], one["short"])
        assert str(parse(number)) == number
        for form in one["said"]:
            asked = read(form)
            assert asked is not None, form
            assert number in (*asked.sound([number[:12]]), *asked.unchecked([number[:12]])), form
    for one in vectors()["marks"]:
        assert numbering.mark_of(one["journal"], one["taken"]) == one["mark"]


def test_the_published_vectors_follow_from_the_text_of_the_contract_alone() -> None:
    """Another program, written from `docs/batch.md` by nobody who knows ours."""
    signs, letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*", "ABCDEGHKPRSTUVW"
    for one in vectors()["numbers"]:
        whole = one["whole"].replace("-", "")
        assert sum(signs.index(sign) * 2**place for place, sign in enumerate(reversed(whole))) % 37 == 1
        assert whole[:-1] == one["number"].replace("-", "")
    for one in vectors()["marks"]:
        digest = hashlib.sha256(one["journal"].encode("ascii")).digest()
        pairs = [letters[digest[at] % 15] + letters[digest[at + 1] % 15] for at in range(0, 32, 2)]
        ordered = [first + second for first in letters for second in letters]
        assert next(pair for pair in pairs + ordered if pair not in one["taken"]) == one["mark"]


def vectors() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(Path("docs/vectors/numbers.json").read_text("utf-8"))
    return found


def forms(number: str) -> list[str]:
    """A number as papers, screens and mouths give it."""
    whole, short = with_check(number), number[13:]
    spoken = [number, whole, short, short_with_check(number)]
    spaced = [one.replace("-", between) for one in spoken for between in (" ", "—", "－", "", "\u3000")]
    plain = [*spoken, *spaced, *(one.lower() for one in spoken), *(f" {one}\n" for one in spoken)]
    return [*plain, *(one.translate({sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)}) for one in plain)]


@given(NUMBERS)
def test_every_form_of_a_number_means_it(number: str) -> None:
    station = number[:12]
    for form in forms(number):
        asked = read(form)
        assert asked is not None, form
        assert number in (*asked.sound([station]), *asked.unchecked([station])), form


def test_a_short_number_may_be_of_any_station_and_its_check_character_tells_which() -> None:
    first, second = "520526103-01-F25-0031", "520526104-01-F25-0031"
    stations = [first[:12], second[:12]]
    plain, checked = read("F25-0031"), read(short_with_check(second))
    assert plain is not None
    assert checked is not None
    assert plain.unchecked(stations) == (first, second)
    assert checked.sound(stations) == (second,)


@pytest.mark.parametrize(
    "typed",
    ["", "道路", "ysm", "5678", "16112345678", "0851-22223333", "522101199001011234", "6222021234567890123", "1" * 32,
     "2025-3", "GB18030", "建2025-31", "F25", "F25-003", "水" * 400],
)  # fmt: skip
def test_what_has_no_form_of_a_number_is_none(typed: str) -> None:
    assert read(typed) is None


@example("529112324-84-Z22-0002")  # a slip makes its sequence 0, which no number has
@given(NUMBERS)
def test_a_number_with_a_slip_is_still_known_for_one(number: str) -> None:
    for whole in (with_check(number), short_with_check(number)):
        signs = whole.replace("-", "")
        for altered in slips(whole):
            asked = read(altered)
            assert asked is not None, (signs, altered)
            assert not asked.sound([number[:12]])


def slips(whole: str) -> list[str]:
    """Every single sign put wrong, and every two neighbours swapped; the hyphens stand where they stood."""
    places = [at for at, sign in enumerate(whole) if sign != "-"]
    wrong = [whole[:at] + sign + whole[at + 1 :] for at in places for sign in SIGNS if sign != whole[at]]
    for first, second in pairwise(places):
        if whole[first] != whole[second]:
            signs = list(whole)
            signs[first], signs[second] = signs[second], signs[first]
            wrong.append("".join(signs))
    return wrong
