"""What a deputy did on duty (代表履职登记, F9): what 代表法 2025 art. 58 asks to be recorded."""

from __future__ import annotations

from typing import ClassVar

from station_app.domain import field
from station_app.domain.field import record


@record
class DutyRecord:
    """One performance of one deputy. A reception day that is closed makes one for each deputy who was there."""

    indexes: ClassVar = (("deputy", "held_on"),)

    uid: str = field.uid("履职登记")
    number: str = field.number("编号")
    state: str = field.code("状态", "duty_record_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
    deputy: str = field.ref("代表", "deputy")
    term: int | None = field.count("届", low=1, high=99, default=None)
    held_on: str = field.day("日期")
    start: str = field.time("开始时间", default="")
    end: str = field.time("结束时间", default="")
    place: str = field.text("地点", max_len=100, default="")
    way: str = field.code("履职方式", "duty_way")
    content: str = field.prose("履职内容", max_len=4000, searched=True)
    effect: str = field.prose("履职成效", max_len=4000, default="")
    organiser: str = field.text("组织单位", max_len=100, default="")
    reception_day: str = field.ref("接待日", "reception_day", default="", given=True, indexed=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    carried: str = field.prose("旧台账附记", max_len=20000, default="")
