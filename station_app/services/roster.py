"""Deputies: the roster, the turn of terms, and what each sees of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from station_app.domain.field import field_of, values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import MANDATE_IN_FORCE
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import Deputy, DutyRecord, Mandate
from station_app.services import access, duty, held_day
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.held_day import AttendedDay


@immutable
class RosterLine:
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
        Ask("deputy", "register", {**({} if desk.is_office else {"station": desk.station.uid}), **deputy}, uid),
        Ask("mandate", "register", {**mandate, "deputy": uid}),
    ]
    return perform(desk, asks)


def roster(desk: Desk) -> list[RosterLine]:
    """All deputies: those with a mandate in force first, else in the order they were entered."""
    held: dict[str, list[Mandate]] = {}
    for mandate in desk.records.all(Mandate, void_reason=""):
        held.setdefault(mandate.deputy, []).append(mandate)
    lines = [
        RosterLine(deputy, tuple(sorted(held.get(deputy.uid, ()), key=lambda one: one.status != MANDATE_IN_FORCE)))
        for deputy in desk.records.all(Deputy)
        if not deputy.void_reason
    ]
    return sorted(lines, key=lambda line: not line.is_active)


ENDED = "EXPIRED"
"""The status of a mandate whose term is over."""

ASKED = ("level", "term", "from_on")
"""What is asked of the new term, as fields of a mandate."""


def sitting(desk: Desk, level: str) -> list[tuple[Mandate, Deputy]]:
    """The mandates of a level that are in force, with whose they are."""
    held = [one for one in desk.records.all(Mandate, level=level) if one.status == MANDATE_IN_FORCE]
    deputies = desk.records.several(Deputy, {one.deputy for one in held})
    return [(one, deputies[one.deputy]) for one in held if one.deputy in deputies]


def turn_over(desk: Desk, fields: Mapping[str, Any], ended_on: str, again: Collection[str]) -> list[Done]:
    """End the mandates of a level on a day, and begin the new term for the deputies `again` (uids), in one transaction.

    `fields` are those of `ASKED`. What the deputies of the old term raised goes on under their names. Raises Rejected
    with all problems, also where the new term would begin before the old one ends.
    """
    level = str(desk.reader.read(field_of(Mandate, "level"), fields.get("level", "")).value)
    ends = str(desk.reader.read(field_of(Mandate, "to_on"), ended_on).value)
    begins = str(desk.reader.read(field_of(Mandate, "from_on"), fields.get("from_on", "")).value)
    problems = [refusal("missing", name) for name in ASKED if not fields.get(name)]
    if not ends:
        problems.append(refusal("missing", "to_on"))
    if begins and ends and begins < ends:
        problems.append(refusal("term_overlaps", "from_on", begins))
    held = sitting(desk, level)
    if level and not held:
        problems.append(refusal("nobody_in_term", "level"))
    if problems:
        raise Rejected(tuple(problems))
    asks = [Ask("mandate", "correct", {"to_on": ends, "status": ENDED}, mandate.uid) for mandate, _ in held]
    for mandate, deputy in held:
        if deputy.uid in again:
            kept = {name: getattr(mandate, name) for name in ("electoral_unit", "delegation")}
            asks.append(Ask("mandate", "register", {**fields, **kept, "deputy": deputy.uid}))
    return perform(desk, asks)


def attended(desk: Desk) -> list[AttendedDay]:
    """The days of the deputy at the desk, the latest first; none where nobody's mandate is tied to the user."""
    return held_day.sittings(desk, desk.user.deputy) if desk.user.deputy else []


def file(desk: Desk) -> list[DutyRecord]:
    """Their duty file, the latest first."""
    return duty.file_of(desk, desk.user.deputy) if desk.user.deputy else []


def may_print_in_full(desk: Desk, day: str) -> bool:
    """Whether the person here may see everybody whom the full summary of a day names: they keep the book, and must not
    be kept from any of them."""
    viewer = desk.viewer
    if not viewer.is_bounded:
        return True
    visits = held_day.visits_of_day(desk, day)
    return not viewer.only_own and all(access.may_read(desk, "visit", values_of(one), viewer) for one in visits)
