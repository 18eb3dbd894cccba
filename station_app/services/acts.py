"""The one way of acting: read what was typed, judge it whole, write it in one transaction.

Every door (screen, command line, importer) asks for acts here. All problems of the acts that stand or fall together
come back at once, and none of them is written unless all can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from station_app.db import blobs, journal
from station_app.db.store import Write
from station_app.domain import judging, numbering, secrecy
from station_app.domain.change import KEPT_HERE, OFFICE
from station_app.domain.field import label_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import DESK
from station_app.domain.problem import Problem, Rejected, refusal, reject
from station_app.domain.records import BY_KIND
from station_app.domain.secrecy import SECRET_KINDS, is_kept_here
from station_app.domain.withholding import places_of
from station_app.services.ask import Ask
from station_app.services.desk import Desk

if TYPE_CHECKING:
    from station_app.services.consequences import Lack
    from station_app.services.sitting import Judged, Sitting

__all__ = ["Ask", "Done", "mend", "perform", "perform_each", "would_leave", "would_say", "would_write", "write"]


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

    What the acts bring with them is done with them (`services.consequences`). The outcome of each group, in order: its
    acts as done, those that were brought after those that were asked for, or every problem that keeps it out.
    """
    from station_app.services.consequences import settle_outside  # noqa: PLC0415  (the first page judges nothing)
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    with desk.store.transaction():
        sitting = Sitting(desk, [ask for group in groups for ask in group])
        judged = [sitting.judge(group) for group in groups]
        sound = [one for group in judged if not _is_refused(group) for one in group]
        if any(is_kept_here(one.after) if one.ask.kind == "opinion" else one.after.get("kept_here") for one in sound):
            _write_apart(desk, sitting, sound)
        else:
            sitting.number(sound)
            write(desk, _writes(sound))
        _note_what_took_two(desk, sound)
    for one in sound:
        if one.act is not None and one.act.brings:
            settle_outside(desk, one.act)
    return [_outcome(group) for group in judged]


def _write_apart(desk: Desk, sitting: Sitting, sound: Sequence[Judged]) -> None:
    """Write acts among which are secret matters: those go, with all that hangs from them, where they stay."""
    from station_app.services import kept_apart  # noqa: PLC0415  (a desk without secret matters does without it)

    parting = kept_apart.parted(desk, sound)
    sitting.number(sound)
    again = kept_apart.written(desk, sitting, parting, sound)
    write(desk, [*_writes(sound), *again])
    write(desk, kept_apart.withholding(desk, parting))
    if asks := kept_apart.of_days(desk, parting):
        of_day = type(sitting)(desk, asks)
        judged = of_day.judge(asks, is_brought=True)
        of_day.number(judged)
        write(desk, _writes(judged))


def _note_what_took_two(desk: Desk, sound: Sequence[Judged]) -> None:
    by_two = [one for one in sound if one.act is not None and secrecy.is_by_two(one.act, one.before)]
    if by_two:
        from station_app.services import trail  # noqa: PLC0415  (seldom)

        for one in by_two:
            trail.note_by_two(desk, one.ask.act, one.uid)


def mend(desk: Desk) -> list[tuple[Lack, tuple[Problem, ...]]]:
    """Bring what acts should have brought and did not, by acts; each lack with the problems that keep it so.

    Only this home's own records are mended, so that two homes never do it twice; done again, it finds nothing. Raises
    Rejected for who keeps no book here.
    """
    from station_app.services.consequences import lacking, mend_outside  # noqa: PLC0415  (as above)
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    if DESK.isdisjoint(desk.user.roles):
        raise reject(refusal("act_of_another_role", value="mend", who=sorted(DESK)))
    outcome: list[tuple[Lack, tuple[Problem, ...]]] = []
    with desk.store.transaction():
        for lack in lacking(desk):
            sitting = Sitting(desk, lack.asks)
            judged = sitting.judge(lack.asks, is_brought=True)
            if _is_refused(judged):
                outcome.append((lack, tuple(_answered_with(judged))))
                continue
            sitting.number(judged)
            write(desk, _writes(judged))
            outcome.append((lack, ()))
    if any(not lack.asks for lack, _ in outcome):
        mend_outside(desk)
    return outcome


def write(desk: Desk, writes: Sequence[Write], audience: str = "") -> None:
    """Write acts that were judged: the one place where this device's journals grow. The caller holds the transaction.

    Each goes to whom it is for; `audience` where the caller knows it (an office's answer to one station). Raises
    Rejected for what would take a matter's secrecy off by another act than those for two persons.
    """
    for one in writes:
        if one.kind == "opinion" and not one.is_new and (name := _would_tell(desk, one)):
            raise reject(refusal("secrecy_by_two", name))
    meant = partial(audience_of, desk, writes)
    desk.store.commit(writes, desk.user.uid, (lambda _write: audience) if audience else meant)
    for one in writes:
        if one.kind == "attachment" and "blob" in one.fields:  # it belongs to a record now, and may go where that goes
            blobs.release(desk.store.database, one.fields["blob"])


def audience_of(desk: Desk, beside: Sequence[Write], write: Write) -> str:
    """Whom an act is for: of a station, whoever is above it, or nobody where the matter is kept here; of an office, as
    `domain.judging.audience_of` says. `beside` are the acts that are written together with it."""
    if write.kind == "withholding":  # whoever was told the lines is told that they are withheld, and nobody else
        places = places_of(write.fields.get("lines"))
        author = journal.author(desk.store.database, places[0].journal) if places else None
        return author.audience if author else desk.home.uid if desk.is_office else OFFICE
    if not desk.is_office:
        return KEPT_HERE if _stays_here(desk, beside, write) else OFFICE
    look = partial(_values, desk, beside)
    return judging.audience_of(write.kind, look(write.kind, write.record), desk.home, look)


