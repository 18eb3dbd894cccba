"""Lines into a zstd frame and out of it again, bounded: what a stranger packed cannot grow without end (RFC 8878).

A dictionary is named by the id in the zstd frame's own header; every dictionary that was ever shipped is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import zstandard

from station_app.domain.problem import refusal, reject

BEST, FAST = 19, 15
"""Levels of zstd: the best costs what is large five times the time for a hundredth of its bytes."""

LARGE = 128 * 2**10
"""Bytes from which on a text is packed fast: a year of a station, not a week of it."""

MOST_INFLATED = 32 * 2**20
"""Bytes that a batch may hold unpacked."""

MOST_TIMES = 400
"""How often its packed size it may hold: our own densest, a thousand equal records, come to about 60."""

SMALL = 64 * 2**10
"""A batch so small may inflate to anything up to it times sixteen: short texts pack irregularly."""

LARGEST_WINDOW = 32 * 2**20

Dictionaries = Mapping[int, bytes]
"""The shipped dictionaries by their id."""


def packed(content: bytes, dictionary: bytes = b"") -> bytes:
    """`content` in one zstd frame that states its size; `dictionary` is a trained one, or nothing."""
    level = BEST if len(content) < LARGE else FAST
    trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    packer = zstandard.ZstdCompressor(level, dict_data=trained, write_checksum=False, write_content_size=True)
    return packer.compress(content)


def unpacked(content: bytes, dictionaries: Dictionaries) -> bytes:
    """What a zstd frame holds. Raises Rejected where it is none, its dictionary is not here, or it is a bomb."""
    try:
        said = zstandard.get_frame_parameters(content)
    except zstandard.ZstdError as error:
        raise reject(refusal("batch_unpackable")) from error
    if said.content_size in (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR):
        raise reject(refusal("batch_unpackable"))
    if said.content_size > most_inflated(len(content)) or said.window_size > LARGEST_WINDOW:
        raise reject(refusal("batch_bomb", value=said.content_size))
    if said.dict_id and said.dict_id not in dictionaries:
        raise reject(refusal("batch_dictionary_unknown", value=said.dict_id))
    trained = zstandard.ZstdCompressionDict(dictionaries[said.dict_id]) if said.dict_id else None
    inflater = zstandard.ZstdDecompressor(dict_data=trained, max_window_size=LARGEST_WINDOW).decompressobj()
    try:
        whole = inflater.decompress(content)
    except zstandard.ZstdError as error:
        raise reject(refusal("batch_unpackable")) from error
    if len(whole) != said.content_size or inflater.unused_data:
        raise reject(refusal("batch_unpackable"))
    return whole


def most_inflated(packed_bytes: int) -> int:
    """How many bytes so many packed ones may hold."""
    return min(MOST_INFLATED, max(packed_bytes * MOST_TIMES, SMALL * 16))
