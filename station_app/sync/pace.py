"""When to try again: full-jitter back-off, and what a Retry-After asks for. No clock, no randomness of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from station_app.domain.immutable import immutable

SHORTEST_S = 5.0
LONGEST_S = 1800.0
LONGEST_ASKED_S = 3600.0
"""A Retry-After beyond an hour is not believed further: a misread clock must not silence a station for a year."""

REGULAR_S = 900.0
"""How long a device that has nothing to send waits before it asks for news."""


@immutable
class Pace:
    """How many tries in a row have brought nothing."""

    failures: int = 0

    def failed(self) -> Pace:
        """After a try that moved no byte."""
        return Pace(self.failures + 1)

    def progressed(self) -> Pace:
        """After any byte of progress."""
        return Pace()

    def wait_s(self, chance: float, asked_s: float = 0.0) -> float:
        """Seconds until the next try. `chance` is a random number from 0 to 1; `asked_s` what the gateway asked for."""
        ceiling = min(SHORTEST_S * float(1 << min(self.failures, 20)), LONGEST_S)
        if asked_s > 0:
            # Those who were sent away together must not come back together.
            return asked_s + min(ceiling, max(asked_s / 10, 1.0)) * chance
        return ceiling * chance

    def regular_s(self, chance: float) -> float:
        """Seconds until news is asked for, when nothing waits: from half to all of the usual time."""
        return REGULAR_S * (1 + chance) / 2


def asked_s(retry_after: str, now: datetime) -> float:
    """The seconds that a Retry-After asks for (RFC 9110, 10.2.3): a number or a date; 0 for what is neither.

    Bounded at one hour.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), LONGEST_ASKED_S)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # an offset of a thousand years
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_ASKED_S)
