"""Reading records back from the tables that are folded from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from peewee import SqliteDatabase

from station_app.db import tables
from station_app.db.models import TABLES, column, values_from
from station_app.db.tables import Row
from station_app.domain.field import built, fields_of, kind_of
from station_app.domain.records import BY_KIND

R = TypeVar("R")


class Records:
    """The records as they stand now."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def rows(self, kind: str, uids: Sequence[str]) -> dict[str, Row]:
        """The rows of some records of one kind, by uid; those that are not here are left out."""
        return tables.read_rows(self._database, kind, uids)

    def one(self, cls: type[R], uid: str) -> R:
        """A record by its uid. Raises KeyError where it is not here."""
        return self.several(cls, [uid])[uid]

    def several(self, cls: type[R], uids: Iterable[str]) -> dict[str, R]:
        """Records by uid; those that are not here are left out."""
        return {values["uid"]: built(cls, values) for values in self._values(cls, "uid", uids)}

    def all_in(self, cls: type[R], name: str, values: Iterable[str]) -> list[R]:
        """The records of a class whose field `name` is one of `values`, in the order they were made."""
        return [built(cls, found) for found in self._values(cls, name, values)]

    def all(self, cls: type[R], **equal: Any) -> list[R]:
        """The records of a class whose fields equal what is given, in the order they were made."""
        kind = kind_of(cls)
        query = _select(kind)
        for name, value in equal.items():
            query = query.where(column(kind, name) == value)
        return [built(cls, values_from(kind, row)) for row in query.tuples().execute(self._database)]

    def known(self, kind: str, uids: Iterable[str]) -> set[str]:
        """Those of `uids` that are records of this kind here."""
        wanted = list(uids)
        found: set[str] = set()
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            query = TABLES[kind].select(column(kind, "uid")).where(column(kind, "uid").in_(some))
            found |= {row[0] for row in query.tuples().execute(self._database)}
        return found

    def _values(self, cls: type, name: str, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
        kind, values = kind_of(cls), list(wanted)
        for start in range(0, len(values), 500):
            query = _select(kind).where(column(kind, name).in_(values[start : start + 500]))
            for row in query.tuples().execute(self._database):
                yield values_from(kind, row)


def _select(kind: str) -> Any:
    names = [spec.name for spec in fields_of(BY_KIND[kind])]
    return TABLES[kind].select(*(column(kind, name) for name in names)).order_by(column(kind, "id"))
