"""The HTTP road over a real socket: few bytes, sound cuts, and strangers who answer oddly."""

from __future__ import annotations

import secrets
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station_app.db import journal
from station_app.domain.problem import Rejected
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.sync import client as http
from station_app.sync.client import HttpRoad
from station_app.sync.road import Cut, Request, Stopped
from station_app.sync.session import Memory, Meter, Outcome, Session
from tests.http_receiver import serving
from tests.office import PERSON, registered
from tests.offices import station as new_station
from tests.proxy import linked
from tests.receiver import Receiver
from tests.sync.test_session import agree, side


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_station(tmp_path / "station")
    yield made
    made.close()


def speak(desk: Desk, receiver: Receiver, url: str, memory: Memory, tries: int = 60) -> int:
    """Contacts until one comes to its end; how many were cut."""
    for cuts in range(tries):
        road = HttpRoad(url)
        try:
            session = Session(side(desk, receiver), road, memory, Meter(), lambda _up, _down: None)
            outcome = session.run()
        except Cut:
            continue
        else:
            assert outcome == Outcome("done")
            return cuts
        finally:
            road.close()
    raise AssertionError("it never came to an end")


def test_one_record_costs_less_than_700_bytes_up(desk: Desk) -> None:
    receiver, memory = Receiver(), Memory()
    with serving(receiver) as url, linked(url) as link:
        speak(desk, receiver, link.address, memory)
        perform(desk, [Ask("person", "register", PERSON)])
        before = link.up
        speak(desk, receiver, link.address, memory)
        assert link.up - before <= 700
        agree(desk, receiver)


def varied(desk: Desk, number: int) -> None:
    """Visits whose words do not pack well."""
    for _ in range(number):
        registered(desk, verbatim=f"{desk.clock.new_id()}{desk.clock.new_id()}{secrets.token_hex(100)}")


@pytest.mark.parametrize("every", [600, 1100, 2500])
def test_a_link_that_breaks_again_and_again_gets_through(desk: Desk, every: int) -> None:
    varied(desk, 12)
    receiver, memory = Receiver(), Memory()
    with serving(receiver) as url, linked(url, cut_up_every=every) as link:
        cuts = speak(desk, receiver, link.address, memory)
        agree(desk, receiver)
        assert cuts > 0
        assert link.connections >= cuts


def test_a_lost_reply_is_asked_for_and_nothing_is_sent_twice(desk: Desk) -> None:
    registered(desk)
    receiver, memory = Receiver(), Memory()
    with serving(receiver) as url, linked(url, cut_down_at=0, cuts_left=1) as link:
        assert speak(desk, receiver, link.address, memory) == 1
        agree(desk, receiver)
        assert [call[:3] for call in receiver.calls] == ["PUT", "GET", "GET"]


def test_a_stop_comes_between_bytes_and_the_rest_goes_on_there(desk: Desk) -> None:
    varied(desk, 30)
    receiver, memory, sent = Receiver(), Memory(), [0]

    def watch(up: int, _down: int) -> None:
        sent[0] += up
        if sent[0] >= 4096:
            raise Stopped

    with serving(receiver) as url:
        road = HttpRoad(url)
        session = Session(side(desk, receiver), road, memory, Meter(), watch)
        with pytest.raises(Stopped):
            session.run()
        road.close()
        assert journal.my_author(desk.store.database).acked == 0
        until = time.monotonic() + 5
        while not receiver.spool and time.monotonic() < until:
            time.sleep(0.01)
        [part] = receiver.spool.values()
        speak(desk, receiver, url, memory)
        assert len(part) > 4096  # what it had went on to grow
        agree(desk, receiver)


@contextmanager
def stranger(speaking: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that hears a request and then speaks as it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            try:
                client, _ = listener.accept()
                with client:
                    client.recv(65536)
                    speaking(client)
            except OSError:
                return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


def drip(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(60):
        client.sendall(b"x")
        time.sleep(0.1)


def reset_after(said: bytes) -> Callable[[socket.socket], None]:
    """Say so much, and break the connection hard."""

    def speak_and_reset(client: socket.socket) -> None:
        client.sendall(said)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return speak_and_reset


@pytest.mark.parametrize(
    ("speaking", "reason"),
    [
        (reset_after(b""), "cut"),
        (reset_after(b"HTTP/1.1 2"), "cut"),
        (reset_after(b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n"), "cut"),
        (reset_after(b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000 + b"\r\n\r\n"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 3), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort"), "cut"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n"), "oversized"),
        (lambda client: client.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000), "oversized"),
        (lambda client: client.sendall(b"SSH-2.0-OpenSSH\r\n"), "cut"),
        (lambda client: client.sendall(b""), "cut"),
        (lambda _client: time.sleep(1.0), "stalled"),
        (drip, "stalled"),
    ],
    ids=[
        "reset at once",
        "reset in the status",
        "reset in a header",
        "reset in the body",
        "a length of 5000 digits",
        "a length below none",
        "two lengths",
        "chunks that are none",
        "a header without end",
        "going on and on",
        "short",
        "huge",
        "endless",
        "no http",
        "silence",
        "stall",
        "drip",
    ],
)
def test_a_stranger_who_speaks_oddly_is_a_cut_road(
    monkeypatch: pytest.MonkeyPatch, speaking: Callable[[socket.socket], None], reason: str
) -> None:
    monkeypatch.setattr(http, "STALL_S", 0.3)
    with stranger(speaking) as url:
        road = HttpRoad(url)
        with pytest.raises(Cut) as cut:
            road.ask(Request("GET", "/v1/journals/x"), lambda _up, _down: None)
        assert cut.value.reason == reason
        road.close()


def test_nobody_listening_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    road = HttpRoad(f"http://127.0.0.1:{port}")
    with pytest.raises(Cut) as cut:
        road.ask(Request("GET", "/"), lambda _up, _down: None)
    assert cut.value.reason == "refused"
    road.close()


@pytest.mark.parametrize("url", ["http://gateway.example", "http://10.0.0.1:80", "ftp://127.0.0.1", "", "127.0.0.1"])
def test_nothing_is_sent_openly_but_to_this_machine(url: str) -> None:
    with pytest.raises(Rejected):
        HttpRoad(url)


def test_a_redirect_is_not_followed(desk: Desk) -> None:
    def redirect(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 301 x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")

    with stranger(redirect) as url:
        road = HttpRoad(url)
        assert road.ask(Request("GET", "/"), lambda _up, _down: None).status == 301
        road.close()


def test_a_packed_answer_is_not_unpacked() -> None:
    def bomb(client: socket.socket) -> None:
        body = bytes.fromhex("1f8b0800000000000003") + b"\0" * 20
        client.sendall(b"HTTP/1.1 200 x\r\ncontent-encoding: gzip\r\ncontent-length: 30\r\n\r\n" + body)

    with stranger(bomb) as url:
        road = HttpRoad(url)
        assert len(road.ask(Request("GET", "/"), lambda _up, _down: None).body) == 30
        road.close()
