"""Whoever sits at a desk, as somebody from whom things may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from station_app.db import people
from station_app.domain import secrecy
from station_app.domain.field import built, values_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.lifecycle import AUDITOR, DEPUTY, HEAD, JOINED, NEW, STATELESS, acts_on
from station_app.domain.lifecycle import may as role_may
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Barring, Cosigning, Deputy, Opinion, User, Visit
from station_app.domain.secrecy import READS_ALL, Viewer, is_barring, is_in_force
from station_app.domain.standing import MATTERS
from station_app.services.desk import Desk

Found = TypeVar("Found")

READS_TRAIL = frozenset({HEAD, AUDITOR})
"""Who reads what everybody at the station did."""

Standing = Callable[[str, str], Mapping[str, Any]]


KEPT_FROM_SOME = frozenset(
    {"opinion", "visit", "person", "attachment", "suggestion", "cosigning", "check_override", "duty_record", "barring"}
    | {*HANDLING_KINDS, "survey_call"}
)
"""The kinds of which somebody may not see every record."""


def is_only_deputy(desk: Desk) -> bool:
    """Whether a deputy sits here who keeps no book: they see and do what is their own."""
    roles = frozenset(desk.user.roles)
    return not desk.is_office and DEPUTY in roles and roles.isdisjoint(READS_ALL)


def may_reveal(desk: Desk) -> bool:
    """Whether the person here may see a petitioner's phone and document in full."""
    return any(act.name == "reveal" for act in acts_on("person", STATELESS, desk.user.roles))


def may_do(desk: Desk, kind: str, act: str, state: str = NEW) -> bool:
    """Whether the person here may, by their role, do an act to a record in `state`: no screen offers another."""
    return role_may(kind, act, state, desk.user.roles)


def may_act(desk: Desk, kind: str, values: Mapping[str, Any], sets: Mapping[str, Any], standing: Standing) -> bool:
    """Whether the person here may set `sets` of a record that stands as `values`; what their role may do is asked
    elsewhere. `standing(kind, uid)` are the values of another record, {} where there is none."""
    if not is_only_deputy(desk):
        return True
    own, led = desk.user.deputy, standing("suggestion", str(values.get("suggestion", "")))
    match kind:
        case "suggestion":
            joins = set(sets) <= {"cosigners"} and own in {*values.get("cosigners", ()), *sets.get("cosigners", ())}
            return bool(own) and (values.get("lead_deputy") == own or joins)
        case "cosigning":
            return bool(own) and own in (values.get("deputy"), led.get("lead_deputy"))
        case "duty_record":
            return bool(own) and (values.get("deputy") or sets.get("deputy")) == own
        case "check_override" | "evaluation":
            return bool(own) and led.get("lead_deputy") == own
        case "opinion":
            return desk.viewer.may_read(values, standing("visit", str(values.get("visit", ""))))
    return True


def may_read(desk: Desk, kind: str, values: Mapping[str, Any], viewer: Viewer | None = None) -> bool:
    """Whether the person here may see a record of some kind; `viewer` where they were asked for before."""
    return _may_read(desk, viewer or desk.viewer, kind, values)


def must_read(desk: Desk, kind: str, values: Mapping[str, Any]) -> None:
    """Raises Rejected where the person here may not see a record of some kind."""
    if not may_read(desk, kind, values):
        raise reject(refusal("not_for_you"))


def readable(desk: Desk, kind: str, records: Iterable[Found]) -> list[Found]:
    """Those of records of some kind that the person here may see."""
    viewer = desk.viewer
    return [one for one in records if _may_read(desk, viewer, kind, values_of(one))]


def _may_read(desk: Desk, viewer: Viewer, kind: str, values: Mapping[str, Any]) -> bool:
    if not viewer.is_bounded and kind != "barring":
        return True
    match kind:
        case "opinion":
            return viewer.may_read(values, _values(desk, "visit", str(values.get("visit", ""))))
        case "visit":
            raised = desk.records.all(Opinion, visit=str(values.get("uid", ""))) if values.get("kept_here") else ()
            return viewer.may_see_visit(values, map(values_of, raised))
        case "person":
            named = _visits_naming(desk, str(values.get("uid", ""))) if values.get("kept_here") else ()
            return viewer.may_see_person(values, (_may_read(desk, viewer, "visit", one) for one in named))
        case "attachment":
            target = _values(desk, str(values.get("target_kind")), str(values.get("target")))
            return _may_read(desk, viewer, str(values.get("target_kind")), target)
        case "suggestion":
            return not viewer.only_own or is_joined(desk, viewer.deputy, values)
        case "cosigning" | "check_override":
            return _may_read(desk, viewer, "suggestion", _values(desk, "suggestion", str(values.get("suggestion", ""))))
        case "duty_record" | "survey_call":
            return not viewer.only_own or viewer.deputy == values.get("deputy")
        case "barring":
            # Who is barred is not told so, and learns of no other: it says that there is something to tell.
            return not is_barring(built(Barring, values), desk.user) and not viewer.only_own
    # A record of handling is seen by whoever sees its matter.
    about = ((of, str(values[of])) for of in MATTERS if kind in HANDLING_KINDS and values.get(of))
    return all(_may_read(desk, viewer, of, _values(desk, of, uid)) for of, uid in about)


def must_read_trail(desk: Desk) -> None:
    """Raises Rejected for whom the trail is not: it tells of colleagues."""
    if not desk.is_office and READS_TRAIL.isdisjoint(desk.user.roles):
        raise reject(refusal("trail_of_others", who=sorted(READS_TRAIL)))


def is_joined(desk: Desk, deputy: str, suggestion: Mapping[str, Any]) -> bool:
    """Whether a deputy leads a suggestion, or joins in it, asked or confirmed."""
    named = (suggestion.get("lead_deputy"), *suggestion.get("cosigners", ()))
    asked = desk.records.all(Cosigning, deputy=deputy, suggestion=str(suggestion.get("uid", ""))) if deputy else []
    return bool(deputy) and (deputy in named or any(one.state in JOINED for one in asked))


def bars(desk: Desk, person: str) -> list[Barring]:
    """Who must not learn of a petitioner today."""
    return [one for one in desk.records.all(Barring, person=person) if is_in_force(one, desk.today)]


def _visits_naming(desk: Desk, person: str) -> list[Mapping[str, Any]]:
    named = people.visits_naming(desk.store.database, person)
    return [values_of(one) for one in desk.records.several(Visit, named).values()]


def barred_by(desk: Desk, accused: str) -> list[str]:
    """The names of the users here and of the deputies whom a text that says who is accused would bar."""
    if not accused.strip():
        return []
    here = [one for one in desk.records.all(User, station=desk.place.uid) if not one.left_on]
    found = [one.name for one in here if secrecy.accuses(accused, *replace(desk, user=one).called)]
    found += [one.name for one in desk.records.all(Deputy) if secrecy.accuses(accused, [one.name], [one.post])]
    return list(dict.fromkeys(found))


def _values(desk: Desk, kind: str, uid: str) -> Mapping[str, Any]:
    row = desk.records.rows(kind, [uid]).get(uid) if uid else None
    return {**row.values, "uid": uid} if row else {}
