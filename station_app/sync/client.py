"""The sender's side of a gateway: the connection, and its calls."""

from __future__ import annotations

import base64
import binascii
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from station_app.domain import exchange, wire
from station_app.domain.batch import suite
from station_app.domain.exchange import OFFSET_HEADER, SIGNATURE_HEADER, is_loopback
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.sync import road
from station_app.sync.road import Answer, Cut, Proxy, Request, Watch, unwatched

if TYPE_CHECKING:
    import httpx

CONNECT_S = 20.0
LOOK_S = 0.2
"""How often somebody may stop what waits for a name."""

STALL_S = 45.0
"""Seconds without a byte; there is no limit on the whole."""

SLOWEST_BYTES_PER_S = 20
"""An answer that drips more slowly, after the time of a stall, is nobody's honest one."""

CHUNK_BYTES = 4 * 2**10
SOCKET_BYTES = 32 * 2**10
"""How much the system may hold of what was sent: what is shown as sent has nearly left, and a stop comes soon."""


class HttpRoad:
    """The way to one gateway. `ca` is the pinned certificate (PEM) of the province's authority."""

    def __init__(
        self,
        url: str,
        ca: str = "",
        proxy: Proxy | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        import httpx  # noqa: PLC0415  (the costliest of all imports: only whoever opens a road pays for it)

        self._url = _judged(url)
        self._monotonic = monotonic
        self._first = urlsplit(proxy.url if proxy else url)
        self._is_found = False
        through = httpx.Proxy(proxy.url, auth=(proxy.user, proxy.password) if proxy.user else None) if proxy else None
        self._transport = httpx.HTTPTransport(
            verify=_context(ca) if self._url.startswith("https:") else False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=60),
            socket_options=[(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BYTES)],
            proxy=through,
        )
        self._client = httpx.Client(
            transport=self._transport,
            timeout=httpx.Timeout(STALL_S, connect=CONNECT_S),
            follow_redirects=False,
            trust_env=False,
        )

    def ask(self, request: Request, watch: Watch = unwatched) -> Answer:
        """The answer to one call. Raises Cut where the road broke, and what `watch` raises."""
        import httpx  # noqa: PLC0415  (see above)

        self._find(watch)
        begun: list[Answer] = []
        try:
            return self._answer(request, watch, begun)
        except httpx.TimeoutException as error:
            raise Cut("silent" if isinstance(error, httpx.ConnectTimeout) else "stalled", *begun) from error
        except httpx.ProxyError as error:  # its text begins with the status
            status = str(error)[:3]
            return Answer(int(status) if status.isdecimal() else 502)
        except httpx.ConnectError as error:
            self._is_found = False
            raise Cut(_why(error)) from error
        except (httpx.TransportError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise Cut("cut", *begun) from error

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _find(self, watch: Watch) -> None:
        """See to it that the name has an address: the system may ask for it for minutes. Raises Cut."""
        host = self._first.hostname or ""
        if self._is_found or is_loopback(self._first.geturl()):
            return
        found: list[bool] = []
        asking = threading.Thread(target=_ask_for, args=(host, found), name="name", daemon=True)
        asking.start()
        until = self._monotonic() + CONNECT_S
        while asking.is_alive() and self._monotonic() < until:
            watch(0, 0)
            asking.join(LOOK_S)
        if found != [True]:
            raise Cut("unresolved")
        self._is_found = True

    def _answer(self, request: Request, watch: Watch, begun: list[Answer]) -> Answer:
        import httpx  # noqa: PLC0415  (see above)

        body = request.body[request.offset :]
        headers = dict(request.headers)
        content = None
        if body or request.method in ("PUT", "POST"):
            headers["Content-Length"] = str(len(body))
            content = _parts(body, watch)
        asked = httpx.Request(request.method, self._url + request.target, headers=headers, content=content)
        response = self._client.send(asked, stream=True)
        named = {name.lower(): value for name, value in response.headers.items()}
        whole = bytearray()
        try:
            if request.method != "HEAD":
                self._read(response, request.most, whole, watch)
        finally:
            response.close()
            begun.append(Answer(response.status_code, named, bytes(whole)))
        return begun[0]

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
    if exchange.is_safe(url):
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


def _ask_for(host: str, found: list[bool]) -> None:
    try:
        found.append(bool(socket.getaddrinfo(host, None)))
    except (OSError, UnicodeError):
        found.append(False)


EXPIRED = (9, 10)
"""What OpenSSL calls a certificate whose time has not come or is over (X509_V_ERR_CERT_NOT_YET_VALID and
_HAS_EXPIRED): as a rule this machine's own clock is wrong."""


def _why(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "expired" if cause.verify_code in EXPIRED else "untrusted"
        if isinstance(cause, ssl.SSLError):
            return "no_tls"
        if isinstance(cause, socket.gaierror):
            return "unresolved"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        cause = cause.__cause__ or cause.__context__
    return "offline"


DICTIONARY_UNKNOWN = ("batch_dictionary_unknown", "dict-unknown", "dict_unknown")
_NONCE = re.compile(r'Ed25519\s+(?:.*,\s*)?nonce="([!-~]{1,200}?)"')
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,60}")


@immutable
class Mine:
    """What this device holds of the journal that is spoken of: up to `last_seq`; `head_at(seq)` gives its heads."""

    journal: str
    last_seq: int
    head_at: Callable[[int], bytes]


@immutable
class Acked:
    """The gateway durably holds the journal up to `acked`, with our own head there; up to `judged` it was judged.

    `replaced` is the batch of which it holds no byte any more; `stale` those that it holds with what is withheld: hash,
    journal, number, first, last. `proof` is to be brought back with questions about the journal.
    """

    acked: int
    judged: int
    epoch: str
    refused: int = 0
    held: int = 0
    cursor: str = ""
    proof: str = ""
    news: tuple[bytes, ...] = ()
    more: bool = False
    replaced: str = ""
    stale: tuple[tuple[str, str, int, int, int], ...] = ()


@immutable
class GoOn:
    """The gateway has so many bytes of it: go on there."""

    offset: int


@immutable
class LookFirst:
    """What both hold does not fit: ask how the journal stands. `seq` is a change that is known to disagree, or 0."""

    reason: str
    seq: int = 0


@immutable
class Reseal:
    """The gateway does not know the dictionary: seal without."""


@immutable
class StoppedByGateway:
    """Refused as a whole: our bug, or another program's. The data stays, this is not sent again by itself."""

    code: str


@immutable
class BeginAgain:
    """The feed is not what it was when the cursor was given: read it from its beginning."""


@immutable
class Stranger:
    """Somebody else answered: `code` says who (`road.HINDRANCES`), `retry_after` is the header as it came."""

    code: str = "answer_strange"
    retry_after: str = ""


@immutable
class ComeLater:
    """The gateway is there and cannot now; `code` says why."""

    retry_after: str = ""
    code: str = "gateway_busy"


@immutable
class Prove:
    """Ask again with a signature over this nonce."""

    nonce: str


@immutable
class JournalStanding:
    """How a journal stands at the gateway: `at` is its head after the change that was asked for, "" for none."""

    acked: int
    head: str
    at: str
    epoch: str
    dictionaries: tuple[int, ...] | None


@immutable
class Feed:
    """Batches addressed to this device, the cursor after them, and whether there are more."""

    items: tuple[bytes, ...]
    cursor: str
    more: bool


@immutable
class Totals:
    """How many changes the gateway holds up to `acked`, by civil day and kind; by the first digits of their hashes the
    files of this home that lie there."""

    acked: int
    days: Mapping[tuple[str, str], int] = field(default_factory=dict, hash=False)
    files: frozenset[str] = frozenset()


Failure = LookFirst | Reseal | StoppedByGateway | Stranger | ComeLater | Prove | GoOn
NOT_ADMITTED = ("not_admitted", "batch_key_unknown")
"""What the gateway says to a device that it does not know."""


def read_upload(answer: Answer, gateway_key: str, mine: Mine) -> Acked | Failure:
    """What the answer to a batch means."""
    said = signed_object(answer, gateway_key)
    if said is None:
        return read_failure(answer, gateway_key)
    match answer.status, said:
        case 200, {"acked": int(acked), "head": str(head), "journal": mine.journal, "judged": int(judged), **rest}:
            if not 0 <= acked <= mine.last_seq or head != suite.text_of(mine.head_at(acked)):
                return LookFirst("server_ahead" if acked > mine.last_seq else "head_differs")
            news = _contents(rest.get("news", []))
            return Acked(
                acked=acked,
                judged=min(judged, acked),
                epoch=_epoch(said),
                refused=_count(said, "refused"),
                held=_count(said, "held"),
                cursor=_text(said, "cursor") if news is not None else "",
                proof=f"{_epoch(said)}.{acked}.{_text(said, 'proof')}",
                news=news or (),
                more=bool(rest.get("more")) or news is None,
                replaced=_text(said, "replaced"),
                stale=tuple(_stale(rest.get("stale"))),
            )
        case 200, {"journal": str()}:
            return LookFirst("other_journal")
        case 202 | 409, {"offset": int(offset)}:
            return GoOn(offset)
        case 409, {"code": "gap"}:
            return LookFirst("gap")
        case 409, {"code": "fork", **rest}:
            return LookFirst("fork", _count(rest, "seq"))
        case _:
            return read_failure(answer, gateway_key)


def read_state(answer: Answer, gateway_key: str, journal: str) -> JournalStanding | Failure:
    """How the journal stands."""
    said = signed_object(answer, gateway_key)
    match answer.status, said:
        case 200, {"acked": int(acked), "head": str(head), "journal": str(named)} if named == journal:
            known = said.get("dictionaries") if said else None
            listed = tuple(one for one in known if isinstance(one, int)) if isinstance(known, list) else None
            return JournalStanding(
                acked=acked, head=head, at=_text(said or {}, "at"), epoch=_epoch(said or {}), dictionaries=listed
            )
        case _:
            return read_failure(answer, gateway_key)


def read_feed(answer: Answer, gateway_key: str) -> Feed | BeginAgain | Failure:
    """What is addressed to this device."""
    said = signed_object(answer, gateway_key)
    match answer.status, said:
        case 409, {"code": "cursor_lost"}:
            return BeginAgain()
        case 200, {"cursor": str(cursor), "items": list(items), **rest}:
            contents = _contents(items)
            return Stranger() if contents is None else Feed(contents, cursor, rest.get("more") is True)
        case _:
            return read_failure(answer, gateway_key)


def read_totals(answer: Answer, gateway_key: str, journal: str) -> Totals | Failure:
    """What the gateway counts."""
    said = signed_object(answer, gateway_key)
    match answer.status, said:
        case 200, {"acked": int(acked), "journal": str(named), "days": list(days)} if named == journal:
            counted: dict[tuple[str, str], int] = {}
            for one in days:
                match one:
                    case [str(day), str(kind), int(count)]:
                        counted[day, kind] = count
            files = said.get("files") if said else None
            return Totals(acked, counted, frozenset(files if isinstance(files, list) else ()))
        case _:
            return read_failure(answer, gateway_key)


def read_blob(answer: Answer, gateway_key: str, whole: int) -> GoOn | Failure:
    """How much of an attachment the gateway has: all of it is `GoOn(whole)`."""
    said = signed_object(answer, gateway_key)
    match answer.status, said:
        case 200, dict():
            return GoOn(whole)
        case 202 | 409, {"offset": int(offset)}:
            return GoOn(offset)
    return read_failure(answer, gateway_key)


def blob_offset(answer: Answer) -> int | None:
    """How much has come, as `HEAD` says it; None where it says nothing."""
    said = answer.headers.get(OFFSET_HEADER.lower(), "")
    return int(said) if answer.status in (200, 202) and said.isascii() and said.isdecimal() else None


def signed_object(answer: Answer, gateway_key: str) -> dict[str, Any] | None:
    """The object in an answer that the pinned key has signed; None for anything else."""
    try:
        signature = suite.bytes_of(answer.headers.get(SIGNATURE_HEADER.lower(), ""))
        if not suite.is_signed(gateway_key, answer.body, signature):
            return None
        said = wire.parse(answer.body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def read_failure(answer: Answer, gateway_key: str) -> Failure:
    """What an answer means that is no success. Only what the gateway has signed stops anything; a stranger's word is
    tried again."""
    nonce = _NONCE.match(answer.headers.get("www-authenticate", ""))
    if answer.status == 401 and nonce:
        return Prove(nonce[1])
    said, later = signed_object(answer, gateway_key), answer.headers.get("retry-after", "")
    code = _text(said or {}, "code")
    if said is None or not _CODE.fullmatch(code):
        return Stranger(road.of_stranger(answer), later)
    match answer.status:
        case 422 if code in DICTIONARY_UNKNOWN:
            return Reseal()
        case status if 400 <= status < 500:
            return StoppedByGateway(code)
        case _:
            return ComeLater(later, code)


def _contents(items: object) -> tuple[bytes, ...] | None:
    if not isinstance(items, list):
        return None
    try:
        return tuple(base64.b64decode(one, validate=True) for one in items)
    except (binascii.Error, TypeError, ValueError):
        return None


def _stale(said: object) -> Iterator[tuple[str, str, int, int, int]]:
    for one in said if isinstance(said, list) else ():
        match one:
            case [str(name), str(uid), int(number), int(first), int(last)]:
                yield name, uid, number, first, last


def _count(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name, 0)
    return value if isinstance(value, int) and value > 0 else 0


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    return value if isinstance(value, str) else ""


def _epoch(said: Mapping[str, Any]) -> str:
    value = said.get("epoch", "")
    return str(value) if isinstance(value, str | int) else ""
