"""Whoever answers in the gateway's place has a name, a line, a sentence and an exit code; nothing is taken back.

Each stands on a real socket of this machine."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from station_app import cli
from station_app.db import journal, outbox
from station_app.domain import exchange
from station_app.domain.exchange import Invitation
from station_app.services import enrolment
from station_app.services.desk import Desk
from station_app.services.sending import Sender, set_proxy
from station_app.sync import client, road, trust
from station_app.sync.road import BY_CODE, HINDRANCES, Answer, Request
from station_app.text.problems import of_code
from station_app.ui.shell import lane
from tests.http_receiver import serving
from tests.office import PASSWORD, registered
from tests.offices import station as new_station
from tests.receiver import Receiver
from tests.sync import test_tls as tls

pytest.importorskip("starlette")

from station_app.gateway import admission, server
from station_app.gateway.server import Setup

PAGE = b"<!doctype html><html><body>please log in</body></html>"
Opened = Callable[[Path], Iterator[tuple[str, str]]]
"""Serves somewhere while it lasts: the address, and the certificate that is pinned for it."""

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@dataclass
class Stranger:
    """What stands where the gateway should: by which code it is called, and how it comes about."""

    code: str
    answer: Answer | None = None


ANSWERS = {
    f"{status}": Stranger(one.code, Answer(status, {"content-type": "text/html"}, PAGE))
    for one in HINDRANCES
    for status in one.statuses
}
ANSWERS |= {
    "403 of a firewall's JSON": Stranger(
        "way_forbids", Answer(403, {"content-type": "application/json"}, b'{"code":"no"}')
    ),
    "403 that says it is a problem": Stranger(
        "way_forbids", Answer(403, {"content-type": "application/problem+json"}, b'{"code":"not_allowed"}')
    ),
    "422 that says it is a problem": Stranger(
        "answer_strange", Answer(422, {"content-type": "application/problem+json"}, b'{"code":"batch_line_unsound"}')
    ),
    "200 with a page": Stranger("portal", Answer(200, {"content-type": "text/html"}, PAGE)),
    "200 with a page that says nothing of it": Stranger("portal", Answer(200, {}, PAGE)),
    "200 with nothing": Stranger("answer_strange", Answer(200)),
    "404": Stranger("answer_strange", Answer(404, {}, b"no")),
    "409 of nobody": Stranger("answer_strange", Answer(409, {}, b'{"code":"gap","acked":0}')),
}


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def desk(tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A station that was admitted and has sent what it had; then it writes more."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    made = new_station(tmp_path / "station")
    registered(made)
    with serving(receiver) as url:
        agree(made, receiver, url)
        assert Sender(made).once().waiting == 0
    registered(made)
    yield made
    made.close()


def agree(desk: Desk, receiver: Receiver, url: str, ca: str = "") -> None:
    """Believe a gateway at an address."""
    place = desk.place
    said = {"name": place.name, "area_code": place.area_code, "role": "STATION", "expires_on": "2099-01-01"}
    platform = {"gateway_url": url, "gateway_key": receiver.key.public, "gateway_home": "9" * 32, "gateway_ca": ca}
    trust.agree(desk.store, Invitation(code="C", **said, **platform))


def is_hindered(desk: Desk, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The next contact ends by that name, everywhere alike, and takes nothing back."""
    before, kept = journal.my_author(desk.store.database), outbox.contact(desk.store.database)
    sender, row = Sender(desk, chance=lambda: 1.0), BY_CODE[code]
    state = sender.once()
    assert (state.trouble, state.network) == (code, row.network)
    assert state.waiting
    assert state.next_try_s is not None
    assert journal.my_author(desk.store.database) == before
    assert outbox.contact(desk.store.database) == kept
    assert not any(one.trouble for one in outbox.waiting(desk.store.database, before))
    shown = f"{lane.sentence(state)} {lane.trouble(state)}"
    assert of_code(code)[:12] in shown or row.network == "portal"
    capsys.readouterr()
    ended = cli.main(["sync", "--once", "--json", "--data", str(desk.folder)])
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (told["trouble"], told["sentence"]) == (code, of_code(code))
    assert ended == (1 if row.needs_person else 3)


