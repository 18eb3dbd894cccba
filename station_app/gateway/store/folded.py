"""Records as the gateway folds them from the raw changes, the lines that were refused, and those that are held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from station_app import paths
from station_app.domain import judging
from station_app.domain.change import Change, Place, change_of
from station_app.domain.fold import whole
from station_app.domain.immutable import immutable
from station_app.domain.judging import Home
from station_app.domain.problem import Problem
from station_app.domain.records import BY_KIND
from station_app.domain.wire import canonical, parse
from station_app.gateway.store import devices, journals
from station_app.gateway.store.engine import Cursor
from station_app.gateway.store.vault import Sealed

PORTION = 400
ACCEPTED, DECIDED = "ACCEPTED", ("ACCEPTED", "SENT_BACK", "DROPPED")
"""Outcomes of verdicts: what somebody at an office decided of a line that was refused."""


@immutable
class FoldedStanding:
    """A record as it stands: the home that made it, its values, the changes that nobody has seen yet."""

    kind: str
    maker: str
    values: Mapping[str, Any]
    heads: tuple[Place, ...]
    unsettled: bool


@immutable
class Refused:
    """A line that may not be said: the change, where its author stands, and the problem."""

    change: Change
    author: Home
    problem: Problem


def standing(cursor: Cursor, uids: Iterable[str]) -> dict[str, FoldedStanding]:
    """Some records by uid; those that are not here are left out."""
    query = "SELECT uid, kind, maker, contents, heads, unsettled FROM record WHERE uid IN ({})"
    found = {}
    for uid, kind, maker, contents, heads, unsettled in _of_several(cursor, query, uids):
        places = tuple(Place(*place) for place in parse(heads))
        found[uid] = FoldedStanding(kind, maker, parse(contents), places, bool(unsettled))
    return found


def fold_in(cursor: Cursor, changes: Sequence[Change], here: Mapping[str, FoldedStanding]) -> list[Refused]:
    """Judge and fold new changes of one journal, which are stored already, into the records; the lines that came out as
    refused, of this journal and of others, by place. `here` are those records before."""
    homes = _homes(
        cursor, {*(one.journal for one in changes), *(at.journal for one in here.values() for at in one.heads)}
    )
    knotted = _waited_for(cursor, {change.record for change in changes})
    knotted |= _made_twice(cursor, [change.record for change in changes if change.uid == change.record])
    knotted |= {change.record for change in changes if not change.fields}  # nothing was said, or it was erased
    spoken = _spoken(cursor, changes, here, homes)
    unfit = _unfit(cursor, {change.journal for change in changes})
    rows = dict(here)
    for change in changes:
        before, author = rows.get(change.record), homes[change.journal]
        is_plain = (
            not (before and before.unsettled)
            and change.record not in knotted
            and set(change.seen) == set(before.heads if before else ())
            and (change.record, change.kind) in spoken
            and not (judging.problems_of(change, author) or unfit(change))
        )
        if not is_plain:
            knotted.add(change.record)
            continue
        values = {**(before.values if before else {}), **change.fields}
        maker = before.maker if before else author.uid
        rows[change.record] = FoldedStanding(change.kind, maker, values, (change.place,), unsettled=False)
    touched = {change.record for change in changes}
    _keep(cursor, {uid: rows[uid] for uid in sorted(touched - knotted)})
    out = [one for record in sorted(knotted) for one in _fold_whole(cursor, record)]
    return sorted(out, key=lambda one: one.change.place)


def fold_anew(cursor: Cursor, records: Iterable[str]) -> None:
    """Fold some records again from all their changes: lines of them were erased."""
    for record in sorted(records):
        _fold_whole(cursor, record)


def _spoken(
    cursor: Cursor, changes: Sequence[Change], here: Mapping[str, FoldedStanding], homes: Mapping[str, Home]
) -> set[tuple[str, str]]:
    """Of which records, by uid and kind, it is known without looking at all changes that the author may speak: those
    that it made just now, those whose heads its own home wrote, and those whose one maker it oversees."""
    found: set[tuple[str, str]] = set()
    asked: set[tuple[str, str]] = set()
    acts: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        key, before, author = (change.record, change.kind), here.get(change.record), homes[change.journal]
        acts.setdefault(key, {""}).add(change.act if judging.is_of_its_home(change.kind, change.act) else "")
        if before is None:
            if change.uid == change.record:
                found.add(key)
        elif before.kind == change.kind:
            is_plain = author.role == judging.STATION or acts[key] == {""}
            is_own = is_plain and all(homes[one.journal] == author for one in before.heads)
            (found if is_own else asked).add(key)
    makers: dict[str, list[Change]] = {}
    for record, kind in asked:
        makers[record] = _makers(cursor, record, kind)
    at = _homes(cursor, {one.journal for made in makers.values() for one in made})
    writer = homes[changes[0].journal] if changes else None
    for record, kind in asked:
        made = makers[record]
        own = made[0] if len(made) == 1 else None
        if writer and own and all(judging.may_speak(writer, own, at[own.journal], act) for act in acts[record, kind]):
            found.add((record, kind))
        else:
            found.discard((record, kind))
    return found


def _makers(cursor: Cursor, record: str, kind: str) -> list[Change]:
    rows = cursor.rows(
        "SELECT header, fields FROM change WHERE record = ? AND uid = ? AND kind = ?", record, record, kind
    )
    return [change_of(*row) for row in rows]


def _made_twice(cursor: Cursor, records: Sequence[str]) -> set[str]:
    """Those of some records that more than one change made."""
    query = "SELECT record FROM change WHERE record IN ({}) AND uid = record GROUP BY record HAVING count(*) > 1"
    return {row[0] for row in _of_several(cursor, query, records)}


def _homes(cursor: Cursor, uids: Iterable[str]) -> dict[str, Home]:
    """Where the authors of journals stand."""
    query = (
        "SELECT journal.uid, device.home, device.role, device.area_code FROM journal"
        " JOIN device ON device.key = journal.device_key WHERE journal.uid IN ({})"
    )
    return {uid: Home(*where) for uid, *where in _of_several(cursor, query, uids)}


def home_of_journal(cursor: Cursor, uid: str) -> Home | None:
    """Where the author of a journal stands; None for one that is not here."""
    return _homes(cursor, [uid]).get(uid)


def _of_several(cursor: Cursor, query: str, uids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query of which `{}` stands for some uids, asked in portions."""
    wanted = sorted(set(uids))
    for start in range(0, len(wanted), PORTION):
        some = wanted[start : start + PORTION]
        yield from cursor.rows(query.format(", ".join("?" * len(some))), *some)


