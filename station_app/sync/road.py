"""What a road is: whatever carries a call to the gateway and its answer back, and how it may break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from station_app.sync.requests import Answer, Request

Watch = Callable[[int, int], None]
"""Told how many bytes more went up and came down; raises `Stopped` to stop between bytes."""


@dataclass
class Cut(Exception):
    """The road broke. `reason`: "offline" (no way there), "refused" (nobody listens), "untrusted" (another's
    certificate), "cut", "stalled", "oversized"."""

    reason: str


class Stopped(Exception):
    """A person stopped it."""


class Road(Protocol):
    """One gateway, one call at a time."""

    def ask(self, request: Request, watch: Watch) -> Answer:
        """The answer to a call. Raises Cut where the road broke, and what `watch` raises."""
        ...

    def close(self) -> None:
        """Hang up; the next call dials anew."""
        ...


def unwatched(_up: int, _down: int) -> None:
    """Nobody watches."""
