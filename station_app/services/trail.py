"""Writing and reading the trail of a desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from station_app.db import search, trail
from station_app.db.trail import TrailLine
from station_app.domain import numbering
from station_app.domain.immutable import immutable
from station_app.domain.records import User
from station_app.domain.secrecy import EVERYTHING, SECRET_KINDS
from station_app.services.access import may_read, must_read_trail
from station_app.services.desk import Desk
from station_app.text import SEPARATOR

if TYPE_CHECKING:
    from station_app.services.printing import Print

UNLOCKED, LOCKED, PRINTED, SAVED, EXPORTED = trail.UNLOCKED, "LOCKED", "PRINTED", "SAVED", "EXPORTED"
PASSWORD_SET, USER_ADDED, USER_LEFT, IMPORTED = "PASSWORD_SET", "USER_ADDED", "USER_LEFT", "IMPORTED"
LIST_SAVED, PERSONAL_SAVED = "LIST_SAVED", "PERSONAL_SAVED"
BY_TWO, LETTER_KEY, LETTER_SEALED = "BY_TWO", "LETTER_KEY", "LETTER_SEALED"
RECOVERED, RECOVERY_MADE, KEY_DUE = "RECOVERED", "RECOVERY_MADE", "KEY_DUE"
FORGOTTEN, DESTROYED, SETTINGS_BACK, DRILLED = "FORGOTTEN", "DESTROYED", "SETTINGS_BACK", "DRILLED"
COUNTER_ASKED = "COUNTER_ASKED"
"""Codes of the list `trail_event`."""


@immutable
class Seen:
    """A line of the trail as it is shown: who by name, what (`event`, a code) also by its word."""

    id: int
    at: str
    clock: str
    who: str
    event: str
    what: str
    detail: str


def note(desk: Desk, event: str, kind: str = "", record: str = "", detail: str = "") -> None:
    """Write down what was done. `detail` never holds a name or a number of a petitioner."""
    trail.note(desk.store.database, desk.clock.now(), desk.user.uid, event, kind=kind, record=record, detail=detail)


def note_paper(desk: Desk, event: str, paper: Print) -> None:
    """Write down that a paper was printed or saved: by the name that the program gave it."""
    note(desk, event, detail=paper.called or paper.name)


def note_by_two(desk: Desk, act: str, opinion: str) -> None:
    """Write down that two persons did what takes two to a secret matter: the act and the second person."""
    second = desk.records.several(User, [desk.beside]).get(desk.beside)
    said = SEPARATOR.join((desk.codes.name_of("act", act), second.name if second else ""))
    note(desk, BY_TWO, "opinion", opinion, said)


NOTICED = (trail.NEW_LIFE, trail.GATEWAY_MOVED, trail.TAKEN_BACK)
"""What the program noticed by itself and everybody at the desk should know."""

NOTICED_DAYS = 30


def notices(desk: Desk) -> list[TrailLine]:
    """The last of each that was noticed in these thirty days, the newest first."""
    since = (desk.clock.now() - timedelta(days=NOTICED_DAYS)).isoformat()
    found = (trail.last_of(desk.store.database, event) for event in NOTICED)
    return sorted((one for one in found if one and one.at >= since), key=lambda one: -one.id)


def lines(desk: Desk, offset: int, limit: int) -> list[Seen]:
    """The trail, the newest first. Raises Rejected for whom it is not."""
    must_read_trail(desk)
    found = [_as_seen(desk, one) for one in trail.newest(desk.store.database, offset, limit)]
    users = desk.records.several(User, {one.user for one in found})
    names = {uid: user.name for uid, user in users.items()}
    named = desk.codes.name_of
    return [
        Seen(
            id=one.id,
            at=one.at,
            clock=one.clock,
            who=names.get(one.user, one.user),
            event=one.event,
            what=named("trail_event", one.event),
            detail=one.detail,
        )
        for one in found
    ]


def _as_seen(desk: Desk, line: TrailLine) -> TrailLine:
    """A line of the trail without what it says of a record that whoever reads may not know of."""
    named = [(line.kind, line.record)] if line.kind in SECRET_KINDS else []
    for number in numbering.kept_in(line.detail):  # a paper is called by the number of what it is of
        named += [(hit.kind, hit.uid) for hit in search.numbered(desk.store.database, number, EVERYTHING)]
    for kind, uid in named:
        row = desk.records.rows(kind, [uid]).get(uid)
        if row is not None and not may_read(desk, kind, {**row.values, "uid": uid}):
            return replace(line, kind="", record="", detail="")
    return line


def count(desk: Desk) -> int:
    """How many lines the trail has. Raises Rejected for whom it is not."""
    must_read_trail(desk)
    return trail.count(desk.store.database)


def broken(desk: Desk) -> list[int]:
    """The lines at which the trail was tampered with. Raises Rejected for whom it is not."""
    must_read_trail(desk)
    return list(trail.broken(desk.store.database))
