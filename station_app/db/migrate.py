"""Bringing a database to this program's form by frozen steps.

A step is a file `migrations/NNN_name.sql`; its number is the `user_version` that it leaves. Step and mark are one
transaction; an existing database is copied first. The journal is the truth and never migrates; the tables are a cache.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from peewee import SqliteDatabase

from station_app.db.connection import copy_to
from station_app.domain.problem import refusal, reject

APPLICATION_ID = 0x4C5A5331
""""LZS1": tells our files from another program's."""

_STEPS = Path(__file__).parent / "migrations"


def steps() -> list[tuple[int, Path]]:
    """The frozen steps by number."""
    return sorted((int(path.name[:3]), path) for path in _STEPS.glob("[0-9][0-9][0-9]_*.sql"))


def newest_version() -> int:
    """The version of the tables that this program works with."""
    return steps()[-1][0]


def version_of(database: SqliteDatabase) -> int:
    """The version of the tables in the file; 0 for a file without any."""
    return int(database.pragma("user_version"))


def migrate(database: SqliteDatabase, copy: Path | None = None) -> None:
    """Apply the steps that the database lacks, after a copy to `copy` where it held something.

    Raises Rejected for a database of a newer program or of another one; nothing is changed then.
    """
    version = version_of(database)
    if version > newest_version():
        raise reject(refusal("database_newer", value=version, newest=newest_version()))
    if version and int(database.pragma("application_id")) != APPLICATION_ID:
        raise reject(refusal("database_foreign"))
    if version == newest_version():
        return
    if version and copy:
        copy_to(database, copy)
    for number, path in steps():
        if number > version:
            _apply(database, number, path.read_text("utf-8"))


def _apply(database: SqliteDatabase, number: int, script: str) -> None:
    with database.atomic("IMMEDIATE"):
        for statement in _statements(script):
            database.execute_sql(statement)
        database.pragma("application_id", APPLICATION_ID)
        database.pragma("user_version", number)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
