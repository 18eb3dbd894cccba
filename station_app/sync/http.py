"""The HTTP road: one call at a time over one kept connection, byte by byte, so that it can be watched and stopped.

No header that a single record would have to pay for, no redirects, no decompression, no proxy of the environment.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator

import httpx

from station_app.domain.problem import refusal, reject
from station_app.sync.road import Answer, Cut, Request, Watch, is_loopback, unwatched

CONNECT_S = 20.0
STALL_S = 45.0
"""Seconds without a byte; there is no limit on the whole."""

SLOWEST_BYTES_PER_S = 20
"""An answer that drips more slowly, after the time of a stall, is nobody's honest one."""

CHUNK_BYTES = 4 * 2**10
SOCKET_BYTES = 32 * 2**10
"""How much the system may hold of what was sent: what is shown as sent has nearly left, and a stop comes soon."""


class HttpRoad:
    """The way to one gateway. `ca` is the pinned certificate (PEM) of the province's authority."""

    def __init__(self, url: str, ca: str = "", monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = _judged(url)
        self._monotonic = monotonic
        self._transport = httpx.HTTPTransport(
            verify=_context(ca) if self._url.startswith("https:") else False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=60),
            socket_options=[(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BYTES)],
        )
        self._client = httpx.Client(
            transport=self._transport,
            timeout=httpx.Timeout(STALL_S, connect=CONNECT_S),
            follow_redirects=False,
            trust_env=False,
        )

    def ask(self, request: Request, watch: Watch = unwatched) -> Answer:
        """The answer to one call. Raises Cut where the road broke, and what `watch` raises."""
        try:
            return self._answer(request, watch)
        except httpx.TimeoutException as error:
            raise Cut("offline" if isinstance(error, httpx.ConnectTimeout) else "stalled") from error
        except httpx.ConnectError as error:
            raise Cut(_why(error)) from error
        except (httpx.TransportError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise Cut("cut") from error

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _answer(self, request: Request, watch: Watch) -> Answer:
        body = request.body[request.offset :]
        headers = dict(request.headers)
        content = None
        if body or request.method in ("PUT", "POST"):
            headers["Content-Length"] = str(len(body))
            content = _parts(body, watch)
        asked = httpx.Request(request.method, self._url + request.target, headers=headers, content=content)
        response = self._client.send(asked, stream=True)
        try:
            whole = bytearray()
            if request.method != "HEAD":
                self._read(response, request.most, whole, watch)
        finally:
            response.close()
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, named, bytes(whole))

    def _read(self, response: httpx.Response, most: int, whole: bytearray, watch: Watch) -> None:
        said = response.headers.get("content-length", "0")
        if not said.isdecimal() or int(said) > most:
            raise Cut("oversized")
        begun = self._monotonic()
        for part in response.iter_raw():
            whole += part
            watch(0, len(part))
            if len(whole) > most:
                raise Cut("oversized")
            if self._monotonic() - begun > STALL_S + len(whole) / SLOWEST_BYTES_PER_S:
                raise Cut("stalled")


def _parts(body: bytes, watch: Watch) -> Iterator[bytes]:
    for start in range(0, len(body), CHUNK_BYTES):
        part = body[start : start + CHUNK_BYTES]
        watch(0, 0)
        yield part
        watch(len(part), 0)


def _judged(url: str) -> str:
    """The gateway's address without its last slash. Only this very machine may be spoken to openly."""
    if url.startswith("https://") or (url.startswith("http://") and is_loopback(url)):
        return url.rstrip("/")
    raise reject(refusal("gateway_address_unsafe", value=url[:80]))


def _context(ca: str) -> ssl.SSLContext:
    if not ca.isascii():  # ssl calls that a bug of ours
        raise reject(refusal("invitation_unsound"))
    try:
        context = ssl.create_default_context(cadata=ca or None)
    except (ssl.SSLError, ValueError) as error:
        raise reject(refusal("invitation_unsound")) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def _why(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "untrusted"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        cause = cause.__cause__ or cause.__context__
    return "offline"
