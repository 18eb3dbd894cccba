"""The one way of acting: read what was typed, judge it whole, write it in one transaction.

Every door (screen, command line, importer) asks for acts here. All problems of the acts that stand or fall together
come back at once, and none of them is written unless all can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from station_app.db.store import Write
from station_app.domain.change import KEPT_HERE, OFFICE
from station_app.domain.field import kind_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, Rejected
from station_app.domain.records import Deputy, Mandate, Opinion
from station_app.domain.secrecy import is_kept_here
from station_app.services.ask import Ask
from station_app.services.desk import Desk

if TYPE_CHECKING:
    from station_app.services.sitting import Judged

__all__ = ["Ask", "Done", "perform", "perform_each", "would_say", "would_write"]


@immutable
class Done:
    """An act that was done: the record, its number and state, and what the person should know."""

    kind: str
    act: str
    uid: str
    number: str = ""
    state: str = ""
    warnings: tuple[Problem, ...] = ()


def perform(desk: Desk, asks: Sequence[Ask]) -> list[Done]:
    """Do the acts in order, in one transaction. Raises Rejected with every problem; `part` tells which ask it is of."""
    outcome = perform_each(desk, [asks])[0]
    if isinstance(outcome, Rejected):
        raise outcome
    return outcome


def perform_each(desk: Desk, groups: Sequence[Sequence[Ask]]) -> list[list[Done] | Rejected]:
    """Do groups of acts, each group whole or not at all, and all that can be done in one transaction.

    The outcome of each group, in order: its acts as done, or every problem that keeps it out.
    """
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    with desk.store.transaction():
        sitting = Sitting(desk, [ask for group in groups for ask in group])
        judged = [sitting.judge(group) for group in groups]
        sound = [one for group in judged if not _is_refused(group) for one in group]
        sitting.number(sound)
        writes = _writes(sound)
        desk.store.commit(writes, desk.user.uid, partial(audience_of, desk, writes))
    return [_outcome(group) for group in judged]


def audience_of(desk: Desk, beside: Sequence[Write], write: Write) -> str:
    """Whom an act is for: of a station, whoever is above it, or nobody where the matter is kept here; of an office, the
    station whose record it is about, else all its stations. `beside` are the acts that are written together with it."""
    if not desk.is_office:
        return KEPT_HERE if _stays_here(desk, beside, write) else OFFICE
    values = _values(desk, beside, write.kind, write.record)
    if write.kind == kind_of(Mandate):
        values = _values(desk, beside, kind_of(Deputy), str(values.get("deputy", "")))
    return str(values.get("station") or desk.place.area_code)


def _stays_here(desk: Desk, beside: Sequence[Write], write: Write) -> bool:
    """Whether no batch may hold an act. What was begun in the journal that stays goes on in it: a batch that holds the
    second half of a record would wait for the first for ever."""
    match write.kind:
        case "opinion":
            values = _values(desk, beside, write.kind, write.record)
            return is_kept_here(values) or desk.store.is_kept_here(write.kind, write.record)
        case "attachment":
            own = _values(desk, beside, write.kind, write.record)
            kind, uid = str(own.get("target_kind", "")), str(own.get("target", ""))
            if kind == "visit":
                # A visit itself is no accusation, but a scan of its sheet shows all that was said on it.
                return _raises_what_stays(desk, beside, uid)
            return kind != write.kind and _stays_here(desk, beside, Write("", kind, uid, {}))
    return False


def _raises_what_stays(desk: Desk, beside: Sequence[Write], visit: str) -> bool:
    here = {one.uid for one in desk.records.all(Opinion, visit=visit)}
    new = {one.record for one in beside if one.kind == "opinion" and one.fields.get("visit") == visit}
    return any(_stays_here(desk, beside, Write("", "opinion", uid, {})) for uid in here | new)


def _values(desk: Desk, beside: Sequence[Write], kind: str, uid: str) -> dict[str, Any]:
    standing = desk.records.rows(kind, [uid]).get(uid)
    written = [one.fields for one in beside if (one.kind, one.record) == (kind, uid)]
    return {name: value for fields in (standing.values if standing else {}, *written) for name, value in fields.items()}


def would_write(desk: Desk, groups: Sequence[Sequence[Ask]]) -> list[list[Write] | Rejected]:
    """What groups of acts on new records would write, were those records not here yet; nothing is written."""
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    sitting = Sitting(desk, [ask for group in groups for ask in group], afresh=True)
    judged = [sitting.judge(group) for group in groups]
    return [Rejected(tuple(_answered_with(group))) if _is_refused(group) else _writes(group) for group in judged]


def would_say(desk: Desk, groups: Sequence[Sequence[Ask]]) -> list[list[Problem]]:
    """What would be said of groups of acts on new records, warnings too; nothing is written."""
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    sitting = Sitting(desk, [ask for group in groups for ask in group], afresh=True)
    return [_answered_with(sitting.judge(group)) for group in groups]


def _is_refused(group: Sequence[Judged]) -> bool:
    return any(one.is_refused for one in group)


def _writes(judged: Sequence[Judged]) -> list[Write]:
    return [write for one in judged if (write := one.write)]


def _outcome(group: Sequence[Judged]) -> list[Done] | Rejected:
    if _is_refused(group):
        return Rejected(tuple(_answered_with(group)))
    return [_done(one, part) for part, one in enumerate(group)]


def _answered_with(judged: Sequence[Judged]) -> list[Problem]:
    """The problems of asks that stand or fall together, each with the index of its ask; one of a record is told once,
    also where several acts on it were asked."""
    told: dict[tuple[object, ...], Problem] = {}
    for part, one in enumerate(judged):
        for problem in one.problems:
            told.setdefault((one.ask.kind, one.uid, problem.code, problem.where), replace(problem, part=part))
    return list(told.values())


def _done(one: Judged, part: int) -> Done:
    warnings = tuple(replace(problem, part=part) for problem in one.problems)
    number, state = one.after.get("number", ""), one.after.get("state", "")
    return Done(one.ask.kind, one.ask.act, one.uid, number, state, warnings)
