"""What a device concludes from how far a receiver says that it has the device's journal; no I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import StrEnum

from station_app.domain.immutable import immutable

HeadAt = Callable[[int], bytes]


@immutable
class Standing:
    """How far a receiver has a journal: `acked` is durable there, `head` its chain at that place (32 bytes)."""

    acked: int
    head: bytes


class Course(StrEnum):
    """What follows from a receiver's standing."""

    GOES_ON = "goes_on"
    """Both hold the same up to `acked`: what comes after it is sent."""

    SENDS_AGAIN = "sends_again"
    """The receiver lost what it had acknowledged (it was restored): it is sent again."""

    BEGINS_ANEW = "begins_anew"
    """Another machine went on with this journal (a copy was restored, a device cloned): a new one must begin."""


def course(last: int, acked: int, head_at: HeadAt, standing: Standing) -> Course:
    """What a device does whose journal goes up to `last`, acknowledged up to `acked`, with the head `head_at(seq)`."""
    if standing.acked > last or head_at(standing.acked) != standing.head:
        return Course.BEGINS_ANEW
    return Course.SENDS_AGAIN if standing.acked < acked else Course.GOES_ON


def last_common(last: int, head_at: HeadAt) -> Generator[int, bytes | None, int]:
    """The last change that both hold alike, at most `last`: yields the numbers to ask the receiver about, and is sent
    the receiver's head after each (None where it has none). Halving: 17 questions for a hundred thousand changes."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        theirs = yield middle
        if theirs == head_at(middle):
            low = middle
        else:
            high = middle - 1
    return low
