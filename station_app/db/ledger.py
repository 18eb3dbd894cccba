"""The ledger of opinions (意见台账): filtered, sorted and counted in SQL, a million rows or ten."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from station_app.db import search, viewing
from station_app.db.connection import Database, rows_by_name
from station_app.db.models import ACCUSING_SQL, as_written, builder, marks, model, portions
from station_app.db.viewing import Condition
from station_app.domain.identity import masked_id, masked_name, masked_phone
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import (
    OPEN_OPINION,
    RUNNING_OPINION,
    UNANSWERED_OPINION,
    UNDECIDED_OPINION,
    UNTOLD_OPINION,
)
from station_app.domain.regions import digits_of
from station_app.domain.secrecy import HIDDEN_NAMES, Viewer, is_confidential

SORTS: dict[str, tuple[str, ...]] = {
    "waiting": ("opinion.received_on", "opinion.id"),
    "number": ("opinion.id",),
    "category": ("opinion.category", "opinion.received_on", "opinion.id"),
    "state": ("opinion.state", "opinion.received_on", "opinion.id"),
    "village": ("opinion.village", "opinion.received_on", "opinion.id"),
    "unit": ("opinion.unit_spelt", "opinion.received_on", "opinion.id"),
    "due": ("opinion.due_on", "opinion.id"),
    "visitor": ("person.spelt", "opinion.received_on", "opinion.id"),
}
"""The orders that a list can take, each along an index; with "-" before its name an order is turned. What has nothing
there to sort by comes last either way: no unit, no deadline, nobody whose name is shown."""

_BLANK = {"unit": "opinion.unit_spelt = ''", "due": "opinion.due_on = ''"}
_WALKED = {
    "waiting": "received_on", "state": "state", "category": "category", "village": "village", "unit": "unit_spelt",
    "due": "due_on", "visitor": "visit",
}  # fmt: skip
"""Orders whose index holds all that narrows a list, with the column that it begins with: the list is walked in its
order, and by no index of what narrows it, which would open every row that it leaves and sort them."""

_HIDDEN = ", ".join(f"'{one}'" for one in sorted(HIDDEN_NAMES))
_IS_UNNAMED = (
    f"(person.spelt IS NULL OR person.spelt = '' OR {ACCUSING_SQL.format('opinion')}"
    f" OR opinion.sensitivity IN ({_HIDDEN}))"
)
"""Whether the ledger shows nobody in full for an opinion (`secrecy.is_confidential`): a place among the names would
tell what is hidden."""

EXCERPT = 120
FAR = 1_000
"""Places from which on the whole order of names is read rather than walked: 0.5 s against 4 s at 100,000 opinions."""


@immutable_by_keyword
class Filter:
    """Which opinions, in which order. Empty members do not narrow; `open_only` keeps what still waits for an answer,
    `owed_only` whose speaker is owed one that is there.

    `overdue_on` keeps what was due before that day, `in_time_on` the rest. `category` may be a first level (02) and
    then takes all below it; `village` a division above the village; `units` are units of the roster, whatever they are
    called since. Nothing is left that `viewer` may not see.
    """

    viewer: Viewer
    text: str = ""
    states: tuple[str, ...] = ()
    open_only: bool = False
    owed_only: bool = False
    category: str = ""
    village: str = ""
    channel: str = ""
    urgency: str = ""
    from_on: str = ""
    to_on: str = ""
    units: tuple[str, ...] = ()
    overdue_on: str = ""
    in_time_on: str = ""
    sort: str = "-waiting"


@immutable_by_keyword
class LedgerRow:
    """What a line of the ledger shows, and what a file of it may hold. Who asked for secrecy, or accuses, stands in no
    list with a full name, nor in what was said, and nothing else tells who they are."""

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
    accused: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""


def count(database: Database, chosen: Filter) -> int:
    """How many opinions the filter leaves."""
    chosen = replace(chosen, sort="number")
    return int(_cell(database, _left(database, chosen, builder().fn.COUNT(as_written("*")))))


def oldest(database: Database, chosen: Filter) -> str:
    """The day of the oldest opinion that the filter leaves; "" where there is none."""
    chosen = replace(chosen, sort="number")
    return _cell(database, _left(database, chosen, builder().fn.MIN(model("opinion").received_on))) or ""


def ids(database: Database, chosen: Filter, offset: int, limit: int) -> list[int]:
    """The ids of one page of the list."""
    if offset > FAR and _key(chosen.sort) == "visitor":
        return list(all_ids(database, chosen)[offset : offset + limit])
    first, *rest = _parts(database, chosen)
    found = _numbers(database, first.limit(limit).offset(offset))
    for part in rest if len(found) < limit else ():
        before = int(_cell(database, first.select(builder().fn.COUNT(as_written("*"))).order_by()))
        found += _numbers(database, part.limit(limit - len(found)).offset(max(0, offset - before)))
    return found


def all_ids(database: Database, chosen: Filter) -> array[int]:
    """All ids of the list in order, 8 bytes each: with them a jump to any row costs one page."""
    if _key(chosen.sort) != "visitor":
        return array("q", (number for part in _parts(database, chosen) for number in _numbers(database, part)))
    # As a whole it is read in the order of the table: from name to name each opinion would be opened by itself.
    name = as_written(f"CASE WHEN {_IS_UNNAMED} THEN '' ELSE person.spelt END")
    by_name = (_way(chosen.sort, one) for one in (name, *map(as_written, SORTS["visitor"][1:])))
    return array("q", _numbers(database, _with_people(database, chosen).order_by(as_written(_IS_UNNAMED), *by_name)))


def rows(database: Database, wanted: Sequence[int]) -> dict[int, LedgerRow]:
    """The lines of some ids, by id; those that are not here are left out."""
    asked = [Condition(f"opinion.id IN ({marks(some)})", some) for some in portions(wanted)]
    return {row.id: row for one in asked for row in _lines(database, one)}


def of_day(database: Database, day: str, viewer: Viewer) -> list[LedgerRow]:
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
    " opinion.opinion_kind AS opinion_kind, opinion.redirect_reason AS redirect_reason, opinion.accused AS accused,"
    " coalesce(person.phone, '') AS phone, coalesce(person.address, '') AS address,"
    " coalesce(person.id_number, '') AS id_number FROM opinion"
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
    return _hidden(row) if is_confidential(vars(row)) else row


LEAST_NAME, LEAST_ADDRESS = 2, 4
"""Signs from which on a name or an address in a text tells who somebody is; fewer are any word's."""


