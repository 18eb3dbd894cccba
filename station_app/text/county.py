"""What the county's desk says: its tiles, its lists of matters, acts on several rows, promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WORKBENCH = "工作台"
START_WORST = "从最急的办起"
ROWS = {
    "now": ("要马上处理", "过了时限的，和要我们拿主意的"),
    "ours": ("轮到我们", "我们写了，别人才能往下走"),
    "theirs": ("轮到别人", "我们看着，到时候催"),
}
TILES = {
    "overdue": "已超期",
    "promise_overdue": "承诺过了期",
    "dissatisfied": "不满意，要重办",
    "clashes": "两边写得不一样",
    "to_accept": "建议待接收",
    "to_assign": "待交办",
    "to_check": "答复待审",
    "extension_asked": "申请延期",
    "return_asked": "申退",
    "due_soon": "7 天内到期",
    "to_sign": "待签收",
    "promise_soon": "15 天内该兑现的承诺",
    "untold": "有答复没告知",
    "silent": "久没消息的站",
}
NOTHING_WORST = "现在没有要办的。有新的就到工作台上来。"
NONE = "没有"
BARS = "柱子是现在等着的这些，按从哪一周等起分，最右边是最近一周"


def workbench_sentence(stations: int, running: int) -> str:
    """What the tiles are of."""
    return f"全县 {stations} 个站，在办 {running:,} 件 · {BARS}"


def station(name: str) -> str:
    """A station as the county calls it: 桴㯊镇, not 桴㯊镇人大代表联络站."""
    short = name.removesuffix("联络站").removesuffix("代表").removesuffix("人大")
    return short or name


def worst(days: int | None, name: str, *, is_past: bool) -> str:
    """The worst case of a tile: for how many days, whose."""
    match days:
        case None:
            return name
        case 0:
            told = "今天" if not is_past else "今天起"
        case _ if is_past:
            told = f"最久 {days} 天"
        case 1:
            told = "最近明天"
        case _:
            told = f"最近还剩 {days} 天"
    return f"{told} · {name}" if name else told


def kinds(counts: Mapping[str, int]) -> str:
    """How a number is made of opinions and suggestions, where it is of both."""
    names = {"opinion": "意见", "suggestion": "建议"}
    told = [f"{names[kind]} {count:,}" for kind, count in counts.items() if count and kind in names]
    return " · ".join(told) if len(told) > 1 else ""


def tile(name: str, count: int, *said: str) -> str:
    """A tile for those who hear the screen."""
    return "，".join((f"{name} {count} 件" if count else f"{name}：{NONE}", *filter(None, said)))


# 意见、建议两张表

OPINIONS, SUGGESTIONS = "意见", "建议"
MATTER, STATION, CATEGORY, UNIT, STATE, URGENCY, LEFT, LEVEL = (
    "事项", "站", "类别", "单位", "到哪里了", "急缓", "还剩", "层次",
)  # fmt: skip
MORE = ("编号", "村（社区）", "振兴领域", "轮到谁", "收到日期", "原话（开头）", "时限")
TURN_OF = "轮到{side}"
NO_UNIT = "还没定"
LED_BY = "领衔 {name}"
ANY = {
    "station": "所有站",
    "village": "所有村",
    "level": "各级",
    "category": "各类",
    "revitalization": "各领域",
    "unit": "所有单位",
    "turn": "不论轮到谁",
    "urgency": "急不急都要",
    "due": "时限不限",
}
STATES = {"open": "全部在办", "all": "全部（办完的也在内）"}
DUES = {"overdue": "已超期", "today": "今天到期", "three": "3 天内到期", "week": "7 天内到期", "none": "没有时限"}
SORTS = {
    "due": "剩的天数",
    "waiting": "等得最久",
    "-waiting": "最新",
    "urgency": "急的在前",
    "station": "站",
    "unit": "单位",
    "state": "到哪里了",
    "category": "类别",
    "village": "村",
    "level": "层次",
    "number": "登记先后",
}
BETWEEN = {
    "opinion": ("", " ", " 的 ", " ", " ", " 意见，", " ", " ", " ", " ，按 ", " 排列"),
    "suggestion": ("", " ", " ", " 建议，", " ", " ", " ", " ，按 ", " 排列"),
}
PHRASES = {
    "station": "站",
    "village": "村",
    "level": "层次",
    "category": "类别",
    "revitalization": "振兴领域",
    "unit": "单位",
    "state": "到哪里了",
    "turn": "轮到谁",
    "urgency": "急缓",
    "due": "时限",
    "sort": "排列",
}
FIND_MATTER = "查找 Ctrl+F"
NONE_LEFT = "没有对得上的。把上面那句话里的条件放宽，或者换一个页签。"
NONE_YET = "这里还没有收到。联络站上报了，就列在这里。"
ALSO_THERE = "{name}里也有 {count} 件"
SEE_OTHERS = "看{name}里的"
KEEP_TAB, RENAME_TAB, DROP_TAB = "存下这个筛选", "给页签改名", "去掉这个页签"
TAB_NAME = "页签的名字"
TAB_KEPT, TAB_DROPPED = "存好了：“{name}”。", "去掉了页签“{name}”，登记的事都还在。"
TAB_FIXED = "这个页签是程序带的，不能改名、不能去掉。"
NEXT_TAB, TAB_BEFORE = "后一个页签", "前一个页签"
ALIKE = "像是同一件事"
ALIKE_HEADS = ("站", "事项", "像几分")
NONE_ALIKE = "没有找到像的。"
SIDE_BY_SIDE = "并排看"
THIS_ONE = "这一件"
NO_TURN = "没有轮到谁：已经到头了"


def chosen(count: int, stations: Sequence[tuple[str, int]]) -> str:
    """How many rows are chosen, and of which stations."""
    told = " · ".join(f"{name} {number}" for name, number in stations)
    return f"选了 {count:,} 件　{told}" if count else "没有选，就办光标这一件"


# 几件一起办

ASSIGN, REMIND, JOIN, CHECK, PRINT = "交办", "催办", "并案", "审核通过", "打印"
SEVERAL_SENTENCE = "先看每一件会怎样，再按 F9；办完可以用 Ctrl+Z 一次撤回。"
SEVERAL_HEADS = ("编号", "事项", "单位", "时限", "会怎样")
WILL_DO = "可以办"
CANNOT = "办不了：{why}"
NONE_CAN = "这几件现在都办不了，原因写在各行里。"
EXCERPT_HINT = "摘要里不要写人名：各站都会看到。每一位来访人仍由本站单独答复。"
DIFFERENT_UNITS = "单位留空，就按各件的拟办单位交办。"
BETWEEN_WHYS = "；"
LOOK_FIRST = "看看会怎样"


def will_do(label: str, count: int, of: int) -> str:
    """How many of some rows an act can be done to."""
    return f"能{label} {count} 件" if count == of else f"能{label} {count} 件，{of - count} 件办不了"


def do_several(label: str, count: int) -> str:
    """What the key says."""
    return f"{label} {count} 件"


def did(label: str, count: int) -> str:
    """What was done."""
    return f"办好了：{label} {count} 件。要撤回按 Ctrl+Z。"


COUNTY_PROBLEMS = {
    "nothing_at_units": "现在没有单位在办：还没有交办、单位在申退、已经答复，或者是联络站自己转办的",
    "nothing_to_check": "没有等着审的答复：还没有答复、已经审过，或者是联络站自己收的",
    "tab_name": "页签要有名字，最多 {most} 个字",
    "tab_name_taken": "已经有一个叫“{value}”的页签，请换个名字",
    "too_many_tabs": "自己存的页签最多 {most} 个，请先按 Ctrl+J 去掉一个不用的",
}

# 承诺

PROMISES = "承诺"
PROMISE_HEADS = ("承诺的事", "单位", "哪件事", "站", "到期", "状态")
PROMISE_STATES = {"open": "没兑现的", "overdue": "过了期的", "soon": "15 天内到期的", "kept": "兑现了的", "all": "全部"}
NO_PROMISE = "没有这样的承诺。答复里写明下步时限的，记下来就列在这里。"
PROMISE_SENTENCE = "答复里答应了、还要看着兑现的事。"

# 站

SILENT = "久没消息的站"
SILENT_HEADS = ("站", "最后一次来数据", "多久了", "电话")
SILENT_SENTENCE = "超过 14 天没有数据来的站，最久的在前；打个电话问问。"
NONE_SILENT = "各站最近都有数据来。"
NEVER_HEARD = "从来没有"


def silent_for(days: int | None) -> str:
    """Since when nothing came from a station."""
    return NEVER_HEARD if days is None else f"{days} 天"
