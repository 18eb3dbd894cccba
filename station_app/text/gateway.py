"""What the gateway says to whoever operates it."""

from __future__ import annotations

LISTENS = "平台在 {listen} 运行；公钥 {key}"
INVITED = "{name}的准入文件写好了：{path}；一次性的码是 {code}"
RESTORED = "换成了新的纪元 {epoch}：各站下次联系时会自己核对，补上缺的"
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

PARTS = {"journals": "流水", "devices": "设备", "aside": "另存", "quarantine": "隔离"}
"""The parts of the status, by the name that programs know them by."""

TITLE = "省级平台 · 运行情况"
PASSWORD = "密码"
LOG_IN = "进入"
LOG_OUT = "退出"
PASSWORD_WRONG = "密码不对，请再输一次。"
SEARCH = "站名或代码"
FIND = "查找"
NOTHING = "没有。"
NEVER = "还没有"
OWN = "省级平台"
REASON = "停用原因"
REVOKE = "停用"

SECTIONS = {
    "journals": "流水",
    "quarantine": "隔离的条目",
    "forks": "分叉的批次",
    "review": "待人看的批次",
    "devices": "设备",
}

AUDIENCES = {"office": "上级"}

JOURNAL_HEADINGS = (
    "单位",
    "流水",
    "发给",
    "最近联系",
    "已收到第几条",
    "已审到第几条",
    "没有收",
    "暂存（缺前面的）",
    "缺",
)
NUMBERS = frozenset((*JOURNAL_HEADINGS[4:8], "第几条"))
"""Headings over figures."""

QUARANTINE_HEADINGS = ("单位", "流水", "第几条", "种类", "所在格", "原因")
ASIDE_HEADINGS = ("单位", "流水", "范围", "收到时间", "批次", "原因")
DEVICE_HEADINGS = ("单位", "地方代码", "身份", "状态", "准入时间", "公钥", "")

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


def more(shown: int, number: int) -> str:
    """What is said under a table that shows a part."""
    return f"共 {number} 行，这里是前 {shown} 行；请用上面的查找。"


def too_many_tries(wait_s: int) -> str:
    """Why a password is not looked at now."""
    return f"密码错了多次，请过 {wait_s} 秒再试。"


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
