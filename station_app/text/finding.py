"""What the pages say where a clerk finds things again: ledger, record, search, roster of deputies, preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from station_app.domain import waiting

CANCEL = "先不办"

# 列表

EXPORT = "导出"
COPY_ROWS, COPY_CELL, CHOOSE_ALL = "复制选中的", "复制这一格", "全选"
COPY_LINES, LOOK_AGAIN = "复制全部各行", "看有没有新的"
USUAL_COLUMNS = "恢复原来的列宽和顺序"
EXPORT_SENTENCE = "存成表格，给别的程序用；列和屏幕上的列表一样，放不下的也带上。"
EXPORT_FORM, EXPORT_FORMS = "存成", {"xlsx": "Excel 表格 (.xlsx)", "csv": "文本表格 (.csv)"}
EXPORT_FILES = {"xlsx": "Excel 表格 (*.xlsx)", "csv": "文本表格 (*.csv)"}
IN_FULL = "带上个人信息：全名、电话、住址、证件号"
IN_FULL_SENTENCE = "带上了要记进留痕，文件请自己保管好。要求保密的、检举控告的，怎样都只写姓，不带电话住址。"
PLAIN_SENTENCE = "不带时只写姓，不写电话、住址和证件号。"


def to_export(count: int, *, is_chosen: bool) -> str:
    """How many rows a file will hold."""
    return f"选中的 {count:,} 条" if is_chosen else f"全部 {count:,} 条"


def exporting(done: int, total: int) -> str:
    """How far a file has come."""
    return f"正在存：{done:,} / {total:,} 条"


def exported(count: int, path: str) -> str:
    """A list was saved."""
    return f"存好了 {count:,} 条：{path}"


def saved_title(organ: str, name: str, day: str) -> str:
    """What stands above each printed page of a saved list."""
    return f"{organ}　{name}　{day}"


def saved_list(name: str, count: int) -> str:
    """A saved list in the trail."""
    return f"{name} {count:,} 条"


def file_name(name: str, day: str) -> str:
    """What a saved list is called where nobody calls it otherwise."""
    return f"{name} {day}"


def sort_by(heading: str) -> str:
    """What puts a list in the order of a column, and then turns it."""
    return f"按“{heading}”排列"


def one_day(day: str) -> str:
    """A single civil date, as a span of the ledger."""
    return f"{int(day[5:7])}月{int(day[8:])}日"


def turned(order: str) -> str:
    """An order the other way round."""
    return f"{order}，倒着"


DO_KEY, ESC = "Ctrl+Enter", "Esc"
OPEN = "打开"
NOTHING = "（空）"

# 意见台账

LEDGER = "意见台账"
LEDGER_RAIL = "台账"
LEDGER_HEADS = ("编号", "日期", "来访人", "事项", "类别", "状态", "承办单位", "时限")
LEDGER_MORE = ("人数", "村（社区）", "标记", "原话（开头）", "等了几天", "离时限几天", "联系电话", "住址", "证件号码")
LEDGER_SENTENCE = ("", " 的 ", " ", " 意见，", " 收到，按 ", " 排列")
ANY_VILLAGE = "所有村"
ANY_CATEGORY = "各类"
ANY_TIME = "任何时候"
STATE_GROUPS = {
    "open": "待办",
    "overdue": "超期的",
    "running": "在办没超期的",
    "untold": "等我告知的",
    "told": "已告知的",
    "all": "全部",
    "placed": "已有去向",
    "ended": "不再等的",
}
SORTS = {
    "waiting": "等得最久",
    "-waiting": "最新",
    "number": "登记先后",
    "visitor": "来访人",
    "category": "类别",
    "state": "状态",
    "unit": "承办单位",
    "due": "时限",
    "village": "村",
}
SPANS = {
    "today": "今天",
    "week": "本周",
    "month": "本月",
    "30_days": "近 30 天",
    "year": "今年",
    "last_year": "去年",
}
PHRASE_VILLAGE, PHRASE_CATEGORY, PHRASE_STATE, PHRASE_SPAN, PHRASE_SORT = "村", "类别", "状态", "时间", "排列"
FIND = "查找 (Ctrl+F)：词语、拼音首字母、电话尾号、编号"
FIND_NAME = "在台账里查找"
NO_OPINION_YET = "台账还是空的。登记来访 (F2)，群众反映的每件事就会记在这里。"
NO_OPINION_LEFT = "没有对得上的意见。换一个说法，或者把上面那句话里的条件放宽。"
NOTHING_WAITS = "这里没有等着办的意见。想看办过的，把上面的“待办”改成“全部”。"
PROPOSED = "拟办"

# 一条登记

CONTENT = "登记内容"
HISTORY = "经过"
VISITOR = "来访人"
SAME_VISIT = "同一次来访的其他事项"
MATTERS = "反映的事项"
EARLIER = "反映过的事项"
JOINED_WITH = "并案的其他事项"
MANDATES = "任职"
DAY_VISITS = "这一天的来访"
REVEAL = "查看完整信息"
REVEALED = "已显示完整信息，这次查看记在了经过里。"
CLASH = "两台电脑各写了一个数，请看哪个对，用“更正”重新填一次"
CLOCKS = {"unset": "当时电脑日期没有调准", "jumped": "当时电脑日期跳变过"}
NOT_FOR_YOU = "这条登记按规定不对您显示。需要办的话，请找站长。"
ALREADY_GONE = "这条登记不在这台电脑上。"
PRINTED_OF_KIND = {
    "reception_day": "打印小结",
    "suggestion": "打印专用纸",
    "deputy": "打印履职档案",
    "person": "打印本人信息",
}
"""What the key of the papers says, where it names the likeliest one."""
ACTS_ON_IT = "可以办的事"
SPLIT = "拆成两条"


def split_off(number: str) -> str:
    """Another matter was made of a part of one."""
    return f"拆好了：新的一条是 {number}。这一条里不再要的话，用“更正”改短。"


def of_unit(act: str, unit: str) -> str:
    """An act, and which unit it is about where several have the matter."""
    return f"{act}（{unit}）"


MADE_BESIDE = {"mandate": "再记一个任职", "duty_record": "记一次履职", "barring": "加一个须回避的人或单位"}
"""What the key says that makes a record of a kind on the page of another."""

TOLD_AFTER = {
    ("barring", "register"): "记下了。从现在起，这位来访人的事不让对方看见，也不能转给那个单位。",
    ("person", "merge"): "并好了：来访都算到那一位名下。",
    ("person", "part"): "分开了：各归各的。",
}
"""What is said once an act is done, where it is more than that it was."""
OF_MATTER = "这件事"
REACHED = "撤下情况"
REACHED_PLATFORM, REACHED_OFFICE, REACHED_BEYOND = "省级平台", "县里", "收不回来的"
REACH = {
    "never_sent": "没有送出过",
    "withdrawn": "已撤下",
    "waiting": "还没撤下，下次联网或交优盘时撤",
    "too_old": "对方程序太旧，撤不下；请打电话请对方升级",
}
BEYOND = "交出去还没回来的优盘、别处的备份、已经打印的纸，本机撤不了；请收回来或当面销毁"
WITHHELD = "（内容已撤下）"
KEPT_FROM_YOU = "（不对您显示）"
SECOND_PERSON = "这一步要两个人在场：另一位同事在下面写自己的姓名，输入自己的密码。"
SECOND_NAME, SECOND_PASSWORD = "第二人姓名", "第二人密码"
CONFIRM = {
    "void": "作废后编号仍然占用，这一条不再统计，也不能恢复。",
    "take_back": "撤销后编号仍然占用，这一条不再统计，也不能恢复。",
    "merge": "并案后这一条不再单独办理，不能恢复。",
    "withdraw": "撤回后这一条不再办理，不能恢复。",
    "cancel": "取消后这个接待日不能恢复。",
    "disclose": "解除保密后，这件事另立一份公开的登记，随本站的数据上报，不能恢复；附件留在原来的保密登记里。",
}
ACTS_OF_KIND = {
    ("opinion", "close"): "办结",
    ("assignment", "register"): "转办",
    ("extension", "register"): "申请延期",
    ("consultation", "register"): "记一次沟通",
    ("assist_opinion", "register"): "会办意见",
    ("reply", "register"): "办复",
    ("commitment", "register"): "记一项承诺",
    ("evaluation", "register"): "代表评价",
    ("telling", "register"): "告知群众",
    ("telling", "rate"): "群众评价",
    ("reminder", "register"): "催办",
    ("reminder", "answer"): "单位的回复",
    ("supervision", "register"): "督办",
    ("supervision", "answer"): "督办结果",
    ("publication", "register"): "提出公开",
    ("shared_matter", "register"): "并案",
    ("shared_matter", "close"): "办结",
    ("attachment", "void"): "移除",
    ("person", "merge"): "并入另一份登记",
    ("person", "part"): "并错了，分开",
}
"""Acts that are called otherwise than in the list of acts, by kind."""

CONFIRM_OF_KIND = {
    ("person", "merge"): "来访和反映过的事都归到那一份名下，这一份不再单独使用；并错了随时可以分开。",
    ("attachment", "void"): "移除后这里不再显示，还没发出的也不再发；移除这件事记在经过里。",
}
"""What comes of it, said for one kind alone."""

BY_KEY = {"visit": "作废这次来访", "opinion": "作废这条意见"}

# 查找

SEARCH = "查找"
SEARCH_SENTENCE = "词语、姓名、拼音首字母、电话尾号、编号都可以；↑↓ 选，Enter 打开，Esc 返回。"
SEARCH_HINT = "例如：道路、ys、2201、F26-0001"
SEARCH_HEADS = ("种类", "名称")
SEARCH_EMPTY = "打两个字就开始找。"
SEARCH_NOTHING = "没有找到“{typed}”。换一个词，或只打其中两个字。"

# 代表

DEPUTIES = "代表"
ROSTER = "代表名册"
DEPUTIES_HEADS = ("姓名", "单位及职务", "任职", "选区或选举单位", "联系电话")
NO_DEPUTY = "还没有登记代表。按 F2 登记第一位，接待日就能排班了。"
ENROL = "登记代表"
ENROL_SAVE = "保存这位代表"
MANDATE_PART = "任职"

# 打印预览

PRINT_LIST = "打印这张表"

MAKING = "正在排版……"
PAGE_DONE = "正在画第 {page} 页……"
PREVIEW = "打印预览"
SAVE_PDF = "保存为 PDF"
PRINT = "打印"
FULL_VERSION = "存档版"
PUBLIC_VERSION = "公开张贴版"
WORDS_VERSION = "存档版（附原话）"
OWN_VERSION = "{name}本人版"
LOOKED = "看过了，没有遮错"
LET_STAND = "“{word}”不是人名，保留"
MOST_NAMED = 12
LOOK_BEFORE = "先把遮去的地方看过，按 F7 确认，再打印或保存。"
WIDER, NARROWER, FIT = "放大", "缩小", "整页宽"
NO_PRINTER = "这台电脑没有装打印机。先保存为 PDF，拷到有打印机的电脑上打印。"
PRINTED = "已送到打印机"
PDF_FILES = "PDF 文件 (*.pdf)"
NOT_SAVED = "没有存上：{path} 写不进去，请换一个位置。"


def look_first(count: int, found: Sequence[str]) -> str:
    """What was hidden in free text, for a person to look at."""
    more = "等" if len(found) > MOST_NAMED else ""
    named = "、".join(found[:MOST_NAMED])
    return f"文字里遮去了 {count} 处：{named}{more}。请逐页看过，没有遮错就按 F7；按过才能打印和保存。"


def first_rows(count: int, rest: int) -> str:
    """A list that is too long for one print."""
    return f"前 {count} 条，还有 {rest} 条没印"


def beside(*parts: str) -> str:
    """Words beside one another."""
    return "，".join(part for part in parts if part)


def short_day(day: str, today: str) -> str:
    """A civil date in a list: the year only where it is another."""
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    words = f"{read.month}月{read.day}日"
    return words if day[:4] == today[:4] else f"{read.year}年{words}"


def day_in_two(day: str, today: str) -> tuple[str, str]:
    """A civil date for a narrow column: month and day, and the year where it is another ("" else)."""
    words = short_day(day, today)
    year, _, rest = words.partition("年")
    return (rest, f"{year}年") if rest else (words, "")


def due_in(days: int | None) -> str:
    """A deadline so many days ahead, in words, on every screen, paper and figure; "" where none runs."""
    match days:
        case None:
            return ""
        case 0:
            return "今天到期"
        case 1:
            return "明天到期"
        case _ if days < 0:
            return f"超期 {-days} 天"
        case _:
            return f"还有 {days} 天"


def tone_of_due(words: str) -> str:
    """The tone that repeats what a deadline's words say: red for overdue alone, amber for the next days."""
    match words.split():
        case ["超期", *_]:
            return "late"
        case ["今天到期" | "明天到期", *_]:
            return "soon"
        case ["还有", days, *_] if int(days) <= waiting.SOON_DAYS:
            return "soon"
    return ""


