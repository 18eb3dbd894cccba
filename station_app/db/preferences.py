"""What one person, or everybody at this desk (user ""), has set: it is never sent."""

from __future__ import annotations

from peewee import SqliteDatabase


def preference(database: SqliteDatabase, name: str, user: str = "") -> str:
    """What was set under `name`, "" for nothing."""
    query = "SELECT value FROM preference WHERE user = ? AND name = ?"
    row = database.execute_sql(query, (user, name)).fetchone()
    return str(row[0]) if row else ""


def prefer(database: SqliteDatabase, name: str, value: str, user: str = "") -> None:
    """Set `name`; the caller holds the transaction."""
    database.execute_sql(
        "INSERT INTO preference (user, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (user, name) DO UPDATE SET value = excluded.value",
        (user, name, value),
    )
