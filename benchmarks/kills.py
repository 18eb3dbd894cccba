"""A thousand kills of either end, without warning, at random moments: nothing lost, nothing doubled.

Sender and gateway are processes of their own, forked from this one when everything is imported. Each round, a station
writes a visit and sends; one of the two is killed (SIGKILL) at a random moment of it, now and then both.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks.measure import Figure, Figures
from station_app.db.keyring import Keyring, Unlocked
from station_app.domain.clock import SystemClock
from station_app.domain.exchange import Invitation
from station_app.domain.records import Visit
from station_app.gateway import admission
from station_app.gateway.server import Setup, app_of, config_of, opened, usual_files
from station_app.services import enrolment
from station_app.services.acts import Ask, perform
from station_app.services.desk import open_with
from station_app.services.first_start import FirstStart, found
from station_app.services.sending import Sender

KILLS = 1_000
TOWNSHIP = "520324116000"
PASSWORD = "correct horse 9"
LONGEST_S = 0.12
GATEWAY_STARTS_S = 10.0


def measure(kills: int = KILLS) -> Figures:
    """What is lost and what is doubled after so many kills."""
    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        setup = Setup(str(folder / "gateway.db"), usual_files(str(folder / "gateway.db")))
        unlocked = _begin(folder, setup, port)
        gateway = _forked(lambda: _serve(setup, port))
        killed = {"sender": 0, "gateway": 0}
        while sum(killed.values()) < kills:
            _wait_for(port)
            sender = _forked(lambda: _speak(folder, unlocked))
            time.sleep(chance.uniform(0, LONGEST_S))
            if chance.random() < 0.25:
                kill(gateway)
                killed["gateway"] += 1
                gateway = _forked(lambda: _serve(setup, port))
            if chance.random() < 0.8:
                kill(sender)
                killed["sender"] += 1
            else:
                os.waitpid(sender, 0)
        _wait_for(port)
        for _ in range(3):
            os.waitpid(_forked(lambda: _speak(folder, unlocked)), 0)
        kill(gateway)
        return _judged(folder, unlocked, setup, killed)


def _begin(folder: Path, setup: Setup, port: int) -> Unlocked:
    """An admitted station."""
    platform = opened(setup)
    invitation = Invitation(
        "KILLED", "station", TOWNSHIP, "STATION", "2099-12-31", gateway_url=f"http://127.0.0.1:{port}"
    )
    text = admission.invite(platform, invitation)
    platform.engine.close()
    desk = found(folder / "desk", FirstStart(TOWNSHIP, "station", "Wang", PASSWORD), SystemClock(), 1024).desk
    enrolment.accept_invitation(desk, text)
    desk.close()
    return Keyring.read(folder / "desk").unlock(PASSWORD)


def _forked(work: Callable[[], None]) -> int:
    """A process of its own that does `work`; its id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def _serve(setup: Setup, port: int) -> None:
    import uvicorn  # noqa: PLC0415  (in the forked process alone: it starts threads)

    config = config_of(app_of(setup, opened(setup)))
    config.port = port
    uvicorn.Server(config).run()


def _speak(folder: Path, unlocked: Unlocked) -> None:
    """Write a visit, and send what waits."""
    desk = open_with(folder / "desk", unlocked, SystemClock())
    person = desk.clock.new_id()
    visit = {"received_on": desk.today, "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
    perform(
        desk,
        [
            Ask("person", "register", {"name": "Wang", "no_phone_reason": "none"}, person),
            Ask("visit", "register", {**visit, "visitor": person}),
        ],
    )
    Sender(desk).once()


def reaped(work: Callable[[], str]) -> str:
    """What `work` returns in a process of its own; how it broke, where it did."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.close(read_end)
        try:
            said = work()
        except BaseException:  # noqa: BLE001  (the parent tells it)
            said = f"broke: {traceback.format_exc(limit=-4)}"
        with os.fdopen(write_end, "w", encoding="utf-8") as told:
            told.write(said)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


def kill(process: int) -> None:
    """End a process without warning."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _wait_for(port: int) -> None:
    until = time.monotonic() + GATEWAY_STARTS_S
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except httpx.HTTPError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the gateway did not come back")


def _judged(folder: Path, unlocked: Unlocked, setup: Setup, killed: dict[str, int]) -> Figures:
    """Raises ValueError where nothing was written: then nothing was proved."""
    desk = open_with(folder / "desk", unlocked, SystemClock())
    written = {one.uid for one in desk.records.all(Visit)}
    desk.close()
    with sqlite3.connect(setup.store) as database:
        held = [row[0] for row in database.execute("SELECT uid FROM change WHERE kind = 'visit'")]
    if not written:
        raise ValueError("the killed station wrote nothing")
    ends = f"{killed['sender']} of the sender, {killed['gateway']} of the gateway; {len(written)} visits written"
    return {"lost": Figure(len(written - set(held)), note=ends), "doubled": Figure(len(held) - len(set(held)))}
