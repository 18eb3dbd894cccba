"""The one way of acting: read what was typed, judge it whole, write it in one transaction.

Every door (screen, command line, importer) asks for acts here. All problems of all acts that were asked together come
back at once, and nothing is written unless everything can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from station_app.db.store import Write
from station_app.domain import lifecycle, numbering, rules
from station_app.domain.field import FieldSpec, Kind, fields_of
from station_app.domain.lifecycle import NEW, STATELESS, Act
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.records import BY_KIND
from station_app.services.desk import Desk

NUMBERED = {"reception_day": "held_on", "visit": "received_on", "opinion": "received_on", "suggestion": "submitted_on"}
"""The numbered kinds, and the day whose year their series belongs to."""

UNCHECKED = frozenset({"carry_over"})
"""Acts that take what an old ledger holds: the rules of the form do not apply, its sense must still hold."""


@dataclass(frozen=True)
class Ask:
    """An act that somebody asks for. `uid` is empty for a new record; `fields` as typed, or JSON's values."""

    kind: str
    act: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    uid: str = ""


@dataclass(frozen=True)
class Done:
    """An act that was done: the record, its number and state, and what the person should know."""

    kind: str
    act: str
    uid: str
    number: str = ""
    state: str = ""
    warnings: tuple[Problem, ...] = ()


def perform(desk: Desk, asks: Sequence[Ask]) -> list[Done]:
    """Do the acts in order, in one transaction. Raises Rejected with every problem; `part` tells which ask it is of."""
    with desk.store.transaction():
        sitting = _Sitting(desk, asks)
        done = [sitting.judge(part, ask) for part, ask in enumerate(asks)]
        sitting.check_references()
        if any(problem.refuses for problem in sitting.problems):
            raise Rejected(tuple(sitting.problems))
        desk.store.commit(sitting.writes, desk.user.uid)
    return [
        replace(one, warnings=tuple(problem for problem in sitting.problems if problem.part == part))
        for part, one in enumerate(done)
    ]


