"""The only source of now, today and new ids. No decision and no order depends on it."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from station_app.domain.immutable import immutable

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""Before the program existed: a machine that says so has lost its clock (dead CMOS battery)."""

BACK = timedelta(days=1)
AHEAD = timedelta(days=400)


class Clock(Protocol):
    """What the program asks of time; tests give their own."""

    def now(self) -> datetime:
        """Wall time with its offset from UTC."""
        ...

    def new_id(self) -> str:
        """A new identity: UUIDv7 as 32 hexadecimal digits. Identity only, never read as time."""
        ...


@immutable
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Wall time with the machine's offset."""
        return datetime.now(UTC).astimezone()

    def new_id(self) -> str:
        """A UUIDv7 (RFC 9562, 5.7)."""
        return uuid7(time.time_ns() // 1_000_000)


def uuid7(unix_ms: int) -> str:
    """A UUIDv7 (RFC 9562, 5.7) for an instant in milliseconds since 1970, as 32 hexadecimal digits."""
    random_bits = int.from_bytes(os.urandom(10), "big") & (1 << 74) - 1
    value = (unix_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (random_bits >> 62) << 64 | 0b10 << 62
    return f"{value | random_bits & (1 << 62) - 1:032x}"


def named_id(name: str) -> str:
    """The id of what has a name of its own, the same wherever it is made (a UUIDv8, RFC 9562, 5.8): 32 digits."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f"{digest[:12]}8{digest[13:16]}a{digest[17:32]}"


def today(clock: Clock) -> str:
    """The civil date at the desk."""
    return clock.now().date().isoformat()


def is_credible(today: str) -> bool:
    """Whether a civil date can be today's. Where it cannot, it says nothing of the days that a person writes."""
    return today >= EARLIEST.date().isoformat()


def stamp(now: datetime) -> str:
    """The time as a change carries it: local time to the millisecond with its offset, evidence for people."""
    return now.isoformat(timespec="milliseconds")


def standing(now: datetime, last_at: str) -> str:
    """What the clock is worth at `now`, the author's last change having been made at `last_at` ("" for none).

    "unset": before the program existed. "jumped": more than a day back, or more than 400 days ahead. Else "ok".
    """
    if now < EARLIEST:
        return "unset"
    if last_at:
        step = now - datetime.fromisoformat(last_at)
        if step < -BACK or step > AHEAD:
            return "jumped"
    return "ok"
