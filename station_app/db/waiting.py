"""What waits at the desk, counted along the index of states."""

from __future__ import annotations

from peewee import SqliteDatabase

from station_app.db.models import marks
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import OPEN_OPINION, UNANSWERED_OPINION, UNDECIDED_OPINION, UNTOLD_OPINION


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


def waiting(database: SqliteDatabase, today: str, tomorrow: str) -> Waiting:
    """What waits on the civil date `today`; a deadline of today is not past yet and counts with tomorrow's."""
    return Waiting(
        undecided=_heap(database, UNDECIDED_OPINION, "1", (), "received_on"),
        unanswered=_heap(database, UNANSWERED_OPINION, "1", (), "received_on"),
        untold=_heap(database, UNTOLD_OPINION, "1", (), "received_on"),
        overdue=_heap(database, OPEN_OPINION, "due_on <> '' AND due_on < ?", (today,), "due_on"),
        due_tomorrow=_heap(database, OPEN_OPINION, "due_on >= ? AND due_on <= ?", (today, tomorrow), "due_on"),
    )


def _heap(
    database: SqliteDatabase, states: tuple[str, ...], condition: str, values: tuple[str, ...], order: str
) -> Waits:
    # SQLite gives `uid` of the row that holds the minimum.
    query = f"SELECT count(*), uid, min({order}) FROM opinion WHERE state IN ({marks(states)}) AND {condition}"
    count, first, since = database.execute_sql(query, (*states, *values)).fetchone()
    return Waits(count, first or "", since or "")
