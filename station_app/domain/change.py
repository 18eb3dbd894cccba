"""The change: one act on one record, a line of an append-only, hash-chained journal.

A line is canonical JSON, `{"fields":{…},"header":{…},"salt":"…"}`. The header says which journal and sequence number,
when, who, which act on which record, and which changes of that record its author had seen; where the act was not asked
for by itself, `of` is the id of the change that it came with. `fields` says what the act sets. Both texts are fixed at
commit and never serialised again: hashes are over bytes. The chain is
h(n) = SHA-256(h(n-1) ‖ SHA-256(header) ‖ SHA-256(salt ‖ fields)), so that the fields of one change can later be erased
by law (个人信息保护法 art. 47) and the chain still verifies. h(0) = SHA-256(journal id). The salt, 16 random bytes,
goes with the fields: from the hash that stays nobody finds a telephone by trying. A line whose fields were erased is
`{"erased":"<that hash, hexadecimal>","header":{…}}`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from station_app.domain import wire
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern

SCHEMA = 1
"""The version of the records and acts that this program writes."""

OFFICE = "office"
"""The audience of a station's journal: whoever is above it."""

KEPT_HERE = "kept_here"
"""The audience of the journal that never leaves its desk: accusations, work secrets (信访工作条例 2022 art. 46(5))."""

NO_FIELDS = "{}"
"""The fields of a change that sets none, or whose fields were erased."""

SALT_BYTES = 16

_HEX32 = pattern(r"[0-9a-f]{32}")
_HEX64 = pattern(r"[0-9a-f]{64}")
_HEX96 = pattern(r"[0-9a-f]{96}")
_WORD = pattern(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, order=True)
class Place:
    """Where a change stands: its journal's id and its sequence number there, from 1."""

    journal: str
    seq: int


@immutable
class Change:
    """One act on one record.

    `uid` is the change's own identity; a change that makes a new record bears the record's. `seen` holds the last
    changes of that record that the author had folded: none for a new record, one as a rule, more where blind changes
    had met. `at` is wall time with offset and `clock` its standing ("ok", "unset", "jumped"): evidence for people only.
    `of` is its cause: the uid of the change that brought it with it, or of the first that was asked for together with
    it; "" for an act that stands by itself.
    """

    journal: str
    seq: int
    uid: str
    at: str
    clock: str
    by: str
    act: str
    kind: str
    record: str
    seen: tuple[Place, ...]
    fields: Mapping[str, Any]
    schema: int = SCHEMA
    of: str = ""

    @property
    def place(self) -> Place:
        """Where the change stands."""
        return Place(self.journal, self.seq)


@immutable
class Line:
    """A change as it is kept and travels: the two canonical texts, and the salt (16 bytes) of its fields.

    `erased` is the hash of fields that were erased by law (64 hexadecimal digits); `fields` is then an empty object,
    and the salt is gone (b"").
    """

    header: str
    fields: str
    salt: bytes = b""
    erased: str = ""

    @property
    def text(self) -> str:
        """The NDJSON line without its line end."""
        if self.erased:
            return f'{{"erased":"{self.erased}","header":{self.header}}}'
        return f'{{"fields":{self.fields},"header":{self.header},"salt":"{wire.text_of(self.salt)}"}}'

    @property
    def hash_of_fields(self) -> bytes:
        """What stands for the fields in the chain: 32 bytes."""
        return bytes.fromhex(self.erased) if self.erased else fields_hash(self.salt, self.fields)

    @property
    def without_fields(self) -> Line:
        """The same line once its fields were erased."""
        return Line(self.header, NO_FIELDS, erased=self.hash_of_fields.hex())


def line_of(change: Change, salt: bytes = b"") -> Line:
    """The line of a change, written once, at commit. `salt`: 16 bytes; left out, the machine's randomness's."""
    header: dict[str, Any] = {
        "act": change.act,
        "at": change.at,
        "by": change.by,
        "clock": change.clock,
        "id": change.uid,
        "journal": change.journal,
        "kind": change.kind,
        "record": change.record,
        "schema": change.schema,
        "seen": [[place.journal, place.seq] for place in change.seen],
        "seq": change.seq,
    }
    if change.of:
        header["of"] = change.of
    return Line(wire.canonical(header), wire.canonical(change.fields), salt or os.urandom(SALT_BYTES))


