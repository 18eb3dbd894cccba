"""Sealing: a range of a journal into the one file that is kept and resent as the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from station_app.domain.batch import frame, packing
from station_app.domain.batch.header import Header
from station_app.domain.batch.suite import SigningKey
from station_app.domain.change import Line, chained
from station_app.domain.immutable import immutable

FIRST_BYTES = 16 * 2**10
"""The size that the first batch of a row of them aims at; each next one four times that, up to `LARGEST_BYTES`."""

GROWTH = 4
LARGEST_BYTES = 256 * 2**10
USUAL_RATIO = 6
"""How many bytes of lines one packed byte holds, until a batch has shown it."""

MOST_LINES = 20_000


@immutable
class Sealed:
    """A batch file with its name and its header."""

    content: bytes
    hash: str
    header: Header


def sealed(header: Header, lines: Sequence[Line], key: SigningKey, dictionary: bytes = b"") -> Sealed:
    """The batch of `lines`, which follow `header.previous` from `header.first` on; `last` is set to fit."""
    whole = replace(header, last=header.first + len(lines) - 1)
    content = frame.framed(whole, packing.packed(joined(lines), dictionary), key)
    return Sealed(content, frame.hash_of(content), whole)


def sealed_in_turn(
    header: Header, lines: Iterable[Line], key: SigningKey, dictionary: bytes = b"", first_bytes: int = FIRST_BYTES
) -> Iterator[Sealed]:
    """The batches of all `lines`, which follow `header.previous`: small first, so that a poor link soon has something
    to show, then larger, as each one's packing tells how much the next may hold."""
    aim, ratio = first_bytes, float(USUAL_RATIO)
    waiting = iter(lines)
    while portion := _portion(waiting, int(aim * ratio)):
        made = sealed(header, portion, key, dictionary)
        yield made
        ratio = len(joined(portion)) / len(made.content)
        aim = min(aim * GROWTH, LARGEST_BYTES)
        head = header.previous
        for line in portion:
            head = chained(head, line)
        header = replace(header, first=made.header.last + 1, previous=head, number=header.number + 1, key="")


def joined(lines: Iterable[Line]) -> bytes:
    """Lines as NDJSON, each with its line end."""
    return "".join(f"{line.text}\n" for line in lines).encode()


def _portion(lines: Iterator[Line], wanted_bytes: int) -> list[Line]:
    portion, size = [], 0
    for line in lines:
        portion.append(line)
        size += len(line.text.encode()) + 1
        if size >= wanted_bytes or len(portion) == MOST_LINES:
            break
    return portion
