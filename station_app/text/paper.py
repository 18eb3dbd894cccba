"""What prints say: titles, headings, table heads, and the sentences that carry figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

SUMMARY_TITLE = "代表接待日情况小结"
SUMMARY_PUBLIC_TITLE = "代表接待日情况小结（公开版）"
SUMMARY_BASICS = "一、基本情况"
SUMMARY_MATTERS = "二、群众反映的主要问题"
SUMMARY_ARRANGED = "三、办理安排"
SUMMARY_EARLIER = "四、上次接待事项办理回头看"
SUMMARY_COMMON = "五、意见建议和共性问题"

MATTER_HEADS = ("序号", "反映人", "事　　项", "类别", "代表答复或拟办意见", "承办单位", "时限")
EARLIER_HEADS = ("序号", "事　　项", "承办单位", "时限", "现在")

NO_MATTERS = "本次接待没有收到意见。"
NO_EARLIER = "上次接待日没有未办结的意见。"
NOTHING_FILLED = "（没有填写）"
NOT_PUBLIC = "（本件不公开）"
ACCUSATION = "（检举控告，另行存放）"
KEPT_SECRET = "（本人要求保密）"
DASH = "—"
CONTINUED = "续"
PUBLIC_NOTE = "说明：本件供公开张贴，来访人只写姓氏和所在的村（社区），原话和联系方式不印。"

SIGN_DEPUTY = "接待代表（签名）："
SIGN_RECORDER = "记录人（签名）："
SIGN_HEAD = "站长（签字）："

LEDGER_TITLE = "接待台账"
LEDGER_HEADS = (
    "序号", "编号", "日期", "接待代表", "来访人", "人数", "事　　项", "类别",
    "处理方式", "承办单位", "时限", "办理情况", "反馈", "满意度", "销号日期", "备注",
)  # fmt: skip
LEDGER_SHARES = (2.0, 4.9, 3.8, 3.4, 3.4, 2.0, 9.0, 4.0, 3.4, 4.4, 3.8, 3.4, 3.8, 3.0, 3.8, 2.6)

FILLED_BY = "填表人：　　　　　　　　　　审核人：　　　　　　　　　　负责人：　　　　　　　　　　（盖章）"

WHEREABOUTS = {
    "ON_SITE": "当场答复",
    "REDIRECT": "引导到有权机关",
    "TRIAGED": "待转办",
    "TOWNSHIP": "转办",
    "ESCALATE": "上报",
    "MERGED": "并案",
    "WITHDRAWN": "撤回",
    "REGISTERED": "待定去向",
}


def listed(told: str, count: int, day: str) -> str:
    """What stands over a list: which rows, how many, of which day."""
    return "　".join(part for part in (told, f"共 {count} 条", f"数据截止 {plain_day(day)}") if part)


def page_of(number: int, total: int) -> str:
    """The page number of a ledger or a table."""
    return f"第{number}页　共{total}页"


def plain_day(day: str) -> str:
    """A civil date (ISO 8601) as GB/T 9704-2012 writes it, 2026年3月9日; what is no date stands for itself."""
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{read.year}年{read.month}月{read.day}日"


def short_day(day: str) -> str:
    """A civil date in a narrow column, broken before the month; a dash for none."""
    year, mark, rest = plain_day(day).partition("年")
    return f"{year}{mark}\n{rest}" if mark else day or DASH


def held(day: str, start: str, end: str, place: str) -> str:
    """When and where a reception day was held."""
    return f"{plain_day(day)}{start.removeprefix('0')}至{end.removeprefix('0')}，在{place}开展代表接待日活动。"


def topic(words: str) -> str:
    """What the day was about."""
    return f"议题：{words}。"


def numbered(number: str) -> str:
    """The day's own number."""
    return f"编号：{number}。"


def deputies(names: Iterable[tuple[str, str]]) -> str:
    """Who received, with levels: names and level names."""
    said = "、".join(f"{name}（{level}代表）" for name, level in names)
    return f"接待代表：{said or NOTHING_FILLED}。"


def absent(names: Iterable[tuple[str, str, str]]) -> str:
    """Who was expected and did not come: name, presence, who stood in ("" for nobody)."""
    said = "；".join(f"{name}{presence}" + (f"，由{other}补位" if other else "") for name, presence, other in names)
    return f"未到代表：{said}。"


def counted(visits: int, heads: int, groups: int, matters: int) -> str:
    """The day's figures, each in its own unit."""
    of_groups = f"（其中集体访{groups}批）" if groups else ""
    return f"共接待来访{visits}批{heads}人次{of_groups}，收到意见建议{matters}条。"


def arranged(whereabouts: Mapping[str, int], total: int) -> str:
    """How many matters went where; the parts add up to the total."""
    parts = "、".join(f"{name}{whereabouts[key]}条" for key, name in WHEREABOUTS.items() if whereabouts.get(key))
    return f"{parts}，合计{total}条。"


def spoken_for(name: str, heads: int) -> str:
    """Who raised a matter, for how many."""
    return f"{name}等{heads}人" if heads > 1 else name


def sent_to(organ: str) -> str:
    """The organ that a visitor was shown to."""
    return f"引导到{organ}。"


def sealed_by(station: str) -> str:
    """The station with the place of its seal."""
    return f"{station}（盖章）"


def cannot_print(characters: Iterable[str]) -> str:
    """Which characters no face of the program has."""
    codes = "、".join(f"U+{ord(char):04X}" for char in characters)
    return f"注：字库里没有下列字符，文中以编码代替，请用笔补写：{codes}。"


def about(category: str) -> str:
    """A matter whose title its speaker did not agree to publish."""
    return f"{category}方面的事项"
