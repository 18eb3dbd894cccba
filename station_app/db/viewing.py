"""What a viewer may see, as SQL: the rule of `domain.viewing`, so that no list holds what a page would refuse."""

from __future__ import annotations

from typing import Any

from station_app.db.models import marks
from station_app.domain.secrecy import ACCUSATION, TO_DISCIPLINE
from station_app.domain.viewing import Viewer


def of_opinions(viewer: Viewer) -> tuple[list[str], list[Any]]:
    """Conditions on `opinion AS o` with their values; none for whom nothing is kept from."""
    parts: list[str] = []
    values: list[Any] = []
    if not viewer.sees_all:
        parts.append("(o.recorder = ? OR (o.opinion_kind <> ? AND o.redirect_reason <> ?))")
        values += [viewer.user, ACCUSATION, TO_DISCIPLINE]
    if viewer.barred:
        parts.append(f"o.visit NOT IN (SELECT uid FROM visit WHERE visitor IN ({marks(viewer.barred)}))")
        values += viewer.barred
    if viewer.only_own and not viewer.deputy:
        parts.append("0")
    elif viewer.only_own:
        # Many-valued fields are JSON texts of ids, and an id stands in no other one.
        parts.append(
            "(instr(o.answered_by, ?) OR instr(o.collected_by, ?)"
            " OR o.visit IN (SELECT uid FROM visit WHERE instr(deputies, ?)))"
        )
        values += [viewer.deputy] * 3
    return parts, values


def of_people(viewer: Viewer) -> tuple[str, list[Any]]:
    """A condition on `person AS p` with its values: without those who were barred, merged away or entered in error."""
    parts = ["p.merged_into = ''", "p.void_reason = ''"]
    values: list[Any] = []
    if viewer.barred:
        parts.append(f"p.uid NOT IN ({marks(viewer.barred)})")
        values += viewer.barred
    if viewer.only_own:
        parts.append("0")
    return " AND ".join(parts), values
