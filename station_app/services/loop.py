"""The loop and its measure: who is owed which answer, of what was heard how much was answered and told, every step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from station_app.db import ledger, viewing
from station_app.db.ledger import Owed
from station_app.domain.field import values_of
from station_app.domain.handling_acts import OPEN_COMMITMENT
from station_app.domain.immutable import immutable_by_keyword
from station_app.domain.lifecycle import OPEN_OPINION, TOLD_OPINION
from station_app.domain.records import BY_KIND, Commitment, Opinion, Station, Suggestion, Unit
from station_app.domain.standing import MATTERS
from station_app.services.access import must_read
from station_app.services.desk import Desk
from station_app.services.handling import matter_of
from station_app.services.history import Event, whole_history
from station_app.services.sharing import told_apart

BY = {"station": "station", "unit": "CASE unit_ref WHEN '' THEN unit ELSE unit_ref END", "category": "category"}
"""By what the measure may be told apart, and the column that says it: a unit is one of the roster, else a name."""

TAKEN_OVER = (
    "(state <> 'MOVED' OR uid NOT IN (SELECT handover.opinion FROM handover JOIN opinion AS own"
    " ON own.handover = handover.uid))"
)
"""What a new home has taken over counts there; until then the old record waits."""

SOLVED = "SOLVED"
WAITING = frozenset({*OPEN_OPINION, "MOVED"})
CONTENT = frozenset({"SATISFIED", "BASICALLY"})
ASKED = CONTENT | {"DISSATISFIED"}
"""What somebody says who judges; who says nothing, or cannot be reached, is in no rate (重庆条例 art. 29)."""


@immutable_by_keyword
class Measure:
    """Of what was heard in a period. `answered`: an answer is there, or was given on the spot; `told`: the speaker
    knows it; `owed`: it is there and they do not; `waiting`: nobody has answered yet.

    `solved` counts those answers that say so; `content` and `judged` the speakers who judged. Days are medians, None
    where there is none; `oldest` is the day since which the longest owed one is.
    """

    name: str
    heard: int
    answered: int
    told: int
    owed: int
    waiting: int
    solved: int
    judged: int
    content: int
    days_to_answer: float | None
    days_to_tell: float | None
    oldest: str


def owed(desk: Desk, limit: int = -1) -> list[Owed]:
    """Who is owed an answer, of all origins of suggestions and members of merged matters too; the longest first.

    At most `limit` of them; -1 for all. What the person here may not see is left out.
    """
    return ledger.owed(desk.store.database, desk.viewer, limit)


def owed_ids(desk: Desk, limit: int = -1) -> list[int]:
    """The ledger's ids of the matters of `owed`, in its order."""
    return [number for (number,) in _owed(desk, "id", limit)]


def _owed(desk: Desk, columns: str, limit: int) -> list[tuple[Any, ...]]:
    seen = viewing.of_opinions(desk.viewer)
    where = " AND ".join(["opinion.owed_since > ''", *(one.sql for one in seen)])
    values = [value for one in seen for value in one.values]
    query = f"SELECT {columns} FROM opinion INDEXED BY opinion_owed_since WHERE {where} ORDER BY owed_since, id LIMIT ?"
    found: list[tuple[Any, ...]] = desk.store.database.execute_sql(query, (*values, limit)).fetchall()
    return found


def past_due(desk: Desk, day: str = "", limit: int = -1) -> list[Commitment]:
    """The promises that are neither kept nor explained and past their day on a civil day (left out: today), or broken;
    the oldest first, those alone whose matter the person here may see. A reading: nothing changes by it."""
    seen = viewing.of_kind("commitment", desk.viewer)
    where = " AND ".join([f"state IN ({', '.join('?' * len(OPEN_COMMITMENT))})", "void_reason = ''",
                          "((by_on > '' AND by_on < ?) OR state = 'BROKEN')", *(one.sql for one in seen)])  # fmt: skip
    values = [*OPEN_COMMITMENT, day or desk.today, *(value for one in seen for value in one.values)]
    query = f"SELECT uid FROM commitment WHERE {where} ORDER BY by_on, id LIMIT ?"
    uids = [row[0] for row in desk.store.database.execute_sql(query, (*values, limit))]
    found = desk.records.several(Commitment, uids)
    return [found[uid] for uid in uids if uid in found]


