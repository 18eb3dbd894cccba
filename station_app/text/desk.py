"""What the desk says: from the first start to the pages of a day, a deputy's own among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from station_app.text import WEEKDAYS
from station_app.text.problems import duration

DIGITS = "〇一二三四五六七八九"

# 登记来访
VISIT_TITLE = "登记来访"
SAVE_AND_NEXT = "保存并下一位"
SAVE = "保存"
SET_ASIDE = "存草稿，接下一位"
ANOTHER_MATTER = "再记一件事"
VISITOR_PART = "来访人"
VISIT_PART = "这次来访"
MORE = "更多栏目"
LESS = "收起"
DESTINATION = "去向"
PUT_OFF = "先放着"
FIRST_FREE = "上一位登记好了"
SEE_RECORD = "看这一条"
DRAFT_WAITS = "草稿 正在保存……"
NOT_FINISHED = "还没写全，没有登记；已经存成草稿。补上下面这些，再按一次保存。"
NOT_RIGHT = "有的地方不对，没有登记；已经存成草稿。改好标红的地方，再按一次保存。"
STILL_REGISTERING = "上一次保存还没有结束，这一次没有登记。请等上一次登记好，再按一次。"
TYPED_SINCE = "按下保存以后又改动的内容没有算进这次登记，已经另存成草稿；要用时从「没写完的」里接着写。"
GO_ON = "接着写"
KNOWN_HEADING = "可能是这些人"
KNOWN_KEYS = "↓ 选人，回车认定"
NO_EARLIER = "以前没有反映过事情。"
KNOWN_EMPTY = "写姓名、拼音首字母或电话后四位，来过的人会出现在这里。"
NOT_THIS_PERSON = "不是这个人"
REVEAL = "看全号码"
REMOVE_MATTER = "去掉这件事"
NOBODY = "没写姓名"
SHORTENED = "…"

# 今日
TODAY = "今日"
REGISTER_VISIT = "登记来访"
PLAN_DAY = "安排接待日"
BEGIN_DAY = "开始接待"
CLOSE_DAY = "结束接待日并打印小结"
PRINT_SUMMARY = "打印小结"
NOT_YET = "先不"
NO_DAY = "今天没有接待日。可以登记日常来访 (F2)，或安排接待日 (F7)。"
PLANNED_DAY = "今天安排了接待日，到点按“开始接待 (F7)”。"
DEPUTIES_PART = "接待代表"
NO_DEPUTIES = "还没有写接待代表。"
ADD_DEPUTY = "加一位代表"
STANDS_IN = "补位代表"
NO_VISITS = "今天还没有人来。有人来就按 F2 登记。"
WAITING_PART = "等我办的"
NOTHING_WAITS = "没有等着办的事。"
WHAT_HEADS = ("编号", "来访人", "事项", "到哪里了")
NO_DEPUTIES = "还没有登记代表：先去登记，接待日和公告上才有他们的名字"
CLOSE_QUESTION = "今天的意见建议和共性问题，会印在小结的最后一段；没有就空着。"

# 这个月
MONTH_VISITS, VISITS_UNIT, RECEPTION_DAYS = "本月来访", "批", "接待日"
MONTH_HEARD = "本月听到的"
BECAME = ("已告知", "有答复没告知", "在办", "超期")
LATE_NOW, LATE_UNIT, MISSED, NONE_MISSED = "现在超期", "件", "到期没办好", "没有到期没办好的"
LONGEST = "等得最久的"
NOBODY_WAITS = "没有人在等。"
VERBS = {"HANDLED": "打电话", "REGISTERED": "定去向", "TRIAGED": "转出去"}
URGE = "催办"
TODAY_BELOW = "今天"


def month_visits(heads: int) -> str:
    """What stands below how often people came in a month: how many they were."""
    return f"{MONTH_VISITS} {heads:,} 人"


def day_figure(day: str, visits: int, heads: int, *, is_reception: bool) -> str:
    """A day of the month in words."""
    held = "，接待日" if is_reception else ""
    return f"{int(day[5:7])}月{int(day[8:])}日{held} {visits} 批 {heads} 人"


def month_heard(heard: int, told: int) -> str:
    """How many matters were heard in a month, and the share of them of which the speaker knows what became."""
    return f"{MONTH_HEARD} {heard:,} 条，告知了 {round(100 * told / heard)}%" if heard else MONTH_HEARD


def missed_figure(month: str, count: int) -> str:
    """A month's missed deadlines in words."""
    return f"{int(month[5:])}月到期没办好 {count} 件"


