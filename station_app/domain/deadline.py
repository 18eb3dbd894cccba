"""Until when something is to be done, by a rule of days as data (`resources/rules/deadlines.json`).

No law sets a period for a citizen's opinion at a station; what is proposed is the local rule, and a person may write
another day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.rule_pack import Edition


@immutable
class Period:
    """So many civil days (`days`) from the day in `from_field` ("" for today), written into `fills`."""

    act: str
    from_field: str
    fills: str
    days: int


def period_of(act: str, rules: Edition) -> Period | None:
    """The period that an act starts; None where there is no rule for it."""
    for one in rules.get("days", ()):
        if one["act"] == act:
            return Period(act, str(one["from"]), str(one["fills"]), int(one["days"]))
    return None


def due_on(period: Period, values: Mapping[str, Any], today: str) -> str:
    """The last day of a period as ISO 8601; "" where its first day is not known. The first day is not counted."""
    first = str(values.get(period.from_field, "")) if period.from_field else today
    try:
        return (date.fromisoformat(first) + timedelta(days=period.days)).isoformat()
    except (ValueError, OverflowError):
        return ""