def _hidden(row: LedgerRow) -> LedgerRow:
    """A line without who spoke, in what they said neither."""
    who = (row.visitor, row.phone, row.id_number, row.address)
    title, excerpt = _without(row.title, *who), _without(row.excerpt, *who)
    name = masked_name(row.visitor)
    return replace(row, visitor=name, title=title, excerpt=excerpt, phone="", address="", id_number="")


def _without(text: str, name: str, phone: str, id_number: str, address: str) -> str:
    """A text without what tells who spoke."""
    for told, instead, least in (
        (name, masked_name(name), LEAST_NAME),
        (phone, masked_phone(phone), LEAST_ADDRESS),
        (id_number, masked_id(id_number), LEAST_ADDRESS),
        (address, "\u2026", LEAST_ADDRESS),
    ):
        if len(told) >= least:
            text = text.replace(told, instead)
    return text


@immutable_by_keyword
class Owed:
    """Somebody who is owed an answer that is there: of which matter, since when, how often they were tried. The name is
    masked; who asked for secrecy stands in no title either."""

    uid: str
    number: str
    title: str
    station: str
    name: str
    owed_since: str
    tries: int


_OWED = (
    "SELECT opinion.uid, opinion.number, opinion.title, opinion.station, opinion.owed_since,"
    " coalesce(opinion.contact_tries, 0), opinion.sensitivity, opinion.opinion_kind, opinion.redirect_reason,"
    " opinion.accused, coalesce(person.name, ''), coalesce(person.phone, ''), coalesce(person.id_number, ''),"
    " coalesce(person.address, '') FROM opinion INDEXED BY opinion_owed_since"
    " LEFT JOIN visit ON visit.uid = opinion.visit LEFT JOIN person ON person.uid = visit.visitor"
    " WHERE opinion.owed_since > ''{seen} ORDER BY opinion.owed_since, opinion.id LIMIT ?"
)


def owed(database: Database, viewer: Viewer, limit: int) -> list[Owed]:
    """Who is owed an answer, the longest first, at most `limit` (-1 for all), of what a viewer may see."""
    seen = viewing.of_opinions(viewer)
    query = _OWED.format(seen="".join(f" AND {one.sql}" for one in seen))
    return [_owed(cells) for cells in database.execute_sql(query, (*_values(seen), limit))]


def _owed(cells: Sequence[Any]) -> Owed:
    uid, number, title, station, since, tries, sensitivity, kind, reason, accused, *who = cells
    said = {"sensitivity": sensitivity, "opinion_kind": kind, "redirect_reason": reason, "accused": accused}
    shown = _without(title, *who) if is_confidential(said) else title
    name = masked_name(who[0])
    return Owed(uid=uid, number=number, title=shown, station=station, name=name, owed_since=since, tries=tries)


def _cell(database: Database, query: Any) -> Any:
    return database.execute_sql(*query.sql()).fetchone()[0]


def _numbers(database: Database, query: Any) -> list[int]:
    return [number for (number,) in database.execute_sql(*query.sql())]


def _key(sort: str) -> str:
    return sort.removeprefix("-")


def _way(sort: str, term: Any) -> Any:
    return term.desc() if sort[0] == "-" else term.asc()