def missed_beside(count: int, before: int) -> str:
    """This month's missed deadlines beside last month's."""
    if not count and not before:
        return NONE_MISSED
    moved = "和上月一样" if count == before else f"比上月{'多' if count > before else '少'} {abs(count - before)}"
    return f"{MISSED}，{moved}"


def waited_for(days: int) -> str:
    """How long somebody has waited, as a sign."""
    return f"等 {days} 天" if days else "今天"


def holds(state: str, unit: str) -> str:
    """Where it stands, and who has it."""
    return f"{state} · {unit}" if unit else state


# 接待
RECEPTION = "接待"
RECEPTION_EMPTY = "还没有接待日。按 F2 安排第一次。"
KEEP_PLAN = "安排好"
PLAN_SENTENCE = "写好时间、地点和接待代表；时间地点照上一次先写上，不对就改。"

# 撤销
UNDO = "撤销上一步"
UNDO_REASON = "登记后马上撤销"


def undo_question(act: str, what: str, beside: Sequence[tuple[str, int]], *, voids: bool) -> str:
    """What would be taken back, with all that goes with it, and the way back."""
    with_it = "、".join(f"{label} {number}" for label, number in beside)
    becomes = "整个作废，编号仍然占用" if voids else "回到这一步以前的样子"
    return f"要撤销“{act}”吗？{what}{f'（连同{with_it}）' if with_it else ''}会{becomes}。{BRING_BACK}"


BRING_BACK = "撤销也记在经过里；要找回，接着再按一次 Ctrl+Z。"


def undone(act: str, what: str) -> str:
    """What was taken back, that it stays visible, and how it comes back."""
    return f"撤销了：{act} {what}。{BRING_BACK}".replace(" 。", "。")


def voided(number: str) -> str:
    """A visit that was just registered was voided."""
    return f"刚登记的 {number} 已作废，编号仍然占用。{BRING_BACK}"


# 窗口
STATUS_NOT_ENCRYPTED = "未加密"


def deputies_come_later(names: Sequence[str]) -> str:
    """Who opens the desk for those whose password opens no file."""
    return f"代表看自己的：请管台账的人（{'、'.join(names)}）先打开，按 Ctrl+L，再选自己的名字。" if names else ""


def chinese_day(day: str) -> str:
    """A civil date as the register writes it: 十一月二十三日 星期一."""
    read = date.fromisoformat(day)
    return f"{_number(read.month)}月{_number(read.day)}日 {WEEKDAYS[read.weekday()]}"


def day_line(words: Sequence[str], state: str) -> str:
    """The reception day in one line: when, where, about what, with which departments ("" left out), how it stands."""
    start, end, place, topic, joint = words
    told = f"今天是代表接待日：{start}–{end} {place}" + (f" · 议题 {topic}" if topic else "")
    told += f" · 联合 {joint}" if joint else ""
    return f"{told} · {state}" if state else told


def visits_heading(visits: int, heads: int) -> str:
    """The heading of today's visits, each figure in its own unit."""
    return f"今天的来访 {visits} 批 {heads} 人" if visits else "今天的来访"


def draft_waits(count: int, name: str, at: str) -> str:
    """How many forms are not finished, whose the latest is, and when it was kept."""
    return f"{count} 份没写完的登记（{name}，{at} 保存）"


def undecided(count: int) -> str:
    """Matters without a destination."""
    return f"{count} 条意见还没有去向"


def undecided_today(count: int, first: str) -> str:
    """Matters of the day that is being closed without a destination, and whose the first is."""
    return f"今天还有 {count} 条意见没有去向，第一条是{first}的  先去定"


