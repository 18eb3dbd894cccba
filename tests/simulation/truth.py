"""What must hold of a simulated county once its roads were calm: everybody has ended alike, and nothing is lost."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

from station_app.db import audit, journal, tables
from station_app.db.store import Store
from station_app.domain.change import KEPT_HERE, OFFICE, Place
from station_app.domain.clock import stamp
from station_app.domain.field import specs_of
from station_app.domain.judging import Home
from station_app.domain.records import BY_KIND
from station_app.domain.wire import canonical
from station_app.gateway import office
from station_app.gateway.store import folded, journals
from station_app.gateway.store.engine import Cursor
from station_app.sync import taking, trust
from station_app.sync.taking import Receiver
from tests.simulation.desks import CODE, Member, fresh_reader
from tests.simulation.gate import DrawnClock, Gate
from tests.simulation.world import World

Standings = dict[str, tuple[int, bytes]]
"""Journals: how far each has come, and its head."""

WAITS = ("batch_gap", "batch_key_unknown", "batch_key_revoked", "batch_fork")


def differences(world: World) -> Iterator[str]:
    """Everything that is not as it must be."""
    lines = world.gate.engine.read(_standings)
    for one in world.members:
        yield from _journals_differ(f"desk {one.number}", _held(one.desk.store), _meant_for(world.gate, lines, one))
    yield from _colleagues(world.members)
    for one in {one.desk.place.uid: one for one in world.members}.values():
        yield from _fresh(world.gate, one)
    yield from folded_otherwise(world)


def folded_otherwise(world: World) -> Iterator[str]:
    """Records that read otherwise at a desk than at the gateway, though both hold the same changes, or than they do
    when they are built anew; and changes that are nowhere any more."""
    if world.happened["never calm"]:
        yield "the roads never came to rest"
    for one in world.members:
        yield from _records_differ(world.gate, one)
    for one in {one.desk.place.uid: one for one in world.members}.values():
        yield from _rebuilt(one)
    yield from _gateway_rebuilt(world.gate)
    kept = world.gate.ids().union(*(_local(one) | _set_aside(one) for one in world.members))
    if lost := world.written - world.gone - kept:
        yield f"{len(lost)} changes are lost"


def _standings(cursor: Cursor) -> Standings:
    return {one.uid: (one.acked, bytes(one.head)) for one in journals.every(cursor) if one.acked}


def _held(store: Store) -> Standings:
    return {one.uid: (one.last_seq, one.head) for one in journal.authors(store.database)
            if one.last_seq and one.audience != KEPT_HERE}  # fmt: skip


def _meant_for(gate: Gate, lines: Standings, one: Member) -> Standings:
    """What of the gateway's journals a desk may read."""
    known = gate.engine.read(lambda cursor: {row.uid: row for row in journals.every(cursor)})
    if one.desk.is_office:
        return lines
    place = one.desk.place
    return {uid: standing for uid, standing in lines.items()
            if known[uid].audience in (place.uid, CODE, CODE[:2])
            or (known[uid].audience == OFFICE and known[uid].home == place.uid)}  # fmt: skip


def _journals_differ(name: str, held: Standings, meant: Standings) -> Iterator[str]:
    for uid in sorted(held.keys() | meant.keys()):
        here, there = held.get(uid, (0, b""))[0], meant.get(uid, (0, b""))[0]
        if held.get(uid) != meant.get(uid):
            yield f"{name} holds {here} of journal {uid[:6]}, the gateway {there}{' (other bytes)' * (here == there)}"


def _records_differ(gate: Gate, one: Member) -> Iterator[str]:
    """Records of which a desk and the gateway hold the same changes must be the same records."""
    there, held, refused = gate.engine.read(_folded)
    lines = gate.engine.read(lambda cursor: _lines(cursor.rows("SELECT record, journal, seq FROM change")))
    query = "SELECT record, journal.uid, seq FROM change JOIN journal ON journal.id = change.journal"
    here = _lines(one.database.execute_sql(query))
    alike = {record for record, places in here.items() if lines.get(record) == places}
    for kind in BY_KIND:
        rows = tables.read_rows(one.database, kind, sorted(alike))
        for record, row in rows.items():
            folded_there = there.get(record)
            if folded_there is None or (folded_there.kind, folded_there.heads) != (kind, row.heads):
                yield f"{kind} {record[:6]} at desk {one.number} has other heads than at the gateway"
            elif any(canonical([row.values.get(name)]) != canonical([value])
                     for name, value in folded_there.values.items() if name in specs_of(BY_KIND[kind])):  # fmt: skip
                yield f"{kind} {record[:6]} at desk {one.number} says other things than at the gateway"
        alike_of_kind = {record for record in alike if record in there and there[record].kind == kind}
        if missing := alike_of_kind - rows.keys():
            yield f"desk {one.number} lacks {len(missing)} {kind} that stand at the gateway"
    for name, here_too, at_gate in (
        ("held", _waiting(one, "held"), held),
        ("refused", _waiting(one, "quarantine"), refused),
    ):
        mine = {place for place in here_too if _record_of(here, place) in alike}
        theirs = {place for place in at_gate if _record_of(here, place) in alike}
        if mine != theirs:
            yield f"desk {one.number} and the gateway have other lines {name}: {len(mine ^ theirs)}"


