"""Journals and batches as tests of them need: a few lines, chained, sealed by a key."""

from __future__ import annotations

import random
from dataclasses import replace

from station_app.domain.batch import frame, packing, seal, suite
from station_app.domain.batch.header import Header
from station_app.domain.batch.opening import Batch, opened
from station_app.domain.batch.seal import Sealed
from station_app.domain.change import Change, Line, Place, first_hash, line_of
from station_app.domain.problem import Rejected

JOURNAL = "a" * 32
KEY = suite.SigningKey(bytes(range(32)))
HEADER = Header(JOURNAL, 1, 1, 1, first_hash(JOURNAL), "0.1.0", key=KEY.public)


def lines(number: int, journal: str = JOURNAL) -> list[Line]:
    """A record and its corrections."""
    return [line_of(change(seq, journal), seq.to_bytes(16)) for seq in range(1, number + 1)]


def change(seq: int, journal: str = JOURNAL) -> Change:
    """The change `seq` of one record of a journal."""
    seen = (Place(journal, seq - 1),) if seq > 1 else ()
    uid, act = f"{seq:032x}" if seq > 1 else "d" * 32, "correct" if seq > 1 else "register"
    return Change(
        journal, seq, uid, "2026-11-23T09:30:00.000+08:00", "ok", "c" * 32, act, "person", "d" * 32, seen,
        {"name": f"张𬭎{seq}"},
    )  # fmt: skip


def dense(seq: int) -> Line:
    """A line that packing makes hardly smaller: what a clerk pastes from elsewhere, 3,000 characters."""
    chance = random.Random(seq)
    text = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(3_000))
    return line_of(replace(change(seq), fields={"name": text}), seq.to_bytes(16))


def batch(number: int = 3, dictionary: bytes = b"") -> Sealed:
    """A sealed batch of so many changes."""
    return seal.sealed(HEADER, lines(number), KEY, dictionary)


def sealed_as(header: Header, content: bytes) -> bytes:
    """A batch with a right signature over whatever its lines are."""
    return frame.framed(header, packing.packed(content), KEY)


def open_it(content: bytes) -> Batch:
    """Open with the one key that is known."""
    return opened(content, lambda header: header.key or KEY.public, {})


def code_of(content: bytes) -> str:
    """The problem with a file; "" where there is none."""
    try:
        open_it(content)
    except Rejected as rejected:
        return rejected.problems[0].code
    return ""


def with_last(last: int) -> Header:
    """The header of a batch that ends elsewhere."""
    return replace(HEADER, last=last)
