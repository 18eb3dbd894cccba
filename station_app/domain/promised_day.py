"""By when something is promised: the day that a clause of a reply names, counted from the day of the reply.

How days are written is data (`resources/rules/promises.json`, `days`): patterns, each with the way in which it is read.
Their named groups say what stands where: `year`, `next` and `later` (the year after, the one after that), `month`,
`day`, `before`, parts of a month or a year, a `count` with its unit.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import starmap
from typing import Any

from station_app.domain.codes import Edition
from station_app.domain.immutable import immutable

DIGITS = "\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"  # 零 to 九
TEN, PAIR, SUNDAY = "\u5341", "\u4e24", "\u65e5"  # 十 两 日
WEEK = 7


@immutable
class By:
    """A day by which something is promised: as a civil date (ISO 8601, "" where no day can be told), the words that say
    it, and where they stand. `is_deadline`: they say by themselves that it will be done; `is_sure`: by that day."""

    day: str
    words: str
    start: int
    end: int
    is_deadline: bool
    is_sure: bool


def find(clause: str, said_on: str, rules: Edition) -> By | None:
    """The last day that a clause names; None for none. `said_on` is the reply's day, "" where it is not known: then
    what is counted from it has no day. A day that was past is none, unless the words say that it was a deadline."""
    try:
        said: date | None = date.fromisoformat(said_on)
    except ValueError:
        said = None
    forms = _forms(tuple((one["as"], one["pattern"]) for one in rules["days"]))
    found = [
        by
        for name, form in forms
        for match in form.finditer(clause)
        if (by := _by(clause, (name, match), said, rules)) is not None
    ]
    found += _seasons(clause, said, rules["seasons"])
    found = [one for one in found if one.is_deadline or said is None or not one.day or one.day >= said_on]
    # Of what overlaps the longest is meant, of several the last: from one day to another.
    found = [one for one in found if not any(_covers(other, one) for other in found)]
    return max(found, key=lambda one: one.end, default=None)


def _covers(one: By, other: By) -> bool:
    is_around = one.start <= other.start and other.end <= one.end
    return is_around and (one.end - one.start) > (other.end - other.start)


Match = re.Match[str]


def _by(clause: str, found: tuple[str, Match], said: date | None, rules: Edition) -> By | None:
    name, match = found
    if clause.startswith(tuple(rules["begins"]), match.end()):  # from that day on
        return None
    try:
        day = READ[name](_groups(match), said)
    except ValueError:  # the 31st of a month that has none
        return None
    if name == "after" and clause[: match.start()].endswith(tuple(rules["events"])):  # what has not happened yet
        day = None
    words = match.group()
    is_sure = words.endswith(tuple(rules["deadlines"]))
    is_ahead = bool(day and said and day >= said)
    return By(day.isoformat() if day else "", words, match.start(), match.end(), is_sure or is_ahead, is_sure)


def _groups(match: Match) -> dict[str, str]:
    return {name: found for name, found in match.groupdict().items() if found}


def _seasons(clause: str, said: date | None, seasons: Mapping[str, str]) -> list[By]:
    """What farmers count by: before the floods, before the sowing."""
    found = []
    for name, ends_on in seasons.items():
        for match in re.finditer(rf"(?:(?P<year>20\d{{2}})\S)?(?:\S\S)??{re.escape(name)}", clause):
            words = re.search(rf"(?:20\d{{2}}\S)?{re.escape(name)}", match.group())
            shown = words.group() if words else name
            year = int(match["year"]) if match["year"] else said.year if said else 0
            day = date.fromisoformat(f"{year:04d}-{ends_on}") if year else None
            if day and said and not match["year"] and day < said:
                day = day.replace(year=day.year + 1)
            end = match.end()
            found.append(By(day.isoformat() if day else "", shown, end - len(shown), end, True, True))
    return found


Groups = Mapping[str, str]


def _year(groups: Groups, said: date | None) -> int | None:
    if "year" in groups:
        return int(groups["year"])
    return said.year + (1 if "next" in groups else 2 if "later" in groups else 0) if said else None


def _ahead(day: date, groups: Groups, said: date | None) -> date:
    """A day without a year lies ahead of the reply."""
    is_bare = groups.keys().isdisjoint({"year", "this", "next", "later"})
    return day.replace(year=day.year + 1) if said and is_bare and day < said else day


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _full(groups: Groups, said: date | None) -> date | None:
    year = _year(groups, said)
    return _ahead(date(year, int(groups["month"]), int(groups["day"])), groups, said) if year else None


def _month(groups: Groups, said: date | None) -> date | None:
    year = _year(groups, said)
    if year is None:
        return None
    month = int(groups["month"])
    day = _last_of(year, month)
    if "first" in groups or "middle" in groups:
        day = date(year, month, 10 if "first" in groups else 20)
    elif "before" in groups and "last" not in groups:  # before December: by the end of November
        day = day.replace(day=1) - timedelta(days=1)
    return _ahead(day, groups, said)


def _part(groups: Groups, said: date | None) -> date | None:
    """The half of a year, a quarter, the whole of it."""
    year = _year(groups, said)
    if year is None:
        return None
    if "half" in groups:
        return _ahead(date(year, 6, 30), groups, said)
    if "quarter" in groups:
        return _ahead(_last_of(year, _number(groups["quarter"]) * 3), groups, said)
    return date(year, 12, 31)


def _near(groups: Groups, said: date | None) -> date | None:
    """Tomorrow, the day after; a day of this week or the next, without one its Sunday."""
    if said is None:
        return None
    if "tomorrow" in groups or "over" in groups:
        return said + timedelta(days=1 if "tomorrow" in groups else 2)
    named = groups.get("weekday", SUNDAY)
    wanted = WEEK - 1 if named == SUNDAY else DIGITS.index(named) - 1
    return said + timedelta(days=wanted - said.weekday() + (WEEK if "following" in groups else 0))


def _of_month(groups: Groups, said: date | None) -> date | None:
    if said is None:
        return None
    at = _last_of(said.year, said.month) + timedelta(days=1) if "following" in groups else said
    return at.replace(day=int(groups["day"])) if "day" in groups else _last_of(at.year, at.month)


def _after(groups: Groups, said: date | None) -> date | None:
    """Within so many working days (weekends left out; the year's holidays are not counted), days, weeks, months."""
    if said is None:
        return None
    months = 6 if "halfyear" in groups else 0
    count = _number(groups["count"]) if "count" in groups else 0
    if "workdays" in groups:
        day = said
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < WEEK - 2
        return day
    if "days" in groups or "weeks" in groups:
        return said + timedelta(days=count * (WEEK if "weeks" in groups else 1))
    months += count * (12 if "years" in groups else 1) if "months" in groups or "years" in groups else 0
    at = said.month - 1 + months
    year, month = said.year + at // 12, at % 12 + 1
    return date(year, month, min(said.day, monthrange(year, month)[1]))


READ: Mapping[str, Callable[[Groups, date | None], date | None]] = {
    "full": _full,
    "month": _month,
    "part": _part,
    "near": _near,
    "of_month": _of_month,
    "after": _after,
}
"""How a pattern's groups are read, by what the rules call it."""


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    text = text.replace(PAIR, DIGITS[2])
    tens, ten, ones = text.rpartition(TEN)
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (DIGITS.index(ones) if ones else 0)


@lru_cache(maxsize=8)
def _forms(written: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns, with how each is read; what is no pattern, or is read in no known way, is passed over."""

    def compiled(name: str, text: str) -> Any:
        try:
            return (name, re.compile(text)) if name in READ else None
        except re.error:
            return None

    return tuple(filter(None, starmap(compiled, written)))
