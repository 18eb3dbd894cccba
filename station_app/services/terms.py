"""The end of a term (换届): the mandates of a level end together, and who was elected again gets a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from station_app.domain.field import field_of
from station_app.domain.lifecycle import MANDATE_IN_FORCE
from station_app.domain.problem import Rejected, refusal
from station_app.domain.records import Deputy, Mandate
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

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
