"""Which lines a withholding names, as text: a line of the text for each journal, `<id> 3 7-9 12`.

Whose lines may be named is asked where they lie: those of journals of the author's own home, and no other's.
"""

from __future__ import annotations

from collections.abc import Iterable

from station_app.domain.change import Place
from station_app.domain.pattern import pattern

MOST = 20_000
"""Lines that one withholding may name, however they are written: a range is short, and what it stands for is not."""

_LINE = pattern(r"([0-9a-f]{32})((?: [1-9][0-9]{0,15}(?:-[1-9][0-9]{0,15})?)+)")


def lines_text(places: Iterable[Place]) -> str:
    """The text that names some places."""
    by_journal: dict[str, list[int]] = {}
    for place in sorted(set(places)):
        by_journal.setdefault(place.journal, []).append(place.seq)
    return "\n".join(f"{journal} {' '.join(_ranges(numbers))}" for journal, numbers in by_journal.items())


def places_of(text: object) -> tuple[Place, ...]:
    """The places that a text names, in order; none for what is no such text, or names more than `MOST`."""
    found: list[Place] = []
    for line in text.split("\n") if isinstance(text, str) else ():
        read = _LINE.fullmatch(line)
        if read is None:
            return ()
        for part in read[2].split():
            first, _, last = part.partition("-")
            start, end = int(first), int(last or first)
            if not start <= end < start + MOST - len(found):
                return ()
            found += [Place(read[1], seq) for seq in range(start, end + 1)]
    return tuple(found)


def _ranges(numbers: list[int]) -> Iterable[str]:
    start = before = numbers[0]
    for number in (*numbers[1:], None):
        if number is not None and number == before + 1:
            before = number
            continue
        yield str(start) if start == before else f"{start}-{before}"
        if number is not None:
            start = before = number
