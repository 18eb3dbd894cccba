"""Who may see which matters: accusations, petitioners whom somebody must not learn of, and what is a deputy's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.immutable import immutable
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
