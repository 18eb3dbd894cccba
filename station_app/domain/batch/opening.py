"""Opening a batch that somebody sent: what makes it authentic is judged here, and nothing of what it says."""

from __future__ import annotations

from collections.abc import Callable

from station_app.domain import change
from station_app.domain.batch import frame, packing, suite
from station_app.domain.batch.header import Header
from station_app.domain.batch.packing import Dictionaries
from station_app.domain.change import Change, Line
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject

LONGEST_LINE = 2**20
"""Bytes of one line: the largest record has some hundred thousand characters."""

KeyOf = Callable[[Header], str]
"""Gives the public key of a journal's author. Raises Rejected where it is not known, or may no longer speak."""


@immutable
class Member:
    """One change of a batch: its line as it came, its values, and the journal's head after it (32 bytes)."""

    line: Line
    change: Change
    hash: bytes


@immutable
class Batch:
    """An authentic batch: who, which range, the changes in order, and the key that signed."""

    hash: str
    header: Header
    members: tuple[Member, ...]
    key: str

    @property
    def head(self) -> bytes:
        """The journal's head after the batch: 32 bytes."""
        return self.members[-1].hash


def opened(content: bytes, key_of: KeyOf, dictionaries: Dictionaries) -> Batch:
    """The batch in a file. Raises Rejected, each way in which it can be wrong with its own code."""
    parts = frame.read_frame(content)
    key = key_of(parts.header)
    if not suite.is_signed(key, parts.signed, parts.signature, parts.header.alg):
        raise reject(refusal("batch_signature_wrong"))
    lines = packing.unpacked(parts.packed, dictionaries)
    return Batch(frame.hash_of(content), parts.header, tuple(_members(parts.header, lines)), key)


def _members(header: Header, text: bytes) -> list[Member]:
    if not text.endswith(b"\n"):
        raise reject(refusal("batch_lines_cut"))
    lines = text[:-1].split(b"\n")
    if len(lines) != header.count:
        raise reject(refusal("batch_count_wrong", value=len(lines), expected=header.count))
    if header.first == 1 and header.previous != change.first_hash(header.journal):
        raise reject(refusal("batch_chain_wrong", value=1))
    head, members = header.previous, []
    for seq, raw in enumerate(lines, header.first):
        if len(raw) > LONGEST_LINE:
            raise reject(refusal("batch_line_unsound", value=seq))
        try:
            line, made = change.read(raw)
        except ValueError as error:
            raise reject(refusal("batch_line_unsound", value=seq)) from error
        if (made.journal, made.seq) != (header.journal, seq):
            raise reject(refusal("batch_out_of_order", value=seq))
        head = change.chained(head, line)
        members.append(Member(line, made, head))
    return members
