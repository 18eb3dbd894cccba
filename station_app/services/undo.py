"""Taking back one's own last act with all that it brought: visible corrections in the journal, never an erasure.

What was asked for together is taken back together, and what an act brought goes with it: each line names what it came
with (`Change.of`). Fields hold again what they held; a record that was made is voided, where its kind can be. Numbers
stay used.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from station_app.db import journal, preferences
from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.change import Change
from station_app.domain.field import blank_of, label_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import GIVEN_BY_ACT, UNDO
from station_app.domain.problem import refusal, reject
from station_app.domain.records import BY_KIND
from station_app.services import acts
from station_app.services.ask import Ask
from station_app.services.desk import Desk

KEEPS = GIVEN_BY_ACT - {"state", "stage", "route"}
"""What an act gave and nothing takes back: a number once written on paper is used."""

LOOKS_BACK = 400
"""Changes of one journal among which the last act is looked for."""

NOT_TAKEN_BACK = frozenset({"reveal"})
"""Acts that leave nothing to take back: what was seen was seen."""


@immutable
class LastAct:
    """What would be taken back: the act that was asked for first, its record, when it was done, and all changes that
    came with it, in the order they were made."""

    act: str
    kind: str
    record: str
    at: str
    changes: tuple[Change, ...]

    @property
    def asks_first(self) -> bool:
        """Whether more than one field would be taken back: nobody's words go at one stroke of a key, unseen."""
        said = {(change.record, name) for change in self.changes for name in change.fields.keys() - {"state", "stage"}}
        return len(said) > 1 or any(not change.seen for change in self.changes)

    @property
    def beside(self) -> dict[str, int]:
        """What goes with the record that is named: how many of each kind. Who came to a visit stays known."""
        stays = {"person"} if self.is_a_visit else set()
        records = {(one.kind, one.record) for one in self.changes if one.kind not in stays} - {(self.kind, self.record)}
        return dict(Counter(kind for kind, _ in sorted(records)))

    @property
    def is_a_visit(self) -> bool:
        """Whether a visit was registered by it."""
        return any(change.kind == "visit" and not change.seen for change in self.changes)


def last_act(desk: Desk) -> LastAct | None:
    """The last thing that the person here did at this desk; None where they did nothing yet."""
    newest = [entry.change for entry in journal.newest_of_mine(desk.store.database, LOOKS_BACK)]
    own = (change for change in newest if change.by == desk.user.uid and change.act not in NOT_TAKEN_BACK)
    root = next((change for change in own if not change.of), None)
    if root is None:
        return None
    stroke = _last_stroke(desk)
    roots = [one for one in reversed(newest) if one.uid in stroke] if root.uid in stroke else [root]
    together = tuple(change for one in roots for change in _with_all_brought(one, newest))
    shown = next((one for one in together if one.kind == "visit" and not one.seen), root)
    return LastAct(act=shown.act, kind=shown.kind, record=shown.record, at=root.at, changes=together)


def undo(desk: Desk, reason: str, agreed: LastAct | None = None) -> LastAct:
    """Take back the last act; what it registered is voided for `reason`. `agreed`: the one that the person was shown.

    Raises Rejected where nothing was done, where another act is the last one by now, where somebody has gone on with a
    record since, and where the act made something that nothing voids: the sentence names it.
    """
    with one_stroke(desk):
        last = last_act(desk)
        if last is None:
            raise reject(refusal("nothing_to_undo"))
        if agreed is not None and agreed.changes[0].uid != last.changes[0].uid:
            raise reject(refusal("undo_not_the_last"))
        if any(change.act == lifecycle.WRITE_ANEW for change in _written_with(desk, last)):
            raise reject(refusal("undo_secret"))
        voids = _voids(last, reason)
        _must_not_have_moved_on(desk, last)
        writes = _writes(desk, [one for one in last.changes if one.seen])
        acts.write(desk, writes)
        if voids:
            acts.perform(desk, voids)
        elif not writes:
            raise reject(refusal("nothing_to_undo"))
    return last


