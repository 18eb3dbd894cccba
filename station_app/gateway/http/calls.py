"""The calls of the contract (docs/batch.md, 3): who asks, and each from request to answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from station_app.domain import exchange
from station_app.domain.batch import frame, packing, suite
from station_app.domain.batch.header import LONGEST
from station_app.domain.batch.suite import text_of
from station_app.domain.exchange import LENGTH_HEADER, MOST_NEWS_BYTES, OFFSET_HEADER, SCHEME, question, read_request
from station_app.domain.immutable import immutable
from station_app.domain.judging import STATION
from station_app.domain.problem import Rejected, refusal
from station_app.domain.wire import canonical, parse
from station_app.gateway import admission, epoch, ingest, office
from station_app.gateway.http import answers, bodies
from station_app.gateway.http.bodies import Limits, Spool, TakenOver, coming_blob
from station_app.gateway.ingest import BatchAnswer, Platform
from station_app.gateway.store import devices, journals
from station_app.gateway.store.devices import Admitted
from station_app.gateway.store.engine import Cursor

HOLDS_S = 600
TIME_BYTES = 5
MARK_BYTES = 12


def nonce(secret: bytes, now_s: float) -> str:
    """A nonce that holds for ten minutes from `now_s` (seconds; the gateway's own clock judges its own stamp)."""
    stamp = int(now_s).to_bytes(TIME_BYTES, "big")
    return suite.text_of(stamp + _mark(secret, stamp))


def holds(secret: bytes, text: str, now_s: float) -> bool:
    """Whether a nonce is one of ours and still holds."""
    try:
        raw = suite.bytes_of(text)
    except ValueError:
        return False
    stamp, mark = raw[:TIME_BYTES], raw[TIME_BYTES:]
    age_s = now_s - int.from_bytes(stamp, "big")
    return hmac.compare_digest(mark, _mark(secret, stamp)) and -HOLDS_S <= age_s <= HOLDS_S


def asker(platform: Platform, request: Request) -> Admitted:
    """The device that signed a request. Raises Rejected: not signed, or by nobody who may ask."""
    parts = request.headers.get("authorization", "").split(" ")
    if len(parts) != 4 or parts[0] != SCHEME or not holds(platform.office.secret, parts[2], time.time()):
        raise Rejected((refusal("not_signed"),))
    key, given, signature = parts[1], parts[2], parts[3]
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    try:
        is_signed = suite.is_signed(key, question(request.method, target, given), suite.bytes_of(signature))
    except ValueError:
        is_signed = False
    device = platform.engine.read(lambda cursor: devices.device(cursor, key)) if is_signed else None
    if not is_signed:
        raise Rejected((refusal("not_signed"),))
    if device is None:
        raise Rejected((refusal("not_admitted"),))
    if not device.is_active:
        raise Rejected((refusal("device_revoked"),))
    return device


def _mark(secret: bytes, stamp: bytes) -> bytes:
    return hmac.new(secret, stamp, hashlib.sha256).digest()[:MARK_BYTES]


T = TypeVar("T")

PROTOCOL = 1
NAMED_DIGITS = 12
"""By how much of its hash a file is named in totals."""
USUAL_FEED_BYTES = 256 * 2**10
MOST_FEED_BYTES = 4 * 2**20
MOST_REQUEST_BYTES = 64 * 2**10

_HASH = re.compile(r"[0-9a-f]{64}")
_UID = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"[0-9]{1,15}")
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")