def unanswered(count: int, days: int) -> str:
    """Matters that wait for an answer, and how long the oldest has."""
    return f"{count} 条意见等答复，最久 {days} 天" if days else f"{count} 条意见等答复"


def overdue(count: int, worst: str) -> str:
    """Matters past their deadline, and how the worst stands."""
    return f"{count} 条意见超期，最久的{worst}"


def due_soon(count: int) -> str:
    """Matters due today or tomorrow."""
    return f"{count} 条意见今天或明天到期"


def level(name: str) -> str:
    """A deputy's level: 县代表."""
    return f"{name}代表"


def presence_of(name: str) -> str:
    """What the control of a deputy's attendance is called."""
    return f"{name}的出席情况"


def stand_in_of(name: str) -> str:
    """What the control of who stood in for a deputy is called."""
    return f"谁替{name}"


def where_now(state: str, unit: str) -> str:
    """How a matter stands, and with which office."""
    return f"{state} {unit}" if unit else state


def visitor(name: str, heads: int) -> str:
    """Who came, for how many."""
    return f"{name}等 {heads} 人" if heads > 1 else name


def matter_heading(number: int) -> str:
    """The heading of a matter in the form, counted from 1."""
    return f"事项 {number}"


def missing_line(count: int) -> str:
    """What stands before the jumps to what is missing."""
    return f"还缺 {count} 处" if count else "要填的都填了"


def draft_kept(at: str) -> str:
    """The draft is safe; when it was kept."""
    return f"草稿 已保存 {at}"


def saved_at(at: str) -> str:
    """For the status line."""
    return f"已保存 {at}"


def came(visits: int, last: str) -> str:
    """How often somebody came, and when last."""
    return f"来过 {visits} 次 {short_day(last)}" if visits else "还没来过"


def village(name: str) -> str:
    """A village's name as people say it: 五汇村 for 五汇村村民委员会."""
    return name.removesuffix("村民委员会").removesuffix("居民委员会").removesuffix("民委员会") or name


def earlier_heading(name: str, count: int) -> str:
    """The heading over what somebody raised before."""
    return f"{name}，以前反映过 {count} 件事" if count else name


def earlier_state(state: str, due: str) -> str:
    """How a matter stands that was raised before, and how its deadline."""
    return f"{state}，{due}" if due else state


def short_day(day: str) -> str:
    """A civil date without its year: 3-12."""
    parts = day.split("-")
    return f"{int(parts[1])}-{int(parts[2])}" if len(parts) == 3 else day


def choice_key(number: int, name: str) -> str:
    """A destination with the digit that picks it."""
    return f"{number} {name}"


def look_at(sentence: str) -> str:
    """A warning after the save."""
    return f"请看一眼：{sentence}"


def at(label: str, sentence: str) -> str:
    """A sentence about a field that does not stand in the form."""
    return f"{label}：{sentence}" if label else sentence


def in_place(label: str, place: str) -> str:
    """A field's label with the part of the form it stands in."""
    return f"{place}·{label}" if place else label


def station_title(station: str) -> str:
    """The window's title."""
    return f"{station} — 人大代表联络站"


def roles(name: str, words: Sequence[str]) -> str:
    """The user in the status line."""
    return f"{name}（{'、'.join(words)}）" if words else name


def _number(value: int) -> str:
    """1 to 31 in Chinese."""
    tens, ones = divmod(value, 10)
    head = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


PROGRAM = "人大代表联络站"
NO_STATE_SECRETS = "本系统不得处理国家秘密。"

