"""What duty records (履职登记) say, and the pages and prints of the duty file."""

from __future__ import annotations

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
