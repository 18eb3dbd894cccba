"""Official numbers (正式编号, 案号): one series for each congress, term and session, given by whoever accepts.

The next is one more than the highest: a number that was passed over stays free, for a person who types it said so. No
number is given twice, also to what was returned or withdrawn since. The numbers of congresses above the county come
from there and are typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from station_app.db.connection import rows_by_name
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.standing import TOWNSHIP
from station_app.services.desk import Desk
from station_app.text.suggestions import official_number

COUNTY = "COUNTY"
"""The level of the congress whose office a county's is."""

_FORM = pattern(r"\u7b2c?\s*0*([1-9][0-9]{0,5})\s*\u53f7?")  # 第 号

_TAKEN = (
    "SELECT uid, official_no, number FROM suggestion"
    " WHERE level = ? AND term IS ? AND session IS ? AND official_no <> ''"
)

Values = Mapping[str, Any]


@immutable
class _Taken:
    uid: str
    official_no: str
    number: str


def count_of(official_no: str) -> int | None:
    """The count that an official number says; None for one of another form."""
    match = _FORM.fullmatch(unicodedata.normalize("NFKC", official_no).strip())
    return int(match[1]) if match else None


def next_of(desk: Desk, suggestion: Values, made: Iterable[Values]) -> str:
    """The next number of the series that a suggestion belongs to; "" where another congress gives it.

    `made` are suggestions as they stand in this sitting, in place of the stored ones.
    """
    if suggestion.get("level") != (COUNTY if desk.is_office else TOWNSHIP):
        return ""
    return official_number(_highest(_series(desk, suggestion, made)) + 1)


def problems(desk: Desk, suggestion: Values, made: Iterable[Values]) -> list[Problem]:
    """What is wrong with the official number of a suggestion: another one has it, or numbers are passed over."""
    own = str(suggestion["official_no"])
    counted = count_of(own)
    others = [one for one in _series(desk, suggestion, made) if one.uid != suggestion["uid"]]
    same = [one for one in others if one.official_no == own or (counted and count_of(one.official_no) == counted)]
    if same:
        return [refusal("official_no_taken", "official_no", own, other=same[0].number)]
    first = _highest(others) + 1
    if counted and counted > first and next_of(desk, suggestion, ()):
        return [warning("official_no_gap", "official_no", own, first=first, last=counted - 1)]
    return []


def doubled(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    """Official numbers that two computers gave without seeing each other, each with the suggestions that bear it."""
    query = "SELECT level, term, session, station, official_no, number FROM suggestion WHERE official_no <> ''"
    found: dict[tuple[Any, ...], list[str]] = {}
    for level, term, session, station, official_no, number in desk.store.database.execute_sql(query):
        key = (level, term, session, station if level == TOWNSHIP else "", count_of(official_no) or official_no)
        found.setdefault(key, []).append(number)
    return [(str(key[-1]), tuple(some)) for key, some in found.items() if len(some) > 1]


def _series(desk: Desk, suggestion: Values, made: Iterable[Values]) -> list[_Taken]:
    """The suggestions of the same congress, term and session that have an official number."""
    key = tuple(suggestion.get(name) for name in ("level", "term", "session"))
    if key[0] != TOWNSHIP:
        stored = rows_by_name(desk.store.database, _Taken, _TAKEN, key)
    else:  # each township is a congress of its own
        of_station = (*key, suggestion.get("station", ""))
        stored = rows_by_name(desk.store.database, _Taken, f"{_TAKEN} AND station = ?", of_station)
    found = {one.uid: one for one in stored}
    for one in made:
        same = tuple(one.get(name) for name in ("level", "term", "session")) == key
        if same and one.get("official_no") and (key[0] != TOWNSHIP or one["station"] == suggestion.get("station")):
            found[one["uid"]] = _Taken(one["uid"], one["official_no"], one["number"])
    return list(found.values())


def _highest(taken: Iterable[_Taken]) -> int:
    return max((count_of(one.official_no) or 0 for one in taken), default=0)
