"""Files that travel apart: grown by the byte, known by their hash."""

from __future__ import annotations

import hashlib

from station_app.db import blobs
from station_app.services.desk import Desk

CONTENT = bytes(range(256)) * 2000


def test_a_document_grows_from_parts_of_any_size_and_is_given_out_when_its_hash_is_right(desk: Desk) -> None:
    database, name = desk.store.database, hashlib.sha256(CONTENT).hexdigest()
    blobs.want(database, name, len(CONTENT))
    for start, size in ((0, 1), (1, 70_000), (70_001, 300_000), (370_001, 141_999)):
        assert blobs.content_of(database, name) is None
        blobs.grown(database, name, CONTENT[start : start + size])
    assert blobs.content_of(database, name) == CONTENT
    assert blobs.unfinished(database, blobs.DOWN) == []


def test_a_document_with_a_wrong_hash_is_thrown_away_and_begun_again(desk: Desk) -> None:
    database, name = desk.store.database, hashlib.sha256(CONTENT).hexdigest()
    blobs.want(database, name, len(CONTENT))
    grown = blobs.grown(database, name, b"x" * len(CONTENT))
    assert grown is not None
    assert (grown.done_bytes, grown.ended) == (0, False)
    assert blobs.content_of(database, name) is None
    more = blobs.grown(database, name, CONTENT + b"x")
    assert more is not None
    assert more.done_bytes == 0
    blobs.grown(database, name, CONTENT)
    assert blobs.content_of(database, name) == CONTENT


def test_an_attachment_is_read_from_any_byte(desk: Desk) -> None:
    database = desk.store.database
    name = blobs.attach(database, CONTENT)
    assert blobs.part_at(database, name, 0) == CONTENT[: blobs.PART_BYTES]
    assert blobs.part_at(database, name, 300_000)[:10] == CONTENT[300_000:300_010]
    assert blobs.part_at(database, name, len(CONTENT)) == b""
    blobs.sent(database, name, len(CONTENT))
    assert blobs.unfinished(database, blobs.UP) == []


def test_the_county_s_word_on_a_file_is_not_the_gateway_s(desk: Desk) -> None:
    database = desk.store.database
    name = blobs.attach(database, CONTENT)
    blobs.confirmed(database, name)
    assert [one.hash for one in blobs.unfinished(database, blobs.UP)] == [name]  # the gateway still gets it
    assert (blobs.going_up(database).above, blobs.sent_up(database)) == (1, [])
