"""Days: as they are read, holidays, reception days by rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

from station_app.domain.clock import EARLIEST
from station_app.domain.folding import half_width
from station_app.domain.immutable import immutable
from station_app.domain.pattern import pattern
from station_app.domain.problem import Problem, refusal, warning
from station_app.domain.records import ReceptionPlan

NOTICE_DAYS = 3
"""How many days before a reception day its notice hangs."""

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
_NOT_CIVIL = pattern(
    "\u519c\u5386|\u814a|\u6b63\u6708|\u521d|\u5eff|\u8d76|\u573a|\u4e0a\u5468|\u4e0b\u5468|\u8282|\u4e2d\u79cb|\u6e05\u660e"
)
_WEEKDAY = pattern(
    f"(?<=[0-9{DAY}{DATE_OF}])"
    "\\s*[(\\[]?(\u661f\u671f|\u5468)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929][)\\]]?\\s*$"
)
# Digits of other scripts are no digits here.
_TIME_BEHIND = pattern(r"(.*[0-9][^0-9]?)[\sT]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?")
_YEAR_FIRST = pattern(
    f"([0-9]{{4}})\\s*[-./{YEAR}]\\s*([0-9]{{1,2}})\\s*[-./{MONTH}]\\s*([0-9]{{1,2}})\\s*[{DAY}{DATE_OF}]?"
)
_OTHER_SIGNS = pattern(
    r"([0-9]{4})(?:\s*[,\u3001\u3002\u00b7_\\\u2014\u2013]\s*|\s+)"
    r"([0-9]{1,2})(?:\s*[,\u3001\u3002\u00b7_\\\u2014\u2013]\s*|\s+)([0-9]{1,2})"
)
"""What an input method gives for a full stop, and what a hasty hand writes."""
_BEHIND = "\u3002\u3001.,;"
_COMPACT = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT_YEAR = pattern(f"([0-9]{{2}})[-./{YEAR}]([0-9]{{1,2}})[-./{MONTH}]([0-9]{{1,2}})[{DAY}{DATE_OF}]?")
_NO_YEAR = pattern(f"([0-9]{{1,2}})[-./{MONTH}]([0-9]{{1,2}})[{DAY}{DATE_OF}]?")
_NO_DAY = pattern(f"[0-9]{{4}}\\s*[-./{YEAR}]\\s*[0-9]{{1,2}}\\s*{MONTH}?|[0-9]{{4}}{YEAR}?")
_YEAR_LAST = pattern(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{2}|[0-9]{4})")
_SERIAL = pattern(r"[0-9]{5}(\.[0-9]+)?")
_TIME = pattern(
    f"([0-9]{{1,2}})\\s*[:.{HOUR}{O_CLOCK}]\\s*([0-9]{{1,2}}(?!{QUARTER})|{HALF}|[123]{QUARTER})?\\s*{MINUTE}?(:[0-9]{{2}})?"
)
_COMPACT_TIME = pattern(r"([0-9]{2})([0-9]{2})|([0-9]{1,2})")
"""0930, or an hour alone: 9."""

EARLIEST_YEAR = 1880
"""The oldest day that a ledger of living people holds."""

EPOCH_OF_SHEETS = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial days; serials up to 60 carry the false 1900-02-29 and are refused."""


def read_day(text: str, today: str) -> tuple[str, tuple[Problem, ...]]:
    """A civil day (ISO 8601) from what a person wrote, and what is to be said of it; "" where it is refused."""
    typed = _numerals(_WEEKDAY.sub("", half_width(text).strip()))
    if (plainer := _plainer(typed)) != typed:
        day, problems = read_day(plainer, today)
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


@immutable
class Moment:
    """A day with what stands behind it: the civil day ("" where it is refused), the day as it was written, the time
    HH:MM ("" for none), and whether there is more than a day and a time (a half of the day, until when)."""

    day: str
    written: str
    at: str = ""
    beside: bool = False


