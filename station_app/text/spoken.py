"""The syllables of a reconciliation list, as people read them aloud."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.domain.syllables import SYLLABLES

SIGNS = "天地光明火水木土高白东西春秋马牛鸡狗茶米布花家国月耳北红短快门雪"
"""One sign for each of `SYLLABLES`, in its order."""

assert len(SIGNS) == len(SYLLABLES)


def spoken(places: Sequence[int]) -> str:
    """Syllables as they are written on the list, in fours."""
    signs = "".join(SIGNS[place] for place in places)
    return f"{signs[:4]} {signs[4:]}"
