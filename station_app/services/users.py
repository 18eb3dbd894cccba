"""Users of the desk: who there are, their passwords, the key that those open, when the desk locks."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets as random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from station_app import paths
from station_app.db import connection, journal, keyring, preferences, renewal, secrets
from station_app.db.keyring import Keyring, Unlocked, Verifier
from station_app.domain import passwords, sealing
from station_app.domain.clock import Clock, SystemClock
from station_app.domain.field import field_of
from station_app.domain.lifecycle import HEAD
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import User
from station_app.services import trail
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import (
    CONFIRMED,
    RECOVERY,
    Desk,
    begin,
    desk_of,
    is_here,
    keeps_book,
    open_store,
    put_verifier,
    renew_key,
    settle_slots,
    verifiers,
)


def active(desk: Desk) -> list[User]:
    """Who works here now, in the order they came."""
    return [one for one in desk.records.all(User) if is_here(desk, one)]


def with_password(desk: Desk) -> list[User]:
    """Who of them has a password at this computer."""
    known = verifiers(desk)
    return [one for one in active(desk) if one.uid in known]


def problems_of_password(password: str, name: str = "", where: str = "password") -> list[Problem]:
    """All that keeps a password from being taken for the user of that name."""
    return passwords.problems_of(password, name, paths.guesses(), where)


def proposed_password() -> tuple[str, str]:
    """A password that is easily kept in mind, and how it reads."""
    return passwords.proposed(paths.guesses(), random.randbelow)


def add(desk: Desk, fields: Mapping[str, Any], password: str, own_password: str, cost: int = keyring.COST) -> Done:
    """Add a person with a first password. `cost` is the password hash's N.

    Raises Rejected with all problems: a name that somebody here has, a password that is easily guessed, one's own
    password wrong, not being the head.
    """
    name = str(fields.get("name", "")).strip()
    problems = [refusal("user_name_taken", "name", name)] if name in {one.name for one in active(desk)} else []
    must_know_own(desk, own_password)
    problems += problems_of_password(password, name)
    if problems:
        raise Rejected(tuple(problems))
    uid = desk.clock.new_id()
    home = {"office" if desk.is_office else "station": desk.place.uid}
    done = perform(desk, [Ask("user", "register", {**fields, **home}, uid)])[0]
    # After the record: a person without a password is given one by the head, a password without a person opens nothing.
    _give(desk, desk.records.one(User, uid), password, cost, trail.USER_ADDED)
    return done


def change_password(desk: Desk, old: str, new: str, cost: int = keyring.COST) -> None:
    """Another password for whoever sits here; an old keyring with the old one opens the file until the key is renewed.
    Raises Rejected for a wrong old one and a weak new one."""
    must_know_own(desk, old)
    _must_be_sound(new, desk.user.name)
    if old == new:
        raise reject(refusal("password_same", "password"))
    _give(desk, desk.user, new, cost)


def reset_password(desk: Desk, user: str, new: str, own_password: str, cost: int = keyring.COST) -> None:
    """A new password for somebody who forgot theirs, by the head. Raises Rejected, also for who has left."""
    _must_be_head(desk)
    must_know_own(desk, own_password)
    of = desk.records.one(User, user)
    if not is_here(desk, of):
        raise reject(refusal("user_has_left", "password"))
    _must_be_sound(new, of.name)
    _give(desk, of, new, cost)


def leave(desk: Desk, user: str, fields: Mapping[str, Any], own_password: str) -> Done:
    """Somebody leaves: what the act brings takes their password. Raises Rejected; one head must stay."""
    must_know_own(desk, own_password)
    done = perform(desk, [Ask("user", "leave", fields, user)])[0]
    trail.note(desk, trail.USER_LEFT, "user", user)
    return done


def _give(desk: Desk, user: User, password: str, cost: int, event: str = trail.PASSWORD_SET) -> None:
    """Let a password be a user's. The database knows of it first: a slot of which it does not know gets no new key."""
    verifier = Verifier.of(password, cost)
    with desk.store.transaction():
        put_verifier(desk, user.uid, verifier)
        trail.note(desk, event, "user", user.uid)
    if keeps_book(user):
        of_user = Unlocked(desk.store.database.key, user.uid)
        Keyring.read(desk.folder).with_user(of_user, user.name, verifier).write()


def _must_be_sound(password: str, name: str) -> None:
    if problems := problems_of_password(password, name):
        raise Rejected(tuple(problems))


