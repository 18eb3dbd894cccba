"""What tests of the desk share: a clock that stands where it is put, and a visit as it is typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from station_app.db.keyring import Keyring
from station_app.domain.clock import Clock, SystemClock
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk, open_with

PASSWORD = "correct horse 9"
CHEAP = 1024
"""A password hash that costs a test nothing."""


@dataclass
class SetClock:
    """A clock that stands where the test puts it."""

    at: datetime = field(default_factory=lambda: datetime.fromisoformat("2026-11-23T09:30:00+08:00"))

    def now(self) -> datetime:
        return self.at

    def new_id(self) -> str:
        return SystemClock().new_id()

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


PERSON = {"name": "杨胜美", "phone": "16112345678", "village": "520324116201"}
VISIT = {"received_on": "2026-11-23", "channel": "WALK_IN", "is_first": "FIRST", "notice_way": "ORAL"}
OPINION = {
    "title": "通组路塌方没有人修",
    "category": "0206",
    "urgency": "NORMAL",
    "verbatim": "我们组的道路塌了半年，娃娃上学要绕路。",
    "ask": "请把路修好",
}


def registered(desk: Desk, **opinion: object) -> dict[str, Done]:
    """A visit with one matter, by kind."""
    person, visit = desk.clock.new_id(), desk.clock.new_id()
    asks = [
        Ask("person", "register", PERSON, person),
        Ask("visit", "register", {**VISIT, "visitor": person}, visit),
        Ask("opinion", "register", {**OPINION, "visit": visit, **opinion}),
    ]
    return {done.kind: done for done in perform(desk, asks)}


def from_image(folder: Path, clock: Clock) -> Desk:
    """The desk of a folder whose whole disk was copied or set back: nothing tells so at unlocking."""
    return open_with(folder, Keyring.read(folder).unlock(PASSWORD), clock)
