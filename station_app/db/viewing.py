"""What a viewer may see, as SQL: the rule of `domain.viewing`, so that no list holds what a page would refuse."""

from __future__ import annotations

from typing import Any

from peewee import Value, fn

from station_app.db.models import model
from station_app.domain.secrecy import ACCUSATION, TO_DISCIPLINE
from station_app.domain.viewing import Viewer

NOBODY = Value(0)
"""The condition that leaves nothing."""


def of_opinions(viewer: Viewer) -> list[Any]:
    """Conditions on the model of opinions; none for whom nothing is kept from."""
    opinion, visit = model("opinion"), model("visit")
    found = []
    if not viewer.sees_all:
        is_open = (opinion.opinion_kind != ACCUSATION) & (opinion.redirect_reason != TO_DISCIPLINE)
        found.append((opinion.recorder == viewer.user) | is_open)
    if viewer.barred:
        found.append(opinion.visit.not_in(visit.select(visit.uid).where(visit.visitor.in_(viewer.barred))))
    if viewer.only_own and not viewer.deputy:
        found.append(NOBODY)
    elif viewer.only_own:
        heard = visit.select(visit.uid).where(_names(visit.deputies, viewer.deputy))
        written = _names(opinion.answered_by, viewer.deputy) | _names(opinion.collected_by, viewer.deputy)
        found.append(written | opinion.visit.in_(heard))
    return found


def of_people(viewer: Viewer) -> list[Any]:
    """Conditions on the model of petitioners: without those who were barred, merged away or entered in error."""
    person = model("person")
    found = [person.merged_into == "", person.void_reason == ""]
    if viewer.barred:
        found.append(person.uid.not_in(viewer.barred))
    if viewer.only_own:
        found.append(NOBODY)
    return found


def _names(field: Any, uid: str) -> Any:
    """Whether a many-valued field names a record: it is a JSON text of ids, and an id stands in no other one."""
    return fn.instr(field, uid) > 0
