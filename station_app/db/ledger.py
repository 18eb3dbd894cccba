"""The ledger of opinions (意见台账), and a county's list of suggestions: filtered, sorted and counted in SQL."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from station_app.db import search, viewing
from station_app.db.connection import Database, rows_by_name
from station_app.db.models import ACCUSING_SQL, URGENCY_SQL, marks, portions
from station_app.db.viewing import Condition
from station_app.domain.identity import masked_id, masked_name, masked_phone
from station_app.domain.immutable import immutable, immutable_by_keyword
from station_app.domain.lifecycle import (
    OPEN_OPINION,
    OPEN_SUGGESTION,
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
    "station": ("opinion.number", "opinion.id"),
    "urgency": (URGENCY_SQL, "opinion.received_on", "opinion.id"),
}
"""The orders that a list of opinions can take, each along an index; with "-" before its name an order is turned. What
has nothing there to sort by comes last either way: no unit, no deadline, nobody whose name is shown. Numbers begin with
the division of their station, and stand in the order of stations."""

OF_SUGGESTIONS: dict[str, tuple[str, ...]] = {
    "waiting": ("suggestion.submitted_on", "suggestion.id"),
    "number": ("suggestion.id",),
    "category": ("suggestion.review_category", "suggestion.submitted_on", "suggestion.id"),
    "state": ("suggestion.state", "suggestion.submitted_on", "suggestion.id"),
    "level": ("suggestion.level", "suggestion.submitted_on", "suggestion.id"),
    "unit": ("suggestion.unit_spelt", "suggestion.submitted_on", "suggestion.id"),
    "due": ("suggestion.due_on", "suggestion.id"),
    "station": ("suggestion.number", "suggestion.id"),
}
"""The same of a list of suggestions."""


@immutable_by_keyword
class Book:
    """How one kind of matter is listed: its orders, which of them have a blank that comes last, the columns of the day
    on which it came, of its category and of its unit in the roster, what is still open, and the fields that a filter
    may ask for exactly."""

    sorts: Mapping[str, tuple[str, ...]]
    blank: Mapping[str, str]
    day: str
    category: str
    unit_ref: str
    open_states: tuple[str, ...]
    exact: tuple[str, ...]


BOOKS = {
    "opinion": Book(
        sorts=SORTS,
        blank={"unit": "opinion.unit_spelt = ''", "due": "opinion.due_on = ''"},
        day="received_on",
        category="category",
        unit_ref="unit_ref",
        open_states=OPEN_OPINION,
        exact=("channel", "urgency", "station", "turn", "revitalization"),
    ),
    "suggestion": Book(
        sorts=OF_SUGGESTIONS,
        blank={"unit": "suggestion.unit_spelt = ''", "due": "suggestion.due_on = ''"},
        day="submitted_on",
        category="review_category",
        unit_ref="assigned_unit_ref",
        open_states=OPEN_SUGGESTION,
        exact=("station", "turn", "level"),
    ),
}

_BY_STATE = frozenset({"number", "state"})
"""Orders for which the index of states serves a narrower list; the indexes of the others hold the state themselves."""

_HIDDEN = ", ".join(f"'{one}'" for one in sorted(HIDDEN_NAMES))
_IS_UNNAMED = (
    f"(person.spelt IS NULL OR person.spelt = '' OR {ACCUSING_SQL.format('opinion')}"
    f" OR opinion.sensitivity IN ({_HIDDEN}))"
)
"""Whether the ledger shows nobody in full for an opinion (`secrecy.is_confidential`): a place among the names would
tell what is hidden."""

EXCERPT = 120
FEW = 1_000
"""Matters of a narrowed list that are told whole by one walk."""
FEW_NAMED = 5_000
"""Matters of a narrowed list that are put in the order of names as a whole: quicker than walking the names between."""
FAR = 1_000
"""Places from which on the whole order of names is read rather than walked: 0.5 s against 4 s at 100,000 opinions."""


@immutable_by_keyword
class Filter:
    """Which matters of a kind, in which order. Empty members do not narrow; `open_only` keeps what still waits for an
    answer, `owed_only` whose speaker is owed one that is there.

    `overdue_on` keeps what was due before that day, `in_time_on` the rest, `due_from` and `due_to` what falls due in a
    span, `without_due` what has no deadline. `category` may be a first level (02) and then takes all below it;
    `village` a division above the village. `unit` is as `domain.pinyin.spelt` gives it, `units` are units of the
    roster, whatever they are called since; `turn` a side. `wait` names a row of `waits.WAITS`, reckoned on the civil
    dates `days`. Nothing is left that `viewer` may not see.
    """

    viewer: Viewer
    kind: str = "opinion"
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
    due_from: str = ""
    due_to: str = ""
    without_due: bool = False
    station: str = ""
    unit: str = ""
    turn: str = ""
    revitalization: str = ""
    level: str = ""
    wait: str = ""
    days: tuple[str, str] = ("", "")
    sort: str = "-waiting"

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for what the index of lists holds alone, and is sorted by what stands there."""
        return self.narrows and _key(self.sort) != "visitor"

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than the index of an order holds, and nothing that only the text index knows."""
        asked = (*(getattr(self, name) for name in BOOKS[self.kind].exact), self.category, self.village, self.unit)
        asked += (self.units,)
        asked += (self.overdue_on, self.in_time_on, self.due_from, self.without_due, self.from_on, self.to_on)
        asked += (self.wait, self.owed_only)
        return any(asked) and not self.text.strip() and not self.channel


@immutable
class FirstPage:
    """What a filter leaves: how many, the day of the oldest ("" for none), the ids of the first page."""

    count: int
    oldest: str
    ids: Sequence[int]


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
    station: str = ""
    turn: str = ""
    revitalization: str = ""
    is_repeat: bool = False
    opinion_kind: str = ""
    redirect_reason: str = ""
    accused: str = ""
    phone: str = ""
    address: str = ""
    id_number: str = ""


@immutable_by_keyword
class SuggestionRow:
    """What a line of a list of suggestions shows; `received_on` is the day on which it was submitted."""

    id: int
    uid: str
    number: str
    official_no: str
    received_on: str
    title: str
    excerpt: str
    category: str
    level: str
    state: str
    turn: str
    unit: str
    due_on: str
    station: str
    lead: str


def count(database: Database, chosen: Filter) -> int:
    """How many matters the filter leaves."""
    return _counted(database, chosen)[0]


def first_page(database: Database, chosen: Filter, limit: int) -> FirstPage:
    """How many matters the filter leaves, the day of the oldest, and the ids of the first `limit`."""
    if chosen.is_narrowed:  # what is left of a narrowed list is mostly so little that one walk tells all of it
        [part] = _parts(database, chosen)
        query = (
            f"SELECT {part.kind}.id, {part.kind}.{BOOKS[part.kind].day}{part.beginning} ORDER BY {part.order} LIMIT ?"
        )
        few = database.execute_sql(query, (*part.values, FEW + 1)).fetchall()
        if len(few) <= FEW:
            return FirstPage(len(few), min((day for _, day in few), default=""), [number for number, _ in few[:limit]])
        return FirstPage(*_counted(database, chosen), [number for number, _ in few[:limit]])
    found, oldest = _counted(database, chosen)
    return FirstPage(found, oldest, ids(database, chosen, 0, limit) if found else ())


def ids(database: Database, chosen: Filter, offset: int, limit: int) -> list[int]:
    """The ids of one page of the list."""
    if offset > FAR and _key(chosen.sort) == "visitor":
        return list(all_ids(database, chosen)[offset : offset + limit])
    first, *rest = _parts(database, chosen)
    found = _numbers(database, first, limit, offset)
    for part in rest if len(found) < limit else ():
        before = int(_cells(database, f"SELECT count(*){first.beginning}", first.values)[0])
        found += _numbers(database, part, limit - len(found), max(0, offset - before))
    return found


def all_ids(database: Database, chosen: Filter) -> array[int]:
    """All ids of the list in order, 8 bytes each: with them a jump to any row costs one page."""
    if _key(chosen.sort) != "visitor":
        return array("q", (number for part in _parts(database, chosen) for number in _numbers(database, part)))
    # As a whole it is read in the order of the table: from name to name each opinion would be opened by itself.
    return array("q", _numbers(database, _by_name(_WITH_PEOPLE, chosen, _conditions(database, chosen))))


def rows(database: Database, wanted: Sequence[int]) -> dict[int, LedgerRow]:
    """The lines of some ids, by id; those that are not here are left out."""
    asked = [Condition(f"opinion.id IN ({marks(some)})", some) for some in portions(wanted)]
    return {row.id: row for one in asked for row in _lines(database, one)}


def suggestion_rows(database: Database, wanted: Sequence[int]) -> dict[int, SuggestionRow]:
    """The lines of some suggestions, by id; those that are not here are left out."""
    found = (
        rows_by_name(database, SuggestionRow, f"{_SUGGESTION_LINES}suggestion.id IN ({marks(some)})", some)
        for some in portions(wanted)
    )
    return {row.id: row for some in found for row in some}


def rows_of(database: Database, kind: str, wanted: Sequence[int]) -> Mapping[int, LedgerRow | SuggestionRow]:
    """The lines of some matters of a kind, by id."""
    return rows(database, wanted) if kind == "opinion" else suggestion_rows(database, wanted)


def of_day(database: Database, day: str, viewer: Viewer) -> list[LedgerRow]:
    """The lines of what was received on a civil date and a viewer may see, those registered last first."""
    rows = _lines(database, Condition("opinion.received_on = ?", (day,)), *viewing.of_opinions(viewer))
    return sorted(rows, key=lambda row: row.id, reverse=True)


_LINES = (
    "SELECT opinion.id AS id, opinion.uid AS uid, opinion.number AS number, opinion.received_on AS received_on,"
    f" opinion.title AS title, substr(opinion.verbatim, 1, {EXCERPT}) AS excerpt, opinion.category AS category,"
    " opinion.urgency AS urgency, opinion.state AS state,"
    " CASE opinion.unit WHEN '' THEN opinion.proposed_unit ELSE opinion.unit END AS unit, opinion.due_on AS due_on,"
    " opinion.village AS village, opinion.station AS station, opinion.turn AS turn,"
    " opinion.revitalization AS revitalization, opinion.sensitivity AS sensitivity,"
    " coalesce(person.name, '') AS visitor,"
    " coalesce(visit.headcount, 0) AS headcount, opinion.visit AS visit,"
    " coalesce(visit.repeat_of <> '' OR visit.is_first = 'REPEAT', 0) AS is_repeat,"
    " opinion.opinion_kind AS opinion_kind, opinion.redirect_reason AS redirect_reason, opinion.accused AS accused,"
    " coalesce(person.phone, '') AS phone, coalesce(person.address, '') AS address,"
    " coalesce(person.id_number, '') AS id_number FROM opinion"
    " LEFT JOIN visit ON visit.uid = opinion.visit LEFT JOIN person ON person.uid = visit.visitor WHERE "
)


_SUGGESTION_LINES = (
    "SELECT suggestion.id AS id, suggestion.uid AS uid, suggestion.number AS number,"
    " suggestion.official_no AS official_no, suggestion.submitted_on AS received_on, suggestion.title AS title,"
    f" substr(suggestion.situation, 1, {EXCERPT}) AS excerpt, suggestion.review_category AS category,"
    " suggestion.level AS level, suggestion.state AS state, suggestion.turn AS turn, suggestion.assigned_unit AS unit,"
    " suggestion.due_on AS due_on, suggestion.station AS station, coalesce(deputy.name, '') AS lead FROM suggestion"
    " LEFT JOIN deputy ON deputy.uid = suggestion.lead_deputy WHERE "
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


class _Part:
    """One query of ids: of which kind, from which tables, what is left of them, in which order."""

    def __init__(self, kind: str, tables: str, conditions: Sequence[Condition], order: str) -> None:
        self.beginning = f" FROM {tables} WHERE {_all_of(conditions) or '1'}"
        self.kind, self.values, self.order = kind, _values(conditions), order


_WITH_PEOPLE = "opinion LEFT JOIN visit ON visit.uid = opinion.visit LEFT JOIN person ON person.uid = visit.visitor"
_FROM_PEOPLE = "person CROSS JOIN visit CROSS JOIN opinion INDEXED BY opinion_visit"
"""From the people to what they said: the planner keeps that order and looks at no other index, whatever the list is
narrowed by, and a page opens few rows."""

_NAME = f"CASE WHEN {_IS_UNNAMED} THEN '' ELSE person.spelt END"
"""By what a matter is sorted among names, where it is not asked for along their index."""


def _cells(database: Database, query: str, values: Sequence[Any] = ()) -> Sequence[Any]:
    found: Sequence[Any] = database.execute_sql(query, values).fetchone()
    return found


def _numbers(database: Database, part: _Part, limit: int = -1, offset: int = 0) -> list[int]:
    query = f"SELECT {part.kind}.id{part.beginning} ORDER BY {part.order} LIMIT ? OFFSET ?"
    return [number for (number,) in database.execute_sql(query, (*part.values, limit, offset))]


def _key(sort: str) -> str:
    return sort.removeprefix("-")


def _ordered(sort: str, terms: Iterable[str]) -> str:
    return ", ".join(f"{term} DESC" if sort[0] == "-" else term for term in terms)


def _counted(database: Database, chosen: Filter) -> tuple[int, str]:
    """How many the filter leaves, and the day of the oldest."""
    kind, conditions = chosen.kind, _conditions(database, replace(chosen, sort="waiting"))
    tables = _listed(kind) if chosen.narrows else kind
    query = f"SELECT count(*), min({kind}.{BOOKS[kind].day}) FROM {tables} WHERE {_all_of(conditions) or '1'}"
    found, oldest = _cells(database, query, _values(conditions))
    return int(found), oldest or ""


def _listed(kind: str) -> str:
    """The table of a kind, along the index that holds all that a list is narrowed and sorted by: an order's own index
    would open every row that is narrowed out."""
    return f"{kind} INDEXED BY {kind}_listed"


def _parts(database: Database, chosen: Filter) -> list[_Part]:
    """The list as the queries that follow one another: what has something to sort by, then what has nothing."""
    kind, key, book = chosen.kind, _key(chosen.sort), BOOKS[chosen.kind]
    order, conditions = _ordered(chosen.sort, book.sorts[key]), _conditions(database, chosen)
    if chosen.is_narrowed:
        blank = f"({book.blank[key]}), " if key in book.blank else ""
        return [_Part(kind, _listed(kind), conditions, f"{blank}{order}")]
    if key == "visitor":
        if chosen.narrows and _counted(database, chosen)[0] <= FEW_NAMED:
            listed = _WITH_PEOPLE.replace(kind, _listed(kind), 1)
            return [_by_name(listed, chosen, conditions)]
        are_one = Condition("visit.visitor = person.uid AND opinion.visit = visit.uid")
        # The range is what makes the planner walk the index of names.
        named = Condition(f"person.spelt > '' AND NOT {_IS_UNNAMED}")
        # The others by day, in the order of the table: the index of days would open them one by one.
        days = _ordered(chosen.sort, ("+opinion.received_on", "opinion.id"))
        unnamed = (Condition(_IS_UNNAMED), *conditions)
        return [
            _Part(kind, _FROM_PEOPLE, (are_one, named, *conditions), order),
            _Part(kind, _WITH_PEOPLE, unnamed, days),
        ]
    if key not in book.blank:
        return [_Part(kind, kind, conditions, order)]
    apart = (Condition(f"({book.blank[key]}) IS {none}") for none in (0, 1))
    return [_Part(kind, kind, (*conditions, one), order) for one in apart]


def _by_name(tables: str, chosen: Filter, conditions: Sequence[Condition]) -> _Part:
    """All of a list by names as one query: it is put in order as a whole, who is not named last."""
    return _Part(
        "opinion", tables, conditions, f"{_IS_UNNAMED}, {_ordered(chosen.sort, (_NAME, *SORTS['visitor'][1:]))}"
    )


def _conditions(database: Database, chosen: Filter) -> list[Condition]:
    kind, book = chosen.kind, BOOKS[chosen.kind]
    conditions = list(viewing.of_kind(kind, chosen.viewer))
    if chosen.text.strip():
        conditions.append(search.condition(database, chosen.text, kind))
    if states := chosen.states or (book.open_states if chosen.open_only else ()):
        own = f"{kind}.state" if _key(chosen.sort) in _BY_STATE else f"+{kind}.state"
        conditions.append(Condition(f"{own} IN ({marks(states)})", states))
    if chosen.wait:
        from station_app.db.waits import WAITS  # noqa: PLC0415  (an office asks so, and no first page)

        conditions.append(WAITS[chosen.wait][kind].condition(chosen.days))
    if chosen.without_due:
        conditions.append(Condition(f"{kind}.due_on = ''"))
    if chosen.owed_only:
        conditions.append(Condition(f"{kind}.owed_since > ''"))
    for name, prefix in ((book.category, chosen.category), ("village", digits_of(chosen.village))):
        if prefix:
            conditions.append(Condition(f"{kind}.{name} >= ? AND {kind}.{name} < ?", (prefix, f"{prefix}:")))
    day, due = f"{kind}.{book.day}", f"{kind}.due_on"
    spans = (
        (f"NOT ({due} = '') AND {due} < ?", chosen.overdue_on),
        (f"({due} = '' OR {due} >= ?)", chosen.in_time_on),
        (f"{due} >= ?", chosen.due_from),
        (f"{due} <= ?", chosen.due_to),
        (f"{day} >= ?", chosen.from_on),
        (f"{day} <= ?", chosen.to_on),
        (f"{kind}.unit_spelt = ?", chosen.unit),
        *((f"{kind}.{name} = ?", getattr(chosen, name)) for name in book.exact),
    )
    conditions += [Condition(sql, (value,)) for sql, value in spans if value]
    if chosen.units:
        conditions.append(Condition(f"{kind}.{book.unit_ref} IN ({marks(chosen.units)})", chosen.units))
    return conditions


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
