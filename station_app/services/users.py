"""The people who work at this desk: added by the head, each with a password of their own; leaving hands over.

Whoever changes what a password opens says their own first: the open desk does not hold the key (GB/T 22239-2019,
8.1.4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.db import keyring
from station_app.db.keyring import Keyring, Unlocked
from station_app.domain.field import field_of
from station_app.domain.lifecycle import HEAD
from station_app.domain.problem import Rejected, refusal, reject
from station_app.domain.records import User
from station_app.services import trail
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk


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