@immutable
class Calls:
    """What answers the calls: the platform, the spool, its limits, the seconds without a byte that end a request."""

    platform: Platform
    spool: Spool
    limits: Limits
    stall_s: float

    async def put_batch(self, request: Request) -> Response:
        """Send a batch, or go on with one."""
        journal, name = self._batch(request)
        key = self.platform.office.key
        size = bodies.announced(request, self.limits.batch_bytes)
        async with self.spool.turn(name) as asked_to_go:
            if said := await self._read(lambda cursor: journals.verdict_of(cursor, name)):
                await _whole(request, self.limits.batch_bytes, self.stall_s)
                return answers.signed(key, await asyncio.to_thread(ingest.spoken, self.platform, said))
            coming = await bodies.spooled(request, self.spool, (name, asked_to_go), size, self.stall_s)
            if not coming.is_whole:
                return answers.said(key, {"offset": coming.here}, 202)
            content = await asyncio.to_thread(self.spool.content, name)
            if frame.hash_of(content) != name:
                self.spool.drop(name)
                raise _differs(coming)
            answer, outcome = await asyncio.to_thread(self._received, journal, content)
            self.spool.drop(name)
            # What came of the old bytes goes too: of this very journal, whatever name was claimed.
            if self.spool.offset(outcome.replaced) and _names(self.spool.content(outcome.replaced), journal):
                self.spool.drop(outcome.replaced)
            for one in outcome.files:
                self.spool.forget_blob(one)
                await asyncio.to_thread(self.platform.engine.write, partial(_forgotten, one))
            return answer

    async def get_batch(self, request: Request) -> Response:
        """After a cut: how much is here, or the verdict."""
        _, name = self._batch(request)
        if said := await self._read(lambda cursor: journals.verdict_of(cursor, name)):
            said = await asyncio.to_thread(ingest.spoken, self.platform, said)
            return answers.signed(self.platform.office.key, said)
        return answers.said(self.platform.office.key, {"offset": self.spool.offset(name)}, 202)

    async def get_journal(self, request: Request) -> Response:
        """How far a journal has come: first contact, and after any surprise."""
        uid = _matched(_UID, request.path_params["journal"])
        at, proof = request.query_params.get("at", ""), request.query_params.get("proof", "")
        await asyncio.to_thread(self._asker_of, request, uid)
        return await asyncio.to_thread(self._journal, uid, int(_matched(_NUMBER, at)) if at else None, proof)

    async def get_totals(self, request: Request) -> Response:
        """How many changes a journal holds, by day and kind, and which files of the asker's home are here."""
        uid = _matched(_UID, request.path_params["journal"])
        device = await asyncio.to_thread(self._asker_of, request, uid)
        days = await self._read(lambda cursor: journals.totals(cursor, uid))
        journal = await self._read(lambda cursor: journals.one(cursor, uid)) or journals.begun(uid, "", "", "")
        sent = await self._read(lambda cursor: journals.files_of(cursor, device.home.uid))
        # What is told of a file is that it lies here, not that it was once sent.
        files = [name[:NAMED_DIGITS] for name in sent if self.spool.blob_size(name) is not None]
        said = {"acked": journal.acked, "days": days, "head": text_of(journal.head), "journal": uid}
        return answers.said(self.platform.office.key, {**said, "files": files})

    async def get_feed(self, request: Request) -> Response:
        """What is meant for a device."""
        uid = _matched(_UID, request.path_params["journal"])
        device = await asyncio.to_thread(self._asker_of, request, uid)
        return await self._feed(request, office.readers_scopes(device.home), uid)

    async def get_scope(self, request: Request) -> Response:
        """A county's stations' batches, for that county's devices."""
        county = request.path_params["county"]
        device = await asyncio.to_thread(asker, self.platform, request)
        if device.home.role == STATION or not county.startswith(device.home.area_code):
            raise Rejected((refusal("not_allowed"),))
        return await self._feed(request, [office.UP + county], "")

    async def put_blob(self, request: Request) -> Response:
        """Send an attachment, or go on with one."""
        name = _matched(_HASH, request.path_params["hash"])
        device = await asyncio.to_thread(asker, self.platform, request)
        key = self.platform.office.key
        size = bodies.announced(request, self.limits.blob_bytes)
        async with self.spool.turn(coming_blob(name)) as asked_to_go:
            if self.spool.blob_size(name) is not None:
                await self._sent(device, name)
                return answers.said(key, {"hash": name})
            coming = await bodies.spooled(request, self.spool, (coming_blob(name), asked_to_go), size, self.stall_s)
            if not coming.is_whole:
                return answers.said(key, {"offset": coming.here}, 202)
            if not await self.spool.keep_blob(name):
                raise _differs(coming)
            await self._sent(device, name)
            return answers.said(key, {"hash": name})

    async def _sent(self, device: Admitted, name: str) -> None:
        """Write down whose a file is that lies here."""
        size, now, home = self.spool.blob_size(name) or 0, self.platform.now, device.home.uid
        work = partial(_written, (home, name, size, now))
        await asyncio.to_thread(self.platform.engine.write, work)

    async def head_blob(self, request: Request) -> Response:
        """How much of a document is here."""
        name = _matched(_HASH, request.path_params["hash"])
        await asyncio.to_thread(asker, self.platform, request)
        whole = self.spool.blob_size(name)
        here = self.spool.offset(coming_blob(name)) if whole is None else whole
        return Response(headers={OFFSET_HEADER: str(here), LENGTH_HEADER: "" if whole is None else str(here)})

    async def get_blob(self, request: Request) -> Response:
        """A document, or a part of one."""
        name = _matched(_HASH, request.path_params["hash"])
        await asyncio.to_thread(asker, self.platform, request)
        whole = self.spool.blob_size(name)
        if whole is None:
            raise Rejected((refusal("nothing_here"),))
        asked = _RANGE.fullmatch(request.headers.get("range", ""))
        start = int(asked[1]) if asked else 0
        end = min(int(asked[2]) if asked and asked[2] else whole - 1, whole - 1)
        if start > end:
            return Response(None, 416, {"Content-Range": f"bytes */{whole}"})
        headers = {"Content-Length": str(end - start + 1)}
        headers |= {"Content-Range": f"bytes {start}-{end}/{whole}"} if asked else {}
        parts = self.spool.blob(name, start, end - start + 1)
        return StreamingResponse(parts, 206 if asked else 200, headers, "application/octet-stream")

    async def enrol(self, request: Request) -> Response:
        """Admit a device by its one-time code."""
        content = await _whole(request, MOST_REQUEST_BYTES, self.stall_s)
        asked = read_request(content)
        said: dict[str, Any] = dict(
            await asyncio.to_thread(admission.admit, self.platform, asked, exchange.evidence_in(content))
        )
        if moves := await self._read(office.moves):
            said["moves"] = moves
        return answers.said(self.platform.office.key, said)

    async def _feed(self, request: Request, scopes: list[str], journal: str) -> Response:
        after = request.query_params.get("after", "")
        wanted = request.query_params.get("max", "")
        most = min(int(_matched(_NUMBER, wanted)), MOST_FEED_BYTES) if wanted else USUAL_FEED_BYTES
        found = await asyncio.to_thread(ingest.feed, self.platform, scopes, journal, after, most)
        return answers.said(self.platform.office.key, found)

    def _received(self, journal: str, content: bytes) -> tuple[Response, BatchAnswer]:
        key = self.platform.office.key
        answer: BatchAnswer = ingest.receive(self.platform, journal, content)
        if answer.problem is not None:
            return answers.problem(key, answer.problem, answer.more), answer
        said = ingest.with_news(self.platform, answer, MOST_NEWS_BYTES)
        if moves := self.platform.engine.read(office.moves_ahead):
            said = canonical({**parse(said), "moves": moves})
        return answers.signed(key, said), answer

    def _journal(self, uid: str, at: int | None, proof: str) -> Response:
        def look(cursor: Any) -> tuple[journals.Journal, bytes | None, str]:
            journal = journals.one(cursor, uid) or journals.begun(uid, "", "", "")
            return journal, None if at is None else journals.head_at(cursor, journal, at), epoch.current(cursor)

        epoch.heard(self.platform.engine, self.platform.office.secret, uid, proof)
        journal, head, now = self.platform.engine.read(look)
        limits = {"batch": self.limits.batch_bytes, "blob": self.limits.blob_bytes, "header": LONGEST}
        said: dict[str, Any] = {
            "acked": journal.acked,
            "at": text_of(head) if head else "",
            "cursor": "",
            "dictionaries": sorted(self.platform.dictionaries),
            "epoch": now,
            "head": text_of(journal.head),
            "journal": uid,
            "limits": {**limits, "inflated": packing.MOST_INFLATED},
            "protocol": PROTOCOL,
            "time": self.platform.now,
        }
        if moves := self.platform.engine.read(office.moves):
            said["moves"] = moves
        return answers.said(self.platform.office.key, said)

    def _asker_of(self, request: Request, uid: str) -> Admitted:
        """The device that asks about a journal: of the home that writes it, or of an office above. Raises Rejected."""
        device = asker(self.platform, request)
        journal = self.platform.engine.read(lambda cursor: journals.one(cursor, uid))
        if journal is not None and journal.home != device.home.uid and device.home.role == STATION:
            raise Rejected((refusal("not_allowed"),))
        return device

    def _batch(self, request: Request) -> tuple[str, str]:
        return _matched(_UID, request.path_params["journal"]), _matched(_HASH, request.path_params["hash"])

    async def _read(self, work: Callable[[Any], T]) -> T:
        return await asyncio.to_thread(partial(self.platform.engine.read, work))


