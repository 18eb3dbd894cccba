"""The fields where blind changes met and every value was kept."""

from __future__ import annotations

import json
from typing import Any

from peewee import SqliteDatabase


def by_field(database: SqliteDatabase) -> dict[tuple[str, str, str], list[Any]]:
    """The values that clash, by kind, record and field."""
    query = "SELECT kind, record, field, value FROM clash ORDER BY kind, record, field, journal, seq"
    found: dict[tuple[str, str, str], list[Any]] = {}
    for kind, record, name, value in database.execute_sql(query):
        found.setdefault((kind, record, name), []).append(json.loads(value))
    return found
