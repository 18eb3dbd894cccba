"""What a person prefers, and how the program looks before anybody has unlocked it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


def every(database: Database) -> list[tuple[str, str, str]]:
    """All that is set: whose (a user's uid or `EVERYBODY`), under which name, what."""
    found = database.execute_sql("SELECT user, name, value FROM preference ORDER BY user, name")
    return [(str(user), str(name), str(value)) for user, name, value in found.fetchall()]


FILE_NAME, WINDOW_FILE = "desk.json", "window.json"
SCALES = (100, 125, 150)
"""Percent."""
LOOKS = ("light", "dark", "high_contrast")


@immutable
class Appearance:
    """A scale in percent, and the name of a table of colours."""

    scale: int = SCALES[0]
    look: str = LOOKS[0]


@immutable
class Window:
    """Where the window stood when it was closed (Qt's own words for it, in hexadecimal), the page of its rail that was
    in view on a civil date, and the name of whoever sat there."""

    geometry: str = ""
    page: str = ""
    day: str = ""
    user: str = ""


def read(folder: Path) -> Appearance:
    """What was set; the usual where nothing was, or where the file is no longer what was written."""
    told = _told(folder / FILE_NAME)
    usual, scale, look = Appearance(), told.get("scale"), told.get("look")
    return Appearance(scale if scale in SCALES else usual.scale, look if look in LOOKS else usual.look)


def write(folder: Path, appearance: Appearance) -> None:
    """Set it; it holds from the next start. Raises ValueError for what there is no such size or look of, OSError."""
    if appearance.scale not in SCALES or appearance.look not in LOOKS:
        raise ValueError(f"{appearance.scale} percent, {appearance.look}")
    _write(folder / FILE_NAME, {"scale": appearance.scale, "look": appearance.look})


def read_window(folder: Path) -> Window:
    """Where the window stood; nowhere where it never did, or where the file is no longer what was written."""
    told = _told(folder / WINDOW_FILE)
    named = {name: told.get(name) for name in ("geometry", "page", "day", "user")}
    return Window(**{name: value for name, value in named.items() if isinstance(value, str)})


def write_window(folder: Path, window: Window) -> None:
    """Keep it. Raises OSError."""
    told = {"geometry": window.geometry, "page": window.page, "day": window.day, "user": window.user}
    _write(folder / WINDOW_FILE, told)


def _told(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(path: Path, told: Mapping[str, object]) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(told), "utf-8")
    beside.replace(path)
