"""Writing the tables that are folded from the journal: the records' rows, their text index, clashes and series.

Everything here can be thrown away and made again from the changes (`store.rebuild`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from station_app.db import search
from station_app.db.connection import Database
from station_app.db.models import (
    DERIVED,
    NUMBERED,
    SEARCHED,
    columns_of,
    marks,
    portions,
    quoted,
    row_of,
    selection,
    split,
    values_from,
)
from station_app.domain import numbering, wire
from station_app.domain.change import Place
from station_app.domain.fold import Folded
from station_app.domain.pinyin import spelt
from station_app.domain.records import BY_KIND

Initials = Callable[[str], str]
"""Gives the pinyin initials of a name."""


@dataclass
class Row:
    """A record as its table holds it, while changes are folded into it.

    `row` is the table's id, 0 for a record that has no row yet; `indexed` the words that the text index holds for it.
    """

    kind: str
    uid: str
    row: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    heads: tuple[Place, ...] = ()
    unsettled: bool = False
    indexed: str = ""


def read_rows(database: Database, kind: str, uids: Iterable[str]) -> dict[str, Row]:
    """The rows of the records `uids` of one kind, by uid."""
    found = {}
    for some in portions(uids):
        query = f"{selection(kind, ('id', 'heads', 'unsettled', 'extra'))} WHERE uid IN ({marks(some)})"
        for number, heads, unsettled, extra, *cells in database.execute_sql(query, some):
            values = values_from(kind, cells)
            uid = values.pop("uid")
            found[uid] = Row(
                kind,
                uid,
                row=number,
                values={**values, **json.loads(extra)},
                heads=tuple(Place(journal, seq) for journal, seq in json.loads(heads)),
                unsettled=bool(unsettled),
                indexed=search.indexed(values[name] for name in SEARCHED[kind]) if SEARCHED[kind] else "",
            )
    return found


def write_rows(database: Database, rows: Sequence[Row], initials: Initials) -> None:
    """Write rows of any kinds: new ones get the next ids; the text index follows."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    suspected = _given_before(database, rows)
    renumbered = _bearing_others(database, rows)
    for kind, group in by_kind.items():
        _write_kind(database, kind, group, initials)
    _forget_doubled(database, renumbered)
    suspected += [(row.kind, name, str(row.values[name])) for row in renumbered for name in NUMBERED[row.kind]
                  if row.values.get(name)]  # fmt: skip
    for kind, name, number in suspected:
        _note_doubled(database, kind, name, number)


def write_folded(database: Database, row: Row, folded: Folded) -> None:
    """Put a whole fold into a row that is then written, with its clashes and what is held."""
    _spend(database, [number for number in _numbers(row) if number not in folded.values.values()])
    row.values, row.heads = dict(folded.values), folded.heads
    row.unsettled = bool(folded.clashes or folded.held)
    if not row.heads and row.row:
        take_away(database, row)
    database.execute_sql("DELETE FROM clash WHERE record = ?", (row.uid,))
    database.execute_sql("DELETE FROM held WHERE record = ?", (row.uid,))
    connection = database.connection()
    connection.executemany(
        "INSERT INTO clash (kind, record, field, journal, seq, value) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (row.kind, row.uid, name, one.place.journal, one.place.seq, wire.canonical(one.value))
            for name, candidates in folded.clashes.items()
            for one in candidates
        ],
    )
    connection.executemany(
        "INSERT INTO held (journal, seq, record) VALUES (?, ?, ?)",
        [(place.journal, place.seq, row.uid) for place in folded.held],
    )


def take_away(database: Database, row: Row) -> None:
    """Take a record's row and its words out of the tables: nothing that was said of it counts, and its numbers stay
    used."""
    _spend(database, _numbers(row))
    if SEARCHED[row.kind] and row.row:
        query = f"INSERT INTO {row.kind}_text ({row.kind}_text, rowid, body) VALUES ('delete', ?, ?)"
        database.execute_sql(query, (row.row, row.indexed))
    database.execute_sql(f"DELETE FROM {row.kind} WHERE id = ?", (row.row,))
    _forget_doubled(database, [row])
    row.row, row.indexed = 0, ""


def forget_words(database: Database, kinds: Iterable[str]) -> None:
    """Leave no word in the text indexes that no row holds: taken from them, it stays until they are written anew."""
    for kind in sorted(kinds):
        if SEARCHED[kind]:
            database.execute_sql(f"INSERT INTO {kind}_text ({kind}_text) VALUES ('optimize')")


def clear(database: Database) -> None:
    """Throw the folded tables away; journals and drafts stay."""
    for kind in BY_KIND:
        database.execute_sql(f"DELETE FROM {kind}")
        if SEARCHED[kind]:
            database.execute_sql(f"INSERT INTO {kind}_text ({kind}_text) VALUES ('delete-all')")
    for table in ("clash", "held", "series", "quarantine", "doubled"):
        database.execute_sql(f"DELETE FROM {table}")
    database.execute_sql("INSERT INTO series SELECT prefix, last FROM spent")


def forget(database: Database, kinds: Sequence[str]) -> None:
    """Throw away what was kept beside the rows of some kinds: clashes, what is held, what was refused."""
    for table in ("clash", "doubled"):
        database.execute_sql(f"DELETE FROM {table} WHERE kind IN ({marks(kinds)})", kinds)
    for table in ("held", "quarantine"):
        database.execute_sql(
            f"DELETE FROM {table} WHERE record IN (SELECT record FROM change WHERE kind IN ({marks(kinds)}))", kinds
        )


