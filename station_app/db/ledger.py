"""The ledger of opinions (意见台账): filtered, sorted and counted in SQL, a million rows or ten."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from peewee import JOIN, SQL, Case, SqliteDatabase, fn

from station_app.db import search, viewing
from station_app.db.models import model, portions
from station_app.domain.identity import masked_name
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import OPEN_OPINION, UNANSWERED_OPINION, UNDECIDED_OPINION, UNTOLD_OPINION
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


def count(database: SqliteDatabase, chosen: Filter) -> int:
    """How many opinions the filter leaves."""
    return int(_left(database, chosen, fn.COUNT(SQL("*"))).scalar(database))


def oldest(database: SqliteDatabase, chosen: Filter) -> str:
    """The day of the oldest opinion that the filter leaves; "" where there is none."""
    return _left(database, chosen, fn.MIN(model("opinion").received_on)).scalar(database) or ""


def ids(database: SqliteDatabase, chosen: Filter, offset: int, limit: int) -> list[int]:
    """The ids of one page of the list."""
    page = _ordered(database, chosen).limit(limit).offset(offset)
    return [number for (number,) in page.tuples().execute(database)]


def all_ids(database: SqliteDatabase, chosen: Filter) -> array[int]:
    """All ids of the list in order, 8 bytes each: with them a jump to any row costs one page."""
    # The driver's cursor gives a million of them in a third of the time.
    return array("q", (row[0] for row in database.execute_sql(*_ordered(database, chosen).sql())))


def rows(database: SqliteDatabase, wanted: Sequence[int]) -> dict[int, LedgerRow]:
    """The lines of some ids, by id; those that are not here are left out."""
    opinion = model("opinion")
    found = {}
    for some in portions(wanted):
        lines = _lines().where(opinion.id.in_(some)).objects(_row).execute(database)
        found.update({row.id: row for row in lines})
    return found


def _row(**cells: Any) -> LedgerRow:
    row = LedgerRow(**cells)
    return replace(row, visitor=masked_name(row.visitor)) if is_confidential(vars(row)) else row


def _lines() -> Any:
    """Opinions with the visit on which they were raised and whoever spoke, as a `LedgerRow` names its cells."""
    opinion, visit, person = model("opinion"), model("visit"), model("person")
    own = {"id", "uid", "number", "received_on", "title", "category", "urgency", "state", "due_on", "village"}
    own |= {"sensitivity", "visit", "opinion_kind", "redirect_reason"}
    cells = {
        "excerpt": fn.substr(opinion.verbatim, 1, EXCERPT),
        "unit": Case(opinion.unit, [("", opinion.proposed_unit)], opinion.unit),
        "visitor": fn.coalesce(person.name, ""),
        "headcount": fn.coalesce(visit.headcount, 0),
        "is_repeat": fn.coalesce((visit.repeat_of != "") | (visit.is_first == "REPEAT"), 0),
    }
    named = (cell.alias(name) for name, cell in cells.items())
    chosen = opinion.select(*(getattr(opinion, name) for name in own), *named)
    on_visit = chosen.join(visit, JOIN.LEFT_OUTER, on=(visit.uid == opinion.visit))
    return on_visit.join(person, JOIN.LEFT_OUTER, on=(person.uid == visit.visitor))


def _ordered(database: SqliteDatabase, chosen: Filter) -> Any:
    opinion = model("opinion")
    order = (getattr(opinion, name.removeprefix("-")) for name in SORTS[chosen.sort])
    ways = (field.desc() if name[0] == "-" else field for name, field in zip(SORTS[chosen.sort], order, strict=True))
    return _left(database, chosen, opinion.id).order_by(*ways)


def _left(database: SqliteDatabase, chosen: Filter, *selected: Any) -> Any:
    """What is selected of the opinions that the filter leaves."""
    opinion = model("opinion")
    conditions = viewing.of_opinions(chosen.viewer)
    if chosen.text.strip():
        conditions.append(search.condition(database, chosen.text))
    if states := chosen.states or (OPEN_OPINION if chosen.open_only else ()):
        conditions.append(opinion.state.in_(states))
    for field, prefix in ((opinion.category, chosen.category), (opinion.village, chosen.village.rstrip("0"))):
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


def waiting(database: SqliteDatabase, today: str, tomorrow: str, viewer: Viewer = EVERYTHING) -> Waiting:
    """What waits on the civil date `today`; a deadline of today is not past yet and counts with tomorrow's.

    What `viewer` may not see waits for somebody else.
    """
    opinion = model("opinion")
    seen = viewing.of_opinions(viewer)

    def heap(states: tuple[str, ...], order: Any, *conditions: Any) -> Waits:
        # SQLite gives `uid` of the row that holds the minimum.
        found = opinion.select(fn.COUNT(SQL("*")), opinion.uid, fn.MIN(order))
        found = found.where(opinion.state.in_(states), *conditions, *seen)
        count, first, since = found.scalar(database, as_tuple=True)
        return Waits(count, first or "", since or "")

    is_due, due_on = opinion.due_on != "", opinion.due_on
    return Waiting(
        undecided=heap(UNDECIDED_OPINION, opinion.received_on),
        unanswered=heap(UNANSWERED_OPINION, opinion.received_on),
        untold=heap(UNTOLD_OPINION, opinion.received_on),
        overdue=heap(OPEN_OPINION, due_on, is_due, due_on < today),
        due_tomorrow=heap(OPEN_OPINION, due_on, due_on >= today, due_on <= tomorrow),
    )