# 上午 下午 早上 早晨 清晨 中午 傍晚 晚上 凌晨 夜间 夜里
_PARTS_OF_DAY = (
    "\u4e0a\u5348|\u4e0b\u5348|\u65e9\u4e0a|\u65e9\u6668|\u6e05\u6668|\u4e2d\u5348|\u508d\u665a|\u665a\u4e0a"
    "|\u51cc\u6668|\u591c\u95f4|\u591c\u91cc|[Aa][Mm]|[Pp][Mm]"
)
_CLOCK = (
    f"[0-9]{{1,2}}\\s*(?::\\s*[0-9]{{2}}(?::[0-9]{{2}}(?:\\.[0-9]+)?)?|[{HOUR}{O_CLOCK}]"
    f"\\s*(?:[0-9]{{1,2}}\\s*{MINUTE}?|{HALF}|[\u4e00\u4e8c\u4e09123]{QUARTER})?)"
)
# the day, T or a space, a half of the day, the clock, until when, 许 左右 整
_MOMENT = pattern(
    f"(?P<day>.*?[0-9{DAY}{DATE_OF})])[\\sT]*\\(?(?P<part>{_PARTS_OF_DAY})?\\)?\\s*(?P<clock>{_CLOCK})?"
    f"(?P<until>\\s*[-~\u2014\u81f3\u5230]+\\s*{_CLOCK})?\\s*(?:\u8bb8|\u5de6\u53f3|\u6574)?"
)
_COMPACT_MOMENT = pattern(r"(?P<day>[0-9]{8})(?P<clock>[0-9]{4})(?:[0-9]{2})?")
_WORDS_OF_MORNING = ("\u65e9\u6668", "\u6e05\u6668", "AM", "am")  # 早晨 清晨
_WORDS_OF_EVENING = ("\u591c\u95f4", "\u591c\u91cc", "PM", "pm")  # 夜间 夜里


def read_moment(text: str, today: str) -> Moment:
    """A day with an hour or a half of the day behind it, as registers ask for it (年月日时)."""
    typed = half_width(text).strip()
    if compact := _COMPACT_MOMENT.fullmatch(typed):
        at, refused = read_time(compact["clock"])
        day = read_day(compact["day"], today)[0]
        return Moment("", text) if refused or not day else Moment(day, compact["day"], at if at != "00:00" else "")
    found = _MOMENT.fullmatch(typed)
    if not found or not (found["part"] or found["clock"]):
        return Moment(read_day(text, today)[0], text)
    day, _ = read_day(found["day"], today)
    part = found["part"] or ""
    part = MORNING[0] if part in _WORDS_OF_MORNING else AFTERNOON[0] if part in _WORDS_OF_EVENING else part
    at = ""
    if clock := found["clock"]:
        at, refused = read_time(part + clock.rpartition(":")[0] if clock.count(":") > 1 else part + clock)
        if refused:
            return Moment("", text)
    is_midnight = at == "00:00" and not found["until"]
    return Moment(day, found["day"], "" if is_midnight else at, bool(found["until"] or (part and not at)))


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


def _plainer(typed: str) -> str:
    """A day without the stop or the time behind it, and with a hyphen for what an input method gave in its place."""
    bare = typed.rstrip(_BEHIND)
    if bare != typed and bare[-1:].isdigit():
        return bare
    if found := _OTHER_SIGNS.fullmatch(typed):
        return "-".join(found.groups())
    found = _TIME_BEHIND.fullmatch(typed)
    return found[1] if found else typed


def _minute_of(said: str) -> int:
    if said == HALF:
        return 30
    return int(said[0]) * 15 if said.endswith(QUARTER) else int(said)


def _numerals(text: str) -> str:
    """Chinese numerals of dates as digits: 二〇二一 → 2021, 二十三 → 23, 十 → 10."""
    digits = "".join(_DIGITS)
    # A letter stands for the circle that stands for zero: 二O二五.
    text = re.sub(f"(?<=[{digits}])[Oo0](?=[{digits}Oo0{YEAR}])", "\u3007", text).replace(
        "\u5143\u6708", "1\u6708"
    )  # 元月

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
        return "", (refusal("day_too_far", value=text),)
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


