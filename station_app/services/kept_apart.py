"""Secret matters written apart: in the journal that stays, with all that hangs from them, and nothing of it elsewhere.

A matter that becomes secret is moved, not marked (信访工作条例 2022 arts. 30, 46(5)). Matter, files, visit and
petitioner are registered anew in the journal that stays: ids and numbers of their own, the old history inside, the old
number beside. Then the old lines lose their fields, here, above and in sealed batches. Where ordinary matters need the
visit or the petitioner these are copied, and the visit is said again without what points to the secret matter. So no
record has lines in both journals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from station_app.db import people, withheld
from station_app.db.store import Anew, Write
from station_app.domain import lifecycle, numbering, secrecy
from station_app.domain.change import KEPT_HERE, Place
from station_app.domain.field import Kind, built, fields_of, readings_of, specs_of, values_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.lifecycle import DAY_CLOSED, stands
from station_app.domain.problem import warning
from station_app.domain.records import BY_KIND, Attachment, Barring, Opinion, Person, ReceptionDay, Visit
from station_app.domain.secrecy import HOLDS_PEOPLE, POINTING, is_kept_here
from station_app.domain.withholding import lines_text
from station_app.services import duty, held_day
from station_app.services.ask import Ask
from station_app.services.desk import Desk
from station_app.services.sitting import Judged, Sitting
from station_app.services.standing import InSitting

Key = tuple[str, str]
"""A record: its kind and its uid."""


@dataclass
class Parting:
    """What is written apart. `ids`: under which id a record goes on there; `said`: what those say that are not there
    yet; `bare`: whose old lines lose their fields; `again`: the visits that are said again in the open; `places`,
    `withholding`, `days`: those lines, what takes their fields, and the reception days that lose a visit."""

    ids: dict[Key, str] = field(default_factory=dict)
    said: dict[Key, dict[str, Any]] = field(default_factory=dict)
    bare: list[Key] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    withholding: str = ""
    days: set[str] = field(default_factory=set)


def parted(desk: Desk, judged: Sequence[Judged]) -> Parting:
    """What of acts that were judged sound is to be written apart; their records are then those that stay."""
    secret = {one.uid: one.after for one in judged if one.ask.kind == "opinion" and is_kept_here(one.after)}
    fresh = {uid: values for uid, values in secret.items() if not desk.store.is_kept_here("opinion", uid)}
    return _Parter(desk, judged).parting(fresh)


def written(desk: Desk, sitting: Sitting, parting: Parting, judged: Sequence[Judged]) -> list[Write]:
    """Write apart what goes on there, and say so to whoever acted; what is then said again in the open. The caller
    holds the transaction, and has numbered the acts."""
    records = []
    for (kind, old), said in parting.said.items():
        new = parting.ids[kind, old]
        if kind == "opinion":
            parting.withholding = parting.withholding or desk.clock.new_id()
            said["withheld_by"] = parting.withholding
        if "former_number" in specs_of(BY_KIND[kind]):
            former, said["number"] = said.get("number", ""), sitting.next_number(kind, {**said, "kept_here": True})
            said["former_number"] = former
            for one in judged:
                if (one.ask.kind, one.uid, one.ask.kind) == (kind, new, "opinion"):
                    one.after |= {"number": said["number"], "former_number": former}
                    one.problems.append(warning("moved_apart", value=_short(said["number"]), former=_short(former)))
        records.append(Anew(kind, old, new, said))
    if records:
        desk.store.write_anew(KEPT_HERE, desk.user.uid, records)
    for uid in (*(uid for _, uid in parting.bare), *parting.again):
        parting.places += withheld.places_of(desk.store.database, uid, desk.place.uid)
    return [*(_without_what_points(desk, uid) for uid in parting.again), *_barrings(desk, parting)]


def _barrings(desk: Desk, parting: Parting) -> list[Write]:
    """Who must not learn of a petitioner learns nothing under the other id either."""
    writes = []
    for (kind, old), new in parting.ids.items():
        for one in desk.records.all(Barring, person=old) if kind == "person" else ():
            if (kind, old) in parting.bare:
                writes.append(Write("correct", "barring", one.uid, {"person": new}))
            elif (kind, old) in parting.said:
                said = {name: value for name, value in values_of(one).items() if value and name != "uid"}
                writes.append(Write("register", "barring", desk.clock.new_id(), {**said, "person": new}, is_new=True))
    return writes


def withholding(desk: Desk, parting: Parting) -> list[Write]:
    """What takes the fields from the old lines; the law asks it of whoever acts, whatever their role."""
    uid, said = parting.withholding or desk.clock.new_id(), {"lines": lines_text(parting.places)}
    return [Write("register", "withholding", uid, said, is_new=True)] if parting.places else []


def of_days(desk: Desk, parting: Parting) -> list[Ask]:
    """What the duty records of closed days say, now that visits of those days are not there any more."""
    closed = [one for one in desk.records.several(ReceptionDay, parting.days).values() if one.state == DAY_CLOSED]
    return [ask for day in closed for ask in duty.of_day(desk, held_day.summary(desk, day.uid), desk.records)]


class _Parter:
    """Works out one parting."""

    def __init__(self, desk: Desk, judged: Sequence[Judged]) -> None:
        self._desk, self._judged = desk, judged
        self._made = {(one.ask.kind, one.uid): one.after for one in judged}
        self._new = {(one.ask.kind, one.uid) for one in judged if one.is_new}
        self._standing = InSitting(desk.records, self._made)
        self._stays: set[Key] = set()
        self._found = Parting()

    def parting(self, secret: Mapping[str, Mapping[str, Any]]) -> Parting:
        """The parting for matters that are secret and were not so before, by uid."""
        matters = {**secret, **self._merged_into(secret)}
        for uid, values in matters.items():
            self._stays.add(("opinion", uid))
            if ("opinion", uid) not in self._new:
                more = {} if uid in secret else {"opinion_kind": values["opinion_kind"]}
                self._move("opinion", uid, more, is_needed=False)
        visits = self._standing.several(Visit, [str(one["visit"]) for one in matters.values() if one.get("visit")])
        parted = {uid: one for uid, one in visits.items() if not one.kept_here}
        for visit in parted.values():
            self._part_visit(visit)
        for uid in dict.fromkeys(uid for visit in parted.values() for uid in _people_of(visit)):
            self._part_person(uid)
        for uid in self._new_beside():
            self._part_person(uid)
        self._part_files()
        self._point_apart()
        return self._found

    def _merged_into(self, secret: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """The ordinary matters that were merged into what is secret now: they tell the same."""
        found: dict[str, Mapping[str, Any]] = {}
        waiting = list(secret)
        while waiting:
            for one in self._standing.all(Opinion, merged_into=waiting.pop()):
                if one.uid not in found and not is_kept_here(values_of(one)):
                    found[one.uid] = {**values_of(one), "opinion_kind": secrecy.ACCUSATION}
                    waiting.append(one.uid)
        return found

    def _new_beside(self) -> list[str]:
        """Who is named first, by an act on a visit that stays."""
        kept = [one.after for one in self._judged if one.ask.kind == "visit" and one.after.get("kept_here")]
        named = (uid for values in kept for uid in _people_of(built(Visit, values)))
        return [uid for uid in dict.fromkeys(named) if ("person", uid) in self._new]

    def _part_visit(self, visit: Visit) -> None:
        raised = self._standing.all(Opinion, visit=visit.uid)
        is_needed = any(stands(one.state) and ("opinion", one.uid) not in self._stays
                        and not is_kept_here(values_of(one)) for one in raised)  # fmt: skip
        key = ("visit", visit.uid)
        if key in self._new and not is_needed:
            self._keep(key)
            return
        known = [one.uid for one in self._desk.records.all(Visit, copy_of=visit.uid) if stands(one.state)]
        more = {"kept_here": True, "copy_of": visit.uid if is_needed else ""}
        self._move(*key, more, is_needed=is_needed, known=known)
        if not is_needed:
            self._found.days |= {visit.reception_day} - {""}
        elif key not in self._new and any(getattr(visit, name) for name in POINTING):
            self._found.again.append(visit.uid)

    def _part_person(self, uid: str) -> None:
        key, person = ("person", uid), self._standing.several(Person, [uid]).get(uid)
        if person is None or person.kept_here:
            return
        named = people.visits_naming(self._desk.store.database, uid)
        named += [visit for kind, visit in self._made if kind == "visit"]
        is_needed = any(uid in _people_of(one) and stands(one.state) and not self._is_apart(one)
                        for one in self._standing.several(Visit, named).values())  # fmt: skip
        if key in self._new and not is_needed:
            self._keep(key)
            return
        known = [one.uid for one in self._desk.records.all(Person, copy_of=uid)]
        self._move(*key, {"kept_here": True, "copy_of": uid if is_needed else ""}, is_needed=is_needed, known=known)

    def _is_apart(self, visit: Visit) -> bool:
        key = ("visit", visit.uid)
        return visit.kept_here or key in self._stays or key in self._found.bare

    def _part_files(self) -> None:
        for old in [uid for kind, uid in self._found.ids if kind in ("opinion", "visit")]:
            for one in self._desk.records.all(Attachment, target=old):
                # A file of a visit shows all that was said on it, whatever else was raised.
                self._move("attachment", one.uid, {}, is_needed=False)
        for old in [uid for kind, uid in self._found.ids if kind == "opinion"]:
            for kind in HANDLING_KINDS:  # what this side wrote of its handling tells of it
                if "opinion" in specs_of(BY_KIND[kind]):
                    for written in map(values_of, self._desk.records.all(BY_KIND[kind], opinion=old)):
                        if written.get("side", "STATION") == "STATION":
                            self._move(kind, str(written["uid"]), {}, is_needed=False)

    def _move(
        self, kind: str, uid: str, more: Mapping[str, Any], *, is_needed: bool, known: Sequence[str] = ()
    ) -> None:
        """A record goes on under another id; where it is not needed in the open it loses its lines there."""
        key = (kind, uid)
        self._found.ids[key] = known[0] if known else self._desk.clock.new_id()
        if not known:
            stored = self._desk.records.rows(kind, [uid]).get(uid)
            self._found.said[key] = {**(stored.values if stored else self._made[key]), **more}
            for name in ("uid", *readings_of(BY_KIND[kind])):
                self._found.said[key].pop(name, None)
        if not is_needed:
            self._found.bare.append(key)

    def _keep(self, key: Key) -> None:
        """A record that is made here is written where it stays."""
        self._stays.add(key)
        for one in self._judged:
            if (one.ask.kind, one.uid) == key:
                one.sets |= {"kept_here": True} if one.is_new and not one.before else {}
                one.after["kept_here"] = True

    def _point_apart(self) -> None:
        """What stays names what stays, and the acts are done there; what is open says nothing that points there."""
        for key, said in self._found.said.items():
            said.update(self._pointing(key[0], said))
        for one in self._judged:
            key = (one.ask.kind, one.uid)
            if key in self._stays or key in self._found.bare or (key in self._found.ids and key not in self._new):
                one.uid = one.after["uid"] = self._found.ids.get(key, one.uid)
                self._renamed(one)
            elif one.ask.kind == "attachment":
                self._renamed(one)
            elif key in self._found.ids and one.ask.kind == "visit":
                for name in POINTING:
                    one.sets.pop(name, None)
                    one.after[name] = ""

    def _renamed(self, one: Judged) -> None:
        one.sets |= self._pointing(one.ask.kind, one.sets)
        one.after |= self._pointing(one.ask.kind, one.after)

    def _pointing(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that name records which go on under another id, with those ids. That an open record is the copy's
        own original stays said."""
        ids, found = self._found.ids, dict[str, Any]()
        for spec in fields_of(BY_KIND[kind]):
            value = values.get(spec.name)
            if not value or spec.kind not in (Kind.REF, Kind.REFS) or spec.name == "copy_of":
                continue
            if spec.many:
                found[spec.name] = tuple(ids.get((spec.target, uid), uid) for uid in value)
            else:
                found[spec.name] = ids.get((spec.target, value), value)
        if kind == "attachment" and "target" in values:
            target_kind = str(values.get("target_kind", ""))
            found["target"] = ids.get((target_kind, values["target"]), values["target"])
        return found


def _people_of(visit: Visit) -> tuple[str, ...]:
    return tuple(uid for name in HOLDS_PEOPLE for uid in _several(getattr(visit, name)))


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _without_what_points(desk: Desk, uid: str) -> Write:
    values = desk.records.rows("visit", [uid])[uid].values
    said = {name: value for name, value in values.items() if value and name not in POINTING}
    return Write(lifecycle.WRITE_ANEW, "visit", uid, said)


def _short(number: str) -> str:
    found = numbering.find(number)
    return found.short if found else number
