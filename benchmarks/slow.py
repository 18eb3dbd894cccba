"""Two thousand slow uploads at once, and one fast client among them: its answers against those of an idle gateway.

The slow ones run in a process of their own, each sending a byte of a batch every second. A fast client sends batches of
one change all the while.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from benchmarks.measure import Figure, Figures, seconds_of
from station_app.domain.batch import seal, suite
from station_app.domain.batch.header import Header
from station_app.domain.change import Change, Line, chained, first_hash, line_of
from station_app.domain.exchange import AdmissionRequest, Invitation, request_text
from station_app.domain.judging import Home
from station_app.gateway import accounts, admission
from station_app.gateway.server import Serving, Setup, serving, usual_files
from station_app.gateway.store import devices, journals
from station_app.gateway.store.devices import ACTIVE, Admitted
from station_app.gateway.store.engine import Cursor

SLOW = 2_000
SENDS = 200

SPARE_FILES = 500

JOURNALS, PAGES = 1_500, 9
ACCOUNT, PASSWORD = "operator", "seven herons over a brook"


def measure(slow: int = SLOW) -> Figures:
    """A fast client at an idle gateway, and among the slow ones: some milliseconds become some tens."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * slow + SPARE_FILES), hard))
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "gateway.db")
        with serving(Setup(store, usual_files(store))) as gateway:
            page_ms = _page_ms(gateway)
            client = _Client(gateway)
            idle = client.times_s(SENDS)
            child = _slow_ones(gateway.url, slow)
            time.sleep(5 + slow / 500)
            among = client.times_s(SENDS)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            client.http.close()
    note = f"p99: idle {_p99_ms(idle):.1f} ms, among the slow {_p99_ms(among):.1f} ms"
    idle_ms, among_ms = (statistics.median(times) * 1000 for times in (idle, among))
    figures = {"fast": Figure(among_ms, idle_ms, among_ms / idle_ms, note)}
    return {**figures, "late": Figure(_p99_ms(among)), "page": Figure(page_ms)}


def _page_ms(gateway: Serving) -> float:
    """How long an operator waits for the page of a gateway with many journals, each of a place of its own."""

    def fill(cursor: Cursor) -> None:
        for number in range(JOURNALS):
            key, home = f"{number:043d}", Home(f"{number + 16:032x}", "STATION", "520324116000")
            devices.admit(cursor, Admitted(key, home, f"station {number}", "", ACTIVE, "", f"{number:032x}"))
            journals.locked(cursor, journals.begun(f"{number:032x}", home.uid, "office", key))
            journals.touched(cursor, f"{number:032x}", f"2026-11-{number % 28 + 1:02d}T09:00:00.000+08:00")

    gateway.platform.engine.write(fill)
    accounts.put(gateway.platform, ACCOUNT, PASSWORD)
    with httpx.Client(base_url=gateway.url, timeout=60) as browser:
        browser.post("/operator/login", data={"account": ACCOUNT, "password": PASSWORD})
        taken = [seconds_of(lambda: browser.get("/operator").raise_for_status()) for _ in range(PAGES)]
    return statistics.median(taken) * 1000


class _Client:
    """An admitted device that sends batches of one change."""

    def __init__(self, gateway: Serving) -> None:
        self.http = httpx.Client(base_url=gateway.url, timeout=60)
        self._key, self._journal = suite.new_key(), "a" * 32
        self._lines: list[Line] = []
        self._head = first_hash(self._journal)
        admission.invite(gateway.platform, Invitation("FAST", "station", "520324116000", "STATION", "2099-12-31"))
        request = AdmissionRequest(
            "FAST", self._journal, self._key.public, "", "1" * 32, "station", "520324116000", "STATION"
        )
        self.http.post("/v1/enrol", content=request_text(request, self._key)).raise_for_status()

    def times_s(self, number: int) -> list[float]:
        """Seconds of each of so many sends."""
        return [self._send() for _ in range(number)]

    def _send(self) -> float:
        seq = len(self._lines) + 1
        uid = f"{seq:032x}"
        change = Change(self._journal, seq, uid, "", "ok", "e" * 32, "register", "person", uid, (), {"name": "Wang"})
        line = line_of(change)
        header = Header(self._journal, seq, seq, seq, self._head, "0", key=self._key.public if seq == 1 else "")
        made = seal.sealed(header, [line], self._key)
        self._lines.append(line)
        self._head = chained(self._head, line)
        begun = time.perf_counter()
        self.http.put(f"/v1/journals/{self._journal}/batches/{made.hash}", content=made.content).raise_for_status()
        return time.perf_counter() - begun


def _slow_ones(url: str, number: int) -> int:
    """A process with so many slow uploads; its id."""
    child = os.fork()
    if child:
        return child
    try:
        asyncio.run(_dribble(url, number))
    finally:
        os._exit(0)


async def _dribble(url: str, number: int) -> None:
    await asyncio.gather(*(_one(url, place) for place in range(number)), return_exceptions=True)


async def _one(url: str, place: int) -> None:
    parts = urlsplit(url)
    await asyncio.sleep(place / 500)
    _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"PUT /v1/journals/{'b' * 32}/batches/{place:064x} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    writer.write(head.encode())
    while True:
        writer.write(b"L")
        await writer.drain()
        await asyncio.sleep(1)


def _p99_ms(times: list[float]) -> float:
    return sorted(times)[round(len(times) * 0.99) - 1] * 1000
