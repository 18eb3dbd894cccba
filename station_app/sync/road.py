"""Roads to the gateway: what is asked over one and answered, how it may break, whether there is a way at all."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlencode

from station_app.domain import exchange
from station_app.domain.batch.suite import SigningKey
from station_app.domain.exchange import LENGTH_HEADER, OFFSET_HEADER, is_loopback
from station_app.domain.immutable import immutable

NOWHERE = "192.0.2.1"
"""An address of no machine (RFC 5737): only the way out is asked for."""

DISCARD = 9


def own_address(url: str) -> str:
    """The address that this machine would speak from to reach `url`; "" where it has no way there.

    Another address than before means another network.
    """
    if is_loopback(url):
        return "127.0.0.1"
    for family, target in ((socket.AF_INET, NOWHERE), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as way:
                way.connect((target, DISCARD))
                return str(way.getsockname()[0])
        except OSError:
            continue
    return ""


SMALL_ANSWER = 64 * 2**10
"""Bytes: a verdict with its 16 KB of news in base64, a problem, a state."""

FEED_BYTES = 512 * 2**10
"""How much news one call asks for."""

BLOB_PART_BYTES = 256 * 2**10
"""How much of a document one call asks for, and how much of an attachment is read at once."""


@immutable
class Request:
    """One call: `target` is the path with its query; the body is sent from `offset` on. `most` bounds the answer's
    bytes."""

    method: str
    target: str
    body: bytes = b""
    offset: int = 0
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    most: int = SMALL_ANSWER


@immutable
class Answer:
    """What came back: header names in small letters; `body` is whole, as it was sent."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    body: bytes = b""


def put_batch(journal: str, name: str, content: bytes, offset: int = 0) -> Request:
    """Send a batch, or go on at `offset`."""
    return Request(
        method="PUT",
        target=_batch(journal, name),
        body=content,
        offset=offset,
        headers={OFFSET_HEADER: str(offset)} if offset else {},
    )


def get_batch(journal: str, name: str) -> Request:
    """After a cut: how far a batch has come, or its verdict."""
    return Request("GET", _batch(journal, name))


def get_state(journal: str, at: int, proof: str = "") -> Request:
    """How a journal stands at the gateway, and its head after the change `at`; `proof` is its last word on it."""
    query = urlencode({"at": at, **({"proof": proof} if proof else {})})
    return Request("GET", f"/v1/journals/{journal}?{query}")


def get_totals(journal: str) -> Request:
    """How many changes of each day and kind the gateway holds of a journal."""
    return Request("GET", f"/v1/journals/{journal}/totals", most=4 * 2**20)


def get_feed(journal: str, cursor: str) -> Request:
    """What is addressed to this device after `cursor`."""
    query = urlencode({"after": cursor, "max": FEED_BYTES})
    return Request("GET", f"/v1/journals/{journal}/feed?{query}", most=4 * FEED_BYTES)


def get_scope(county: str, cursor: str) -> Request:
    """What the stations of a county have sent after `cursor`."""
    query = urlencode({"after": cursor, "max": FEED_BYTES})
    return Request("GET", f"/v1/scopes/{county}/feed?{query}", most=4 * FEED_BYTES)


def put_blob(name: str, content: bytes, offset: int, whole: int) -> Request:
    """Send the part `content` of an attachment of `whole` bytes, which stands at `offset`."""
    headers = {OFFSET_HEADER: str(offset), LENGTH_HEADER: str(whole)}
    return Request("PUT", _blob(name), content, headers=headers)


def head_blob(name: str) -> Request:
    """How much of an attachment has come."""
    return Request("HEAD", _blob(name))


def get_blob(name: str, start: int) -> Request:
    """A part of a document, from the byte `start` on."""
    upto = start + BLOB_PART_BYTES - 1
    return Request("GET", _blob(name), headers={"Range": f"bytes={start}-{upto}"}, most=BLOB_PART_BYTES)


def post_enrol(text: str) -> Request:
    """Ask to be admitted."""
    return Request("POST", "/v1/enrol", text.encode(), headers={"Content-Type": "application/json"})


