"""Spans of civil days that lists are narrowed to: this month, last year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

Span = tuple[str, str]
"""The first and the last civil date (ISO 8601); "" for an open end."""


def _today(day: date) -> tuple[date, date]:
    return day, day


def _this_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _this_month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _last_30_days(day: date) -> tuple[date, date]:
    return day - timedelta(days=29), day


def _this_year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _last_year(day: date) -> tuple[date, date]:
    return date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)


SPANS: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": _today,
    "week": _this_week,
    "month": _this_month,
    "30_days": _last_30_days,
    "year": _this_year,
    "last_year": _last_year,
}


def span_of(name: str, today: str) -> Span:
    """The span that `name` means on the civil date `today`; open at both ends for a name that is none."""
    if name not in SPANS:
        return "", ""
    first, last = SPANS[name](date.fromisoformat(today))
    return first.isoformat(), last.isoformat()
