"""What waits at the desk, counted along the index of states."""

from __future__ import annotations

from peewee import SqliteDatabase

from station_app.db import viewing
from station_app.db.models import marks
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import OPEN_OPINION, UNANSWERED_OPINION, UNDECIDED_OPINION, UNTOLD_OPINION
from station_app.domain.viewing import EVERYTHING, Viewer


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
