"""Who may see which matters: accusations, petitioners whom somebody must not learn of, and what is a deputy's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import CHAIR, CLERK, HEAD
from station_app.domain.records import Barring, User
from station_app.domain.secrecy import is_accusation


@immutable
class Viewer:
    """Whoever reads, by uids. `sees_all`: the head, who sees accusations that others wrote down. `only_own`: who does
    not keep the book: a deputy sees what they heard, answered or collected, an administrator no matter at all.
    `barred`: petitioners whom they must not learn of (回避)."""

    user: str = ""
    deputy: str = ""
    sees_all: bool = True
    only_own: bool = False
    barred: tuple[str, ...] = ()

    @property
    def is_bounded(self) -> bool:
        """Whether anything is kept from them."""
        return not self.sees_all or self.only_own or bool(self.barred)

    def may_read(self, opinion: Mapping[str, Any], visit: Mapping[str, Any]) -> bool:
        """Whether they may see an opinion that was raised on a visit ({} where nobody came)."""
        if visit.get("visitor") in self.barred:
            return False
        if is_accusation(opinion) and not self.sees_all and opinion.get("recorder") != self.user:
            return False
        return not self.only_own or self.is_own(opinion, visit)

    def is_own(self, opinion: Mapping[str, Any], visit: Mapping[str, Any]) -> bool:
        """Whether a deputy heard, answered or collected it."""
        named = (opinion.get("answered_by", ()), opinion.get("collected_by", ()), visit.get("deputies", ()))
        return bool(self.deputy) and any(self.deputy in deputies for deputies in named)


EVERYTHING = Viewer()
"""From whom nothing is kept: the program itself, when it counts or rebuilds."""

READS_ALL = frozenset({CLERK, HEAD, CHAIR})
"""Who keeps the station's book, and so reads it."""


def viewer_of(user: User, barrings: Iterable[Barring], today: str) -> Viewer:
    """A user as somebody from whom things may be kept. An office sees what its stations sent: accusations are not among
    it."""
    if user.office:
        return Viewer(user.uid)
    roles = frozenset(user.roles)
    barred = (one.person for one in barrings if is_barring(one, user) and is_in_force(one, today))
    return Viewer(
        user=user.uid,
        deputy=user.deputy,
        sees_all=HEAD in roles,
        only_own=roles.isdisjoint(READS_ALL),
        barred=tuple(dict.fromkeys(barred)),
    )


def is_barring(one: Barring, user: User) -> bool:
    """Whether a barring is of this user, or of the deputy who they are."""
    return user.uid == one.barred_user or bool(user.deputy and user.deputy == one.barred_deputy)


def is_in_force(one: Barring, today: str) -> bool:
    """Whether a barring holds on a day."""
    return one.from_on <= today and (not one.to_on or today <= one.to_on)