LONGEST_SPAN = 31
"""Days: no holiday is longer, and a slip in a month is."""

_LINE = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:~([0-9]{4}-[0-9]{2}-[0-9]{2}))?\s*(.*)")


@immutable
class YearTable:
    """One year: the days off with what they are called, and the Saturdays and Sundays that are worked."""

    year: int
    days_off: Mapping[date, str]
    workdays: frozenset[date]


@immutable
class Calendar:
    """Which days are worked, in the years whose tables are here."""

    tables: Mapping[int, YearTable]

    def knows(self, year: int) -> bool:
        """Whether the year's table is here."""
        return year in self.tables

    def is_workday(self, day: date) -> bool:
        """Whether offices work on a day; in a year without a table, Monday to Friday."""
        if day in self._days_off:
            return False
        return day.weekday() < 5 or day in self._workdays

    def holiday(self, day: date) -> str:
        """What a day off is called; "" for an ordinary day, a Saturday or a Sunday."""
        return self._days_off.get(day, "")

    @cached_property
    def _days_off(self) -> Mapping[date, str]:
        """The days off of all tables: the holiday of one year may reach over into another."""
        return {day: name for table in self.tables.values() for day, name in table.days_off.items()}

    @cached_property
    def _workdays(self) -> frozenset[date]:
        return frozenset(day for table in self.tables.values() for day in table.workdays)

    def workday_from(self, day: date, step: int = 1) -> date:
        """The day itself where it is worked, else the next one (`step` 1) or the one before (`step` -1)."""
        while not self.is_workday(day):
            day += timedelta(days=step)
        return day


def read_table(year: int, days_off: str, workdays: str) -> tuple[YearTable, tuple[Problem, ...]]:
    """A year's table from its lines, and every line that cannot be read or lies in another year."""
    off, off_problems = _read(year, days_off, "days_off", date(year, 1, 1))
    # A Saturday at the end of December is worked for the New Year's days off (29 December 2018).
    work, work_problems = _read(year, workdays, "workdays", date(year - 1, 12, 25))
    both = [refusal("holiday_both", "workdays", day.isoformat()) for day in sorted(off.keys() & work.keys())]
    return YearTable(year, off, frozenset(work)), (*off_problems, *work_problems, *both)


def _read(year: int, text: str, where: str, earliest: date) -> tuple[dict[date, str], list[Problem]]:
    found: dict[date, str] = {}
    problems = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            found.update(_days_of(year, line, earliest))
        except ValueError:
            problems.append(refusal("holiday_line", where, line[:40]))
    return found, problems


def _days_of(year: int, line: str, earliest: date) -> Iterator[tuple[date, str]]:
    """The days of one line, which ends on `earliest` or later. Raises ValueError for a line of another form or another
    year."""
    matched = _LINE.fullmatch(line)
    if not matched:
        raise ValueError(line)
    first = date.fromisoformat(matched[1])
    last = date.fromisoformat(matched[2]) if matched[2] else first
    # The New Year's holiday may begin in December: such a day stands in the table of the year it is named after.
    is_span = first <= last < first + timedelta(days=LONGEST_SPAN)
    if not is_span or not (earliest <= last and first.year <= year):
        raise ValueError(line)
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset), matched[3].strip()


MONTHS = tuple(range(1, 13))
_BETWEEN = pattern("[,;\u3001\uff0c\uff1b\\s]+")  # 、，；


@immutable
class PlannedDay:
    """One day that a plan proposes: where the rule fell, where it was moved to, and the holiday that moved it.

    `held_on` is None where a holiday cancels it. `deputies` are those whose turn it is.
    """

    fell_on: date
    held_on: date | None
    holiday: str = ""
    deputies: tuple[str, ...] = ()


def problems_of(plan: ReceptionPlan) -> tuple[Problem, ...]:
    """What keeps a plan's numbers from meaning days."""
    found = []
    if any(not 1 <= number <= 31 for number in _numbers(plan.month_days) or [1]):
        found.append(refusal("plan_month_days", "month_days", plan.month_days))
    if any(number not in MONTHS for number in _numbers(plan.months) or [1]):
        found.append(refusal("plan_months", "months", plan.months))
    return tuple(found)


