"""What prints say: titles, headings, table heads, and the sentences that carry figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

SHEET_FOOT = "第 &P 页，共 &N 页"
"""Below each printed page of a spreadsheet, in its own signs."""

SUMMARY_TITLES = {
    "desk": "代表接待日情况小结",
    "public": "代表接待日情况小结（公开版）",
    "deputy": "代表接待日情况小结（代表本人版）",
}
SUMMARY_BASICS = "一、基本情况"
SUMMARY_MATTERS = "二、群众反映的主要问题"
SUMMARY_ARRANGED = "三、办理安排"
SUMMARY_EARLIER = "四、以前接待事项办理回头看"
SUMMARY_HEARD_BEFORE = "四、以前听取的事项办理回头看"
SUMMARY_ANNEX = "附：群众原话"
SUMMARY_COMMON = "五、意见建议和共性问题"

MATTER_HEADS = ("序号", "反映人", "事　　项", "类别", "代表答复|或拟办意见", "承办单位", "时限")
EARLIER_HEADS = ("序号", "事　　项", "在谁手里", "时限", "现在")
CLOSE_HEADS = ("序号", "收到", "事　　项", "在谁手里")

NO_MATTERS = "本次接待没有收到意见。"
NO_EARLIER = "以前的接待日没有未办结的意见。"
NOTHING_HEARD_BEFORE = "以前听取的意见都已办结，上次接待以后没有新的结果。"
HEARD_BEFORE = "以前听取、还没有办结的意见，和上次接待以后有了结果的意见："
NOTHING_FILLED = "（没有填写）"
WITH_STATION = "本站"
OTHER_MATTER = "其他"
KEPT = "（保密）"
KEPT_SECRET = "（本人要求保密）"
DASH = "—"
CONTINUED = "续"
PUBLIC_NOTE = "说明：本件供公开张贴，来访人只写姓氏和所在的村（社区），原话和联系方式不印。"

DEPUTY, RECORDER = "接待代表", "记录人"
SIGN_DEPUTY = "接待代表（签名）："
SIGN_RECORDER = "记录人（签名）："
SIGN_HEAD = "站长（签字）："

LEDGER_TITLE = "接待台账"
LEDGER_HEADS = (
    "序号", "编号", "日期", "接待代表", "来访人", "人数", "事　　项", "类别",
    "处理方式", "承办单位", "时限", "办理情况", "反馈", "满意度", "销号日期", "备注",
)  # fmt: skip
LEDGER_UNIT = "条、人"
LEDGER_LINES = 2
"""How many lines of a matter stand in its row."""
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


def signed_by(role: str, name: str) -> str:
    """The label of a place to sign, with the name of whoever signs there."""
    return f"{role}{name}（签名）："


def accusations_apart(count: int) -> str:
    """How many accusations have no line of their own; "" for none."""
    return f"另有检举控告{count}条，另行存放。" if count else ""


def not_published(count: int) -> str:
    """How many matters have no line of their own on the wall."""
    return f"另有不公开的意见{count}条。"


def still_open(count: int, since: str) -> str:
    """How many matters of earlier days wait, the oldest of which day."""
    return f"以前收到、还没有办结的意见共{count}条，最早的是{plain_day(since)}收到的，由远到近："


def annexed(number: int, title: str, code: str) -> str:
    """The heading of one matter's own words."""
    return f"{number}. {title}（{code}）" if code else f"{number}. {title}"


def count_of(count: int) -> str:
    """How many rows a list has."""
    return f"共 {count} 条"


def reported_by(organ: str, told: str) -> str:
    """What stands over a list at the left: whose it is, and which rows."""
    return f"编报单位：{organ}　　{told}"


def as_of(day: str, unit: str) -> str:
    """What stands over a list at the right: up to which day it reaches, and what its figures count."""
    return "　".join(part for part in (f"数据截止 {plain_day(day)}", f"单位：{unit}" if unit else "") if part)


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


def close_day(day: str) -> str:
    """A civil date in a very narrow column: 25.3.9."""
    year, month, rest = [*day.split("-"), "", ""][:3]
    return f"{year[2:]}.{month.removeprefix('0')}.{rest.removeprefix('0')}" if rest else day


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


TICKED, UNTICKED = "☑", "□"
BETWEEN = "、"

# 打印

PAPERS = "打印"
ON_PAPER = {"P19": "检举控告转交函", "P4": "登记表", "P5": "受理回执", "P6": "转办单", "P8": "办理结果反馈单"}
BLANK = "空白{form}"
BLANK_PAPERS = "打印空白登记表和回执"
BLANK_SENTENCE = "停电、下乡时用：先写在纸上，来电了照着补录。"

