"""What happened to a record: who, when, which act, old and new. Nothing is ever overwritten."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import Any

from station_app.db import journal
from station_app.db import quarantine as clash_rows
from station_app.domain.change import Place
from station_app.domain.field import fields_of, specs_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.immutable import immutable
from station_app.domain.records import BY_KIND, User
from station_app.domain.standing import MATTERS
from station_app.services.desk import Desk


@immutable
class Step:
    """One field that an act set: its name, what stood there before, and what stands there since."""

    field: str
    old: Any
    new: Any


@immutable
class Event:
    """One act on a record. `clock` tells what the time is worth: "ok", "unset" or "jumped"."""

    kind: str
    record: str
    place: Place
    at: str
    clock: str
    by: str
    act: str
    steps: tuple[Step, ...]


@immutable
class Clash:
    """A field that people set differently without seeing each other; the value that shows comes first."""

    kind: str
    record: str
    field: str
    values: tuple[Any, ...]


def history(desk: Desk, uid: str) -> list[Event]:
    """All acts on a record, in the order they came to this desk."""
    entries = journal.entries_of(desk.store.database, uid)
    users = desk.records.several(User, {entry.change.by for entry in entries})
    standing: dict[str, Any] = {}
    events = []
    for entry in entries:
        change = entry.change
        empty = {spec.name: spec.empty for spec in fields_of(BY_KIND[change.kind])} if change.kind in BY_KIND else {}
        steps = tuple(Step(name, standing.get(name, empty.get(name, "")), new) for name, new in change.fields.items())
        standing.update(change.fields)
        by = users[change.by].name if change.by in users else change.by
        who, what = (change.at, change.clock, by), (change.kind, change.record)
        events.append(Event(*what, change.place, *who, act=change.act, steps=steps))
    return events


def whole_history(desk: Desk, kind: str, uid: str) -> list[Event]:
    """All acts on a matter and on the records of its handling, of every desk, by their time; of another record its own.

    The order in which a record's own acts came stays: a clock that stood wrong moves none of them.
    """
    found = [history(desk, uid)]
    if kind in MATTERS:
        for of in HANDLING_KINDS:
            if kind in specs_of(BY_KIND[of]):
                found += [history(desk, one) for one in desk.records.uids(of, kind, uid)]
    return list(heapq.merge(*found, key=lambda event: (event.at, event.place)))


def clashes(desk: Desk) -> list[Clash]:
    """All fields where blind changes met, for a person to decide."""
    found = clash_rows.by_field(desk.store.database)
    shown = {record: _shown(desk, kind, record) for kind, record, _ in found}
    return [
        Clash(kind, record, name, tuple(sorted(values, key=lambda value: value != shown[record].get(name))))
        for (kind, record, name), values in found.items()
    ]


def _shown(desk: Desk, kind: str, record: str) -> Mapping[str, Any]:
    return desk.records.rows(kind, [record])[record].values
