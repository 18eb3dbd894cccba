"""The file around a batch: `magic | header length | header | zstd frame | signature`, and its name, the hash of it all.

Every length is judged before anything is read; nothing is inflated here.
"""

from __future__ import annotations

import hashlib

from station_app.domain.batch import suite
from station_app.domain.batch.header import LONGEST, Header, read_header
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject

MAGIC = b"LZB1"
"""Of the first protocol; the digit is its number."""

LENGTH_BYTES = 2
LARGEST = 4 * 2**20
"""Bytes of a whole batch."""


@immutable
class Frame:
    """A batch's parts: `signed` is all before the signature."""

    header: Header
    packed: bytes
    signed: bytes
    signature: bytes


def framed(header: Header, packed: bytes, key: suite.SigningKey) -> bytes:
    """The batch file of a header and its packed lines, signed."""
    text = header.text
    signed = MAGIC + len(text).to_bytes(LENGTH_BYTES, "big") + text + packed
    return signed + key.signed(signed)


def read_frame(content: bytes) -> Frame:
    """The parts of a batch file. Raises Rejected, each way of being no batch with its own code."""
    if not content:
        raise reject(refusal("batch_empty"))
    if content[:3] != MAGIC[:3]:
        raise reject(refusal("batch_foreign"))
    if content[: len(MAGIC)] != MAGIC:
        raise reject(refusal("batch_newer", value=content[3:4].decode("latin-1")))
    if len(content) > LARGEST:
        raise reject(refusal("batch_too_large", value=len(content), most=LARGEST))
    start = len(MAGIC) + LENGTH_BYTES
    length = int.from_bytes(content[len(MAGIC) : start], "big")
    end = start + length
    if length > LONGEST:
        raise reject(refusal("batch_header_unsound"))
    if len(content) <= end + suite.SIGNATURE_BYTES:
        raise reject(refusal("batch_cut", value=len(content)))
    try:
        header = read_header(content[start:end])
    except ValueError as error:
        raise reject(refusal("batch_header_unsound")) from error
    if header.alg not in suite.SUITES:
        raise reject(refusal("batch_suite_unknown", value=header.alg[:40]))
    signed, signature = content[: -suite.SIGNATURE_BYTES], content[-suite.SIGNATURE_BYTES :]
    return Frame(header, signed[end:], signed, signature)


def hash_of(content: bytes) -> str:
    """A batch's name: SHA-256 of its bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
