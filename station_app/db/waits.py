"""How matters wait at an office: which they are and since when, one row each.

A list is filtered by a row of `WAITS` (`ledger.Filter.wait`), and a tile counts the same row (`heap`), so that a number
and the list that it opens never differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from station_app.db import viewing
from station_app.db.connection import Database
from station_app.db.models import WAITING
from station_app.db.viewing import Condition
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import (
    ANSWERED_SUGGESTION,
    PLACED_OPINION,
    RUNNING_OPINION,
    RUNNING_SUGGESTION,
    UNTOLD_OPINION,
)
from station_app.domain.secrecy import Viewer

WEEKS = 8
"""Weeks of a trend; what waits longer stands in the first."""

TODAY, SOON = 0, 1
"""The places of the civil dates that a row is reckoned on: today, and the last day that is soon."""


@immutable
class Wait:
    """How matters of one kind wait: a condition on their table, with the dates for its places, and where their ids and
    the days since which they wait are read (`source`, whose columns are `id` and `day`). `is_past`: whether that day
    lies behind today, so that it can be told by weeks; `is_little`: an index holds them alone; all are read.

    Neither opens the row of a matter: of a hundred thousand that is what takes the time.
    """

    sql: str
    source: str
    uses: tuple[int, ...] = ()
    is_past: bool = True
    is_little: bool = False

    def condition(self, days: Sequence[str]) -> Condition:
        """The condition on two civil dates: today and the last that is soon."""
        return Condition(self.sql, self.values(days))

    def values(self, days: Sequence[str]) -> tuple[str, ...]:
        """What stands at its places."""
        return tuple(days[place] for place in self.uses)


@immutable
class Heap:
    """What waits in one way: how many, the id of the one that has waited longest (0 for none) and since when ("" where
    no day says so), and how many began to wait in each of the last weeks, the present one last; () where no day tells.
    """

    count: int
    first: int = 0
    since: str = ""
    weeks: tuple[int, ...] = ()


def _own(kind: str, sql: str, since: str, uses: tuple[int, ...] = (), *, is_past: bool = True) -> Wait:
    """Of a matter's own columns. A day beside what is asked for is hidden from the planner, which would walk along it
    and open every row."""
    day = f"{kind}.{since}" if uses else f"+{kind}.{since}"
    return Wait(sql, f"SELECT {kind}.id AS id, {day} AS day FROM {kind} WHERE {sql}", uses, is_past)


def _running(kind: str, states: Sequence[str], due: str, uses: tuple[int, ...], *, is_past: bool) -> Wait:
    """By its deadline; written as the index of deadlines is: what has none stands apart in it."""
    sql = f"({kind}.due_on = '') IS 0 AND {due.format(f'{kind}.due_on')} AND +{kind}.state IN ({_some(states)})"
    return _own(kind, sql, "due_on", uses, is_past=is_past)


def _beside(kind: str, of: str, day: str, index: str, states: Sequence[str], more: str = "1") -> Wait:
    """By a record of its handling: those are few (an index holds them alone), and the matters are asked for from
    there."""
    condition = WAITING[index].replace(" state", f" {of}.state").replace(" side", f" {of}.side")
    source = (
        f"SELECT own.id AS id, min({of}.{day}) AS day FROM {of} INDEXED BY {index}"
        f" CROSS JOIN {kind} AS own INDEXED BY {kind}_standing ON own.uid = {of}.{kind}"
        f" WHERE{condition} AND own.state IN ({_some(states)}) AND {more} GROUP BY own.id"
    )
    return Wait(f"{kind}.id IN (SELECT id FROM ({source}))", source, is_little=True)


def _some(states: Sequence[str]) -> str:
    return ", ".join(f"'{one}'" for one in states)


def _apart(kind: str, index: str, since: str) -> Wait:
    """By a condition that an index of its own holds."""
    source = f"SELECT own.id AS id, own.{since} AS day FROM {kind} AS own INDEXED BY {index} WHERE{WAITING[index]}"
    return Wait(f"{kind}.id IN (SELECT id FROM ({source}))", source, is_little=True)


_RETURNS = {
    "opinion": _beside("opinion", "assignment", "return_asked_on", "assignment_return_asked", PLACED_OPINION),
    "suggestion": _beside("suggestion", "assignment", "return_asked_on", "assignment_return_asked", RUNNING_SUGGESTION),
}

_ASSIGNED = "suggestion.turn = 'COUNTY' AND suggestion.state = 'ASSIGNED'"
"""A suggestion reads so, too, while its unit asks to give it back."""

WAITS: Mapping[str, Mapping[str, Wait]] = {
    "overdue": {
        "opinion": _running("opinion", RUNNING_OPINION, "{} < ?", (TODAY,), is_past=True),
        "suggestion": _running("suggestion", RUNNING_SUGGESTION, "{} < ?", (TODAY,), is_past=True),
    },
    "dissatisfied": {
        "opinion": _apart("opinion", "opinion_dissatisfied", "fed_back_on"),
        "suggestion": _apart("suggestion", "suggestion_dissatisfied", "evaluated_on"),
    },
    "to_accept": {
        "suggestion": _own(
            "suggestion", "suggestion.turn = 'COUNTY' AND suggestion.state = 'SUBMITTED'", "submitted_on"
        )
    },
    "to_assign": {
        "opinion": _own("opinion", "opinion.turn = 'COUNTY' AND opinion.state = 'ESCALATED'", "received_on"),
        "suggestion": _own(
            "suggestion", "suggestion.turn = 'COUNTY' AND suggestion.state = 'ACCEPTED'", "submitted_on"
        ),
    },
    "to_check": {
        "opinion": _beside(
            "opinion", "reply", "replied_on", "reply_to_check", UNTOLD_OPINION, "own.answered_in = reply.uid"
        ),
        "suggestion": _beside(
            "suggestion", "reply", "replied_on", "reply_to_check", (*ANSWERED_SUGGESTION, *RUNNING_SUGGESTION)
        ),
    },
    "extension_asked": {
        "opinion": _beside("opinion", "extension", "asked_on", "extension_asked", PLACED_OPINION),
        "suggestion": _beside("suggestion", "extension", "asked_on", "extension_asked", RUNNING_SUGGESTION),
    },
    "return_asked": _RETURNS,
    "due_soon": {
        "opinion": _running("opinion", RUNNING_OPINION, "{} BETWEEN ? AND ?", (TODAY, SOON), is_past=False),
        "suggestion": _running("suggestion", RUNNING_SUGGESTION, "{} BETWEEN ? AND ?", (TODAY, SOON), is_past=False),
    },
    "to_sign": {
        "opinion": _own("opinion", "opinion.turn = 'COUNTY' AND opinion.state = 'REFERRED'", "assigned_on"),
        "suggestion": Wait(
            f"{_ASSIGNED} AND suggestion.id NOT IN (SELECT id FROM ({_RETURNS['suggestion'].source}))",
            f"SELECT suggestion.id AS id, +suggestion.assigned_on AS day FROM suggestion WHERE {_ASSIGNED} AND"
            " suggestion.uid NOT IN (SELECT suggestion FROM assignment INDEXED BY assignment_return_asked"
            f" WHERE{WAITING['assignment_return_asked']})",
        ),
    },
    "untold": {"opinion": _own("opinion", "opinion.owed_since > ''", "owed_since")},
}
"""How matters wait, by the kinds that can. What one has no row for does not wait so."""


def heap(database: Database, kind: str, wait: str, days: Sequence[str], viewer: Viewer) -> Heap:
    """What waits so of a kind on a day, without what `viewer` may not see. Raises KeyError for no such row."""
    asked = WAITS[wait][kind]
    seen = viewing.of_kind(kind, viewer)
    told = " AND ".join(one.sql for one in seen)
    readable = f" WHERE id IN (SELECT {kind}.id FROM {kind} WHERE {told})" if seen else ""
    values = (*asked.values(days), *(value for one in seen for value in one.values))
    source, today = f"({asked.source}){readable}", days[TODAY] if asked.is_past else ""
    return _read(database, source, values, today) if asked.is_little else counted(database, source, values, today)


def _read(database: Database, source: str, values: Sequence[Any], today: str) -> Heap:
    """A heap of which every row is looked up: once."""
    found = database.execute_sql(f"SELECT day, id FROM {source}", values).fetchall()
    since, first = min((one for one in found if one[0]), default=("", found[0][1] if found else 0))
    upto = [sum(day >= start for day, _ in found) for start in week_starts(today)] if today else []
    weeks = tuple(before - after for before, after in pairwise([len(found), *upto, 0])) if today and found else ()
    return Heap(len(found), first, since, weeks)


def counted(database: Database, source: str, values: Sequence[Any], today: str) -> Heap:
    """The rows of a source with the columns `id` and `day` as a heap, by weeks up to the civil date `today` ("": not by
    weeks)."""
    # SQLite gives `id` of the row that holds the minimum.
    query = f"SELECT count(*), min(nullif(day, '')), id FROM {source}"
    count, since, first = database.execute_sql(query, values).fetchone()
    weeks = _weeks(database, source, values, today, count) if today and count else ()
    return Heap(count, first or 0, since or "", weeks)


def _weeks(database: Database, source: str, values: Sequence[Any], today: str, count: int) -> tuple[int, ...]:
    """How many of so many began in each week; what began before the first one stands in it."""
    starts = week_starts(today)
    sums = ", ".join("total(day >= ?)" for _ in starts)
    query = f"SELECT {sums} FROM (SELECT day FROM {source}) WHERE day >= ?"
    later = database.execute_sql(query, (*starts, *values, starts[0])).fetchone()
    upto = [count, *map(int, later), 0]
    return tuple(before - after for before, after in pairwise(upto))


def week_starts(today: str) -> tuple[str, ...]:
    """The first day of each week of a trend but the first, the earliest first; a week ends with today's weekday."""
    last = date.fromisoformat(today)
    return tuple((last - timedelta(days=7 * back - 1)).isoformat() for back in range(WEEKS - 1, 0, -1))
