"""The sentences of the interface: constants, and typed functions where a sentence carries values.

Chinese is the source language; labels stand on fields, sentences stand in this package: here what all screens share,
in `problems` what is wrong with an input, in `pages` what the pages say, in `paper` what prints say, in `commands` what
the command line says. Short, concrete, polite; never blame; always say the next step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from station_app.text.problems import explain

__all__ = ["explain"]

SEPARATOR = "、"
LEVELS = " › "
YES = "是"
NOTHING_CHOSEN = "还没选"
ANOTHER_CHOICE = "还可以再选"
NO_MATCH = "没有对得上的"
NOTICE = "提示"
CLOSE = "知道了"
COPY = "复制"
COPIED = "复制好了"
SORTED, TURNED = " ▲", " ▼"
"""Behind the heading of the column that a list is sorted by: the arrow of what stands first is at its point."""
COPIED_CELL = "复制了这一格"
RAIL = "页面"
BACK = "返回"
EMPTY_TABLE = "这里还没有记录。"
BUG_TITLE = "程序出了点问题"
BUG_SENTENCE = "这件事没有办成，别的可以接着办，已保存的都在。请把下面的文字复制给维护人员。"

BROKEN_HERE = "刚才这一步没有办成，写好的都还在，可以再按一次。"

STATUS_CELLS = {
    "station": "联络站",
    "user": "经办人",
    "saved": "保存",
    "waiting": "待发",
    "network": "网络",
    "backup": "备份",
    "lock": "加密",
    "keys": "键",
}

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def day_in_words(day: str) -> str:
    """A civil date (ISO 8601) as people write it, 2026年3月9日 星期一; what is no date stands for itself."""
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{read.year}年{read.month}月{read.day}日 {WEEKDAYS[read.weekday()]}"


def chosen(count: int) -> str:
    """How many rows of a list are chosen, and what can be done with them."""
    return f"选了 {count:,} 条　复制 Ctrl+C　导出 Ctrl+E　放开 Esc"


def copied(count: int) -> str:
    """Rows were copied."""
    return f"复制了 {count:,} 条，可以粘贴到表格里"


def too_many_to_copy(count: int, most: int) -> str:
    """More rows are chosen than a clipboard takes."""
    return f"选了 {count:,} 条，一次最多复制 {most:,} 条；要更多请导出 Ctrl+E"


def also_called(label: str, alias: str) -> str:
    """An entry with the other name that it was found by."""
    return f"{label}（{alias}）"


def default_choice(name: str) -> str:
    """What an empty choice field comes to."""
    return f"不选即：{name}"


def removable(name: str) -> str:
    """One of several that were picked, on a key that takes it away."""
    return f"{name}  ×"


def take_away(name: str) -> str:
    """What that key is called for those who hear the screen."""
    return f"去掉{name}"


def key_label(label: str, key: str) -> str:
    """An act's words with the key that does it."""
    return f"{label}  {key}" if key else label


KEY_WORDS = {"Return": "回车", "Enter": "回车", "PgUp": "PgUp", "PgDown": "PgDn"}


def key_words(key: str) -> str:
    """A key as it is called: 回车 for Return."""
    *held, last = key.split("+")
    return "+".join((*held, KEY_WORDS.get(last, last)))


def bug_report(version: str, log_path: str, traces: Sequence[str]) -> str:
    """The copyable report of what went wrong."""
    return "\n\n".join((f"版本 {version}\n日志 {log_path}", *traces))
