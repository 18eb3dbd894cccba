"""The promises of units (承诺) as a county lists them: read by pages along the index of their days."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.db import viewing
from station_app.db.connection import Database, rows_by_name
from station_app.db.models import marks
from station_app.db.viewing import Condition
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.secrecy import Viewer

STATES = {"open": OPEN_COMMITMENT, "overdue": OPEN_COMMITMENT, "soon": OPEN_COMMITMENT, "kept": ("KEPT",), "all": ()}
"""Which promises a list shows, and their states; those of a day are narrowed by it besides."""


@immutable_by_keyword
class PromiseRow:
    """A line: what was promised, by whom and by when, and of which matter."""

    id: int
    uid: str
    what: str
    unit: str
    by_on: str
    state: str
    station: str
    kind: str
    matter: str
    title: str


def of_state(shown: str, days: Sequence[str]) -> list[Condition]:
    """The conditions of a key of `STATES` on two civil dates: today, and the last day that is soon. Raises KeyError."""
    states = STATES[shown]
    found = [Condition(f"commitment.state IN ({marks(states)})", states)] if states else []
    if shown == "overdue":
        found.append(Condition("commitment.by_on > '' AND commitment.by_on < ?", (days[0],)))
    if shown == "soon":
        found.append(Condition("commitment.by_on BETWEEN ? AND ?", tuple(days)))
    return [*found, Condition("commitment.void_reason = ''")]


def source(shown: str, days: Sequence[str], viewer: Viewer) -> tuple[str, list[str]]:
    """Their ids and days as a query, for a heap (`waits.counted`), with its values."""
    asked = [*of_state(shown, days), *viewing.of_kind("commitment", viewer)]
    where = " AND ".join(one.sql for one in asked)
    query = f"(SELECT commitment.id AS id, commitment.by_on AS day FROM commitment WHERE {where})"
    return query, [value for one in asked for value in one.values]


def ids(database: Database, shown: str, days: Sequence[str], viewer: Viewer) -> list[int]:
    """The ids of the list, by the day on which each falls due; those without one last."""
    query, values = source(shown, days, viewer)
    return [number for (number,) in database.execute_sql(f"SELECT id FROM {query} ORDER BY day = '', day, id", values)]


def rows(database: Database, wanted: Sequence[int]) -> dict[int, PromiseRow]:
    """The lines of some ids."""
    query = (
        "SELECT commitment.id AS id, commitment.uid AS uid, commitment.what AS what, commitment.unit AS unit,"
        " commitment.by_on AS by_on, commitment.state AS state, commitment.station AS station,"
        " CASE commitment.opinion WHEN '' THEN 'suggestion' ELSE 'opinion' END AS kind,"
        " coalesce(opinion.uid, suggestion.uid, '') AS matter, coalesce(opinion.title, suggestion.title, '') AS title"
        " FROM commitment LEFT JOIN opinion ON opinion.uid = commitment.opinion"
        f" LEFT JOIN suggestion ON suggestion.uid = commitment.suggestion WHERE commitment.id IN ({marks(wanted)})"
    )
    return {row.id: row for row in rows_by_name(database, PromiseRow, query, wanted)}
