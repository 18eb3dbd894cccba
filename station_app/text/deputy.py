"""What the window of a deputy says: own suggestions, own days, own duty file, what they heard."""

from __future__ import annotations

SUGGESTIONS = "我的建议"
DAYS = "我的接待日"
DUTIES = "履职档案"
HEARD = "听到的"
DAYS_RAIL = "接待日"
DAYS_SENTENCE = "我参加过的接待日，共 {count} 次。回车或 F8 打印这一天的小结。"
DAYS_HEADS = ("日期", "时间", "地点和议题", "我接待", "现在")
NO_DAYS = "还没有参加过接待日。"
NOT_SUMMED_UP = "这一天还没有开始接待，没有小结可打。"
DUTIES_SENTENCE = "我的履职登记，共 {count} 条。F8 打印。"
DUTIES_HEADS = ("日期", "方式", "内容", "组织单位")
NO_DUTIES = "还没有履职登记。接待日结束后自动记上。"
PRINT_SUMMARY = "打印小结"
NOBODY = "这位用户还没有对上哪位代表，请站长在“设置—用户”里补上。"


def heard(count: int) -> str:
    """How many visits the deputy heard on a day."""
    return f"{count} 批" if count else ""
