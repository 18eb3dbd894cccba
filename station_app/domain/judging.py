"""What is judged of a change: may its author do this, and does it hold what it may.

The same at its own desk and at every receiver's, whose batches' authenticity was judged before (`batch.opening`). A
line with a problem is put aside with the reason, and the rest goes on. Whose record it is shows when all its changes
are looked at together (`refused`), never by what came first. Unknown kinds, acts and fields of newer programs are kept
and passed on, never refused; nor is a state that has moved on meanwhile: blind changes are the fold's business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from station_app.domain import lifecycle
from station_app.domain.act import EVERYBODY
from station_app.domain.change import SCHEMA, Change, Place
from station_app.domain.field import (
    FieldSpec,
    Kind,
    fits,
    is_for_all,
    readings_of,
    specs_of,
    step_of,
    whose,
)
from station_app.domain.folding import is_writable
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import NEW, Act
from station_app.domain.pattern import pattern
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import BY_TWO

STATION, COUNTY, PROVINCE = "STATION", "COUNTY", "PROVINCE"
"""The sorts of homes."""

ROLES: dict[str, frozenset[str]] = {
    STATION: lifecycle.ANYONE,
    COUNTY: frozenset({lifecycle.COUNTY}),
    PROVINCE: lifecycle.OFFICE,
}
"""What the people at a home of each sort may be: a device vouches for its users."""

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


def problems_of(change: Change, author: Home) -> tuple[Problem, ...]:
    """Every problem of one change by itself: nothing is looked at but the line and where its author's device stands."""
    cls = BY_KIND.get(change.kind)
    if cls is None:
        return ()
    specs = specs_of(cls)
    problems = [*_of_act(change, author), *_of_station(change, author)]
    is_newer = change.schema > SCHEMA
    for name, value in change.fields.items():
        spec = specs.get(name)
        if spec is None or _is_usual(spec, value):
            continue
        problems += (
            of_value(spec, value) if not is_newer else (one for one in of_value(spec, value) if not _may_grow(one))
        )
    if change.schema == SCHEMA:  # an older program did not know every field that is required now
        problems += _missing(change, specs)
    return tuple(problems)


def _is_usual(spec: FieldSpec, value: Any) -> bool:
    """Whether a value is so usual that nothing more is to be said of it: nearly every one of hundreds of thousands."""
    if type(value) is not str:
        return False
    kind = spec.kind
    if kind is Kind.TEXT or kind is Kind.PROSE:
        return len(value) <= spec.max_len and value.isprintable()
    if kind is Kind.CODE:
        return len(value) <= LONGEST_CODE_OF_LIST and value.isprintable()
    if kind is Kind.DAY:
        return _is_day(value)
    return kind is Kind.REF and (not value or _UID.fullmatch(value) is not None)


def _may_grow(problem: Problem) -> bool:
    """Whether a newer program may have made right what is wrong by this one's description: bounds may have moved."""
    return problem.code in BOUNDS


BOUNDS = frozenset({"too_long", "too_many", "count_out_of_range"})


def _missing(change: Change, specs: Mapping[str, FieldSpec]) -> Iterator[Problem]:
    """The required fields that nobody filled: of the change that makes a record all that it may set, of every other one
    those that it empties."""
    fields = change.fields
    if change.uid != change.record:
        empty = (name for name, value in fields.items() if not value and value in _NOTHING)
        yield from (refusal("missing", name) for name in empty if name in specs and specs[name].required)
    elif fields:  # of one whose fields were erased nothing is known
        unsaid = (name for name in required_of(change.kind, change.act) if not fields.get(name))
        yield from (refusal("missing", name) for name in unsaid if fields.get(name) in _NOTHING)


_NOTHING: tuple[Any, ...] = ("", None, (), [])


@cache
def required_of(kind: str, name: str) -> tuple[str, ...]:
    """The fields without which an act makes no record: its kind's own, as far as the act may set them."""
    rows = [act for act in lifecycle.acts_of(kind) if act.name == name and NEW in act.before]
    if not rows or name == lifecycle.CARRY_OVER:  # an old ledger is not refused for what nobody wrote down at the time
        return ()
    taken = frozenset().union(*(_settable(act, EVERYBODY) for act in rows))
    return tuple(spec.name for spec in specs_of(BY_KIND[kind]).values() if spec.required and spec.name in taken)


