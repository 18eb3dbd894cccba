"""Opening the one SQLite file: encrypted by SQLCipher where the driver has a wheel, else openly not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from peewee import DatabaseError, SqliteDatabase

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

encrypts = find_spec("sqlcipher3") is not None
"""Whether this machine's driver encrypts the file."""


def connect(path: Path, key: bytes) -> SqliteDatabase:
    """The database at `path`, opened with the raw 32-byte `key`; each thread that uses it gets its own connection.

    Raises Rejected where the file is of another program, is damaged, or the key does not open it, and by name where the
    disk and not the file is what hinders.
    """
    database = _driver(path, key)
    try:
        database.connect()
        database.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except DatabaseError as error:
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


def fault_of(error: BaseException) -> Problem | None:
    """What hinders the database where it is neither our program nor what was typed; None for everything else."""
    if not _is_of_sqlite(error):
        return None
    return next((refusal(code) for words, code in _FAULTS.items() if words in str(error)), None)


def _is_of_sqlite(error: BaseException) -> bool:
    """Whether peewee or the driver under it speaks: rows are written in one call of the driver."""
    return isinstance(error, DatabaseError) or type(error).__module__.partition(".")[0] in ("sqlite3", "sqlcipher3")


@contextmanager
def transaction(database: SqliteDatabase) -> Iterator[None]:
    """One transaction that writes: all of it is durable at the end, or nothing has happened.

    It waits for other writers from its beginning on. Raises Rejected where the disk is full, read-only or fails: SQLite
    has then rolled back itself, and what peewee says of its own rolling back is not what happened.
    """
    try:
        with database.atomic("IMMEDIATE"):
            yield
    except Exception as error:
        first: BaseException = error
        while first.__context__ is not None and _is_of_sqlite(first) and _is_of_sqlite(first.__context__):
            first = first.__context__
        fault = fault_of(first)
        if fault is None:
            raise
        raise reject(fault) from first


def copy_to(database: SqliteDatabase, path: Path) -> None:
    """Write a sound, equally encrypted copy of the database to the new file `path`."""
    database.execute_sql("VACUUM INTO ?", (str(path),))


def rows_by_name(database: SqliteDatabase, made: Callable[..., R], query: str, values: Sequence[Any] = ()) -> list[R]:
    """The rows of a query, each made from its cells by the names of the columns (`SELECT o.title AS title`): a column
    that is moved, forgotten or misspelt is a TypeError, and no other row."""
    cursor = database.execute_sql(query, values)
    names = [column[0] for column in cursor.description]
    return [made(**dict(zip(names, cells, strict=True))) for cells in cursor]


def data_version(database: SqliteDatabase) -> int:
    """A number that has moved when another connection has written since it was asked for last."""
    return int(database.execute_sql("PRAGMA data_version").fetchone()[0])


def _driver(path: Path, key: bytes) -> SqliteDatabase:
    options: dict[str, Any] = {"pragmas": PRAGMAS, "timeout": BUSY_S}
    if not encrypts:
        return SqliteDatabase(str(path), **options)
    # Imported here: where the driver has no wheel (loongarch64) this module must still load.
    from playhouse.sqlcipher_ext import SqlCipherDatabase  # noqa: PLC0415 - see above

    database: SqliteDatabase = SqlCipherDatabase(str(path), passphrase=f"x'{key.hex()}'", **options)
    return database
