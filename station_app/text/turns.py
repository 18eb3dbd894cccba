"""The words of a matter's line of time: lanes, whose turn it is, what stands beside it, the page that is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TURN = "下一步轮到"
OVER = "办完了"
LINE = "从说出来到告诉他"
LANES: Mapping[str, str] = {
    "VISITOR": "来访人",
    "STATION": "联络站",
    "COUNTY": "县人大",
    "UNIT": "承办单位",
    "DEPUTY": "代表",
}
STEPS: Mapping[str, str] = {
    "whither": "定去向",
    "dispatch": "交给单位办",
    "sign": "签收",
    "reply": "答复",
    "decide_return": "定退不退",
    "tell": "告诉来访人",
    "ask": "问满不满意",
    "end": "办结，不满意的重办",
    "submit": "写完提交",
    "review": "审查",
    "rate": "评价",
    "conclude": "办结，不满意的重办",
    "keep": "兑现答应的事",
}
SAID = "说出来"
TOLD = "告诉到了"
SPOKEN = "原话"
WANTED = "想要的"
REPLY = "答复"
NO_REPLY = "还没有答复。"
PROMISES = "答应的事"
LONGEST_REPLY = 600
WHOLE_BELOW = "……全文在下面“登记内容”里。"

PAPER = "办理经过"
VISITOR_PAPER, FILE_PAPER = "办理经过（给来访人）", "办理经过（存档）"
PAPER_HEADS = ("日期", "在谁手里", "做了什么", "凭哪份纸")
PAPER_MATTER, PAPER_SAID, PAPER_PROMISES, PAPER_NEXT = "反映的事", "说的话", "答应的事", "下一步"
NO_PAPER = "—"


def whose(lane: str, who: str, step: str, speaker: str = "") -> str:
    """Whose turn it is, and for what; `speaker` by name where they are to be told."""
    return f"{who or LANES[lane]} · {f'告诉{speaker}' if speaker else STEPS[step]}"


def until(day: str, left: str) -> str:
    """Until when, in words; "" for no day."""
    return f"{day}以前　{left}" if day else ""


def several(count: int) -> str:
    """Events that are folded into one."""
    return f"＋{count} 步"


def days(count: int) -> str:
    """How long it lay there."""
    return f"{count} 天"


def in_all(count: int) -> str:
    """How long it has taken."""
    return f"一共 {count} 天"


def sentence(steps: Sequence[str], following: str) -> str:
    """The whole line, as it is read aloud."""
    return "，".join(steps) + ("。" if not following else f"。{TURN}{following}。")


def step(day: str, lane: str, said: str) -> str:
    """One step of the sentence."""
    return f"{day}{lane}{said}"


def number_of_replies(count: int, day: str) -> str:
    """Which answer it is."""
    return f"第 {count} 次，{day}" if count > 1 else day


def promise(what: str, by: str, state: str) -> tuple[str, str]:
    """A promise, and under it its day and where it stands."""
    return what, f"{f'{by}以前　' if by else ''}{state}"


def kept(done: int, open_: int) -> str:
    """Over the promises: how many are settled, how many open."""
    return f"{PROMISES}　了结 {done}，还有 {open_}" if done else f"{PROMISES}　还有 {open_}"


def wanted(ask: str) -> str:
    """What the speaker wants."""
    return f"{WANTED}　{ask}"


def reply_label(day: str, unit: str) -> str:
    """Beside an answer on paper."""
    return f"{unit or REPLY}\n{day}"


def reply_said(said: str, letter_no: str) -> str:
    """An answer on paper, with its letter's number."""
    return f"{said}\n（{letter_no}）" if letter_no else said


def ask_at(station: str, phone: str) -> str:
    """Below: where to ask."""
    return f"有不清楚的，请带着回执到{station}来问{f'，电话 {phone}' if phone else ''}。"


def promised(what: str, by: str, state: str) -> str:
    """A promise on one line."""
    return f"{what}（{f'{by}以前，' if by else ''}{state}）"
