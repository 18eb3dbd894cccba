"""What a command says: words for people, one JSON object a line for programs."""

from __future__ import annotations

import argparse
import json

import pytest

from station_app.cli import speech
from station_app.domain.problem import refusal, warning

FOR_PEOPLE, FOR_PROGRAMS = argparse.Namespace(json=False), argparse.Namespace(json=True)


def test_a_result_is_said_in_words_or_as_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    said = {"name": "桴㯊镇", "lines": "a\nb"}
    speech.say(FOR_PEOPLE, said, "好了")
    speech.say(FOR_PROGRAMS, said, "好了")
    first, second, *rest = capsys.readouterr().out.split("\n")
    assert (first, json.loads(second), rest) == ("好了", said, [""])
    assert "桴㯊镇" in second


def test_problems_go_to_the_error_stream_with_their_line_and_label(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [refusal("missing", "title"), refusal("missing", "ask")]
    speech.say_problems(FOR_PEOPLE, problems, 7, "opinion")
    told = capsys.readouterr()
    assert told.out == ""
    first, second = told.err.splitlines()
    assert first.startswith("7\t标题")
    assert second.startswith("7\t诉求")


def test_for_a_program_all_problems_of_a_line_are_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    speech.say_problems(FOR_PROGRAMS, [refusal("missing", "title"), warning("tidied", "phone")], 3)
    told = capsys.readouterr()
    assert told.err == ""
    said = json.loads(told.out)
    assert (said["line"], [(one["code"], one["field"], one["weight"]) for one in said["refused"]]) == (
        3,
        [("missing", "title", "refuse"), ("tidied", "phone", "warn")],
    )


@pytest.mark.parametrize(("kind", "where", "label"), [
    ("opinion", "title", "标题"),
    ("opinion", "colour", "colour"),
    ("", "title", "title"),
    ("moot", "title", "title"),
])  # fmt: skip
def test_a_field_is_called_by_its_label_where_it_is_known(kind: str, where: str, label: str) -> None:
    assert speech.sentence(kind, refusal("missing", where)).startswith(label)
