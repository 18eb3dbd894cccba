"""Several matters and one act: what each would get, shown before; then all that can be done, at one stroke.

One stroke takes all of it back (`services.undo`), so it holds at most `MOST` matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from station_app.domain import deadline
from station_app.domain.deadline import Explanation
from station_app.domain.field import kind_of
from station_app.domain.handling_acts import AT_UNIT
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import NEW, REGISTER, Act, act_of
from station_app.domain.problem import Problem, Rejected, refusal
from station_app.domain.records import Assignment, Reply, SharedMatter
from station_app.services import handling, local_rules
from station_app.services.access import must_read
from station_app.services.acts import Ask, Done, perform, perform_each, would_leave
from station_app.services.desk import Desk
from station_app.services.undo import one_stroke

MOST = 100
"""Matters that are taken at one stroke: an undo looks back as far, and nobody reads more rows before."""

Values = Mapping[str, Any]


@immutable
class Several:
    """An act that is done to several matters: its name, what the form asks for all of them, and on what each is done:
    the kind and the act, and the records of a matter that it is done to or made beside, as `(field, uid)` ("uid": the
    record itself)."""

    name: str
    kind: str
    act: str
    asks: tuple[str, ...]
    on: Callable[[Desk, str, Values], list[tuple[str, str]]]

    @property
    def row(self) -> Act:
        """The act's row. Raises LookupError for none."""
        found = act_of(self.kind, self.act, NEW if self.act == REGISTER else "SENT")
        if found is None:
            raise LookupError(f"{self.kind} {self.act}")
        return found


@immutable
class Prospect:
    """What would become of one matter: its kind and uid, number and title; the unit and the deadline that it would get,
    why on that day; and what keeps it out."""

    kind: str
    uid: str
    number: str
    title: str
    unit: str = ""
    due_on: str = ""
    why: Explanation | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def can(self) -> bool:
        """Whether it can be done."""
        return not self.problems


def _matter(_desk: Desk, kind: str, matter: Values) -> list[tuple[str, str]]:
    return [(kind, str(matter["uid"]))]


def _at_units(desk: Desk, kind: str, matter: Values) -> list[tuple[str, str]]:
    """Every unit that has it and has not answered."""
    given = desk.records.all(Assignment, **{kind: str(matter["uid"])})
    return [("assignment", one.uid) for one in given if one.state in AT_UNIT and one.side == handling.side_of(desk)]


def _unchecked(desk: Desk, kind: str, matter: Values) -> list[tuple[str, str]]:
    found = desk.records.all(Reply, **{kind: str(matter["uid"])})
    own = [one for one in found if one.side == handling.side_of(desk) and not one.void_reason]
    return [("uid", one.uid) for one in own if act_of("reply", "pass_reply", one.state)]


ACTS = {
    one.name: one
    for one in (
        Several("assign", "assignment", REGISTER, ("unit", "part", "assigned_on", "due_on", "requirements"), _matter),
        Several("remind", "reminder", REGISTER, ("way", "reminded_on", "text"), _at_units),
        Several("check", "reply", "pass_reply", ("checked_on",), _unchecked),
    )
}
NOTHING_THERE = {"remind": "nothing_at_units", "check": "nothing_to_check"}
"""What is said of a matter that has nothing to do the act to."""


def prospects(desk: Desk, name: str, kind: str, uids: Sequence[str], fields: Values) -> list[Prospect]:
    """What each of some matters would get by an act of `ACTS`, in their order; nothing is written."""
    act, rows = ACTS[name], desk.records.rows(kind, list(uids))
    matters = [{**rows[uid].values, "uid": uid} for uid in uids if uid in rows]
    groups = [_asks(desk, act, kind, one, fields) for one in matters]
    left = iter(would_leave(desk, [group for group in groups if group]))
    return [
        _prospect(desk, act, kind, one, next(left) if group else None)
        for one, group in zip(matters, groups, strict=True)
    ]


def do(desk: Desk, name: str, kind: str, uids: Sequence[str], fields: Values) -> list[list[Done] | Rejected]:
    """Do the act to those of some matters that can, in one transaction that is taken back as one; the outcome of each
    that has anything to do it to. Raises ValueError for more than `MOST`."""
    if len(uids) > MOST:
        raise ValueError(f"{len(uids)} matters at one stroke")
    rows = desk.records.rows(kind, list(uids))
    groups = [_asks(desk, ACTS[name], kind, {**rows[uid].values, "uid": uid}, fields) for uid in uids if uid in rows]
    with one_stroke(desk):
        return perform_each(desk, [group for group in groups if group])


def merge_asks(desk: Desk, kind: str, uids: Sequence[str], fields: Values) -> list[Ask]:
    """What makes one of several: of opinions the office's own record that names them all, while each goes on at its own
    station and its speaker is told there; of suggestions the first stays, and the others go into it."""
    if kind == "suggestion":
        given = {**fields, "merged_into": uids[0]}
        return [Ask("suggestion", "merge", given, uid) for uid in uids[1:]]
    own = desk.records.rows(kind, list(uids))
    for uid in uids:
        must_read(desk, kind, {**own[uid].values, "uid": uid})
    return [Ask(kind_of(SharedMatter), REGISTER, {**fields, "members": list(uids)})]


def merge(desk: Desk, kind: str, uids: Sequence[str], fields: Values) -> list[Done]:
    """Make one of several matters. Raises Rejected."""
    with one_stroke(desk):
        return perform(desk, merge_asks(desk, kind, uids, fields))


def shared(desk: Desk, opinion: str) -> list[SharedMatter]:
    """The office's records that join an opinion with others."""
    return [one for one in desk.records.all(SharedMatter) if opinion in one.members and not one.void_reason]


def _asks(desk: Desk, act: Several, kind: str, matter: Values, fields: Values) -> list[Ask]:
    given = {name: value for name, value in fields.items() if value not in ("", None, ())}
    found = act.on(desk, kind, matter)
    if act.act == REGISTER:
        return [Ask(act.kind, act.act, {**given, field: uid}) for field, uid in found]
    return [Ask(act.kind, act.act, given, uid) for _, uid in found]


def _prospect(desk: Desk, act: Several, kind: str, matter: Values, left: Values | Rejected | None) -> Prospect:
    who = (kind, str(matter["uid"]), str(matter.get("official_no") or matter["number"]), str(matter["title"]))
    if left is None:
        return Prospect(*who, problems=(refusal(NOTHING_THERE[act.name]),))
    if isinstance(left, Rejected):
        return Prospect(*who, problems=tuple(one for one in left.problems if one.refuses))
    due_on = str(left.get("due_on") or matter.get("due_on") or "")
    found = local_rules.proposed(desk, act.row, left) if act.row.due else None
    why = deadline.explain(found) if found and found.earliest == due_on else None
    return Prospect(*who, str(left.get("unit") or matter.get("unit") or matter.get("assigned_unit") or ""), due_on, why)