# P19 检举控告材料转交函

LETTER_TITLE = "检举控告材料转交函"
BLANK_ORGAN = "＿＿＿＿＿＿＿＿"
LETTER_FROM, LETTER_ACCUSED, LETTER_WORDS = "反映人", "被检举人", "原话"
LETTER_ASK, LETTER_PRIOR, LETTER_FILES = "诉求", "曾向何处反映", "随附材料"
LETTER_KEEP = "本函密封，只交收件机关的人，不经他人转手；本站的登记只存在记录的电脑里，不登公开台账，不上报。"
LETTER_RECEIPT = "收 件 回 执"
LETTER_SIGNS = ("交件人（签名）：", "收件人（签名）：", "收件机关（盖章）：", "日期：")


def letter_to(organ: str, station: str, number: str) -> str:
    """To whom the letter is."""
    told = f"（编号 {number}）" if number else "（编号：＿＿＿＿＿＿）"
    return f"{organ}：{station}收到检举控告材料一件{told}，依照《信访工作条例》第三十条转交，请查收。"


def letter_received(organ: str, station: str, number: str) -> str:
    """What the organ signs."""
    told = number or "＿＿＿＿＿＿"
    return f"{station}：你站转交的检举控告材料（编号 {told}）已收到。{organ}"


# P4 登记表

SHEET_TITLE = "代表接待登记表"
SHEET_BACK = "代表接待登记表（办理情况）"
SHEET_MORE = "代表接待登记表（原话续页）"
OF_STATION = "联络站"
GOES_ON = "（下转后面）"
WHEN = "接待时间"
WAY = "方式"
RECEIVED_BY = "接待代表"
RECORDED_BY = "记录人"
ABOUT_PERSON = "性别|年龄|民族"
CONTACT = "联系电话"
HOME = "住址"
HEADS = "来访人数"
SPOKESMEN = "推选的代表"
COMPANIONS = "同来的人"
FIRST = "初次反映"
PRIOR = "曾找过谁"
ORIGIN = "原来访编号"
AFFECTED = "地点、|人数"
KIND_AND_CATEGORY = "种类、|类别"
WHAT_BECAME = "当场答复|或拟办"
SECRECY = "保密与公开"
TOLD_WHY = "信息告知"
LANGUAGE = "语言、翻译"
READ_BACK = "宣读确认"
SIGN_VISITOR = "来访人（签名或捺印）："
SIGN_PROXY = "代书人（签名）："
SIGN_GUARDIAN = "监护人（签名）："
PRIVACY = (
    "个人信息告知：为登记、办理和反馈您反映的事项，本站依法收集您的姓名、联系方式和反映的内容，"
    "只用于办理和答复，依法保存；您可以查阅、更正。"
)
INSTRUCTION = "领导批示"
REFERRED = "转办单号、|日期"
UNIT = "承办单位"
DUE, DUE_BASIS = "办理时限", "时限依据"
SIGNED_FOR = "签收人、|日期"
RESULT = "办理结果"
DEGREE = "结果程度"
TOLD_SPEAKER = "反馈群众"
TOLD_DEPUTY = "反馈代表"
JUDGED = "群众评价"
WHY_NOT = "不满意的|原因"
CLOSED = "销号意见"
CONFIDENTIAL = "本人要求保密"
MINOR = "来访人未满18周岁，监护人：{name}"
HARM = "涉嫌侵害未成年人：已于{when}电话报告{who}，报告人{by}"
SLIP_ACCUSATION = "检举控告：已告知去{organ}反映，本站不转办"

# P5 回执

RECEIPT_TITLE = "来访受理回执"
RECEIPT_VISITOR = "（交来访人）"
RECEIPT_STUB = "（联络站存根）"
RECEIPT_NUMBER = "编号"
SLIP_MATTER_HEADS = ("序号", "反映的事项", "去向和时限")
RECEIPT_HOW = (
    "怎样问结果：带这张回执到站里，扫右上角的码或报编号；也可以打电话报编号。编号最后一位是校验位，报错一位就能听出来。"
)
RECEIPT_PROMISE = "有了结果，我们会告诉您；到期没有消息，请来问。满意不满意，您说了算。"
RECEIPT_SIGN = "来访人（签名或捺印）："
HIDDEN_MATTER = "（内容不在回执上写）"
BLANK_MATTER_ROWS = 3
CUT = "………………………………（剪开线）………………………………"

# P6 转办单

