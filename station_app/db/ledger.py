"""The ledger of opinions (意见台账): filtered, sorted and counted in SQL, a million rows or ten."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from peewee import SqliteDatabase

from station_app.db import search, viewing
from station_app.db.connection import rows_by_name
from station_app.db.models import marks, portions
from station_app.domain.identity import masked_name
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import OPEN_OPINION, UNANSWERED_OPINION, UNDECIDED_OPINION, UNTOLD_OPINION
from station_app.domain.secrecy import is_confidential
from station_app.domain.viewing import EVERYTHING, Viewer

SORTS: dict[str, str] = {
    "newest": "o.received_on DESC, o.id DESC",
    "registered": "o.id DESC",
    "waiting": "o.received_on, o.id",
    "number": "o.id",
    "category": "o.category, o.received_on, o.id",
    "state": "o.state, o.received_on, o.id",
    "village": "o.village, o.received_on, o.id",
}
"""The orders that a list can take, each along an index."""

EXCERPT = 120


@immutable
class Filter:
    """Which opinions, in which order. Empty members do not narrow; `open_only` keeps what still waits for an answer.

    `category` may be a first-level code (02) and then takes all below it; `village` a division above the village.
    Nothing is left that `viewer` may not see.
    """

    text: str = ""
    states: tuple[str, ...] = ()
    open_only: bool = False
    category: str = ""
    village: str = ""
    channel: str = ""
    urgency: str = ""
    from_on: str = ""
    to_on: str = ""
    sort: str = "newest"
    viewer: Viewer = EVERYTHING


@immutable_by_keyword
class LedgerRow:
    """What a line of the ledger shows. Who asked for secrecy, or accuses, stands in no list with a full name."""

    id: int
    uid: str
    number: str
    received_on: str
    title: str
    excerpt: str
    category: str
    urgency: str
    state: str
    unit: str
    due_on: str
    village: str
    sensitivity: str
    visitor: str
    headcount: int
    visit: str
    is_repeat: bool = False
    opinion_kind: str = ""
    redirect_reason: str = ""


_COLUMNS = (
    "o.id AS id, o.uid AS uid, o.number AS number, o.received_on AS received_on, o.title AS title,"
    f" substr(o.verbatim, 1, {EXCERPT}) AS excerpt, o.category AS category, o.urgency AS urgency, o.state AS state,"
    " CASE o.unit WHEN '' THEN o.proposed_unit ELSE o.unit END AS unit, o.due_on AS due_on, o.village AS village,"
    " o.sensitivity AS sensitivity, coalesce(p.name, '') AS visitor, coalesce(v.headcount, 0) AS headcount,"
    " o.visit AS visit, coalesce(v.repeat_of <> '' OR v.is_first = 'REPEAT', 0) AS is_repeat,"
    " o.opinion_kind AS opinion_kind, o.redirect_reason AS redirect_reason"
)
_JOINED = "opinion AS o LEFT JOIN visit AS v ON v.uid = o.visit LEFT JOIN person AS p ON p.uid = v.visitor"


def count(database: SqliteDatabase, chosen: Filter) -> int:
    """How many opinions the filter leaves."""
    condition, values = _condition(database, chosen)
    return int(database.execute_sql(f"SELECT count(*) FROM opinion AS o WHERE {condition}", values).fetchone()[0])


def oldest(database: SqliteDatabase, chosen: Filter) -> str:
    """The day of the oldest opinion that the filter leaves; "" where there is none."""
    condition, values = _condition(database, chosen)
    return str(
        database.execute_sql(f"SELECT min(o.received_on) FROM opinion AS o WHERE {condition}", values).fetchone()[0]
        or ""
    )


def ids(database: SqliteDatabase, chosen: Filter, offset: int, limit: int) -> list[int]:
    """The ids of one page of the list."""
    condition, values = _condition(database, chosen)
    query = f"SELECT o.id FROM opinion AS o WHERE {condition} ORDER BY {SORTS[chosen.sort]} LIMIT ? OFFSET ?"
    return [row[0] for row in database.execute_sql(query, (*values, limit, offset))]


def all_ids(database: SqliteDatabase, chosen: Filter) -> array[int]:
    """All ids of the list in order, 8 bytes each: with them a jump to any row costs one page."""
    condition, values = _condition(database, chosen)
    query = f"SELECT o.id FROM opinion AS o WHERE {condition} ORDER BY {SORTS[chosen.sort]}"
    return array("q", (row[0] for row in database.execute_sql(query, values)))


def rows(database: SqliteDatabase, wanted: Sequence[int]) -> dict[int, LedgerRow]:
    """The lines of some ids, by id; those that are not here are left out."""
    found = {}
    for some in portions(wanted):
        query = f"SELECT {_COLUMNS} FROM {_JOINED} WHERE o.id IN ({marks(some)})"
        found.update({row.id: row for row in rows_by_name(database, _row, query, some)})
    return found


def _row(**cells: Any) -> LedgerRow:
    row = LedgerRow(**cells)
    return replace(row, visitor=masked_name(row.visitor)) if is_confidential(vars(row)) else row


def _condition(database: SqliteDatabase, chosen: Filter) -> tuple[str, list[Any]]:
    seen, values = viewing.of_opinions(chosen.viewer)
    parts = ["1", *seen]
    if chosen.text.strip():
        matching, needed = search.condition(database, chosen.text)
        parts.append(matching)
        values += needed
    states = chosen.states or (OPEN_OPINION if chosen.open_only else ())
    if states:
        parts.append(f"o.state IN ({marks(states)})")
        values += states
    for name, prefix in (("category", chosen.category), ("village", chosen.village.rstrip("0"))):
        if prefix:
            parts.append(f"o.{name} >= ? AND o.{name} < ?")
            values += [prefix, prefix + ":"]
    for name, exact in (("channel", chosen.channel), ("urgency", chosen.urgency)):
        if exact:
            parts.append(f"o.{name} = ?")
            values.append(exact)
    if chosen.from_on:
        parts.append("o.received_on >= ?")
        values.append(chosen.from_on)
    if chosen.to_on:
        parts.append("o.received_on <= ?")
        values.append(chosen.to_on)
    return " AND ".join(parts), values


@immutable
class Waits:
    """One heap of opinions that wait: how many, the uid of the one that has waited longest, and since which day."""

    count: int
    first: str = ""
    since: str = ""


@immutable
class Waiting:
    """The heaps: matters without a destination, those that wait for an answer, those of which the answer is there and
    the speaker does not know it, those past or near their deadline."""

    undecided: Waits
    unanswered: Waits
    untold: Waits
    overdue: Waits
    due_tomorrow: Waits


def waiting(database: SqliteDatabase, today: str, tomorrow: str, viewer: Viewer = EVERYTHING) -> Waiting:
    """What waits on the civil date `today`; a deadline of today is not past yet and counts with tomorrow's.

    What `viewer` may not see waits for somebody else.
    """
    seen, seen_values = viewing.of_opinions(viewer)

    def heap(states: tuple[str, ...], order: str, condition: str = "1", values: tuple[str, ...] = ()) -> Waits:
        # SQLite gives `uid` of the row that holds the minimum.
        query = f"SELECT count(*), o.uid, min(o.{order}) FROM opinion AS o WHERE "
        query += " AND ".join([f"o.state IN ({marks(states)})", condition, *seen])
        count, first, since = database.execute_sql(query, (*states, *values, *seen_values)).fetchone()
        return Waits(count, first or "", since or "")

    return Waiting(
        undecided=heap(UNDECIDED_OPINION, "received_on"),
        unanswered=heap(UNANSWERED_OPINION, "received_on"),
        untold=heap(UNTOLD_OPINION, "received_on"),
        overdue=heap(OPEN_OPINION, "due_on", "o.due_on <> '' AND o.due_on < ?", (today,)),
        due_tomorrow=heap(OPEN_OPINION, "due_on", "o.due_on >= ? AND o.due_on <= ?", (today, tomorrow)),
    )