def _unfit(cursor: Cursor, uids: Iterable[str]) -> Callable[[Change], Problem | None]:
    """What keeps lines out of the journals that they stand in."""
    audiences = {uid: one.audience for uid in sorted(uids) if (one := journals.one(cursor, uid))}

    def problem(change: Change) -> Problem | None:
        told = judging.problem_of_audience(change.kind, change.fields, audiences[change.journal])
        return told or paths.problem_of_change(change)

    return problem


def quarantined(cursor: Cursor) -> list[tuple[str, int, str, str, str]]:
    """Such lines: journal, seq, record, code, field."""
    return list(cursor.rows("SELECT journal, seq, record, code, field FROM quarantine ORDER BY journal, seq"))


def held(cursor: Cursor, journal: str = "") -> list[tuple[str, int, str]]:
    """Changes that wait for one that has not come: journal, seq, record; of one journal or of all."""
    query = "SELECT journal, seq, record FROM held WHERE ? IN ('', journal) ORDER BY journal, seq"
    return list(cursor.rows(query, journal))


def refused_of(cursor: Cursor, journal: str) -> int:
    """How many lines of a journal are refused."""
    return int(cursor.rows("SELECT count(*) FROM quarantine WHERE journal = ?", journal)[0][0])


def rebuild(cursor: Cursor) -> int:
    """Throw the folded tables away, judge and fold every record anew; how many."""
    for table in ("record", "held", "quarantine", "decision"):
        cursor.rows(f"DELETE FROM {table}")
    cursor.rows("UPDATE journal SET refused = 0, held = 0")
    # Kinds of newer programs are kept raw, and folded by the program that knows them.
    kinds = cursor.rows("SELECT DISTINCT record, kind FROM change")
    records = sorted({record for record, kind in kinds if kind in BY_KIND})
    for record in records:
        _fold_whole(cursor, record)
    return len(records)


def _waited_for(cursor: Cursor, records: set[str]) -> set[str]:
    """Those of some records of which changes are held, or were refused: they are folded whole."""
    return {
        row[0]
        for table in ("held", "quarantine")
        for row in _of_several(cursor, f"SELECT record FROM {table} WHERE record IN ({{}})", records)
    }


