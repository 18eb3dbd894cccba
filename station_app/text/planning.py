"""What plans, notices and sign-in sheets say: on the screens of the reception days, and on paper (P1, P2, P3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from station_app.text import WEEKDAYS
from station_app.text.paper import plain_day

if TYPE_CHECKING:
    from station_app.domain.deadline import Explanation

# 屏幕

YEAR_VIEW = "全年"
WEEKDAY_HEADS = tuple(name[-1] for name in WEEKDAYS)
PLAN_YEAR = "按规律排一年"
PLAN_YEAR_SENTENCE = "选好规律，程序把全年的日子排出来；看过没问题再保存。节假日照国务院的安排挪。"
PROPOSED_HEADS = ("日期", "怎么来的", "轮值代表")
KEEP_YEAR = "就这样安排"
LATE_ENTRY = "补录办过的接待日"
LATE_SENTENCE = "停电、没带电脑时记在纸上的接待日，从这里补进来：先写哪天、谁到了，再一张一张录登记表。"
LATE_KEEP = "补录这一天"
POSTED = "公告贴出去了"
NOTHING_TO_POST = "这一天不用再贴公告。"
HOLIDAYS = "节假日安排"
HOLIDAYS_SENTENCE = "照国务院办公厅的通知，一行写一天或一段，例如 2027-02-05~2027-02-11 春节。"
HOLIDAYS_KEEP = "保存节假日安排"
LEAVE_OUT = "不排这一天"
LEFT_OUT = "不排这一天（再按 F7 排上）"
TAKEN_ALREADY = "这一天已经有接待日"
DAY_PAGE = "接待日"
ON_PAPER = {"P1": "接待公告", "P2": "年度安排表", "P3": "签到表", "P9": "小结（存档版）", "P9_PUBLIC": "小结（张贴版）"}


LATE_WORDS = (LATE_ENTRY, LATE_SENTENCE, LATE_KEEP)
YEAR_LIST_HEADS = ("日期", "时间", "接待代表和地点", "公告和状态")
YEAR_TURNS = ("◀", "▶")
YEAR_BEFORE, YEAR_AFTER = "上一年", "下一年"
PRINT_PAPERS = "打印公告、签到表、小结"
OPEN_AGAIN = "重新打开这一天"
WHOLE_RECORD = "这一天的全部登记和经过"
NOBODY_ENTERED = "这一天还没有登记来访。"
NO_DEPUTIES_YET = "还没定代表"
POSTED_LATE = "离接待日不到 3 天，下次早一点贴。"
_LATE = frozenset({"该贴没贴"})


def tone_of_notice(said: str) -> str:
    """Colour repeats what the words of a notice's state say."""
    return "late" if said in _LATE else "soon" if said.endswith(("要贴", "天贴")) else ""


def posted(day: str) -> str:
    """A notice hangs."""
    return f"记下了：{plain_day(day)}的公告今天贴出。"


def day_told(words: tuple[str, str, str, str, str], state: str, entered_late: bool) -> str:
    """A reception day in one line: when, where, about what, together with which departments, how it stands, and
    whether it was entered later."""
    start, end, place, topic, joint = words
    told = f"{start}–{end} {place}" + (f" · 议题 {topic}" if topic else "") + (f" · 联合 {joint}" if joint else "")
    return f"{told} · {state}" + (" · 事后补录" if entered_late else "")


def who_where(names: str, place: str, topic: str) -> str:
    """Who receives over where and about what."""
    return f"{names or NO_DEPUTIES_YET}\n{place}　{topic}".rstrip()


def visits_of_day(visits: int, heads: int) -> str:
    """The heading over a day's visits, each figure in its own unit."""
    return f"来访 {visits} 批 {heads} 人次" if visits else "来访"


def keys_line(keys: Sequence[tuple[str, str]]) -> str:
    """Which keys do what."""
    return "　".join(f"{key} {label}" for key, label in keys)


