"""Telling speakers what became of their word: who waits, what is said to them, what came of each call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from station_app.db import ledger
from station_app.domain import plain
from station_app.domain.field import values_of
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.identity import masked_phone
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import REGISTER
from station_app.domain.records import Commitment, Opinion, Person, Reply, Telling, Visit
from station_app.domain.secrecy import is_confidential
from station_app.services import local_rules, loop
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.printing import as_public
from station_app.text import telling as say

PLAIN = "plain"
"""The rules by which an answer is said in plain words."""

SOLVED = loop.SOLVED
MOST_PROMISES = 2


@immutable
class ToTell:
    """One matter whose speaker waits: what came of it, how they are reached, how often they were tried.

    `is_hidden`: they asked for secrecy, so that nobody beside their telephone may hear of it.
    """

    id: int
    opinion: Opinion
    person: str
    name: str
    headcount: int
    phone: str
    other_way: str
    tries: int
    tried_on: str
    is_hidden: bool = False


@immutable
class Script:
    """What is said on the telephone, a sentence each, and the question that is asked last."""

    lines: tuple[str, ...]
    question: str


@immutable
class Try:
    """One try before: its civil date, what came of it (code list `reached`), the day on which they come ("" for none),
    who made it."""

    day: str
    reached: str
    comes_on: str
    by: str


def waiting_to_hear(desk: Desk, limit: int = -1) -> list[ToTell]:
    """Those who wait and whom the person here may know of, those first whose result is oldest; phones are masked. At
    most `limit` of them, -1 for all.

    Those too whose matter was merged into another, or promoted to a suggestion that was answered.
    """
    ids = loop.owed_ids(desk, limit)
    rows = ledger.rows(desk.store.database, ids)
    opinions = desk.records.several(Opinion, [row.uid for row in rows.values()])
    visits = desk.records.several(Visit, {one.visit for one in opinions.values() if one.visit})
    people = desk.records.several(Person, {one.visitor for one in visits.values()})
    return [_to_tell(number, opinions[rows[number].uid], visits, people) for number in ids if number in rows]


def count_waiting(desk: Desk) -> int:
    """How many wait to hear whom the person here may know of."""
    return len(loop.owed_ids(desk))


def tell(desk: Desk, opinion: str, told: Mapping[str, Any], rating: Mapping[str, Any] | None = None) -> list[Done]:
    """The speaker was told; where they said what they think of it, that too, in one transaction. Raises Rejected."""
    return perform(desk, [Ask("telling", REGISTER, {**told, **(rating or {}), "opinion": opinion})])


def miss(desk: Desk, opinion: str) -> Done:
    """Nobody answered: one more try, today. Raises Rejected."""
    return perform(desk, [Ask("telling", "miss", {"opinion": opinion})])[0]


def arrange(desk: Desk, opinion: str, comes_on: str) -> Done:
    """The speaker will come to the station on a civil day to hear it; they are owed it until then. Raises Rejected."""
    return perform(desk, [Ask("telling", "arrange", {"opinion": opinion, "comes_on": comes_on})])[0]


def tried(desk: Desk, opinion: Opinion) -> list[Try]:
    """The tries to tell the answer that stands, the first first."""
    own = [one for one in desk.records.all(Telling, opinion=opinion.uid) if not one.void_reason]
    own = [one for one in own if one.reply == opinion.answered_in]
    own.sort(key=lambda one: (one.fed_back_on, one.uid))
    return [Try(one.fed_back_on, one.reached, one.comes_on, one.fed_back_by) for one in own]


def script(desk: Desk, one: ToTell) -> Script:
    """What to say to somebody, proposed from the answer that stands: in plain words, the question last.

    To who asked for secrecy nothing is said that the ear beside the telephone may hear. What was answered to another
    matter (one that theirs was merged into, the suggestion that it grew into) is said without anybody's name.
    """
    if one.is_hidden:
        return Script(tuple(line.format(name=one.name) for line in say.HIDDEN_LINES), say.HIDDEN_QUESTION)
    opinion, today = one.opinion, desk.today
    reply = desk.records.several(Reply, [opinion.answered_in]).get(opinion.answered_in)
    said = [say.spoke(say.spoken_day(opinion.received_on, today), opinion.title, came=bool(opinion.visit))]
    if opinion.promoted_to:
        said.append(say.PROMOTED)
    elif opinion.merged_into:
        said.append(say.MERGED)
    unit = (reply.unit if reply else "") or opinion.unit
    answered = plain_words(desk, opinion, reply, unit)
    said += [say.answered(unit, answered[0]), *answered[1:]] if answered else [say.NO_REPLY_WORDS]
    said += _promises(desk, reply, said)
    question = say.QUESTION_SOLVED if opinion.result_degree == SOLVED else say.QUESTION_OPEN
    return Script(tuple(said), question)


def plain_words(desk: Desk, opinion: Opinion, reply: Reply | None, unit: str) -> list[str]:
    """The answer to a matter in plain words; of one that was given to another matter without anybody's name."""
    text = opinion.result
    if reply is not None and reply.opinion != opinion.uid:
        text = as_public(desk, text)
    return plain.sentences(text, local_rules.in_force(desk, PLAIN), unit)


def _promises(desk: Desk, reply: Reply | None, said: Sequence[str]) -> list[str]:
    """What the answer promises and the sentences do not say already."""
    if reply is None:
        return []
    made = [one for one in desk.records.all(Commitment, reply=reply.uid) if one.state in OPEN_COMMITMENT]
    text = "".join(said)
    own = [one for one in made if not one.void_reason and one.what.rstrip("\u3002") not in text]
    own.sort(key=lambda one: (one.by_on or "9", one.uid))
    days = ((one.what, say.spoken_day(one.by_on, desk.today) if one.by_on else "") for one in own[:MOST_PROMISES])
    return [say.promised(what, by) for what, by in days]


def _to_tell(row: int, opinion: Opinion, visits: Mapping[str, Visit], people: Mapping[str, Person]) -> ToTell:
    visit = visits.get(opinion.visit)
    person = people.get(visit.visitor) if visit else None
    return ToTell(
        id=row,
        opinion=opinion,
        person=person.uid if person else "",
        name=person.name if person else opinion.speakers,
        headcount=(visit.headcount if visit else 0) or 0,
        phone=masked_phone(person.phone) if person else "",
        other_way=person.no_phone_reason if person else "",
        tries=opinion.contact_tries or 0,
        tried_on=opinion.tried_on,
        is_hidden=is_confidential(values_of(opinion)),
    )
