"""Taking back one's own last act: a visible correction in the journal, never an erasure.

What was done together is taken back together. A visit that was just registered is voided; a field that was set holds
again what it held. Numbers stay used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from station_app.db import journal
from station_app.db.journal import Entry
from station_app.db.store import Write
from station_app.domain.change import Change
from station_app.domain.field import blank_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import GIVEN_BY_ACT, UNDO
from station_app.domain.problem import refusal, reject
from station_app.domain.records import BY_KIND
from station_app.services import visits
from station_app.services.acts import audience_of
from station_app.services.desk import Desk

KEEPS = GIVEN_BY_ACT - {"state", "route"}
"""What an act gave and nothing takes back: a number once written on paper is used."""

LOOKS_BACK = 60
"""Changes of one journal among which the last act is looked for."""


@immutable
class LastAct:
    """What would be taken back: the act, its record, when it was done, and how many changes were made with it."""

    act: str
    kind: str
    record: str
    at: str
    changes: tuple[Change, ...]

    @property
    def is_a_visit(self) -> bool:
        """Whether a visit was registered by it."""
        return any(change.kind == "visit" and not change.seen for change in self.changes)


def last_act(desk: Desk) -> LastAct | None:
    """The last thing that the person here did at this desk; None where they did nothing yet."""
    own = [entry.change for entry in _newest(desk) if entry.change.by == desk.user.uid]
    if not own:
        return None
    at = max(change.at for change in own)
    together = tuple(change for change in own if change.at == at)
    shown = next((one for one in together if one.kind == "visit" and not one.seen), together[-1])
    return LastAct(shown.act, shown.kind, shown.record, at, together)


def undo(desk: Desk, reason: str) -> LastAct:
    """Take back the last act; a visit that it registered is voided for `reason`.

    Raises Rejected where nothing was done, where somebody has gone on with a record since, and where the act made
    something that is not taken back by a key.
    """
    with desk.store.transaction():
        last = last_act(desk)
        if last is None:
            raise reject(refusal("nothing_to_undo"))
        if last.is_a_visit:
            sent_on = [change for change in last.changes if change.kind == "opinion" and change.seen]
            if sent_on:  # a matter whose way was chosen with the visit comes back from it first
                _commit(desk, _writes(desk, sent_on))
            visits.void(desk, last.record, reason)
            return last
        if any(not change.seen for change in last.changes):
            raise reject(refusal("undo_by_hand"))
        _commit(desk, _writes(desk, last.changes))
    return last


def _commit(desk: Desk, writes: Sequence[Write]) -> None:
    desk.store.commit(writes, desk.user.uid, partial(audience_of, desk, writes))


def _newest(desk: Desk) -> list[Entry]:
    database = desk.store.database
    found: list[Entry] = []
    for author in journal.writing_here(database):
        found += journal.entries_after(database, author, max(0, author.last_seq - LOOKS_BACK))
    return found


def _writes(desk: Desk, changes: Sequence[Change]) -> list[Write]:
    """For each record what its fields held before the first of the changes. Raises Rejected where it has moved on."""
    writes = []
    for kind, record in dict.fromkeys((change.kind, change.record) for change in changes):
        own = [change for change in changes if change.record == record]
        row = desk.records.rows(kind, [record])[record]
        if set(row.heads) != {own[-1].place}:
            raise reject(refusal("undo_moved_on"))
        before = _before(desk, kind, record, own[0])
        names = {name for change in own for name in change.fields} - KEEPS
        fields = {name: before[name] for name in names if before[name] != row.values.get(name)}
        if fields:
            writes.append(Write(UNDO, kind, record, fields))
    if not writes:
        raise reject(refusal("nothing_to_undo"))
    return writes


def _before(desk: Desk, kind: str, record: str, first: Change) -> Mapping[str, Any]:
    """The record's values as they stood before a change of one's own."""
    values = dict(blank_of(BY_KIND[kind]))
    for entry in journal.entries_of(desk.store.database, record):
        if entry.change.place == first.place:
            break
        values.update(entry.change.fields)
    return values