@pytest.mark.parametrize("name", ANSWERS)
def test_who_answers_in_its_place_is_called_by_name(
    desk: Desk, receiver: Receiver, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = ANSWERS[name]

    def altered(_request: Request, _answer: Answer) -> Answer:
        assert stranger.answer is not None
        return stranger.answer

    with serving(receiver, altered) as url:
        agree(desk, receiver, url)
        is_hindered(desk, stranger.code, capsys)


def refused(_folder: Path) -> Iterator[tuple[str, str]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield f"http://127.0.0.1:{port}", ""


def silent(_folder: Path) -> Iterator[tuple[str, str]]:
    """Nobody takes the connection: the queue of those that wait is full."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for one in (first, second):
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", ""


def hears_and_says_nothing(_folder: Path) -> Iterator[tuple[str, str]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", ""


def answering(content: bytes) -> Opened:
    """A server that says `content` to whoever comes, and hangs up."""

    def serve(_folder: Path) -> Iterator[tuple[str, str]]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = threading.Thread(target=_say, args=(listener, content), daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", ""
            _end(listener, thread)

    return serve


def plain(folder: Path) -> Iterator[tuple[str, str]]:
    """A server behind the secure address that speaks openly."""
    ca, _ = tls.certified(folder, "127.0.0.1", (NOW - DAY, NOW + DAY))
    for url, _ in answering(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")(folder):
        yield url.replace("http:", "https:"), ca


def certified(
    days: tuple[datetime, datetime], *, is_pinned: bool = True
) -> Callable[[Path], Iterator[tuple[str, str]]]:
    def serve(folder: Path) -> Iterator[tuple[str, str]]:
        ca, path = tls.certified(folder, "127.0.0.1", days)
        (folder / "other").mkdir()
        other, _ = tls.certified(folder / "other", "127.0.0.1", days)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            thread = threading.Thread(target=_shake_hands, args=(listener, context), daemon=True)
            thread.start()
            yield f"https://127.0.0.1:{listener.getsockname()[1]}", ca if is_pinned else other
            _end(listener, thread)

    return serve


def _say(listener: socket.socket, content: bytes) -> None:
    with contextlib.suppress(OSError):
        while True:
            client, _ = listener.accept()
            with client:
                client.recv(65536)
                client.sendall(content)


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client, contextlib.suppress(OSError):
            context.wrap_socket(client, server_side=True).close()


def _end(listener: socket.socket, thread: threading.Thread) -> None:
    listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def unresolved(_folder: Path) -> Iterator[tuple[str, str]]:
    yield "https://platform.example.invalid", ""


ROADS: dict[str, tuple[str, Opened]] = {
    "nobody listens": ("gateway_silent", refused),
    "nobody takes the connection": ("gateway_silent", silent),
    "it hears and says nothing": ("road_cut", hears_and_says_nothing),
    "it hangs up": ("road_cut", answering(b"")),
    "half an answer": ("road_cut", answering(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{")),
    "no HTTP": ("road_cut", answering(b"SSH-2.0-OpenSSH_9.6\r\n")),
    "an answer without end": ("answer_strange", answering(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n")),
    "no TLS": ("answer_strange", plain),
    "a certificate that is over": ("certificate_expired", certified((NOW - 2 * DAY, NOW - DAY))),
    "a certificate whose time has not come": ("certificate_expired", certified((NOW + DAY, NOW + 2 * DAY))),
    "a certificate of somebody else": ("gateway_untrusted", certified((NOW - DAY, NOW + DAY), is_pinned=False)),
    "no such name": ("name_unresolved", unresolved),
    "a name that is asked for for ever": ("name_unresolved", unresolved),
}


@pytest.mark.parametrize("name", ROADS)
def test_how_the_road_breaks_is_called_by_name(
    desk: Desk, receiver: Receiver, name: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(client, "CONNECT_S", 0.5)
    monkeypatch.setattr(client, "STALL_S", 0.5)
    hangs, ended = name == "a name that is asked for for ever", threading.Event()
    if name in ("no such name", "a name that is asked for for ever"):
        monkeypatch.setattr(road, "own_address", lambda _url: "10.0.0.7")

        def asked(_host: str, *_more: object) -> object:
            if hangs:
                ended.wait(60)
            raise socket.gaierror(socket.EAI_NONAME, "nobody knows it")

        monkeypatch.setattr(socket, "getaddrinfo", asked)
    code, opened = ROADS[name]
    with contextlib.contextmanager(opened)(tmp_path) as (url, ca):
        agree(desk, receiver, url, ca)
        is_hindered(desk, code, capsys)
    ended.set()


def test_without_any_network_it_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(road, "own_address", lambda _url: "")
    state = Sender(desk).once()
    assert (state.network, state.trouble) == ("offline", "no_network")
    capsys.readouterr()
    assert cli.main(["sync", "--once", "--json", "--data", str(desk.folder)]) == 3
    assert json.loads(capsys.readouterr().out)["sentence"] == of_code("no_network")


def test_every_row_is_tried() -> None:
    """What the gateway says under its own name has tests of its own."""
    tried = {one.code for one in ANSWERS.values()} | {code for code, _ in ROADS.values()} | {"no_network"}
    assert {one.code for one in HINDRANCES if one.statuses or one.reasons} == tried


@dataclass
class Passing:
    """A proxy of an office: it asks for a name and a password, and lets through whom it knows. `seen`: the requests'
    first lines."""

    url: str
    seen: list[str] = field(default_factory=list)
    forbids: bool = False


@contextlib.contextmanager
def passing(user: str = "", password: str = "") -> Iterator[Passing]:
    """Such a proxy on this machine, for open and for encrypted requests."""
    wanted = b"Basic " + base64.b64encode(f"{user}:{password}".encode()) if user else b""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Passing(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def accept() -> None:
            while True:
                try:
                    one, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=_pass, args=(one, made, wanted), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield made
        _end(listener, thread)


def _pass(one: socket.socket, made: Passing, wanted: bytes) -> None:
    with one, contextlib.suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head and (part := one.recv(65536)):
            head += part
        lines = head.split(b"\r\n\r\n")[0].split(b"\r\n")
        made.seen.append(lines[0].decode())
        given = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines[1:])}
        if made.forbids or given.get(b"proxy-authorization", b"") != wanted:
            status = b"403 Forbidden" if made.forbids else b"407 Proxy Authentication Required"
            one.sendall(b"HTTP/1.1 " + status + b'\r\nProxy-Authenticate: Basic realm="office"\r\n'
                        b"Content-Length: 0\r\nConnection: close\r\n\r\n")  # fmt: skip
            return
        method, target, _ = lines[0].split(b" ")
        address = target if method == b"CONNECT" else urlsplit(target).netloc
        host, _, port = address.decode().partition(":")
        with socket.create_connection((host, int(port))) as there:
            if method == b"CONNECT":
                one.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                there.sendall(head)
            back = threading.Thread(target=_copy, args=(there, one), daemon=True)
            back.start()
            _copy(one, there)
            back.join(5)


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def test_a_proxy_with_a_password_lets_through_whoever_gives_it(
    desk: Desk, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(receiver) as url, passing("office", "s3cret") as proxy:
        agree(desk, receiver, url)
        for user, password in (("", ""), ("office", "wrong")):
            set_proxy(desk, proxy.url, user, password)
            is_hindered(desk, "proxy_password", capsys)
        proxy.forbids = True
        is_hindered(desk, "way_forbids", capsys)
        proxy.forbids = False
        set_proxy(desk, proxy.url, "office", "s3cret")
        assert Sender(desk).once().waiting == 0
        assert all(one.split(" ")[1].startswith(url) for one in proxy.seen)


def test_an_encrypted_road_goes_through_the_proxy_and_is_still_judged(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ca, path = tls.certified(tmp_path, "127.0.0.1", (NOW - DAY, NOW + DAY))
    with server.serving(Setup(str(tmp_path / "g.db"), tmp_path / "files"), tls=(path, path)) as gateway, passing(
        "office", "s3cret"
    ) as proxy:  # fmt: skip
        place = desk.place
        asked = Invitation(exchange.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                           gateway_url=gateway.url, gateway_ca=ca)  # fmt: skip
        enrolment.accept_invitation(desk, admission.invite(gateway.platform, asked))
        set_proxy(desk, proxy.url, "office", "wrong")
        is_hindered(desk, "proxy_password", capsys)
        set_proxy(desk, proxy.url, "office", "s3cret")
        assert Sender(desk).once().waiting == 0
        assert {one.split(" ")[0] for one in proxy.seen} == {"CONNECT"}
