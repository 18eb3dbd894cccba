"""A new password, for somebody who holds the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from station_app.db import keyring
from station_app.db.keyring import Keyring, Unlocked
from station_app.domain.clock import Clock, SystemClock
from station_app.domain.problem import refusal, reject
from station_app.domain.records import User
from station_app.services.desk import Desk, open_with


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