def maker_of(changes: Iterable[Change], homes: Mapping[str, Home]) -> Change | None:
    """The change that made a record, of any of its changes: it bears the record's id. None where it has not come.

    Where two homes claim so, one that says what it may counts before one that is refused for itself; then the higher
    authority, then the smaller uid of a home: an author can choose the ids of its journals, and not where it was
    admitted. Of one home's two computers, which may well make one record blind, the smaller place. `homes`: where each
    journal's author stands.
    """
    made = [change for change in changes if change.uid == change.record and change.kind in BY_KIND]
    if len(made) < 2:
        return made[0] if made else None

    def rank(one: Change) -> tuple[bool, tuple[int, str], Place]:
        home = homes[one.journal]
        return bool(problems_of(one, home)), _rank(home), one.place

    return min(made, key=rank)


@cache
def is_of_its_home(kind: str, act: str) -> bool:
    """Whether an act is its record's own home's alone: what was said stays as it was said there (domain rules 2.6)."""
    return any(row.by_home for row in lifecycle.acts_of(kind) if row.name == act)


def may_speak(author: Home, maker: Change, home: Home, act: str = "") -> bool:
    """Whether a home may do `act` to a record that a device of `home` made by the change `maker`.

    Its own home may, and the offices above it. A record of handling is its own home's alone: whose turn it was wrote
    it, and the other side answers with records of its own; so are the words of a matter. A request for correction is
    also its station's to answer, and a device is the business of whoever is above the place where it stands, whichever
    office wrote it down.
    """
    if maker.kind in HANDLING_KINDS or is_of_its_home(maker.kind, act):
        return author.uid == home.uid
    said = maker.fields
    if not said:  # its own home withholds what it said
        return author.oversees(home)
    match maker.kind:
        case "correction":
            return author.oversees(home) or author.uid == said.get("station")
        case "device":
            named = Home(str(said.get("home", "")), str(said.get("role", "")), str(said.get("area_code", "")))
            return author.oversees(named)
    return author.oversees(home)


def fit(_change: Change) -> None:
    """Nothing keeps a line out of the journal that it stands in."""


OF_A_VALUE = frozenset({
    "wrong_kind", "too_long", "too_many", "count_out_of_range", "sign_forbidden", "not_a_day", "not_a_time",
    "not_a_uid", "field_of_another_act", "missing",
})  # fmt: skip
"""Problems of single fields: a line that has no others can be accepted without those fields."""


def may_be_accepted(change: Change, author: Home) -> bool:
    """Whether an office may accept a refused line: then all of it counts but the fields that cannot."""
    return all(one.code in OF_A_VALUE for one in problems_of(change, author))


def accepted(change: Change, author: Home) -> Change:
    """A line that an office accepted, as it counts: without the fields that cannot; the same where it may not be."""
    problems = problems_of(change, author)
    if not problems or not may_be_accepted(change, author):
        return change
    wrong = {one.where for one in problems}
    return replace(change, fields={name: value for name, value in change.fields.items() if name not in wrong})


def refused(
    changes: Sequence[Change],
    homes: Mapping[str, Home],
    unfit: Callable[[Change], Problem | None] = fit,
    allowed: Collection[Place] = (),
) -> dict[Place, Problem]:
    """What may not be said, of all the changes of one record: the first problem of each, by its place.

    A pure function of the changes, of where each journal's author stands (`homes`), of what keeps a line out of the
    journal that it stands in (`unfit`), and of the lines that an office accepted (`allowed`, given as `accepted` makes
    them: what they lack is not asked for): every order of arrival ends alike. While the change that made the record
    has not come, nobody's right to speak is judged.
    """
    maker = maker_of(changes, homes)
    found: dict[Place, Problem] = {}
    for change in changes:
        author = homes[change.journal]
        problems = problems_of(change, author)
        if change.place in allowed:
            problems = tuple(one for one in problems if one.code != "missing")
        if problems:
            found[change.place] = problems[0]
        elif maker is not None and not (
            change.kind == maker.kind and may_speak(author, maker, homes[maker.journal], change.act)
        ):
            found[change.place] = refusal("record_of_another", value=change.kind)
        elif problem := unfit(change):
            found[change.place] = problem
    return found


def _rank(home: Home) -> tuple[int, str]:
    return -AUTHORITY.get(home.role, 0), home.uid


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


LONGEST_CODE_OF_LIST = 64
"""Characters of a code of any list; which codes there are, every county's lists say, and no receiver."""

_UID = pattern("([0-9a-f]{32})?")
_DAY = pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = pattern("((?:[01][0-9]|2[0-3]):[0-5][0-9])?")


