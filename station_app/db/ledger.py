"""The ledger of opinions (意见台账): filtered, sorted and counted in SQL, a million rows or ten."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from station_app.db import search, viewing
from station_app.db.connection import Database, rows_by_name
from station_app.db.models import as_written, builder, marks, model, portions
from station_app.db.viewing import Condition
from station_app.domain.identity import masked_name
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import OPEN_OPINION, UNANSWERED_OPINION, UNDECIDED_OPINION, UNTOLD_OPINION
from station_app.domain.regions import digits_of
from station_app.domain.secrecy import is_confidential
from station_app.domain.viewing import EVERYTHING, Viewer

SORTS: dict[str, tuple[str, ...]] = {
    "newest": ("-received_on", "-id"),
    "registered": ("-id",),
    "waiting": ("received_on", "id"),
    "number": ("id",),
    "category": ("category", "received_on", "id"),
    "state": ("state", "received_on", "id"),
    "village": ("village", "received_on", "id"),
}
"""The orders that a list can take, each along an index: fields of an opinion, "-" where the last comes first."""

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


def count(database: Database, chosen: Filter) -> int:
    """How many opinions the filter leaves."""
    return int(_cell(database, _left(database, chosen, builder().fn.COUNT(as_written("*")))))


def oldest(database: Database, chosen: Filter) -> str:
    """The day of the oldest opinion that the filter leaves; "" where there is none."""
    return _cell(database, _left(database, chosen, builder().fn.MIN(model("opinion").received_on))) or ""


def ids(database: Database, chosen: Filter, offset: int, limit: int) -> list[int]:
    """The ids of one page of the list."""
    page = _ordered(database, chosen).limit(limit).offset(offset)
    return [number for (number,) in database.execute_sql(*page.sql())]


def all_ids(database: Database, chosen: Filter) -> array[int]:
    """All ids of the list in order, 8 bytes each: with them a jump to any row costs one page."""
    return array("q", (row[0] for row in database.execute_sql(*_ordered(database, chosen).sql())))


def rows(database: Database, wanted: Sequence[int]) -> dict[int, LedgerRow]:
    """The lines of some ids, by id; those that are not here are left out."""
    asked = [Condition(f"opinion.id IN ({marks(some)})", some) for some in portions(wanted)]
    return {row.id: row for one in asked for row in _lines(database, one)}


def of_day(database: Database, day: str, viewer: Viewer = EVERYTHING) -> list[LedgerRow]:
    """The lines of what was received on a civil date and a viewer may see, those registered last first."""
    rows = _lines(database, Condition("opinion.received_on = ?", (day,)), *viewing.of_opinions(viewer))
    return sorted(rows, key=lambda row: row.id, reverse=True)


_LINES = (
    "SELECT opinion.id AS id, opinion.uid AS uid, opinion.number AS number, opinion.received_on AS received_on,"
    f" opinion.title AS title, substr(opinion.verbatim, 1, {EXCERPT}) AS excerpt, opinion.category AS category,"
    " opinion.urgency AS urgency, opinion.state AS state,"
    " CASE opinion.unit WHEN '' THEN opinion.proposed_unit ELSE opinion.unit END AS unit, opinion.due_on AS due_on,"
    " opinion.village AS village, opinion.sensitivity AS sensitivity, coalesce(person.name, '') AS visitor,"
    " coalesce(visit.headcount, 0) AS headcount, opinion.visit AS visit,"
    " coalesce(visit.repeat_of <> '' OR visit.is_first = 'REPEAT', 0) AS is_repeat,"
    " opinion.opinion_kind AS opinion_kind, opinion.redirect_reason AS redirect_reason FROM opinion"
    " LEFT JOIN visit ON visit.uid = opinion.visit LEFT JOIN person ON person.uid = visit.visitor WHERE "
)


def _lines(database: Database, *conditions: Condition) -> list[LedgerRow]:
    """The lines that conditions leave. Written out: the first page asks it before there is a model."""
    return rows_by_name(database, _row, _LINES + _all_of(conditions), _values(conditions))


def _all_of(conditions: Iterable[Condition]) -> str:
    return " AND ".join(one.sql for one in conditions)


def _values(conditions: Iterable[Condition]) -> list[Any]:
    return [value for one in conditions for value in one.values]


def _row(**cells: Any) -> LedgerRow:
    row = LedgerRow(**cells)
    return replace(row, visitor=masked_name(row.visitor)) if is_confidential(vars(row)) else row


def _cell(database: Database, query: Any) -> Any:
    return database.execute_sql(*query.sql()).fetchone()[0]


def _ordered(database: Database, chosen: Filter) -> Any:
    opinion = model("opinion")
    order = (getattr(opinion, name.removeprefix("-")) for name in SORTS[chosen.sort])
    ways = (field.desc() if name[0] == "-" else field for name, field in zip(SORTS[chosen.sort], order, strict=True))
    return _left(database, chosen, opinion.id).order_by(*ways)


def _left(database: Database, chosen: Filter, *selected: Any) -> Any:
    """What is selected of the opinions that the filter leaves."""
    opinion = model("opinion")
    conditions = [as_written(*one) for one in viewing.of_opinions(chosen.viewer)]
    if chosen.text.strip():
        conditions.append(search.condition(database, chosen.text))
    if states := chosen.states or (OPEN_OPINION if chosen.open_only else ()):
        conditions.append(opinion.state.in_(states))
    for field, prefix in ((opinion.category, chosen.category), (opinion.village, digits_of(chosen.village))):
        if prefix:
            conditions += [field >= prefix, field < prefix + ":"]
    for field, exact in ((opinion.channel, chosen.channel), (opinion.urgency, chosen.urgency)):
        if exact:
            conditions.append(field == exact)
    if chosen.from_on:
        conditions.append(opinion.received_on >= chosen.from_on)
    if chosen.to_on:
        conditions.append(opinion.received_on <= chosen.to_on)
    return opinion.select(*selected).where(*conditions) if conditions else opinion.select(*selected)


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


def waiting(database: Database, today: str, tomorrow: str, viewer: Viewer = EVERYTHING) -> Waiting:
    """What waits on the civil date `today`; a deadline of today is not past yet and counts with tomorrow's.

    What `viewer` may not see waits for somebody else. Written out: built from the model these five questions took
    5 ms of a start, and take a quarter of one.
    """
    seen = viewing.of_opinions(viewer)

    def heap(states: tuple[str, ...], order: str, *conditions: Condition) -> Waits:
        asked = (Condition(f"state IN ({marks(states)})", states), *conditions, *seen)
        # SQLite gives `uid` of the row that holds the minimum.
        query = f"SELECT count(*), uid, min({order}) FROM opinion WHERE {_all_of(asked)}"
        count, first, since = database.execute_sql(query, _values(asked)).fetchone()
        return Waits(count, first or "", since or "")

    return Waiting(
        undecided=heap(UNDECIDED_OPINION, "received_on"),
        unanswered=heap(UNANSWERED_OPINION, "received_on"),
        untold=heap(UNTOLD_OPINION, "received_on"),
        overdue=heap(OPEN_OPINION, "due_on", Condition("due_on <> '' AND due_on < ?", (today,))),
        due_tomorrow=heap(OPEN_OPINION, "due_on", Condition("due_on >= ? AND due_on <= ?", (today, tomorrow))),
    )
