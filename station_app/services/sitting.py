"""Acts that were asked together, judged one after the other: a later one sees what an earlier one made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from station_app.db import journal
from station_app.db.store import Write
from station_app.domain import lifecycle, numbering, rules
from station_app.domain.field import FieldSpec, Kind, blank_of, field_of, fields_of, specs_of, values_of
from station_app.domain.intake import is_uid
from station_app.domain.lifecycle import NEW, STATELESS, Act
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import BY_KIND, Barring, Mandate
from station_app.services import access, quality
from station_app.services.ask import Ask
from station_app.services.desk import Desk

NUMBERED = {
    "reception_day": "held_on",
    "visit": "received_on",
    "opinion": "received_on",
    "suggestion": "submitted_on",
    "duty_record": "held_on",
}
"""The numbered kinds, and the day whose year their series belongs to."""

UNCHECKED = frozenset({"carry_over"})
"""Acts that take what an old ledger holds: the rules of the form do not apply, its sense must still hold."""


@dataclass
class Judged:
    """An ask with what was found: the fields it sets, the record as it will stand, and every problem.

    `act` is None where the ask could not be judged further. The sitting still adds the number to `sets`.
    """

    ask: Ask
    uid: str
    act: Act | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    sets: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the act out."""
        return any(problem.refuses for problem in self.problems)

    @property
    def write(self) -> Write | None:
        """What is to be written; None where the act changes nothing."""
        if self.act is None or not (self.sets or not self.before or self.act.name == "reveal"):
            return None
        return Write(self.act.name, self.act.kind, self.uid, self.sets)


