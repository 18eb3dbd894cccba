"""Petitioners: entries that may be one person, and two entries made one, with a trace and a way back."""

from __future__ import annotations

from station_app.db import journal
from station_app.domain.field import Kind, fields_of, values_of
from station_app.domain.folding import fold
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Person, Visit
from station_app.services import access
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk

NAMED_IN = ("companions", "representatives")
"""The fields of a visit that name petitioners beside its visitor."""


def alike(desk: Desk, person: str) -> list[Person]:
    """Other entries that may be the same petitioner: the same phone first, then the same name in the same village.

    Raises KeyError for a petitioner who is not here.
    """
    one = desk.records.one(Person, person)
    by_phone = desk.records.all(Person, phone=one.phone) if one.phone else []
    by_name = [other for other in desk.records.all(Person, village=one.village) if fold(other.name) == fold(one.name)]
    found = {other.uid: other for other in (*by_phone, *by_name) if other.uid != person and is_here(other)}
    barred = access.viewer_of(desk).barred
    return [other for uid, other in found.items() if uid not in barred]


def is_here(person: Person) -> bool:
    """Whether an entry stands for itself: it was neither merged into another nor entered in error."""
    return not person.merged_into and not person.void_reason


def merge(desk: Desk, gone: str, kept: str) -> list[Done]:
    """Make two entries one: the visits of `gone` become those of `kept`, what is empty there is filled from here.

    All in one transaction; nothing of `gone` is lost, and `split` takes it back. Raises Rejected for an entry that was
    merged before, and for oneself.
    """
    before, after = desk.records.one(Person, gone), desk.records.one(Person, kept)
    if gone == kept:
        raise reject(refusal("person_merged_into_itself", "merged_into"))
    if not is_here(before) or not is_here(after):
        raise reject(refusal("person_has_gone", "merged_into"))
    asks = [Ask("person", "merge", {"merged_into": kept}, gone)]
    if filled := _filled(before, after):
        asks.append(Ask("person", "correct", filled, kept))
    asks += [Ask("visit", "reassign", {"visitor": kept}, one.uid) for one in desk.records.all(Visit, visitor=gone)]
    for visit in desk.records.all(Visit):
        changed = {
            name: [kept if uid == gone else uid for uid in getattr(visit, name)]
            for name in NAMED_IN
            if gone in getattr(visit, name)
        }
        if changed:
            asks.append(Ask("visit", "correct", changed, visit.uid))
    return perform(desk, asks)


def split(desk: Desk, gone: str) -> list[Done]:
    """Take a merging back: the entry stands for itself again, and the visits that were its own are its own again.

    Raises Rejected for an entry that was not merged.
    """
    person = desk.records.one(Person, gone)
    if not person.merged_into:
        raise reject(refusal("person_not_merged"))
    asks = [Ask("person", "correct", {"merged_into": ""}, gone)]
    for visit in desk.records.all(Visit, visitor=person.merged_into):
        told = (entry.change.fields for entry in journal.entries_of(desk.store.database, visit.uid))
        visitors = [fields["visitor"] for fields in told if "visitor" in fields]
        if visitors[-2:-1] == [gone]:
            asks.append(Ask("visit", "reassign", {"visitor": gone}, visit.uid))
    return perform(desk, asks)


def _filled(before: Person, after: Person) -> dict[str, object]:
    """What the entry that stays lacks and the other one knows."""
    known, lacking = values_of(before), values_of(after)
    return {
        spec.name: known[spec.name]
        for spec in fields_of(Person)
        if not spec.given and spec.kind is not Kind.UID and known[spec.name] and not lacking[spec.name]
    }