def waited(days: int | None) -> str:
    """How long somebody has waited."""
    return "" if not days else f"等了 {days} 天"


def found(count: int, oldest: str, today: str) -> str:
    """How many a list holds, and the oldest of them."""
    if not count:
        return "共 0 条"
    days = waiting.days_from(oldest, today)
    ago = f"，离今天 {days} 天" if days else ""
    return f"共 {count:,} 条，最早的是 {short_day(oldest, today)} 收到的{ago}"


NO_DEPUTIES_YET = "还没有登记代表：到“代表”那一页按 F2 加，这里写的不会丢"
NEW_UNIT_OFFER = "\uff0b 新增单位：{name}"


def place(name: str) -> str:
    """A village or community as people call it: 桃子坪村, not 桃子坪村村民委员会."""
    for office in ("村民委员会", "居民委员会"):
        if name.endswith(office) and name.removesuffix(office).endswith(("村", "社区")):
            return name.removesuffix(office)
    return name


def party(name: str, heads: int) -> str:
    """Who came, and for how many."""
    return f"{name}等 {heads} 人" if heads > 1 else name


def device_words(name: str, enrolled_on: str, uid: str) -> str:
    """A computer as it is chosen: whose it is, since when, and the end of its record's id."""
    return f"{name}  {enrolled_on}  …{uid[-4:]}"


