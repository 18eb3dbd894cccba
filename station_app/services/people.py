"""Petitioners: entries that may be one person."""

from __future__ import annotations

from station_app.domain.folding import fold
from station_app.domain.records import Person
from station_app.services.desk import Desk


def alike(desk: Desk, person: str) -> list[Person]:
    """Other entries that may be the same petitioner: the same phone first, then the same name in the same village.

    Raises KeyError for a petitioner who is not here.
    """
    one = desk.records.one(Person, person)
    by_phone = desk.records.all(Person, phone=one.phone) if one.phone else []
    by_name = [other for other in desk.records.all(Person, village=one.village) if fold(other.name) == fold(one.name)]
    found = {
        other.uid: other
        for other in (*by_phone, *by_name)
        if other.uid != person and is_here(other) and other.kept_here == one.kept_here
    }
    barred = desk.viewer.barred
    return [other for uid, other in found.items() if uid not in barred]


def is_here(person: Person) -> bool:
    """Whether an entry stands for itself: it was neither merged into another nor entered in error."""
    return not person.merged_into and not person.void_reason
