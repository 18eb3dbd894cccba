"""The roster of deputies (代表名册): people with their mandates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import MANDATE_IN_FORCE
from station_app.domain.records import Deputy, Mandate
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk


@immutable
class Line:
    """One deputy with all mandates, those in force first."""

    deputy: Deputy
    mandates: tuple[Mandate, ...]

    @property
    def is_active(self) -> bool:
        """Whether a mandate is in force."""
        return any(mandate.status == MANDATE_IN_FORCE for mandate in self.mandates)


def enrol(desk: Desk, deputy: Mapping[str, Any], mandate: Mapping[str, Any]) -> list[Done]:
    """Enter a deputy with one mandate, in one transaction. Raises Rejected.

    Part 0 of the problems is the deputy's, part 1 the mandate's.
    """
    uid = desk.clock.new_id()
    asks = [
        Ask("deputy", "register", {"station": desk.station.uid, **deputy}, uid),
        Ask("mandate", "register", {**mandate, "deputy": uid}),
    ]
    return perform(desk, asks)


def roster(desk: Desk) -> list[Line]:
    """All deputies: those with a mandate in force first, else in the order they were entered."""
    held: dict[str, list[Mandate]] = {}
    for mandate in desk.records.all(Mandate, void_reason=""):
        held.setdefault(mandate.deputy, []).append(mandate)
    lines = [
        Line(deputy, tuple(sorted(held.get(deputy.uid, ()), key=lambda one: one.status != MANDATE_IN_FORCE)))
        for deputy in desk.records.all(Deputy)
        if not deputy.void_reason
    ]
    return sorted(lines, key=lambda line: not line.is_active)
