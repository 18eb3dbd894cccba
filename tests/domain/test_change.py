"""The line of a journal and its chain."""

from __future__ import annotations

import hashlib

import pytest

from station_app.domain.change import (
    Change,
    Place,
    change_of,
    fields_hash,
    first_hash,
    line_of,
    next_hash,
    read,
)

CHANGE = Change(
    journal="a" * 32,
    seq=2,
    uid="b" * 32,
    at="2026-11-23T09:30:00.000+08:00",
    clock="ok",
    by="c" * 32,
    act="correct",
    kind="person",
    record="d" * 32,
    seen=(Place("a" * 32, 1),),
    fields={"name": "张𬭎", "phone": ""},
)


def test_a_line_is_two_canonical_texts_and_reads_back() -> None:
    line = line_of(CHANGE)
    assert line.text.startswith('{"fields":{"name":"张𬭎","phone":""},"header":{"act":"correct",')
    assert read(line.text) == (line, CHANGE)
    assert change_of(line.header, line.fields) == CHANGE


def test_the_chain_is_the_hash_of_the_one_before_the_header_and_the_fields() -> None:
    line = line_of(CHANGE)
    before = first_hash(CHANGE.journal)
    header = hashlib.sha256(line.header.encode()).digest()
    fields = hashlib.sha256(line.fields.encode()).digest()
    assert next_hash(before, line.header, fields_hash(line.fields)) == hashlib.sha256(before + header + fields).digest()


def test_the_chain_goes_on_when_fields_were_erased_by_law() -> None:
    line = line_of(CHANGE)
    kept = fields_hash(line.fields)
    assert next_hash(bytes(32), line.header, kept) == next_hash(bytes(32), line.header, fields_hash(line.fields))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"seq":2', '"seq":0'),
        ('"seq":2', '"seq":"2"'),
        ('"seq":2', '"seq":true'),
        ('"schema":1', '"schema":true'),
        ('"clock":"ok"', '"clock":"late"'),
        ('"act":"correct"', '"act":"CORRECT!"'),
        ('"kind":"person"', '"kind":1'),
        ("a" * 32, "a" * 31),
        ('"header":', '"headers":'),
        (',"header"', ', "header"'),
        ('"phone":""', '"phone":"","phone":""'),
    ],
)
def test_a_line_of_another_form_is_refused(old: str, new: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (every refusal of the reader is one)
        read(line_of(CHANGE).text.replace(old, new))
