"""What is kept of one person: told to them on request, and forgotten (个人信息保护法 arts. 45, 47)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from station_app import paths
from station_app.db import journal, people
from station_app.domain.change import KEPT_HERE
from station_app.domain.field import FieldSpec, Kind, fields_of, values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import HEAD, OPEN_OPINION
from station_app.domain.problem import refusal, reject
from station_app.domain.records import Opinion, Person, Visit
from station_app.domain.secrecy import is_kept_here
from station_app.services import trail, withholding
from station_app.services.access import must_read, readable
from station_app.services.acts import Done
from station_app.services.desk import Desk
from station_app.services.printing import Print
from station_app.services.prints import sectioned
from station_app.services.users import must_know_own
from station_app.text import settings as say

IN_ANSWER = (
    *("state", "title", "verbatim", "ask", "summary", "answer", "redirect_organ", "told_on", "unit", "assigned_on"),
    *("result", "handled_on", "fed_back_on", "sensitivity", "disclosure"),
)
"""What a person is told of each matter of theirs, where it is filled."""


@immutable
class OwnLine:
    """One thing that is kept: the label of its field, and what stands there in words."""

    label: str
    words: str


@immutable
class OwnMatter:
    """One matter: its record, its lines, and whether it was told to the office above."""

    opinion: Opinion
    lines: tuple[OwnLine, ...]
    is_sent: bool


@immutable
class OwnData:
    """All that this desk keeps of one person and whoever sits there may see: their entry, each visit on which they came
    or are named, and each matter of those on which they came."""

    person: Person
    lines: tuple[OwnLine, ...]
    visits: tuple[tuple[Visit, tuple[OwnMatter, ...]], ...]
    is_sent: bool


def own_data(desk: Desk, person: str) -> OwnData:
    """What is kept of a person. Raises KeyError for one who is not here, Rejected for whom they are not."""
    record = desk.records.one(Person, person)
    must_read(desk, "person", values_of(record))
    named = people.visits_naming(desk.store.database, person)
    came = {one.uid: one for one in desk.records.all(Visit, visitor=person)}
    visits = readable(desk, "visit", {**came, **desk.records.several(Visit, named)}.values())
    visits.sort(key=lambda one: (one.received_on, one.number))
    told = tuple((one, _matters(desk, one) if one.uid in came else ()) for one in visits)
    return OwnData(record, _lines(desk, record), told, _is_sent(desk, person))


def _matters(desk: Desk, visit: Visit) -> tuple[OwnMatter, ...]:
    found = readable(desk, "opinion", desk.records.all(Opinion, visit=visit.uid))
    return tuple(OwnMatter(one, _lines(desk, one, IN_ANSWER), _is_sent(desk, one.uid)) for one in found)


def _lines(desk: Desk, record: object, only: Sequence[str] = ()) -> tuple[OwnLine, ...]:
    kept = [
        (spec, getattr(record, spec.name))
        for spec in fields_of(type(record))
        if spec.kind not in (Kind.UID, Kind.REF, Kind.REFS)
        and (spec.name in only if only else spec.reading or not spec.given)
    ]
    return tuple(OwnLine(spec.label, _words(desk, spec, value)) for spec, value in kept if value not in ("", (), None))


def _words(desk: Desk, spec: FieldSpec, value: Any) -> str:
    if spec.scheme:
        return desk.codes.name_of(spec.scheme, str(value))
    return paths.regions().name_of(str(value)) if spec.check == "area_code" else str(value)


def _is_sent(desk: Desk, uid: str) -> bool:
    """Whether what a record says stands in a journal that is sent, and somebody has received it."""
    for entry in journal.entries_of(desk.store.database, uid):
        author = journal.author(desk.store.database, entry.change.place.journal)
        if author is not None and author.audience != KEPT_HERE and entry.change.place.seq <= author.acked:
            return True
    return False


def own_data_sheet(desk: Desk, person: str) -> Print:
    """What is kept of a person, on paper for themselves. Raises as `own_data` does."""
    return _sheet(desk, own_data(desk, person))


def counter_sheet(desk: Desk, person: str) -> Print:
    """The same at the counter, where somebody is known by name and telephone alone: without accusations and work
    secrets, and without the visits on which nothing else was said. Raises as `own_data` does."""
    kept = own_data(desk, person)
    open_ = [(visit, tuple(one for one in matters if not is_kept_here(values_of(one.opinion))))
             for visit, matters in kept.visits if not visit.kept_here]  # fmt: skip
    return _sheet(desk, replace(kept, visits=tuple(open_)))


def _sheet(desk: Desk, kept: OwnData) -> Print:
    parts = [(say.OWN_PERSON, [(one.label, one.words) for one in kept.lines])]
    for visit, matters in kept.visits:
        rows = []
        for one in matters:
            rows.append((say.OWN_MATTER, one.opinion.number))
            rows += [(line.label, line.words) for line in one.lines]
            rows.append((say.OWN_SENT, say.own_sent(one.opinion.unit, is_sent=one.is_sent)))
        parts.append((say.own_visit(visit.received_on, visit.number), rows or [(say.OWN_VISIT, say.OWN_CAME_WITH)]))
    return sectioned(
        desk,
        f"own-data-{desk.today}.pdf",
        say.OWN_TITLE,
        [say.own_opening(kept.person.name, desk.today, desk.user.name)],
        parts,
        say.OWN_RIGHTS,
        say.OWN_SIGNS,
    )


def _is_whole(desk: Desk, visit: Visit, matters: Sequence[OwnMatter]) -> bool:
    """Whether a visit is of nobody else, and nothing of it is kept from whoever sits here."""
    is_alone = not visit.companions and not visit.representatives
    return is_alone and len(matters) == len(desk.records.all(Opinion, visit=visit.uid))


def forget(desk: Desk, person: str, own_password: str) -> list[Done]:
    """Withhold all that is kept of a person who asked for it: their entry, the visits on which they came alone, the
    matters of those and what hangs from them, here, at every computer of this home and above. By the head.

    That something stood there, by whom and when, stays. Raises Rejected: for who is not the head, a wrong own password,
    and as long as a matter of theirs is open.
    """
    if HEAD not in desk.user.roles:
        raise reject(refusal("act_of_another_role", value="withhold", who=[HEAD]))
    must_know_own(desk, own_password)
    kept = own_data(desk, person)
    own = [(visit, matters) for visit, matters in kept.visits if visit.visitor == person]
    if any(one.opinion.state in OPEN_OPINION for _, matters in own for one in matters):
        raise reject(refusal("own_matter_open", value=kept.person.name))
    alone = [(visit, matters) for visit, matters in own if _is_whole(desk, visit, matters)]
    records = [("opinion", one.opinion.uid) for _, matters in alone for one in matters]
    records += [("visit", visit.uid) for visit, _ in alone]
    done = withholding.withhold(desk, [*records, ("person", person)])
    trail.note(desk, trail.FORGOTTEN, "person", person, detail=str(len(records)))
    return done