def _would_tell(desk: Desk, write: Write) -> str:
    """The field by which a write would make a secret matter less so; "" for none."""
    if not {*secrecy.ACCUSING, secrecy.ACCUSED, "sensitivity"} & write.fields.keys():
        return ""
    row = desk.records.rows("opinion", [write.record]).get(write.record)
    return secrecy.laid_open(row.values, {**row.values, **write.fields}) if row else ""


def _stays_here(desk: Desk, beside: Sequence[Write], write: Write) -> bool:
    """Whether no batch may hold an act. What was begun in the journal that stays goes on in it: a batch that holds the
    second half of a record would wait for the first for ever."""
    if write.kind not in SECRET_KINDS:
        return False
    look = partial(_values, desk, beside)
    if secrecy.stays(write.kind, look(write.kind, write.record), look):
        return True
    is_new = any(one.is_new and one.record == write.record for one in beside)
    return write.kind == "opinion" and not is_new and desk.store.is_kept_here(write.kind, write.record)


def _values(desk: Desk, beside: Sequence[Write], kind: str, uid: str) -> dict[str, Any]:
    own = [one for one in beside if (one.kind, one.record) == (kind, uid)]
    standing = None if any(one.is_new for one in own) else desk.records.rows(kind, [uid]).get(uid)
    fields = (standing.values if standing else {}, *(one.fields for one in own))
    return {name: value for some in fields for name, value in some.items()} | {"uid": uid}


def would_write(desk: Desk, groups: Sequence[Sequence[Ask]]) -> list[list[Write] | Rejected]:
    """What groups of acts on new records would write, were those records not here yet; nothing is written."""
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    sitting = Sitting(desk, [ask for group in groups for ask in group], afresh=True)
    judged = [sitting.judge(group) for group in groups]
    return [Rejected(tuple(_answered_with(group))) if _is_refused(group) else _writes(group) for group in judged]


def would_say(desk: Desk, groups: Sequence[Sequence[Ask]], *, afresh: bool = False) -> list[list[Problem]]:
    """What would be said of groups of acts, warnings too; nothing is written. `afresh`: of acts on new records, as if
    those were not here yet."""
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    sitting = Sitting(desk, [ask for group in groups for ask in group], afresh=afresh)
    return [_answered_with(sitting.judge(group)) for group in groups]


def would_leave(desk: Desk, groups: Sequence[Sequence[Ask]]) -> list[Mapping[str, Any] | Rejected]:
    """As what the record of the first act of each group would stand, or every problem that keeps the group out; nothing
    is written. What an earlier group would do counts for the later ones."""
    from station_app.services.sitting import Sitting  # noqa: PLC0415  (the first page judges nothing)

    sitting = Sitting(desk, [ask for group in groups for ask in group])
    judged = [sitting.judge(group) for group in groups]
    return [Rejected(tuple(_answered_with(group))) if _is_refused(group) else group[0].after for group in judged]


def _is_refused(group: Sequence[Judged]) -> bool:
    return any(one.is_refused for one in group)


def _writes(judged: Sequence[Judged]) -> list[Write]:
    """What judged acts write, each naming the place of what it came with; what changes nothing leaves no trace."""
    places: dict[int, int] = {}
    writes: list[Write] = []
    for one in judged:
        of = places.get(id(one.cause)) if one.cause is not None else None
        if one.act is not None and one.writes:
            places[id(one)] = len(writes)
            what = Write(act=one.act.name, kind=one.act.kind, record=one.uid, fields=one.sets, of=of, is_new=one.is_new)
            writes.append(what)
        elif of is not None:
            places[id(one)] = of
    return writes


def _outcome(group: Sequence[Judged]) -> list[Done] | Rejected:
    if _is_refused(group):
        return Rejected(tuple(_answered_with(group)))
    told: set[tuple[object, ...]] = set()
    ordered = sorted(group, key=lambda one: one.is_brought)  # those that were asked for stay in their order
    return [_done(one, told) for one in ordered]


def _answered_with(judged: Sequence[Judged]) -> list[Problem]:
    """The problems of asks that stand or fall together, each with the index of its ask; one of a record is told once,
    also where several acts on it were asked. What an act brings is told as the act's own."""
    told: dict[tuple[object, ...], Problem] = {}
    for one in judged:
        for problem in one.problems:
            said = replace(problem, part=one.part)
            if one.is_brought:  # no field of the form that was filled: the sentence names the record
                said = replace(said, where="", details=(*problem.details, ("of", _named(one))))
            told.setdefault((one.ask.kind, one.uid, problem.code, problem.where), said)
    return list(told.values())


def _named(one: Judged) -> str:
    found = numbering.find(str(one.before.get("number", "")))
    return found.short if found else label_of(BY_KIND[one.ask.kind])


def _done(one: Judged, told: set[tuple[object, ...]]) -> Done:
    """What was done. A warning that an earlier act on the same record told (`told`) is not told again."""
    fresh = [problem for problem in one.problems if (one.uid, problem.code, problem.where) not in told]
    told.update((one.uid, problem.code, problem.where) for problem in fresh)
    warnings = tuple(replace(problem, part=one.part) for problem in fresh)
    number, state = one.after.get("number", ""), one.after.get("state", "")
    return Done(kind=one.ask.kind, act=one.ask.act, uid=one.uid, number=number, state=state, warnings=warnings)