def matters_past_due(desk: Desk, day: str) -> list[Opinion]:
    """The opinions to whose speakers something was promised that is past due on a civil day: those themselves, and the
    origins of suggestions."""
    due = past_due(desk, day)
    own = {one.opinion for one in due if one.opinion}
    led = {one.suggestion for one in due if one.suggestion}
    origins = {uid for one in desk.records.several(Suggestion, led).values() for uid in one.origin_opinions}
    return list(desk.records.several(Opinion, own | origins).values())


def measured(desk: Desk, first: str, last: str, by: str = "") -> list[Measure]:
    """The measure of what was heard from one civil date to another: of all, then apart by a key of `BY`.

    Raises KeyError for another key.
    """
    column = BY[by] if by else "station"
    seen = viewing.of_opinions(desk.viewer)
    where = " AND ".join(["received_on BETWEEN ? AND ?", "state <> 'VOID'", TAKEN_OVER, *(one.sql for one in seen)])
    values = [first, last, *(value for one in seen for value in one.values)]
    query = (
        f"SELECT {column}, state, received_on, handled_on, fed_back_on, owed_since, result_degree, satisfaction"
        f" FROM opinion WHERE {where}"
    )
    rows = desk.store.database.execute_sql(query, values).fetchall()
    found = [_measure("", rows)]
    if by:
        groups: dict[str, list[tuple[Any, ...]]] = {}
        same = told_apart(desk, "unit") if by == "unit" else {}
        for row in rows:
            groups.setdefault(same.get(str(row[0]), str(row[0])), []).append(row)
        found += [_measure(_called(desk, by, key), groups[key]) for key in sorted(groups)]
    return found


def timeline(desk: Desk, kind: str, uid: str) -> list[Event]:
    """Every step of every desk of a matter, whichever of its records is named.

    Raises Rejected for what is not for whoever sits here, KeyError for what is not here.
    """
    values = values_of(desk.records.one(BY_KIND[kind], uid))
    of, matter = (kind, uid) if kind in MATTERS else matter_of(values)
    of, matter = (of, matter) if matter else (kind, uid)
    must_read(desk, of, values_of(desk.records.one(BY_KIND[of], matter)))
    return whole_history(desk, of, matter)


def _measure(name: str, rows: Iterable[tuple[Any, ...]]) -> Measure:
    heard = answered = told = owed_now = waiting = solved = judged = content = 0
    to_answer: list[int] = []
    to_tell: list[int] = []
    since: list[str] = []
    for _, state, received, handled, fed_back, owed_since, degree, said in rows:
        heard += 1
        is_told = state in TOLD_OPINION or bool(fed_back)
        answered += bool(handled) or is_told
        told += is_told
        owed_now += bool(owed_since)
        waiting += state in WAITING and not owed_since
        solved += degree == SOLVED
        judged += said in ASKED
        content += said in CONTENT
        if handled:
            to_answer.append(_days(received, handled))
        if fed_back:
            to_tell.append(_days(received, fed_back))
        if owed_since:
            since.append(owed_since)
    return Measure(
        name=name,
        heard=heard,
        answered=answered,
        told=told,
        owed=owed_now,
        waiting=waiting,
        solved=solved,
        judged=judged,
        content=content,
        days_to_answer=median(to_answer) if to_answer else None,
        days_to_tell=median(to_tell) if to_tell else None,
        oldest=min(since, default=""),
    )


def _days(first: str, last: str) -> int:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:  # an old ledger's day
        return 0


def _called(desk: Desk, by: str, key: str) -> str:
    if by == "category":
        return desk.codes.name_of("matter", key)
    if by == "unit":
        return {one.uid: one.name for one in desk.records.several(Unit, [key]).values()}.get(key, key)
    if by == "station":
        return {one.uid: one.name for one in desk.records.all(Station)}.get(key, key)
    return key
