"""Opening the one SQLite file: encrypted by SQLCipher where the driver has a wheel, else openly not."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from station_app.domain.problem import Problem, refusal, reject

R = TypeVar("R")

FILE_NAME = "station.db"

PRAGMAS = {
    "journal_mode": "wal",
    # A visit that the screen calls saved survives the power cut: 0.3 ms a commit.
    "synchronous": "full",
    "foreign_keys": 1,
    # Sorting and rebuilding leave nothing readable in temporary files.
    "temp_store": "memory",
    "cache_size": -32_000,
    "secure_delete": "fast",
}

BUSY_S = 10
STATEMENTS = 512
"""How many prepared statements a connection keeps: more than a desk has."""

encrypts = find_spec("sqlcipher3") is not None
"""Whether this machine's driver encrypts the file."""


class Database:
    """One SQLite file. Each thread that uses it gets a connection of its own, and closes that one alone.

    The driver is called directly: a visit's save is sixty statements, and the desk starts before there is a query
    that peewee has to put together (`models.builder`).
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._here = threading.local()

    @property
    def key(self) -> bytes:
        """The raw 32-byte key that opens the file."""
        return self._key

    def connection(self) -> Any:
        """The driver's connection of this thread, opened where it has none; it commits each statement by itself."""
        try:
            return self._here.connection
        except AttributeError:
            self._here.connection = self._opened()
        return self._here.connection

    def execute_sql(self, query: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement with its values; the driver's cursor."""
        return self.connection().execute(query, values)

    def pragma(self, name: str) -> Any:
        """What SQLite says of itself under a name."""
        return self.execute_sql(f"PRAGMA {name}").fetchone()[0]

    def beside(self, path: Path) -> Database:
        """The database at `path` that is opened with the same key: a copy of this one."""
        return Database(path, self._key)

    def close(self) -> None:
        """Close this thread's connection; another use opens it again."""
        if hasattr(self._here, "connection"):
            self._here.connection.close()
            del self._here.connection

    def _opened(self) -> Any:
        made = driver().connect(str(self._path), timeout=BUSY_S, isolation_level=None, cached_statements=STATEMENTS)
        try:
            if encrypts:
                # A wrong key and a damaged page are said by us, in words.
                made.execute("PRAGMA cipher_log_level = NONE")
                made.execute(keyed(self._key))
            for name, value in PRAGMAS.items():
                made.execute(f"PRAGMA {name} = {value}")
        except BaseException:
            made.close()
            raise
        return made


def keyed(key: bytes) -> str:
    """The statement that opens a connection's file with its raw key."""
    return f"PRAGMA key = \"x'{key.hex()}'\""


@cache
def driver() -> Any:
    """The driver's module: `sqlcipher3.dbapi2`, or `sqlite3` where it has no wheel (loongarch64)."""
    if encrypts:
        from sqlcipher3 import dbapi2  # noqa: PLC0415  (where it has no wheel this module must still load)

        return dbapi2
    import sqlite3  # noqa: PLC0415  (where the other one is, the desk has no use for it)

    return sqlite3


def connect(path: Path, key: bytes) -> Database:
    """The database at `path`, opened with the raw 32-byte `key`; each thread that uses it gets its own connection.

    Raises Rejected where the file is of another program, is damaged, or the key does not open it, and by name where the
    disk and not the file is what hinders.
    """
    database = Database(path, key)
    try:
        database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except driver().DatabaseError as error:
        database.close()
        raise reject(fault_of(error) or refusal("database_unreadable", value=path.name)) from error
    return database


_FAULTS = {
    "disk is full": "database_full",
    "readonly database": "database_read_only",
    "is locked": "database_busy",
    "disk I/O error": "database_disk_fails",
    "unable to open": "database_cannot_be_opened",
    "malformed": "database_damaged",
}
"""What SQLite says of the disk, and the problem that it is to a person."""


_DISK = {
    errno.ENOSPC: "database_full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "database_full",
    errno.EROFS: "database_read_only",
    errno.EIO: "database_disk_fails",
}
"""What the system says of the disk where the files beside the database are written."""


def fault_of(error: BaseException) -> Problem | None:
    """What hinders the database or the files beside it where it is neither our program nor what was typed; None for
    everything else."""
    if isinstance(error, OSError):
        code = _DISK.get(error.errno or 0)
        return refusal(code) if code else None
    if not _is_of_sqlite(error):
        return None
    return next((refusal(code) for words, code in _FAULTS.items() if words in str(error)), None)


def _is_of_sqlite(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] in ("sqlite3", "sqlcipher3")


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """One transaction that writes: all of it is durable at the end, or nothing has happened; inside of another one it
    is undone alone, and durable with the outer one.

    It waits for other writers from its beginning on. Raises Rejected where the disk is full, read-only or fails.
    """
    try:
        with _whole(database.connection()):
            yield
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise reject(fault) from error


@contextmanager
def trial(database: Database) -> Iterator[None]:
    """One transaction that leaves no trace."""
    database.execute_sql("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        if database.connection().in_transaction:  # where the disk hinders, SQLite has rolled back itself
            database.execute_sql("ROLLBACK")


@contextmanager
def _whole(connection: Any) -> Iterator[None]:
    inside = connection.in_transaction
    connection.execute("SAVEPOINT inside" if inside else "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("RELEASE inside" if inside else "COMMIT")
    except BaseException:
        # Where the disk hinders, SQLite has rolled back itself.
        for statement in ("ROLLBACK TO inside", "RELEASE inside") if inside else ("ROLLBACK",):
            if connection.in_transaction:
                with suppress(driver().Error):  # what was wrong first is what is said
                    connection.execute(statement)
        raise


LOOK_EVERY = 20_000
"""Steps of SQLite's machine between two looks at whether a copy goes on: some milliseconds."""


def copy_to(database: Database, path: Path, progress: Callable[[int, int], object] | None = None) -> None:
    """Write a sound, equally encrypted copy of the database to the new file `path`, as it stands now: others read and
    write meanwhile. `progress` is told the bytes written and those to write; what it raises stops the copy."""
    stopped: list[BaseException] = []
    connection = database.connection()
    total = int(database.pragma("page_count")) * int(database.pragma("page_size"))

    def look() -> bool:
        try:
            if progress is not None:
                progress(path.stat().st_size if path.exists() else 0, total)
        except BaseException as error:  # noqa: BLE001  (SQLite is between: it is raised again below)
            stopped.append(error)
        return bool(stopped)

    connection.set_progress_handler(look, LOOK_EVERY)
    try:
        connection.execute("VACUUM INTO ?", (str(path),))
    except driver().Error:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, LOOK_EVERY)


def rows_by_name(database: Database, made: Callable[..., R], query: str, values: Sequence[Any] = ()) -> list[R]:
    """The rows of a query, each made from its cells by the names of the columns (`SELECT o.title AS title`): a column
    that is moved, forgotten or misspelt is a TypeError, and no other row."""
    cursor = database.execute_sql(query, values)
    names = [column[0] for column in cursor.description]
    return [made(**dict(zip(names, cells, strict=True))) for cells in cursor]


def data_version(database: Database) -> int:
    """A number that has moved when another connection has written since it was asked for last."""
    return int(database.execute_sql("PRAGMA data_version").fetchone()[0])
