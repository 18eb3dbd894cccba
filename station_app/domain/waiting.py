"""How long a matter has waited, and how near its deadline is: whole civil days, nothing else."""

from __future__ import annotations

from datetime import date

from station_app.domain.lifecycle import OPEN_OPINION, RUNNING_OPINION

SOON_DAYS = 3
"""A deadline this near, or nearer, is said in words of its own."""


def days_from(first: str, last: str) -> int | None:
    """Days from one civil date (ISO 8601) to another, negative where the other is earlier; None for what is no date."""
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return None


def waits(state: str) -> bool:
    """Whether an opinion in `state` still waits for an answer."""
    return state in OPEN_OPINION


def days_left(state: str, due_on: str, today: str) -> int | None:
    """Days until the deadline, negative when it is overdue; None where none runs: no deadline, or answered already."""
    return days_from(today, due_on) if due_on and state in RUNNING_OPINION else None


def days_waited(state: str, received_on: str, today: str) -> int | None:
    """Days since an opinion that still waits was received; None where it waits no longer."""
    return days_from(received_on, today) if received_on and waits(state) else None
