"""What a viewer may see, as SQL: the rule of `domain.viewing`, so that no list holds what a page would refuse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from station_app.db.models import marks
from station_app.domain.secrecy import ACCUSATION, TO_DISCIPLINE
from station_app.domain.viewing import Viewer


class Condition(NamedTuple):
    """A condition as SQL that is written out, with its values; the query builder takes it as `SQL(*condition)`."""

    sql: str
    values: Sequence[Any] = ()


NOBODY = Condition("0")
"""The condition that leaves nothing."""


def of_opinions(viewer: Viewer) -> list[Condition]:
    """Conditions on the table `opinion`, each with its values; none for whom nothing is kept from.

    Written out, for the first page asks them before there is a model.
    """
    found = []
    if not viewer.sees_all:
        # Asked of the index of accusations, so that no row of a list is opened for it.
        kept = f"kept.opinion_kind = '{ACCUSATION}' OR kept.redirect_reason = '{TO_DISCIPLINE}'"
        of_others = f"SELECT kept.id FROM opinion AS kept WHERE ({kept}) AND kept.recorder <> ?"
        found.append(Condition(f"opinion.id NOT IN ({of_others})", (viewer.user,)))
    if viewer.barred:
        of_barred = f"SELECT uid FROM visit WHERE visitor IN ({marks(viewer.barred)})"
        found.append(Condition(f"opinion.visit NOT IN ({of_barred})", viewer.barred))
    if viewer.only_own and not viewer.deputy:
        found.append(NOBODY)
    elif viewer.only_own:
        # Many-valued fields are JSON texts of ids, and an id stands in no other one.
        is_own = (
            "(instr(opinion.answered_by, ?) OR instr(opinion.collected_by, ?)"
            " OR opinion.visit IN (SELECT uid FROM visit WHERE instr(deputies, ?)))"
        )
        found.append(Condition(is_own, (viewer.deputy,) * 3))
    return found


def of_people(viewer: Viewer) -> list[Condition]:
    """Conditions on the table `person`: without those who were barred, merged away or entered in error."""
    found = [Condition("person.merged_into = ''"), Condition("person.void_reason = ''")]
    if viewer.barred:
        found.append(Condition(f"person.uid NOT IN ({marks(viewer.barred)})", viewer.barred))
    if viewer.only_own:
        found.append(NOBODY)
    return found
