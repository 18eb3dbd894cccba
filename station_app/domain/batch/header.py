"""A batch's header: whose journal, which range, after which head. Canonical JSON; what is usual is left out."""

from __future__ import annotations

import re
from typing import Any

from station_app.domain import wire
from station_app.domain.batch import suite
from station_app.domain.change import OFFICE
from station_app.domain.immutable import immutable

LONGEST = 4_096
"""Bytes of a header."""

HASH_BYTES = 32

_JOURNAL = re.compile(r"[0-9a-f]{32}")
AUDIENCE = r"office|[0-9a-f]{32}|[0-9]{2,12}"
CURSOR = r"[A-Za-z0-9_-]{1,12}(\.[0-9]{1,18}){1,8}\.[A-Za-z0-9_-]{1,24}"
_AUDIENCE, _CURSOR = re.compile(AUDIENCE), re.compile(CURSOR)


_HASH = re.compile(r"[0-9a-f]{64}")
_UNUSUAL = {
    "schema": 1,
    "audience": OFFICE,
    "cursor": "",
    "key": "",
    "alg": suite.DEFAULT,
    "replaces": "",
    "sealer": "",
}
"""The members that are left out where they say what is usual."""


@immutable
class Header:
    """What a batch says of itself.

    `journal` (32 hexadecimal digits); `first` and `last`, the range of sequence numbers; `number`, the how-manieth
    batch of its journal, for people; `previous`, the journal's head before `first` (32 bytes); `schema`, the newest
    version of records in it; `build`, of the program that sealed it; `audience`: "office", a station's uid, or the code
    of a division whose stations all are meant; `cursor`, how far its author had read the news; `key`, the author's
    public key, in a journal's first batch. `replaces`: the name of the batch of the same range whose place this one
    takes, since fields were erased from it (64 hexadecimal digits); `sealer`: the public key of another device of the
    author's home that sealed it anew, "" where the author did.
    """

    journal: str
    first: int
    last: int
    number: int
    previous: bytes
    build: str
    schema: int = 1
    audience: str = OFFICE
    cursor: str = ""
    key: str = ""
    alg: str = suite.DEFAULT
    replaces: str = ""
    sealer: str = ""

    @property
    def count(self) -> int:
        """How many changes the batch holds: sequence numbers have no gaps."""
        return self.last - self.first + 1

    @property
    def text(self) -> bytes:
        """The header as it is signed and sent."""
        said: dict[str, Any] = {
            "build": self.build,
            "first": self.first,
            "journal": self.journal,
            "last": self.last,
            "number": self.number,
            "previous": suite.text_of(self.previous),
        }
        said |= {name: getattr(self, name) for name, usual in _UNUSUAL.items() if getattr(self, name) != usual}
        return wire.canonical(said).encode()


def read_header(text: bytes) -> Header:
    """The header in a text that somebody else wrote; members of newer programs are passed over.

    Raises ValueError where it is none.
    """
    raw = wire.parse(text)
    match raw:
        case {
            "build": str(build),
            "first": int(first),
            "journal": str(journal),
            "last": int(last),
            "number": int(number),
            "previous": str(previous),
        }:
            schema = raw.get("schema", 1)
            optional = {name: raw[name] for name in _UNUSUAL if name in raw and name != "schema"}
        case _:
            raise ValueError("a batch header lacks a member, or one has the wrong form")
    if not all(isinstance(value, str) for value in optional.values()) or not isinstance(schema, int):
        raise ValueError("a batch header holds a member of the wrong form")
    if any(isinstance(value, bool) for value in (first, last, number, schema)):
        raise ValueError("a batch header counts with a truth value")
    header = Header(journal, first, last, number, suite.bytes_of(previous), build, schema, **optional)
    if not _is_sound(header):
        raise ValueError("a batch header holds an impossible value")
    return header


def _is_sound(header: Header) -> bool:
    return (
        bool(_JOURNAL.fullmatch(header.journal))
        and 1 <= header.first <= header.last
        and header.number >= 1
        and len(header.previous) == HASH_BYTES
        and header.schema >= 1
        and len(header.build) <= 40
        and bool(_AUDIENCE.fullmatch(header.audience))
        and (not header.cursor or bool(_CURSOR.fullmatch(header.cursor)))
        and all(not key or len(suite.bytes_of(key)) == suite.KEY_BYTES for key in (header.key, header.sealer))
        and (not header.replaces or bool(_HASH.fullmatch(header.replaces)))
        and (bool(header.replaces) or not header.sealer)
    )
