"""Renewing the key of a database: a new file under a new key takes the old one's place.

Whoever kept an old keyring, a copy of the file or the key itself opens no page that is written from then on. At no
moment is there a file that no key in the keyring opens: the keyring holds both keys until the new file bears the old
one's name durably, and whichever opens it is the one that stays.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from station_app.db import connection, life
from station_app.db.connection import driver, fault_of, keyed
from station_app.db.keyring import KEY_BYTES, Keyring, Unlocked, Verifier, sync_folder
from station_app.db.store import Progress, unwatched
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal, reject

NEW_FILE = "station.db.renewed"
"""Where the new file is written; it takes the database's own name once it was checked."""

_PAGE_BYTES = 4096
_STEPS = 500
"""Steps of SQLite's machine between two looks at how far it has come: a row takes some ten."""


@immutable
class Believed:
    """To whom the new key is given: what the database itself says of its users' passwords by id, and the public half of
    the recovery code. What stands in the keyring alone may have been put there by somebody who can write a file."""

    users: Mapping[str, Verifier]
    recovery: bytes


def renewed(folder: Path, unlocked: Unlocked, believed: Believed, progress: Progress = unwatched) -> Unlocked:
    """Give the database of a folder a new key; what was unlocked, with the new key. No connection of this program is
    open. `progress` is told of bytes, and stops nothing.

    Raises Rejected where somebody else has the database open, where the disk hinders, and where what was written does
    not agree with what was to be written; the old key then stays, and stays due.
    """
    path, beside = folder / connection.FILE_NAME, folder / NEW_FILE
    keys, key, is_placed = Keyring.read(folder), os.urandom(KEY_BYTES), False
    held = os.open(path, os.O_RDWR)
    try:
        with closing(_alone(path, unlocked.key)) as old:
            _written(old, beside, key, progress)
            keys.renewed(key, believed.users, believed.recovery).write()
            _put_in_place(old, beside, path, held)
            is_placed = True
    except (OSError, driver().Error) as error:
        raise reject(fault_of(error) or refusal("key_not_renewed")) from error
    finally:
        os.close(held)
        if not is_placed and _opens(folder, unlocked.key):
            _undo(folder)
    _finished(folder)
    return replace(unlocked, key=key, renewed=b"")


def settled(folder: Path, unlocked: Unlocked) -> Unlocked:
    """What was unlocked, with the key that the database has: a renewing that was cut off is brought to its end where
    the new file stands, and taken back where it does not.

    Raises Rejected where the database has a new key that this user was not given.
    """
    keys = Keyring.read(folder)
    if not keys.is_between:
        _clear(folder)
        return unlocked
    if _opens(folder, unlocked.key):
        _undo(folder)
        return replace(unlocked, renewed=b"")
    if not unlocked.renewed or not _opens(folder, unlocked.renewed):
        raise reject(refusal("key_was_renewed", "password"))
    _finished(folder)
    return replace(unlocked, key=unlocked.renewed, renewed=b"")


def _alone(path: Path, key: bytes) -> Any:
    """A connection to the database that nobody else has open, and nobody can open as long as it lives."""
    made = driver().connect(str(path), timeout=0, isolation_level=None)
    try:
        made.execute(keyed(key))
        made.execute("PRAGMA journal_mode = delete")  # all that the write-ahead log held is in the file then
        made.execute("PRAGMA locking_mode = exclusive")
        made.execute("BEGIN EXCLUSIVE")
        made.execute("COMMIT")
        _must_be_whole(path)
    except BaseException:
        made.close()
        raise
    return made


def _must_be_whole(path: Path) -> None:
    if Path(f"{path}-wal").exists():  # its pages would be read into the file that takes this one's place
        raise reject(refusal("database_busy"))


def _written(old: Any, beside: Path, key: bytes, progress: Progress) -> None:
    """Write all that the database holds to a new file under a new key, and look whether it is there."""
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    old.execute(f"ATTACH ? AS renewed KEY \"x'{key.hex()}'\"", (str(beside),))
    for setting in ("journal_mode", "synchronous"):  # it counts once it is whole, and is forced to the disk below
        old.execute(f"PRAGMA renewed.{setting} = off")
    with _told(old, beside, progress):
        old.execute("SELECT sqlcipher_export('renewed')")
    for mark in ("user_version", "application_id"):
        old.execute(f"PRAGMA renewed.{mark} = {old.execute(f'PRAGMA main.{mark}').fetchone()[0]}")
    life.goes_on_in(old, beside)
    held = _contents(old)
    old.execute("DETACH renewed")
    with closing(driver().connect(str(beside), timeout=0, isolation_level=None)) as new:
        new.execute(keyed(key))
        if _contents(new) != held or new.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise reject(refusal("key_not_renewed"))
    with beside.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _told(old: Any, beside: Path, progress: Progress) -> Iterator[None]:
    """Say how far what is written beside the database has come, as its pages reach the disk."""
    total = int(old.execute("PRAGMA main.page_count").fetchone()[0]) * _PAGE_BYTES
    told = 0
    progress(told, total)

    def look() -> int:
        nonlocal told
        if (done := min(beside.stat().st_size, total)) >= told + total // 100:
            told = done
            progress(done, total)
        return 0

    old.set_progress_handler(look, _STEPS)
    try:
        yield
    finally:
        old.set_progress_handler(None, 0)
    progress(total, total)


def _put_in_place(old: Any, beside: Path, path: Path, held: int) -> None:
    """Let the new file bear the old one's name, durably. `held` is the old file, open."""
    if sys.platform == "win32":
        old.close()  # nothing there takes the place of a file that is open
        beside.replace(path)
        return
    beside.replace(path)
    sync_folder(path.parent)
    with suppress(OSError):  # whoever waits for the old file's lock must find no database in it
        os.pwrite(held, os.urandom(_PAGE_BYTES), 0)


def _contents(database: Any) -> dict[tuple[str, str], int]:
    """What a database has by name and definition: of its tables also how many rows."""
    made = database.execute("SELECT name, type, sql FROM main.sqlite_master").fetchall()
    return {
        (name, sql): database.execute(f'SELECT count(*) FROM main."{name}"').fetchone()[0] if kind == "table" else 0
        for name, kind, sql in made
    }


def _opens(folder: Path, key: bytes) -> bool:
    try:
        connection.connect(folder / connection.FILE_NAME, key).close()
    except Rejected as rejected:
        if any(one.code != "database_unreadable" for one in rejected.problems):
            raise  # the disk hinders: that says nothing of the key
        return False
    return True


def _undo(folder: Path) -> None:
    """Take the new key back: the file that stands has the old one."""
    with suppress(OSError, Rejected):  # the next start finds both and tries again
        if (keys := Keyring.read(folder)).is_between:
            keys.with_old_key().write()
        _clear(folder)


def _finished(folder: Path) -> None:
    """The new file stands: the old key goes, and with it what only that one opens."""
    for copy in folder.glob("before-step*"):
        copy.unlink(missing_ok=True)
    Keyring.read(folder).with_new_key().write()


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{NEW_FILE}*"):
        left.unlink(missing_ok=True)
