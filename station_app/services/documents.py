"""Files beside records: attachments that go up, policy documents that come down. They never delay a record."""

from __future__ import annotations

import re

from station_app.db import blobs
from station_app.domain.problem import refusal, reject
from station_app.domain.records import PolicyDocument
from station_app.services.desk import Desk

LARGEST_BYTES = 64 * 2**20
"""An attachment: the largest photo or scan that a station may send."""

_HASH = re.compile(r"[0-9a-f]{64}")


def attach(desk: Desk, content: bytes) -> str:
    """Keep a file that is to go up, last of all; its hash (SHA-256, hexadecimal). Raises Rejected where it is too
    large or empty."""
    if not 0 < len(content) <= LARGEST_BYTES:
        raise reject(refusal("attachment_size", value=len(content), most=LARGEST_BYTES))
    with desk.store.transaction():
        return blobs.attach(desk.store.database, content)


def content_of(desk: Desk, name: str) -> bytes | None:
    """A file by its hash; None where not all of it is here yet."""
    return blobs.content_of(desk.store.database, name)


def want_documents(desk: Desk) -> int:
    """Ask for the files of all policy documents that were announced, and for those of this station's own records that
    another of its computers sent, be it gone; how many are still on their way."""
    database = desk.store.database
    announced = [one for one in desk.records.all(PolicyDocument) if _HASH.fullmatch(one.blob) and one.size_bytes]
    missing = [(one.blob, one.size_bytes or 0) for one in announced if blobs.find(database, one.blob) is None]
    missing += [] if desk.is_office else blobs.elsewhere(database)
    if missing:
        with desk.store.transaction():
            for blob, size_bytes in missing:
                blobs.want(database, blob, size_bytes)
    return len(blobs.unfinished(database, blobs.DOWN))
