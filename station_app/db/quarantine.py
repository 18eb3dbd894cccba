"""What waits for a person: lines that were refused, values that clash."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from station_app.db.connection import Database, rows_by_name
from station_app.db.models import marks, portions, quoted
from station_app.domain.change import Place
from station_app.domain.field import FieldSpec, Kind, fields_of
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import BY_KIND


@immutable_by_keyword
class Refused:
    """One such line: where it stands, which record it is of, and the problem's code and field."""

    place: Place
    record: str
    code: str
    field: str

    @property
    def problem(self) -> Problem:
        """What is wrong with it."""
        return refusal(self.code, self.field)


_QUERY = (
    "SELECT journal.uid AS journal, seq AS seq, record AS record, code AS code, field AS field FROM quarantine"
    " JOIN journal ON journal.id = quarantine.journal"
)


def put(database: Database, record: str, refused: Mapping[Place, Problem]) -> list[Refused]:
    """Put what is refused of a record, by place, in the place of what stood there; those that were not there before."""
    before = {one.place for one in _read(database, "WHERE record = ?", record)}
    if before:
        database.execute_sql("DELETE FROM quarantine WHERE record = ?", (record,))
    database.connection().executemany(
        "INSERT INTO quarantine (journal, seq, record, code, field)"
        " VALUES ((SELECT id FROM journal WHERE uid = ?), ?, ?, ?, ?)",
        [(place.journal, place.seq, record, one.code, one.where) for place, one in refused.items()],
    )
    return [
        Refused(place=place, record=record, code=one.code, field=one.where)
        for place, one in refused.items()
        if place not in before
    ]


ACCEPTED, DECIDED = "ACCEPTED", ("ACCEPTED", "SENT_BACK", "DROPPED")
"""Outcomes of verdicts: what somebody at an office decided of a line that was refused."""


def allowed(database: Database, record: str) -> set[Place]:
    """The lines of a record that an office accepted."""
    query = "SELECT journal, seq FROM verdict WHERE target = ? AND outcome = ?"
    return set(rows_by_name(database, Place, query, (record, ACCEPTED)))


def decided(database: Database) -> set[Place]:
    """The lines of which somebody decided: nobody has to look at them again."""
    query = f"SELECT journal, seq FROM verdict WHERE outcome IN ({marks(DECIDED)})"
    return set(rows_by_name(database, Place, query, DECIDED))


def waiting(database: Database, records: Iterable[str]) -> set[str]:
    """Those of some records that have such lines, or lines that are held: they are folded whole."""
    found: set[str] = set()
    for some in portions(records):
        query = f"SELECT record FROM held WHERE record IN ({marks(some)})"
        both = f"{query} UNION {query.replace('held', 'quarantine')}"
        found |= {row[0] for row in database.execute_sql(both, (*some, *some))}
    return found


def all_of(database: Database, journal: str) -> list[Refused]:
    """Such lines of one journal, in order."""
    return _read(database, "WHERE journal.uid = ? ORDER BY seq", journal)


def every(database: Database) -> list[Refused]:
    """All such lines, by place."""
    return _read(database, "ORDER BY journal.uid, seq")


def _read(database: Database, condition: str, *values: str) -> list[Refused]:
    def refused(journal: str, seq: int, **rest: str) -> Refused:
        return Refused(place=Place(journal, seq), **rest)

    return rows_by_name(database, refused, f"{_QUERY} {condition}", values)


def by_field(database: Database) -> dict[tuple[str, str, str], list[Any]]:
    """The values that clash, by kind, record and field."""
    query = "SELECT kind, record, field, value FROM clash ORDER BY kind, record, field, journal, seq"
    found: dict[tuple[str, str, str], list[Any]] = {}
    for kind, record, name, value in database.execute_sql(query):
        found.setdefault((kind, record, name), []).append(json.loads(value))
    return found


@immutable_by_keyword
class Loose:
    """What a record says that stands by itself here: a reference (`target`: its kind) whose record has not come, or a
    code that the list `scheme` does not know. How many records of the kind say so; `record` is one of them."""

    kind: str
    field: str
    value: str
    record: str
    records: int
    target: str = ""
    scheme: str = ""


def loose(database: Database, codes: Mapping[str, Collection[str]], limit: int) -> Iterator[Loose]:
    """What is loose in the tables, by kind and field, at most `limit` of each field; `codes`: what each list knows."""
    for kind, cls in BY_KIND.items():
        for spec in fields_of(cls):
            if spec.kind in (Kind.REF, Kind.REFS) and spec.target in BY_KIND:
                for value, record, count in _lone(database, kind, spec, limit):
                    yield Loose(
                        kind=kind, field=spec.name, value=value, record=record, records=count, target=spec.target
                    )
            elif spec.kind in (Kind.CODE, Kind.CODES) and spec.scheme in codes:
                for value, record, count in _lone(database, kind, spec, limit, codes[spec.scheme]):
                    yield Loose(
                        kind=kind, field=spec.name, value=value, record=record, records=count, scheme=spec.scheme
                    )


def _lone(
    database: Database, kind: str, spec: FieldSpec, limit: int, known: Collection[str] | None = None
) -> list[tuple[str, str, int]]:
    """The values of a field that are in no list (`known`), or name no record: each with a record and how many."""
    source = f"{quoted(kind)}, json_each({quoted(kind)}.{quoted(spec.name)})" if spec.many else quoted(kind)
    value = "json_each.value" if spec.many else f"{quoted(kind)}.{quoted(spec.name)}"
    values: tuple[str, ...] = tuple(known or ())
    if known is None:
        lacks = f"NOT EXISTS (SELECT 1 FROM {quoted(spec.target)} AS there WHERE there.uid = {value})"
    else:
        lacks = f"{value} NOT IN ({marks(values)})"
    query = (
        f"SELECT {value}, min({quoted(kind)}.uid), count(*) FROM {source} WHERE {value} <> '' AND {lacks}"
        f" GROUP BY 1 ORDER BY 1 LIMIT {limit:d}"
    )
    return list(database.execute_sql(query, values))
