"""What one person, or everybody at this desk, has set: minutes until the lock, the size of letters. Never sent."""

from __future__ import annotations

from peewee import SqliteDatabase

EVERYBODY = ""
"""The user of what holds for the whole desk."""


def get(database: SqliteDatabase, name: str, default: str = "", user: str = EVERYBODY) -> str:
    """What was set under a name; `default` where nothing was."""
    row = database.execute_sql("SELECT value FROM preference WHERE user = ? AND name = ?", (user, name)).fetchone()
    return str(row[0]) if row else default


def put(database: SqliteDatabase, name: str, value: str, user: str = EVERYBODY) -> None:
    """Set it."""
    database.execute_sql(
        "INSERT INTO preference (user, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (user, name) DO UPDATE SET value = excluded.value",
        (user, name, value),
    )
