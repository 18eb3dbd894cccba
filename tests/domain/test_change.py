"""The line of a journal and its chain."""

from __future__ import annotations

import hashlib

import pytest

from station_app.domain import wire
from station_app.domain.change import Change, Place, chained, change_of, first_hash, line_of, read

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


SALT = bytes(range(16))


def test_a_line_is_two_canonical_texts_with_a_salt_and_reads_back() -> None:
    line = line_of(CHANGE)
    assert line.text.startswith('{"fields":{"name":"张𬭎","phone":""},"header":{"act":"correct",')
    assert line.text.endswith(f',"salt":"{wire.text_of(line.salt)}"}}')
    assert read(line.text) == (line, CHANGE)
    assert change_of(line.header, line.fields) == CHANGE


def test_the_chain_is_the_hash_of_the_one_before_the_header_and_the_salted_fields() -> None:
    line = line_of(CHANGE, SALT)
    before = first_hash(CHANGE.journal)
    header = hashlib.sha256(line.header.encode()).digest()
    fields = hashlib.sha256(SALT + line.fields.encode()).digest()
    assert chained(before, line) == hashlib.sha256(before + header + fields).digest()


def test_each_line_has_a_salt_of_its_own() -> None:
    assert line_of(CHANGE).salt != line_of(CHANGE).salt
    assert line_of(CHANGE).hash_of_fields != line_of(CHANGE).hash_of_fields


def test_the_chain_goes_on_when_fields_were_erased_by_law_and_nothing_tells_what_they_were() -> None:
    line = line_of(CHANGE)
    erased = line.without_fields
    assert chained(bytes(32), erased) == chained(bytes(32), line)
    assert (erased.fields, erased.salt, erased.without_fields) == ("{}", b"", erased)
    assert read(erased.text)[0] == erased
    assert line.fields not in erased.text
    assert wire.text_of(line.salt) not in erased.text


@pytest.mark.parametrize("salt", ["", "AAAA", "A" * 21 + "B", "A" * 43])
def test_a_salt_of_another_length_is_no_line(salt: str) -> None:
    line = line_of(CHANGE)
    with pytest.raises(ValueError, match=r"16 bytes|base64url"):
        read(line.text.replace(wire.text_of(line.salt), salt))


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
