"""Users of the desk: who there are, their passwords, when the desk locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from station_app.db import keyring, preferences
from station_app.db.keyring import Keyring, Unlocked
from station_app.domain.clock import Clock, SystemClock
from station_app.domain.field import field_of
from station_app.domain.lifecycle import HEAD
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import User
from station_app.services import trail
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk, open_with


def active(desk: Desk) -> list[User]:
    """Who works here now, in the order they came."""
    return [one for one in desk.records.all(User) if is_here(desk, one)]


def is_here(desk: Desk, user: User) -> bool:
    """Whether somebody belongs to this place and has not left it."""
    home = user.office if desk.is_office else user.station
    return home == desk.place.uid and not user.left_on


def add(desk: Desk, fields: Mapping[str, Any], password: str, own_password: str, cost: int = keyring.COST) -> Done:
    """Add a person with a first password. `cost` is the password hash's N.

    Raises Rejected with all problems: a name that somebody here has, a password that is too short, one's own password
    wrong, not being the head.
    """
    name = str(fields.get("name", "")).strip()
    problems = [refusal("user_name_taken", "name", name)] if name in {one.name for one in active(desk)} else []
    keys = _opened(desk, own_password)
    uid = desk.clock.new_id()
    try:
        with_new = keys[0].with_user(Unlocked(keys[1].key, uid), name, password, cost)
    except Rejected as rejected:
        raise Rejected((*problems, *rejected.problems)) from rejected
    if problems:
        raise Rejected(tuple(problems))
    home = {"office" if desk.is_office else "station": desk.place.uid}
    done = perform(desk, [Ask("user", "register", {**fields, **home}, uid)])[0]
    # After the record: a person without a password is given one by the head, a password without a person opens nothing.
    with_new.write()
    trail.note(desk, trail.USER_ADDED, "user", uid)
    return done


def change_password(desk: Desk, old: str, new: str, cost: int = keyring.COST) -> None:
    """Another password for whoever sits here. Raises Rejected for a wrong old one and a weak new one."""
    keys, unlocked = _opened(desk, old)
    if old == new:
        raise reject(refusal("password_same", "password"))
    keys.with_user(unlocked, desk.user.name, new, cost).write()
    trail.note(desk, trail.PASSWORD_SET, "user", desk.user.uid)


def reset_password(desk: Desk, user: str, new: str, own_password: str, cost: int = keyring.COST) -> None:
    """A new password for somebody who forgot theirs, by the head. Raises Rejected."""
    _must_be_head(desk)
    keys, unlocked = _opened(desk, own_password)
    of = desk.records.one(User, user)
    keys.with_user(Unlocked(unlocked.key, of.uid), of.name, new, cost).write()
    trail.note(desk, trail.PASSWORD_SET, "user", user)


def leave(desk: Desk, user: str, fields: Mapping[str, Any], own_password: str) -> Done:
    """Somebody leaves: what the act brings takes their password. Raises Rejected; one head must stay."""
    _opened(desk, own_password)
    done = perform(desk, [Ask("user", "leave", fields, user)])[0]
    trail.note(desk, trail.USER_LEFT, "user", user)
    return done


def beside(desk: Desk, name: str, password: str) -> Desk:
    """The desk with a second person at it, who agrees to what takes two: what is done with it bears both names.

    Raises Rejected for a wrong password, and for whoever sits here already.
    """
    try:
        unlocked = Keyring.read(desk.folder).unlock(password, name)
    except Rejected as rejected:
        raise reject(refusal("second_password_wrong", "second_password")) from rejected
    user = desk.records.several(User, [unlocked.user]).get(unlocked.user)
    if user is None or not is_here(desk, user) or user.uid == desk.user.uid:
        raise reject(refusal("second_person_other", "second_name"))
    return replace(desk, beside=user.uid)


def _must_be_head(desk: Desk) -> None:
    if HEAD not in desk.user.roles and not desk.is_office:
        role = desk.codes.name_of(field_of(User, "roles").scheme, HEAD)
        raise reject(refusal("act_of_another_role", value=role, who=[HEAD]))


def _opened(desk: Desk, password: str) -> tuple[Keyring, Unlocked]:
    """The keyring, and the key that one's own password opens. Raises Rejected; a wrong one counts as at the lock."""
    keys = Keyring.read(desk.folder)
    try:
        unlocked = keys.unlock(password, desk.user.name)
    except Rejected as rejected:
        wait_s = next((dict(one.details).get("wait_s", 0) for one in rejected.problems), 0)
        raise reject(refusal("own_password_wrong", "own_password", wait_s=wait_s)) from rejected
    return Keyring.read(desk.folder), unlocked


def recover(
    folder: Path, code: str, password: str, name: str = "", clock: Clock | None = None, cost: int = keyring.COST
) -> Desk:
    """Open the desk with the recovery code and give its user a new password. `cost` is the password hash's N.

    `name` is needed where several users work here. Raises Rejected for a code that is miscopied or wrong, a password
    that is too short, and a name that nobody here has; the old password holds until everything is sound.
    """
    if not keyring.is_recovery_code(code):
        raise reject(refusal("recovery_code_miscopied", "code"))
    keys = Keyring.read(folder)
    unlocked = keys.unlock(code)
    desk = open_with(folder, unlocked, clock or SystemClock())
    try:
        user = _user(desk, name.strip())
        of_user = Unlocked(unlocked.key, user.uid)
        Keyring.read(folder).with_user(of_user, user.name, password, cost).write()
    finally:
        desk.close()
    return open_with(folder, of_user, desk.clock)


def _user(desk: Desk, name: str) -> User:
    users = desk.records.all(User)
    found = [user for user in users if user.name == name] if name else users
    if len(found) != 1:
        raise reject(refusal("user_unknown", "name"))
    return found[0]


MINUTES = "idle_minutes"
USUAL, LONGEST = 10, 120
"""Minutes at first, and at most; 0 is never."""


def minutes(desk: Desk) -> int:
    """After how many minutes this desk locks itself; 0 for never."""
    return int(preferences.get(desk.store.database, MINUTES, str(USUAL)))


def set_minutes(desk: Desk, value: int) -> None:
    """Set it for everybody at this desk. Raises ValueError for what is no such number."""
    if not 0 <= value <= LONGEST:
        raise ValueError(f"{value} minutes")
    preferences.put(desk.store.database, MINUTES, str(value))


def locked(desk: Desk) -> None:
    """Write down that the desk was locked."""
    trail.note(desk, trail.LOCKED)
