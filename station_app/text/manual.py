"""What the help page and the printed manual say."""

from __future__ import annotations

BOOKLET = "联络站工作台使用手册"
AUTHOR = "人大代表联络站"
BULLET = "· "

HELP = "帮助"
HELP_SENTENCE = "↑↓ 和 PgDn 往下看，Esc 回到刚才的页面，什么都不会丢。"
CONTENTS = "目录"
FIND = "在手册里找"
FIND_HINT = "写几个字，比如：停电、回执"
FOUND_NOTHING = "没有找到。换一个说法，或者清空看全部。"
PRINT_MANUAL = "打印整本手册"
FIND_KEY = "找"
LIST_OF_PAGES = "手册的各页"


def numbered(number: int) -> str:
    """The mark before a step; of a list without numbers for 0."""
    return f"{number}. " if number else BULLET
