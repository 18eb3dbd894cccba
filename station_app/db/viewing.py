"""What a viewer may see, as SQL: the policy of `domain.secrecy`, so that no list holds what a page would refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from station_app.db.connection import Database
from station_app.db.models import ACCUSING_SQL, marks
from station_app.domain.field import specs_of
from station_app.domain.handling_acts import HANDLING_KINDS
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import HOLDS_PEOPLE, Viewer, accuses


class Condition(NamedTuple):
    """A condition as SQL that is written out, with its values; the query builder takes it as `SQL(*condition)`."""

    sql: str
    values: Sequence[Any] = ()


NOBODY = Condition("0")
"""The condition that leaves nothing."""


def of_opinions(viewer: Viewer) -> list[Condition]:
    """Conditions on the table `opinion`, each with its values; none for whom nothing is kept from.

    Written out, for the first page asks them before there is a model.
    """
    found = []
    if not viewer.sees_all:
        # Asked of the index of accusations, so that no row of a list is opened for it.
        of_others = f"SELECT kept.id FROM opinion AS kept WHERE ({ACCUSING_SQL.format('kept')}) AND kept.recorder <> ?"
        found.append(Condition(f"opinion.id NOT IN ({of_others})", (viewer.user,)))
    if viewer.accused_in:
        found.append(Condition(f"opinion.uid NOT IN ({marks(viewer.accused_in)})", viewer.accused_in))
    if viewer.accused_visits:
        found.append(Condition(f"opinion.visit NOT IN ({marks(viewer.accused_visits)})", viewer.accused_visits))
    if viewer.barred:
        of_barred = f"SELECT uid FROM visit WHERE visitor IN ({marks(viewer.barred)})"
        found.append(Condition(f"opinion.visit NOT IN ({of_barred})", viewer.barred))
    if viewer.only_own and not viewer.deputy:
        found.append(NOBODY)
    elif viewer.only_own:
        # Many-valued fields are JSON texts of ids, and an id stands in no other one.
        is_own = (
            "(instr(opinion.answered_by, ?) OR instr(opinion.collected_by, ?)"
            " OR opinion.visit IN (SELECT uid FROM visit WHERE instr(deputies, ?)))"
        )
        found.append(Condition(is_own, (viewer.deputy,) * 3))
    return found


def of_visits(viewer: Viewer) -> list[Condition]:
    """Conditions on the table `visit`."""
    found = []
    if viewer.accused_visits:
        found.append(Condition(f"visit.uid NOT IN ({marks(viewer.accused_visits)})", viewer.accused_visits))
    if viewer.barred:
        found.append(Condition(f"visit.visitor NOT IN ({marks(viewer.barred)})", viewer.barred))
    if viewer.only_own and not viewer.deputy:
        found.append(NOBODY)
    elif viewer.only_own:
        found.append(Condition("instr(visit.deputies, ?)", (viewer.deputy,)))
    if not viewer.sees_all:
        readable = _all_of(of_opinions(viewer))
        of_matters = f"visit.uid IN (SELECT opinion.visit FROM opinion WHERE opinion.visit <> '' AND {readable.sql})"
        known = f"(visit.kept_here = 0 OR visit.recorder = ? OR {of_matters})"
        found.append(Condition(known, (viewer.user, *readable.values)))
    return found


def of_people(viewer: Viewer) -> list[Condition]:
    """Conditions on the table `person`: without those who were barred, merged away or entered in error."""
    found = [Condition("person.merged_into = ''"), Condition("person.void_reason = ''")]
    if viewer.barred:
        found.append(Condition(f"person.uid NOT IN ({marks(viewer.barred)})", viewer.barred))
    if viewer.only_own:
        found.append(NOBODY)
    elif viewer.is_bounded:
        seen = _all_of(of_visits(viewer))
        known = f"EXISTS (SELECT 1 FROM visit WHERE ({_NAMED}) AND {seen.sql})"
        if viewer.sees_all:
            known = f"({known} OR NOT EXISTS (SELECT 1 FROM visit WHERE {_NAMED}))"
        found.append(Condition(f"(person.kept_here = 0 OR {known})", seen.values))
    return found


def of_handling(kind: str, viewer: Viewer) -> list[Condition]:
    """Conditions on the table of a kind of handling: it is seen by whoever may see its matter."""
    if not viewer.is_bounded or "opinion" not in specs_of(BY_KIND[kind]):
        return []
    readable = _all_of(of_opinions(viewer))
    found = [Condition(f"({kind}.opinion = '' OR {kind}.opinion IN"
                       f" (SELECT opinion.uid FROM opinion WHERE {readable.sql}))", readable.values)]  # fmt: skip
    if viewer.only_own and "suggestion" in specs_of(BY_KIND[kind]):
        led = f"{kind}.suggestion IN (SELECT uid FROM suggestion WHERE lead_deputy = ? AND lead_deputy <> '')"
        found.append(Condition(f"({kind}.opinion <> '' OR {led})", (viewer.deputy,)))
    return found


OF_KIND: Mapping[str, Callable[[Viewer], list[Condition]]] = {
    "opinion": of_opinions,
    "visit": of_visits,
    "person": of_people,
    **{kind: partial(of_handling, kind) for kind in HANDLING_KINDS},
}
"""The conditions on the table of each kind of which somebody may not see every record and that is listed or searched
as such."""


def of_kind(kind: str, viewer: Viewer) -> list[Condition]:
    """The conditions on the table of a kind; none where everybody who keeps the book may see all of it."""
    return OF_KIND[kind](viewer) if kind in OF_KIND else []


def accusing(
    database: Database, names: Sequence[str], posts: Sequence[str], user: str
) -> list[tuple[str, tuple[str, ...]]]:
    """The matters that accuse somebody with these names and posts, unless two persons let the user in: each with the
    visits on which it was raised, that which stays here and its open copy."""
    query = (
        "SELECT opinion.uid, opinion.accused, opinion.let_in, opinion.visit, coalesce(visit.copy_of, '') FROM opinion"
        " LEFT JOIN visit ON visit.uid = opinion.visit WHERE opinion.accused > ''"
    )
    rows = database.execute_sql(query).fetchall()
    return [
        (uid, tuple(filter(None, visits)))
        for uid, accused, let_in, *visits in rows
        if user not in let_in and accuses(accused, names, posts)
    ]


_NAMED = " OR ".join(
    ("visit.visitor = person.uid", *(f"instr(visit.{name}, person.uid)" for name in HOLDS_PEOPLE if name != "visitor"))
)


def _all_of(asked: Sequence[Condition]) -> Condition:
    """Conditions as one; nothing stands for what always holds."""
    return Condition(" AND ".join(one.sql for one in asked) or "1", [value for one in asked for value in one.values])
