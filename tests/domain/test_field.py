"""A record describes itself, and what it says holds together."""

from __future__ import annotations

import dataclasses

import pytest

from station_app.domain import field
from station_app.domain.field import (
    REQUIRED,
    FieldSpec,
    Kind,
    blank_of,
    built,
    field_of,
    fields_of,
    kind_of,
    label_of,
    record,
    specs_of,
    values_of,
)
from station_app.domain.identity import CHECKS
from station_app.domain.records import BY_KIND, RECORDS, ReceptionDay, Visit

EVERY = [(cls, spec) for cls in RECORDS for spec in fields_of(cls)]


@record
class Note:
    """A record of its own for these tests."""

    uid: str = field.uid("记事")
    text: str = field.text("内容", max_len=10)
    times: int = field.count("次数", low=1)
    known: int | None = field.count("已知", default=None)
    words: tuple[str, ...] = field.codes("词", "word")
    sure: bool = field.flag("确定")
    late: str = field.day("日期", default="2026-01-01")


def test_a_record_lists_its_fields_in_the_order_of_its_form() -> None:
    assert [spec.name for spec in fields_of(Note)] == ["uid", "text", "times", "known", "words", "sure", "late"]
    assert [spec.name for spec in fields_of(Note) if spec.required] == ["uid", "text", "times", "words", "sure"]
    assert label_of(Note) == "记事"
    assert field_of(Note, "times") == FieldSpec("times", "次数", Kind.COUNT, REQUIRED, low=1)
    with pytest.raises(KeyError):
        field_of(Note, "colour")


def test_an_absent_field_takes_what_stands_for_nothing() -> None:
    blank = {"uid": "", "text": "", "times": None, "known": None, "words": (), "sure": False, "late": "2026-01-01"}
    assert blank_of(Note) == blank
    assert values_of(built(Note, {})) == blank
    assert values_of(built(Note, {"text": "水", "colour": "red"})) == {**blank, "text": "水"}


def test_nothing_is_not_the_default() -> None:
    assert field_of(Note, "late").empty == "2026-01-01"
    assert field_of(Note, "late").nothing == ""
    assert [specs_of(Note)[name].nothing for name in ("times", "words", "sure")] == [None, (), False]


def test_a_record_cannot_be_changed_and_is_made_by_keyword() -> None:
    note = built(Note, {"text": "水"})
    with pytest.raises(dataclasses.FrozenInstanceError):
        note.text = "火"  # type: ignore[misc]  # what is tried
    with pytest.raises(TypeError):
        Note("1" * 32)  # type: ignore[call-arg]  # what is tried


def test_kinds_are_the_names_of_classes_in_snake_case() -> None:
    assert [kind_of(cls) for cls in (Visit, ReceptionDay)] == ["visit", "reception_day"]
    assert list(BY_KIND.values()) == list(RECORDS)


@pytest.mark.parametrize(("cls", "spec"), EVERY, ids=[f"{kind_of(cls)}.{spec.name}" for cls, spec in EVERY])
def test_every_field_says_all_that_its_kind_needs(cls: type, spec: FieldSpec) -> None:
    assert spec.label
    assert spec.label.strip() == spec.label
    assert bool(spec.scheme) is (spec.kind in (Kind.CODE, Kind.CODES))
    assert bool(spec.target) is (spec.kind in (Kind.REF, Kind.REFS)) or spec.kind is Kind.TEXT
    assert spec.target in {"", *BY_KIND}
    assert spec.check in {"", *CHECKS}
    assert bool(spec.max_len) or spec.kind not in (Kind.TEXT, Kind.PROSE)
    assert spec.min_len <= spec.max_len
    # Only a table's text is indexed, and what a state may be never depends on who types.
    assert not spec.searched or spec.kind in (Kind.TEXT, Kind.PROSE)


@pytest.mark.parametrize("cls", RECORDS, ids=kind_of)
def test_no_two_fields_of_a_record_have_one_label_but_its_identity(cls: type) -> None:
    labels = [spec.label for spec in fields_of(cls)][1:]
    assert sorted(labels) == sorted(set(labels))
