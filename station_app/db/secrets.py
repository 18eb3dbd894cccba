"""The device's own keys and what was agreed when it was admitted: in the encrypted file, never in a record."""

from __future__ import annotations

from station_app.db.connection import Database


def get(database: Database, name: str) -> bytes:
    """What is kept under a name; nothing where nothing is."""
    row = database.execute_sql("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
    return bytes(row[0]) if row else b""


def put(database: Database, name: str, value: bytes) -> None:
    """Keep a value under a name, in place of an older one."""
    database.execute_sql(
        "INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def under(database: Database, prefix: str) -> dict[str, bytes]:
    """What is kept under the names that begin so, by what follows in them."""
    found = database.execute_sql(
        "SELECT substr(name, ?), value FROM secret WHERE substr(name, 1, ?) = ?", (len(prefix) + 1, len(prefix), prefix)
    )
    return {str(name): bytes(value) for name, value in found.fetchall()}


def drop(database: Database, name: str) -> None:
    """Keep nothing under a name any more."""
    database.execute_sql("DELETE FROM secret WHERE name = ?", (name,))
