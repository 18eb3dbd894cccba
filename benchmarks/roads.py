"""What the roads cost: bytes, requests, rates, cuts, a narrow link, one record, overlapping retries, restores, clones.

python -m benchmarks.roads
"""

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
from station_app import paths
from station_app.db import journal, outbox
from station_app.db.store import Write
from station_app.domain import one_time
from station_app.domain.clock import SystemClock
from station_app.domain.exchange import Invitation
from station_app.gateway import admission, server
from station_app.gateway.server import Serving, Setup
from station_app.services import enrolment
from station_app.services.desk import Desk, unlock
from station_app.services.first_start import FirstStart, found
from station_app.services.sending import Sender, http_road
from station_app.sync import requests, sealing
from tests.proxy import Link, linked

Records = list[tuple[str, dict[str, Any]]]

RECORDS, FEW = 10_000, 500
PASSWORD = "correct horse 9"
TRIES = 2_000
PAUSE_S = 0.03
"""Between two tries: the lane itself waits up to five seconds, and the gateway has written down what came."""


PEERS = (
    ("peers, on 10,000 records like these", "requests", "up, bytes", "down", "records/s", "cut every 100 KB"),
    ("ODK's submission loop to ODK Central", "20,000", "19,617,191", "8,120,000", "69-93", "+0.8 %"),
    ("PouchDB to pouchdb-server, batch 100", "404", "8,590,989", "509,304", "1,790-2,225", "+48-59 %"),
    ("Anki's client to its sync server", "87", "2,631,110", "11,545", "11,800-15,200", "60 tries, 0 stored"),
    ("a prototype without signature and TLS", "9", "1,709,589", "1,159", "6,000-6,195", "+0.3 %"),
)
"""What others were measured at on another day and machine (not in this run), to stand beside."""


def run() -> None:
    """Print all lines."""
    for row in PEERS:
        print(f"{row[0]:<40}" + "".join(f"{cell:>20}" for cell in row[1:]))
    records = list(road_records.fields(RECORDS))
    for name, figure in road_records.floors(records).items():
        print(f"floor: {name:<34} {figure:10.1f} B a record")
    _whole(records)
    for every in (100_000, 5_000):
        _cut(records, every)
    _narrow(records)
    _one_record(records)
    _overlapping(records)
    _restored(records)
    _cloned(records)


@contextmanager
def _pair(records: Records) -> Iterator[tuple[Desk, Serving, Path]]:
    """An admitted station that has sent what it was founded with, and has so many records to send."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = found(folder / "desk", FirstStart("520324116000", "站", "王小莉", PASSWORD), SystemClock(), 1024).desk
        with server.serving(Setup(str(folder / "gateway.db"), folder / "files")) as gateway:
            place = desk.place
            asked = Invitation(one_time.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
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
    sender = Sender(desk, lambda invitation: http_road(replace(invitation, gateway_url=url)))
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


def _say(name: str, figure: float, unit: str, bar: float, more: str = "") -> None:
    said = "holds" if figure <= bar else "BROKEN"
    print(f"{name:<42} {figure:12,.1f} {unit:<10} bar {bar:12,.1f}   {said}   {more}", flush=True)


def _whole(records: Records) -> None:
    with _pair(records) as (desk, gateway, _):
        link, took_s = _sent(desk, gateway)
        batches = len(outbox.newest(desk.store.database, 100)) - 1  # but for what the station was founded with
        rate = f"{RECORDS / took_s:,.0f} records/s, sealing counted in"
        _say("10,000 records: bytes up", link.up, "B", 1_800_000, f"{link.up / RECORDS:.1f} a record; {rate}")
        _say("  requests", batches, "", 12)
        _say("  bytes down", link.down, "B", 4_000)


def _cut(records: Records, every: int) -> None:
    with _pair(records) as (desk, gateway, _):
        link, took_s = _sent(desk, gateway, cut_up_every=every)
        made = outbox.newest(desk.store.database, 100)[:-1]
        whole = sum(one.size_bytes + 190 for one in made)
        more = f"{link.connections} connections, {took_s:.1f} s"
        _say(f"cut every {every:,} bytes: more up", 100 * (link.up / whole - 1), "%", 2 if every > 50_000 else 8, more)


def _narrow(records: Records) -> None:
    with _pair(records[:FEW]) as (desk, gateway, _):
        link, took_s = _sent(desk, gateway, rate=8_000, latency_s=0.4)
        _say("500 records at 64 kbit/s and 800 ms", took_s, "s", 16, f"{link.up:,} B up")


def _one_record(records: Records) -> None:
    with _pair(records[:1]) as (desk, gateway, _):
        link, _took = _sent(desk, gateway)
        _say("one record: bytes up", link.up, "B", 700, f"{link.down} B down")


def _overlapping(records: Records) -> None:
    with _pair(records[:FEW]) as (desk, gateway, _):
        author = journal.my_author(desk.store.database)
        batch = sealing.sealed(desk.store, author, "2026-11-23T09:30:00.000+08:00", paths.dictionaries())[0]
        statuses: list[int] = []

        def put() -> None:
            invitation = Invitation("", "", "", "", "", gateway_url=gateway.url)
            road = http_road(invitation)
            request = requests.put_batch(author.uid, batch.hash, batch.content)
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
        _say("60 overlapping retries: error answers", len(wrong), "", 0, f"{statuses.count(200)} verdicts")
        _send(desk, gateway.url)


def _restored(records: Records) -> None:
    with _pair(records[:FEW]) as (desk, gateway, folder):
        _send(desk, gateway.url)
        with server.serving(Setup(str(folder / "empty.db"), folder / "other")) as other:
            place = desk.place
            asked = Invitation(one_time.new_code(), place.name, place.area_code, "STATION", "2099-12-31",
                               gateway_url=other.url)  # fmt: skip
            enrolment.accept_invitation(desk, admission.invite(other.platform, asked))
            _write(desk, [(uid[::-1], said) for uid, said in records[:1]])
            tries = _send(desk, other.url)
            author = journal.my_author(desk.store.database)
            _say("server lost everything: contacts to heal", tries, "", 3, f"{author.acked} of {author.last_seq}")


def _cloned(records: Records) -> None:
    with _pair(records[:FEW]) as (desk, gateway, folder):
        _send(desk, gateway.url)
        desk.close()
        shutil.copytree(folder / "desk", folder / "clone")
        other = unlock(folder / "clone", PASSWORD)
        for turn, one in enumerate((desk, other)):
            _write(one, [(f"{turn}{uid[1:]}"[::-1], said) for uid, said in records[:10]])
            tries = _send(one, gateway.url)
        author = journal.my_author(other.store.database)
        _say("client cloned: contacts to heal", tries, "", 3, f"a new journal with {author.acked} changes")
        other.close()


if __name__ == "__main__":
    run()
