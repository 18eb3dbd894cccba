"""What the pages of suggestions say."""

from __future__ import annotations

RAIL = "建议"
LIST = "代表建议"
NEW = "起草建议"
NONE_YET = "还没有建议。按 F2 起草，或者在一条意见里选“转为代表建议”。"
LIST_HEADS = ("编号", "标题", "领衔代表", "状态", "意见", "附议", "检查")
DRAFT_TITLE = "起草代表建议"
SENTENCE = "左边按专用纸的次序填；右边随时检查（Ctrl+F 过去），回车跳到那一处。"
NOT_KEPT = "还没有保存"
KEEP, SUBMIT, PRINT, NEXT, WITHDRAW = "保存", "提出", "打印专用纸", "下一处要改", "放弃这份草稿"
KEPT = "草稿保存好了"
SUBMITTED = "已经提出。正文不能再改，要补充就用“补充修改”。"
PUT_AWAY = "这份草稿已放弃，关联的意见可以另提。"
PUT_AWAY_SURE = "放弃后不能再改这份草稿；关联的意见会放回去。"
CHECKS, EVIDENCE, COSIGNERS = "检查", "群众意见依据", "附议代表"
NOTHING_FOUND = "检查没有发现问题，可以提出。"
WEIGHTS = {"E": "必改", "W": "核对", "I": "提示"}
LET_STAND = "已保留"
REASON_HINT = "确要这样写：在这里写一句理由，回车保留"
REASON = "保留的理由"
NO_EVIDENCE = "还没有关联意见。"
ADD_OPINION = "找一条意见加上"
LIKE_ONES = "相近的意见"
NO_LIKE_ONES = "没有找到别人反映的同类意见。"
LIKE_HEAD = "这些像是同一件事，回车加上："
REMOVE_HINT = "回车打开，Delete 移出"
ADD_COSIGNER = "请哪位代表附议"
NO_COSIGNERS = "还没有附议代表。"
CONFIRM, DECLINE, LEAVE = "记为已确认", "不附议", "退出附议"
COMPARE, OWN_TEXT = "对照着看", "正在起草的这一件"
ANOTHER_MANDATE = "没有这一级的在任职务"
FINDINGS_NOW = "要改 {blocks} 处，请核对 {doubts} 处，提示 {hints} 处"
DRAFT_AT = "草稿 已保存 {at}"


def titled(title: str) -> str:
    """What a suggestion may be called that grows from an opinion of this title."""
    return f"关于{title}的建议" if title else ""


def counted(total: int, drafts: int) -> str:
    """How many suggestions there are."""
    return f"共 {total} 件，其中草稿 {drafts} 件。回车打开。"


def refused(count: int) -> str:
    """Why an act could not be done: it is marked where."""
    return f"还差 {count} 处，已在左边标出；右边的检查里回车就到那一处。"


def open_findings(count: int) -> str:
    """What still keeps a draft back."""
    return f"{count} 处要改" if count else "可以提出"


def finding(weight: str, label: str, sentence: str) -> str:
    """A line of the checks."""
    return f"【{WEIGHTS[weight]}】{label}：{sentence}" if label else f"【{WEIGHTS[weight]}】{sentence}"


def let_stand(sentence: str, reason: str) -> str:
    """A doubt that somebody let stand."""
    return f"【{LET_STAND}】{sentence}（理由：{reason}）"


def evidence(number: str, day: str, village: str, matter: str, people: int) -> str:
    """A line of the evidence."""
    return "　".join(part for part in (number, day, village, f"{people} 人") if part) + f"\n{matter}"


def summed(count: int, villages: int, people: int) -> str:
    """What the evidence adds up to."""
    return f"{count} 条意见 · {villages} 个村（社区） · {people} 人" if count else NO_EVIDENCE


def like_one(title: str, village: str, number: str, percent: int, same: bool, elsewhere: bool) -> str:
    """An opinion that is proposed, and why."""
    why = ["同一类事" if same else "相近的事", "另外的人", "另外的村" if elsewhere else "同一个村"]
    return f"{title}\n{village or '没有写村'}　{number}　{'、'.join(why)}　{percent}% 相近"


def cosigner(name: str, state: str, day: str, way: str) -> str:
    """A cosigner's line."""
    how = "，".join(part for part in (day, way) if part)
    return f"{name}　{state}" + (f"（{how}）" if how else "")


def lead(name: str, mandate: str) -> str:
    """A deputy who may lead, with the mandate by which."""
    return f"{name}　{mandate}"
