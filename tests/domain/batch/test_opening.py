"""A batch is authentic whole or not at all, and each way of being wrong has its own name."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import replace

import pytest
import zstandard

from station_app import paths
from station_app.domain.batch import frame, packing, seal, suite
from station_app.domain.batch.opening import opened
from station_app.domain.change import line_of
from station_app.domain.problem import Rejected
from station_app.text import explain
from tests.domain.batch.batches import HEADER, KEY, batch, change, code_of, lines, open_it, sealed_as, with_last


def test_what_was_sealed_comes_out_again() -> None:
    made = batch(5)
    found = open_it(made.content)
    assert [member.line for member in found.members] == lines(5)
    assert (found.hash, found.header, found.key) == (made.hash, made.header, KEY.public)
    assert (found.header.first, found.header.last, found.header.count) == (1, 5, 5)


def test_sealing_the_same_again_gives_the_same_bytes() -> None:
    assert batch(4).content == batch(4).content


def test_a_dictionary_is_found_by_the_id_in_the_frame() -> None:
    shipped = paths.dictionaries()
    made = batch(1, shipped[1])
    assert len(made.content) < len(batch(1).content) - 100
    found = opened(made.content, lambda _header: KEY.public, shipped)
    assert [member.line for member in found.members] == lines(1)
    assert code_of(made.content) == "batch_dictionary_unknown"


def test_a_file_cut_at_any_length_is_refused() -> None:
    content = batch().content
    codes = {code_of(content[:length]) for length in range(len(content))}
    assert codes == {
        "batch_empty",
        "batch_foreign",
        "batch_newer",
        "batch_cut",
        "batch_signature_wrong",
        "batch_header_unsound",
    } - ({"batch_header_unsound"} - codes)


def test_one_bit_anywhere_is_noticed() -> None:
    content, chance = batch().content, random.Random(5)
    for _ in range(300):
        place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        touched = bytearray(content)
        touched[place] ^= bit
        assert code_of(bytes(touched)) != ""


def _with_other_keys(text: str) -> bytes:
    """The same line, its members in another order."""
    said = json.loads(text)
    return json.dumps(dict(reversed(said.items())), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "batch_empty"),
        (b"PK\x03\x04", "batch_foreign"),
        (b"LZB9" + bytes(400), "batch_newer"),
        (b"LZB1" + bytes(frame.LARGEST), "batch_too_large"),
        (b"LZB1\xff\xff" + bytes(400), "batch_header_unsound"),
        (b"LZB1\x00\x02{}" + bytes(100), "batch_header_unsound"),
        (batch().content + b"x", "batch_signature_wrong"),
        (batch().content + KEY.signed(batch().content), "batch_unpackable"),
        (sealed_as(with_last(3), b"".join(f"{one.text}\n".encode() for one in lines(2))), "batch_count_wrong"),
        (sealed_as(with_last(1), lines(1)[0].text.encode()), "batch_lines_cut"),
        (sealed_as(with_last(1), lines(2)[1].text.encode() + b"\n"), "batch_out_of_order"),
        (sealed_as(with_last(1), b'{"fields":{},"header":{}}\n'), "batch_line_unsound"),
        (sealed_as(with_last(1), lines(1)[0].text.replace("张", "\\u5f20").encode() + b"\n"), "batch_line_unsound"),
        (sealed_as(with_last(1), lines(1)[0].text.encode() + b"\r\n"), "batch_line_unsound"),
        (sealed_as(with_last(1), _with_other_keys(lines(1)[0].text)), "batch_line_unsound"),
        (sealed_as(with_last(1), b" " + lines(1)[0].text.encode() + b"\n"), "batch_line_unsound"),
        (sealed_as(with_last(1), b"\xef\xbb\xbf" + lines(1)[0].text.encode() + b"\n"), "batch_line_unsound"),
        (sealed_as(with_last(2), b"".join(f"{one.text}\n".encode() for one in lines(3))), "batch_count_wrong"),
        (sealed_as(with_last(2), seal.joined(lines(2)[::-1])), "batch_out_of_order"),
        (frame.framed(HEADER, b"no zstd frame", KEY), "batch_unpackable"),
        (sealed_as(replace(HEADER, previous=bytes(32)), seal.joined(lines(1))), "batch_chain_wrong"),
        (sealed_as(with_last(40_000_000), bytes(1)), "batch_lines_cut"),
    ],
)
def test_each_way_of_being_wrong_has_a_name_and_a_sentence(content: bytes, code: str) -> None:
    assert code_of(content) == code
    with pytest.raises(Rejected) as caught:
        open_it(content)
    assert code not in explain(caught.value.problems[0])


def test_words_in_another_normal_form_are_other_words_under_another_hash() -> None:
    """Nothing on the road may put text in order: what was signed is bytes."""
    one = replace(change(1), fields={"name": "Ève"})
    other = replace(one, fields={"name": unicodedata.normalize("NFD", "Ève")})
    composed, apart = (seal.sealed(HEADER, [line_of(each)], KEY) for each in (one, other))
    assert [open_it(made.content).members[0].change for made in (composed, apart)] == [one, other]
    assert open_it(composed.content).head != open_it(apart.content).head
    swapped = apart.content[:-64] + composed.content[-64:]
    assert code_of(swapped) == "batch_signature_wrong"


def test_another_key_s_signature_is_no_signature() -> None:
    other = suite.SigningKey(bytes(32))
    made = seal.sealed(HEADER, lines(1), other)
    with pytest.raises(Rejected, match="batch_signature_wrong"):
        opened(made.content, lambda _header: KEY.public, {})


def test_an_algorithm_that_is_none_is_not_believed() -> None:
    content = sealed_as(replace(with_last(1), alg="none"), seal.joined(lines(1)))
    assert code_of(content) == "batch_suite_unknown"


def test_a_bomb_is_not_inflated() -> None:
    bomb = packing.packed(bytes(40 * 2**20))
    assert len(bomb) < 10_000
    assert code_of(frame.framed(HEADER, bomb, KEY)) == "batch_bomb"
    dense = packing.packed(bytes(20 * 2**20))
    assert code_of(frame.framed(HEADER, dense, KEY)) == "batch_bomb"
    silent = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(100))
    assert code_of(frame.framed(HEADER, silent, KEY)) == "batch_unpackable"
    twice = packing.packed(seal.joined(lines(1))) + packing.packed(b"more")
    assert code_of(frame.framed(HEADER, twice, KEY)) == "batch_unpackable"


def test_members_of_newer_headers_are_passed_over_and_wrong_ones_are_not() -> None:
    raw = json.loads(batch(1).header.text)

    def with_header(**members: object) -> bytes:
        text = json.dumps({**raw, **members}, sort_keys=True, separators=(",", ":")).encode()
        signed = frame.MAGIC + len(text).to_bytes(2, "big") + text + packing.packed(seal.joined(lines(1)))
        return signed + KEY.signed(signed)

    assert code_of(with_header(colour="blue")) == ""
    for wrong in ({"first": 0}, {"first": "1"}, {"first": True}, {"number": True},
                  {"last": 0}, {"journal": "A" * 32}, {"previous": "x"}, {"key": 3},
                  {"audience": "everybody"}, {"cursor": "1..2"}, {"number": 0}, {"schema": None}):  # fmt: skip
        assert code_of(with_header(**wrong)) == "batch_header_unsound"