ONE_OF = "甲乙丙丁戊己庚辛壬癸"
NUMBER_TWICE = "编号 {number} 有 {count} 条登记（{letters}），同一个号给了两次。纸上的号不用改，按号查找都会列出。"


def one_of(place: int) -> str:
    """Which of the records that bear one number is meant: 甲, 乙 …; by its place among them, from 0."""
    return ONE_OF[place] if place < len(ONE_OF) else f"（{place + 1}）"


def number_twice(number: str, count: int) -> str:
    """That several records bear one number."""
    return NUMBER_TWICE.format(number=number, count=count, letters="、".join(map(one_of, range(count))))


def numbered(number: str, title: str) -> str:
    """A record by its number and what it is called."""
    return f"{number}  {title}" if number and title else number or title


def visit_of(day: str, name: str) -> str:
    """What a visit is called."""
    return f"{name} {day}来访" if name else f"{day}来访"


def day_held(day: str, place: str) -> str:
    """What a reception day is called."""
    return f"{day}接待日 {place}".rstrip()


def mandate(level: str, term: int | None, status: str) -> str:
    """A mandate: 县级（第十八届）, and its standing where it is over."""
    said = f"{level}代表（第 {term} 届）" if term else f"{level}代表"
    return f"{said} {status}".rstrip()


