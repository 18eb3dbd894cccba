"""The ways back: a copy in the place of what is here, and what can still be read of what was here taken in.

When the restored desk is opened with its password, what the database that was set aside holds beyond the copy is taken
in as far as its chains hold, before the folder begins its new life: new journals, new marks in numbers (`db.exchange`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station_app.db import connection, keyring, rescue
from station_app.db.connection import Database
from station_app.db.exchange import BACK, exchange, forget, has_bytes, opens
from station_app.db.keyring import Keyring, Unlocked, write_durably
from station_app.db.rescue import Rescued
from station_app.db.store import Progress, unwatched
from station_app.domain.clock import Clock
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.services import copies
from station_app.services.copies import Copy
from station_app.services.desk import open_store

SCRATCH = "rescue.new"


@immutable
class Restored:
    """What was brought back: the copy, and where lies what was here ("" where nothing was)."""

    copy: Copy
    aside: Path | None


def last_written(folder: Path) -> float | None:
    """When the database that is here was written last, in seconds since 1970; None where there is none."""
    files = [folder / f"{connection.FILE_NAME}{end}" for end in ("", "-wal")]
    return max((one.stat().st_mtime for one in files if has_bytes(one)), default=None)


def restore(folder: Path, copy: Copy, progress: Progress = unwatched) -> Restored:
    """Put a copy into a data folder; what is there is set aside. Whoever opens it next gives the password of then.

    The caller sees to it that no desk of that folder is open. Raises Rejected where the copy was damaged since, and by
    name where a disk hinders: everything then stands as it did.
    """
    if copies.home(folder) not in ("", copy.home):
        raise reject(refusal("copy_of_another", value=copy.name))
    copies.must_be_whole(copy, progress)
    Keyring.read(copy.folder)
    with _whole_or_not(folder):
        folder.mkdir(parents=True, exist_ok=True)
        database = folder / f"{connection.FILE_NAME}{BACK}"
        copies.carry(copy.folder / connection.FILE_NAME, database, progress)
        copies.must_be_alike(database, copy, folder)
        write_durably(folder / f"{keyring.FILE_NAME}{BACK}", (copy.folder / keyring.FILE_NAME).read_bytes())
        aside = exchange(folder)
    return Restored(copy, aside)


@contextmanager
def _scratch(folder: Path) -> Iterator[None]:
    """A new folder, and none afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _whole_or_not(folder: Path) -> Iterator[None]:
    """What waits for its place is taken away where it will not get it. Raises Rejected where a disk hinders."""
    try:
        yield
    except BaseException as error:
        forget(folder)
        if isinstance(error, OSError):
            raise reject(copies.problem_of_disk(error, folder)) from error
        raise


def rescue_here(folder: Path, unlocked: Unlocked, clock: Clock, progress: Progress = unwatched) -> Rescued:
    """Make a sound database of what can still be read of the one that is here; the damaged one is set aside untouched.

    Raises Rejected where nothing of it can be read, and by name where a disk hinders: it then stands as it did.
    """
    scratch, fresh = folder / SCRATCH, folder / f"{connection.FILE_NAME}{BACK}"
    with _whole_or_not(folder), _scratch(scratch):
        for end in ("", "-wal"):
            if has_bytes(folder / f"{connection.FILE_NAME}{end}"):
                copies.carry(
                    folder / f"{connection.FILE_NAME}{end}", scratch / f"{connection.FILE_NAME}{end}", progress
                )
        fresh.unlink(missing_ok=True)
        key = _key_of(scratch / connection.FILE_NAME, unlocked)
        found = _rescued(Database(scratch / connection.FILE_NAME, key), fresh, key, clock, progress)
        write_durably(folder / f"{keyring.FILE_NAME}{BACK}", (folder / keyring.FILE_NAME).read_bytes())
        exchange(folder, is_rescued=True)
    return found


def _key_of(path: Path, unlocked: Unlocked) -> bytes:
    """The key that a database has: where its renewing was cut off, it may be the new one."""
    if unlocked.renewed:
        database = Database(path, unlocked.renewed)
        try:
            if opens(database):
                return unlocked.renewed
        finally:
            database.close()
    return unlocked.key


def _rescued(source: Database, fresh: Path, key: bytes, clock: Clock, progress: Progress) -> Rescued:
    try:
        if not opens(source):
            raise reject(refusal("database_lost", value=connection.FILE_NAME))
        store = open_store(fresh, key, clock)
        try:
            found = rescue.extend(store, source, progress)
            if not found.taken:
                raise reject(refusal("database_lost", value=connection.FILE_NAME))
        finally:
            store.database.close()
    finally:
        source.close()
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    return found
