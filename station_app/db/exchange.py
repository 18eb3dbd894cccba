"""Files that change places in a data folder: what is here is set aside, what was brought takes its place.

Nothing is deleted: what stood in the data folder lies in `set-aside/<number>` from then on. The files are brought first
under other names; one small file then says what is to be done, and whoever opens the folder next does what is left of
it, so that a power cut at any moment ends with the old files or with the new ones.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from station_app.db import connection, keyring, life, trail
from station_app.db.connection import Database
from station_app.db.keyring import Keyring, Unlocked, sync_folder, write_durably
from station_app.db.store import Progress, Store, unwatched
from station_app.domain.clock import Clock
from station_app.domain.problem import Rejected

if TYPE_CHECKING:
    from station_app.db.rescue import Rescued

ASIDE = "set-aside"

BACK = ".back"
"""The end of the name of a file that waits for its place."""

RESTORE = "restore.json"
"""It lies in the folder while files are being exchanged: what a restore has still to do."""

RESCUE = "rescue.json"
"""It lies in the folder while what was set aside at a restore is still to be looked through."""


def has_bytes(path: Path) -> bool:
    """Whether a file is there and not empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def set_aside(folder: Path) -> Path:
    """Move what is left of a desk out of its place; where it lies. Raises OSError."""
    aside = _next_aside(folder)
    aside.mkdir(parents=True)
    for name in (*(f"{connection.FILE_NAME}{end}" for end in ("-wal", "-shm", "")), life.FILE_NAME, keyring.FILE_NAME):
        _move(folder / name, aside)
    sync_folder(folder)
    return aside


def is_under_way(folder: Path) -> bool:
    """Whether a restore was begun and not ended."""
    return (folder / RESTORE).exists()


def finish(folder: Path) -> None:
    """Do what is left of a restore that the power ended; one that had not come to its plan is forgotten."""
    try:
        plan = json.loads((folder / RESTORE).read_text("utf-8"))
    except FileNotFoundError:
        forget(folder)
        return
    aside = folder / str(plan["aside"])
    aside.mkdir(parents=True, exist_ok=True)
    # While its successor waits, what stands in a place is the old one.
    if (folder / f"{connection.FILE_NAME}{BACK}").exists():
        for end in ("-wal", "-shm", ""):
            _move(folder / f"{connection.FILE_NAME}{end}", aside)
        _move(folder / life.FILE_NAME, aside)
        sync_folder(aside)
        (folder / f"{connection.FILE_NAME}{BACK}").replace(folder / connection.FILE_NAME)
    if (folder / f"{keyring.FILE_NAME}{BACK}").exists():
        _move(folder / keyring.FILE_NAME, aside)
        sync_folder(aside)
        (folder / f"{keyring.FILE_NAME}{BACK}").replace(folder / keyring.FILE_NAME)
    if has_bytes(aside / connection.FILE_NAME) and not plan.get("is_rescued"):
        write_durably(folder / RESCUE, json.dumps({"aside": plan["aside"]}).encode())
    sync_folder(folder)
    (folder / RESTORE).unlink()
    sync_folder(folder)


def take_in(
    store: Store, folder: Path, unlocked: Unlocked, clock: Clock, progress: Progress = unwatched
) -> Rescued | None:
    """Take in what was set aside at the last restore and follows what is here; None where nothing waits for it.

    Before the folder's new life begins. The key may have been renewed since the copy: then the same password or code
    opens the keyring that was set aside with it. What nothing opens stays where it lies and is not asked again.
    """
    from station_app.db import rescue  # noqa: PLC0415  (after a restore alone)

    path, found, user = waits(folder), rescue.Rescued(0), unlocked.user
    if path is None:
        return None
    for key in (store.database.key, *_keys_beside(path.parent, unlocked.secret)):
        source = Database(path, key)
        try:
            if opens(source):
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


def exchange(folder: Path, *, is_rescued: bool = False) -> Path | None:
    """Give the files that wait their places; where lies what was there, None where nothing was. Raises OSError."""
    aside = _next_aside(folder)
    sync_folder(folder)
    said = {"aside": f"{ASIDE}/{aside.name}", "is_rescued": is_rescued}
    write_durably(folder / RESTORE, json.dumps(said).encode())
    finish(folder)
    with contextlib.suppress(OSError):
        aside.rmdir()  # where nothing was set aside it is empty
    return aside if aside.exists() else None


def forget(folder: Path) -> None:
    """Take away what waits for its place and will not get it. What was begun is ended by whoever opens it next."""
    if not is_under_way(folder):
        for name in (connection.FILE_NAME, keyring.FILE_NAME):
            for end in (BACK, f"{BACK}-wal", f"{BACK}-shm"):
                with contextlib.suppress(OSError):
                    (folder / f"{name}{end}").unlink(missing_ok=True)


def _next_aside(folder: Path) -> Path:
    taken = (int(one.name) for one in (folder / ASIDE).glob("[0-9]*") if one.name.isdecimal())
    return folder / ASIDE / f"{max(taken, default=0) + 1:04}"


def opens(database: Database) -> bool:
    """Whether the key opens it, and its list of tables can be read."""
    try:
        return bool(database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except connection.driver().Error:
        return False


def _move(path: Path, folder: Path) -> None:
    if path.exists():
        path.replace(folder / path.name)
