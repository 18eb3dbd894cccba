"""Promises of replies: proposed from their words, with what decided; where nothing is promised nothing is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.promises import judge
from station_app import paths
from station_app.domain.codes import edition_on
from station_app.domain.promises import propose

RULES = edition_on(paths.rule_pack("promises"), "2026-11-23")
LABELLED = Path(__file__).parent.parent / "data" / "promises"


@pytest.mark.parametrize(("name", "precision", "recall"), [("known", 0.92, 0.95), ("unseen", 0.8, 0.8)])
def test_labelled_replies_are_read_well(name: str, precision: float, recall: float) -> None:
    judged = judge(LABELLED / f"{name}.jsonl", RULES)
    assert judged.precision >= precision, judged.line(name)
    assert judged.recall >= recall, judged.line(name)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12月20日前", "2026-12-20"),
        ("3月底前", "2027-03-31"),
        ("年底前", "2026-12-31"),
        ("明年上半年", "2027-06-30"),
        ("2027年第二季度末", "2027-06-30"),
        ("2027年汛期前", "2027-04-30"),
        ("下个月15日前", "2026-12-15"),
        ("本月底前", "2026-11-30"),
        ("10个工作日内", "2026-12-07"),
        ("两个月内", "2027-01-23"),
        ("半年内", "2027-05-23"),
        ("2028年2月底前", "2028-02-29"),
        ("2026年2月30日前", ""),
        ("条件成熟后", ""),
    ],
)
def test_by_when_is_counted_from_the_day_of_the_reply(words: str, day: str) -> None:
    (one,) = propose(f"我局将{words}修好挡墙48米。", "2026-11-23", RULES)
    assert one.by_on == day
    assert "将" in one.decided


@pytest.mark.parametrize(
    "text",
    [
        "我局已于11月9日清理塌方。",
        "暂不具备实施条件。",
        "请您于12月10日前把材料交到村委会。",
        "我们将进一步加强监管，持续做好服务。",
        "",
        "。" * 20_000,
        "我局" * 10_000,
    ],
)
def test_what_is_done_refused_asked_or_vague_is_no_promise(text: str) -> None:
    assert propose(text, "2026-11-23", RULES) == []


def test_who_will_do_it_is_named_where_it_is_another_and_a_reply_without_a_day_gives_none() -> None:
    text = "县教育局计划在开学前增配校车1辆；由镇财政所两个月内打卡发放。"
    assert [(one.unit, one.by_on) for one in propose(text, "", RULES)] == [("县教育局", ""), ("镇财政所", "")]
