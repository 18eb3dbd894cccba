"""Acts that were asked together, judged one after the other: a later one sees what an earlier one made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from typing import Any

from station_app import paths
from station_app.db import journal
from station_app.domain import codes, judging, lifecycle, numbering, rules, secrecy, standing
from station_app.domain.clock import is_credible
from station_app.domain.field import FieldSpec, Kind, blank_of, field_of, fields_of, specs_of, step_of, whose
from station_app.domain.intake import is_uid
from station_app.domain.lifecycle import NEW, STATELESS, Act
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.records import BY_KIND, Station
from station_app.domain.secrecy import Viewer
from station_app.domain.standing import MATTERS
from station_app.services import (
    access,
    carrying,
    closing,
    duty,
    handling,
    keeping_secret,
    official,
    proposals,
    quality,
    sharing,
    units,
)
from station_app.services.ask import Ask
from station_app.services.beside import of_act, of_kind
from station_app.services.consequences import Happened, brought
from station_app.services.desk import Desk
from station_app.services.standing import InSitting

NUMBERED = {
    "reception_day": "held_on",
    "visit": "received_on",
    "opinion": "received_on",
    "suggestion": "submitted_on",
    "duty_record": "held_on",
    "assignment": "assigned_on",
}
"""The numbered kinds, and the day whose year their series belongs to."""

UNIT = "unit"
"""The kind whose records unit fields name (`FieldSpec.target`)."""

UNIT_REF = "unit_ref"
"""The field beside a unit's name that says which of the roster it is."""

NAMED_APART = frozenset({"opinion", "visit", "person"})
"""The kinds of records that stay here and that others name."""

UNCHECKED = frozenset({"carry_over"})
"""Acts that take what an old ledger holds: the rules of the form do not apply, its sense must still hold."""


