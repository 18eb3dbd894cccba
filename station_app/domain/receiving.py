"""Where a batch's range meets what a receiver has of that journal: the one decision of every receiver, without I/O.

The gateway, the county's import and the station that takes news all ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from station_app.domain.immutable import immutable


class Meeting(StrEnum):
    """How a range meets what is there."""

    GOES_ON = "goes_on"
    SAME = "same"
    GAP = "gap"
    FORK = "fork"


@immutable
class Placing:
    """What is to be done with a range: `skip` of its changes are here already; at a gap or fork nothing is taken.

    `seq` is the sequence number that the receiver waits for (a gap), or the first that disagrees (a fork).
    """

    meeting: Meeting
    skip: int = 0
    seq: int = 0


def place(here: int, first: int, previous: bytes, hashes: Sequence[bytes], hash_at: Callable[[int], bytes]) -> Placing:
    """Where the changes from `first` on, whose heads are `hashes` after the head `previous`, meet a journal that is
    here up to sequence number `here`. `hash_at(seq)` gives the head at a place up to `here`; at 0, the first hash.
    """
    last = first + len(hashes) - 1
    if first > here + 1:
        return Placing(Meeting.GAP, seq=here + 1)
    if hash_at(first - 1) != previous:
        return Placing(Meeting.FORK, seq=first - 1 if first > 1 else 1)
    for seq in range(first, min(last, here) + 1):
        if hash_at(seq) != hashes[seq - first]:
            return Placing(Meeting.FORK, seq=seq)
    if last <= here:
        return Placing(Meeting.SAME, skip=len(hashes))
    return Placing(Meeting.GOES_ON, skip=here + 1 - first)
