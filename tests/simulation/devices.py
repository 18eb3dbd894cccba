"""The devices of the simulated county: stations that write, and the county's office that answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from station_app.domain.anew import written_anew
from station_app.domain.batch import seal
from station_app.domain.batch.header import Header
from station_app.domain.batch.seal import Sealed
from station_app.domain.change import Change, line_of
from station_app.domain.fold import fold
from tests.simulation.holding import KEYS, Holding, Journal, authority

CLOCKS = ("2026-11-23T09:30:00.000+08:00", "1970-01-01T00:00:00.000+00:00", "2099-01-01T00:00:00.000+08:00")


@dataclass
class Outbox:
    """A journal of one's own: how far it is acknowledged, and what is sealed."""

    journal: str
    audience: str
    acked: int = 0
    sealed: list[Sealed] = field(default_factory=list)
    number: int = 0

    def copy(self) -> Outbox:
        return Outbox(self.journal, self.audience, self.acked, self.sealed[:], self.number)

    def acknowledged(self, acked: int) -> None:
        self.acked = acked
        self.sealed = [one for one in self.sealed if one.header.last > acked]

    def sent_again(self, acked: int) -> None:
        self.acked, self.sealed = acked, []


@dataclass
class Device(Holding):
    """A device with its journals. `schema` 2 is a newer program's; `epoch` and `cursor` as last heard."""

    home: str = ""
    number: int = 0
    schema: int = 1
    outboxes: dict[str, Outbox] = field(default_factory=dict)
    given_up: list[Outbox] = field(default_factory=list)
    epoch: int = 0
    cursor: int = 0

    def begin(self, audience: str, chance: Random, prefix: str = "") -> Outbox:
        """Begin a journal for an audience."""
        uid = prefix + new_id(chance)[len(prefix) :]
        self.journals[uid] = Journal(uid)
        self.outboxes[audience] = Outbox(uid, audience)
        return self.outboxes[audience]

    def write(self, kind: str, record: str, fields: dict[str, object], audience: str, chance: Random) -> str:
        """One act on a record; its change's id."""
        journal = self.journals[self.outboxes[audience].journal]
        known = [one for held in self.journals.values() for one in held.changes if one.record == record]
        seen = fold(known, authority).heads if known else ()
        uid, at = new_id(chance) if known else record, chance.choices(CLOCKS, (20, 1, 1))[0]
        act, clock = ("correct" if known else "register"), "ok" if at == CLOCKS[0] else "jumped"
        change = Change(
            journal.uid, journal.last + 1, uid, at, clock, self.home, act, kind, record, seen, fields, self.schema
        )
        journal.append(change, line_of(change))
        return uid

    def sealed(self, box: Outbox) -> list[Sealed]:
        """What nobody has acknowledged of a journal, sealed."""
        journal = self.journals[box.journal]
        done = box.sealed[-1].header.last if box.sealed else box.acked
        if done < journal.last:
            box.number += 1
            header = Header(
                journal.uid, done + 1, 0, box.number, journal.heads[done], str(self.number), self.schema, box.audience
            )
            box.sealed.append(seal.sealed(header, journal.lines[done:], KEYS[self.number]))
        return box.sealed

    def begin_anew(self, audience: str, common: int, chance: Random) -> None:
        """Give up a journal after the change `common`, and write what came after it anew."""
        old = self.journals[self.outboxes[audience].journal]
        tail = old.cut(common)
        self.given_up.append(Outbox(old.uid, audience, min(common, self.outboxes[audience].acked)))
        begun = self.begin(audience, chance, "c" if authority(old.uid) else "")
        for change, line in written_anew(tail, begun.journal):
            self.journals[begun.journal].append(change, line)
        self.cursor = 0  # what was passed over as one's own is now a colleague's

    def own_heads(self) -> set[bytes]:
        """The heads of journals that this device can tell a gateway again: each stands for all before it."""
        own = [box.journal for box in (*self.outboxes.values(), *self.given_up)]
        return {head for uid in own for head in self.journals[uid].heads}

    def copy(self) -> Device:
        """A copy of the whole disk."""
        boxes = {audience: box.copy() for audience, box in self.outboxes.items()}
        whose = (self.home, self.number, self.schema)
        given_up = [box.copy() for box in self.given_up]
        return Device(self.copied(), dict(self.early), *whose, boxes, given_up, self.epoch, self.cursor)


def new_id(chance: Random) -> str:
    """An id as a device makes one."""
    return f"{chance.getrandbits(124):032x}"
