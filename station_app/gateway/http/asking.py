"""Who asks: requests that read are signed by a device over a nonce that proves itself, so none is kept."""

from __future__ import annotations

import hashlib
import hmac
import time

from starlette.requests import Request

from station_app.domain.batch import suite
from station_app.domain.exchange import SCHEME, question
from station_app.domain.problem import Rejected, refusal
from station_app.gateway.ingest import Platform
from station_app.gateway.store import devices
from station_app.gateway.store.devices import Admitted

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
    if device is None:
        raise Rejected((refusal("not_signed"),))
    if not device.is_active:
        raise Rejected((refusal("not_allowed"),))
    return device


def _mark(secret: bytes, stamp: bytes) -> bytes:
    return hmac.new(secret, stamp, hashlib.sha256).digest()[:MARK_BYTES]
