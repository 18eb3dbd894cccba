"""What the settings say, the recovery sheet, the duty file, the manual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from station_app.text.paper import plain_day

SETTINGS = "设置"
SETTINGS_SENTENCE = "不常用的都在这里。↑↓ 选，回车打开。"

# 换人和锁
SWITCH = "锁上，换人"
SWITCH_TITLE = "锁着"
SWITCH_SENTENCE = "没写完的都留着。填密码接着用；换人就先选名字。"
SWITCH_WHO = "谁来用"
IDLE = "多少分钟没人用就锁上"
IDLE_SENTENCE = "离开座位，别人就看不到群众的姓名电话。写 0 就不自动锁。"
IDLE_KEEP = "保存"
IDLE_KEPT = "保存好了：{minutes} 分钟没人用就锁上。"
IDLE_NEVER = "保存好了：不自动锁。离开座位请按 Ctrl+L。"
IDLE_WRONG = "请写 0 到 120 的数字。"
OWN_PASSWORD = "您自己的密码"
PASSWORD, NEW_PASSWORD = "初始密码", "新密码"
PASSWORD_AGAIN = "再填一遍"
PASSWORDS_DIFFER = "两遍填的不一样"

STATION = "本站资料"
STATION_SENTENCE = "站名、地址和电话：公告、回执和转办单上就印这里写的。"

# 用户
USERS = "用户"
USERS_SENTENCE = "在这台电脑上用程序的人，每人一个密码。F2 加一位，回车看登记；离任交接、换锁从这里办。"
USERS_HEADS = ("姓名", "身份", "哪位代表", "现在")
ADD_USER = "加一位用户"
ADD_USER_KEEP = "加上"
USER_ADDED = "加好了：{name}。请本人换上自己的密码。"
HERE, LEFT = "在用", "{day}离任"
CHANGE_PASSWORD = "改我的密码"
CHANGE_PASSWORD_SENTENCE = "至少 10 个字符，或者四个词；不要用姓名、生日、电话。"
CHANGE_KEEP = "改好"
CHANGED = "密码改好了，下次用新密码。以前备份里的钥匙文件还认旧密码，要它也打不开，请站长换锁（Ctrl+K）。"
PROPOSE = "出一个好记的密码"
PROPOSE_SENTENCE = "四个词加一个数，好记难猜。"
NEW_KEY = "换锁"
NEW_KEY_SENTENCE = (
    "台账换一把新钥匙：留着旧钥匙文件、旧备份的人，打不开换锁以后的台账。大家的密码、恢复纸都不变。"
    "关程序的时候换，大的台账要几分钟，不要关电脑。"
)
NEW_KEY_KEEP = "关程序时换锁"
RENEWING = "正在换锁，请不要关机……"
NEW_KEY_WAITS = "等着换锁：关掉程序就换，或者下次打开时换。"
RESET_PASSWORD = "给这位用户设新密码"
RESET_DONE = "设好了。请{name}用新密码打开，再换成自己的。"
LEAVE = "离任"
LEAVE_SENTENCE = "离任以后，这位用户的密码打不开台账，关程序时换锁；登记过的都留着。先打印交接单，两个人对着签字。"
LEAVE_KEEP = "办离任"
LEAVE_DONE = "办好了：{name}已离任。"
PRINT_HANDOVER = "打印交接单"
HANDOVER_PAPER = "交接单"

# 恢复纸
RECOVERY = "恢复纸"
RECOVERY_LINE = "忘了密码，只有恢复纸能打开台账。纸丢了、怕别人看过，就重新生成一张。"
RECOVERY_SENTENCE = "重新生成以后，原来那张作废，关程序时换锁。先把打印机准备好。"
RECOVERY_LACKS = "这台电脑的恢复纸还没有人核对过，忘了密码就谁也打不开台账。请现在生成一张，打印出来锁好。"
RECOVERY_MAKE = "生成新的恢复码"
RECOVERY_COUNTS = "打印出来，照着纸填最后五位，新的恢复纸才算数；在这以前还是原来那张。"
RECOVERY_KEEP = "新的恢复纸算数"
RECOVERY_KEPT = "新的恢复纸从现在起算数，请锁好；原来那张请撕掉。"

# 快速解锁码
QUICK = "快速解锁码"
QUICK_LINE = "锁上以后用 4 到 8 位数字接着用；关掉程序就没有了，打错五次也没有了。"
QUICK_AGAIN = "再填一遍"
QUICK_KEEP = "设好"
QUICK_KEPT = "设好了：锁上以后填这几位数字就行。关掉程序就没有了，下次打开还是用密码。"
QUICK_OR_PASSWORD = "快速解锁码或者密码"

# 本人信息
SECTION_HEADS = ("项目", "内容")

OWN_TITLE = "本人信息查询结果"
OWN_PERSON = "一、登记的个人信息"
OWN_VISIT, OWN_MATTER, OWN_SENT = "来访", "事项编号", "给过谁"
OWN_CAME_WITH = "和别人同来，事项记在来访人名下"
OWN_SENT_UP, OWN_STAYS = "县级人大办公室", "只在本站"
OWN_RIGHTS = (
    "以上是本站保存的您的个人信息。不准确、不完整的，可以要求更正、补充；依法可以删除的，可以要求删除；"
    "法律、行政法规要求保存的，到期以前封存，不作他用（个人信息保护法第四十五条至第四十七条）。",
)
OWN_SIGNS = ("本人（签名或按手印）：", "经办人（签名）：", "日期：")
FORGET = "依本人要求删除"
FORGET_SENTENCE = (
    "这个人的登记、本人单独来访的那几次、反映的事项和附件，内容都撤下：本站每台电脑、县里、省里都删；"
    "只留下“某年某月登记过一条”的痕迹。先打印本人信息，请本人签字。撤下以后找不回来。"
)
FORGET_KEEP = "撤下内容"
FORGOTTEN = "撤下了。各处到了哪一步，在同步里看。"

# 自查
AUDIT = "自查"
AUDIT_LINE = "谁看过、印过，哪些过了保存期限，备份和恢复试过没有，一页看完。"
AUDIT_DONE = "一、谁打开、打印、导出过（{since} 以来）"
AUDIT_PAST = "二、过了保存期限的"
AUDIT_COPIES = "三、备份和恢复"
AUDIT_RESTORED, AUDIT_TRIED, AUDIT_NEVER = "上次恢复", "上次演练恢复", "还没有过"
AUDIT_KEYS = "四、加密和钥匙"
AUDIT_FILE, AUDIT_ENCRYPTED, AUDIT_OPEN = "台账文件", "全部加密", "没有加密"
AUDIT_LOCK, AUDIT_LOCK_DUE, AUDIT_LOCK_GOOD = "锁", "等着换，关掉程序就换", "不用换"
AUDIT_SHEET, AUDIT_SHEET_LACKS, AUDIT_SHEET_GOOD = "恢复纸", "没有人核对过，请重新生成一张", "核对过"
DESTROY = "到期销毁"
DESTROY_SENTENCE = "过了保存期限的，两个人都写自己的密码才能销毁：内容各处都删，编号和日期留着。先打印销毁清单签字。"
DESTROY_KEEP = "销毁"
DESTROYED = "销毁了 {count} 条登记的内容，过期的留痕也去掉了，两个人都记在留痕里。"
NOTHING_PAST = "没有过了保存期限的。"
SECOND, THEIR_PASSWORD = "另一位是谁", "另一位的密码"
DESTRUCTION_TITLE = "到期材料销毁清单"
DESTRUCTION_PART = "清单"
DESTRUCTION_AFTER = ("经两人核对，上列材料已过保存期限，没有未办结的事项，也不需要移交档案馆，同意销毁。",)
DESTRUCTION_SIGNS = ("站长（签名）：", "监销人（签名）：", "日期：")
PRINT_DESTRUCTION, PRINT_AUDIT = "打印销毁清单", "打印自查"

# 留痕
TRAIL = "留痕"
TRAIL_HEADS = ("时间", "谁", "做了什么", "说明")
TRAIL_EMPTY = "还没有留痕。"
TRAIL_LINE = "谁在什么时候打开、打印、导出过；程序自己记，谁也改不了。"
TRAIL_SOUND = "一共 {count} 条，一条接一条没有被改过。登记本身的改动，在每条登记的“经过”里。"
TRAIL_BROKEN = "第 {first} 条起对不上：有人动过数据文件，请告诉县级和维护人员。"

# 交接单
BLANK_NAME = "＿＿＿＿＿＿"
HANDOVER_TITLE = "联络站工作交接单"
HANDOVER_WHO = "{leaver}将联络站工作移交给{successor}，时间{day}。"
HANDOVER_OPEN = "一、没有办完的意见"
HANDOVER_OPEN_HEADS = ("序号", "编号", "收到日期", "事项", "现在", "承办单位", "时限")
HANDOVER_TELL = "二、等着告知的群众"
HANDOVER_TELL_HEADS = ("序号", "编号", "来访人", "事项", "办复日期")
HANDOVER_DAYS = "三、安排了还没办的接待日"
HANDOVER_DAYS_HEADS = ("序号", "日期", "时间", "地点", "公告")
HANDOVER_SUGGESTIONS = "四、起草中的代表建议"
HANDOVER_SUGGESTIONS_HEADS = ("序号", "编号", "标题", "领衔代表")
HANDOVER_REST = "五、其他"
HANDOVER_NONE = "没有。"
HANDOVER_DRAFTS = "没写完的登记 {count} 份；待发 {waiting} 条。"
HANDOVER_THINGS = "恢复纸□　公章□　纸质登记表□　档案柜钥匙□　优盘□　其他："
HANDOVER_SIGNS = ("移交人（签名）：", "接收人（签名）：", "监交人（签名）：", "日期：")
NOT_POSTED = "还没贴"
KEEPS_NAMES = "（本人要求保密）"


def own_visit(day: str, number: str) -> str:
    """A visit as its own person is told of it."""
    return f"{plain_day(day)}来访 {number}"


def own_sent(unit: str, *, is_sent: bool) -> str:
    """Who was given a matter: the unit that handles it, the office above; else nobody."""
    return "、".join(one for one in (unit, OWN_SENT_UP if is_sent else "") if one) or OWN_STAYS


def own_opening(name: str, day: str, clerk: str) -> str:
    """For whom what is kept was looked up, when and by whom."""
    return f"查询人：{name}。查询日期：{plain_day(day)}。经办人：{clerk}。核对本人：□身份证件　□当面认识。"


def past_one(kind: str, beside: int, last: str) -> str:
    """A record that is past its time: what it is, how much goes with it, the last day."""
    whole = f"{kind}，连同 {beside} 条" if beside else kind
    return f"{whole}，最后一次办理 {plain_day(last)}"


def past_lines(count: int) -> str:
    """How many lines of the trail are past their time."""
    return f"{count:,} 条过了保存期限"


def destruction_opening(rows: Sequence[tuple[str, int, int]]) -> str:
    """By which rule how many of each kind are past their time: its label, years (0: for good), how many."""
    rule = "、".join(f"{label} {years} 年" if years else f"{label}长期" for label, years, _ in rows)
    past = "、".join(f"{label} {count:,} 条" for label, _, count in rows if count)
    return f"保存期限：{rule}。已过期：{past or '没有'}。"


def counted(who: str, what: str, detail: str, count: int) -> tuple[str, str]:
    """How often somebody did something, and to what."""
    return who, f"{what}{f'（{detail}）' if detail else ''} {count} 次"


def copies_at(place: str, last: str, count: int | None) -> tuple[str, str]:
    """A place that copies go to: the last day, and how many lie there (None where it is out of reach)."""
    there = "现在看不到这个地方，里面的备份没有数" if count is None else f"现有 {count} 份"
    return place, f"上次 {plain_day(last)}，{there}"


def more_past(count: int) -> str:
    """What a page does not list."""
    return f"还有 {count} 条，见销毁清单"


def proposed(reads: str) -> str:
    """How a proposed password reads, and what to do with it."""
    return f"读作：{reads}。两格都填好了，请抄下来，记住以后把纸条撕掉。"


def handover_accusations(numbers: Iterable[str]) -> str:
    """Accusations that are handed over face to face, by their numbers alone."""
    return f"没有办完的检举控告（内容不在这张纸上，当面移交）：{'、'.join(numbers)}。"


def when(at: str) -> str:
    """The time of a trail's line: 2026-11-23 09:30."""
    return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M")