FIRST_TITLE = "建站"
FIRST_SENTENCE = "第一次用：说明站在哪里、谁来用。不用联网，两分钟。"
USER_PART = "谁来用"
PASSWORD = "密码"
PASSWORD_AGAIN = "再填一遍密码"
PLACE_PART = "这台电脑放在哪里"
AT_STATION, AT_COUNTY = "联络站", "县级人大办公室"
OFFICE_PART = "县级人大办公室"
COUNTY_SENTENCE = "第一次用：说明是哪个县、谁来用。各站的数据都收到这里。"
COUNTY_HINT = "打县（市、区）名称、拼音首字母或六位代码"
FOUND_OFFICE = "开设"
PHONE_HINT = "印在回执和公告上，来访人照它来问；没有就空着"
TOWNSHIP_HINT = "打乡镇名称、拼音首字母或区划代码"
WHO_TAKES_OVER = "接手的人"
NEW_PASSWORD_HINT = "至少 10 个字符，或者四个词；不要用姓名、生日、电话。"
PASSWORD_HINT = "至少 10 个字符，或者四个词；不要用姓名、生日、电话。这台电脑上的台账是加密的，开机后先填它。"
INVITED_HINT = "上级给了准入文件的，按【F7】选它：地点和站名照它写，这台电脑就是那个站的。"
INVITED_AT = "照准入文件建：{name}。填上姓名和密码，按【F9】。"
FOUND = "建站"
FOUNDING = "正在建站……"
SHEET_TITLE = "恢复纸"
SHEET_SENTENCE = "忘了密码，只有这个恢复码能打开台账。它只出现这一次，请现在打印，锁进柜子。"
PRINT_SHEET = "打印恢复纸"
LAST_GROUP = "照着纸填最后五位"
LAST_GROUP_HINT = "填对了，就说明恢复码已经在纸上。"
LAST_GROUP_WRONG = "和上面的最后五位不一样，请再看一遍"
BEGIN = "开始用"

UNLOCK_TITLE = "开锁"
WHOSE_PASSWORD = "给谁设新密码"
UNLOCK = "打开台账"
CHECKING = "正在核对……"
FORGOTTEN = "忘了密码，用恢复纸打开"
BACK_TO_PASSWORD = "想起来了，用密码打开"
RECOVERY_CODE = "恢复码"
RECOVERY_HINT = "照抄恢复纸上的字母和数字，大小写、横线都不要紧。"
NEW_PASSWORD = "新密码"
NEW_PASSWORD_AGAIN = "再填一遍新密码"
RECOVER = "设新密码并打开"
CANNOT_WRITE = (
    "台账要存在这个文件夹里，可是写不进去：{reason}。\n{folder}\n"
    "请管理员给这个用户一个能写的主目录，或者启动时用 --data 指定一个能写的文件夹。"
)
ALREADY_OPEN = "这个台账已经在另一个窗口里打开了，请到那个窗口里用。\n{folder}"
MISSING = "还没有填"


def station_name(township: str) -> str:
    """The name proposed for the station of a township."""
    return f"{township}人大代表联络站"


def office_name(county: str) -> str:
    """The name proposed for the office of a county."""
    return f"{county}人大常委会代表工作委员会"


def unlock_sentence(station_folder: str) -> str:
    """What the unlock page says: where the ledger is."""
    return f"台账在 {station_folder}"


def waiting(left_s: int) -> str:
    """The countdown before a password is judged."""
    return f"错了几次，要等{duration(left_s)}再核对……"


def bringing_up(done: int, total: int) -> str:
    """What the unlock page says while tables are folded again, or the file gets a new key."""
    return f"正在整理台账，办好 {done * 100 // max(total, 1)}%。请不要关机。"


SUGGESTIONS = "我的建议"
DAYS = "我的接待日"
DUTIES = "履职档案"
HEARD = "听到的"
POLICIES = "政策"
DAYS_RAIL = "接待日"
DAYS_SENTENCE = "我参加过的接待日，共 {count} 次。回车或 F8 打印这一天的小结。"
DAYS_HEADS = ("日期", "时间", "地点和议题", "我接待", "现在")
NO_DAYS = "还没有参加过接待日。"
NOT_SUMMED_UP = "这一天还没有开始接待，没有小结可打。"
DUTIES_SENTENCE = "我的履职登记，共 {count} 条。F8 打印。"
DUTIES_HEADS = ("日期", "方式", "内容", "组织单位")
NO_DUTIES = "还没有履职登记。接待日结束后自动记上。"
NOBODY_SPOKE = "这位用户还没有对上哪位代表，请站长在“设置—用户”里补上。"


def heard(count: int) -> str:
    """How many visits the deputy heard on a day."""
    return f"{count} 批" if count else ""