class _Sitting:
    """The acts asked together, judged one after the other: a later one sees what an earlier one made."""

    def __init__(self, desk: Desk, asks: Sequence[Ask]) -> None:
        self.problems: list[Problem] = []
        self.writes: list[Write] = []
        self._desk = desk
        self._reader = desk.reader
        self._next_in: dict[str, int] = {}
        self._references: list[tuple[int, FieldSpec, str]] = []
        self._records = {
            (kind, uid): dict(row.values)
            for kind in {ask.kind for ask in asks} & BY_KIND.keys()
            for uid, row in desk.records.rows(kind, [ask.uid for ask in asks if ask.kind == kind and ask.uid]).items()
        }

    def judge(self, part: int, ask: Ask) -> Done:
        """Judge one ask; its write joins the others, its problems too."""
        found: list[Problem] = []
        uid = ask.uid or self._desk.clock.new_id()
        act = self._act(ask, uid, found)
        if act is None:
            self.problems += [replace(problem, part=part) for problem in found]
            return Done(ask.kind, ask.act, ask.uid)
        before = self._records.get((ask.kind, uid), {})
        sets = self._sets(act, ask, before, found)
        after = {**{spec.name: spec.empty for spec in fields_of(BY_KIND[ask.kind])}, **before, **sets, "uid": uid}
        self._oblige(act, after, found)
        if NEW in act.before and not any(problem.refuses for problem in found):
            sets |= self._numbered(act, after)
        if act.name == "refer" and not any(problem.refuses for problem in found):
            sets["slip_number"] = self._next_number("referral", after["referred_on"])
        self.problems += [replace(problem, part=part) for problem in found]
        self._remember_references(part, ask.kind, sets)
        self._records[ask.kind, uid] = {**after, **sets}
        if sets or not before or act.name == "reveal":
            self.writes.append(Write(act.name, act.kind, uid, sets))
        return Done(act.kind, act.name, uid, sets.get("number", after.get("number", "")), after.get("state", ""))

    def check_references(self) -> None:
        """Every record that is referred to must be here, or be made in this sitting."""
        made = {uid for _, uid in self._records}
        for target in {spec.target for _, spec, _ in self._references}:
            wanted = {uid for _, spec, uid in self._references if spec.target == target} - made
            known = self._desk.records.known(target, wanted)
            self.problems += [
                replace(refusal("unknown_reference", spec.name, uid, target=target), part=part)
                for part, spec, uid in self._references
                if spec.target == target and uid in wanted - known
            ]

    def _act(self, ask: Ask, uid: str, found: list[Problem]) -> Act | None:
        if ask.kind not in BY_KIND:
            found.append(refusal("unknown_kind", value=ask.kind))
            return None
        before = self._records.get((ask.kind, uid))
        state = NEW if before is None else before.get("state") or STATELESS
        act = lifecycle.act_of(ask.kind, ask.act, state)
        if act is None:
            possible = [one.name for one in lifecycle.acts_on(ask.kind, state, self._desk.user.roles)]
            known = any(one.name == ask.act for one in lifecycle.acts_of(ask.kind))
            code = "unknown_act" if not known else "no_such_record" if state == NEW else "act_out_of_turn"
            found.append(refusal(code, value=ask.act, state=(ask.kind, state), possible=possible))
        elif not act.who & set(self._desk.user.roles):
            found.append(refusal("act_of_another_role", value=ask.act, who=sorted(act.who)))
            act = None
        return act

    def _sets(self, act: Act, ask: Ask, before: Mapping[str, Any], found: list[Problem]) -> dict[str, Any]:
        """The fields that the act sets: read from what was typed, only those that change, and what follows from it."""
        specs = {spec.name: spec for spec in fields_of(BY_KIND[act.kind])}
        taken_fields = lifecycle.fields_taken(act)
        read: dict[str, Any] = {}
        for name, raw in ask.fields.items():
            if name not in specs:
                found.append(refusal("unknown_field", name, act=act.name))
            elif name not in taken_fields:
                found.append(refusal("field_of_another_act", name, act=act.name))
            elif name != "state":
                taken = self._reader.read(specs[name], raw)
                read[name] = taken.value
                found += taken.problems
        if NEW in act.before:
            read = {**self._defaults(act.kind, read), **read}
        follows = {**act.sets, **self._state(act, ask, found)}
        kept = before or {spec.name: spec.empty for spec in specs.values()}
        return {name: value for name, value in {**read, **follows}.items() if value != kept.get(name)}

    def _state(self, act: Act, ask: Ask, found: list[Problem]) -> dict[str, str]:
        if not act.after:
            return {}
        state = act.after[0] if len(act.after) == 1 else str(ask.fields.get("state", ""))
        if state not in act.after:
            found.append(refusal("not_in_list", "state", state, offered=list(act.after)))
        return {"state": state}

    def _defaults(self, kind: str, read: Mapping[str, Any]) -> dict[str, Any]:
        """What a new record takes from the desk it is made at, and from the visit it was raised on."""
        names = {spec.name for spec in fields_of(BY_KIND[kind])}
        given = {"station": self._desk.station.uid, "recorder": self._desk.user.uid}
        visit = self._standing("visit", read.get("visit", ""))
        if kind == "opinion" and visit:
            visitor = self._standing("person", visit["visitor"])
            given |= {"received_on": visit["received_on"], "channel": visit["channel"]}
            given["village"] = visitor.get("village", "")
        return {name: value for name, value in given.items() if name in names and kind not in ("station", "user")}

    def _standing(self, kind: str, uid: str) -> Mapping[str, Any]:
        """A record as it stands in this sitting, or here; nothing where there is none."""
        if uid and (kind, uid) not in self._records:
            return {found: row.values for found, row in self._desk.records.rows(kind, [uid]).items()}.get(uid, {})
        return self._records.get((kind, uid), {})

    def _oblige(self, act: Act, after: Mapping[str, Any], found: list[Problem]) -> None:
        wrong = {problem.where for problem in found if problem.refuses}
        needed = set(act.needs)
        for spec in fields_of(BY_KIND[act.kind]):
            required = spec.required or spec.name in needed
            if required and _is_blank(after[spec.name]) and spec.name not in wrong:
                found.append(refusal("missing", spec.name))
        checked = rules.problems_of(act.kind, after, self._reader.today, at_desk=act.name not in UNCHECKED)
        found += [problem for problem in checked if problem.where not in wrong]

    def _numbered(self, act: Act, after: Mapping[str, Any]) -> dict[str, str]:
        if act.kind not in NUMBERED:
            return {}
        return {"number": self._next_number(act.kind, after[NUMBERED[act.kind]] or self._reader.today)}

    def _next_number(self, kind: str, day: str) -> str:
        station = self._desk.station
        first = numbering.compose(station.area_code, station.station_no, kind, int(day[:4]), 1)
        series = numbering.parse(first).series
        sequence = self._next_in.get(series) or self._desk.store.next_number(series)
        self._next_in[series] = sequence + 1
        return numbering.compose(station.area_code, station.station_no, kind, int(day[:4]), sequence)

    def _remember_references(self, part: int, kind: str, sets: Mapping[str, Any]) -> None:
        for spec in fields_of(BY_KIND[kind]):
            if spec.kind in (Kind.REF, Kind.REFS) and sets.get(spec.name):
                uids = sets[spec.name] if spec.many else (sets[spec.name],)
                self._references += [(part, spec, uid) for uid in uids]


def _is_blank(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())
