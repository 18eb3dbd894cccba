"""The sentences of problems."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from station_app.domain.identity import id_number, phone
from station_app.domain.problem import refusal
from station_app.text.problems import SENTENCES, explain

SOURCE = Path(__file__).resolve().parents[2] / "station_app"


def problems_in_source() -> Iterator[tuple[str, set[str]]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="refusal" | "warning"), args=[ast.Constant(value=str(code)), *_]):
                    yield code, {keyword.arg or "" for keyword in node.keywords}


def test_every_problem_has_a_sentence_that_its_details_fill() -> None:
    wrong = []
    for code, details in problems_in_source():
        places = {place for _, place, _, _ in Formatter().parse(SENTENCES.get(code, "{no sentence}")) if place}
        if places - details - {"value", "code", "where"}:
            wrong.append(code)
    assert wrong == []


def test_a_sentence_says_what_to_do_beside_its_label() -> None:
    (problem,) = id_number("522101197003049018").problems
    assert explain(problem) == "身份证号最后一位对不上，请对照证件重新看一遍"
    assert explain(problem, "证件号码").startswith("证件号码：")
    (problem,) = phone("1398500000").problems
    assert "现在是 10 位" in explain(problem)


def test_a_choice_is_listed_in_words() -> None:
    assert (
        explain(refusal("not_in_list", value="苗族族", offered=["汉族", "苗族"]))
        == "没有“苗族族”这一项；可以选：汉族、苗族"
    )


def test_a_problem_of_a_newer_station_is_still_said() -> None:
    assert explain(refusal("from_the_future")) == "这里有问题（from_the_future），请核对"
