"""Files over the network, after records and news: each goes on at the byte where it was cut, in both directions."""

from __future__ import annotations

from station_app.db import blobs
from station_app.db.blobs import Blob
from station_app.sync import client, road
from station_app.sync.client import GoOn, StoppedByGateway
from station_app.sync.session import Ended, Outcome, Session

PARTIAL, WHOLE = 206, 200
NOT_THERE = (404, 410)


def carry(session: Session) -> Outcome:
    """Send the attachments that wait, fetch the documents that are wanted. Raises `sync.road.Cut`."""
    database = session.side.store.database
    try:
        session.meter.phase = "files"
        for blob in blobs.unfinished(database, blobs.UP):
            _send(session, blob)
        for blob in blobs.unfinished(database, blobs.DOWN):
            _fetch(session, blob)
    except Ended as ended:
        return ended.outcome
    return Outcome("done")


def _send(session: Session, blob: Blob) -> None:
    store, meter = session.side.store, session.meter
    reached = client.blob_offset(session.ask(road.head_blob(blob.hash)))
    offset, stuck = min(reached or 0, blob.size_bytes), 0
    meter.bytes_total = blob.size_bytes
    while stuck < 3:
        meter.bytes_done = offset
        part = blobs.part_at(store.database, blob.hash, offset)
        answer = session.ask(road.put_blob(blob.hash, part, offset, blob.size_bytes))
        match client.read_blob(answer, session.side.gateway_key, blob.size_bytes):
            case GoOn(gone):
                stuck = stuck + 1 if gone <= offset else 0
                offset = min(max(gone, 0), blob.size_bytes)
            case StoppedByGateway():
                return
            case other:
                raise session.end(other)
        with store.transaction():
            blobs.sent(store.database, blob.hash, offset)
        if offset == blob.size_bytes and answer.status == WHOLE:
            return


def _fetch(session: Session, blob: Blob) -> None:
    store, now, fresh_starts = session.side.store, blob, 0
    session.meter.bytes_total = blob.size_bytes
    while not now.ended and fresh_starts < 2:
        session.meter.bytes_done = now.done_bytes
        answer = session.ask(road.get_blob(blob.hash, now.done_bytes))
        if answer.status in NOT_THERE:
            return
        part = _part_in(session, answer, now)
        with store.transaction():
            grown = blobs.grown(store.database, blob.hash, part)
        if grown is None or not part:
            return
        fresh_starts += grown.done_bytes == 0
        now = grown


def _part_in(session: Session, answer: road.Answer, blob: Blob) -> bytes:
    """The bytes that follow what is here. Raises Ended where somebody else answered."""
    said = answer.headers.get("content-range", "")
    if (
        answer.status == PARTIAL
        and said.startswith(f"bytes {blob.done_bytes}-")
        and said.endswith(str(blob.size_bytes))
    ):
        return answer.body
    if answer.status == WHOLE and blob.done_bytes == 0 and len(answer.body) == blob.size_bytes:
        return answer.body
    raise session.end(client.read_failure(answer))
