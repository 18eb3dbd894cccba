"""The open desk: one data folder, unlocked by one person."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from station_app import paths
from station_app.db import connection, keyring, migrate
from station_app.db.keyring import Keyring, Unlocked
from station_app.db.records import Records
from station_app.db.store import Store
from station_app.domain import clock as time
from station_app.domain.clock import Clock
from station_app.domain.codes import CodeBook
from station_app.domain.immutable import immutable
from station_app.domain.records import Station, User

if TYPE_CHECKING:
    from station_app.domain.intake import Reader


@immutable
class Desk:
    """Everything that an act needs: where, by whom, with which code lists, at what time."""

    folder: Path
    store: Store
    clock: Clock
    codes: CodeBook
    user: User
    station: Station

    @property
    def records(self) -> Records:
        """The records as they stand now."""
        return self.store.records

    @property
    def today(self) -> str:
        """The civil date at the desk."""
        return time.today(self.clock)

    @property
    def reader(self) -> Reader:
        """What reads typed values today."""
        from station_app.domain.intake import Reader  # noqa: PLC0415  (the first page reads nothing that is typed)

        return Reader(self.codes, self.today)

    @property
    def is_encrypted(self) -> bool:
        """Whether the file on the disk is encrypted; shown openly where it is not."""
        return connection.encrypts

    def close(self) -> None:
        """Close the running thread's connection."""
        self.store.database.close()


def is_founded(folder: Path) -> bool:
    """Whether a station was set up in this data folder."""
    return (folder / keyring.FILE_NAME).exists()


def unlock(folder: Path, password: str, name: str = "", clock: Clock | None = None) -> Desk:
    """Open the desk of a data folder for the user whose password it is.

    Raises Rejected for a wrong password, a missing station, and a file that cannot be read.
    """
    unlocked = Keyring.read(folder).unlock(password, name)
    return open_with(folder, unlocked, clock or time.SystemClock())


def open_with(folder: Path, unlocked: Unlocked, clock: Clock) -> Desk:
    """Open the desk with the raw key; the user is the one whom the key was unlocked for."""
    store = open_store(folder, unlocked.key, clock)
    users = {user.uid: user for user in store.records.all(User)}
    user = users.get(unlocked.user) or next(iter(users.values()))
    station = store.records.one(Station, user.station)
    return Desk(folder, store, clock, paths.code_book(), user, station)


def open_store(folder: Path, key: bytes, clock: Clock) -> Store:
    """The store of a data folder, brought to this program's form."""
    path = folder / connection.FILE_NAME
    database = connection.connect(path, key)
    version = migrate.version_of(database)
    migrate.migrate(database, folder / f"before-step-{version + 1}-{os.urandom(2).hex()}.db")
    return Store(database, clock, paths.initials_of)
