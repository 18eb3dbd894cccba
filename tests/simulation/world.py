"""A county in memory: stations, an office, a gateway, and roads that lose, double and reorder what they carry.

Everything is drawn from one seed. The parts that decide (placing, course, writing anew, folding, sealing, opening) are
the program's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from station_app.domain.change import OFFICE
from station_app.domain.contact import Course, Standing, course, last_common
from station_app.domain.receiving import Meeting
from tests.simulation.devices import Device, Outbox, new_id
from tests.simulation.holding import Holding, Journal, unsealed

COUNTY = "c" * 32
MOST_TRIES = 12


class Lost(Exception):
    """A request, or the answer to it, did not arrive."""


@dataclass
class Gateway(Holding):
    """The province: what it acknowledged is durable, until it is restored from a copy under a new epoch."""

    epoch: int = 1
    feeds: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    taken: set[bytes] = field(default_factory=set)

    def put(self, home: str, content: bytes) -> Standing | None:
        """A batch: how far its journal has come; None where other bytes stand there (a fork)."""
        placed = self._take(unsealed(content))
        header = unsealed(content).header
        if placed.meeting is Meeting.FORK:
            return None
        if placed.meeting is Meeting.GOES_ON:
            readers = (COUNTY, home) if header.audience == OFFICE else (COUNTY, header.audience)
            for reader in readers:
                self.feeds[reader].append(content)
        return self.standing(header.journal)

    def standing(self, journal: str) -> Standing:
        held = self.journals.get(journal) or Journal(journal)
        return Standing(held.last, held.heads[-1])

    def head_at(self, journal: str, seq: int) -> bytes | None:
        held = self.journals.get(journal) or Journal(journal)
        return held.heads[seq] if seq <= held.last else None

    def snapshot(self) -> Gateway:
        feeds = defaultdict(list, {reader: contents[:] for reader, contents in self.feeds.items()})
        return Gateway(self.copied(), dict(self.early), self.epoch, feeds)


@dataclass
class World:
    """One run. `written` counts each change's id; `gone` are those that a lost disk took with it before any road."""

    seed: int
    stations: int
    chance: Random = field(init=False)
    gateway: Gateway = field(default_factory=Gateway)
    devices: list[Device] = field(default_factory=list)
    county: Device = field(init=False)
    records: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    written: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    copies: dict[int, Device] = field(default_factory=dict)
    backup: Gateway | None = None
    carried: list[bytes] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.county = Device(home=COUNTY, number=70)
        for number in range(1, self.stations + 1):
            device = Device(home=f"{number:032x}", number=number, schema=1 + (number % 7 == 0))
            device.begin(OFFICE, self.chance, "a")
            self.devices.append(device)

    def live(self, days: int) -> None:
        """So many days, then a calm in which everything arrives."""
        for _ in range(days):
            for place, device in enumerate(self.devices):
                self._day(place, device)
            self._office_day()
            self._accidents()
        self.calm()

    def calm(self) -> None:
        """Every road is open until nobody has news for anybody."""
        for _ in range(4):
            for device in [*self.devices, self.county]:
                self._session(device, loss=0)

    def _day(self, place: int, device: Device) -> None:
        chance = self.chance
        if chance.random() < 0.13:
            self._speak(device)
        if chance.random() < 0.1:
            self._session(device, loss=chance.choice((0, 0.1, 0.4)))
        if goes_by_stick(device) and chance.random() < 0.03:
            self._stick(device)
        if chance.random() < 0.02:
            self.copies[place] = device.copy()

    def _speak(self, device: Device) -> None:
        """Somebody speaks at a station: a new matter, or more about one."""
        chance, mine = self.chance, self.records[device.home]
        record = chance.choice(mine) if mine and chance.random() < 0.5 else new_id(chance)
        if record not in mine:
            mine.append(record)
        fields: dict[str, object] = {chance.choice(("title", "ask", "answer")): f"{chance.random():.6f}"}
        kind = "horoscope" if device.schema == 2 and chance.random() < 0.2 else "opinion"
        if device.schema == 2:
            fields["blood"] = "O"
        self.written.add(device.write(kind, record, fields, OFFICE, chance))

    def _office_day(self) -> None:
        chance = self.chance
        if chance.random() < 0.5:
            held = [one for journal in self.county.journals.values() for one in journal.changes[-1:]]
            stations = {device.home for device in self.devices}
            known = [one for one in held if one.by in stations and one.kind == "opinion"]
            if known:
                one = chance.choice(known)
                if one.by not in self.county.outboxes:
                    self.county.begin(one.by, chance, "c")
                reply: dict[str, object] = {"result": f"{chance.random():.6f}"}
                self.written.add(self.county.write("opinion", one.record, reply, one.by, chance))
        if chance.random() < 0.3:
            self._session(self.county, loss=chance.choice((0, 0.2)))

    def _accidents(self) -> None:
        chance = self.chance
        if chance.random() < 0.02:
            self.backup = self.gateway.snapshot()
        if self.backup and chance.random() < 0.004 and self._can_be_told_again(self.backup):
            self.happened["gateway restored"] += 1
            self.gateway, self.backup = self.backup, None
            self.gateway.epoch += 1 + self.happened["gateway restored"]
            for device in [*self.devices, self.county]:  # nobody's disk fails on the day that the gateway's did
                self._session(device, loss=0)
        for place in list(self.copies):
            if chance.random() < 0.01:
                self._disk_fails(place, self.copies.pop(place))

    def _can_be_told_again(self, backup: Gateway) -> bool:
        """Whether what the gateway would forget is on a device that can tell it, and no device goes on with an old
        copy that nobody knows of yet: two disasters at once are nobody's promise."""
        everybody = [*self.devices, self.county]
        held = [journal.heads[-1] for journal in self.gateway.journals.values()]
        told = set().union(*(one.own_heads() for one in everybody))
        told |= {journal.heads[-1] for journal in backup.journals.values()}
        current = [one.journals[box.journal] for one in everybody for box in one.outboxes.values()]
        return told.issuperset(held) and all(
            course(one.last, 0, one.heads.__getitem__, self.gateway.standing(one.uid)) is Course.GOES_ON
            for one in current
        )

    def _disk_fails(self, place: int, copy: Device) -> None:
        """A device goes on from an old copy; or, of a cloned one, both go on."""
        device = self.devices[place]
        if self.chance.random() < 0.3 and len(self.devices) < self.stations + 6 and not goes_by_stick(device):
            self.happened["device cloned"] += 1
            self.devices.append(copy)
            return
        self.happened["device restored"] += 1
        self.devices[place] = copy
        if goes_by_stick(device):
            # Restored by the program, which knows it: where a stick may have carried more, it begins anew at once.
            copy.begin_anew(OFFICE, copy.outboxes[OFFICE].acked, self.chance)
        left = set().union(*(one.ids() for one in [*self.devices, self.county, self.gateway]))
        self.gone |= device.ids() - left

    def _stick(self, device: Device) -> None:
        """To the county by hand, and back with the county's word; the same batch may be written again."""
        self.happened["stick"] += 1
        contents = [one.content for one in device.sealed(device.outboxes[OFFICE])]
        self.chance.shuffle(contents)
        for content in contents:
            self.county.take(content)
        self.carried += contents  # the county passes on, as the same bytes, what came by hand
        if device.home in self.county.outboxes:
            for one in self.county.sealed(self.county.outboxes[device.home]):
                device.take(one.content)

    def _session(self, device: Device, loss: float) -> None:
        try:
            for audience in list(device.outboxes):
                self._send(device, audience, loss)
            if device is self.county:
                self._pass_on(loss)
            self._read(device, loss)
        except Lost:
            self.happened["session cut"] += 1

    def _send(self, device: Device, audience: str, loss: float) -> None:
        for _ in range(MOST_TRIES):
            box = device.outboxes[audience]
            journal = device.journals[box.journal]
            answer = self._asked(self.gateway.standing(box.journal), loss)
            match course(journal.last, box.acked, journal.heads.__getitem__, answer):
                case Course.BEGINS_ANEW:
                    device.begin_anew(audience, self._common(device, audience, loss), self.chance)
                    self.happened["begun anew"] += 1
                    continue
                case Course.SENDS_AGAIN:
                    box.sent_again(answer.acked)
                    self.happened["sent again"] += 1
                case Course.GOES_ON:
                    box.acknowledged(answer.acked)
            if all(self._put(device, box, one.content, loss) for one in list(device.sealed(box))):
                return

    def _send_again_what_was_given_up(self, device: Device, loss: float) -> None:
        """A journal that another machine went on with is still this device's to tell a gateway that forgot it."""
        for box in device.given_up:
            answer = self._asked(self.gateway.standing(box.journal), loss)
            journal = device.journals[box.journal]
            if answer.acked < journal.last and journal.heads[answer.acked] == answer.head:
                box.sent_again(answer.acked)
                for one in list(device.sealed(box)):
                    self._put(device, box, one.content, loss)

    def _put(self, device: Device, box: Outbox, content: bytes, loss: float) -> bool:
        for _ in range(1 + (self.chance.random() < 0.05)):  # now and then a request arrives twice
            if self.chance.random() < loss:
                raise Lost
            said = self.gateway.put(device.home, content)
        answer = self._asked(said, loss)
        if answer is None:
            return False
        box.acknowledged(answer.acked)
        return True

    def _pass_on(self, loss: float) -> None:
        """What came by hand goes up; what comes before its turn is kept for the next time."""
        for content in list(self.carried):
            header = unsealed(content).header
            home = f"{int(header.build):032x}"
            answer = self._asked(self.gateway.put(home, content), loss)
            if answer is None or answer.acked >= header.last:
                self.carried.remove(content)

    def _common(self, device: Device, audience: str, loss: float) -> int:
        journal = device.journals[device.outboxes[audience].journal]
        search = last_common(journal.last, journal.heads.__getitem__)
        answer: bytes | None = None
        while True:
            try:
                seq = search.send(answer)
            except StopIteration as found:
                return int(found.value)
            answer = self._asked(self.gateway.head_at(journal.uid, seq), loss)

    def _read(self, device: Device, loss: float) -> None:
        if device.epoch != self.gateway.epoch:
            self._send_again_what_was_given_up(device, loss)
            device.epoch, device.cursor = self.gateway.epoch, 0
        feed = self.gateway.feeds[device.home]
        mine = {box.journal for box in device.outboxes.values()}
        while device.cursor < len(feed):
            content = self._asked(feed[device.cursor], loss)
            if unsealed(content).header.journal not in mine:
                device.take(content)
            device.cursor += 1

    def _asked(self, answer: Any, loss: float) -> Any:
        """An answer that may be lost on its way."""
        if self.chance.random() < loss:
            raise Lost
        return answer


def goes_by_stick(device: Device) -> bool:
    """Every fifth station also sends by hand. None of these is cloned unseen: of two machines that use one journal, one
    on each road, the office would hold the one's and the province the other's."""
    return device.number % 5 == 0


def differences(world: World) -> Iterator[str]:
    """Everything that is not as it must be once the roads were calm."""
    expected = world.written - world.gone
    for name, holder in (("gateway", world.gateway), ("county", world.county)):
        if lost := expected - holder.ids():
            yield f"{name} lacks {len(lost)} changes"
        if strange := holder.ids() - world.written:
            yield f"{name} holds {len(strange)} changes that nobody wrote"
    whole = world.county.records()
    if world.gateway.records() != whole:
        yield "gateway and county fold to different records"
    for device in world.devices:
        for record, folded in device.records().items():
            if folded != whole.get(record):
                yield f"station {device.number} folds {record} otherwise"
        lacking = set(world.records[device.home]) & whole.keys() - device.records().keys()
        if lacking:
            yield f"station {device.number} lacks {len(lacking)} records"
    if any(folded.held for folded in whole.values()):
        yield "changes are held for ever"
