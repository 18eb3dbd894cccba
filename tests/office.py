"""What tests of the desk share: a clock that stands where it is put, and a visit as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from station_app.db.keyring import Keyring
from station_app.domain.clock import Clock, SystemClock
from station_app.domain.pinyin import spelt
from station_app.domain.records import Assignment, Suggestion, Telling
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


def refer(fields: Mapping[str, object], opinion: str) -> Ask:
    """An opinion is given to a unit."""
    return Ask("assignment", "register", {**fields, "opinion": opinion})


def report(fields: Mapping[str, object], opinion: str) -> Ask:
    """Its unit answers."""
    return Ask("reply", "register", {**fields, "opinion": opinion})


def told(fields: Mapping[str, object], opinion: str) -> Ask:
    """Whoever spoke is told."""
    return Ask("telling", "register", {**fields, "opinion": opinion})


def missed(opinion: str) -> Ask:
    """Nobody answers the telephone."""
    return Ask("telling", "miss", {"opinion": opinion})


def assign(fields: Mapping[str, object], suggestion: str) -> Ask:
    """A suggestion is given to a unit, which leads."""
    return Ask("assignment", "register", {"part": "LEAD", **fields, "suggestion": suggestion})


def reply(fields: Mapping[str, object], suggestion: str) -> Ask:
    """Its unit answers."""
    return Ask("reply", "register", {**fields, "suggestion": suggestion})


def evaluate(desk: Desk, fields: Mapping[str, object], suggestion: str) -> Ask:
    """The deputy rates the last answer."""
    answer = desk.records.one(Suggestion, suggestion).answered_in
    return Ask("evaluation", "register", {**fields, "reply": answer})


def by_unit(desk: Desk, act: str, fields: Mapping[str, object], matter: str) -> Ask:
    """The unit that has a matter does something."""
    return Ask("assignment", act, fields, assignments(desk, matter)[-1].uid)


def assignments(desk: Desk, matter: str) -> list[Assignment]:
    """The units that were given a matter, the first first."""
    found = desk.records.all(Assignment, opinion=matter) + desk.records.all(Assignment, suggestion=matter)
    return sorted(found, key=lambda one: (one.assigned_on, one.uid))


def rated(desk: Desk, fields: Mapping[str, object], opinion: str) -> Ask:
    """The speaker judges what they were told last."""
    last = [one for one in desk.records.all(Telling, opinion=opinion) if one.reached == "YES"][-1]
    return Ask("telling", "rate", fields, last.uid)


def extend(desk: Desk, until: str, why: str, matter: str) -> list[Ask]:
    """A unit asks for more time, and gets it."""
    uid = desk.clock.new_id()
    asked = {"assignment": assignments(desk, matter)[-1].uid, "until_on": until, "reason": why}
    return [Ask("extension", "register", asked, uid), Ask("extension", "grant", {}, uid)]


def read_as(desk: Desk, uid: str, **readings: object) -> None:
    """Let an opinion read so in the tables: lists and figures are tested without all that leads there."""
    if readings.get("unit"):
        readings["unit_spelt"] = spelt(str(readings["unit"]), desk.store._initials)
    sets = ", ".join(f'"{name}" = ?' for name in readings)
    desk.store.database.execute_sql(f"UPDATE opinion SET {sets} WHERE uid = ?", (*readings.values(), uid))


def from_image(folder: Path, clock: Clock) -> Desk:
    """The desk of a folder whose whole disk was copied or set back: nothing tells so at unlocking."""
    return open_with(folder, Keyring.read(folder).unlock(PASSWORD), clock)