def beside(desk: Desk, name: str, password: str) -> Desk:
    """The desk with a second person at it, who agrees to what takes two: what is done with it bears both names.

    Raises Rejected for a wrong password, and for whoever sits here already.
    """
    user = next((one for one in active(desk) if one.name == name.strip()), None)
    if user is None or user.uid == desk.user.uid:
        raise reject(refusal("second_person_other", "second_name"))
    try:
        must_know(desk, user, password)
    except Rejected as rejected:
        raise reject(refusal("second_password_wrong", "second_password")) from rejected
    return replace(desk, beside=user.uid)


def _must_be_head(desk: Desk) -> None:
    if HEAD not in desk.user.roles and not desk.is_office:
        role = desk.codes.name_of(field_of(User, "roles").scheme, HEAD)
        raise reject(refusal("act_of_another_role", value=role, who=[HEAD]))


def must_know_own(desk: Desk, password: str) -> None:
    """Raises Rejected where somebody does not know the password of whoever sits here; it counts as at the lock."""
    try:
        must_know(desk, desk.user, password)
    except Rejected as rejected:
        wait_s = next((dict(one.details).get("wait_s", 0) for one in rejected.problems), 0)
        raise reject(refusal("own_password_wrong", "own_password", wait_s=wait_s)) from rejected


def must_know(desk: Desk, user: User, password: str, sleep: Callable[[float], None] = time.sleep) -> None:
    """Raises Rejected where a password is not that of a user of this open desk. Waits and counts as the lock does."""
    keys, known = Keyring.read(desk.folder), verifiers(desk).get(user.uid)
    # A database that was rescued from its journals knows no passwords; what opens the file proves its slot.
    verifier = known or next((slot.verifier for slot in keys.slots if slot.is_of(user.uid)), None)
    if verifier is None:
        raise reject(refusal("user_without_password", "password", user.name))
    sleep(keys.wait_s)
    secret = verifier.secret(password)
    if secret is None or (known is None and desk.store.database.key not in keys.keys_for(secret)):
        raise keys.judged_wrong()
    if keys.failures:
        replace(keys, failures=0).write()
    if known is None:
        with desk.store.transaction():
            put_verifier(desk, user.uid, verifier)


def sit_down(desk: Desk, password: str, name: str, quick: QuickKeys | None = None) -> Desk:
    """The open desk for another user, or for the same one again: a deputy too, whose password opens no file. A quick
    key of theirs does as their password.

    Raises Rejected for a wrong password, and for somebody who does not work here any more.
    """
    settle_slots(desk)
    found = [one for one in active(desk) if one.name == name]
    if not found:
        raise reject(refusal("user_unknown", "name"))
    if quick is None or not quick.opens(found[0].uid, password):
        must_know(desk, found[0], password)
    own = replace(desk, user=found[0])
    trail.note(own, trail.UNLOCKED)
    return own


def recover(
    folder: Path, code: str, password: str, name: str = "", clock: Clock | None = None, cost: int = keyring.COST
) -> Desk:
    """Open the desk with the recovery code, giving one of those who keep its book a new password. `cost` is the
    password hash's N.

    `name` is needed where several do. Raises Rejected for a code that is miscopied or wrong, a password that is easily
    guessed, and a name that nobody here has; the old password holds until everything is sound. Where all who kept the
    book have left, whoever is named takes the last one's place.
    """
    clock = clock or SystemClock()
    unlocked = renewal.settled(folder, Keyring.read(folder).unlock_by_code(code))
    user = _keeper(folder, unlocked, name.strip(), password, clock)
    verifier = Verifier.of(password, cost)
    desk = begin(folder, replace(unlocked, user=user, verifier=verifier), clock)
    of_user = Unlocked(desk.store.database.key, user)
    Keyring.read(folder).with_user(of_user, desk.user.name, verifier).write()
    trail.note(desk, trail.RECOVERED, "user", user)
    return desk


def _keeper(folder: Path, unlocked: Unlocked, name: str, password: str, clock: Clock) -> str:
    """Whose password is made anew, by id: of those who keep the book here and have not left, the one of that name, or
    the only one. Where all have left, somebody of that name is registered in the place of the last of them."""
    store = open_store(folder / connection.FILE_NAME, unlocked.key, clock)
    try:
        home = journal.my_authors(store.database)[0].home
        known = [one for one in store.records.all(User) if home in (one.office, one.station) and keeps_book(one)]
        here = [one for one in known if not one.left_on]
        found = [one for one in here if name in ("", one.name)]
        if here and len(found) != 1:
            raise reject(refusal("user_unknown", "name"))
        if not here and not name:
            raise reject(refusal("nobody_keeps_book", "name"))
        _must_be_sound(password, found[0].name if found else name)
        return found[0].uid if found else _successor(desk_of(folder, store, known[-1], clock), name)
    finally:
        store.database.close()