SLIP_TITLE = "群众意见转办单"
SLIP_STUB = "（存根联）"
SLIP_UNIT = "（承办单位联）"
SLIP_RETURN = "（回执联）"
SLIP_NUMBER = "转办单号"
SLIP_SOURCE = "来源编号"
SLIP_MATTER = "事项"
SLIP_SUMMARY = "事项摘要"
SLIP_WANTED = "办理要求"
SLIP_SPEAKER = "反映人"
SLIP_ANSWER_TO = "答复对象"
SLIP_OFFICER = "经办人、|电话"
SLIP_APPROVED = "签批"
SLIP_FROM = "发出单位|盖章"
SLIP_NO_NAME = "（本人要求保密，答复联络站）"
SLIP_SIGNED = "签收人"
SLIP_SIGNED_ON = "签收日期"
SLIP_HANDLER = "承办人、|电话"
SLIP_NOT_OURS = "如不属本单位职责，请于5个工作日内书面说明理由和应当承办的单位，连同本单退回。"
SLIP_BACK_TO = "签收后请将本联退回{station}。"

# P8 反馈单

RESULT_TITLE = "群众意见办理结果反馈单"
PROCESS = "办理过程"
NEXT = "下步措施|与时限"
HANDLER = "承办人、|电话"
SIGN_UNIT = "单位负责人（签字）："
UNIT_SEAL = "（承办单位盖章）"
STATION_PART = "联络站填写"


def options(names: Iterable[tuple[str, bool]]) -> str:
    """Boxes to tick, those that were chosen ticked."""
    return "　".join(f"{TICKED if chosen else UNTICKED}{name}" for name, chosen in names)


def when(day: str, at: str) -> str:
    """When somebody came."""
    return f"{plain_day(day)} {at}".strip() if day else "　　　年　　月　　日　　时　　分"


def day_or_blank(day: str) -> str:
    """A day, or the room for one."""
    return plain_day(day) if day else "　　　年　　月　　日"


def heads(count: int | None, is_group: bool) -> str:
    """How many came, and that it is a group visit."""
    if count is None:
        return "　　　　人"
    return f"{count}人（集体访）" if is_group else f"{count}人"


def matter_label(number: int, count: int) -> str:
    """The label of a matter, numbered where there are several."""
    return f"反映事项{number}" if count > 1 else "反映事项"


def going_on(label: str, number: int, count: int) -> str:
    """The label of a text of the matter `number` of `count` that goes on behind."""
    return f"{label}（续）{number if count > 1 else ''}"


def beside(*parts: str) -> str:
    """Facts beside one another, apart by a space."""
    return "　".join(part for part in parts if part)


def joined(*parts: str) -> str:
    """What is there of several facts of one cell; a sentence's own full stop stays at the end alone."""
    said = [part for part in parts if part]
    return "，".join([*(part.rstrip("。；，") for part in said[:-1]), *said[-1:]])


def slip_numbered(label: str, number: str) -> str:
    """A number above the sheet."""
    return f"{label}：{number}" if number else f"{label}："


def stands(state: str, due: str) -> str:
    """How a matter stands, and below it how its deadline."""
    return f"{state}\n{due}" if due else state


def destination(state: str, unit: str, due_on: str) -> str:
    """What became of a matter, for the visitor: where it is, and by when there is an answer."""
    told = f"{state}：{unit}" if unit else state
    return f"{told}\n{plain_day(due_on)}前答复" if due_on else told


def ask_us(station: str, contact: str, phone: str, address: str) -> str:
    """Whom to ask."""
    told = [f"找{contact}" if contact else "", f"电话{phone}" if phone else "电话＿＿＿＿＿＿＿"]
    told.append(f"地址{address}" if address else "")
    return f"找谁问：{station}，" + "，".join(part for part in told if part) + "。"


def received(station: str, name: str, day: str, at: str, count: int) -> str:
    """What the receipt confirms."""
    who = f"{name}：" if name else "＿＿＿＿＿＿＿："
    return f"{who}您于{when(day, at)}到{station}反映的{count or '　　'}件事，已经登记："


def summary_of(title: str, text: str, most: int = 260) -> str:
    """A matter as a unit needs it: its title, and the words as far as there is room."""
    told = " ".join(text.split())
    cut = told if len(told) <= most else told[:most] + "……（全文见登记表）"
    return "\n".join(part for part in (title, cut) if part)


def answer_to(speaker: str, deputies: Sequence[str], station: str) -> str:
    """Whom a unit's answer goes to."""
    parts = [f"来访人{speaker}" if speaker else "", f"接待代表{BETWEEN.join(deputies)}" if deputies else "", station]
    return BETWEEN.join(part for part in parts if part)
