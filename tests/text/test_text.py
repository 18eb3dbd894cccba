"""The sentences that all screens share."""

from __future__ import annotations

import pytest

from station_app import text


@pytest.mark.parametrize(("day", "words"), [
    ("2026-11-23", "2026年11月23日 星期一"),
    ("2026-03-09", "2026年3月9日 星期一"),
    ("2024-02-29", "2024年2月29日 星期四"),
    ("不详", "不详"),
    ("", ""),
])  # fmt: skip
def test_a_day_is_said_as_people_write_it(day: str, words: str) -> None:
    assert text.day_in_words(day) == words


def test_an_act_without_a_key_is_said_alone() -> None:
    assert text.key_label("保存", "F2") == "保存  F2"
    assert text.key_label("保存", "") == "保存"


def test_the_report_of_a_bug_holds_version_place_and_every_trace() -> None:
    report = text.bug_report("1.2", "/var/log/desk.log", ["first trace", "second trace"])
    assert [part in report for part in ("1.2", "/var/log/desk.log", "first trace", "second trace")] == [True] * 4
