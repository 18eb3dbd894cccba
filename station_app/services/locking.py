"""When an open desk locks itself (GB/T 22239-2019, 8.1.4.1): minutes without a hand on keys or mouse."""

from __future__ import annotations

from station_app.db import preferences
from station_app.services import trail
from station_app.services.desk import Desk

MINUTES = "idle_minutes"
USUAL, LONGEST = 10, 120
"""Minutes at first, and at most; 0 is never."""


def minutes(desk: Desk) -> int:
    """After how many minutes this desk locks itself; 0 for never."""
    return int(preferences.get(desk.store.database, MINUTES, str(USUAL)))


def set_minutes(desk: Desk, value: int) -> None:
    """Set it for everybody at this desk. Raises ValueError for what is no such number."""
    if not 0 <= value <= LONGEST:
        raise ValueError(f"{value} minutes")
    preferences.put(desk.store.database, MINUTES, str(value))


def locked(desk: Desk) -> None:
    """Write down that the desk was locked."""
    trail.note(desk, trail.LOCKED)
