"""What a receiver judges of a change that came by a batch: may its author do this, and does it hold what it may.

Authenticity was judged before (`batch.opening`). A line with a problem is put aside with the reason, and the rest goes
on. Unknown kinds, acts and fields of newer programs are kept and passed on, never refused; nor is a state that has
moved on meanwhile: blind changes are the fold's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from station_app.domain import lifecycle
from station_app.domain.change import SCHEMA, Change
from station_app.domain.field import FieldSpec, Kind, fits, is_for_all, specs_of, whose
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import NEW, Act
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import BY_KIND

STATION, COUNTY, PROVINCE = "STATION", "COUNTY", "PROVINCE"
"""The sorts of homes."""

ROLES: dict[str, frozenset[str]] = {
    STATION: lifecycle.ANYONE,
    COUNTY: frozenset({lifecycle.COUNTY}),
    PROVINCE: lifecycle.OFFICE,
}
"""What the people at a home of each sort may be: a device vouches for its users."""

BELONG_TO = {"correction": "station", "device": "home"}
"""Kinds whose records belong to the home that a field names, whoever made them."""

AUTHORITY = {STATION: 0, COUNTY: 1, PROVINCE: 2}
"""Whose word shows first where blind changes met."""


MOST_DIGITS = 18
LONGEST_CODE = 12
"""Digits of a division's code; a home's uid has 32."""


@immutable
class Home:
    """Where a device stands: the station's or office's uid, its sort (`ROLES`), and its division's code."""

    uid: str
    role: str
    area_code: str

    @property
    def county(self) -> str:
        """The county's code, 6 digits; of the province's platform, its 2."""
        return self.area_code[:6]

    def oversees(self, other: Home) -> bool:
        """Whether the other's records are this one's business."""
        return self.uid == other.uid or (self.role != STATION and other.area_code.startswith(self.area_code))


def problems_of(change: Change, author: Home, owner: Home | None) -> tuple[Problem, ...]:
    """Every problem of one change. `owner` is the home that the record belongs to (`owner_of`); None for a new record,
    and where that is not known here."""
    cls = BY_KIND.get(change.kind)
    if cls is None:
        return ()
    specs = specs_of(cls)
    problems = [*_of_act(change, author), *_of_owner(change, author, owner)]
    for name, value in change.fields.items():
        spec = specs.get(name)
        # Most values are short texts in text fields: nothing more is to be said of them.
        if spec is not None and not (type(value) is str and len(value) <= spec.max_len):
            problems += of_value(spec, value)
    return tuple(problems)


def owner_of(kind: str, values: Mapping[str, Any], maker: str) -> str:
    """The uid of the home that a record belongs to: the one whose device made it. A request for correction is its
    station's to answer; of a device speaks whoever is above it, whoever admitted it."""
    return str(values.get(BELONG_TO[kind], "")) or maker if kind in BELONG_TO else maker


def audience_of(kind: str, values: Mapping[str, Any], home: Home, look: Callable[[str, str], Mapping[str, Any]]) -> str:
    """Whom an office's record is for: the station that it belongs to; else all stations where its kind goes to all;
    else the office itself. `look` gives the values of another record, by kind and uid."""
    cls = BY_KIND[kind]
    owner = str(values.get(whose(cls)) or "")
    spec = specs_of(cls).get(whose(cls))
    if owner and spec is not None and spec.target not in ("", "station"):
        return audience_of(spec.target, look(spec.target, owner), home, look)
    if owner and owner != home.uid:
        return owner
    return home.area_code if is_for_all(cls) else home.uid


def problem_of_audience(kind: str, fields: Mapping[str, Any], audience: str) -> Problem | None:
    """What keeps an act from the stations of a whole division: a kind that is not for all, or a personal field."""
    cls = BY_KIND.get(kind)
    if cls is None or len(audience) > LONGEST_CODE or not audience.isdecimal():
        return None
    if not is_for_all(cls):
        return refusal("not_for_all", value=kind)
    specs = specs_of(cls)
    personal = (name for name, value in fields.items() if value and name in specs and specs[name].personal)
    return next((refusal("personal_for_all", name) for name in personal), None)


