"""A county over real stores: a station with two computers, a neighbour, an office with two, a gateway, and roads and
disks that fail. Everything is drawn from one seed."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from station_app import paths
from station_app.db import journal, tables
from station_app.db.journal import JournalEntry
from station_app.db.store import Write
from station_app.domain import lifecycle
from station_app.domain.change import SCHEMA, Change, Place, line_of
from station_app.domain.clock import stamp
from station_app.domain.field import FieldSpec, Kind, specs_of, step_of
from station_app.domain.lifecycle import NEW
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import ACCUSED
from station_app.gateway.store.engine import Engine
from station_app.services import acts, county, enrolment, news, withholding
from station_app.sync import sealing, taking
from tests.office import registered
from tests.simulation.desks import CODE, EXPIRES, Member, invited_by_gateway, office, station
from tests.simulation.gate import DrawnClock, Gate, MemoryEngine, clock_of

TOWNSHIPS = ("520324116000", "520324100000")
HANDLED = ("assignment", "extension", "reply", "commitment", "evaluation", "telling")
"""What the reading of a matter is made from, and so has to end alike everywhere."""

KINDS = ("opinion", "opinion", "opinion", *HANDLED, *HANDLED, "suggestion", "visit", "person", "duty_record",
         "suggestion", "correction", "unit", "deputy", "mandate", "attachment", "cosigning", "reception_day",
         "attendance", "deputy_contact")  # fmt: skip
ROUNDS = 12
BAD = 0.5
"""How often a line of a stranger also holds a value that its field cannot."""


@dataclass
class World:
    """One run. `written` are the ids of all changes; `gone` those that no disk holds any more."""

    seed: int
    gate: Gate
    chance: Random = field(init=False)
    clock: DrawnClock = field(init=False)
    members: list[Member] = field(default_factory=list)
    images: dict[int, bytes] = field(default_factory=dict)
    backup: Engine | None = None
    written: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Random(f"world {self.seed}")
        self.clock = DrawnClock(self.chance)

    def found(self) -> None:
        """Everybody is set up and admitted by the program's own ways."""
        first = office(0, self.clock, invited_by_gateway(self.gate))
        self.meets(first)
        second = office(1, self.clock, invited_by_gateway(self.gate), first.desk.place.uid)
        self.meets(second)
        self.members = [first, second]
        for number, township in ((2, TOWNSHIPS[0]), (3, TOWNSHIPS[0]), (4, TOWNSHIPS[1])):
            text = enrolment.invite(first.desk, f"{township}站", township, EXPIRES)
            self.meets(first)
            home = self.members[2].desk.place.uid if number == 3 else ""
            self.members.append(station(number, self.clock, township, text, home))
            self.meets(self.members[-1])
            self.meets(first)

    @property
    def offices(self) -> list[Member]:
        return [one for one in self.members if one.desk.is_office]

    @property
    def stations(self) -> list[Member]:
        return [one for one in self.members if not one.desk.is_office]

    def live(self, days: int) -> None:
        """So many days, then a calm in which everything arrives."""
        for _ in range(days):
            for one in list(self.members):
                self._day(one)
            self._accidents()
            self.clock.day_ends()
        self.calm()

    def calm(self) -> None:
        """Every road is open until nobody has news for anybody."""
        for _ in range(ROUNDS):
            before = [self._reached(one) for one in self.members]
            for one in self.members:
                for asked in news.asked_first(one.desk):
                    news.allow(one.desk, asked.hash)
                self.meets(one)
            if before == [self._reached(one) for one in self.members]:
                return
        self.happened["never calm"] += 1

    def _reached(self, one: Member) -> tuple[Any, ...]:
        query = "SELECT uid, last_seq, acked, head FROM journal ORDER BY uid"
        return tuple(one.database.execute_sql(query).fetchall())

    def meets(self, one: Member, loss: float = 0) -> None:
        if not one.speaks(self.gate, self.chance, loss):
            self.happened["session cut"] += 1

    def _day(self, one: Member) -> None:
        chance = self.chance
        if chance.random() < 0.5:
            for _ in range(chance.randint(1, 3)):
                self._speaks(one)
        if chance.random() < 0.35:
            self.meets(one, chance.choice((0, 0, 0.1, 0.4)))
        if not one.desk.is_office and chance.random() < 0.12:
            self.stick(one, chance.choice(self.offices))
        if chance.random() < 0.15:
            self.images[one.number] = one.image()

    def _speaks(self, one: Member) -> None:
        before = journal.last_id(one.database)
        draw = self.chance.random()
        with suppress(Rejected):
            if draw < 0.08 and not one.desk.is_office:
                registered(one.desk)
            elif draw < 0.85:
                self._acts(one)
            elif draw < 0.88:
                self._withholds(one)
            else:
                self._says_what_it_may_not(one)
        query = "SELECT uid FROM change WHERE id > ?"
        self.written |= {row[0] for row in one.database.execute_sql(query, (before,))}

    def _acts(self, one: Member) -> None:
        """An act of the tables on any record that is here, whatever its state: receivers never judge turns."""
        chance, roles = self.chance, set(one.desk.user.roles)
        kind = chance.choice(KINDS)
        rows = [act for act in lifecycle.acts_of(kind) if act.who & roles]
        here = self._here(one, kind)
        rows = [act for act in rows if NEW in act.before or here]
        if not rows:
            return
        act = chance.choice(rows)
        record = self.clock.new_id() if NEW in act.before else chance.choice(here)
        fields = self._fields(one, act)
        acts.write(one.desk, [Write(act.name, kind, record, fields)])

    def _fields(self, one: Member, act: lifecycle.Act) -> dict[str, Any]:
        chance, specs = self.chance, specs_of(BY_KIND[act.kind])
        may = sorted({*lifecycle.fields_taken(act, frozenset(one.desk.user.roles)), *act.sets} & specs.keys())
        may = [name for name in may if name != ACCUSED]  # what is secret stays: no other desk ends alike
        names = chance.sample(may, min(len(may), chance.randint(1, 4)))
        if NEW in act.before:
            names += [name for name in may if specs[name].required and name not in names]
        fields = {name: self._value(one, specs[name]) for name in names}
        if act.after:
            fields[step_of(BY_KIND[act.kind])] = chance.choice(act.after)
        if NEW in act.before and act.kind in HANDLED:
            named = sorted({"opinion", "suggestion", "assignment", "reply"} & specs.keys())
            fields |= {name: self._value(one, specs[name]) for name in chance.sample(named, min(2, len(named)))}
        if NEW in act.before and "station" in specs:
            own = one.desk.place.uid if not one.desk.is_office else chance.choice(self.stations).desk.place.uid
            fields["station"] = own
        return fields

    def _value(self, one: Member, spec: FieldSpec) -> Any:
        chance = self.chance
        match spec.kind:
            case Kind.COUNT:
                return max(spec.low or 0, chance.randint(1, 3))
            case Kind.FLAG:
                return chance.random() < 0.5
            case Kind.CODES:
                return (f"{chance.randint(1, 3)}",)
            case Kind.REFS:
                return (f"{chance.randint(1, 3)}" * 32,)
            case Kind.REF if spec.target == "station":
                return one.desk.place.uid
            case Kind.REF if spec.target in ("opinion", "suggestion", "assignment", "reply"):
                return chance.choice(self._here(one, spec.target) or ["1" * 32])
            case Kind.REF | Kind.UID:
                return f"{chance.randint(1, 3)}" * 32
            case Kind.DAY:
                return f"2026-11-{chance.randint(10, 30)}"
            case Kind.TIME:
                return f"0{chance.randint(1, 3)}:30"
            case _:
                return f"{chance.randint(1, 3)}"

    def _here(self, one: Member, kind: str) -> list[str]:
        return [row[0] for row in one.database.execute_sql(f"SELECT uid FROM {kind} ORDER BY uid")]

    def _withholds(self, one: Member) -> None:
        kind = self.chance.choice(("opinion", "person", "visit", "unit"))
        if here := self._here(one, kind):
            withholding.withhold(one.desk, [(kind, self.chance.choice(here))])
            self.happened["withheld"] += 1

    def _says_what_it_may_not(self, one: Member) -> None:
        """A line as a stranger's program writes it: under another's record's id, of another's record, of another kind;
        or one of a newer program."""
        chance, other, kind = self.chance, self.chance.choice(self.members), self.chance.choice(KINDS)
        known = self._here(other, kind)
        how = chance.choice(("claimed", "spoke of another's", "another kind", "unknown kind"))
        if not known:
            return
        self.happened[how] += 1
        record, uid = chance.choice(known), self.clock.new_id()
        heads = tables.read_rows(other.database, kind, [record])[record].heads
        match how:
            case "claimed":
                self._line(one, record, "register", kind, record, ())
            case "spoke of another's":
                self._line(one, uid, chance.choice(lifecycle.acts_of(kind)).name, kind, record, heads)
            case "another kind":
                self._line(one, uid, "correct", chance.choice(KINDS), record, heads)
            case _:
                self._line(one, uid, "register", "horoscope", uid, ())

    def _line(self, one: Member, uid: str, act: str, kind: str, record: str, seen: tuple[Place, ...]) -> None:
        specs = specs_of(BY_KIND[kind]) if kind in BY_KIND else {}
        names = self.chance.sample(sorted(specs), min(len(specs), 2))
        fields = {name: self._value(one, specs[name]) for name in names} if specs else {"blood": "O"}
        if specs and self.chance.random() < BAD:
            bad: tuple[Any, ...] = ("昨天", 7, "路\0塌了", "", "长" * 30_000)
            fields[self.chance.choice(sorted(specs))] = self.chance.choice(bad)
            self.happened["bad value"] += 1
        author = journal.my_author(one.database)
        who = (author.uid, author.last_seq + 1, uid, stamp(self.clock.now()), "ok", one.desk.user.uid)
        change = Change(*who, act, kind, record, seen, fields, SCHEMA + (not specs))
        with one.desk.store.transaction():
            one.desk.store.take(author, [JournalEntry(change, line_of(change))])

    def stick(self, one: Member, there: Member) -> None:
        """To the county by hand, and back with the county's word."""
        self.happened["stick"] += 1
        up = [content for author in journal.my_authors(one.database) for content in self._sealed(one, author.audience)]
        self.chance.shuffle(up)
        at = county.receiver(there.desk, by_hand=True)
        for content in up:
            taking.take(at, content)
        county.take_contents(there.desk, [])
        meant = [author.audience for author in journal.my_authors(there.database)
                 if author.audience in (one.desk.place.uid, CODE)]  # fmt: skip
        down = [content for audience in meant for content in self._sealed(there, audience)]
        news.take_in(one.desk, down, by_hand=True)

    def _sealed(self, one: Member, audience: str) -> list[bytes]:
        author = journal.my_author(one.database, audience)
        made = sealing.sealed(one.desk.store, author, stamp(self.clock.now()), {})
        return [batch.content for batch in made if batch.content]

    def _accidents(self) -> None:
        chance = self.chance
        if chance.random() < 0.2:
            self.backup = self.gate.snapshot()
        if self.backup is not None and chance.random() < 0.1:
            self._gateway_is_restored(self.backup)
        for one in list(self.members):
            if one.number in self.images and chance.random() < 0.05:
                self._disk_fails(one, self.images.pop(one.number))

    def _gateway_is_restored(self, backup: Engine) -> None:
        self.happened["gateway restored"] += 1
        held = self.gate.ids()
        self.gate.restored(backup)
        self.backup = None
        self._is_lost(held)

    def _disk_fails(self, one: Member, image: bytes) -> None:
        """A device goes on from an old copy, of which it may know or not; or, of a cloned one, both go on."""
        place = self.members.index(one)
        draw = self.chance.random()
        if draw < 0.3 and len(self.members) < 7:
            self.happened["device cloned"] += 1
            self.members.append(one.from_image(10 + len(self.members), image, self.clock))
            return
        copy = one.from_image(one.number, image, self.clock)
        if draw < 0.6:
            self.happened["device restored"] += 1
            copy.begins_anew()
        else:
            self.happened["device set back"] += 1
        self.members[place] = copy
        self._is_lost(one.ids())
        one.desk.close()

    def _is_lost(self, held: set[str]) -> None:
        self.gone |= held - set().union(self.gate.ids(), *(one.ids() for one in self.members))

    def close(self) -> None:
        for one in self.members:
            one.desk.close()
        self.gate.engine.close()


FOUNDINGS = 4
"""How many counties are set up: the worlds begin with copies of them, which costs less."""


def world_of(seed: int) -> World:
    """A county that stands, with a gateway in memory. One in four packs with the dictionary, which costs much."""
    members, content = _founded(seed % FOUNDINGS)
    dictionaries = {} if seed % 4 else dict(paths.dictionaries())
    world = World(seed, Gate(MemoryEngine(content), clock_of(seed), dictionaries))
    world.members = [one.from_image(one.number, image, world.clock) for one, image in members]
    for one in world.members:
        one.memory.dictionaries = frozenset(dictionaries)
    return world


@cache
def _founded(number: int) -> tuple[list[tuple[Member, bytes]], bytes]:
    engine = MemoryEngine()
    world = World(-1 - number, Gate(engine, clock_of(-1 - number)))
    world.found()
    return [(one, one.image()) for one in world.members], engine.content()