def signed(request: Request, key: SigningKey, nonce: str) -> Request:
    """The request with the device's signature over the gateway's nonce."""
    proof = exchange.authorization(key, request.method, request.target, nonce)
    return replace(request, headers={**request.headers, "Authorization": proof})


def _batch(journal: str, name: str) -> str:
    return f"/v1/journals/{journal}/batches/{name}"


def _blob(name: str) -> str:
    return f"/v1/blobs/{name}"


Watch = Callable[[int, int], None]
"""Told how many bytes more went up and came down; raises `Stopped` to stop between bytes."""


@dataclass
class Cut(Exception):
    """The road broke; `reason` is one of those of `HINDRANCES`. `begun` is the answer as far as it had come."""

    reason: str
    begun: Answer | None = None


@immutable
class Hindrance:
    """What keeps this device from its gateway: the code of the sentence that says so and what to do (`text.problems`),
    what the network is called then ("offline", "portal", "blocked": there is one, and it leads elsewhere; "online"),
    whether a person must do something, the statuses of a stranger's answers, and the reasons of a road that broke.

    Whatever it is, nothing is given up and nothing taken back: it is tried again, after longer and longer waits.
    """

    code: str
    network: str
    needs_person: bool = False
    statuses: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


HINDRANCES = (
    Hindrance("portal", "portal", True, (301, 302, 303, 307, 308, 511)),
    Hindrance("way_forbids", "blocked", True, (401, 403, 405, 451)),
    Hindrance("proxy_password", "blocked", True, (407,)),
    Hindrance("way_too_large", "blocked", True, (413, 414, 431)),
    Hindrance("way_busy", "blocked", False, (408, 425, 429, 503)),
    Hindrance("gateway_behind", "blocked", False, (500, 502, 504)),
    Hindrance("answer_strange", "blocked", False, (), ("oversized", "no_tls")),
    Hindrance("gateway_untrusted", "blocked", True, (), ("untrusted",)),
    Hindrance("certificate_expired", "blocked", True, (), ("expired",)),
    Hindrance("gateway_silent", "offline", False, (), ("refused", "silent")),
    Hindrance("name_unresolved", "offline", False, (), ("unresolved",)),
    Hindrance("no_network", "offline", False, (), ("offline",)),
    Hindrance("road_cut", "online", False, (), ("cut", "stalled")),
    Hindrance("gateway_busy", "online"),
    Hindrance("gateway_full", "online"),
    Hindrance("not_admitted", "online", True),
    Hindrance("device_revoked", "online", True),
)
"""All of them: strangers on the way first, then the road itself, then what the gateway says under its own name."""

BY_CODE = {one.code: one for one in HINDRANCES}
_BY_STATUS = {status: one.code for one in HINDRANCES for status in one.statuses}
_BY_REASON = {reason: one.code for one in HINDRANCES for reason in one.reasons}


def of_reason(reason: str) -> str:
    """The code of what broke the road."""
    return _BY_REASON[reason]


def of_stranger(answer: Answer) -> str:
    """The code of an answer that the gateway has not signed: its status says what it is; a page for people that says
    200 is one to log in by."""
    is_page = "html" in answer.headers.get("content-type", "") or answer.body[:64].lstrip().startswith(b"<")
    return _BY_STATUS.get(answer.status) or ("portal" if is_page and answer.status < 300 else "answer_strange")


@immutable
class Proxy:
    """The way out of an office's network: an address (`http://host:port`), and who may pass ("" where nobody asks)."""

    url: str
    user: str = ""
    password: str = ""


class Stopped(Exception):
    """A person stopped it."""


class Road(Protocol):
    """One gateway, one call at a time."""

    def ask(self, request: Request, watch: Watch) -> Answer:
        """The answer to a call. Raises Cut where the road broke, and what `watch` raises."""
        ...

    def close(self) -> None:
        """Hang up; the next call dials anew."""
        ...


def unwatched(_up: int, _down: int) -> None:
    """Nobody watches."""
