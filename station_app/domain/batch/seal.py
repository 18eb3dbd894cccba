"""Sealing: a range of a journal into the one file that is kept and resent as the same bytes."""

from __future__ import annotations

from collections import deque
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
"""Of a batch of several lines; a single one may be as large as a line may be."""

CAUTION = 0.9
"""How much of the largest size a batch aims at: what follows may pack less well than what was."""

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
    """The batch of `lines`, which follow `header.previous` from `header.first` on; `last` is set to fit.

    It is packed with the dictionary and without, and the smaller is kept: a dictionary helps small batches, and costs
    large ones.
    """
    whole = replace(header, last=header.first + len(lines) - 1)
    text = joined(lines)
    ways = {dictionary, b""}
    smallest = min((packing.packed(text, one) for one in sorted(ways)), key=len)
    content = frame.framed(whole, smallest, key)
    return Sealed(content, frame.hash_of(content), whole)


def sealed_in_turn(
    header: Header, lines: Iterable[Line], key: SigningKey, dictionary: bytes = b"", first_bytes: int = FIRST_BYTES
) -> Iterator[Sealed]:
    """The batches of all `lines`, which follow `header.previous`: small first, so that a poor link soon has something
    to show, then larger, as each one's packing tells how much the next may hold."""
    aim, ratio = first_bytes, float(USUAL_RATIO)
    waiting = deque[Line]()
    rest = iter(lines)
    while portion := _portion(waiting, rest, int(aim * ratio)):
        made = sealed(header, portion, key, dictionary)
        ratio = len(joined(portion)) / len(made.content)
        if len(made.content) > LARGEST_BYTES and len(portion) > 1:  # what is denser than what came before
            waiting.extendleft(reversed(portion))
            aim = int(LARGEST_BYTES * CAUTION)
            continue
        yield made
        aim = min(aim * GROWTH, int(LARGEST_BYTES * CAUTION))
        head = header.previous
        for line in portion:
            head = chained(head, line)
        header = replace(header, first=made.header.last + 1, previous=head, number=header.number + 1, key="")


def joined(lines: Iterable[Line]) -> bytes:
    """Lines as NDJSON, each with its line end."""
    return "".join(f"{line.text}\n" for line in lines).encode()


def _portion(waiting: deque[Line], rest: Iterator[Line], wanted_bytes: int) -> list[Line]:
    portion: list[Line] = []
    size = 0
    while size < wanted_bytes and len(portion) < MOST_LINES:
        line = waiting.popleft() if waiting else next(rest, None)
        if line is None:
            break
        portion.append(line)
        size += len(line.text.encode()) + 1
    return portion