@lru_cache(4096)
def _is_day(text: str) -> bool:
    """Whether a text is a civil date, or none was said."""
    try:
        return not text or bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _of_form(spec: FieldSpec, value: Any) -> Iterator[Problem]:
    """What no order of arrival, newer program or list can make right: a sign that no text may hold, a day or a time
    that is none, an identity without its form, a code longer than any."""
    items = value if spec.many else (value,)
    if not all(is_writable(item) for item in items if isinstance(item, str)):
        yield refusal("sign_forbidden", spec.name)
    match spec.kind:
        case Kind.DAY if not _is_day(value):
            yield refusal("not_a_day", spec.name)
        case Kind.TIME if not _TIME.fullmatch(value):
            yield refusal("not_a_time", spec.name)
        case Kind.UID | Kind.REF | Kind.REFS if not all(_UID.fullmatch(item) for item in items):
            yield refusal("not_a_uid", spec.name)
        case Kind.CODE | Kind.CODES if any(len(item) > LONGEST_CODE_OF_LIST for item in items):
            yield refusal("too_long", spec.name, most=LONGEST_CODE_OF_LIST)


def of_value(spec: FieldSpec, value: Any) -> Iterator[Problem]:
    """What keeps a value out of a field: another type or form, more than it holds, a count out of its range. A
    reference whose record is not here and a code that no list knows keep nothing out."""
    if not fits(spec, value):
        yield refusal("wrong_kind", spec.name)
        return
    yield from _of_form(spec, value)
    if spec.max_len and isinstance(value, str) and len(value) > spec.max_len:
        yield refusal("too_long", spec.name, len(value), most=spec.max_len)
    elif spec.max_len and spec.many and len(value) > spec.max_len:
        yield refusal("too_many", spec.name, len(value), most=spec.max_len)
    elif spec.kind is Kind.COUNT and value is not None and not _is_in_range(spec, value):
        yield refusal("count_out_of_range", spec.name, value)


def _of_act(change: Change, author: Home) -> Iterator[Problem]:
    # Only the change that makes a record has seen none of it, and only it bears the record's id.
    if (change.uid == change.record) != (not change.seen):
        yield refusal("no_such_record", value=change.act)
        return
    if change.act in (lifecycle.DECIDE, lifecycle.UNDO, lifecycle.WRITE_ANEW):
        return
    may = may_of(change.kind, change.act, ROLES[author.role])
    if may is None:
        if change.schema <= SCHEMA:
            yield refusal("unknown_act", value=change.act)
        return
    if may.who.isdisjoint(ROLES[author.role]):
        yield refusal("act_of_another_role", value=change.act)
    step = step_of(BY_KIND[change.kind])
    state = change.fields.get(step)
    if state is not None and state not in may.leads_to:
        yield refusal("act_out_of_turn", step, value=change.act)
    if not change.seen and not may.makes:
        yield refusal("no_such_record", value=change.act)
    if not may.sets.issuperset(change.fields):
        unfit = change.fields.keys() & specs_of(BY_KIND[change.kind]).keys() - may.sets
        yield from (refusal("field_of_another_act", name) for name in sorted(unfit))


@immutable
class May:
    """What an act may do, whatever the state: by whom, to which states, whether it makes a record, which fields."""

    who: frozenset[str]
    leads_to: frozenset[str]
    makes: bool
    sets: frozenset[str]


@cache
def may_of(kind: str, name: str, roles: frozenset[str]) -> May | None:
    """What an act of a kind may do where people with `roles` are; None for no such act."""
    rows = [act for act in lifecycle.acts_of(kind) if act.name == name]
    if not rows:
        return None
    return May(
        frozenset().union(*(act.who for act in rows)),
        frozenset(after for act in rows for after in act.after),
        any(NEW in act.before for act in rows),
        frozenset().union(*(_settable(act, roles) for act in rows)),
    )


def _settable(act: Act, roles: frozenset[str]) -> frozenset[str]:
    cls = BY_KIND[act.kind]
    given = lifecycle.GIVEN_BY_ACT if NEW in act.before else ()
    if act.by_two or act.name in BY_TWO:
        given = (*given, "agreed_by")
    named = {*lifecycle.fields_taken(act, roles), step_of(cls), *act.sets, *act.reckoned, *given}
    return frozenset(named) - {"uid", *readings_of(cls)}


def _of_station(change: Change, author: Home) -> Iterator[Problem]:
    """No station makes or moves a record for another one."""
    said = change.fields.get("station")
    if author.role == STATION and said not in (None, "", author.uid):
        yield refusal("record_of_another", "station")


def _is_in_range(spec: FieldSpec, value: int) -> bool:
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)
