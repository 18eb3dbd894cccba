"""The visit (来访): one arrival at the station (F2 代表接待登记表)."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Visit:
    """One arrival: a person or a group, heard on one occasion. Each matter that was raised is an `Opinion`."""

    uid: str = field.uid("来访")
    number: str = field.number("编号")
    state: str = field.code("状态", "visit_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
    reception_day: str = field.ref("接待日", "reception_day", default="", given=True, indexed=True)
    visitor: str = field.ref("来访人", "person", given=True, indexed=True)
    received_on: str = field.day("接待日期", indexed=True)
    received_at: str = field.time("接待时间", default="")
    channel: str = field.code("方式", "channel")
    headcount: int = field.count("来访人数", low=1, high=9999, default=1)
    representatives: tuple[str, ...] = field.refs("来访代表", "person", default=(), max_len=5)
    companions: tuple[str, ...] = field.refs("同来的人", "person", default=())
    deputies: tuple[str, ...] = field.refs("接待代表", "deputy", default=())
    place: str = field.text("地点", max_len=100, default="")
    is_first: str = field.code("是否初次反映", "first_or_repeat")
    prior_channels: str = field.text("曾向何部门反映", max_len=200, default="")
    repeat_of: str = field.ref("上次来访", "visit", default="", given=True, indexed=True)
    notice_way: str = field.code("已告知个人信息用途", "notice_way")
    confirmation: str = field.code("宣读后确认", "confirmation", default="")
    proxy_name: str = field.text("代签（代书）人", max_len=60, default="", personal=True)
    language: str = field.code("使用语言", "language", default="")
    interpreter: str = field.text("翻译", max_len=60, default="")
    recorder: str = field.ref("记录人", "user", default="", given=True)
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    carried: str = field.prose("旧台账附记", max_len=20000, default="", personal=True)
    is_minor: bool = field.flag("来访人未满18周岁", default=False)
    guardian: str = field.text("监护人", max_len=60, default="", personal=True)
