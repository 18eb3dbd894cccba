"""The record tables, and the way between a record's values and a row."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from station_app.db.connection import Database, rows_by_name
from station_app.domain import wire
from station_app.domain.field import FieldSpec, Kind, fields_of, fits, specs_of
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import ACCUSED, ACCUSING

V = TypeVar("V")

DERIVED: dict[str, tuple[str, ...]] = {
    "person": ("initials", "phone_tail", "spelt"),
    "deputy": ("initials",),
    "opinion": ("unit_spelt",),
    "suggestion": ("unit_spelt",),
}
"""Columns that the store derives from the fields: for finding people while typing, and for lists in the order of
pinyin (`domain.pinyin.spelt`)."""

ACCUSING_SQL = " OR ".join(
    (*(f"{{0}}.{name} = '{value}'" for name, value in ACCUSING.items()), f"{{0}}.{ACCUSED} <> ''")
)
"""Whether an opinion accuses somebody (`domain.secrecy.is_accusation`), as SQL on the table called `{0}`."""

URGENCY_SQL = "CASE urgency WHEN 'CRITICAL' THEN 0 WHEN 'URGENT' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END"
"""The place of an urgency among the others, the most urgent first."""

LISTED: dict[str, str] = {
    "opinion": (
        "received_on, state, turn, due_on, station, number, unit_spelt, category, village, urgency, revitalization,"
        " owed_since, unit_ref"
    ),
    "suggestion": (
        "submitted_on, state, turn, due_on, station, number, unit_spelt, review_category, level, assigned_unit_ref"
    ),
}
"""What a list of matters is narrowed and sorted by, as one index: a narrowed list opens no row before it is shown."""

WAITING: dict[str, str] = {
    "opinion_dissatisfied": " state = 'RATED' AND satisfaction = 'DISSATISFIED'",
    "suggestion_dissatisfied": (
        " state = 'EVALUATED' AND (work_satisfaction = 'DISSATISFIED' OR result_satisfaction = 'DISSATISFIED')"
    ),
    "reply_to_check": " state = 'SENT' AND side = 'COUNTY'",
    "extension_asked": " state = 'ASKED' AND side = 'COUNTY'",
    "assignment_return_asked": " state = 'RETURN_ASKED' AND side = 'COUNTY'",
}
"""What waits for an office and is little: the condition of the index that holds it alone (`waits`)."""

ORDERED: dict[str, str] = {
    "opinion_received_on": "opinion (received_on, id, state)",
    "opinion_category": "opinion (category, received_on, id, state)",
    "opinion_village": "opinion (village, received_on, id, state)",
    "opinion_unit_spelt": "opinion ((unit_spelt = ''), unit_spelt, received_on, id, state)",
    "opinion_due": "opinion ((due_on = ''), due_on, id, state)",
    "opinion_number": "opinion (number, id, state)",
    "opinion_urgency": f"opinion (({URGENCY_SQL}), received_on, id, state)",
    "opinion_turn": "opinion (turn, state, assigned_on, received_on, id)",
    "opinion_dissatisfied": f"opinion (fed_back_on, id) WHERE{WAITING['opinion_dissatisfied']}",
    "opinion_standing": "opinion (uid, state, answered_in, id)",
    "opinion_listed": f"opinion ({LISTED['opinion']})",
    "opinion_accused": f"opinion ({ACCUSED}) WHERE {ACCUSED} > ''",
    "opinion_accusing": f"opinion (recorder) WHERE {ACCUSING_SQL.replace('{0}.', '')}",
    "suggestion_submitted_on": "suggestion (submitted_on, id, state)",
    "suggestion_category": "suggestion (review_category, submitted_on, id, state)",
    "suggestion_state": "suggestion (state, submitted_on, id)",
    "suggestion_level": "suggestion (level, submitted_on, id, state)",
    "suggestion_unit_spelt": "suggestion ((unit_spelt = ''), unit_spelt, submitted_on, id, state)",
    "suggestion_due": "suggestion ((due_on = ''), due_on, id, state)",
    "suggestion_number": "suggestion (number, id, state)",
    "suggestion_turn": "suggestion (turn, state, assigned_on, submitted_on, uid)",
    "suggestion_dissatisfied": f"suggestion (evaluated_on, id) WHERE{WAITING['suggestion_dissatisfied']}",
    "suggestion_standing": "suggestion (uid, state, answered_in, id)",
    "suggestion_listed": f"suggestion ({LISTED['suggestion']})",
    "reply_to_check": f"reply (replied_on, opinion, suggestion, uid) WHERE{WAITING['reply_to_check']}",
    "extension_asked": f"extension (asked_on, opinion, suggestion) WHERE{WAITING['extension_asked']}",
    "assignment_return_asked": (
        f"assignment (return_asked_on, opinion, suggestion) WHERE{WAITING['assignment_return_asked']}"
    ),
}
"""Indexes that are written out. A list is walked along one that holds its state too: no row of the list is opened
before it is shown. Those of accusations hold the few opinions that are kept from some readers (`viewing`); those with
a condition hold what waits for an office (`waits`)."""

KEPT = ("heads", "unsettled", "extra")
"""What the fold keeps beside the fields."""


PORTION = 500
"""How many records one query names: SQLite bounds the number of places."""


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns of a record table, in the order rows are written."""
    fields = tuple(spec.name for spec in fields_of(BY_KIND[kind]))
    return ("id", *fields, *DERIVED.get(kind, ()), *KEPT)


