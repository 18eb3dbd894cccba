"""The first start: a station or a county's office, its first user, the key, the recovery code that is printed once."""

from __future__ import annotations

import os
from pathlib import Path

from station_app import paths
from station_app.db import connection, keyring
from station_app.db.keyring import Keyring, Unlocked
from station_app.domain.clock import Clock
from station_app.domain.field import fields_of, kind_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import CLERK, COUNTY, HEAD
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Office, Station, User
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk, is_founded, open_store

COUNTY_DIGITS = 6


@immutable
class FirstStart:
    """What the first user says: where the station or office is, what it is called, and who sits at the desk."""

    area_code: str
    station_name: str
    user_name: str
    password: str
    station_no: str = "01"
    roles: tuple[str, ...] = (CLERK, HEAD)

    @property
    def is_office(self) -> bool:
        """Whether a county's office is set up: its code has six digits, a township's twelve."""
        return len(self.area_code) == COUNTY_DIGITS


@immutable
class Founded:
    """An open desk, and the recovery code that must be printed now: it is kept nowhere."""

    desk: Desk
    recovery_code: str


def found(folder: Path, start: FirstStart, clock: Clock, cost: int = keyring.COST) -> Founded:
    """Set up a station in an empty data folder. `cost` is the password hash's N.

    Raises Rejected where the folder holds a station already or what was said is not sound.
    """
    if is_founded(folder):
        raise reject(refusal("station_here_already"))
    folder.mkdir(parents=True, exist_ok=True)
    _put_aside(folder)
    place = _place(start, clock)
    user = _user(start, clock, place)
    unlocked = Unlocked(os.urandom(keyring.KEY_BYTES), user.uid)
    code = keyring.new_recovery_code()
    keys = Keyring(folder / keyring.FILE_NAME).with_user(unlocked, user.name, start.password, cost)
    store = open_store(folder, unlocked.key, clock)
    desk = Desk(folder, store, clock, paths.code_book(), user, place)
    with store.transaction():
        store.begin_journal(place.uid)
        perform(desk, [_register(place), _register(user)])
    # The keyring comes last: a folder without one was never founded.
    keys.with_recovery(unlocked, code, cost).write()
    return Founded(desk, code)


def _place(start: FirstStart, clock: Clock) -> Station | Office:
    uid = clock.new_id()
    if start.is_office:
        return Office(uid=uid, name=start.station_name, area_code=start.area_code)
    return Station(uid=uid, name=start.station_name, area_code=start.area_code, station_no=start.station_no)


def _user(start: FirstStart, clock: Clock, place: Station | Office) -> User:
    if isinstance(place, Office):
        return User(uid=clock.new_id(), name=start.user_name, roles=(COUNTY,), office=place.uid)
    return User(uid=clock.new_id(), name=start.user_name, roles=start.roles, station=place.uid)


def _register(item: Station | Office | User) -> Ask:
    said = {spec.name: getattr(item, spec.name) for spec in fields_of(type(item)) if spec.name != "uid"}
    return Ask(kind_of(type(item)), "register", {name: value for name, value in said.items() if value}, item.uid)


def _put_aside(folder: Path) -> None:
    """A database whose keyring is missing (a first start that the power ended) is moved, never deleted."""
    mark = os.urandom(4).hex()
    for left in folder.glob(f"{connection.FILE_NAME}*"):
        left.rename(folder / f"without-key-{mark}{left.name.removeprefix('station')}")
