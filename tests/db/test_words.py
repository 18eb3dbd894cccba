"""Chinese without a dictionary: pairs of neighbours."""

from __future__ import annotations

import pytest

from station_app.db import search


@pytest.mark.parametrize(("texts", "tokens"), [
    (["道路损坏"], "道路 路损 损坏 坏"),
    (["路"], "路"),
    (["ETC 卡", ""], "etc 卡"),
    (["8月停电3次"], "8 月停 停电 电 3 次"),
    (["李 䶮", "ＡＢ"], "李䶮 䶮 ab"),
    (["New Road"], "new road"),
    (["，。！"], ""),
    (["道路", "损坏"], "道路 路 损坏 坏"),
    (["路，水：电；（渠）？桥！"], "路 水 电 渠 桥"),
    (["F26", "", "0001"], "f26 0001"),
    ([], ""),
])  # fmt: skip
def test_a_text_is_cut_into_pairs_and_words(texts: list[str], tokens: str) -> None:
    assert search.indexed(texts) == tokens


@pytest.mark.parametrize(("text", "query"), [
    ("道路损坏", '"道路 路损 损坏"'),
    ("路", '"路"*'),
    ("etc", '"etc"*'),
    ("道路，ETC", '"道路" AND "etc"*'),
    ('" OR *', '"or"*'),
    ("？", ""),
])  # fmt: skip
def test_a_query_asks_for_neighbours_in_their_order(text: str, query: str) -> None:
    assert search.query_of(text) == query


def test_more_than_a_person_types_narrows_nothing() -> None:
    assert search.query_of("路" * 10_000) == search.query_of("路" * search.LONGEST_QUERY)
