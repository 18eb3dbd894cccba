"""The checks against a labelled corpus: good and bad examples of each, invented, with the place in the text."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from station_app import paths
from station_app.domain.field import blank_of, built
from station_app.domain.quality.checks import CHECKS, findings
from station_app.domain.quality.finding import Context, Gravity
from station_app.domain.records import Cosigning, Deputy, Mandate, Suggestion, Unit
from station_app.text.problems import SENTENCES

FOLDER = Path(__file__).resolve().parents[2] / "data" / "suggestions"
DAY = "2025-06-01"
LEAD = "a" * 32
WHOLE: list[dict[str, Any]] = json.loads((FOLDER / "whole.json").read_text("utf-8"))
REAL_TITLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "dev" / "suggestions_cixi.ndjson.xz"
LEAST_EXAMPLES = 6
LEAST_TITLE = 8
TITLE_CHECKS = ("Q1", "Q2", "Q3", "Q4", "Q10")
"""The checks that look at nothing but the title."""

MOST_FALSE_ALARMS = 0.04
"""Measured 0.030 of 337 real titles: what ends as 提议 or 问题, or begins with the deputy's own name."""

FILLED = {
    "uid": "d" * 32,
    "state": "DRAFT",
    "kind": "SUGGESTION",
    "level": "TOWNSHIP",
    "raised_in": "INTERSESSION",
    "lead_deputy": LEAD,
    "phone": "0854-1234567",
    "disclosure": "FULL",
    "origin_basis": ("RECEPTION",),
    "origin_opinions": ("c" * 32,),
}


def corpus() -> Iterator[tuple[str, bool, dict[str, Any]]]:
    for file in ("form", "signers", "limits", "substance", "writing"):
        for code, examples in json.loads((FOLDER / f"{file}.json").read_text("utf-8")).items():
            for label in ("good", "bad"):
                yield from ((code, label == "bad", one) for one in examples[label])


EXAMPLES = list(corpus())


def suggestion_of(example: dict[str, Any]) -> Suggestion:
    """The first whole suggestion, with what the example says instead or beside it."""
    values = {**blank_of(Suggestion), **FILLED, **WHOLE[0]}
    for name, value in example.items():
        if name.startswith("+"):
            values[name[1:]] = f"{values[name[1:]]}\n{value}"
        elif name in values:
            values[name] = tuple(value) if isinstance(value, list) else value
    return built(Suggestion, values)


def context_of(suggestion: Suggestion, beside: dict[str, Any]) -> Context:
    def record(cls: type, **values: Any) -> Any:
        return built(cls, {**blank_of(cls), **values})

    def mandate(deputy: str, **values: Any) -> Mandate:
        held = {"uid": "b" * 32, "level": "TOWNSHIP", "cert_no": "20-17", "status": "ACTIVE", **values}
        return record(Mandate, deputy=deputy, **held)  # type: ignore[no-any-return]  # built gives what it is asked for

    mandates = {LEAD: [mandate(LEAD, **beside.get("mandate", {}))]}
    cosignings = []
    for number, one in enumerate(beside.get("cosignings", ())):
        deputy = f"{number:032x}"
        mandates[deputy] = [mandate(deputy, level=one.get("level", "TOWNSHIP"))]
        cosignings.append(record(Cosigning, uid=f"{number:031x}e", deputy=deputy, state=one["state"]))
    others = [
        record(
            Suggestion,
            **{
                name: getattr(suggestion, text[1:]) if isinstance(text, str) and text.startswith("@") else text
                for name, text in one.items()
            },
        )
        for one in beside.get("others", ())
    ]
    return Context(
        day=DAY,
        rules=paths.suggestion_rules(DAY),
        deputies={LEAD: record(Deputy, uid=LEAD, name="秦彬", **beside.get("deputy", {}))},
        mandates=mandates,
        cosignings=cosignings,
        others=others,
        units=[record(Unit, uid=f"{number:032x}", **one) for number, one in enumerate(beside.get("units", ()))],
        matters=paths.code_book()["matter"],
    )


@pytest.mark.parametrize(
    ("code", "is_bad", "example"),
    EXAMPLES,
    ids=[f"{code}-{'bad' if is_bad else 'good'}-{number}" for number, (code, is_bad, _) in enumerate(EXAMPLES)],
)
def test_a_check_finds_what_is_bad_where_it_stands_and_nothing_in_what_is_good(
    code: str, is_bad: bool, example: dict[str, Any]
) -> None:
    suggestion = suggestion_of(example)
    found = list(CHECKS[code](suggestion, context_of(suggestion, example.get("context", {}))))
    if not is_bad:
        assert found == []
        return
    assert example["in"] in {one.field for one in found}
    if "at" in example:
        places = [
            str(getattr(suggestion, one.field))[one.start : one.end] for one in found if one.field == example["in"]
        ]
        assert example["at"] in places
    for one in found:
        assert 0 <= one.start <= one.end <= len(str(getattr(suggestion, one.field)))


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_has_enough_examples_of_both_kinds(code: str) -> None:
    for is_bad in (False, True):
        assert sum(one[:2] == (code, is_bad) for one in EXAMPLES) >= LEAST_EXAMPLES


@pytest.mark.parametrize("whole", WHOLE, ids=lambda one: one["title"])
def test_a_good_suggestion_raises_nothing_but_hints(whole: dict[str, Any]) -> None:
    suggestion = suggestion_of(whole)
    assert [one for one in findings(suggestion, context_of(suggestion, {})) if one.gravity is not Gravity.HINT] == []


def test_every_finding_of_the_corpus_has_a_sentence_that_its_details_fill() -> None:
    for code, is_bad, example in EXAMPLES:
        if is_bad:
            suggestion = suggestion_of(example)
            for one in CHECKS[code](suggestion, context_of(suggestion, example.get("context", {}))):
                assert "{" not in SENTENCES[one.sentence].format_map(dict(one.details))


def test_a_check_that_is_switched_off_finds_nothing() -> None:
    suggestion = suggestion_of({"title": ""})
    context = context_of(suggestion, {})
    off = replace(context, rules=replace(context.rules, on=context.rules.on - {"Q1"}))
    assert "Q1" in {one.code for one in findings(suggestion, context)}
    assert "Q1" not in {one.code for one in findings(suggestion, off)}


def test_real_titles_rarely_raise_a_false_alarm() -> None:
    if not REAL_TITLES.exists():
        pytest.skip("the sample data stands beside the repository, in ../shared/data")
    lines = lzma.decompress(REAL_TITLES.read_bytes()).decode("utf-8").splitlines()
    every = [str(json.loads(line)["title"]) for line in lines]
    # What an empty form is called, and names of files, are rightly found.
    titles = [title for title in every if len(title) >= LEAST_TITLE and not title.endswith((".doc", ".docx"))]
    alarmed = 0
    for title in titles:
        suggestion = suggestion_of({"title": title})
        context = context_of(suggestion, {})
        alarmed += any(list(CHECKS[code](suggestion, context)) for code in TITLE_CHECKS)
    assert alarmed / len(titles) <= MOST_FALSE_ALARMS


def test_the_table_of_checks_in_the_documents_is_true() -> None:
    from tests.domain.quality.table import PATH, table  # noqa: PLC0415  (it is made of this module's corpus)

    assert PATH.read_text("utf-8") == table()