def last_counted(counted: str) -> dict[str, int]:
    """The last change that counts of each journal of a revoked device; what is not of the form says nothing."""
    pairs = (pair.partition("=") for pair in counted.split())
    return {
        journal: int(seq) for journal, _, seq in pairs if seq.isascii() and seq.isdecimal() and len(seq) < MOST_DIGITS
    }


def counted_text(last: Mapping[str, int]) -> str:
    """The same as a device's record bears it."""
    return " ".join(f"{journal}={seq}" for journal, seq in sorted(last.items()))


def of_value(spec: FieldSpec, value: Any) -> Iterator[Problem]:
    """What keeps a value out of a field: another type, more than it holds, a count out of its range."""
    if not fits(spec, value):
        yield refusal("wrong_kind", spec.name)
    elif spec.max_len and isinstance(value, str) and len(value) > spec.max_len:
        yield refusal("too_long", spec.name, len(value), most=spec.max_len)
    elif spec.max_len and spec.many and len(value) > spec.max_len:
        yield refusal("too_many", spec.name, len(value), most=spec.max_len)
    elif spec.kind is Kind.COUNT and value is not None and not _is_in_range(spec, value):
        yield refusal("count_out_of_range", spec.name, value)


def _of_act(change: Change, author: Home) -> Iterator[Problem]:
    if change.act in (lifecycle.DECIDE, lifecycle.UNDO):
        return
    may = _may(change.kind, change.act, ROLES[author.role])
    if may is None:
        if change.schema <= SCHEMA:
            yield refusal("unknown_act", value=change.act)
        return
    if may.who.isdisjoint(ROLES[author.role]):
        yield refusal("act_of_another_role", value=change.act)
    state = change.fields.get("state")
    if state is not None and state not in may.leads_to:
        yield refusal("act_out_of_turn", "state", value=change.act)
    if not change.seen and not may.makes:
        yield refusal("no_such_record", value=change.act)
    if not may.sets.issuperset(change.fields):
        unfit = change.fields.keys() & specs_of(BY_KIND[change.kind]).keys() - may.sets
        yield from (refusal("field_of_another_act", name) for name in sorted(unfit))


@immutable
class _May:
    """What an act may do, whatever the state: by whom, to which states, whether it makes a record, which fields."""

    who: frozenset[str]
    leads_to: frozenset[str]
    makes: bool
    sets: frozenset[str]


@cache
def _may(kind: str, name: str, roles: frozenset[str]) -> _May | None:
    rows = [act for act in lifecycle.acts_of(kind) if act.name == name]
    if not rows:
        return None
    return _May(
        frozenset().union(*(act.who for act in rows)),
        frozenset(after for act in rows for after in act.after),
        any(NEW in act.before for act in rows),
        frozenset().union(*(_settable(act, roles) for act in rows)),
    )


def _settable(act: Act, roles: frozenset[str]) -> frozenset[str]:
    given = lifecycle.GIVEN_BY_ACT if NEW in act.before or act.name == "refer" else ()
    return frozenset({*lifecycle.fields_taken(act, roles), "state", *act.sets, *act.reckoned, *given})


def _of_owner(change: Change, author: Home, owner: Home | None) -> Iterator[Problem]:
    """Only its own station, and the offices above it, may speak of a record; nobody moves one to another station."""
    if owner is not None and not author.oversees(owner):
        yield refusal("record_of_another", value=change.kind)
    said = change.fields.get("station")
    if author.role == STATION and said not in (None, "", author.uid):
        yield refusal("record_of_another", "station")


def _is_in_range(spec: FieldSpec, value: int) -> bool:
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)
