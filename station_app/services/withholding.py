"""Withholding what a record says: the one act for what a law deletes, what is to be kept back, and a slip of the pen.

The fields of its lines are erased here, at every other computer of this home and above, in tables, in sealed batches
and in what waits; that lines stood there, by whom and when, stays (个人信息保护法 art. 47; 信访工作条例 2022
art. 46(5)).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from station_app.db import journal, outbox, withheld
from station_app.domain.change import Place
from station_app.domain.field import fields_of, kind_of, label_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject
from station_app.domain.records import BY_KIND, RECORDS, Attachment, Receipt, Withholding
from station_app.domain.withholding import lines_text, places_of
from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk
from station_app.services.news import ERASED

KINDS_THAT_STAY = frozenset(
    {kind_of(Withholding), "station", "user", "office", "device", "enrolment", "receipt", "verdict"}
)
"""What a record of the desk itself says is not withheld: without it nobody could tell who wrote the rest."""


@immutable
class WithholdingStanding:
    """One withholding: how many lines, how many batches had to be sealed anew for it, how many of those wait for a
    road, and the offices' receipts for them."""

    uid: str
    lines: int
    batches: int
    waiting: int
    receipts: int


def withhold(desk: Desk, records: Sequence[tuple[str, str]]) -> list[Done]:
    """Withhold all that some records say, by kind and uid, with the attachments that hang from them. Raises Rejected:
    for a record that is not here, is not this home's, or is of a kind that stays.

    One withholding for each audience of the lines, in one transaction.
    """
    wanted = {uid for _, uid in records}
    attached = [("attachment", one.uid) for uid in sorted(wanted) for one in desk.records.all(Attachment, target=uid)]
    attached += [hung for kind, uid in records for hung in _hung(desk, kind, uid) if hung[1] not in wanted]
    problems: list[Problem] = []
    by_audience: dict[str, list[Place]] = {}
    for kind, uid in (*records, *attached):
        places = withheld.places_of(desk.store.database, uid, desk.place.uid)
        if kind not in BY_KIND or kind in KINDS_THAT_STAY:
            problems.append(refusal("not_withheld", value=label_of(BY_KIND[kind]) if kind in BY_KIND else kind))
        elif not places:
            problems.append(refusal("no_such_record", value=uid))
        for place in places:
            by_audience.setdefault(_audience(desk, place), []).append(place)
    if problems:
        raise reject(*problems)
    texts = [lines_text(places) for _, places in sorted(by_audience.items())]
    return perform(desk, [Ask(kind_of(Withholding), "register", {"lines": text}) for text in texts])


HANGS: Mapping[str, tuple[tuple[type, str], ...]] = {
    kind: tuple(
        (cls, spec.name)
        for cls in RECORDS
        for spec in fields_of(cls)
        if spec.target == kind and not spec.many and kind_of(cls) not in ("visit", "opinion", "suggestion")
    )
    for kind in ("opinion", "suggestion")
}
"""What tells how a matter was handled: the classes of records that hang from it, each with the field that names it."""


def _hung(desk: Desk, kind: str, uid: str) -> Iterator[tuple[str, str]]:
    """What this home wrote of a matter's handling: who was told, what was replied."""
    for cls, name in HANGS.get(kind, ()):
        hung: Sequence[Any] = desk.records.all(cls, **{name: uid})
        for one in hung:
            if withheld.places_of(desk.store.database, one.uid, desk.place.uid):
                yield kind_of(cls), one.uid


def standings(desk: Desk) -> list[WithholdingStanding]:
    """Every withholding of this desk, the newest last, with what of it has reached whom."""
    receipts = {one.head for one in desk.records.all(Receipt, stage=ERASED)}
    found = []
    for one in desk.records.all(Withholding):
        places = places_of(one.lines)
        anew = outbox.anew_for(desk.store.database, places)
        waiting = sum(1 for _, is_received in anew if not is_received)
        told = sum(1 for name, _ in anew if name in receipts)
        found.append(WithholdingStanding(one.uid, len(places), len(anew), waiting, told))
    return found


class Reach(StrEnum):
    """How far a receiver is with what was withheld: it never had it, has put it away, has not done so yet, or holds it
    with a program that cannot."""

    NEVER_SENT = "never_sent"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"
    TOO_OLD = "too_old"


@immutable
class Reached:
    """What the platform and the office above have put away of one withholding."""

    platform: Reach
    office: Reach


def reached(desk: Desk, withholding: str) -> Reached:
    """How far the receivers are with a withholding. Raises KeyError for one that is not here."""
    places = places_of(desk.records.one(Withholding, withholding).lines)
    batches = outbox.holding(desk.store.database, places)
    if not batches:
        return Reached(Reach.NEVER_SENT, Reach.NEVER_SENT)
    told = {one.head for one in desk.records.all(Receipt, stage=ERASED)}
    anew = [one for one in batches if one.replaces]
    is_waiting = any(one.is_stale for one in batches)
    is_put = bool(anew) and not is_waiting and all(one.received_at for one in anew)
    is_told = bool(anew) and not is_waiting and all(one.name in told for one in anew)
    late = Reach.TOO_OLD if any(one.trouble for one in anew) else Reach.WAITING
    return Reached(Reach.WITHDRAWN if is_put or is_told else late, Reach.WITHDRAWN if is_told else late)


def _audience(desk: Desk, place: Place) -> str:
    author = journal.author(desk.store.database, place.journal)
    return author.audience if author else ""
