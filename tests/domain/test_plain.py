"""An answer in plain words: the office's phrases are out, the sentences short, nothing of what was done is lost."""

from __future__ import annotations

import pytest

from station_app import paths
from station_app.domain.codes import edition_on
from station_app.domain.plain import sentences

RULES = edition_on(paths.rule_pack("plain"), "2026-11-23")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("水池洗好了", ["水池洗好了。"]),
        (
            "您反映的关于岩脚村通组路塌方的问题收悉，现答复如下：\n一、经现场核实，该路段系因洪水冲毁。\n二、我局高度重视，"
            "立即组织人员清理塌方，已于11月22日恢复通行。感谢您对我局工作的关心和支持。特此函复。",
            ["这段路是因为洪水冲毁。", "派人清理塌方，已经在11月22日恢复通行。"],
        ),
        ("经核查，我局于11月9日更换滤料。", ["水务局于11月9日更换滤料。"]),
        ("特此函复。", []),
        ("", []),
    ],
)
def test_what_is_said_is_short_and_without_the_phrases_of_offices(text: str, said: list[str]) -> None:
    assert sentences(text, RULES, "水务局") == said


def test_a_long_sentence_is_parted_at_its_pauses_and_a_very_long_answer_ends() -> None:
    found = sentences("，".join(["挡墙四十八米已经修好可以通车了"] * 900), RULES)
    assert len(found) == RULES["lines"]
    assert max(map(len, found)) <= RULES["longest"] + 1


def test_a_pattern_of_a_county_that_is_none_stops_no_call() -> None:
    assert sentences("水池洗好了。", {**RULES, "cut": ["("], "leave_out": ["[", "*"]}) == ["水池洗好了。"]
