"""Records as they stand while acts are judged: what is stored, with what the acts before have made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from station_app.db.records import Records
from station_app.domain.field import built, field_of, kind_of, values_of

R = TypeVar("R")

Made = Mapping[tuple[str, str], Mapping[str, Any]]
"""The values of records that acts have made or changed and that are not stored yet, by kind and uid."""


class StandingRecords(Protocol):
    """What reads records as they stand: the stored ones, or those of a sitting."""

    def one(self, cls: type[R], uid: str) -> R:
        """A record by its uid. Raises KeyError where it is not here."""
        ...

    def several(self, cls: type[R], uids: Iterable[str]) -> dict[str, R]:
        """Records by uid; those that are not here are left out."""
        ...

    def all(self, cls: type[R], **equal: Any) -> list[R]:
        """The records of a class whose fields equal what is given, in the order they were made."""
        ...

    def all_in(self, cls: type[R], name: str, values: Iterable[str]) -> list[R]:
        """The records of a class whose field `name` is one of `values`, in the order they were made."""
        ...


class InSitting:
    """The stored records under those that the acts of a sitting have made."""

    def __init__(self, stored: Records, made: Made) -> None:
        self._stored, self._made = stored, made

    def one(self, cls: type[R], uid: str) -> R:
        """A record by its uid. Raises KeyError where it is not here."""
        return self.several(cls, [uid])[uid]

    def several(self, cls: type[R], uids: Iterable[str]) -> dict[str, R]:
        """Records by uid; those that are not here are left out."""
        wanted = set(uids)
        made = {uid: one for uid, one in self._of(cls).items() if uid in wanted}
        return {**self._stored.several(cls, wanted - made.keys()), **made}

    def all(self, cls: type[R], **equal: Any) -> list[R]:
        """The records of a class whose fields equal what is given, in the order they were made."""
        for name in equal:
            field_of(cls, name)
        return self._over(cls, self._stored.all(cls, **equal), lambda one: equal.items() <= one.items())

    def all_in(self, cls: type[R], name: str, values: Iterable[str]) -> list[R]:
        """The records of a class whose field `name` is one of `values`, in the order they were made."""
        wanted = set(values)
        return self._over(cls, self._stored.all_in(cls, name, wanted), lambda one: one[name] in wanted)

    def _over(self, cls: type[R], stored: list[R], is_meant: Callable[[Mapping[str, Any]], bool]) -> list[R]:
        made = self._of(cls)
        found = {str(values_of(one)["uid"]): one for one in stored} | made
        return [one for uid, one in found.items() if uid not in made or is_meant(values_of(one))]

    def _of(self, cls: type[R]) -> dict[str, R]:
        kind = kind_of(cls)
        return {uid: built(cls, {**values, "uid": uid}) for (of, uid), values in self._made.items() if of == kind}