def year_heading(year: int, count: int, known: bool) -> str:
    """The heading of a year: how many reception days, and whether its holidays are known."""
    told = f"{year} 年：{count} 个接待日" if count else f"{year} 年：还没有安排"
    return told if known else f"{told}；没有这一年的节假日安排"


def month(number: int) -> str:
    """A month over its days."""
    return f"{number}月"


def planned_because(fell_on: date, held_on: date | None, holiday: str) -> str:
    """How a day of a plan came about: by the rule, or moved by a holiday."""
    why = holiday or "周末"
    fell = f"{fell_on.month}月{fell_on.day}日遇{why}"
    if held_on is None:
        return f"{fell}，不接待"
    if held_on != fell_on:
        return f"{fell}，挪到这天"
    return f"照规律（遇{holiday}，照常）" if holiday else "照规律"


def proposed(new: int, taken: int, cancelled: int) -> str:
    """What a plan comes to, in one sentence."""
    parts = [f"要新排 {new} 天"]
    parts += [f"{taken} 天已经排过"] if taken else []
    parts += [f"{cancelled} 天遇节假日取消"] if cancelled else []
    return "，".join(parts) + "。"


def kept_year(count: int) -> str:
    """A year was planned."""
    return f"排好了 {count} 个接待日，记得提前贴公告（F6）。"


def notice_state(posted_on: str, days_left: int | None) -> str:
    """How the notice of a day stands: when it was posted, or how much time is left."""
    if posted_on:
        return f"{plain_day(posted_on).partition('年')[2]}已贴"
    if days_left is None:
        return ""
    if days_left < 0:
        return "该贴没贴"
    return "今天要贴" if days_left == 0 else f"还有 {days_left} 天贴"


def notice_waits(held_on: str, days_left: int, others: int) -> str:
    """On the first page: the notice of which day is to be posted, by when, and of how many days besides."""
    when = {0: "今天要贴", 1: "明天前要贴"}.get(days_left, f"{days_left} 天内要贴" if days_left > 0 else "该贴没贴")
    more = f"，另有 {others} 天的也要贴" if others else ""
    return f"{plain_day(held_on).partition('年')[2]}接待日的公告{when}{more}"


# 公告 P1

NOTICE_TITLE = "代表接待日公告"
NOTICE_WHO = "接待代表"
NOTICE_WHO_HEADS = ("姓　　名", "代表层级", "单位及职务")
NOTICE_SCOPE = "受理范围"
NOTICE_SCOPE_USUAL = "对国家机关工作的意见和建议，生产生活、乡村建设和公共服务中带有普遍性的问题。"
NOTICE_NOT = "不受理的事项"
NOTICE_NOT_USUAL = (
    "应当通过诉讼、仲裁、行政复议解决的，个人之间的纠纷，检举控告（请找纪检监察机关）。"
    "来了也不让您白跑，会告诉您该找哪里。"
)
NOTICE_BRING = "请您配合"
NOTICE_BRING_USUAL = "多人反映同一件事，请推选不超过五位代表；不方便写的，工作人员代笔并念给您听。"


def notice_opening(station: str, day: str, start: str, end: str, place: str) -> str:
    """Who receives when and where, addressed to the village."""
    when = f"{plain_day(day)}（{WEEKDAYS[date.fromisoformat(day).weekday()]}）"
    return (
        f"{station}定于{when}{start.removeprefix('0')}至{end.removeprefix('0')}，在{place}接待群众，欢迎前来反映情况。"
    )


def notice_topic(topic: str) -> str:
    """What the day is about."""
    return f"本次议题：{topic}。其他方面的意见和建议也可以反映。"


def notice_joint(units: str) -> str:
    """Which departments receive together."""
    return f"联合接待部门：{units}。"


def notice_part(heading: str, text: str) -> str:
    """One part of the notice, said in one paragraph."""
    return f"{heading}：{text}"


