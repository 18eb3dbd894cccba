"""A month in figures, counted in SQL: who came on which day, what became of what was heard, what was due and late."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.db import viewing
from station_app.db.connection import Database
from station_app.db.models import marks
from station_app.db.viewing import Condition
from station_app.domain.lifecycle import (
    DAY_CANCELLED,
    OPEN_OPINION,
    RUNNING_OPINION,
    TOLD_OPINION,
    UNTOLD_OPINION,
    VOID,
)
from station_app.domain.secrecy import Viewer


def visits(database: Database, first: str, last: str, viewer: Viewer) -> dict[str, tuple[int, int]]:
    """How many visits and how many heads each civil date from `first` to `last` had; days without any are left out."""
    seen = [Condition(f"state NOT IN ({marks(VOID)})", VOID), *viewing.of_visits(viewer)]
    query = (
        "SELECT received_on, count(*), sum(headcount) FROM visit"
        f" WHERE received_on BETWEEN ? AND ? AND {_all_of(seen)} GROUP BY received_on"
    )
    return {day: (count, heads) for day, count, heads in database.execute_sql(query, (first, last, *_values(seen)))}


def reception_days(database: Database, first: str, last: str) -> dict[str, str]:
    """The reception days from `first` to `last` that were not called off: uid by civil date."""
    query = "SELECT held_on, uid FROM reception_day WHERE held_on BETWEEN ? AND ? AND state <> ?"
    return dict(database.execute_sql(query, (first, last, DAY_CANCELLED)).fetchall())


def became(database: Database, first: str, last: str, today: str, viewer: Viewer) -> tuple[int, int, int, int]:
    """Of the opinions received from `first` to `last`: how many speakers were told, how many have an answer and were
    not told, how many wait and are in time, how many wait and are past their deadline."""
    parts = (
        (TOLD_OPINION, ""),
        (UNTOLD_OPINION, ""),
        (RUNNING_OPINION, " AND (due_on = '' OR due_on >= ?)"),
        (RUNNING_OPINION, " AND due_on <> '' AND due_on < ?"),
    )
    counts = []
    for states, due in parts:
        asked = Condition(f"state IN ({marks(states)}){due}", (*states, *((today,) if due else ())))
        counts.append(_count(database, [Condition("received_on BETWEEN ? AND ?", (first, last)), asked], viewer))
    told, untold, in_time, late = counts
    return told, untold, in_time, late


def late(database: Database, today: str, viewer: Viewer) -> int:
    """How many opinions wait and are past their deadline, whenever they were received."""
    asked = Condition(
        f"NOT due_on = '' AND due_on < ? AND state IN ({marks(RUNNING_OPINION)})", (today, *RUNNING_OPINION)
    )
    return _count(database, [asked], viewer)


def missed(database: Database, first: str, today: str, viewer: Viewer) -> dict[str, int]:
    """How many opinions were due in each month (2026-11) from the civil date `first` on, before today, and were not
    answered by then."""
    asked = [
        Condition("NOT due_on = '' AND due_on >= ? AND due_on < ?", (first, today)),
        Condition(
            f"CASE WHEN handled_on <> '' THEN handled_on > due_on ELSE state IN ({marks(RUNNING_OPINION)}) END",
            RUNNING_OPINION,
        ),
        *viewing.of_opinions(viewer),
    ]
    query = f"SELECT substr(due_on, 1, 7), count(*) FROM opinion WHERE {_all_of(asked)} GROUP BY 1"
    return dict(database.execute_sql(query, _values(asked)).fetchall())


def longest_waiting(database: Database, today: str, most: int, viewer: Viewer) -> list[int]:
    """The ids of the opinions that wait for something here, at most so many: those past their deadline, the one that is
    longest so first; then those received first."""
    seen = viewing.of_opinions(viewer)
    late = [
        Condition(f"NOT due_on = '' AND due_on < ? AND +state IN ({marks(RUNNING_OPINION)})", (today, *RUNNING_OPINION))
    ]
    query = f"SELECT id FROM opinion WHERE {_all_of([*late, *seen])} ORDER BY due_on, id LIMIT ?"
    found = [row[0] for row in database.execute_sql(query, (*_values([*late, *seen]), most))]
    rest = [
        Condition(f"+state IN ({marks(OPEN_OPINION)})", OPEN_OPINION),
        Condition(f"id NOT IN ({marks(found)})", found),
    ]
    query = f"SELECT id FROM opinion WHERE {_all_of([*rest, *seen])} ORDER BY received_on, id LIMIT ?"
    return found + [row[0] for row in database.execute_sql(query, (*_values([*rest, *seen]), most - len(found)))]


def _count(database: Database, asked: Sequence[Condition], viewer: Viewer) -> int:
    asked = [*asked, *viewing.of_opinions(viewer)]
    return int(
        database.execute_sql(f"SELECT count(*) FROM opinion WHERE {_all_of(asked)}", _values(asked)).fetchone()[0]
    )


def _all_of(asked: Sequence[Condition]) -> str:
    return " AND ".join(one.sql for one in asked)


def _values(asked: Sequence[Condition]) -> list[object]:
    return [value for one in asked for value in one.values]
