"""Writing changes anew in another journal, where a machine lost its own to another that went on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.change import Change, Line, Place, line_of

Written = tuple[Change, Line]


def written_anew(tail: Sequence[Written], journal: str, last: int = 0) -> list[Written]:
    """The changes of `tail`, in order, as those of `journal` after the change `last`: the same ids, so that nothing
    counts twice.

    What they had seen of one another they have seen in the new journal; erased fields stay erased.
    """
    moved: dict[Place, Place] = {}
    written = []
    for seq, (change, line) in enumerate(tail, last + 1):
        moved[change.place] = Place(journal, seq)
        seen = tuple(moved.get(place, place) for place in change.seen)
        again = replace(change, journal=journal, seq=seq, seen=seen)
        written.append((again, replace(line, header=line_of(again).header)))
    return written