def notice_contact(contact: str, phone: str) -> str:
    """Whom to ask."""
    told = " ".join(part for part in (contact, phone) if part)
    return f"联系人及电话：{told}。" if told else "联系人及电话：　　　　　　　　。"


# 年度安排表 P2

YEAR_TITLE = "年代表接待日安排表"
YEAR_HEADS = (
    "序号",
    "日　　期",
    "时　　间",
    "地　　点",
    "接待代表",
    "代表层级",
    "职　　务",
    "议　　题",
    "联系人",
    "备注",
)
CANCELLED_NOTE = "已取消"
LATE_NOTE = "补录"


def year_of(year: int) -> str:
    """The title's second half."""
    return f"{year}{YEAR_TITLE}"


def made_on(day: str, count: int) -> str:
    """What stands under the year's table."""
    return f"共{count}次。数据截止{plain_day(day)}。遇变动以当次公告为准。"


def day_cell(day: str) -> str:
    """A day in the table: 11月6日 over its weekday."""
    read = date.fromisoformat(day)
    return f"{read.month}月{read.day}日\n{WEEKDAYS[read.weekday()]}"


# 签到表 P3

SIGN_IN_TITLE = "代表接待日签到表"
SIGN_IN_HEADS = ("序号", "姓　　名", "代表层级", "单位及职务", "签　　名", "到达时间", "备注")
SIGN_IN_DEPUTIES = "一、接待代表"
SIGN_IN_OTHERS = "二、联合接待部门和工作人员"
SIGN_IN_OTHERS_HEADS = ("序号", "姓　　名", "单　　位", "职　　务", "签　　名", "到达时间", "备注")
STANDS_IN_FOR = "替{name}"


def sign_in_opening(day: str, start: str, end: str, place: str, topic: str) -> Sequence[str]:
    """When and where, above the sheet."""
    lines = [f"时间：{plain_day(day)} {start.removeprefix('0')}—{end.removeprefix('0')}", f"地点：{place}"]
    return [*lines, f"议题：{topic}"] if topic else lines


# 时限

_UNITS = {"months": "个月", "days": "天", "workdays": "个工作日"}
DUE_RULE, DUE_BASIS, DUE_FROM, DUE_COUNTED = "规则", "依据", "起算", "计入"
DUE_SKIPPED, DUE_WORKED, DUE_OTHERS, DUE_ON, DUE_LATEST = "跳过", "调休上班照算", "同时比较", "到期", "最多延到"
_BETWEEN_DAYS = "、"


def term(unit: str, count: int, fixed: str) -> str:
    """A term in words: 3 个月, 5 个工作日, 6月30日前."""
    return f"{int(fixed[:2])}月{int(fixed[3:])}日前" if fixed else f"{count} {_UNITS[unit]}"


def rest_days(skipped: Sequence[tuple[str, str]]) -> str:
    """The days that were passed over, those of one holiday or weekend in a row together:
    10月1日至10月8日（国庆节、中秋节）."""
    rows: list[list[tuple[str, str]]] = []
    for day, name in skipped:
        before = rows[-1][-1] if rows else None
        follows = before is not None and (date.fromisoformat(day) - date.fromisoformat(before[0])).days == 1
        if before is not None and follows and before[1] == name:
            rows[-1].append((day, name))
        else:
            rows.append([(day, name)])
    return _BETWEEN_DAYS.join(_row(row) for row in rows)


def due_basis(why: Explanation) -> str:
    """Why a day is due, in one line beside that day, as a slip says it: papers have no blank beside figures."""
    return _basis(why).replace(" ", "")


def _basis(why: Explanation) -> str:
    counted = term(why.unit, why.count, why.fixed)
    told = f"原定时限起再加 {counted}" if why.since == "DUE" else f"{counted}，{_day(why.start)}次日起算"
    if why.due_on and why.due_on != why.last_on:
        told += f"，遇{_called(why.skipped[0])}顺延"
    return f"{why.basis}：{told}"


