"""A record is the fold of its changes, by what was seen: no order of arrival and no clock matters."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.change import Change, Place
from station_app.domain.fold import Candidate, Folded, fold

A, B, C = "a" * 32, "b" * 32, "c" * 32


def change(journal: str, seq: int, seen: tuple[Place, ...], **fields: Any) -> Change:
    return Change(journal, seq, f"{journal[:16]}{seq:016x}", "", "ok", "", "correct", "person", "d" * 32, seen, fields)


def equal_standing(journal: str) -> int:
    return len(journal) * 0


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Up to three authors who now and then fold what the others wrote, and write on top of what they see."""
    written: list[Change] = []
    known: dict[str, list[Change]] = {A: [], B: [], C: []}
    for _ in range(draw(st.integers(1, 12))):
        author = draw(st.sampled_from([A, B, C]))
        if draw(st.booleans()):
            # News of an author comes in order and whole up to a point: journals have no gaps.
            other = draw(st.sampled_from([A, B, C]))
            upto = draw(st.integers(0, 12))
            heard = [one for one in written if one.journal == other and one.seq <= upto]
            known[author] += [one for one in heard if one not in known[author]]
        seq = 1 + max((one.seq for one in written if one.journal == author), default=0)
        fields = draw(st.dictionaries(st.sampled_from(["name", "phone", "address"]), st.integers(0, 2), min_size=1))
        made = change(author, seq, fold(known[author], equal_standing).heads, **fields)
        written.append(made)
        known[author].append(made)
    return written


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_record(history: list[Change], chance: random.Random) -> None:
    shuffled = history[:]
    chance.shuffle(shuffled)
    assert fold(shuffled, equal_standing) == fold(history, equal_standing)


@given(histories())
def test_every_value_is_overridden_by_one_that_saw_it_or_is_kept(history: list[Change]) -> None:
    folded = fold(history, equal_standing)
    seen_of = {one.place: set(one.seen) for one in history}

    def saw(later: Place, earlier: Place) -> bool:
        own = later.journal == earlier.journal and later.seq > earlier.seq
        return own or any(place == earlier or saw(place, earlier) for place in seen_of.get(later, ()))

    if folded.held:
        return
    for name in {name for one in history for name in one.fields}:
        setters = [one for one in history if name in one.fields]
        last = [one for one in setters if not any(saw(other.place, one.place) for other in setters)]
        kept = folded.clashes.get(name)
        if len({one.fields[name] for one in last}) > 1:
            assert kept is not None
            assert {one.place for one in kept} == {one.place for one in last}
        else:
            assert kept is None
            assert folded.values[name] == last[0].fields[name]


def test_blind_changes_of_different_fields_join() -> None:
    start = change(A, 1, (), name="张", phone="1")
    folded = fold(
        [start, change(A, 2, (start.place,), phone="2"), change(B, 1, (start.place,), name="章")], equal_standing
    )
    assert folded.values == {"name": "章", "phone": "2"}
    assert not folded.clashes
    assert folded.heads == (Place(A, 2), Place(B, 1))


def test_blind_changes_of_the_same_field_keep_both_and_authority_shows_first() -> None:
    start = change(A, 1, (), name="张")
    changes = [start, change(A, 2, (start.place,), name="章"), change(B, 1, (start.place,), name="彰")]
    county_first = fold(changes, lambda journal: int(journal == B))
    assert county_first.values["name"] == "彰"
    assert county_first.clashes["name"] == (Candidate("彰", Place(B, 1)), Candidate("章", Place(A, 2)))
    assert fold(changes, equal_standing).values["name"] == "章"


def test_who_saw_both_settles_the_clash() -> None:
    start = change(A, 1, (), name="张")
    left, right = change(A, 2, (start.place,), name="章"), change(B, 1, (start.place,), name="彰")
    settled = fold([start, left, right, change(A, 3, (left.place, right.place), name="张")], equal_standing)
    assert settled == Folded({"name": "张"}, {}, (Place(A, 3),), ())


def test_a_change_whose_author_saw_more_than_is_here_is_held() -> None:
    start = change(A, 1, (), name="张")
    folded = fold([start, change(B, 1, (Place(A, 2),), name="彰")], equal_standing)
    assert folded.values == {"name": "张"}
    assert folded.held == (Place(B, 1),)


def rewritten(one: Change, journal: str, seq: int, *seen: Place) -> Change:
    return replace(one, journal=journal, seq=seq, seen=seen)


def test_a_change_that_was_written_anew_counts_once_and_is_overridden_with_its_first_writing() -> None:
    first = change(A, 1, (), name="张")
    lost = change(A, 2, (Place(A, 1),), name="李")
    anew = rewritten(lost, B, 1, Place(A, 1))
    later = change(B, 2, (Place(B, 1),), name="王")
    for history in ([first, lost, anew, later], [later, anew, lost, first]):
        folded = fold(history, equal_standing)
        assert (folded.values, folded.clashes, folded.heads) == ({"name": "王"}, {}, (Place(B, 2),))


def test_who_uses_the_id_of_another_change_for_other_words_takes_nothing_away() -> None:
    first = change(A, 1, (), name="张")
    said = change(A, 2, (Place(A, 1),), name="李")
    forged = replace(rewritten(said, B, 1, Place(A, 1)), fields={"name": "王"})
    folded = fold([first, said, forged], equal_standing)
    assert {one.value for one in folded.clashes["name"]} == {"李", "王"}


def test_h69_a_field_that_was_cleared_and_one_that_was_changed_are_both_kept() -> None:
    start = change(A, 1, (), name="张", phone="16112345678")
    cleared, changed = change(A, 2, (start.place,), phone=""), change(B, 1, (start.place,), phone="16187654321")
    for history in ([start, cleared, changed], [changed, start, cleared]):
        folded = fold(history, equal_standing)
        assert {one.value for one in folded.clashes["phone"]} == {"", "16187654321"}
    alone = fold([start, cleared], equal_standing)
    assert (alone.values["phone"], alone.clashes) == ("", {})
