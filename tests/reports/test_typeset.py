"""Lines end where Chinese print lets them end."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.reports.typeset import balanced, break_lines, may_break, paragraphs_of, signs, width_of


class Widths(defaultdict[str, float]):
    """Full width for what is wide, half an em for the rest, none for marks and joiners."""

    def __missing__(self, char: str) -> float:
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            return 0.0
        return 1.0 if unicodedata.east_asian_width(char) in {"W", "F", "A"} else 0.5


WIDTHS = Widths()


def texts(text: str, measure: float) -> list[str]:
    return [line.text for line in break_lines(text, measure, WIDTHS)]


@pytest.mark.parametrize("sign", "，。、；：？！）》〉”’】…—·％")
def test_a_sign_that_closes_never_starts_a_line(sign: str) -> None:
    assert texts(f"一二三四五{sign}六七", 5) == ["一二三四", f"五{sign}六七"]


@pytest.mark.parametrize("sign", "（《〈“‘【〔")
def test_a_sign_that_opens_never_ends_a_line(sign: str) -> None:
    assert texts(f"一二三四{sign}五六七", 5) == ["一二三四", f"{sign}五六七"]


def test_a_full_stop_and_the_quote_behind_it_stay_with_their_word() -> None:
    assert texts("一二三四。”五六", 5) == ["一二三", "四。”五六"]


@pytest.mark.parametrize("pair", ["……", "——"])
def test_the_two_halves_of_a_pair_stay_together(pair: str) -> None:
    for measure in range(3, 8):
        assert any(pair in line for line in texts(f"一二三四{pair}五六", measure))


@pytest.mark.parametrize("pair", ["……", "——"])
def test_a_long_row_of_pairs_is_cut_between_pairs(pair: str) -> None:
    assert {len(line) % 2 for line in texts(pair * 20, 7)} == {0}


def test_words_figures_and_their_units_stay_whole() -> None:
    assert texts("电话是0854-9123456转", 7) == ["电话是", "0854-9123456转"]
    assert texts("他在二〇2026年来", 5) == ["他在二〇", "2026年来"]
    assert texts("一二三四５０００元", 6) == ["一二三四", "５０００元"]


def test_a_word_longer_than_the_line_is_cut_at_the_edge() -> None:
    assert texts("a" * 25, 5) == ["a" * 10, "a" * 10, "a" * 5]


@pytest.mark.parametrize(
    "cluster",
    ["👨‍👩‍👧‍👦", "👍🏽", "🇨🇳", "葛\U000e0100", "e\u0301", "❗️"],
)
def test_a_cluster_is_never_split(cluster: str) -> None:
    for measure in range(1, 9):
        assert sum(line.count(cluster) for line in texts(f"一二三{cluster}{cluster}四五", measure)) == 2


def test_every_way_to_end_a_line_ends_one() -> None:
    assert paragraphs_of("一\r\n二\n三\r四\u2028五\u2029六\x85七\x0c八") == list("一二三四五六七八")


def test_spaces_hang_over_the_edge() -> None:
    first, second = break_lines("一二三四五   六", 5, WIDTHS)
    assert (first.text, first.width, second.text) == ("一二三四五   ", 5.0, "六")


def test_only_the_first_line_of_each_paragraph_is_indented() -> None:
    lines = break_lines("一二三四五六七\n八", 5, WIDTHS, indent=2)
    assert [(line.text, line.indent, line.ends_paragraph) for line in lines] == [
        ("一二三", 2, False),
        ("四五六七", 0, True),
        ("八", 2, True),
    ]


def test_a_title_is_broken_into_even_lines() -> None:
    lines = balanced("黔南布依族苗族自治州都匀市墨冲镇人大代表联络站代表接待日情况小结", 20, WIDTHS)
    assert [len(line.text) for line in lines] == [16, 16]


ODD = "，。“”（）…—·《》 　\t0123456789abcXYZ-/.,%元年公里一二三四五六七八九十𬭎㛃ꀉ\u200d\U000e0100e\u0301👨👩🇨🇳"


@given(st.text(st.sampled_from(ODD + "\n\r\u2028") | st.characters(codec="utf-8")), st.integers(1, 30))
def test_the_lines_together_are_the_text(text: str, measure: int) -> None:
    assert "".join(texts(text, measure)) == "".join(paragraphs_of(text))


@given(st.text(st.sampled_from(ODD)), st.integers(2, 30))
def test_a_line_breaks_a_rule_only_where_no_earlier_break_was_allowed(text: str, measure: int) -> None:
    place = 0
    for line in texts(text, measure)[:-1]:
        end = place + len(line)
        if not may_break(text, end):
            assert not any(may_break(text, at) for at in range(place + 1, end))
        place = end


@given(st.text(st.sampled_from(ODD)), st.integers(2, 30))
def test_no_line_is_wider_than_the_measure_but_for_hanging_spaces(text: str, measure: int) -> None:
    for line in break_lines(text, measure, WIDTHS):
        inked = line.text.rstrip(" \t\u3000")
        assert width_of(inked, WIDTHS) <= measure + 1e-6


def test_no_sign_is_forbidden_everywhere_but_the_connecting_dash() -> None:
    assert signs().never_starts & signs().never_ends == {"－"}
