"""The ways back: a copy in the place of what is here, and what can still be read of what was here taken in.

Nothing is deleted: what stood in the data folder lies in `set-aside/<number>` from then on. The files are brought first
under other names; one small file then says what is to be done, and whoever opens the folder next does what is left of
it, so that a power cut at any moment ends with the old files or with the new ones.

When the restored desk is opened with its password, what the database that was set aside holds beyond the copy is taken
in as far as its chains hold, before the folder begins its new life: new journals, new marks in numbers.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

from station_app.db import connection, keyring, life, rescue, trail
from station_app.db.connection import Database
from station_app.db.keyring import Keyring, Unlocked, write_durably
from station_app.db.rescue import Rescued
from station_app.db.store import Progress, Store, unwatched
from station_app.domain.clock import Clock
from station_app.domain.immutable import immutable
from station_app.domain.problem import Rejected, refusal, reject
from station_app.services import copies
from station_app.services.copies import Copy
from station_app.services.desk import BACK, RESCUE, RESTORE, has_bytes, open_store

ASIDE = "set-aside"
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = folder / f"{connection.FILE_NAME}{BACK}"
        copies.carry(copy.folder / connection.FILE_NAME, database, progress)
        copies.must_be_alike(database, copy, folder)
        write_durably(folder / f"{keyring.FILE_NAME}{BACK}", (copy.folder / keyring.FILE_NAME).read_bytes())
        aside = _exchange(folder)
    except OSError as error:
        _forget(folder)
        raise reject(copies.problem_of_disk(error, folder)) from error
    except BaseException:
        _forget(folder)
        raise
    return Restored(copy, aside)


def set_aside(folder: Path) -> Path:
    """Move what is left of a desk out of its place; where it lies. Raises OSError."""
    aside = _next_aside(folder)
    aside.mkdir(parents=True)
    for name in (*(f"{connection.FILE_NAME}{end}" for end in ("-wal", "-shm", "")), life.FILE_NAME, keyring.FILE_NAME):
        _move(folder / name, aside)
    copies.force_folder(folder)
    return aside


def is_under_way(folder: Path) -> bool:
    """Whether a restore was begun and not ended."""
    return (folder / RESTORE).exists()


def finish(folder: Path) -> None:
    """Do what is left of a restore that the power ended; one that had not come to its plan is forgotten."""
    try:
        plan = json.loads((folder / RESTORE).read_text("utf-8"))
    except FileNotFoundError:
        _forget(folder)
        return
    aside = folder / str(plan["aside"])
    aside.mkdir(parents=True, exist_ok=True)
    # While its successor waits, what stands in a place is the old one.
    if (folder / f"{connection.FILE_NAME}{BACK}").exists():
        for end in ("-wal", "-shm", ""):
            _move(folder / f"{connection.FILE_NAME}{end}", aside)
        _move(folder / life.FILE_NAME, aside)
        copies.force_folder(aside)
        (folder / f"{connection.FILE_NAME}{BACK}").replace(folder / connection.FILE_NAME)
    if (folder / f"{keyring.FILE_NAME}{BACK}").exists():
        _move(folder / keyring.FILE_NAME, aside)
        copies.force_folder(aside)
        (folder / f"{keyring.FILE_NAME}{BACK}").replace(folder / keyring.FILE_NAME)
    if has_bytes(aside / connection.FILE_NAME) and not plan.get("is_rescued"):
        write_durably(folder / RESCUE, json.dumps({"aside": plan["aside"]}).encode())
    copies.force_folder(folder)
    (folder / RESTORE).unlink()
    copies.force_folder(folder)


def take_in(
    store: Store, folder: Path, unlocked: Unlocked, clock: Clock, progress: Progress = unwatched
) -> Rescued | None:
    """Take in what was set aside at the last restore and follows what is here; None where nothing waits for it.

    Before the folder's new life begins. The key may have been renewed since the copy: then the same password or code
    opens the keyring that was set aside with it. What nothing opens stays where it lies and is not asked again.
    """
    path, found, user = waits(folder), Rescued(0), unlocked.user
    if path is None:
        return None
    for key in (store.database.key, *_keys_beside(path.parent, unlocked.secret)):
        source = Database(path, key)
        try:
            if _opens(source):
                found = rescue.extend(store, source, progress)
                break
        finally:
            source.close()
    if found.taken or found.cuts:
        lost = sum(one.had - one.came_to for one in found.cuts)
        trail.note(store.database, clock.now(), user, trail.TAKEN_BACK, detail=f"{found.taken} / {lost}")
    (folder / RESCUE).unlink(missing_ok=True)
    return found


def _keys_beside(aside: Path, secret: bytes) -> list[bytes]:
    try:
        return Keyring.read(aside).keys_for(secret) if secret else []
    except Rejected:
        return []


def waits(folder: Path) -> Path | None:
    """The database that was set aside and is still to be looked through; None where there is none."""
    try:
        said = json.loads((folder / RESCUE).read_text("utf-8"))
        path = folder / str(said["aside"]) / connection.FILE_NAME
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return path if path.exists() else None


def rescue_here(folder: Path, unlocked: Unlocked, clock: Clock, progress: Progress = unwatched) -> Rescued:
    """Make a sound database of what can still be read of the one that is here; the damaged one is set aside untouched.

    Raises Rejected where nothing of it can be read, and by name where a disk hinders: it then stands as it did.
    """
    scratch, fresh = folder / SCRATCH, folder / f"{connection.FILE_NAME}{BACK}"
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        for end in ("", "-wal"):
            if has_bytes(folder / f"{connection.FILE_NAME}{end}"):
                copies.carry(
                    folder / f"{connection.FILE_NAME}{end}", scratch / f"{connection.FILE_NAME}{end}", progress
                )
        fresh.unlink(missing_ok=True)
        key = _key_of(scratch / connection.FILE_NAME, unlocked)
        found = _rescued(Database(scratch / connection.FILE_NAME, key), fresh, key, clock, progress)
        write_durably(folder / f"{keyring.FILE_NAME}{BACK}", (folder / keyring.FILE_NAME).read_bytes())
        _exchange(folder, is_rescued=True)
    except OSError as error:
        _forget(folder)
        raise reject(copies.problem_of_disk(error, folder)) from error
    except BaseException:
        _forget(folder)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return found


def _key_of(path: Path, unlocked: Unlocked) -> bytes:
    """The key that a database has: where its renewing was cut off, it may be the new one."""
    if unlocked.renewed:
        database = Database(path, unlocked.renewed)
        try:
            if _opens(database):
                return unlocked.renewed
        finally:
            database.close()
    return unlocked.key


def _rescued(source: Database, fresh: Path, key: bytes, clock: Clock, progress: Progress) -> Rescued:
    try:
        if not _opens(source):
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


def _exchange(folder: Path, *, is_rescued: bool = False) -> Path | None:
    """Give the files that wait their places; where lies what was there, None where nothing was. Raises OSError."""
    aside = _next_aside(folder)
    copies.force_folder(folder)
    said = {"aside": f"{ASIDE}/{aside.name}", "is_rescued": is_rescued}
    write_durably(folder / RESTORE, json.dumps(said).encode())
    finish(folder)
    with contextlib.suppress(OSError):
        aside.rmdir()  # where nothing was set aside it is empty
    return aside if aside.exists() else None


def _next_aside(folder: Path) -> Path:
    taken = (int(one.name) for one in (folder / ASIDE).glob("[0-9]*") if one.name.isdecimal())
    return folder / ASIDE / f"{max(taken, default=0) + 1:04}"


def _forget(folder: Path) -> None:
    """Take away what waits for its place and will not get it. What was begun is ended by whoever opens it next."""
    if not is_under_way(folder):
        for name in (connection.FILE_NAME, keyring.FILE_NAME):
            for end in (BACK, f"{BACK}-wal", f"{BACK}-shm"):
                with contextlib.suppress(OSError):
                    (folder / f"{name}{end}").unlink(missing_ok=True)


def _opens(database: Database) -> bool:
    """Whether the key opens it, and its list of tables can be read."""
    try:
        return bool(database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except connection.driver().Error:
        return False


def _move(path: Path, folder: Path) -> None:
    if path.exists():
        path.replace(folder / path.name)
