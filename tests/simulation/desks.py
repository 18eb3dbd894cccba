"""The desks of a simulated county: the program's own stores in memory, founded and admitted by its own services."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random

from station_app import paths
from station_app.db import connection, journal, outbox, schema, secrets
from station_app.db.connection import Database
from station_app.db.store import Store
from station_app.domain.clock import Clock
from station_app.domain.exchange import Invitation, new_code
from station_app.domain.lifecycle import CLERK, COUNTY, HEAD
from station_app.domain.records import Office, Station, User
from station_app.gateway import admission
from station_app.services import enrolment
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.sending import side_of
from station_app.sync import trust
from station_app.sync.road import Cut
from station_app.sync.session import Memory, Meter, Session, begin_anew
from tests.simulation.gate import DrawnClock, Gate, LossyRoad

CODE = "520324"
EXPIRES = "2027-12-31"


class InMemory(Database):
    """A store's database without a file and without its cipher: the rest is the program's own."""

    def __init__(self) -> None:
        super().__init__(Path(":memory:"), b"")

    def _opened(self) -> sqlite3.Connection:
        made = sqlite3.connect(":memory:", isolation_level=None, cached_statements=connection.STATEMENTS)
        for name, value in connection.PRAGMAS.items():
            made.execute(f"PRAGMA {name} = {value}")
        return made


@dataclass
class Member:
    """A desk of the county, and what its program keeps while it runs. `number` tells computers apart."""

    number: int
    desk: Desk
    memory: Memory = field(default_factory=Memory)

    @property
    def database(self) -> Database:
        return self.desk.store.database

    def image(self) -> bytes:
        """Its whole disk."""
        return bytes(self.database.connection().serialize())

    def from_image(self, number: int, image: bytes, clock: Clock) -> Member:
        """A machine that goes on from a copy of the disk."""
        memory = Memory(dictionaries=self.memory.dictionaries)
        return Member(number, replace(self.desk, clock=clock, store=store_on(image, clock)), memory)

    def ids(self) -> set[str]:
        """The changes that stand in its journals."""
        return {row[0] for row in self.database.execute_sql("SELECT uid FROM change")}

    def speaks(self, gate: Gate, chance: Random, loss: float) -> bool:
        """One contact with the gateway; whether the road held."""
        invitation = trust.agreed(self.desk.store)
        assert invitation is not None
        road = LossyRoad(gate, self.desk.home, chance, loss)
        try:
            if not outbox.contact(self.database).admitted:
                enrolment.ask_gateway(self.desk, road)
            side = side_of(self.desk, invitation)
            Session(side, road, self.memory, Meter(), lambda _up, _down: None).run()
        except Cut:
            return False
        return True

    def begins_anew(self) -> None:
        """Go on in journals of its own, as a program does that knows of its restore."""
        with self.desk.store.transaction():
            for author in journal.my_authors(self.database):
                begin_anew(self.desk.store, author, author.acked)


@cache
def _empty() -> bytes:
    database = InMemory()
    schema.bring_up(database, lambda _kinds: 0)
    content = bytes(database.connection().serialize())
    database.close()
    return content


def store_on(image: bytes, clock: Clock) -> Store:
    """The program's store on a copy of a disk, in memory."""
    database = InMemory()
    database.connection().deserialize(image or _empty())
    return Store(database, clock, paths.initials_of, paths.problem_of_change)


def office(number: int, clock: DrawnClock, invitation: str, home: str = "") -> Member:
    """A computer of the county's office."""
    uid = home or clock.new_id()
    user = User(uid=clock.new_id(), name="陈办事", roles=(COUNTY,), office=uid)
    return _founded(number, clock, Office(uid=uid, name="正安县人大代表工委", area_code=CODE), user, invitation)


def station(number: int, clock: DrawnClock, township: str, invitation: str, home: str = "") -> Member:
    """A computer of a station."""
    uid = home or clock.new_id()
    user = User(uid=clock.new_id(), name="王小莉", roles=(CLERK, HEAD), station=uid)
    place = Station(uid=uid, name=f"{township}站", area_code=township, station_no="01")
    return _founded(number, clock, place, user, invitation)


def _founded(number: int, clock: DrawnClock, place: Station | Office, user: User, invitation: str) -> Member:
    store = store_on(b"", clock)
    desk = Desk(Path("nowhere"), store, clock, paths.code_book(), user, place)
    said = {"name": place.name, "area_code": place.area_code}
    mine = {"name": user.name, "roles": user.roles}
    with store.transaction():
        store.begin_journal(desk.home, is_first=number % 2 == 0)
        if isinstance(place, Station):
            perform(desk, [Ask("station", "register", {**said, "station_no": place.station_no}, place.uid),
                           Ask("user", "register", {**mine, "station": place.uid}, user.uid)])  # fmt: skip
        else:
            perform(desk, [Ask("office", "register", said, place.uid),
                           Ask("user", "register", {**mine, "office": place.uid}, user.uid)])  # fmt: skip
        enrolment.accept_invitation(desk, invitation)
    return Member(number, desk)


def invited_by_gateway(gate: Gate) -> str:
    """The invitation of a computer of the county's office."""
    asked = Invitation(new_code(), "正安县人大代表工委", CODE, "COUNTY", EXPIRES, gateway_url="http://127.0.0.1:1")
    return admission.invite(gate.platform, asked)


def fresh_reader(of: Member) -> Store:
    """The store of a device that has read nothing yet, and believes whom a colleague was told to believe."""
    store = store_on(b"", DrawnClock(Random(0)))
    agreed = secrets.get(of.database, trust.AGREED)
    assert agreed is not None
    secrets.put(store.database, trust.AGREED, agreed)
    return store