def _write_kind(database: Database, kind: str, rows: Sequence[Row], initials: Initials) -> None:
    connection = database.connection()
    known = [row for row in rows if row.row]
    new = [row for row in rows if not row.row]
    for row in rows:
        written = connection.execute(writing(kind), _sql_values(row, initials))
        row.row = row.row or written.lastrowid
    if SEARCHED[kind]:
        _index(connection, kind, known, new)


@cache
def writing(kind: str) -> str:
    """The statement that puts a row of a kind in its place; written once a kind, like what reads it."""
    columns = columns_of(kind)
    names = ", ".join(quoted(name) for name in columns)
    sets = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in columns[2:])
    return f"INSERT INTO {kind} ({names}) VALUES ({marks(columns)}) ON CONFLICT (id) DO UPDATE SET {sets}"


def _index(connection: Any, kind: str, known: Sequence[Row], new: Sequence[Row]) -> None:
    fresh = {row.row: search.indexed(row.values.get(name, "") for name in SEARCHED[kind]) for row in (*known, *new)}
    moved = [row for row in known if fresh[row.row] != row.indexed]
    if moved:
        connection.executemany(
            f"INSERT INTO {kind}_text ({kind}_text, rowid, body) VALUES ('delete', ?, ?)",
            [(row.row, row.indexed) for row in moved],
        )
    connection.executemany(
        f"INSERT INTO {kind}_text (rowid, body) VALUES (?, ?)", [(row.row, fresh[row.row]) for row in (*moved, *new)]
    )
    for row in (*moved, *new):
        row.indexed = fresh[row.row]


def _sql_values(row: Row, initials: Initials) -> list[Any]:
    known, extra = split(row.kind, row.values)
    values = row_of(row.kind, {**known, "uid": row.uid})
    derived = [_derived(column, known, initials) for column in DERIVED.get(row.kind, ())]
    heads = wire.canonical([[place.journal, place.seq] for place in row.heads])
    return [row.row or None, *values, *derived, heads, int(row.unsettled), wire.canonical(extra) if extra else "{}"]


def _derived(column: str, values: Mapping[str, Any], initials: Initials) -> str:
    match column:
        case "initials":
            return initials(values.get("name", ""))
        case "spelt":
            return spelt(values.get("name", ""), initials)
        case "unit_spelt":
            unit = values.get("unit", "") or values.get("assigned_unit", "") or values.get("proposed_unit", "")
            return spelt(unit, initials)
    return "".join(filter("0123456789".__contains__, values.get("phone", "")))[::-1]


def _numbers(row: Row) -> list[str]:
    return [str(row.values.get(name, "")) for name in NUMBERED.get(row.kind, ())]


def _spend(database: Database, numbers: Iterable[str]) -> None:
    for number in filter(None, map(numbering.find, numbers)):
        _raise(database, "spent", number)


def _raise(database: Database, table: str, number: numbering.Number) -> bool:
    """Whether a number is the highest of its series that has come; the series then has come so far."""
    query = (
        f"INSERT INTO {table} (prefix, last) VALUES (?, ?)"
        " ON CONFLICT (prefix) DO UPDATE SET last = excluded.last WHERE excluded.last > last"
    )
    return bool(database.execute_sql(query, (number.series, number.sequence)).rowcount)


def _given_before(database: Database, rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Raise the series by the numbers of some rows; those that may stand on another record, with kind and field: each
    is new to its row, and its series has come as far before. Of those that follow in their order nothing has to be
    looked up."""
    return [
        (row.kind, name, str(number))
        for row in rows
        for name in NUMBERED.get(row.kind, ())
        if (number := numbering.find(row.values.get(name, "")))
        and not _raise(database, "series", number)
        and not _holds(row, str(number))
    ]


def _holds(row: Row, number: str) -> bool:
    return f" {search.indexed([number])} " in f" {row.indexed} "


def _bearing_others(database: Database, rows: Sequence[Row]) -> list[Row]:
    """Those of some rows of which a number has stood on another record too: they may bear another now, or none."""
    known = [row for row in rows if row.row and row.kind in NUMBERED]
    if not known:
        return []
    query = f"SELECT record FROM doubled WHERE record IN ({marks(known)})"
    doubled = {row[0] for row in database.execute_sql(query, [row.uid for row in known])}
    return [row for row in known if row.uid in doubled]


def _note_doubled(database: Database, kind: str, name: str, number: str) -> None:
    query = (
        f"SELECT uid FROM {kind} WHERE {name} = ? AND id IN (SELECT rowid FROM {kind}_text WHERE {kind}_text MATCH ?)"
    )
    bearers = [row[0] for row in database.execute_sql(query, (number, search.query_of(number)))]
    if len(bearers) > 1:
        database.connection().executemany(
            "INSERT INTO doubled (number, record, kind) VALUES (?, ?, ?) ON CONFLICT (number, record) DO NOTHING",
            [(number, uid, kind) for uid in bearers],
        )


def _forget_doubled(database: Database, rows: Sequence[Row]) -> None:
    """Records bear what they bore no more; whose number nobody else bears now is alone with it."""
    for row in rows:
        # What another home wrote under a record's id is of another kind, and takes nothing from the record.
        query = "DELETE FROM doubled WHERE record = ? AND kind = ?"
        if database.execute_sql(query, (row.uid, row.kind)).rowcount:
            alone = "SELECT number FROM doubled GROUP BY number HAVING count(*) = 1"
            database.execute_sql(f"DELETE FROM doubled WHERE number IN ({alone})")
