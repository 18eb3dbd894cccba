"""Opinions of one matter are found by their words."""

from __future__ import annotations

import pytest

from benchmarks.alike import FOLDER, quality, scored
from station_app.domain.alike import Likeness, terms_of
from station_app.services.suggestions import LEAST

ROAD, SAME_ROAD, LAMPS = "通组路塌方没有人修", "通组路塌方请安排人修", "路灯坏了三盏晚上看不见"


def test_rare_words_weigh_more_than_common_ones() -> None:
    likeness = Likeness([ROAD, SAME_ROAD, LAMPS])
    assert likeness.between(ROAD, SAME_ROAD) > 0.4 > likeness.between(ROAD, LAMPS)
    assert likeness.between(ROAD, ROAD) == pytest.approx(1)
    assert likeness.between(ROAD, "") == likeness.between("", "") == 0
    assert likeness.between(ROAD, LAMPS) == likeness.between(LAMPS, ROAD)


def test_words_are_pairs_of_characters_and_figures_stand_whole() -> None:
    assert terms_of("修路G75，修路") == {"修路": 2, "g75": 1}


def test_a_corpus_of_one_matter_still_knows_it() -> None:
    assert Likeness([ROAD, SAME_ROAD]).between(ROAD, SAME_ROAD) > 0.4


def test_doubles_among_real_texts_are_found() -> None:
    if not FOLDER.exists():
        pytest.skip("the sample data stands beside the repository, in ../shared/data")
    pairs = scored()
    precision, recall, wrong = quality(pairs, 0.18)
    assert precision > 0.92  # measured 0.931
    assert recall > 0.85  # measured 0.859
    assert wrong.keys() <= {"other_place_alike"}
    _, recall, wrong = quality(pairs, LEAST)
    assert recall > 0.9
    assert wrong.keys() <= {"other_place_alike"}