def _parts(database: Database, chosen: Filter) -> list[Any]:
    """The list as the queries that follow one another: what has something to sort by, then what has nothing."""
    key = _key(chosen.sort)
    if key == "visitor":
        return [_by_name(database, chosen), _of_nobody(database, chosen)]
    query = _left(database, chosen, model("opinion").id)
    query = query.order_by(*(_way(chosen.sort, as_written(term)) for term in SORTS[key]))
    return [query.where(as_written(f"{_BLANK[key]} IS {none}")) for none in (0, 1)] if key in _BLANK else [query]


def _by_name(database: Database, chosen: Filter) -> Any:
    """The opinions of those who are named, in the order of names: from the people to what they said, so that a page
    opens few rows."""
    person, visit, opinion, across = model("person"), model("visit"), model("opinion"), builder().JOIN.CROSS
    # The range is what makes the planner walk the index of names.
    named = (as_written("person.spelt > ''"), as_written(f"NOT {_IS_UNNAMED}"))
    are_one = (visit.visitor == person.uid, opinion.visit == visit.uid, *named)
    query = person.select(opinion.id).join(visit, across).join(opinion, across)
    query = query.where(*are_one, *_conditions(database, chosen))
    return query.order_by(*(_way(chosen.sort, as_written(term)) for term in SORTS["visitor"]))


def _of_nobody(database: Database, chosen: Filter) -> Any:
    """The others, by day: in the order of the table, for the index of days would open them one by one."""
    days = (_way(chosen.sort, as_written(term)) for term in ("+opinion.received_on", "opinion.id"))
    return _with_people(database, chosen).where(as_written(_IS_UNNAMED)).order_by(*days)


def _with_people(database: Database, chosen: Filter) -> Any:
    person, visit, opinion, outer = model("person"), model("visit"), model("opinion"), builder().JOIN.LEFT_OUTER
    query = opinion.select(opinion.id).join(visit, outer, on=(visit.uid == opinion.visit))
    query = query.join(person, outer, on=(person.uid == visit.visitor))
    conditions = _conditions(database, chosen)
    return query.where(*conditions) if conditions else query


def _left(database: Database, chosen: Filter, *selected: Any) -> Any:
    """What is selected of the opinions that the filter leaves."""
    conditions = _conditions(database, chosen)
    query = model("opinion").select(*selected)
    return query.where(*conditions) if conditions else query


def _conditions(database: Database, chosen: Filter) -> list[Any]:
    opinion = model("opinion")
    own = partial(_named, _WALKED.get(_key(chosen.sort), ""))
    conditions = [as_written(*one) for one in viewing.of_opinions(chosen.viewer)]
    if chosen.text.strip():
        conditions.append(search.condition(database, chosen.text))
    if states := chosen.states or (OPEN_OPINION if chosen.open_only else ()):
        conditions.append(as_written(f"{own('state')} IN ({marks(states)})", states))
    if chosen.owed_only:
        conditions.append(as_written(f"{own('owed_since')} > ''"))
    for name, prefix in (("category", chosen.category), ("village", digits_of(chosen.village))):
        if prefix:
            conditions.append(as_written(f"({own(name)} >= ? AND {own(name)} < ?)", (prefix, prefix + ":")))
    for field, exact in ((opinion.channel, chosen.channel), (opinion.urgency, chosen.urgency)):
        if exact:
            conditions.append(field == exact)
    if chosen.units:
        conditions.append(as_written(f"{own('unit_ref')} IN ({marks(chosen.units)})", chosen.units))
    if chosen.overdue_on:
        conditions.append(as_written(f"NOT {_BLANK['due']} AND {own('due_on')} < ?", (chosen.overdue_on,)))
    if chosen.in_time_on:
        conditions.append(as_written(f"({_BLANK['due']} OR {own('due_on')} >= ?)", (chosen.in_time_on,)))
    if chosen.from_on:
        conditions.append(as_written(f"{own('received_on')} >= ?", (chosen.from_on,)))
    if chosen.to_on:
        conditions.append(as_written(f"{own('received_on')} <= ?", (chosen.to_on,)))
    return conditions


def _named(first: str, name: str) -> str:
    """A column as a condition names it: with a sign before it no index is looked for, where the list is walked by the
    index that begins with another one, `first`; "" where it is walked by none."""
    return f"opinion.{name}" if first in ("", name) else f"+opinion.{name}"


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


def waiting(database: Database, today: str, tomorrow: str, viewer: Viewer) -> Waiting:
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
        untold=heap((*UNTOLD_OPINION, "MERGED"), "received_on", Condition("owed_since > ''")),
        overdue=heap(RUNNING_OPINION, "due_on", Condition("due_on <> '' AND due_on < ?", (today,))),
        due_tomorrow=heap(RUNNING_OPINION, "due_on", Condition("due_on >= ? AND due_on <= ?", (today, tomorrow))),
    )
