"""A record is the fold of its changes, in the order of what was seen and never of clocks.

A change overrides what its author had seen of the record, and nothing else. Two changes that did not see each other
both count: their fields join, and where both set the same field to different values both values are kept. One of them
shows, by a fixed order (the office's authority, then the place), and the clash is listed for a person. A change whose
author had seen something that has not arrived is held until it does. So any order of arrival gives the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field, replace
from itertools import pairwise
from typing import Any

from station_app.domain import judging, wire
from station_app.domain.change import Change, Place
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND

Seen = dict[str, int]
"""What a change saw of its record: for each journal, the last sequence number."""


@immutable
class Candidate:
    """A value that one change set and that no later change, having seen it, replaced."""

    value: Any
    place: Place


@immutable
class Folded:
    """A record as its changes make it.

    `values` holds for each field that was ever set the value that shows; `clashes` the fields where people set
    different values without seeing each other, the one that shows first; `heads` the changes that nobody has seen yet
    when writing another; `held` those that wait for one that has not arrived.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    clashes: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    heads: tuple[Place, ...] = ()
    held: tuple[Place, ...] = ()


@immutable
class Whole:
    """All that is to be said of a record: its kind ("" while the change that made it has not come), its fold, and the
    lines that say what their author may not, each with its problem."""

    kind: str
    folded: Folded
    refused: Mapping[Place, Problem]


def whole(
    changes: Iterable[Change],
    homes: Mapping[str, Home],
    unfit: Callable[[Change], Problem | None] = judging.fit,
    erased: Collection[Place] = (),
    allowed: Collection[Place] = (),
) -> Whole:
    """Judge and fold all the changes of one record, in whatever order they came.

    `homes`: where each journal's author stands; `unfit`: as in `judging.refused`; `allowed`: the lines that an office
    accepted, which count without the fields that cannot. A line that was refused or `erased`
    keeps its place and loses its fields: who saw it must not wait for ever. Nothing is folded before the change that
    made the record has come; a record of which all lines were refused or erased has no values and no heads. Kinds that
    this program does not know are passed over.
    """
    known = [change for change in changes if change.kind in BY_KIND]
    if allowed:
        known = [judging.accepted(one, homes[one.journal]) if one.place in allowed else one for one in known]
    wrong, maker = judging.refused(known, homes, unfit, allowed), judging.maker_of(known, homes)
    left = tuple(sorted(change.place for change in known if change.place not in wrong))
    if maker is None:
        return Whole("", Folded(held=left), wrong)
    if all(place in erased for place in left):
        return Whole(maker.kind, Folded(), wrong)
    said = [replace(change, fields={}) if change.place in wrong else change for change in known]
    folded = fold(said, lambda journal: judging.AUTHORITY.get(homes[journal].role, 0))
    return Whole(maker.kind, folded, wrong)


def fold(changes: Iterable[Change], authority: Callable[[str], int]) -> Folded:
    """Fold all the changes of one record, in whatever order they are given.

    `authority` gives a journal's standing (higher shows first): a county's word before a station's.
    """
    waiting, aliases = _once(changes)
    saw = _saw(waiting, aliases)
    order = _in_order_of_sight(waiting, saw)
    candidates: dict[str, list[Candidate]] = {}
    sights: dict[Place, Seen] = {}
    heads: set[Place] = set()
    for change in order:
        sight = _sight(saw[change.place], sights)
        heads -= saw[change.place]
        heads.add(change.place)
        for name, value in change.fields.items():
            left = [old for old in candidates.get(name, []) if sight.get(old.place.journal, 0) < old.place.seq]
            candidates[name] = [*left, Candidate(value, change.place)]
        sights[change.place] = {**sight, change.journal: max(change.seq, sight.get(change.journal, 0))}
    ranked = {name: _ranked(found, authority) for name, found in candidates.items()}
    return Folded(
        {name: found[0].value for name, found in ranked.items()},
        {name: found for name, found in ranked.items() if any(other.value != found[0].value for other in found[1:])},
        tuple(sorted(heads)),
        tuple(sorted(waiting.keys() - {change.place for change in order})),
    )


def _once(changes: Iterable[Change]) -> tuple[dict[Place, Change], dict[Place, tuple[Place, Change]]]:
    """Each change once, at the first of its places, and of a change with several every place's own writing.

    A change that was written anew in another journal (a copy was restored) bears the same id and says the same.
    """
    by_id: dict[str, list[Change]] = {}
    for change in changes:
        by_id.setdefault(change.uid, []).append(change)
    once: dict[Place, Change] = {}
    aliases: dict[Place, tuple[Place, Change]] = {}
    for written in by_id.values():
        first_by_text: dict[str, Place] = {}
        for change in sorted(written, key=lambda one: one.place) if len(written) > 1 else written:
            said = f"{change.act} {wire.canonical(change.fields)}" if len(written) > 1 else ""
            place = first_by_text.setdefault(said, change.place)
            once.setdefault(place, change)
            if len(written) > 1:
                aliases[change.place] = (place, change)
    return once, aliases


def _saw(changes: Mapping[Place, Change], aliases: Mapping[Place, tuple[Place, Change]]) -> dict[Place, set[Place]]:
    """What each change saw: what it says, and the same author's change of the record before it."""
    saw: dict[Place, set[Place]] = {place: set() for place in changes}
    written = {place: (place, change) for place, change in changes.items()} | dict(aliases)
    for place, change in written.values():
        saw[place] |= {written[seen][0] if seen in written else seen for seen in change.seen}
    for before, after in pairwise(sorted(written)):
        if before.journal == after.journal:
            saw[written[after][0]].add(written[before][0])
    for place, seen_places in saw.items():
        seen_places.discard(place)
    return saw


def _in_order_of_sight(changes: Mapping[Place, Change], saw: Mapping[Place, set[Place]]) -> list[Change]:
    """The changes whose every seen change is here, each after what it saw."""
    followers: dict[Place, list[Place]] = {}
    for place, seen in saw.items():
        for before in seen:
            followers.setdefault(before, []).append(place)
    lacking = {place: len(seen) for place, seen in saw.items()}
    ready = [place for place, number in lacking.items() if number == 0]
    order = []
    while ready:
        place = ready.pop()
        order.append(changes[place])
        for follower in followers.get(place, []):
            lacking[follower] -= 1
            if lacking[follower] == 0:
                ready.append(follower)
    return order


def _sight(saw: set[Place], sights: Mapping[Place, Seen]) -> Seen:
    sight: Seen = {}
    for place in saw:
        for journal, seq in sights[place].items():
            sight[journal] = max(seq, sight.get(journal, 0))
    return sight


def _ranked(found: list[Candidate], authority: Callable[[str], int]) -> tuple[Candidate, ...]:
    return tuple(
        sorted(found, key=lambda one: (-authority(one.place.journal), one.place.journal, -one.place.seq))
    )  # fmt: skip
