"""The counter: who comes and asks what became of their word, and what they may be told.

Whoever holds a receipt with its check character is told how far the visit's matters are. Without it a name must stand
beside the number or the telephone, and be the right one: whether there is no such matter, or another's, or one that is
not spoken of here, the answer is the same. Accusations and work secrets are not spoken of at the counter at all
(信访工作条例 2022 arts. 30, 46(5)). What is kept of somebody is told to who is known by name and telephone
(个人信息保护法 art. 45).
"""

from __future__ import annotations

from collections.abc import Iterable

from station_app.db import people, search
from station_app.domain import numbering
from station_app.domain.field import values_of
from station_app.domain.folding import fold
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import stands
from station_app.domain.problem import Rejected
from station_app.domain.records import Opinion, Person, Reply, Visit
from station_app.domain.secrecy import is_confidential, is_kept_here
from station_app.services import telling, trail
from station_app.services.access import readable
from station_app.services.desk import Desk
from station_app.text import telling as say

LEAST_PHONE = 7
"""Digits that a telephone has at least: fewer name too many people."""


@immutable
class Told:
    """One matter, and what its speaker may be told of it, a sentence each. `is_owed`: its answer is there, and they
    hear it now. `is_hidden`: its speaker asked for secrecy, and nothing is read aloud."""

    opinion: Opinion
    number: str
    lines: tuple[str, ...]
    is_owed: bool
    is_hidden: bool


@immutable
class Answer:
    """What a question at the counter found: the matters, the newest first, and the uids of the petitioner's entries
    where they are known by name and telephone."""

    matters: tuple[Told, ...] = ()
    persons: tuple[str, ...] = ()


def ask(desk: Desk, *, number: str = "", name: str = "", phone: str = "") -> Answer:
    """What may be told to who comes with the number of a receipt, or of a matter, or with their name and telephone.

    That it was asked stands in the trail, with whether anything was found. Nothing is told of what the person at the
    desk may not see.
    """
    wanted = fold(name)
    persons = _known(desk, wanted, phone) if wanted and phone else ()
    visits = _by_number(desk, number, wanted) if number.strip() else _of(desk, persons)
    matters = [one for visit in visits for one in _matters(desk, visit)]
    if number.strip() and (only := _opinion_numbered(desk, number)):
        matters = [one for one in matters if one[0].uid == only]
    matters.sort(key=lambda one: (one[0].received_on, one[0].number), reverse=True)
    told = tuple(_told(desk, opinion, visit) for opinion, visit in matters)
    trail.note(desk, trail.COUNTER_ASKED, detail=say.counter_noted(len(told)))
    return Answer(told, persons if told else ())


def _known(desk: Desk, name: str, phone: str) -> tuple[str, ...]:
    """The entries with exactly this name and telephone that the person here may know: one petitioner may have two."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if len(digits) < LEAST_PHONE:
        return ()
    ids = search.people(desk.store.database, digits)
    uids = search.uids_of_people(desk.store.database, ids)
    found = readable(desk, "person", desk.records.several(Person, uids).values())
    same = [one for one in found if _digits(one.phone).endswith(digits) and fold(one.name) == name]
    return tuple(sorted({one.merged_into or one.uid for one in same if not one.void_reason and not one.kept_here}))


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())


def _by_number(desk: Desk, number: str, name: str) -> list[Visit]:
    """The visits of a number: with its check character whoever holds the paper, else with the name of who came."""
    hits = _numbered(desk, number)
    if not name:
        sound = _sound(desk, number)
        hits = [hit for hit in hits if hit.number in sound]
    opinions = desk.records.several(Opinion, [hit.uid for hit in hits if hit.kind == "opinion"])
    uids = {hit.uid for hit in hits if hit.kind == "visit"} | {one.visit for one in opinions.values() if one.visit}
    found = readable(desk, "visit", desk.records.several(Visit, uids).values())
    return [one for one in found if not name or name in _names(desk, one)]


def _numbered(desk: Desk, number: str) -> list[search.Hit]:
    try:
        return search.numbered(desk.store.database, number, desk.viewer)
    except Rejected:  # a wrong check character says as little as a wrong name
        return []


def _sound(desk: Desk, number: str) -> frozenset[str]:
    """The numbers that were given with their check character."""
    asked = numbering.read(number)
    return frozenset(asked.sound(search.stations(desk.store.database))) if asked else frozenset()


def _opinion_numbered(desk: Desk, number: str) -> str:
    """The matter that a number is of; "" for a visit's."""
    return next((hit.uid for hit in _numbered(desk, number) if hit.kind == "opinion"), "")


def _names(desk: Desk, visit: Visit) -> set[str]:
    """The names of those who came with their own word: the visitor, and who spoke for a group."""
    found = desk.records.several(Person, {visit.visitor, *visit.representatives})
    return {fold(one.name) for one in found.values()}


def _of(desk: Desk, persons: Iterable[str]) -> list[Visit]:
    """The visits on which somebody came with their own word."""
    own = set(persons)
    named = [uid for person in own for uid in people.visits_naming(desk.store.database, person)]
    found = readable(desk, "visit", desk.records.several(Visit, named).values())
    return [one for one in found if own & {one.visitor, *one.representatives}]


def _matters(desk: Desk, visit: Visit) -> list[tuple[Opinion, Visit]]:
    """The matters of a visit that are spoken of at the counter."""
    raised = readable(desk, "opinion", desk.records.all(Opinion, visit=visit.uid))
    return [(one, visit) for one in raised if stands(one.state) and not is_kept_here(values_of(one))]


def _told(desk: Desk, opinion: Opinion, visit: Visit) -> Told:
    today = desk.today
    lines = [say.spoke(say.spoken_day(opinion.received_on, today), opinion.title, came=True)]
    state = desk.codes.name_of("opinion_state", opinion.state)
    due = say.spoken_day(opinion.due_on, today) if opinion.due_on else ""
    lines.append(say.stands_at(state, opinion.unit, due if not opinion.result else ""))
    if opinion.answer:
        lines.append(say.answered_at_once(opinion.answer))
    elif opinion.redirect_organ:
        lines.append(say.sent_to(opinion.redirect_organ))
    elif opinion.result:
        reply = desk.records.several(Reply, [opinion.answered_in]).get(opinion.answered_in)
        unit = (reply.unit if reply else "") or opinion.unit
        said = telling.plain_words(desk, opinion, reply, unit)
        lines += [say.answered(unit, said[0]), *said[1:]] if said else []
    if opinion.fed_back_on:
        rating = desk.codes.name_of("satisfaction", opinion.satisfaction) if opinion.satisfaction else ""
        lines.append(say.was_told(say.spoken_day(opinion.fed_back_on, today), rating))
    return Told(
        opinion=opinion,
        number=visit.number,
        lines=tuple(lines),
        is_owed=bool(opinion.owed_since),
        is_hidden=is_confidential(values_of(opinion)),
    )
