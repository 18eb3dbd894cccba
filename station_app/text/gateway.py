"""What the gateway says to whoever operates it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

LISTENS = "平台在 {listen} 运行；公钥 {key}"
INVITED = "{name}的准入文件写好了：{path}；一次性的码是 {code}"
COPIED = (
    "备份好了，也核对过了：{folder}，{changes} 条，{files} 个文件，{megabytes} MB。钥匙文件不在里面，请另外保管一份"
)
RESTORED = "从备份恢复好了（{at} 的，{changes} 条，{files} 个文件）；请启动，各站下次联系时会自己核对，补上缺的"
DAMAGED_FILES = "这些附件在平台上就已经坏了，照原样留着：{names}"
MOVE_ANNOUNCED = (
    "宣布了搬到 {url}：各站下次联系时自己改认新地址；够不着这里的站，把 {path} 拿去在“准入”里打开。"
    "把库拷到新地址，在那里先运行一次 gateway arrive，再启动；这里先别关，等各站都来过"
)
ARRIVED = "现在就是搬来的平台了，换成了新的纪元 {epoch}；请启动（已在运行的先停下再启动）"
REPLACED = "换了电脑"
REVOKED = "停用了设备 {key}；它以后送来的批次留给人看"
DECIDED = {
    "accept": "{line}：收下了",
    "send-back": "{line}：退回那个站更正",
    "drop": "{line}：不收",
}
REBUILT = "重新归并了 {records} 条登记"

PARTS = {
    "totals": "合计",
    "places": "单位",
    "devices": "设备",
    "forks": "分叉",
    "review": "待看",
    "quarantine": "隔离",
    "own": "平台流水",
    "log": "记事",
}
"""The parts of the status, by the name that programs know them by."""

TITLE = "省级平台 · 运行情况"
ACCOUNT, PASSWORD = "帐号", "密码"
LOG_IN = "进入"
LOG_OUT = "退出"
PASSWORD_WRONG = "帐号或密码不对，请再输一次。"
SEARCH = "名称或代码"
ORDER = "排序"
ORDERS = {
    "silent": "久没联系的在前",
    "name": "按名称",
    "refused": "没有收的多的在前",
    "held": "暂存的多的在前",
    "acked": "收到的多的在前",
}
FIND = "查找"
NOTHING = "没有。"
NEVER = "还没有"
OWN = "省级平台"
REASON = "停用原因"
REVOKE = "停用"
STOP_STATION = "要停用 {name} 的这台电脑吗？停用以后，它再送来的不收，放在一边等人看。"
STOP_COUNTY = (
    "要停用 {name} 的这台电脑吗？它是县级的：停用以后，这个县的回执、退回更正、准入都发不出去，全县各站都受影响。"
    "确实要停用，请在下面输入这个单位的全名。"
)
TYPE_NAME = "单位全名"
NAME_DIFFERS = "输入的和单位全名不一样，没有停用。"
LEAVE_IT = "不停用，回去"
PAGE_BEFORE, PAGE_AFTER = "上一页", "下一页"
COMMAND_LINE, NOBODY = "（服务器上的命令）", "（没有这个帐号）"

SECTIONS = {
    "places": "单位和流水",
    "quarantine": "隔离的条目",
    "forks": "分叉的批次",
    "review": "待人看的批次",
    "devices": "设备",
    "own": "平台自己的流水",
    "log": "谁做了什么",
}

AUDIENCES = {"office": "上级"}

PLACE_HEADINGS = ("单位", "地方代码", "身份", "最近联系", "收到几条", "没有收", "暂存（缺前面的）", "缺", "电脑")
OWN_HEADINGS = ("流水", "发给", "几条")
NUMBERS = frozenset((*PLACE_HEADINGS[4:7], "几条", "第几条"))
"""Headings over figures."""

QUARANTINE_HEADINGS = ("单位", "流水", "第几条", "种类", "所在格", "原因", "怎么定")
ASIDE_HEADINGS = ("单位", "流水", "范围", "收到时间", "批次", "原因", "怎么定")
LINE_OUTCOMES = {"ACCEPTED": "收下其余各格", "SENT_BACK": "退回更正", "DROPPED": "不收"}
ASIDE_OUTCOMES = {True: {"DROPPED": "不要"}, False: {"ACCEPTED": "收下", "DROPPED": "不要"}}
"""What can be decided of a batch that lies aside, by whether it is a fork: that one its device sends anew by itself."""

DEVICE_HEADINGS = ("单位", "地方代码", "身份", "状态", "准入时间", "公钥", "停用")
LOG_HEADINGS = ("时间", "谁", "从哪里", "做了什么", "详情")

EVENTS = {
    "login": "进入",
    "login_failed": "密码不对",
    "logout": "退出",
    "revoke": "停用设备",
    "decide": "定了收不收",
    "account": "设了帐号密码",
    "account_dropped": "去掉帐号",
    "backup": "备份",
    "restore": "从备份恢复",
    "move": "宣布搬家",
    "arrive": "搬到新地址",
    "invite": "发准入",
    "rebuild": "重新归并",
}

REASONS = {
    "batch_fork": "和已经收下的对不上，像是恢复过旧备份；那台电脑会自己另起流水重发",
    "batch_key_revoked": "这台设备已经停用，请先问清楚再定",
}


def span(first: int, last: int) -> str:
    """A range of changes."""
    return f"第 {first} 条" if first == last else f"第 {first} 到 {last} 条"


def missing(range_of_changes: str) -> str:
    """What has not come of a journal although later changes have: "5-9", "" for nothing."""
    first, _, last = range_of_changes.partition("-")
    return f"缺{span(int(first), int(last))}" if first else ""


def listed(some: Iterable[str]) -> str:
    """Several in a row."""
    return "、".join(some)


def because(reason: str) -> str:
    """Why a device is stopped."""
    return f"{REASON}：{reason}"


def pages(page: int, of: int, number: int) -> str:
    """Which page of a part is shown."""
    return f"第 {page}/{of} 页，共 {number} 行"


def too_many_tries(wait_s: int) -> str:
    """Why a password is not looked at now."""
    return f"密码错了多次，请过 {wait_s} 秒再试。"


def silent_for(days: int | None) -> str:
    """How long a place was not heard."""
    return f"（{days} 天没联系）" if days else ""


def devices_of(active: int, number: int) -> str:
    """How many computers a place has."""
    return f"{active} 台" if active == number else f"{active} 台，停用 {number - active} 台"


def journal_line(audience: str, acked: int, judged: int, seen: str) -> str:
    """One journal of a place."""
    return f"发给{audience}，收到第 {acked} 条，审到第 {judged} 条，最近 {seen}"


def last_copy(at: str, to: str) -> str:
    """When the last copy was made, and where it lay."""
    if not at:
        return "还没有备份过。请在服务器上运行：gateway backup 新文件夹，并把它和钥匙文件分开保管。"
    return f"最近一次备份：{at[:16].replace('T', ' ')}，在 {to}"


def decision(what: str, outcome: str) -> str:
    """What the log says of a decision."""
    return f"{what}：{LINE_OUTCOMES.get(outcome, outcome)}"


def event_of_device(name: str, key: str, reason: str) -> str:
    """What the log says of a device."""
    return f"{name}（{key[:12]}…）：{reason}"


def status_line(counted: Mapping[str, Any]) -> str:
    """How the gateway stands, in a line."""
    return (
        "单位 {places} 个，电脑 {devices} 台，流水 {journals} 本，收到 {changes} 条，附件 {files} 个；"
        "没有收 {quarantine} 条，暂存 {held} 条，分叉 {forks} 批，待看 {review} 批".format_map(counted)
    )


ALL_BY = "（加 --all 全部列出）"
ACCOUNT_KEPT = "帐号 {name} 的密码设好了；它原来的登录都退出了"
ACCOUNT_DROPPED = "去掉了帐号 {name}"


CONTRACT = "联络站、县级和省级平台之间的约定；批次的格式和全部规则见 docs/batch.md。"
SIGNING = (
    "要签名的请求：先不签名问一次，从 401 的 WWW-Authenticate 里取 nonce，"
    "再用设备的私钥对“方法 路径 换行 nonce”签名，写成 Authorization: Ed25519 公钥 nonce 签名。"
)
CALL_HEADINGS = ("请求", "用途", "回答")

CALLS = {
    "put_batch": "送一个批次，或从断处接着送",
    "get_batch": "断线以后问：到了多少字节，或已经给出的审核结论",
    "get_journal": "一本流水到了哪里；第一次联系和出了意外以后都问它",
    "get_totals": "一本流水每天每类有多少条，用来对账",
    "get_feed": "给这台设备的消息",
    "get_scope": "一个县各站送来的批次，字节不变，只给这个县的设备",
    "put_blob": "送一个附件，或从断处接着送",
    "head_blob": "一个附件到了多少字节",
    "get_blob": "取一个附件，或其中一段",
    "enrol": "凭一次性的准入码登记设备",
}

STATUSES = {
    200: "办好了",
    202: "收到一部分，请从这里接着送",
    206: "其中一段",
    400: "请求的写法不对",
    401: "要签名；这里给出 nonce",
    403: "不准许",
    404: "没有",
    405: "这里不能这样做",
    409: "对不上：从别处接着送、缺前面的、或已经分叉",
    413: "太大",
    416: "没有这一段",
    422: "读懂了，但不能收，原因见 code",
    503: "现在不行，请按 Retry-After 稍后再来",
}
