"""Whose record it is: of every kind that has an owner, and in whatever order the lines came."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.domain import judging, lifecycle
from station_app.domain.change import Change, Place
from station_app.domain.fold import Whole, whole
from station_app.domain.judging import Home
from station_app.domain.records import BY_KIND

RECORD = "d" * 32
HOMES = {
    "a" * 32: Home("1" * 32, "STATION", "520324116000"),
    "b" * 32: Home("1" * 32, "STATION", "520324116000"),  # its second computer
    "c" * 32: Home("2" * 32, "STATION", "520324100000"),
    "e" * 32: Home("3" * 32, "COUNTY", "520324"),
    "f" * 32: Home("4" * 32, "COUNTY", "520322"),
    "9" * 32: Home("5" * 32, "PROVINCE", "52"),
}


@st.composite
def lines(draw: st.DrawFn, kind: str) -> list[Change]:
    """What six devices of five homes say of one record: its making, claims of it, acts of any kind on what they saw."""
    written: list[Change] = []
    names = sorted({act.name for act in lifecycle.acts_of(kind)})
    for number in range(draw(st.integers(2, 8))):
        author = draw(st.sampled_from(sorted(HOMES)))
        seq = 1 + sum(one.journal == author for one in written)
        seen = draw(st.sets(st.sampled_from([one.place for one in written]), max_size=2)) if written else set()
        makes = draw(st.booleans())
        fields = {"station": "1" * 32} if draw(st.booleans()) else {"blood": number}
        said_kind = kind if draw(st.integers(0, 5)) else draw(st.sampled_from(["person", "horoscope"]))
        uid = RECORD if makes else f"{number:032x}"
        at: tuple[Place, ...] = () if makes else tuple(sorted(seen))
        written.append(
            Change(author, seq, uid, "", "ok", "", draw(st.sampled_from(names)), said_kind, RECORD, at, fields)
        )
    return written


@pytest.mark.parametrize("kind", sorted(BY_KIND))
@settings(max_examples=12, deadline=None)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_every_order_of_arrival_gives_one_owner_and_refuses_the_same_lines(
    kind: str, data: st.DataObject, chance: random.Random
) -> None:
    written = data.draw(lines(kind))
    erased = {one.place for one in written if chance.random() < 0.2}
    shuffled = written[:]
    chance.shuffle(shuffled)
    first, second = whole(written, HOMES, erased=erased), whole(shuffled, HOMES, erased=erased)
    assert first == second
    assert judging.maker_of(written, HOMES) == judging.maker_of(shuffled, HOMES)
    assert_sound(written, first)


def assert_sound(written: list[Change], made: Whole) -> None:
    """Nobody but the owner's home and the offices above it has said anything that shows."""
    known = [one for one in written if one.kind in BY_KIND]
    maker = judging.maker_of(known, HOMES)
    if maker is None:
        assert made.folded.values == {}
        return
    for one in known:
        may = one.kind == maker.kind and judging.may_speak(HOMES[one.journal], maker, HOMES[maker.journal])
        assert may or one.place in made.refused
