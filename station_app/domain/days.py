"""Reading a day or a time as people write it. What could mean two days is refused, never guessed.

Characters of the patterns are written as escapes so that no sentence of the interface hides in code.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from station_app.domain.clock import EARLIEST
from station_app.domain.folding import half_width
from station_app.domain.problem import Problem, refusal, warning

YEAR, MONTH, DAY, DATE_OF = "\u5e74", "\u6708", "\u65e5", "\u53f7"  # 年 月 日 号
HOUR, O_CLOCK, MINUTE, HALF, QUARTER = "\u65f6", "\u70b9", "\u5206", "\u534a", "\u523b"  # 时 点 分 半 刻
EVENING, SMALL_HOURS = "\u665a\u4e0a", "\u51cc\u6668"  # 晚上 凌晨
AFTERNOON = ("\u4e0b\u5348", EVENING, "\u508d\u665a")  # 下午 晚上 傍晚
NOON = "\u4e2d\u5348"  # 中午
MORNING = ("\u4e0a\u5348", "\u65e9\u4e0a", SMALL_HOURS)  # 上午 早上 凌晨
RELATIVE = {"\u524d\u5929": -2, "\u6628\u5929": -1, "\u4eca\u5929": 0, "\u660e\u5929": 1}  # 前天 昨天 今天 明天

_DIGITS = {
    sign: str(value) for value, sign in enumerate("\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d")
}
_DIGITS |= {"\u96f6": "0", "\u25cb": "0"}  # 零, and the circle that stands for it
_TEN = "\u5341"  # 十

# 农历 腊 正月 初 廿 赶场 上周 下周 春节 中秋 清明 节: a day that only a calendar beside the clerk can tell
_NOT_CIVIL = re.compile(
    "\u519c\u5386|\u814a|\u6b63\u6708|\u521d|\u5eff|\u8d76|\u573a|\u4e0a\u5468|\u4e0b\u5468|\u8282|\u4e2d\u79cb|\u6e05\u660e"
)
_WEEKDAY = re.compile(
    f"(?<=[0-9{DAY}{DATE_OF}])"
    "\\s*[(\\[]?(\u661f\u671f|\u5468)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929][)\\]]?\\s*$"
)
# Digits of other scripts are no digits here.
_TIME_BEHIND = re.compile(r"(.*[0-9][^0-9]?)[\sT]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?")
_YEAR_FIRST = re.compile(
    f"([0-9]{{4}})\\s*[-./{YEAR}]\\s*([0-9]{{1,2}})\\s*[-./{MONTH}]\\s*([0-9]{{1,2}})\\s*[{DAY}{DATE_OF}]?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT_YEAR = re.compile(f"([0-9]{{2}})[-./{YEAR}]([0-9]{{1,2}})[-./{MONTH}]([0-9]{{1,2}})[{DAY}{DATE_OF}]?")
_NO_YEAR = re.compile(f"([0-9]{{1,2}})[-./{MONTH}]([0-9]{{1,2}})[{DAY}{DATE_OF}]?")
_NO_DAY = re.compile(f"[0-9]{{4}}\\s*[-./{YEAR}]\\s*[0-9]{{1,2}}\\s*{MONTH}?|[0-9]{{4}}{YEAR}?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{2}|[0-9]{4})")
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_TIME = re.compile(
    f"([0-9]{{1,2}})\\s*[:.{HOUR}{O_CLOCK}]\\s*([0-9]{{1,2}}(?!{QUARTER})|{HALF}|[123]{QUARTER})?\\s*{MINUTE}?(:[0-9]{{2}})?"
)
_COMPACT_TIME = re.compile(r"([0-9]{2})([0-9]{2})|([0-9]{1,2})")
"""0930, or an hour alone: 9."""

EARLIEST_YEAR = 1880
"""The oldest day that a ledger of living people holds."""

EPOCH_OF_SHEETS = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial days; serials up to 60 carry the false 1900-02-29 and are refused."""