class Sitting:
    """Judges groups of asks in order. `afresh` judges as if none of the records that are named were here yet."""

    def __init__(self, desk: Desk, asks: Sequence[Ask], *, afresh: bool = False) -> None:
        self._desk = desk
        self._reader = desk.reader
        self._next_in: dict[tuple[str, str], int] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._records: dict[tuple[str, str], dict[str, Any]] = {}
        if not afresh:
            for kind in {ask.kind for ask in asks} & BY_KIND.keys():
                self._records |= self._fetched(kind, {ask.uid for ask in asks if ask.kind == kind})
        # A visit is judged beside its visitor, who may have been registered long before.
        self._visitors = self._fetched("person", {_visitor(ask) for ask in asks if ask.kind == "visit"})
        self._look_up(asks)
        given = {ask.uid for ask in asks if is_uid(ask.uid)}
        self._kinds = {} if afresh else journal.kinds_of(desk.store.database, sorted(given))

    def judge(self, group: Sequence[Ask]) -> list[Judged]:
        """Judge asks that stand or fall together; the records of a refused group are forgotten again."""
        before: dict[tuple[str, str], dict[str, Any] | None] = {}
        judged = []
        for ask in group:
            one = self._judge(ask)
            before.setdefault((ask.kind, one.uid), self._records.get((ask.kind, one.uid)))
            if one.act:
                self._records[ask.kind, one.uid] = one.after
            judged.append(one)
        self._check_references(judged)
        if any(one.is_refused for one in judged):
            for key, values in before.items():
                self._records.pop(key, None)
                self._records |= {key: values} if values is not None else {}
        return judged

    def number(self, judged: Sequence[Judged]) -> None:
        """Give the numbers, in order, to what will be written: a refused act must not use one up."""
        for one in judged:
            if one.act is None:
                continue
            if NEW in one.act.before and one.act.kind in NUMBERED:
                day = one.after[NUMBERED[one.act.kind]] or self._reader.today
                one.sets["number"] = one.after["number"] = self._next_number(one.act.kind, day)
            if one.act.name == "refer":
                number = self._next_number("referral", one.after["referred_on"])
                one.sets["slip_number"] = one.after["slip_number"] = number

    def _judge(self, ask: Ask) -> Judged:
        one = Judged(ask, ask.uid or self._desk.clock.new_id())
        one.act = self._act(one)
        if one.act is None:
            return one
        one.before = self._records.get((ask.kind, one.uid), {})
        one.sets = self._sets(one.act, one)
        one.after = {**blank_of(BY_KIND[ask.kind]), **one.before, **one.sets, "uid": one.uid}
        if not access.may_act(self._desk, ask.kind, one.before or one.after, one.sets, self._standing):
            one.problems.append(refusal("not_your_own", value=ask.act))
        self._oblige(one.act, one)
        return one

    def _act(self, one: Judged) -> Act | None:
        ask = one.ask
        if ask.kind not in BY_KIND:
            one.problems.append(refusal("unknown_kind", value=ask.kind))
            return None
        if not is_uid(one.uid) or self._kinds.get(one.uid, ask.kind) != ask.kind:
            one.problems.append(refusal("uid_unusable", "uid", one.uid[:40]))
            return None
        before = self._records.get((ask.kind, one.uid))
        state = NEW if before is None else before.get("state") or STATELESS
        act = lifecycle.act_of(ask.kind, ask.act, state)
        if act is None:
            possible = [act.name for act in lifecycle.acts_on(ask.kind, state, self._desk.user.roles)]
            known = any(act.name == ask.act for act in lifecycle.acts_of(ask.kind))
            code = "unknown_act" if not known else "no_such_record" if state == NEW else "act_out_of_turn"
            one.problems.append(refusal(code, value=ask.act, state=(ask.kind, state), possible=possible))
        elif act.who.isdisjoint(self._desk.user.roles):
            one.problems.append(refusal("act_of_another_role", value=ask.act, who=sorted(act.who)))
            act = None
        elif before is not None and not access.may_read(self._desk, ask.kind, {**before, "uid": one.uid}):
            one.problems.append(refusal("not_for_you", value=ask.act))
            act = None
        return act

    def _sets(self, act: Act, one: Judged) -> dict[str, Any]:
        """The fields that the act sets: read from what was typed, only those that change, and what follows from it."""
        specs = specs_of(BY_KIND[act.kind])
        taken_fields = lifecycle.fields_taken(act)
        read: dict[str, Any] = {}
        for name, raw in one.ask.fields.items():
            if name not in specs:
                one.problems.append(refusal("unknown_field", name, act=act.name))
            elif name not in taken_fields:
                one.problems.append(refusal("field_of_another_act", name, act=act.name))
            elif name != "state":
                taken = self._reader.read(specs[name], raw)
                read[name] = taken.value
                one.problems += taken.problems
        if NEW in act.before:
            read = {**self._defaults(act.kind, read), **read}
        follows = {**act.sets, **self._state(act, one)}
        kept = one.before or blank_of(BY_KIND[act.kind])
        return {name: value for name, value in {**read, **follows}.items() if value != kept.get(name)}

    def _state(self, act: Act, one: Judged) -> dict[str, str]:
        if not act.after:
            return {}
        if len(act.after) == 1:
            return {"state": act.after[0]}
        spec = field_of(BY_KIND[act.kind], "state")
        raw = one.ask.fields.get("state", "")
        state = str(self._reader.read(spec, raw).value)
        if state not in act.after:
            offered = [self._desk.codes.name_of(spec.scheme, code) for code in act.after]
            one.problems.append(refusal("not_in_list", "state", str(raw)[:40], offered=offered))
        return {"state": state}

    def _defaults(self, kind: str, read: Mapping[str, Any]) -> dict[str, Any]:
        """What a new record takes from the desk it is made at, and from the visit it was raised on."""
        if kind in ("station", "user") or self._desk.is_office:
            return {}
        given = {"station": self._desk.place.uid, "recorder": self._desk.user.uid}
        visit = self._standing("visit", read.get("visit", ""))
        if kind == "opinion" and visit:
            visitor = self._standing("person", visit["visitor"])
            given |= {"received_on": visit["received_on"], "channel": visit["channel"]}
            given["village"] = visitor.get("village", "")
        return {name: value for name, value in given.items() if name in specs_of(BY_KIND[kind])}

    def _standing(self, kind: str, uid: str) -> Mapping[str, Any]:
        """A record as it stands in this sitting, or here; nothing where there is none."""
        here = self._records.get((kind, uid)) or self._visitors.get((kind, uid))
        if uid and here is None:
            return {found: row.values for found, row in self._desk.records.rows(kind, [uid]).items()}.get(uid, {})
        return here or {}

    def _oblige(self, act: Act, one: Judged) -> None:
        wrong = {problem.where for problem in one.problems if problem.refuses}
        missing = [name for name in _required(act) if name not in wrong and _is_blank(one.after[name])]
        missing += [name for name in act.presumes if _is_blank(one.before.get(name, ""))]
        one.problems += [refusal("missing", name) for name in missing]
        if (act.kind, act.name) == ("suggestion", "submit"):
            one.problems += quality.keeping_back(self._desk, one.after)
        checked = rules.problems_of(act.kind, one.after, self._reader.today, at_desk=act.name not in UNCHECKED)
        beside = rules.problems_beside(act.kind, one.after, self._beside(act.kind, one.after))
        # What stood there already was judged when it was written; the clock may have gone back since.
        stood = {("day_ahead", name) for name, value in one.before.items() if one.after[name] == value}
        found = [problem for problem in (*checked, *beside) if (problem.code, problem.where) not in stood]
        one.problems += [problem for problem in found if problem.where not in wrong]

    def _beside(self, kind: str, values: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The records that the rules of a kind look at beside it."""
        match kind:
            case "visit":
                visitor = self._standing("person", values["visitor"])
                return {"station": values_of(self._desk.place), "visitor": visitor}
            case "opinion" if values["unit"] and values["visit"]:
                visitor = self._standing("visit", values["visit"]).get("visitor", "")
                units = [one.barred_unit for one in self._desk.records.all(Barring, person=visitor) if one.barred_unit]
                return {"barred": {"units": tuple(units)}}
            case "attendance":
                mandates = self._desk.records.all(Mandate, deputy=values["deputy"])
                last = max((one.to_on for one in mandates), default="") if all(one.to_on for one in mandates) else ""
                return {
                    "reception_day": self._standing("reception_day", values["reception_day"]),
                    "deputy": {"to_on": last},
                }
        return {}

    def _check_references(self, judged: Sequence[Judged]) -> None:
        """Every record that is referred to must be here, or be made by this group or a sound one before it."""
        made = {one.uid for one in judged}
        for one in judged:
            for spec in _references(one.ask.kind):
                value = one.sets.get(spec.name) or ()
                for uid in value if spec.many else (value,):
                    if uid and uid not in made and not self._is_here(spec.target, uid):
                        one.problems.append(refusal("unknown_reference", spec.name, uid, target=spec.target))

    def _is_here(self, target: str, uid: str) -> bool:
        if (target, uid) in self._records:
            return True
        if (target, uid) not in self._known:
            self._known[target, uid] = bool(self._desk.records.known(target, [uid]))
        return self._known[target, uid]

    def _look_up(self, asks: Sequence[Ask]) -> None:
        """Ask the tables once for all that the asks refer to."""
        home = "office" if self._desk.is_office else "station"
        wanted: dict[str, set[str]] = {home: {self._desk.place.uid}, "user": {self._desk.user.uid}}
        for ask in asks:
            for spec in _references(ask.kind):
                value = ask.fields.get(spec.name) or ()
                named = value if isinstance(value, list | tuple) else (value,)
                wanted.setdefault(spec.target, set()).update(
                    uid for uid in named if isinstance(uid, str) and is_uid(uid)
                )
        for target, uids in wanted.items():
            here = self._desk.records.known(target, uids)
            self._known.update({(target, uid): uid in here for uid in uids})

    def _fetched(self, kind: str, uids: set[str]) -> dict[tuple[str, str], dict[str, Any]]:
        found = self._desk.records.rows(kind, sorted(filter(is_uid, uids)))
        return {(kind, uid): dict(row.values) for uid, row in found.items()}

    def _next_number(self, kind: str, day: str) -> str:
        station, year = self._desk.station, int(day[:4])
        sequence = self._next_in.get((kind, day[:4]))
        if sequence is None:
            first = numbering.compose(station.area_code, station.station_no, kind, year, 1)
            sequence = self._desk.store.next_number(numbering.parse(first).series)
        self._next_in[kind, day[:4]] = sequence + 1
        return numbering.compose(station.area_code, station.station_no, kind, year, sequence)


def _visitor(ask: Ask) -> str:
    named = ask.fields.get("visitor", "")
    return named if isinstance(named, str) else ""


@cache
def _references(kind: str) -> tuple[FieldSpec, ...]:
    specs = fields_of(BY_KIND[kind]) if kind in BY_KIND else ()
    return tuple(spec for spec in specs if spec.kind in (Kind.REF, Kind.REFS))


@cache
def _required(act: Act) -> tuple[str, ...]:
    needed = set(act.needs)
    return tuple(spec.name for spec in fields_of(BY_KIND[act.kind]) if spec.required or spec.name in needed)


def _is_blank(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())