@dataclass
class Judged:
    """An ask with what was found: the fields it sets, the record as it will stand, and every problem.

    `act` is None where the ask could not be judged further. The sitting still adds the number to `sets`. `part` is the
    place in its group of the ask that was asked for; `cause` what this one came with: the act that brought it
    (`is_brought`), or the first of the group. `is_new`: no change names its record yet. `carried` is what an old
    ledger's row says of a matter's handling.
    """

    ask: Ask
    uid: str
    part: int = 0
    cause: Judged | None = None
    is_brought: bool = False
    is_new: bool = False
    act: Act | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    sets: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    carried: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the act out."""
        return any(problem.refuses for problem in self.problems)

    @property
    def writes(self) -> bool:
        """Whether anything is to be written: an act that changes nothing leaves no trace."""
        return self.act is not None and bool(self.sets or not self.before or self.act.name == "reveal")


class Sitting:
    """Judges groups of asks in order. `afresh` judges as if none of the records that are named were here yet."""

    def __init__(self, desk: Desk, asks: Sequence[Ask], *, afresh: bool = False) -> None:
        self._desk = desk
        self._reader, self._afresh = desk.reader, afresh
        self._series: dict[str, int] | None = None
        self._known: dict[tuple[str, str], bool] = {}
        self._new_units: dict[str, Judged] = {}
        self._unit_uids: dict[str, str] = {}
        self._records: dict[tuple[str, str], dict[str, Any]] = {}
        given = {ask.uid for ask in asks if is_uid(ask.uid)}
        looked_for = given - {ask.uid for ask in asks if ask.is_minted}
        self._kinds = {} if afresh else journal.kinds_of(desk.store.database, sorted(looked_for))
        self._new = given - self._kinds.keys()
        for kind in {ask.kind for ask in asks} & BY_KIND.keys():
            self._records |= self._fetched(kind, {ask.uid for ask in asks if ask.kind == kind} - self._new)
        # A visit is judged beside its visitor, who may have been registered long before.
        visitors = {_visitor(ask) for ask in asks if ask.kind == "visit"} - self._new
        self._visitors = self._fetched("person", visitors)
        self._look_up(asks)

    def judge(self, group: Sequence[Ask], *, is_brought: bool = False) -> list[Judged]:
        """Judge asks that stand or fall together; the records of a refused group are forgotten again.

        `is_brought`: nobody asked for them, an earlier act should have brought them.
        """
        before: dict[tuple[str, str], dict[str, Any] | None] = {}
        judged: list[Judged] = []
        for part, ask in enumerate(group):
            cause = judged[0] if judged else None
            one = Judged(ask, ask.uid or self._desk.clock.new_id(), part, cause, is_brought=is_brought)
            self._take(one, judged, before)
        self._check_references(judged)
        if any(one.is_refused for one in judged):
            for key, values in before.items():
                self._records.pop(key, None)
                self._records |= {key: values} if values is not None else {}
            refused = {id(one) for one in judged}
            self._new_units = {name: one for name, one in self._new_units.items() if id(one) not in refused}
        return judged

    def _take(self, one: Judged, judged: list[Judged], before: dict[tuple[str, str], dict[str, Any] | None]) -> None:
        """Judge an ask, and whatever its act brings with it."""
        self._judge(one)
        key = (one.ask.kind, one.uid)
        before.setdefault(key, self._records.get(key))
        judged.append(one)
        if one.act is None:
            return
        key = (one.ask.kind, one.uid)
        before.setdefault(key, self._records.get(key))
        self._records[key] = one.after
        if one.is_refused:
            return
        self._read_again(one, before)
        standing = self._in_sitting()
        happened = Happened(act=one.act.name, kind=one.ask.kind, uid=one.uid, before=one.before, after=one.after)
        for ask in chain(self._units_entered(one), _handling_of(one), brought(self._desk, standing, one.act, happened)):
            further = Judged(ask, ask.uid or self._desk.clock.new_id(), one.part, one, is_brought=True)
            if (ask.kind, further.uid) not in self._records and not self._afresh:
                self._records |= self._fetched(ask.kind, {further.uid})
            self._take(further, judged, before)

    def _in_sitting(self) -> InSitting:
        return InSitting(self._desk.records, self._records)

    def _read_again(self, one: Judged, before: dict[tuple[str, str], dict[str, Any] | None]) -> None:
        """What an act on a record of handling tells of its matter, and of the matters that hang from that one."""
        kind, uid = handling.matter_of(one.after) if handling.is_handling(one.ask.kind) else ("", "")
        standing = self._in_sitting()
        wanted = [(kind, uid)] if uid else []
        wanted += handling.hanging(standing, kind, uid) if uid else []
        for key in wanted:
            if own := self._standing(*key):
                before.setdefault(key, self._records.get(key))
                values = {**own, "uid": key[1]}
                self._records[key] = {**values, **handling.reading(standing, key[0], values)}

    def number(self, judged: Sequence[Judged]) -> None:
        """Give the numbers, in order, to what will be written: a refused act must not use one up."""
        for one in judged:
            if one.act is None:
                continue
            if NEW in one.act.before and one.act.kind in NUMBERED:
                day = one.after[NUMBERED[one.act.kind]] or self._reader.today
                apart = (
                    self._standing("opinion", str(one.after["opinion"])) if one.act.kind == "assignment" else one.after
                )
                one.sets["number"] = one.after["number"] = self._next_number(_letter(one.act.kind, apart), day)
                if one.act.name == "register" and self._is_beside_the_series(one.act.kind, day):
                    one.problems.append(warning("clock_wrong", NUMBERED[one.act.kind], day, today=self._reader.today))

    def _judge(self, one: Judged) -> None:
        ask = one.ask
        one.before = self._records.get((ask.kind, one.uid), {})
        one.is_new = not one.before and one.uid not in self._kinds
        one.act = self._act(one)
        if one.act is None:
            return
        one.sets = self._sets(one.act, one)
        if one.is_new and not ask.uid:
            one.uid = handling.uid_of(self._in_sitting(), ask.kind, one.sets) or one.uid
        one.after = {**blank_of(BY_KIND[ask.kind]), **one.before, **one.sets, "uid": one.uid}
        if ask.kind in MATTERS:
            # Of a new matter nothing was handled yet.
            one.after |= (
                standing.read(ask.kind, one.after, {})
                if one.is_new
                else handling.reading(self._in_sitting(), ask.kind, one.after)
            )
        if one.act.by_home or ask.kind in MATTERS or handling.is_handling(ask.kind):
            at_desk = one.act.name not in UNCHECKED and not one.is_brought
            asked = (self._desk, self._in_sitting(), self._standing, one.act, one.before, one.after)
            one.problems += (*handling.problems(*asked), *handling.unsaid(one.act, one.after)) if at_desk else ()
        if one.act.series and one.after[one.act.series]:
            one.problems += official.problems(self._desk, one.after, self._made(ask.kind))
        is_own = access.may_act(self._desk, ask.kind, one.before or one.after, one.sets, self._standing)
        if not one.is_brought and not is_own:
            one.problems.append(refusal("not_your_own", value=ask.act))
        self._oblige(one.act, one)
        keeping_secret.judge(self._desk, one)
        if ask.kind == "shared_matter":
            one.problems += sharing.problems(self._in_sitting(), one.after, one.sets)
        self._address(one)
        one.problems += paths.problems_of_record(ask.kind, one.after)
        if ask.kind == "code_entry":
            one.problems += codes.problems_of_entry(self._desk.codes, one.after)

    def _address(self, one: Judged) -> None:
        """At an office: nothing goes to all stations that is not for all, and a record keeps its readers: who does not
        get its first lines could never read the later ones."""
        home = self._desk.home
        if home.role == judging.STATION:
            return
        kind = one.ask.kind
        reader = judging.audience_of(kind, one.after, home, self._look)
        if problem := judging.problem_of_audience(kind, one.sets, reader):
            one.problems.append(problem)
        if one.before and judging.audience_of(kind, {**one.before, "uid": one.uid}, home, self._look) != reader:
            one.problems.append(refusal("readers_are_fixed", whose(BY_KIND[kind])))

    def _look(self, kind: str, uid: str) -> dict[str, Any]:
        known = self._records.get((kind, uid))
        if known is None:
            known = self._fetched(kind, {uid}).get((kind, uid))
        return known or {}

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
            where = handling.where_it_is(self._desk, ask.kind, before or {})
            one.problems.append(refusal(code, value=ask.act, state=(ask.kind, state), possible=possible, **where))
        elif one.is_brought:
            return act  # whoever may do an act may do what it brings
        elif act.who.isdisjoint(self._desk.user.roles):
            by = [self._desk.codes.name_of("role", role) for role in sorted(act.who)]
            one.problems.append(refusal("act_of_another_role", value=ask.act, who=sorted(act.who), by=by))
            act = None
        elif before is not None and not access.may_read(self._desk, ask.kind, {**before, "uid": one.uid}, self._viewer):
            one.problems.append(refusal("not_for_you", value=ask.act))
            act = None
        return act

    def _sets(self, act: Act, one: Judged) -> dict[str, Any]:
        """The fields that the act sets: read from what was typed, only those that change, and what follows from it."""
        specs = specs_of(BY_KIND[act.kind])
        own = frozenset(self._desk.user.roles)
        taken_fields = lifecycle.takes(act, own | lifecycle.ANYONE if one.is_brought else own)
        later = lifecycle.filled_later(act.kind) if act.name == lifecycle.CORRECT else {}
        read: dict[str, Any] = {}
        for name, raw in one.ask.fields.items():
            if name not in specs:
                one.problems.append(refusal("unknown_field", name, act=act.name))
            elif specs[name].reading and act.name in UNCHECKED:
                one.carried[name] = self._read(one, specs[name], raw)
            elif name not in taken_fields or (name in later and _is_blank(one.before.get(name, ""))):
                one.problems.append(refusal("field_of_another_act", name, act=act.name))
            elif name != step_of(BY_KIND[act.kind]):
                read[name] = self._read(one, specs[name], raw)
        read |= self._units_of(act, one, read)
        if one.carried:
            read = {**carrying.proposed(str(one.carried.get("state", "")), one.carried), **read}
        if NEW in act.before:
            read = {**self._defaults(act.kind, read), **read}
        read |= proposals.proposed(self._desk, act, one.before or self._parent(act, read), read)
        if act.series and not read.get(act.series):
            read |= proposals.numbered(self._desk, act, one.before, self._made(act.kind))
        if act.reckoned and not one.is_refused:
            found, problems = closing.reckoned(self._desk, read)
            read |= found
            one.problems += problems
        follows = {**act.sets, **self._state(act, one)}
        kept = one.before or blank_of(BY_KIND[act.kind])
        return {name: value for name, value in {**read, **follows}.items() if value != kept.get(name)}

    def _made(self, kind: str) -> list[Mapping[str, Any]]:
        """The records of a kind as they stand in this sitting, beside those that are stored."""
        return [{**values, "uid": uid} for (of, uid), values in self._records.items() if of == kind]

    def _read(self, one: Judged, spec: FieldSpec, raw: Any) -> Any:
        taken = self._reader.read(spec, raw)
        one.problems += taken.problems
        return taken.value

    def _parent(self, act: Act, read: Mapping[str, Any]) -> Mapping[str, Any]:
        """The record on whose page a new one is made: what is taken over comes from it."""
        named = ((field_of(BY_KIND[act.kind], name).target, str(read.get(name) or "")) for name in act.beside)
        return next((values for kind, uid in named if uid and (values := self._standing(kind, uid))), {})

    def _units_of(self, act: Act, one: Judged, read: Mapping[str, Any]) -> dict[str, str]:
        """The units that were typed as the roster calls them, and which of it has the matter."""
        specs = specs_of(BY_KIND[act.kind])
        found = {name: value for name, value in read.items() if value and specs[name].kind is Kind.TEXT
                 and specs[name].target == UNIT}  # fmt: skip
        if act.name not in UNCHECKED and not one.is_brought:
            found = {name: self._unit(act, one, name, typed) for name, typed in found.items()}
        if found.get(UNIT) and UNIT_REF in specs:
            found[UNIT_REF] = self._unit_uid(found[UNIT])
        return found

    def _unit(self, act: Act, one: Judged, name: str, typed: str) -> str:
        """The name of the unit that was typed, as the roster has it. What stood there before needs no roster."""
        if typed in (one.before.get(name), one.before.get(act.taken.get(name, ""))):
            return typed
        wanted = typed.removeprefix(units.NEW).strip()
        if found := units.named(self._desk, wanted):
            return found
        if wanted in self._new_units or (wanted != typed and units.is_name(wanted)):
            self._new_units.setdefault(wanted, one)
            return wanted
        near = units.near(self._desk, wanted)
        one.problems.append(refusal("unit_unknown", name, wanted[:40], offered=near, mark=units.NEW))
        return typed

    def _units_entered(self, one: Judged) -> list[Ask]:
        """The roster's new units that an act named first."""
        new = {name: self._unit_uid(name) for name, namer in self._new_units.items() if namer is one}
        said = {"valid_from": self._reader.today}
        return [Ask(UNIT, "register", {**said, "name": name}, uid, is_minted=True) for name, uid in new.items()]

    def _unit_uid(self, name: str) -> str:
        """The unit of the roster that a name means; "" where none does."""
        if name not in self._unit_uids:
            is_new = name in self._new_units
            self._unit_uids[name] = self._desk.clock.new_id() if is_new else units.uid_of(self._desk, name)
        return self._unit_uids[name]

    def _state(self, act: Act, one: Judged) -> dict[str, str]:
        if not act.after:
            return {}
        step = step_of(BY_KIND[act.kind])
        if len(act.after) == 1:
            return {step: act.after[0]}
        spec = field_of(BY_KIND[act.kind], step)
        stages = carrying.STAGES.get(act.kind, {})  # an old ledger says where a matter stands, not how far its home is
        raw = one.ask.fields.get("state" if stages else step, "")
        state = str(self._reader.read(spec, raw).value)
        if state not in (stages or act.after):
            offered = [self._desk.codes.name_of(spec.scheme, code) for code in (stages or act.after)]
            one.problems.append(refusal("not_in_list", "state", str(raw)[:40], offered=offered))
            return {}
        return {step: carrying.stage_of(act.kind, state) if stages else state}

    def _defaults(self, kind: str, read: Mapping[str, Any]) -> dict[str, Any]:
        """What a new record takes from the desk it is made at, and from the visit it was raised on."""
        if handling.is_handling(kind):
            return handling.given(self._desk, self._in_sitting(), self._standing, kind, read)
        if self._desk.is_office:
            above = self._standing("suggestion", read.get("suggestion", "")) if kind == "cosigning" else {}
            return (
                {"side": standing.COUNTY} if kind in MATTERS else {"station": above.get("station", "")} if above else {}
            )
        if kind in ("station", "user"):
            return {}
        given: dict[str, Any] = {"station": self._desk.place.uid, "recorder": self._desk.user.uid}
        visit = self._standing("visit", read.get("visit", ""))
        if kind == "opinion" and visit:
            visitor = self._standing("person", visit["visitor"])
            given |= {"received_on": visit["received_on"], "channel": visit["channel"]}
            given["village"] = visitor.get("village", "")
        if kind == "duty_record":
            given["term"] = duty.term_of(self._desk, read.get("deputy", ""))
            given["organiser"] = self._desk.station_now.name
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
        # What stood there already was judged when it was written; the clock may have gone back since.
        stood = {("day_ahead", name) for name, value in one.before.items() if one.after[name] == value}
        found = [problem for problem in self._against_rules(act, one, one.after)
                 if problem.where not in wrong and (problem.code, problem.where) not in stood]  # fmt: skip
        if wrong and found:  # of one fault one sentence: what holds only where the unreadable field is empty is its own
            filled = {name: self._likely(specs_of(BY_KIND[act.kind])[name]) for name in wrong & one.after.keys()}
            still = {(problem.code, problem.where) for problem in self._against_rules(act, one, one.after | filled)}
            found = [problem for problem in found if (problem.code, problem.where) in still]
        one.problems += found

    def _against_rules(self, act: Act, one: Judged, after: Mapping[str, Any]) -> tuple[Problem, ...]:
        desk, today, look = self._desk, self._reader.today, self._standing
        beside = of_kind(desk, self._in_sitting(), look, act.kind, after)
        at_desk = act.name not in UNCHECKED and not one.is_brought
        return (
            *rules.problems_of(act.kind, after, today, at_desk=at_desk),
            *rules.problems_of_act(act, one.before, after, {**beside, **of_act(desk, look, act, after)}, today),
            *rules.problems_beside(act.kind, after, beside),
        )

    def _likely(self, spec: FieldSpec) -> Any:
        """What might have been meant in a field that could not be read, so that the other rules find it filled."""
        match spec.kind:
            case Kind.DAY:
                return self._reader.today
            case Kind.TIME:
                return "12:00"
            case Kind.COUNT:
                return spec.low or 1
            case Kind.TEXT | Kind.PROSE | Kind.CODE:
                return "-"
        return spec.empty

    def _check_references(self, judged: Sequence[Judged]) -> None:
        """Every record that is referred to must be here, or be made by this group or a sound one before it, and be one
        that the person may see."""
        made = {one.uid for one in judged} | set(self._unit_uids.values())
        new = {one.uid for one in judged if one.is_new}
        for one in judged:
            for spec in _references(one.ask.kind):
                value = one.sets.get(spec.name) or ()
                for uid in value if spec.many else (value,):
                    if uid and uid not in made and not self._is_here(spec.target, uid):
                        one.problems.append(refusal("unknown_reference", spec.name, uid, target=spec.target))
                    elif uid and uid not in new and not one.is_brought and not self._may_name(spec.target, uid):
                        one.problems.append(refusal("not_for_you", spec.name))
                    elif uid and spec.target in NAMED_APART and self._crosses(one, judged, spec, uid):
                        one.problems.append(refusal("names_what_stays", spec.name))

    def _crosses(self, one: Judged, judged: Sequence[Judged], spec: FieldSpec, uid: str) -> bool:
        """Whether a record that travels would name one that stays here, or a secret one would be given to an open one.
        A visit on which nothing but secret matters is raised stays, too."""
        named = {**self._standing(spec.target, uid), "uid": uid}
        is_apart = secrecy.stays(spec.target, named, self._standing)
        kind, own = one.ask.kind, one.after
        stays = secrecy.stays(kind, own, self._standing)
        if kind == "visit" and one.is_new:
            raised = [
                other.after for other in judged if other.ask.kind == "opinion" and other.after.get("visit") == one.uid
            ]
            stays = bool(raised) and all(map(secrecy.is_kept_here, raised))
        if spec.name == "merged_into":
            return is_apart != stays
        if kind == "suggestion":
            return False  # what becomes no suggestion is said by the rules of opinions
        return is_apart and not stays

    @cached_property
    def _viewer(self) -> Viewer:
        """Whoever sits here; asked for where something may be kept from them."""
        return self._desk.viewer

    def _may_name(self, target: str, uid: str) -> bool:
        """Whether the person here may see what they name: what is kept from somebody is not theirs to take up."""
        return (
            target not in access.KEPT_FROM_SOME
            or not self._viewer.is_bounded
            or access.may_read(self._desk, target, {**self._standing(target, uid), "uid": uid}, self._viewer)
        )

    def _is_here(self, target: str, uid: str) -> bool:
        if (target, uid) in self._records:
            return True
        if (target, uid) not in self._known:
            self._known[target, uid] = bool(self._desk.records.known(target, [uid]))
        return self._known[target, uid]

    def _look_up(self, asks: Sequence[Ask]) -> None:
        """Ask the tables once for all that the asks refer to."""
        home = "office" if self._desk.is_office else "station"
        own = {(home, self._desk.place.uid), ("user", self._desk.user.uid)}
        wanted: dict[str, set[str]] = {}
        for ask in asks:
            for spec in _references(ask.kind):
                value = ask.fields.get(spec.name) or ()
                named = value if isinstance(value, list | tuple) else (value,)
                wanted.setdefault(spec.target, set()).update(
                    uid for uid in named if isinstance(uid, str) and is_uid(uid) and uid not in self._new
                )
        for target, uids in wanted.items():
            here = self._desk.records.known(target, uids) if uids else set()
            self._known.update({(target, uid): uid in here for uid in uids})
        # A desk that took another's place is of its home before the record of that has come back.
        self._known.update(dict.fromkeys(own, True))

    def _fetched(self, kind: str, uids: set[str]) -> dict[tuple[str, str], dict[str, Any]]:
        found = self._desk.records.rows(kind, wanted) if (wanted := sorted(filter(is_uid, uids))) else {}
        return {(kind, uid): dict(row.values) for uid, row in found.items()}

    def _is_beside_the_series(self, kind: str, day: str) -> bool:
        """Whether a number's year cannot be this one: the clock stands before the program existed, or years ahead of
        all numbers so far."""
        year, letter = int(day[:4]), numbering.LETTERS[kind]
        # The series that is just begun proves nothing; one of this year that another computer gave, or this one in an
        # earlier life, does.
        own = numbering.Number(*self._lead(), letter, year, 1, self._mark).series
        known = {2000 + int(prefix[14:16]) for prefix in self._series_here() if prefix[13] == letter and prefix != own}
        return not is_credible(self._reader.today) or bool(known and year > max(known) + 1)

    def next_number(self, kind: str, values: Mapping[str, Any]) -> str:
        """The next number of a record that stands as `values`."""
        return self._next_number(_letter(kind, values), str(values[NUMBERED[kind]]))

    def _next_number(self, letter: str, day: str) -> str:
        lead, kept = self._lead(), self._series_here()
        series = numbering.Number(*lead, letter, int(day[:4]), 1, self._mark).series
        kept[series] = kept.get(series, 0) + 1
        return f"{series}{kept[series]:04d}"

    @cached_property
    def _mark(self) -> str:
        return self._desk.store.mark()

    def _lead(self) -> tuple[str, str]:
        """The township and the station that numbers begin with; an office has the station part 00."""
        place = self._desk.place
        return numbering.township_of(place.area_code), place.station_no if isinstance(place, Station) else "00"

    def _series_here(self) -> dict[str, int]:
        """How far the series of this station have come, those with the numbers that this sitting gave."""
        if self._series is None:
            self._series = self._desk.store.series("-".join((*self._lead(), "")))
        return self._series


def _handling_of(one: Judged) -> list[Ask]:
    """What an old ledger's row says of the handling of a matter, as records of their own."""
    state = str(one.carried.get("state", ""))
    return carrying.asks(one.ask.kind, one.uid, state, one.carried) if one.carried else []


def _visitor(ask: Ask) -> str:
    named = ask.fields.get("visitor", "")
    return named if isinstance(named, str) else ""


def _letter(kind: str, values: Mapping[str, Any]) -> str:
    """The letter of a number. What stays at its desk counts apart: no gap in what travels tells of it."""
    found = numbering.find(values.get("number", ""))
    is_marked = bool(values.get("kept_here")) or secrecy.is_kept_here(values)
    kept = is_marked or (found is not None and found.letter in numbering.KEPT_LETTERS.values())
    return numbering.KEPT_LETTERS.get(kind, numbering.LETTERS[kind]) if kept else numbering.LETTERS[kind]


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
