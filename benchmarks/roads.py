"""What the roads cost: bytes, requests, rates, cuts, a narrow link, one record, retries, restores, clones."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import road_records
from benchmarks.measure import Figure, Figures
from station_app import paths
from station_app.db import journal, outbox
from station_app.db.store import Write
from station_app.domain import exchange
from station_app.domain.clock import SystemClock, stamp
from station_app.domain.exchange import Invitation
from station_app.gateway import admission, server
from station_app.gateway.server import Serving, Setup
from station_app.services import enrolment
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart, found
from station_app.services.sending import Sender, http_road
from station_app.sync import sealing
from station_app.sync.road import put_batch
from tests.proxy import Link, linked

Records = list[tuple[str, dict[str, Any]]]

RECORDS, FEW = 10_000, 500
PASSWORD = "correct horse 9"
TRIES = 2_000
PAUSE_S = 0.03
"""Between two tries: the lane itself waits up to five seconds, and the gateway has written down what came."""


def measure() -> Figures:
    """What each road costs."""
    records = list(road_records.fields(RECORDS))
    return {
        **_whole(records),
        **{f"cut_{every}": _cut(records, every) for every in (100_000, 5_000)},
        "rate": _rate(records),
        "narrow": _narrow(records),
        "one": _one_record(records),
        "overlapping": _overlapping(records),
        "restored": _restored(records),
        "cloned": _cloned(records),
    }


@contextmanager
def _pair(records: Records) -> Iterator[tuple[Desk, Serving, Path]]:
    """An admitted station that has sent what it was founded with, and has so many records to send."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = found(folder / "desk", FirstStart("520324116000", "站", "王小莉", PASSWORD), SystemClock(), 1024).desk
        with server.serving(Setup(str(folder / "gateway.db"), folder / "files")) as gateway:
            place = desk.place
            asked = Invitation(exchange.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                               gateway_url=gateway.url)  # fmt: skip
            enrolment.accept_invitation(desk, admission.invite(gateway.platform, asked))
            _send(desk, gateway.url)
            _write(desk, records)
            yield desk, gateway, folder
            desk.close()


def _write(desk: Desk, records: Records) -> None:
    with desk.store.transaction():
        desk.store.commit([Write("register", "visit", uid, said) for uid, said in records], desk.user.uid)


def _send(desk: Desk, url: str) -> int:
    """Contacts until nothing waits; how many it took."""
    sender = Sender(desk, lambda invitation, _proxy: http_road(replace(invitation, gateway_url=url)))
    for tries in range(1, TRIES):
        if sender.once().waiting == 0:
            return tries
        time.sleep(PAUSE_S)
    raise AssertionError("it never came to an end")


def _sent(desk: Desk, gateway: Serving, **link_said: float | None) -> tuple[Link, float]:
    with linked(gateway.url, **link_said) as link:
        begun = time.perf_counter()
        _send(desk, link.address)
        return link, time.perf_counter() - begun


def _whole(records: Records) -> Figures:
    with _pair(records) as (desk, gateway, _):
        link, took_s = _sent(desk, gateway)
        batches = len(outbox.newest(desk.store.database, 100)) - 1  # but for what the station was founded with
        rate = f"{link.up / RECORDS:.1f} B a record; {RECORDS / took_s:,.0f} records/s, sealing counted in"
        floors = ", ".join(f"{name} {size:.1f}" for name, size in road_records.floors(records).items())
        note = f"{rate}; floors in B a record: {floors}"
        return {"up": Figure(link.up, note=note), "requests": Figure(batches), "down": Figure(link.down)}


def _cut(records: Records, every: int) -> Figure:
    with _pair(records) as (desk, gateway, _):
        link, took_s = _sent(desk, gateway, cut_up_every=every)
        made = outbox.newest(desk.store.database, 100)[:-1]
        whole = sum(one.size_bytes + 190 for one in made)
        return Figure(100 * (link.up / whole - 1), note=f"{link.connections} connections, {took_s:.1f} s")


def _rate(records: Records) -> Figure:
    """From the first byte of sealed batches to the last verdict: each is durable before it is answered."""
    with _pair(records) as (desk, gateway, _):
        author = journal.my_author(desk.store.database)
        begun = time.perf_counter()
        batches = sealing.sealed(desk.store, author, stamp(desk.clock.now()), paths.dictionaries())
        sealed_s = time.perf_counter() - begun
        road = http_road(Invitation("", "", "", "", "", gateway_url=gateway.url))
        begun = time.perf_counter()
        for one in batches:
            answer = road.ask(put_batch(author.uid, one.hash, one.content), lambda _up, _down: None)
            assert answer.status == 200, answer
        took_s = time.perf_counter() - begun
        road.close()
        return Figure(RECORDS / took_s, note=f"sealing {RECORDS / sealed_s:,.0f} records/s, at the station")


def _narrow(records: Records) -> Figure:
    with _pair(records[:FEW]) as (desk, gateway, _):
        link, took_s = _sent(desk, gateway, rate=8_000, latency_s=0.4)
        return Figure(took_s, note=f"{link.up:,} B up")


def _one_record(records: Records) -> Figure:
    with _pair(records[:1]) as (desk, gateway, _):
        link, _took = _sent(desk, gateway)
        return Figure(link.up, note=f"{link.down} B down")


def _overlapping(records: Records) -> Figure:
    with _pair(records[:FEW]) as (desk, gateway, _):
        author = journal.my_author(desk.store.database)
        batch = sealing.sealed(desk.store, author, "2026-11-23T09:30:00.000+08:00", paths.dictionaries())[0]
        statuses: list[int] = []

        def put() -> None:
            invitation = Invitation("", "", "", "", "", gateway_url=gateway.url)
            road = http_road(invitation)
            request = put_batch(author.uid, batch.hash, batch.content)
            statuses.append(road.ask(request, lambda _up, _down: None).status)
            road.close()

        for _ in range(30):
            pair = [threading.Thread(target=put) for _ in range(2)]
            for one in pair:
                one.start()
                time.sleep(0.004)
            for one in pair:
                one.join()
        wrong = [status for status in statuses if status not in (200, 202, 409, 503)]
        _send(desk, gateway.url)
        return Figure(len(wrong), note=f"{statuses.count(200)} verdicts")


def _restored(records: Records) -> Figure:
    with _pair(records[:FEW]) as (desk, gateway, folder):
        _send(desk, gateway.url)
        with server.serving(Setup(str(folder / "empty.db"), folder / "other")) as other:
            place = desk.place
            asked = Invitation(exchange.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                               gateway_url=other.url)  # fmt: skip
            enrolment.accept_invitation(desk, admission.invite(other.platform, asked))
            _write(desk, [(uid[::-1], said) for uid, said in records[:1]])
            tries = _send(desk, other.url)
            author = journal.my_author(desk.store.database)
            return Figure(tries, note=f"{author.acked} of {author.last_seq}")


def _cloned(records: Records) -> Figure:
    with _pair(records[:FEW]) as (desk, gateway, folder):
        _send(desk, gateway.url)
        desk.close()
        shutil.copytree(folder / "desk", folder / "clone")
        other = unlock(folder / "clone", PASSWORD)
        for turn, one in enumerate((desk, other)):
            _write(one, [(f"{turn}{uid[1:]}"[::-1], said) for uid, said in records[:10]])
            tries = _send(one, gateway.url)
        author = journal.my_author(other.store.database)
        other.close()
        return Figure(tries, note=f"a new journal with {author.acked} changes")
