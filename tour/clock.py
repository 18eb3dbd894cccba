"""The time of the tour: a month passes in a minute, and always the same one: pictures do not depend on the day."""

from __future__ import annotations

from datetime import datetime, timedelta

from station_app.domain.clock import SystemClock

LOOK = timedelta(milliseconds=1)
FIRST_MORNING = "2026-10-12T08:40:00+08:00"


class TourClock:
    """Nearly stands still until somebody lets time pass: who looks twice sees two moments, as two acts are two."""

    def __init__(self, at: str = FIRST_MORNING) -> None:
        self._at = datetime.fromisoformat(at)

    def now(self) -> datetime:
        """The time that it is in the tour."""
        self._at += LOOK
        return self._at

    def new_id(self) -> str:
        """A UUIDv7 of the machine's own time: identity only."""
        return SystemClock().new_id()

    def let_pass(self, minutes: int) -> None:
        """Some minutes later."""
        self._at += timedelta(minutes=minutes)

    def turn_to(self, day: str, hour: str = "08:50") -> None:
        """The morning of a later day (ISO 8601)."""
        self._at = datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=self._at.tzinfo)