def _fold_whole(cursor: Cursor, record: str) -> list[Refused]:
    """Judge and fold a record from all its changes; the lines that are refused now and were not before."""
    changes, erased = journals.changes_of(cursor, record)
    homes = _homes(cursor, {change.journal for change in changes})
    unfit, allowed = _unfit(cursor, {change.journal for change in changes}), _allowed(cursor, record)
    made = whole(changes, homes, unfit, erased, allowed)
    before = set(cursor.rows("SELECT journal, seq FROM quarantine WHERE record = ?", record))
    held = [row[0] for row in cursor.rows("SELECT journal FROM held WHERE record = ?", record)]
    counted = Counter(place.journal for place in made.refused), Counter(place.journal for place in made.folded.held)
    for now, was in zip(counted, ((journal for journal, _ in before), held), strict=True):
        now.subtract(was)
    for uid in sorted({*counted[0], *counted[1]}):
        query = "UPDATE journal SET refused = refused + ?, held = held + ? WHERE uid = ?"
        cursor.rows(query, counted[0][uid], counted[1][uid], uid)
    for table in ("held", "quarantine"):
        cursor.rows(f"DELETE FROM {table} WHERE record = ?", record)
    cursor.many(
        "INSERT INTO quarantine (journal, seq, record, code, field) VALUES (?, ?, ?, ?, ?)",
        [(place.journal, place.seq, record, one.code, one.where) for place, one in made.refused.items()],
    )
    cursor.many(
        "INSERT INTO held (journal, seq, record) VALUES (?, ?, ?)",
        [(place.journal, place.seq, record) for place in made.folded.held],
    )
    maker = judging.maker_of(changes, homes)
    if maker is None or not made.folded.heads:
        cursor.rows("DELETE FROM record WHERE uid = ?", record)
    else:
        owner, folded = homes[maker.journal].uid, made.folded
        is_unsettled = bool(folded.clashes or folded.held)
        _keep(cursor, {record: FoldedStanding(made.kind, owner, folded.values, folded.heads, is_unsettled)})
    return [
        Refused(next(one for one in changes if one.place == place), homes[place.journal], problem)
        for place, problem in made.refused.items()
        if (place.journal, place.seq) not in before
    ]


def _allowed(cursor: Cursor, record: str) -> set[Place]:
    """The lines of a record that an office accepted."""
    query = "SELECT journal, seq FROM decision WHERE record = ? AND outcome = ?"
    return {Place(journal, int(seq)) for journal, seq in cursor.rows(query, record, ACCEPTED)}


def _decide(cursor: Cursor, verdicts: Iterable[FoldedStanding]) -> None:
    """Heed what offices decided of lines of homes below them, and fold the records of those anew."""
    for one in verdicts:
        journal, seq, record = (str(one.values.get(name, "")) for name in ("journal", "seq", "target"))
        outcome = str(one.values.get("outcome", ""))
        below, maker = _homes(cursor, [journal]).get(journal), devices.home_of(cursor, one.maker)
        if outcome not in DECIDED or below is None or maker is None or not maker.oversees(below):
            continue
        cursor.rows(
            "INSERT INTO decision (journal, seq, record, outcome) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (journal, seq) DO UPDATE SET outcome = excluded.outcome",
            journal,
            int(seq),
            record,
            outcome,
        )
        if one.values.get("target_kind") != "verdict":
            _fold_whole(cursor, record)


def decided(cursor: Cursor) -> set[Place]:
    """The lines of which somebody decided: nobody has to look at them again."""
    return {Place(journal, int(seq)) for journal, seq in cursor.rows("SELECT journal, seq FROM decision")}


def _keep(cursor: Cursor, rows: Mapping[str, FoldedStanding]) -> None:
    cursor.many(
        "INSERT INTO record (uid, kind, maker, contents, heads, unsettled, file) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (uid) DO UPDATE SET kind = excluded.kind, maker = excluded.maker, contents = excluded.contents,"
        " heads = excluded.heads, unsettled = excluded.unsettled, file = excluded.file",
        [_row(uid, one) for uid, one in rows.items()],
    )
    _decide(cursor, [one for one in rows.values() if one.kind == "verdict"])


def _row(uid: str, one: FoldedStanding) -> tuple[Any, ...]:
    heads = canonical([[place.journal, place.seq] for place in one.heads])
    file = str(one.values.get("blob", "")) if one.kind == "attachment" else ""
    return (uid, one.kind, one.maker, Sealed(canonical(one.values)), heads, int(one.unsettled), file)
