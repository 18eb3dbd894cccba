"""What the pages of people and bodies say: units, groups, the end of a term, petitioners who may be one."""

from __future__ import annotations

UNITS = "承办单位"
UNITS_SENTENCE = "转办给谁。别名用顿号隔开：打别名也找得到。改了名、撤了的写停用日期，老的登记照旧。"
ADD_UNIT = "加一个单位"
NO_UNITS = "还没有承办单位。按 F2 加上常打交道的单位，转办时打两个字就出来。"

GROUPS = "代表小组"
GROUPS_SENTENCE = "代表在闭会期间的活动小组：组长、组员。"
ADD_GROUP = "加一个小组"
NO_GROUPS = "还没有代表小组。按 F2 加一个。"

TURN_OVER = "换届"
TURN_OVER_SENTENCE = "这一级的任期一起结束；连任的打勾，自动记上新一届，新当选的另外登记。以前的建议不变。"
TURN_OVER_KEEP = "办换届"
ENDED_ON = "上一届任期到哪天"
AGAIN = "连任的代表"
NOBODY_SITS = "先选级别，在任的代表就列在这里。"


def turned_over(ended: int, again: int) -> str:
    """A term has ended."""
    return f"办好了：{ended} 位代表任期届满，其中 {again} 位连任。"


ALIKE = "可能是同一个人"
MERGED_INTO = "已经并入"
MERGE_HINT = "并入以后，这一份登记的来访都算到那一位名下；并错了可以分开。"
BARRINGS = "须回避的人"
VISITS_OF = "来过"