def due_line(why: Explanation) -> str:
    """Why a day is due, and which day it is, in one line."""
    if why.unknown:
        return f"{_basis(why)}；{unknown_years(why.unknown)}"
    return f"{_basis(why)}，到{_day(why.due_on) if why.due_on[:4] == why.start[:4] else plain_day(why.due_on)}"


def due_by_rule(why: Explanation) -> str:
    """Why a deadline is proposed in a form."""
    return f"{due_line(why)}；可以改。"


def due_otherwise(day: str, by_rule: str, *, is_extended: bool) -> str:
    """A deadline that stands at another day than its rule says."""
    told = f"登记的时限是 {plain_day(day)}"
    return f"{told}，是延期后的" if is_extended else f"{told}，交办时另定的，不是规则算出的 {plain_day(by_rule)}"


def unknown_years(years: Sequence[int]) -> str:
    """Which years' holidays are not known, and what to do."""
    named = _BETWEEN_DAYS.join(map(str, years))
    return f"还没有 {named} 年的节假日安排，逢休息日要不要顺延算不准，请先补录安排，或按通知自己定"


def due_told(why: Explanation) -> Sequence[tuple[str, str]]:
    """A deadline line by line: what each line is about, and what it says."""
    counted = f"{why.counted} {'个工作日' if why.unit == 'workdays' else '天'}（当日不计）"
    lines = [
        (DUE_RULE, f"{why.name}：{term(why.unit, why.count, why.fixed)}（{why.rule}）"),
        (DUE_BASIS, why.basis),
        (DUE_FROM, plain_day(why.start)),
        (DUE_COUNTED, counted if why.due_on else f"{counted}，还没数完" if why.unit == "workdays" else counted),
    ]
    if why.skipped:
        lines.append((DUE_SKIPPED, rest_days(why.skipped)))
    if why.worked:
        lines.append((DUE_WORKED, _BETWEEN_DAYS.join(map(_day, why.worked))))
    lines += [
        (DUE_OTHERS, f"{term(unit, count, fixed)}，到 {plain_day(day)}") for unit, count, fixed, day in why.others
    ]
    until = plain_day(why.due_on) if why.due_on else unknown_years(why.unknown)
    return (*lines, (DUE_LATEST if why.is_extension else DUE_ON, until))


def _row(row: Sequence[tuple[str, str]]) -> str:
    (first, name), (last, _) = row[0], row[-1]
    if first == last:
        return f"{_day(first)}（{_called(row[0])}）"
    return f"{_day(first)}至{_day(last)}（{name or '周末'}）"


def _called(rest_day: tuple[str, str]) -> str:
    day, name = rest_day
    return name or WEEKDAYS[date.fromisoformat(day).weekday()]


def _day(day: str) -> str:
    return plain_day(day).partition("年")[2]


# 征询和调度


def survey_told(title: str, states: Sequence[tuple[str, int]]) -> str:
    """A survey in one line: how many of its sample stand where."""
    counted = "，".join(f"{state} {count} 位" for state, count in states)
    return f"{title}：{counted or '还没有抽取名单'}"


def answers_told(question: str, counts: Mapping[str, int]) -> str:
    """What was answered to a question: each choice with how often, or how many wrote something."""
    return f"{question}\t" + "，".join(f"{choice or '有答复'} {count}" for choice, count in counts.items())


def round_told(name: str, period: tuple[str, str], due_on: str, how: str, missing: Sequence[str]) -> str:
    """One period of a schedule: until when it is to be reported, and who has not."""
    first, last = map(plain_day, period)
    until = f"{plain_day(due_on)}前报" if due_on else ""
    lacks = f"没报的：{_BETWEEN_DAYS.join(missing)}" if missing else "都报了"
    return "\t".join(part for part in (name, f"{first}至{last}", until, how, lacks) if part)