def _successor(desk: Desk, name: str) -> str:
    """Somebody takes the place of whoever left last: a new user with the same roles."""
    home = {"office" if desk.is_office else "station": desk.place.uid}
    fields = {"name": name, "roles": desk.user.roles, **home}
    return perform(desk, [Ask("user", "register", fields)])[0].uid


def new_recovery_code(desk: Desk, own_password: str) -> str:
    """A recovery code for the head to print: it opens nothing before `keep_recovery_code`. Raises Rejected."""
    _must_be_head(desk)
    must_know_own(desk, own_password)
    return keyring.new_recovery_code()


def keep_recovery_code(desk: Desk, code: str) -> None:
    """Somebody has copied the code's end from the printed sheet: from now on it opens the file, and no older one does.
    The older sheet may be in somebody's hands, so the key is due to be renewed."""
    _must_be_head(desk)
    keys = Keyring.read(desk.folder)
    was_known = bool(secrets.get(desk.store.database, CONFIRMED))
    with desk.store.transaction():
        secrets.put(desk.store.database, RECOVERY, sealing.public_of(keyring.secret_of_code(code)))
        secrets.put(desk.store.database, CONFIRMED, b"")
    replace(keys.with_recovery(desk.store.database.key, code), is_due=keys.is_due or was_known).write()
    with desk.store.transaction():
        secrets.put(desk.store.database, CONFIRMED, b"1")
        trail.note(desk, trail.RECOVERY_MADE)


def confirm_recovery_code(desk: Desk) -> None:
    """Somebody has copied the end of the first code from its sheet."""
    with desk.store.transaction():
        secrets.put(desk.store.database, CONFIRMED, b"1")


def told_recovery_code(desk: Desk) -> str:
    """Another recovery code for the head where it is told at once, and whoever reads it keeps it. Raises Rejected."""
    code = keyring.new_recovery_code()
    keep_recovery_code(desk, code)
    return code


def renew_key_now(desk: Desk) -> None:
    """Renew the key, by the head, of a desk that nobody else has open; it is closed with that. Raises Rejected."""
    _must_be_head(desk)
    replace(Keyring.read(desk.folder), is_due=True).write()
    trail.note(desk, trail.KEY_DUE)
    renew_key(desk)


def is_key_due(desk: Desk) -> bool:
    """Whether the key waits to be renewed: that is done when the program is closed, or unlocked next."""
    return Keyring.read(desk.folder).is_due


def ask_new_key(desk: Desk, own_password: str) -> None:
    """Let the key be renewed (换锁), by the head. Raises Rejected."""
    _must_be_head(desk)
    must_know_own(desk, own_password)
    replace(Keyring.read(desk.folder), is_due=True).write()
    trail.note(desk, trail.KEY_DUE)


class QuickKeys:
    """Short keys (PIN) by which whoever locked the desk takes it up again: in this program's memory alone, each
    forgotten after five wrong tries and with the program."""

    TRIES = 5

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, bytes, int]] = {}

    def put(self, user: str, pin: str) -> None:
        """Let a user (uid) have this one."""
        salt = os.urandom(keyring.SALT_BYTES)
        self._kept[user] = (salt, self._stretched(pin, salt), self.TRIES)

    def drop(self, user: str) -> None:
        """Let a user have none."""
        self._kept.pop(user, None)

    def left(self, user: str) -> int:
        """How many tries a user has: 0 for whoever has none."""
        return self._kept[user][2] if user in self._kept else 0

    def opens(self, user: str, pin: str) -> bool:
        """Whether it is a user's; a wrong one costs a try, and a password is none."""
        if user not in self._kept or not pin.isdigit():
            return False
        salt, kept, tries = self._kept[user]
        if hmac.compare_digest(kept, self._stretched(pin, salt)):
            self._kept[user] = (salt, kept, self.TRIES)
            return True
        if tries > 1:
            self._kept[user] = (salt, kept, tries - 1)
        else:
            self.drop(user)
        return False

    def _stretched(self, pin: str, salt: bytes) -> bytes:
        return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, 200_000)


def set_quick_key(desk: Desk, keys: QuickKeys, pin: str, own_password: str) -> None:
    """A quick key for whoever sits here. Raises Rejected for one that is easily guessed, and a wrong own password."""
    if problems := passwords.problems_of_pin(pin):
        raise Rejected(tuple(problems))
    must_know_own(desk, own_password)
    keys.put(desk.user.uid, pin)


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
