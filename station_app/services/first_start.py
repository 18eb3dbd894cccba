"""The first start: a station or a county's office, its first user, the key, the recovery code that is printed once."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path

from station_app import paths
from station_app.db import connection, exchange, keyring, life, secrets
from station_app.db.keyring import Keyring, Unlocked, Verifier
from station_app.domain import sealing
from station_app.domain.clock import Clock
from station_app.domain.exchange import Invitation, read_invitation
from station_app.domain.field import fields_of, kind_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import CLERK, COUNTY, HEAD
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import Office, Station, User
from station_app.services.acts import Ask, perform
from station_app.services.copies import problem_of_disk
from station_app.services.desk import (
    CONFIRMED,
    FOUNDING,
    RECOVERY,
    Desk,
    Standing,
    is_founded,
    make_private,
    open_store,
    put_verifier,
    standing_of,
)
from station_app.services.enrolment import accept_invitation
from station_app.services.users import problems_of_password

COUNTY_DIGITS = 6

WITHOUT_KEY = "without-key.db"
"""Where a database lies whose keyring is missing."""


@immutable
class FirstStart:
    """What the first user says: where the station or office is, what it is called, and who sits at the desk.

    `invitation` is the text of an admission's file: its place, name and uid count, so that a further computer of a
    station, and one that takes the place of a lost one, is the same home. "" where the office has not invited yet.
    `phone` stands on every receipt: by it a visitor asks what became of their word. `waits_for_sheet`: somebody is to
    copy the end of the recovery code from its printed sheet, and is asked for another code until they have.
    """

    area_code: str
    station_name: str
    user_name: str
    password: str
    station_no: str = "01"
    roles: tuple[str, ...] = (CLERK, HEAD)
    invitation: str = ""
    phone: str = ""
    waits_for_sheet: bool = False

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
    invitation = read_invitation(start.invitation) if start.invitation else None
    _must_be_free(folder, invitation)
    start = _as_invited(start, invitation) if invitation else start
    place = _place(start, clock, invitation.home if invitation else "")
    user = _user(start, clock, place)
    if problems := problems_of_password(start.password, user.name):
        raise Rejected(tuple(problems))
    unlocked, verifier = Unlocked(os.urandom(keyring.KEY_BYTES), user.uid), Verifier.of(start.password, cost)
    folder.mkdir(parents=True, exist_ok=True)
    make_private(folder)
    _put_aside(folder)
    (folder / FOUNDING).touch()
    code = keyring.new_recovery_code()
    keys = Keyring(folder / keyring.FILE_NAME).with_user(unlocked, user.name, verifier)
    desk = None
    try:
        store = open_store(folder / connection.FILE_NAME, unlocked.key, clock)
        desk = Desk(folder=folder, store=store, clock=clock, codes=paths.code_book(), user=user, place=place)
        _begin(desk, start, invitation, verifier, code)
        # The keyring comes last: a folder without one was never founded.
        keys.with_recovery(unlocked.key, code).write()
        (folder / FOUNDING).unlink()
    except BaseException:
        if desk is not None:
            desk.close()
        _take_away(folder)  # nothing was promised to anybody yet
        raise
    return Founded(desk, code)


def _must_be_free(folder: Path, invitation: Invitation | None) -> None:
    """A desk is founded where none is. Where one was whose files are gone or broken, a computer that takes its place
    may: what is left is set aside. Raises Rejected."""
    if not is_founded(folder):
        return
    rejoins = invitation is not None and invitation.home
    if not rejoins or standing_of(folder) is Standing.FOUNDED:
        raise reject(refusal("station_here_already"))
    try:
        exchange.set_aside(folder)
    except OSError as error:
        raise reject(problem_of_disk(error, folder)) from error


def _begin(desk: Desk, start: FirstStart, invitation: Invitation | None, verifier: Verifier, code: str) -> None:
    """Write what a desk begins with, in one transaction: place, user, by what the password and the code are judged."""
    with desk.store.transaction():
        # An invitation that names the station was made for one that stands: its first numbers were given there.
        desk.store.begin_journal(desk.home, is_first=invitation is None or not invitation.home)
        # Whose home stands already founds none: what its record says comes from the office, or from the other desk.
        is_known = invitation is not None and invitation.home
        perform(desk, [_register(desk.user)] if is_known else [_register(desk.place), _register(desk.user)])
        if start.invitation:
            accept_invitation(desk, start.invitation)
        put_verifier(desk, desk.user.uid, verifier)
        secrets.put(desk.store.database, RECOVERY, sealing.public_of(keyring.secret_of_code(code)))
        secrets.put(desk.store.database, CONFIRMED, b"" if start.waits_for_sheet else b"1")
        life.goes_on(desk.store.database, desk.folder)


def _as_invited(start: FirstStart, invitation: Invitation) -> FirstStart:
    """The first start at the place that an invitation names. The name is the office's too: two computers of one station
    that said different ones would disagree from the first day."""
    return replace(
        start,
        area_code=invitation.area_code,
        station_name=invitation.name,
        station_no=invitation.station_no or start.station_no,
        phone="" if invitation.home else start.phone,  # it stands in that home's book already
    )


def _place(start: FirstStart, clock: Clock, home: str) -> Station | Office:
    uid = home or clock.new_id()
    if start.is_office:
        return Office(uid=uid, name=start.station_name, area_code=start.area_code, phone=start.phone)
    return Station(
        uid=uid, name=start.station_name, area_code=start.area_code, station_no=start.station_no, phone=start.phone
    )


def _user(start: FirstStart, clock: Clock, place: Station | Office) -> User:
    if isinstance(place, Office):
        return User(uid=clock.new_id(), name=start.user_name, roles=(COUNTY,), office=place.uid)
    return User(uid=clock.new_id(), name=start.user_name, roles=start.roles, station=place.uid)


def _register(item: Station | Office | User) -> Ask:
    said = {spec.name: getattr(item, spec.name) for spec in fields_of(type(item)) if spec.name != "uid"}
    return Ask(kind_of(type(item)), "register", {name: value for name, value in said.items() if value}, item.uid)


def _take_away(folder: Path) -> None:
    """A first start that did not come to its end leaves nothing."""
    for left in (*folder.glob(f"{connection.FILE_NAME}*"), folder / life.FILE_NAME, folder / FOUNDING):
        with contextlib.suppress(OSError):
            left.unlink()


def _put_aside(folder: Path) -> None:
    """A database whose keyring is missing (a first start that the power ended, or a lost keyring) is moved, so that it
    can be opened again once a keyring is found. One is kept: the larger one, which is the likelier to hold records."""
    left, kept = folder / connection.FILE_NAME, folder / WITHOUT_KEY
    if not left.exists():
        return
    if kept.exists() and kept.stat().st_size > left.stat().st_size:
        _take_away(folder)
        return
    for end in ("-wal", "-shm", ""):
        Path(f"{kept}{end}").unlink(missing_ok=True)
        if Path(f"{left}{end}").exists():
            Path(f"{left}{end}").rename(f"{kept}{end}")