def change_of(header: str, fields: str) -> Change:
    """The change of a line that the store holds. Its form was judged when it came in."""
    return _change(wire.parse(header), wire.parse(fields))


def read(text: str | bytes) -> tuple[Line, Change]:
    """The line in a text that somebody else wrote, and the change that it tells of.

    Raises ValueError where it is no change, or where its bytes are not the canonical ones.
    """
    match wire.parse(text):
        case {"header": dict(header), "fields": dict(fields), "salt": str(salt), **rest} if not rest:
            line = Line(wire.canonical(header), wire.canonical(fields), wire.bytes_of(salt))
            if len(line.salt) != SALT_BYTES:
                raise ValueError("a salt has 16 bytes")
        case {"header": dict(header), "erased": str(erased), **rest} if not rest and _HEX64.fullmatch(erased):
            line, fields = Line(wire.canonical(header), NO_FIELDS, erased=erased), {}
        case _:
            raise ValueError("a line has header, fields and salt")
    _judge_header(header)
    if line.text.encode() != (text.encode() if isinstance(text, str) else text):
        raise ValueError("not in canonical form")
    return line, _change(header, fields)


def chained(head: bytes, line: Line) -> bytes:
    """The journal's head once `line` follows the one whose head it was: 32 bytes."""
    return next_hash(head, line.header, line.hash_of_fields)


def first_hash(journal: str) -> bytes:
    """h(0) of a journal: 32 bytes."""
    return hashlib.sha256(journal.encode()).digest()


def fields_hash(salt: bytes, fields: str) -> bytes:
    """What stands for a change's fields in the chain: 32 bytes."""
    return hashlib.sha256(salt + fields.encode()).digest()


def next_hash(previous: bytes, header: str, hash_of_fields: bytes) -> bytes:
    """h(n) from h(n-1), the header's text and the hash of the fields: 32 bytes."""
    return hashlib.sha256(previous + hashlib.sha256(header.encode()).digest() + hash_of_fields).digest()


def _change(header: Mapping[str, Any], fields: Mapping[str, Any]) -> Change:
    return Change(
        header["journal"],
        header["seq"],
        header["id"],
        header["at"],
        header["clock"],
        header["by"],
        header["act"],
        header["kind"],
        header["record"],
        tuple(Place(*place) for place in header["seen"]),
        fields,
        header["schema"],
        header.get("of", ""),
    )


def _judge_header(header: Mapping[str, Any]) -> None:
    match header:
        case {
            "act": str(act),
            "at": str(),
            "by": str(),
            "clock": "ok" | "unset" | "jumped",
            "id": str(uid),
            "journal": str(journal),
            "kind": str(kind),
            "record": str(record),
            "schema": int(schema),
            "seen": list(seen),
            "seq": int(seq),
        }:
            sound = (
                len(uid) == len(journal) == len(record) == 32
                and _HEX96.fullmatch(uid + journal + record)
                and _WORD.fullmatch(act)
                and _WORD.fullmatch(kind)
                and _is_number(seq)
                and _is_number(schema)
                and (not seen or all(_is_place(place) for place in seen))
                and ("of" not in header or _is_cause(header["of"]))
            )
        case _:
            sound = False
    if not sound:
        raise ValueError("a header lacks a member or holds one of the wrong form")


def _is_cause(of: object) -> bool:
    return isinstance(of, str) and bool(_HEX32.fullmatch(of))


def _is_place(place: object) -> bool:
    match place:
        case [str(journal), int(seq)]:
            return bool(_HEX32.fullmatch(journal)) and _is_number(seq)
        case _:
            return False


def _is_number(value: int) -> bool:
    """Whether a value counts something, from 1. JSON's `true` is a whole number to Python, and to nobody else."""
    return type(value) is int and value >= 1