def instant(at: str, today: str) -> str:
    """When an act was done, to the minute, as the clock at the desk showed it."""
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{short_day(read.date().isoformat(), today)} {read.hour}:{read.minute:02}"


def step(label: str, old: str, new: str) -> str:
    """What an act changed in one field."""
    return f"{label}：{old} → {new}" if old else f"{label}：{new}"


def clash(label: str, values: Sequence[str]) -> str:
    """The values of a field that people set without seeing each other, the one that shows first."""
    return f"{label}：{'　或　'.join(values)}"


def acted(act: str, number: str) -> str:
    """What was done."""
    return f"办好了：{act} {number}".rstrip()


def enrolled(name: str) -> str:
    """A deputy was entered."""
    return f"登记好了：{name}"


def page_of(page: int, total: int) -> str:
    """Which page is in view."""
    return f"第 {page} 页，共 {total} 页"


def saved_to(path: str) -> str:
    """Where a file was written."""
    return f"保存好了：{path}"


def standing(*parts: str) -> str:
    """Where something stands: its parts side by side."""
    return " · ".join(part for part in parts if part)


def due_on(words: str, day: str) -> str:
    """A deadline with its day."""
    return f"{words}（{day}）" if words and day else f"{day} 到期" if day else ""


def on_the_roster(count: int, active: int) -> str:
    """How many deputies there are."""
    return f"共 {count} 位代表，在任 {active} 位。Enter 打开一位，可更正、再记任职。" if count else ""


def only_chosen(count: int) -> str:
    """Which rows a list on paper holds, where a person chose some."""
    return f"选中的 {count} 条"


def stack(form: str, count: int) -> str:
    """Several sheets of one form, a sheet for each."""
    return f"{form}（{count} 份）"
