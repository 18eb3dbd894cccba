"""By when something is promised: the day that a clause of a reply names, counted from the day of the reply."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern

_NUMBERS = {sign: value for value, sign in enumerate("\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341")}
_NUMBERS["\u4e24"] = 2


@immutable
class By:
    """A day by which something is promised: as a civil date (ISO 8601, "" where no day can be told), the words that say
    it, and where they stand. `is_deadline`: the words by themselves say that it will be done."""

    day: str
    words: str
    start: int
    end: int
    is_deadline: bool


def find(clause: str, said_on: str, seasons: Mapping[str, str]) -> By | None:
    """The last day that a clause names; None for none. `said_on` is the reply's day, "" where it is not known: then
    what is counted from it has no day."""
    try:
        said: date | None = date.fromisoformat(said_on)
    except ValueError:
        said = None
    found = [by for form, read in _FORMS for match in form.finditer(clause) if (by := _by(clause, match, read, said))]
    found += _seasons(clause, said, seasons)
    # Of what overlaps the longest is meant, of several the last: from one day to another.
    found = [one for one in found if not any(_covers(other, one) for other in found)]
    return max(found, key=lambda one: one.end, default=None)


def _covers(one: By, other: By) -> bool:
    is_around = one.start <= other.start and other.end <= one.end
    return is_around and (one.end - one.start) > (other.end - other.start)


Read = Callable[["re.Match[str]", "date | None"], "date | None"]


def _by(clause: str, match: re.Match[str], read: Read, said: date | None) -> By | None:
    if clause.startswith(_BEGINS, match.end()):  # from that day on
        return None
    try:
        day = read(match, said)
    except ValueError:  # the 31st of a month that has none
        return None
    if read is _after_days and clause[: match.start()].endswith(_EVENT):  # counted from what has not happened yet
        day = None
    words = match.group()
    is_deadline = words[-1] in _DEADLINE_ENDS or bool(day and said and day >= said)
    return By(day.isoformat() if day else "", words, match.start(), match.end(), is_deadline)


def _seasons(clause: str, said: date | None, seasons: Mapping[str, str]) -> list[By]:
    found = []
    for name, ends_on in seasons.items():
        for match in re.finditer(rf"(?:(\d{{4}})\u5e74|(\u660e\u5e74)|(\u4eca\u5e74))?{re.escape(name)}", clause):
            year, following, this = match.groups()
            base = int(year) if year else (said.year + bool(following)) if said else 0
            day = date.fromisoformat(f"{base:04d}-{ends_on}") if base else None
            if day and said and not (year or following or this) and day < said:
                day = day.replace(year=day.year + 1)
            words = match.group()
            found.append(By(day.isoformat() if day else "", words, match.start(), match.end(), True))
    return found


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "\u5341" in text:
        tens, _, ones = text.partition("\u5341")
        return (_NUMBERS[tens] if tens else 1) * 10 + (_NUMBERS[ones] if ones else 0)
    return _NUMBERS[text]


def _year(match: re.Match[str], said: date | None) -> int | None:
    if found := match["year"]:
        return int(found)
    if said is None:
        return None
    word = match["word"] or ""
    return said.year + (1 if word in ("\u660e\u5e74", "\u6b21\u5e74") else 2 if word == "\u540e\u5e74" else 0)


def _is_bare(match: re.Match[str]) -> bool:
    return not match["year"] and not match["word"]


def _ahead(day: date, match: re.Match[str], said: date | None) -> date:
    """A day without a year lies ahead of the reply."""
    return day.replace(year=day.year + 1) if said and _is_bare(match) and day < said else day


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _full(match: re.Match[str], said: date | None) -> date | None:
    year = _year(match, said)
    return _ahead(date(year, int(match["month"]), int(match["day"])), match, said) if year else None


def _month(match: re.Match[str], said: date | None) -> date | None:
    year = _year(match, said)
    if year is None:
        return None
    month, part = int(match["month"]), match["part"] or ""
    if part in ("\u4e2d\u65ec", "\u4e0a\u65ec"):
        return _ahead(date(year, month, 20 if part == "\u4e2d\u65ec" else 10), match, said)
    day = _last_of(year, month)
    if not part and (match["before"] or ""):  # before December: by the end of November
        day = day.replace(day=1) - timedelta(days=1)
    return _ahead(day, match, said)


def _part_of_year(match: re.Match[str], said: date | None) -> date | None:
    year = _year(match, said)
    if year is None:
        return None
    part = match["part"]
    if part.startswith("\u4e0a\u534a\u5e74"):
        return _ahead(date(year, 6, 30), match, said)
    quarter = next((_number(sign) for sign in part if sign in _NUMBERS or sign.isdigit()), 0)
    if "\u5b63\u5ea6" in part and quarter:
        return _ahead(_last_of(year, quarter * 3), match, said)
    return date(year, 12, 31)


def _after_days(match: re.Match[str], said: date | None) -> date | None:
    if said is None:
        return None
    count, unit = _number(match["count"]) if match["count"] != "\u534a" else 6, match["unit"]
    if "\u5de5\u4f5c\u65e5" in unit:
        day = said
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day
    if unit in ("\u5929", "\u65e5"):
        return said + timedelta(days=count)
    if unit in ("\u5468", "\u661f\u671f"):
        return said + timedelta(weeks=count)
    months = count if "\u6708" in unit or match["count"] == "\u534a" else 12 * count
    at = said.month - 1 + months
    year, month = said.year + at // 12, at % 12 + 1
    return date(year, month, min(said.day, monthrange(year, month)[1]))


def _of_month(match: re.Match[str], said: date | None) -> date | None:
    if said is None:
        return None
    at = said if match["which"] in ("\u672c\u6708", "\u8fd9\u4e2a\u6708", "\u5f53\u6708") else _last_of(said.year, said.month) + timedelta(1)
    if match["day"]:
        return at.replace(day=int(match["day"]))
    return _last_of(at.year, at.month)


_BEGINS = ("\u8d77", "\u5f00\u59cb")  # 起 开始
_EVENT = ("\u540e", "\u4e4b\u65e5\u8d77", "\u65e5\u8d77")  # 后 之日起
_DEADLINE_ENDS = "\u524d\u5185\u5e95\u672b"  # 前内底末
_YEAR = r"(?:(?P<year>20\d{2})\u5e74|(?P<word>\u4eca\u5e74|\u672c\u5e74|\u5f53\u5e74|\u660e\u5e74|\u6b21\u5e74|\u540e\u5e74))?"
_BEFORE = r"(?P<before>(?:\u4ee5|\u4e4b)?\u524d|\u4ee5\u5185|\u5185)?"
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (pattern(_YEAR + r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\u6708(?P<day>[12]\d|3[01]|0?[1-9])[\u65e5\u53f7]" + _BEFORE), _full),
    (
        pattern(
            _YEAR
            + r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\u6708(?:\u4efd)?(?P<part>\u5e95|\u672b|\u4e2d\u65ec|\u4e0a\u65ec|\u4e0b\u65ec)?(?!\d)"
            + _BEFORE
        ),
        _month,
    ),
    (
        pattern(
            _YEAR
            + r"(?P<part>\u7b2c?[\u4e00\u4e8c\u4e09\u56db1-4]\u5b63\u5ea6(?:\u672b)?|\u4e0a\u534a\u5e74|\u4e0b\u534a\u5e74|\u5e74\u5e95|\u5e74\u672b|\u5e74\u5185|\u5e74\u5ea6\u5185)"
            + _BEFORE
        ),
        _part_of_year,
    ),
    (
        pattern(
            r"(?:(?P<year>20\d{2})\u5e74|(?P<word>\u4eca\u5e74|\u672c\u5e74|\u660e\u5e74|\u540e\u5e74))(?P<part>\u5e95|\u672b|\u5185|\u5ea6)(?P<before>(?:\u4ee5|\u4e4b)?\u524d|\u5185)?"
        ),
        _part_of_year,
    ),
    (
        pattern(r"(?P<which>\u672c\u6708|\u8fd9\u4e2a\u6708|\u5f53\u6708|\u4e0b\u4e2a\u6708|\u4e0b\u6708)(?:(?P<day>[12]\d|3[01]|[1-9])[\u65e5\u53f7]|\u5e95|\u672b|\u4efd)?(?:(?:\u4ee5|\u4e4b)?\u524d|\u5185)?"),
        _of_month,
    ),
    (
        pattern(
            r"(?P<count>\d{1,3}|[\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}|\u534a)\u4e2a?"
            r"(?P<unit>\u5de5\u4f5c\u65e5|\u6708|\u5929|\u65e5|\u5468|\u661f\u671f|\u5e74)(?:\u4ee5|\u4e4b)?\u5185"
        ),
        _after_days,
    ),
)
