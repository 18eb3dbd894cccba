"""A bad link of our own: latency, a rate, a cut at byte N in either direction, a lost reply; it counts everything."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Link:
    """How the link is, and what went over it. `cut_up_every` cuts each connection after so many bytes up, `cut_down_at`
    after so many down (0: the reply is lost); `rate` in bytes a second, `latency_s` one way."""

    target: tuple[str, int]
    latency_s: float = 0.0
    rate: float = 0.0
    cut_up_every: int | None = None
    cut_down_at: int | None = None
    cuts_left: int = 1_000_000
    up: int = 0
    down: int = 0
    connections: int = 0
    address: str = ""
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def linked(url: str, **said: float | None) -> Iterator[Link]:
    """A link to the server at `url`; `address` is where to speak to it."""
    host, port = url.removeprefix("http://").split(":")
    link = Link((host, int(port)), **said)  # type: ignore[arg-type]  # names are the fields'
    listener = socket.create_server(("127.0.0.1", 0))
    link.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=_accept, args=(listener, link), daemon=True)
    thread.start()
    try:
        yield link
    finally:
        link.ended.set()
        with contextlib.suppress(OSError):
            socket.create_connection(listener.getsockname(), 1).close()
        thread.join()
        listener.close()


def _accept(listener: socket.socket, link: Link) -> None:
    while not link.ended.is_set():
        client, _ = listener.accept()
        if link.ended.is_set():
            client.close()
            return
        link.connections += 1
        threading.Thread(target=_carry, args=(client, link), daemon=True).start()


def _carry(client: socket.socket, link: Link) -> None:
    with client, contextlib.suppress(OSError), socket.create_connection(link.target) as server:
        time.sleep(2 * link.latency_s)
        back = threading.Thread(target=_pump, args=(server, client, link, False), daemon=True)
        back.start()
        _pump(client, server, link, True)
        # What has come in is still to be read on the other side: no reset.
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_WR)
        back.join(0.2 if link.cut_up_every else 5)


def _pump(source: socket.socket, sink: socket.socket, link: Link, is_up: bool) -> None:
    late = _Late(sink, link.latency_s)
    try:
        _read(source, sink, link, is_up, late)
    finally:
        late.end()
    if not is_up:
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


class _Late:
    """What was read comes out so many seconds later, one part behind the other: a long link holds many at once."""

    def __init__(self, sink: socket.socket, latency_s: float) -> None:
        self._sink, self._latency_s = sink, latency_s
        self._parts: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._send, daemon=True)
        if latency_s:
            self._thread.start()

    def put(self, part: bytes) -> None:
        if self._latency_s:
            self._parts.put((time.monotonic() + self._latency_s, part))
        else:
            self._sink.sendall(part)

    def end(self) -> None:
        if self._latency_s:
            self._parts.put((0.0, b""))
            self._thread.join()

    def _send(self) -> None:
        with contextlib.suppress(OSError):
            while (item := self._parts.get())[1]:
                time.sleep(max(item[0] - time.monotonic(), 0))
                self._sink.sendall(item[1])


def _read(source: socket.socket, sink: socket.socket, link: Link, is_up: bool, late: _Late) -> None:
    left = link.cut_up_every if is_up else link.cut_down_at
    with contextlib.suppress(OSError):
        while part := source.recv(2048):
            if left is not None and link.cuts_left > 0:
                part = part[:left]
                left -= len(part)
            if link.rate:
                time.sleep(len(part) / link.rate)
            if part:
                late.put(part)
            if is_up:
                link.up += len(part)
            else:
                link.down += len(part)
            if left == 0 and link.cuts_left > 0:
                link.cuts_left -= 1
                for side in (source, sink) if not is_up else (source,):
                    with contextlib.suppress(OSError):
                        side.shutdown(socket.SHUT_RDWR if not is_up else socket.SHUT_RD)
                if is_up:
                    with contextlib.suppress(OSError):
                        source.shutdown(socket.SHUT_WR)
                return