def days_of(plan: ReceptionPlan, calendar: Calendar) -> tuple[PlannedDay, ...]:
    """The days of a plan in its year, in order, each civil day once; deputies take turns.

    A month without the day (31, the fifth Friday) has none. Raises ValueError for a plan with problems.
    """
    if problems_of(plan):
        raise ValueError("the plan's numbers mean no days")
    placed = [_placed(day, plan, calendar) for day in _fallen(plan)]
    seen: set[date] = set()
    days = []
    for one in placed:
        if one.held_on is None or one.held_on not in seen:
            days.append(one)
        if one.held_on:
            seen.add(one.held_on)
    return _with_turns(days, plan)


def _fallen(plan: ReceptionPlan) -> list[date]:
    # A plan is made once a year: the desk starts without the library of rules.
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule  # noqa: PLC0415  (see above)

    first, last = datetime(plan.year, 1, 1), datetime(plan.year, 12, 31)  # noqa: DTZ001 (civil days have no zone)
    months = tuple(_numbers(plan.months)) or MONTHS
    weekday = int(plan.weekday or "1") - 1
    match plan.recurrence:
        case "MONTHLY_WEEKDAY":
            rule = rrule(MONTHLY, dtstart=first, until=last, bymonth=months, byweekday=weekday, bysetpos=int(plan.nth))
        case "MONTHLY_DAY":
            rule = rrule(MONTHLY, dtstart=first, until=last, bymonth=months, bymonthday=_numbers(plan.month_days))
        case "WEEKLY":
            rule = rrule(WEEKLY, dtstart=first, until=last, bymonth=months, byweekday=weekday)
        case _:
            began = datetime.fromisoformat(plan.first_on)
            rule = rrule(DAILY, dtstart=began, until=last, interval=plan.interval_days or 1, bymonth=months)
    return [at.date() for at in rule if at >= first]


def _placed(day: date, plan: ReceptionPlan, calendar: Calendar) -> PlannedDay:
    holiday = calendar.holiday(day)
    # A date in the month may fall on a Saturday by chance; a weekday that the rule names, and a market day, are meant.
    is_by_chance = plan.recurrence == "MONTHLY_DAY" and not calendar.is_workday(day)
    if not holiday and not is_by_chance:
        return PlannedDay(day, day)
    return PlannedDay(day, _SHIFTS[plan.shift](day, calendar), holiday)


def _next_week(day: date, calendar: Calendar) -> date:
    """The same weekday of the next week without a holiday; of a Saturday by chance the next workday."""
    if not calendar.holiday(day):
        return calendar.workday_from(day)
    while calendar.holiday(day):
        day += timedelta(days=7)
    return day


_SHIFTS: dict[str, Callable[[date, Calendar], date | None]] = {
    "NEXT_WORKDAY": lambda day, calendar: calendar.workday_from(day),
    "PREVIOUS_WORKDAY": lambda day, calendar: calendar.workday_from(day, -1),
    "NEXT_WEEK": _next_week,
    "CANCEL": lambda _day, _calendar: None,
    "KEEP": lambda day, _calendar: day,
}


def _with_turns(days: list[PlannedDay], plan: ReceptionPlan) -> tuple[PlannedDay, ...]:
    """Deputies in turns (轮值): as many a day as the plan says, going round; nobody stands twice on one day."""
    each = min(plan.deputies_a_day, len(plan.deputies))
    turned, turn = [], 0
    for day in days:
        if day.held_on is None:
            turned.append(day)
            continue
        names = tuple(plan.deputies[(turn + place) % len(plan.deputies)] for place in range(each))
        turned.append(PlannedDay(day.fell_on, day.held_on, day.holiday, names))
        turn += each
    return tuple(turned)


def _numbers(text: str) -> list[int]:
    return [int(part) if part.isascii() and part.isdigit() else 0 for part in _BETWEEN.split(text) if part]
