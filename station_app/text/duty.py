"""What duty records (履职登记) say, and the pages and prints of the duty file."""

from __future__ import annotations

WAS_NOT_THERE = "出席情况更正：当天没有到"


def received(station: str, topic: str, figures: tuple[int, int, int], heard: int) -> str:
    """What a deputy did on a reception day: visits, heads and matters of the day, and visits that they heard."""
    visits, heads, matters = figures
    about = f"（议题：{topic}）" if topic else ""
    return (
        f"在{station}参加代表接待日活动{about}。当天接待来访{visits}批{heads}人次，"
        f"收到意见建议{matters}条；本人接待{heard}批。"
    )
