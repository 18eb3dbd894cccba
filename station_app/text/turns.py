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


# 核对承诺

PROMISES_PAGE = "核对承诺"
PROMISES_SENTENCE = "答复里像是答应了这些事。是的就记下，写得不对就改，不是的跳过；没记下的不算。"
PROMISE_KEEP, PROMISE_DROP = "是承诺，记下", "不是承诺"
NO_PROPOSAL = "这份答复里没有找到要核对的承诺。要记的，回到上一页按“记一项承诺”。"


def to_check(count: int) -> str:
    """The key that leads to what is proposed."""
    return f"核对答复里的承诺（{count} 项）"


def promise_turn(turn: int, count: int) -> str:
    """Over a proposal: which of how many."""
    return f"第 {turn} 项，共 {count} 项"


def decided_by(words: Sequence[str]) -> str:
    """The words by which it was taken for a promise."""
    return f"照这些字找出来的：{'、'.join(dict.fromkeys(words))}"


def promises_done(kept: int, dropped: int) -> str:
    """What came of it."""
    return f"核对完了：记下 {kept} 项承诺{f'，{dropped} 项不是' if dropped else ''}。"


def past_due(count: int, title: str) -> str:
    """On the first page: promises past their day."""
    return f"{count} 件答应的事过了期：{title}" if title else f"{count} 件答应的事过了期"


def look_back(day: str, own: int, every: int) -> str:
    """On the first page: what of earlier reception days is open."""
    if not own:
        return f"回头看：往日接待的还有 {every} 件没办完"
    return f"回头看：{day}接待的还有 {own} 件没办完{f'，往日一共 {every} 件' if every > own else ''}"


LONGEST_CALLED = 8


def called(what: str) -> str:
    """A promise beside the key of an act on it: its beginning."""
    return what if len(what) <= LONGEST_CALLED else f"{what[:LONGEST_CALLED]}…"