def failures(detail: str) -> str:
    """What is said of an opening after wrong passwords."""
    return f"之前填错密码 {detail} 次" if detail else ""


def of(act: str, name: str) -> str:
    """An act on one person."""
    return f"{act}：{name}"


def digit(number: int, name: str) -> str:
    """A name with the digit that picks it."""
    return f"{number} {name}"


TITLE = "恢复纸"
CODE = "一、恢复码"
KEEPING = "二、怎样保管"
KEEP = (
    "这张纸等于台账的钥匙。请装进信封封好，写上日期，由站长锁在柜子里，不要和电脑放在一处。",
    "不要拍照，不要发到手机和网上，不要贴在桌面上。",
)
USING = "三、什么时候用"
USE = (
    "忘了密码，或者换了经办人打不开台账时：在开锁的画面选“用恢复纸打开”，照抄恢复码，再设一个新密码。",
    "这张纸丢了，请站长尽快在「设置」的“恢复纸”里重新生成一张，程序会跟着换锁。密码和这张纸都没有了，台账谁也打不开。",
)


def made_for(station: str, user: str, day: str) -> str:
    """For which station and whom the code was made, and when."""
    return (
        f"{station}，经办人{user}，{plain_day(day)}生成。恢复码只出现这一次，程序里不保存；以后再生成，这一张就作废。"
    )


