"""A sample station: invented people, texts of this project, everything done through the same acts as at a real desk.

The same scale on the same day gives the same station, but for ids.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from station_app import paths
from station_app.db import keyring
from station_app.domain.clock import Clock, SystemClock, today
from station_app.domain.field import kind_of
from station_app.domain.immutable import immutable
from station_app.domain.records import Deputy, Mandate, Unit
from station_app.services import held_day, reception, visits
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.first_start import FirstStart, Founded, found
from station_app.services.visits import Matter, VisitEntry

TOWNSHIP = "520324116000"

SCALES: dict[str, tuple[int, int]] = {"day": (1, 10), "month": (4, 12), "year": (24, 12)}
"""How many reception days, and how many visits each."""


@immutable
class _SetClock:
    """A clock that stands at a time of the past, so that a sample's acts are dated as they would have been."""

    at: datetime
    ids: Clock

    def now(self) -> datetime:
        return self.at

    def new_id(self) -> str:
        return self.ids.new_id()


def make(folder: Path, scale: str, password: str, clock: Clock | None = None, cost: int = keyring.COST) -> Founded:
    """Set up a sample station in an empty folder and fill it. Raises Rejected where the folder holds a station."""
    clock = clock or SystemClock()
    said = _said()
    place = paths.regions().by_code[TOWNSHIP].name
    start = FirstStart(TOWNSHIP, said["station"].format(place=place), said["user"], password)
    founded = found(folder, start, clock, cost)
    days, visits_a_day = SCALES[scale]
    for back in range(days - 1, 0, -1):
        day = (date.fromisoformat(today(clock)) - timedelta(days=back * 15)).isoformat()
        fill_day(founded.desk, day, visits_a_day, close=True)
    fill_day(founded.desk, today(clock), visits_a_day, close=False)
    return founded


def fill_day(desk: Desk, day: str, number: int, *, close: bool) -> str:
    """Hold a reception day with `number` visits; its uid."""
    said, chance = _said(), random.Random(f"{desk.station.area_code}/{day}")
    at = datetime.fromisoformat(f"{day}T09:00:00+08:00")
    past = replace(desk, clock=_SetClock(at, desk.clock))
    deputies = roster(past)
    here = chance.sample(deputies, 3)
    fields = {
        "held_on": day,
        "start": "09:00",
        "end": "12:00",
        "place": said["place"],
        "topic": chance.choice(said["topics"]),
        "contact": desk.user.name,
    }
    held = reception.plan(past, fields, here).uid
    reception.begin(past, held)
    for present in held_day.attendance(past, held)[:2]:
        reception.mark(past, present.attendance.uid, "PRESENT")
    villages = paths.regions().children(desk.station.area_code)
    for turn, matter in enumerate(chance.sample(said["matters"], number)):
        later = replace(past, clock=_SetClock(at + timedelta(minutes=11 * turn), desk.clock))
        _hear(later, held, here[:2], matter, chance.choice(villages), chance)
    if close:
        reception.close(replace(past, clock=_SetClock(at + timedelta(hours=3), desk.clock)), held, said["common"])
    return held


def roster(desk: Desk) -> list[str]:
    """The sample's deputies by uid, made at the first call."""
    known = [deputy.uid for deputy in desk.records.all(Deputy)]
    if known:
        return known
    asks = []
    for one in _said()["deputies"]:
        uid = desk.clock.new_id()
        person = {"name": one["name"], "gender": one["gender"], "post": one["post"], "station": desk.station.uid}
        asks.append(Ask(kind_of(Deputy), "register", person, uid))
        asks.append(Ask(kind_of(Mandate), "register", {"deputy": uid, "level": one["level"], "from_on": "2021-12-01"}))
    asks += [Ask(kind_of(Unit), "register", {"name": name}) for name in _said()["units"]]
    return [done.uid for done in perform(desk, asks) if done.kind == kind_of(Deputy)]


def _hear(desk: Desk, day: str, deputies: list[str], said: dict[str, Any], village: Any, chance: random.Random) -> None:
    names, heads = _said(), chance.choice((1, 1, 1, 1, 2, 6))
    person = {
        "name": chance.choice(names["surnames"]) + chance.choice(names["given"]),
        "phone": f"161{chance.randrange(10**8):08}",
        "village": village.code,
        "address": chance.choice(names["groups"]) + names["group"],
    }
    visit = {
        "received_on": desk.today,
        "received_at": desk.clock.now().strftime("%H:%M"),
        "channel": "RECEPTION_DAY",
        "reception_day": day,
        "deputies": deputies,
        "headcount": heads,
        "is_first": "FIRST",
        "notice_way": "ORAL",
        "confirmation": "SIGNED",
    }
    opinion = {name: said[name].format(village=village.name) for name in ("title", "verbatim", "ask")}
    opinion |= {"category": said["category"], "urgency": said["urgency"]}
    visits.register(desk, VisitEntry(person, visit, [Matter(opinion, said["act"], _act_fields(desk, said, deputies))]))


def _act_fields(desk: Desk, said: dict[str, Any], deputies: list[str]) -> dict[str, Any]:
    due = (date.fromisoformat(desk.today) + timedelta(days=30)).isoformat()
    follows: dict[str, dict[str, Any]] = {
        "answer": {"answered_by": deputies[:1]},
        "redirect": {"told_on": desk.today},
        "refer": {"assigned_on": desk.today, "due_on": due},
    }
    return {**said["fields"], **follows.get(said["act"], {})}


def _said() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((paths.resources() / "sample" / "matters.json").read_text("utf-8"))
    return loaded
