"""A row of batches: small first, then larger, each going on where the one before ended."""

from __future__ import annotations

from itertools import pairwise

from station_app import paths
from station_app.domain.batch import seal
from station_app.domain.change import chained
from tests.domain.batch.batches import HEADER, KEY, dense, lines, open_it


def test_batches_follow_one_another_and_hold_every_line_once() -> None:
    written = lines(2_000)
    made = list(seal.sealed_in_turn(HEADER, written, KEY, first_bytes=1_000))
    found = [open_it(one.content) for one in made]
    assert [member.line for one in found for member in one.members] == written
    assert [one.header.number for one in found] == list(range(1, len(made) + 1))
    head = HEADER.previous
    for one in found:
        assert one.header.previous == head
        head = one.head
    assert [bool(one.header.key) for one in found] == [True, *[False] * (len(made) - 1)]


def test_batches_grow_fourfold_up_to_their_largest() -> None:
    sizes = [len(one.content) for one in seal.sealed_in_turn(HEADER, lines(8_000), KEY, first_bytes=1_000)]
    assert sizes[0] < 3_000
    assert all(one < other for one, other in pairwise(sizes[:-1]))
    assert max(sizes) <= seal.LARGEST_BYTES


def test_no_batch_is_larger_than_said_where_lines_pack_worse_and_worse() -> None:
    easy, hard = lines(3_000), [dense(seq) for seq in range(3_001, 3_401)]
    made = list(seal.sealed_in_turn(HEADER, [*easy, *hard], KEY))
    assert max(len(one.content) for one in made) <= seal.LARGEST_BYTES
    assert [member.line for one in made for member in open_it(one.content).members] == [*easy, *hard]


def test_a_batch_is_never_larger_for_its_dictionary() -> None:
    dictionary = max(paths.dictionaries().items())[1]
    for count in (1, 50, 5_000):
        with_it = len(seal.sealed(HEADER, lines(count), KEY, dictionary).content)
        assert with_it <= len(seal.sealed(HEADER, lines(count), KEY).content)


def test_erased_fields_travel_as_their_hash_and_the_chain_goes_on() -> None:
    first, second = lines(2)
    erased = first.without_fields
    found = open_it(seal.sealed(HEADER, [erased, second], KEY).content)
    assert found.head == chained(chained(HEADER.previous, first), second)
    assert found.members[0].change.fields == {}
    assert found.members[0].line == erased
