"""A real desk for every test that needs one: migrated, encrypted, with a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from station_app.domain.clock import SystemClock
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, Founded, found

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


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def founded(tmp_path: Path, clock: SetClock) -> Iterator[Founded]:
    start = FirstStart("520324116000", "桴㯊镇人大代表联络站", "王小莉", PASSWORD)
    made = found(tmp_path / "data", start, clock, CHEAP)
    yield made
    made.desk.close()


@pytest.fixture
def desk(founded: Founded) -> Desk:
    return founded.desk


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