STROKE = "stroke"
"""Under which name it is kept what was done at one stroke. It is this desk's own: a line that goes to one station must
not name a line that goes to another."""


@contextmanager
def one_stroke(desk: Desk) -> Iterator[None]:
    """One transaction whose acts, however many, are taken back together."""
    database = desk.store.database
    with desk.store.transaction():
        before = journal.last_id(database)
        yield
        written = journal.newest_of_mine(database, journal.last_id(database) - before)
        roots = [entry.change.uid for entry in written if not entry.change.of]
        if len(roots) > 1:
            preferences.put(database, STROKE, json.dumps(roots), desk.user.uid)


def _last_stroke(desk: Desk) -> frozenset[str]:
    return frozenset(json.loads(preferences.get(desk.store.database, STROKE, "[]", desk.user.uid)))


def _written_with(desk: Desk, last: LastAct) -> list[Change]:
    """What this desk wrote when the act was done, whether it came with it or not: secret matters are written apart."""
    newest = [entry.change for entry in journal.newest_of_mine(desk.store.database, LOOKS_BACK)]
    return [change for change in newest if (change.at, change.by) == (last.at, desk.user.uid)]


def _with_all_brought(root: Change, newest: Sequence[Change]) -> tuple[Change, ...]:
    """A change and all that came with it, in the order they were made."""
    found = {root.uid: root}
    for change in reversed(newest):
        if change.of in found:
            found[change.uid] = change
    return tuple(found.values())


def _voids(last: LastAct, reason: str) -> list[Ask]:
    """What takes back the records that were made. A visit takes its matters with it; whoever came stays known.

    Raises Rejected for kinds that nothing voids, and for an old ledger, which is taken back as a whole.
    """
    made = [change for change in last.changes if not change.seen and change.kind not in GO_WITH_IT]
    if last.is_a_visit:  # what was done with a matter is void before the matter is
        handled = [change for change in made if change.kind in HANDLING_KINDS]
        made = [*handled, *(change for change in made if change.kind == "visit")]
    asks = []
    for change in made:
        act = UNMADE.get(change.kind)
        if act is None or change.act == lifecycle.CARRY_OVER:
            raise reject(refusal("undo_by_hand", value=label_of(BY_KIND[change.kind])))
        asks.append(Ask(change.kind, act, {f"{act}_reason": reason}, change.record))
    return asks


def _must_not_have_moved_on(desk: Desk, last: LastAct) -> None:
    for kind, record in dict.fromkeys((change.kind, change.record) for change in last.changes):
        own = [change for change in last.changes if change.record == record]
        if set(desk.records.rows(kind, [record])[record].heads) != {own[-1].place}:
            raise reject(refusal("undo_moved_on"))


def _writes(desk: Desk, changes: Sequence[Change]) -> list[Write]:
    """For each record what its fields held before the first of the changes."""
    writes: list[Write] = []
    for kind, record in dict.fromkeys((change.kind, change.record) for change in changes):
        own = [change for change in changes if change.record == record]
        row = desk.records.rows(kind, [record])[record]
        before = _before(desk, kind, record, own[0])
        names = {name for change in own for name in change.fields} - KEEPS
        fields = {name: before[name] for name in names if before[name] != row.values.get(name)}
        if fields:
            writes.append(Write(act=UNDO, kind=kind, record=record, fields=fields, of=0 if writes else None))
    return writes


def _before(desk: Desk, kind: str, record: str, first: Change) -> Mapping[str, Any]:
    """The record's values as they stood before a change of one's own."""
    values = dict(blank_of(BY_KIND[kind]))
    for entry in journal.entries_of(desk.store.database, record):
        if entry.change.place == first.place:
            break
        values.update(entry.change.fields)
    return values


GO_WITH_IT = frozenset({"excerpt"})
"""What is taken back by what takes back the record that it came with."""

UNMADE = {
    kind: act
    for kind in BY_KIND
    for act in ("withdraw", "void")
    if any(row.name == act and f"{act}_reason" in row.asks for row in lifecycle.acts_of(kind))
}
"""What takes back a record that was made, of the kinds that have such an act."""
