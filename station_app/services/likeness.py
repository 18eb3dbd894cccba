"""Which other opinions say the same as one: the same matter, raised by other people, best from other villages."""

from __future__ import annotations

from collections.abc import Iterable

from station_app import paths
from station_app.db import search
from station_app.domain import secrecy
from station_app.domain.alike import Likeness, cosine
from station_app.domain.field import values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import OPEN_OPINION
from station_app.domain.records import Opinion, Visit
from station_app.services.access import readable
from station_app.services.desk import Desk

CANDIDATES = 160
LEAST = 0.14
"""Below it two texts of one category are as a rule about different things. Of 1,996 real pairs that were judged by hand
it lets through 91 % of the doubles and none of the random ones; what it takes besides is the same matter in another
place, which is what a suggestion looks for (`benchmarks/alike.py`)."""
SHOWN = 20


@immutable
class Alike:
    """An opinion that seems to say the same, and why it is proposed: how alike its words are (0 to 1), whether it is of
    the very same category, and whether it comes from another village."""

    opinion: Opinion
    likeness: float
    same_category: bool
    other_village: bool
    village: str


def alike_to(desk: Desk, opinion: str, most: int = SHOWN) -> list[Alike]:
    """Opinions of the same matter by other people: those from other villages first, then by likeness.

    Never an accusation, a work secret, what is void or over, or what stands in a suggestion already. Raises KeyError.
    """
    own = desk.records.one(Opinion, opinion)
    if secrecy.is_kept_here(values_of(own)):
        return []
    found = search.candidates(desk.store.database, _texts(own), _categories(desk, own.category), CANDIDATES)
    standing = desk.records.several(Opinion, [uid for uid in found if uid != opinion])
    others = {one.uid: one for one in readable(desk, "opinion", standing.values())}
    likeness = Likeness([_text(one) for one in (own, *others.values())])
    mine, visitor = likeness.weighed(_text(own)), _visitors(desk, [own])
    visitors = _visitors(desk, list(others.values()))
    proposed = []
    for uid in sorted(others):
        other = others[uid]
        if not _may_join(other) or _is_same_person(own, visitor, other, visitors):
            continue
        degree = round(cosine(mine, likeness.weighed(_text(other))), 4)
        if degree >= LEAST:
            elsewhere = bool(other.village) and other.village != own.village
            name = paths.regions().name_of(other.village) if other.village else ""
            proposed.append(
                Alike(
                    opinion=other,
                    likeness=degree,
                    same_category=other.category == own.category,
                    other_village=elsewhere,
                    village=name,
                )
            )
    return sorted(proposed, key=lambda one: (not one.other_village, -one.likeness, one.opinion.uid))[:most]


def joinable(desk: Desk, opinions: Iterable[str]) -> set[str]:
    """Those of some opinions that a suggestion may still grow from: open, in no other, no accusation or secret."""
    return {uid for uid, one in desk.records.several(Opinion, opinions).items() if _may_join(one)}


def _texts(opinion: Opinion) -> tuple[str, ...]:
    return (opinion.title, opinion.ask, opinion.affected_place, opinion.summary, opinion.verbatim)


def _text(opinion: Opinion) -> str:
    return "\n".join(_texts(opinion))


def _categories(desk: Desk, category: str) -> list[str]:
    """A matter's own code and those beside it."""
    book = desk.codes["matter"].by_code
    parent = book[category].parent if category in book else ""
    return [one.code for one in book.values() if parent and one.parent == parent] or [category]


def _may_join(opinion: Opinion) -> bool:
    kept = secrecy.is_kept_here(values_of(opinion))
    return opinion.state in OPEN_OPINION and not opinion.promoted_to and not kept


def _visitors(desk: Desk, opinions: list[Opinion]) -> dict[str, str]:
    """Who stood behind each visit."""
    return {
        uid: one.visitor
        for uid, one in desk.records.several(Visit, {one.visit for one in opinions if one.visit}).items()
    }


def _is_same_person(own: Opinion, visitor: dict[str, str], other: Opinion, visitors: dict[str, str]) -> bool:
    """The same visitor, or two intakes without a visitor that name the same speakers."""
    if own.visit and other.visit:
        return visitor.get(own.visit, own.visit) == visitors.get(other.visit, other.visit)
    return bool(own.speakers.strip()) and own.speakers.strip() == other.speakers.strip()
