"""What a person prefers, and how the program looks before anybody has unlocked it."""

from __future__ import annotations

import json
from pathlib import Path

from station_app.db.connection import Database
from station_app.domain.immutable import immutable

EVERYBODY = ""
"""The user of what holds for the whole desk."""


def get(database: Database, name: str, default: str = "", user: str = EVERYBODY) -> str:
    """What was set under a name; `default` where nothing was."""
    row = database.execute_sql("SELECT value FROM preference WHERE user = ? AND name = ?", (user, name)).fetchone()
    return str(row[0]) if row else default


def put(database: Database, name: str, value: str, user: str = EVERYBODY) -> None:
    """Set it."""
    database.execute_sql(
        "INSERT INTO preference (user, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (user, name) DO UPDATE SET value = excluded.value",
        (user, name, value),
    )


FILE_NAME = "desk.json"
SCALES = (100, 125, 150)
"""Percent."""
LOOKS = ("light", "dark", "high_contrast")


@immutable
class Appearance:
    """A scale in percent, and the name of a table of colours."""

    scale: int = SCALES[0]
    look: str = LOOKS[0]


def read(folder: Path) -> Appearance:
    """What was set; the usual where nothing was, or where the file is no longer what was written."""
    try:
        told = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return Appearance()
    if not isinstance(told, dict):
        return Appearance()
    usual, scale, look = Appearance(), told.get("scale"), told.get("look")
    return Appearance(scale if scale in SCALES else usual.scale, look if look in LOOKS else usual.look)


def write(folder: Path, appearance: Appearance) -> None:
    """Set it; it holds from the next start. Raises ValueError for what there is no such size or look of, OSError."""
    if appearance.scale not in SCALES or appearance.look not in LOOKS:
        raise ValueError(f"{appearance.scale} percent, {appearance.look}")
    told = json.dumps({"scale": appearance.scale, "look": appearance.look})
    beside = folder / f"{FILE_NAME}.new"
    beside.write_text(told, "utf-8")
    beside.replace(folder / FILE_NAME)