def _folded(cursor: Cursor) -> tuple[dict[str, Any], set[Place], set[Place]]:
    uids = [row[0] for row in cursor.rows("SELECT uid FROM record")]
    held = {Place(uid, seq) for uid, seq, _ in folded.held(cursor)}
    return folded.standing(cursor, uids), held, {Place(row[0], row[1]) for row in folded.quarantined(cursor)}


def _lines(rows: Any) -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    for record, uid, seq in rows:
        found.setdefault(record, set()).add(Place(uid, seq))
    return found


def _record_of(lines: dict[str, set[Place]], place: Place) -> str:
    return next((record for record, places in lines.items() if place in places), "")


def _waiting(one: Member, table: str) -> set[Place]:
    query = "SELECT journal, seq FROM held"
    if table == "quarantine":
        query = "SELECT journal.uid, seq FROM quarantine JOIN journal ON journal.id = quarantine.journal"
    return {Place(uid, seq) for uid, seq in one.database.execute_sql(query)}


def _rebuilt(one: Member) -> Iterator[str]:
    before = audit.digests(one.desk.store)
    one.desk.store.rebuild()
    after = audit.digests(one.desk.store)
    yield from (f"desk {one.number} builds another {kind} anew" for kind in before if before[kind] != after[kind])


def _colleagues(members: list[Member]) -> Iterator[str]:
    """Computers of one home hold the same tables."""
    for one, other in pairwise(sorted(members, key=lambda one: one.desk.place.uid)):
        if one.desk.place.uid == other.desk.place.uid:
            yield from _tables_differ(f"desks {one.number} and {other.number}", one.desk.store, other.desk.store)


def _tables_differ(names: str, one: Store, other: Store) -> Iterator[str]:
    here, there = audit.digests(one), audit.digests(other)
    # A series goes on where its numbers are given, though a line that bears one was erased: nobody else need know.
    yield from (f"{names} have another {kind}" for kind in here if here[kind] != there[kind] and kind != "series")


def _fresh(gate: Gate, lived: Member) -> Iterator[str]:
    """Who reads the feed from its start ends like who lived through it."""
    store, home = fresh_reader(lived), lived.desk.home
    for content in _feed(gate, home):
        _read(store, home, content)
    yield from _tables_differ(f"desk {lived.number} and a fresh one", lived.desk.store, store)
    store.database.close()


def _feed(gate: Gate, home: Home) -> list[bytes]:
    scopes, found, cursor = office.readers_scopes(home), list[bytes](), ""
    while True:
        said = gate.feed(scopes, cursor, "")
        found += [b64decode(one) for one in said["items"]]
        cursor = said["cursor"]
        if not said["more"]:
            return found


def _read(store: Store, home: Home, content: bytes) -> None:
    at = stamp(DrawnClock(Random(0)).now())
    taking.take(Receiver(store, home, trust.trusted(store), at), content)
    while any(one.problem is None for one in
              taking.take_waiting(Receiver(store, home, trust.trusted(store), at), WAITS[:3])):  # fmt: skip
        pass


def _gateway_rebuilt(gate: Gate) -> Iterator[str]:
    names = ("record", "held", "quarantine")

    def look(cursor: Cursor) -> list[list[str]]:
        return [sorted(map(repr, cursor.rows(f"SELECT * FROM {name}"))) for name in names]

    before = gate.engine.read(look)
    gate.engine.write(folded.rebuild)
    after = gate.engine.read(look)
    yield from (
        f"the gateway builds another {name} anew"
        for name, old, new in zip(names, before, after, strict=True)
        if old != new
    )


def _local(one: Member) -> set[str]:
    query = "SELECT change.uid FROM change JOIN journal ON journal.id = change.journal WHERE audience = ?"
    return {row[0] for row in one.database.execute_sql(query, (KEPT_HERE,))}


def _set_aside(one: Member) -> set[str]:
    """What two disasters took: nobody tells it, and an office that had it still has it as evidence."""
    return {row[0] for row in one.database.execute_sql("SELECT json_extract(header, '$.id') FROM branch")}