@cache
def builder() -> Any:
    """The module of the query builder, peewee, loaded when the first query is put together: the first page asks none.

    Where the gateway's driver for PostgreSQL is installed, peewee would load it, and the desk would wait a tenth of a
    second for what it never uses. So peewee finds no such driver; whoever imports psycopg afterwards gets it.
    """
    hidden = {"psycopg": None} if "psycopg" not in sys.modules and "peewee" not in sys.modules else {}
    sys.modules.update(hidden)  # type: ignore[arg-type]  # None is what says that a module is not to be found
    import peewee  # noqa: PLC0415  (see above)

    for name in hidden:
        del sys.modules[name]
    return peewee


@cache
def model(kind: str) -> Any:
    """The model of a record table, made at its first use from what the table is made from (`domain.field`).

    Queries whose conditions and orders are put together are built from it (`rows_of` runs them). In
    them a table is called by its kind, as in SQL that is written out. Values stand as SQL holds them (`stored`). What
    each save asks is written once instead (`selection`), and so is what the first page asks.
    """
    specs = specs_of(BY_KIND[kind])
    columns = {name: _column(name, specs.get(name)) for name in columns_of(kind)}
    made: Any = type(kind, (builder().Model,), {**columns, "Meta": type("Meta", (), {"table_name": kind})})
    return made.alias(kind)


def as_written(sql: str, values: Sequence[Any] = ()) -> Any:
    """A condition that is written out, for a query that is put together."""
    return builder().SQL(sql, values)


def rows_of(database: Database, made: Callable[..., V], query: Any) -> list[V]:
    """The rows of a query that was put together, each made from its cells by the names of what is selected."""
    return rows_by_name(database, made, *query.sql())


def _column(name: str, spec: FieldSpec | None) -> Any:
    if name == "id":
        return builder().AutoField()
    is_number = name == "unsettled" or (spec is not None and spec.kind in (Kind.COUNT, Kind.FLAG))
    return builder().IntegerField(null=True) if is_number else builder().TextField()


@cache
def selection(kind: str, kept: tuple[str, ...] = ()) -> str:
    """`SELECT … FROM` of a record table: the columns `kept`, then the fields in order.

    Written once a kind: building the same query anew with the query builder took half of a visit's save.
    """
    names = (*kept, *(spec.name for spec in fields_of(BY_KIND[kind])))
    return f"SELECT {', '.join(quoted(name) for name in names)} FROM {kind}"


def quoted(name: str) -> str:
    """A column's name in SQL: `end` is a word of the language."""
    return f'"{name}"'


def marks(values: Sequence[Any]) -> str:
    """As many places as values, for `IN (…)` and `VALUES (…)`."""
    return ", ".join("?" * len(values))


def portions(values: Iterable[V]) -> Iterator[list[V]]:
    """Values in lists of at most `PORTION`, one for each query."""
    whole = list(values)
    for start in range(0, len(whole), PORTION):
        yield whole[start : start + PORTION]


SEARCHED: dict[str, tuple[str, ...]] = {
    kind: tuple(spec.name for spec in fields_of(cls) if spec.searched) for kind, cls in BY_KIND.items()
}
"""The fields of each kind whose words the text index holds."""

NUMBERED: dict[str, tuple[str, ...]] = {
    kind: names
    for kind, cls in BY_KIND.items()
    if (names := tuple(spec.name for spec in fields_of(cls) if spec.numbered))
}
"""The fields of each numbered kind that hold its numbers; all of them are searched."""


def stored(spec: FieldSpec, value: Any) -> Any:
    """A field's value as SQL holds it: many-valued fields as JSON text."""
    if spec.many:
        return wire.canonical(value)
    return int(value) if spec.kind is Kind.FLAG else value


def loaded(spec: FieldSpec, value: Any) -> Any:
    """A field's value from what SQL holds."""
    if spec.many:
        return tuple(json.loads(value))
    return bool(value) if spec.kind is Kind.FLAG else value


def values_from(kind: str, row: Sequence[Any]) -> dict[str, Any]:
    """A record's values from a row that selects its fields in order."""
    return {spec.name: loaded(spec, value) for spec, value in zip(fields_of(BY_KIND[kind]), row, strict=True)}


def split(kind: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record's known, fitting values, and the rest: fields of newer programs, kept and passed on."""
    specs, texts = specs_of(BY_KIND[kind]), _texts_of(BY_KIND[kind])
    known = {
        name: value
        for name, value in values.items()
        if (name in texts and type(value) is str) or (name in specs and fits(specs[name], value))
    }
    rest = values.keys() - known.keys()
    return known, {name: value for name, value in values.items() if name in rest}


def row_of(kind: str, values: Mapping[str, Any]) -> list[Any]:
    """Known values as a table's row holds them, in the order of the fields; what is absent stands as nothing."""
    row, specs, texts = dict(blank_row(kind)), specs_of(BY_KIND[kind]), _texts_of(BY_KIND[kind])
    for name, value in values.items():
        row[name] = value if name in texts else stored(specs[name], value)
    return list(row.values())


@cache
def _texts_of(cls: type) -> frozenset[str]:
    """The fields of a record class that hold one text, and that as it stands: most of them."""
    others = (Kind.COUNT, Kind.FLAG)
    return frozenset(spec.name for spec in fields_of(cls) if not spec.many and spec.kind not in others)


@cache
def blank_row(kind: str) -> Mapping[str, Any]:
    """What stands for nothing in each column of a kind's fields."""
    return {spec.name: stored(spec, spec.empty) for spec in fields_of(BY_KIND[kind])}