def read_day(text: str, today: str) -> tuple[str, tuple[Problem, ...]]:
    """A civil day (ISO 8601) from what a person wrote, and what is to be said of it; "" where it is refused."""
    typed = _numerals(_WEEKDAY.sub("", half_width(text).strip()))
    if found := _TIME_BEHIND.fullmatch(typed):
        day, problems = read_day(found[1], today)
        return day, problems or (warning("day_read_as", value=text, day=day),)
    if typed in RELATIVE:
        return (date.fromisoformat(today) + timedelta(days=RELATIVE[typed])).isoformat(), ()
    if _NOT_CIVIL.search(typed):
        return "", (refusal("day_not_civil", value=text),)
    if found := _YEAR_FIRST.fullmatch(typed) or _COMPACT.fullmatch(typed):
        return _possible(text, *_checked(text, *(int(part) for part in found.groups())), today)
    if _SERIAL.fullmatch(typed):
        return _possible(text, *_from_serial(text, float(typed)), today)
    if (found := _SHORT_YEAR.fullmatch(typed)) and int(found[1]) > 12:
        day, problems = _checked(text, _full_year(int(found[1]), today), int(found[2]), int(found[3]))
        return day, problems or (warning("day_read_as", value=text, day=day),)
    if _YEAR_LAST.fullmatch(typed):
        return "", (refusal("day_ambiguous", value=text),)
    if (found := _NO_YEAR.fullmatch(typed)) and not _NO_DAY.fullmatch(typed):
        return _without_year(text, int(found[1]), int(found[2]), today)
    if _NO_DAY.fullmatch(typed):
        return "", (refusal("day_missing", value=text),)
    return "", (refusal("day_unreadable", value=text),)


def read_time(text: str) -> tuple[str, tuple[Problem, ...]]:
    """A time of day HH:MM from what a person wrote (9:30, 9点半, 下午3时), and what is to be said of it."""
    typed = _numerals(half_width(text).strip())
    part = next((word for word in (*AFTERNOON, *MORNING, NOON) if typed.startswith(word)), "")
    typed = typed.removeprefix(part).strip()
    found = _TIME.fullmatch(typed) or _COMPACT_TIME.fullmatch(typed)
    if not found:
        return "", (refusal("time_unreadable", value=text),)
    hour, minute = _hour_of(part, int(found[1] or found[3])), _minute_of(found[2] or "0")
    if hour is None or hour > 23 or minute > 59:
        return "", (refusal("time_impossible", value=text),)
    return f"{hour:02}:{minute:02}", ()


def chinese_day(day: str, words: str) -> str:
    """A day on paper, without padding (GB/T 9704): `words` has the places {year}, {month}, {day}."""
    year, month, number = day.split("-")
    return words.format(year=int(year), month=int(month), day=int(number))


def _hour_of(part: str, hour: int) -> int | None:
    """The hour of 24 from what was said of a part of the day; None where the two contradict each other."""
    if part in MORNING:
        hour = 0 if part == SMALL_HOURS and hour == 12 else hour
        return hour if hour <= 12 else None
    # 晚上12点 is midnight: of which day, only a person can tell.
    if part == EVENING and hour == 12:
        return None
    early = hour < 11 if part == NOON else hour < 12
    return hour + 12 if part and early else hour


def _minute_of(said: str) -> int:
    if said == HALF:
        return 30
    return int(said[0]) * 15 if said.endswith(QUARTER) else int(said)


def _numerals(text: str) -> str:
    """Chinese numerals of dates as digits: 二〇二一 → 2021, 二十三 → 23, 十 → 10."""
    digits = "".join(_DIGITS)

    def tens(found: re.Match[str]) -> str:
        return str(int(_DIGITS.get(found[1], "1")) * 10 + int(_DIGITS.get(found[2], "0")))

    text = re.sub(f"([{digits}]?){_TEN}([{digits}]?)", tens, text)
    return "".join(_DIGITS.get(sign, sign) for sign in text)


def _checked(text: str, year: int, month: int, day: int) -> tuple[str, tuple[Problem, ...]]:
    try:
        return date(year, month, day).isoformat(), ()
    except ValueError:
        return "", (refusal("day_impossible", value=text),)


def _possible(text: str, day: str, problems: tuple[Problem, ...], today: str) -> tuple[str, tuple[Problem, ...]]:
    """No record of an office is of another century: 0211 and 2201 are slips of the hand."""
    if day and not EARLIEST_YEAR <= int(day[:4]) <= _this_year(today) + 50:
        return "", (refusal("day_impossible", value=text),)
    return day, problems


def _from_serial(text: str, serial: float) -> tuple[str, tuple[Problem, ...]]:
    day = (EPOCH_OF_SHEETS + timedelta(days=int(serial))).isoformat()
    return day, (warning("day_serial", value=text, day=day),)


def _full_year(short: int, today: str) -> int:
    """The latest year of that ending which is not more than a year ahead: 68 in 2026 is 1968."""
    year = 2000 + short
    return year if year <= _this_year(today) + 1 else year - 100


def _this_year(today: str) -> int:
    """The year, or the earliest that it can be where the machine's clock has stopped."""
    return max(int(today[:4]), EARLIEST.year)


def _without_year(text: str, month: int, day: int, today: str) -> tuple[str, tuple[Problem, ...]]:
    """This year's day, or last year's where this year's has not come yet."""
    this_year = int(today[:4])
    read, problems = _checked(text, this_year, month, day)
    if problems or read > today:
        read, problems = _checked(text, this_year - 1, month, day)
    return read, problems or (warning("day_read_as", value=text, day=read),)
