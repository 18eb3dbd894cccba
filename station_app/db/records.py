"""Reading records back from the tables that are folded from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from station_app.db import tables
from station_app.db.connection import Database
from station_app.db.models import marks, portions, quoted, selection, stored, values_from
from station_app.db.tables import Row
from station_app.domain.field import built, field_of, kind_of

R = TypeVar("R")


class Records:
    """The records as they stand now."""

    def __init__(self, database: Database) -> None:
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
        """The records of a class whose fields equal what is given, in the order they were made.

        Raises KeyError for a name that is no field.
        """
        kind = kind_of(cls)
        specs = [field_of(cls, name) for name in equal]
        condition = " AND ".join(f"{quoted(spec.name)} IS ?" for spec in specs) or "1"
        values = [stored(spec, equal[spec.name]) for spec in specs]
        found = self._database.execute_sql(f"{selection(kind)} WHERE {condition} ORDER BY id", values)
        return [built(cls, values_from(kind, row)) for row in found]

    def uids(self, kind: str, name: str, value: str) -> list[str]:
        """The uids of the records of a kind whose field `name` is `value`, in the order they were made."""
        query = f"SELECT uid FROM {kind} WHERE {quoted(name)} = ? ORDER BY id"
        return [row[0] for row in self._database.execute_sql(query, (value,))]

    def known(self, kind: str, uids: Iterable[str]) -> set[str]:
        """Those of `uids` that are records of this kind here."""
        found: set[str] = set()
        for some in portions(uids):
            query = f"SELECT uid FROM {kind} WHERE uid IN ({marks(some)})"
            found |= {row[0] for row in self._database.execute_sql(query, some)}
        return found

    def _values(self, cls: type, name: str, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
        kind = kind_of(cls)
        for some in portions(wanted):
            query = f"{selection(kind)} WHERE {quoted(field_of(cls, name).name)} IN ({marks(some)}) ORDER BY id"
            for row in self._database.execute_sql(query, some):
                yield values_from(kind, row)
