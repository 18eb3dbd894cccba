"""Eight syllables that people can tell apart on a bad line."""

from __future__ import annotations

from station_app.domain.pinyin import SYLLABLES, spoken
from station_app.text.visits import SIGNS
from station_app.text.visits import spoken as said


def as_heard(syllable: str) -> str:
    """As it sounds in the south-west: n and l, zh and z, f and h, -n and -ng are one."""
    for written, heard in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("f", "h")):
        syllable = syllable.replace(written, heard)
    return syllable


def test_no_two_sound_alike() -> None:
    assert len(SYLLABLES) == len(set(SIGNS)) == len({as_heard(one) for one in SYLLABLES}) == 32


def test_forty_bits_become_eight_of_them() -> None:
    places = spoken(b"journal")
    assert len(places) == 8
    assert all(0 <= place < 32 for place in places)
    assert spoken(b"journal") == places != spoken(b"journam")
    assert len({spoken(str(number).encode()) for number in range(2_000)}) == 2_000
    assert said(places).replace(" ", "") == "".join(SIGNS[place] for place in places)