def _written(row: tuple[str, str, int, str], cursor: Cursor) -> None:
    journals.sent_file(cursor, *row)


def _forgotten(name: str, cursor: Cursor) -> None:
    journals.forget_file(cursor, name)


def _differs(coming: bodies.Coming) -> Rejected:
    """What is said of bytes that are not those of their name. Where they came in several parts, one of them may have
    suffered here (a power cut): the sender begins again, and only then is it told that it sends something else."""
    return Rejected((refusal("offset_differs", value=0) if coming.offset else refusal("digest_differs"),))


async def _whole(request: Request, most_bytes: int, stall_s: float) -> bytes:
    """A small body. Raises Rejected where it is larger than it may be."""
    parts: list[bytes] = []
    while True:
        message = await bodies.next_message(request, stall_s)
        if message["type"] == "http.disconnect":
            raise TakenOver
        parts.append(message.get("body", b""))
        if sum(map(len, parts)) > most_bytes:
            raise Rejected((refusal("body_too_large", value=most_bytes, most=most_bytes),))
        if not message.get("more_body", False):
            return b"".join(parts)


def _matched(pattern: re.Pattern[str], text: str) -> str:
    """A text that has the form it must have. Raises Rejected."""
    if not pattern.fullmatch(text):
        raise Rejected((refusal("request_unsound"),))
    return text


def _names(begun: bytes, journal: str) -> bool:
    """Whether the beginning of a batch says that it is of a journal."""
    return f'"journal":"{journal}"'.encode() in begun[:LONGEST]