FILE = "履职档案"
FILE_HEADS = ("日期", "时间", "地点", "履职方式", "履职内容", "履职成效", "组织单位")
FILE_SHARES = (4.4, 4.4, 6.0, 4.8, 14.0, 7.0, 6.0)
EXCERPT = 40
WAS_NOT_THERE = "出席情况更正：当天没有到"


def received(station: str, topic: str, figures: tuple[int, int, int], heard: int) -> str:
    """What a deputy did on a reception day: visits, heads and matters of the day, and visits that they heard."""
    visits, heads, matters = figures
    about = f"（议题：{topic}）" if topic else ""
    return (
        f"在{station}参加代表接待日活动{about}。当天接待来访{visits}批{heads}人次，"
        f"收到意见建议{matters}条；本人接待{heard}批。"
    )


def file_heading(count: int) -> str:
    """The heading over a deputy's duty file."""
    return f"{FILE} {count} 次" if count else FILE


def file_of(deputy: str) -> str:
    """The title of the printed duty file."""
    return f"{deputy}代表{FILE}"


def file_told(levels: str) -> str:
    """Whose duty file it is: by which mandates they sit."""
    return levels or "任职未登记"


def hours(start: str, end: str) -> str:
    """From when to when."""
    return f"{start}–{end}" if start and end else start or end


def excerpt(content: str) -> str:
    """The beginning of what was done, on one line."""
    said = " ".join(content.split())
    return said if len(said) <= EXCERPT else f"{said[:EXCERPT]}…"


BOOKLET = "联络站工作台使用手册"
AUTHOR = "人大代表联络站"
BULLET = "· "

HELP = "帮助"
HELP_SENTENCE = "↑↓ 和 PgDn 往下看，Esc 回到刚才的页面，什么都不会丢。"
CONTENTS = "目录"
FIND = "在手册里找"
FIND_HINT = "写几个字，比如：停电、回执"
FOUND_NOTHING = "没有找到。换一个说法，或者清空看全部。"
PRINT_MANUAL = "打印整本手册"
FIND_KEY = "找"
LIST_OF_PAGES = "手册的各页"


def numbered(number: int) -> str:
    """The mark before a step; of a list without numbers for 0."""
    return f"{number}. " if number else BULLET
