"""The reception day (代表接待日) and who of the deputies was there."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class ReceptionDay:
    """A scheduled session with named deputies (F1 接待日安排)."""

    uid: str = field.uid("接待日")
    number: str = field.text("编号", max_len=32, default="", given=True, searched=True)
    state: str = field.code("状态", "reception_day_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
    held_on: str = field.day("接待日期")
    start: str = field.time("开始时间")
    end: str = field.time("结束时间")
    place: str = field.text("地点", max_len=100)
    topic: str = field.text("议题", max_len=100, default="")
    scope: str = field.prose("受理范围", max_len=1000, default="")
    joint_units: str = field.text("联合接待部门", max_len=200, default="")
    notice_posted_on: str = field.day("公告日期", default="")
    contact: str = field.text("联系人", max_len=60, default="")
    contact_phone: str = field.text("联系人电话", max_len=40, default="", check="phone")
    common_matters: str = field.prose("意见建议和共性问题", max_len=4000, default="")
    cancel_reason: str = field.text("取消原因", max_len=200, default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="")


@record
class Attendance:
    """One deputy on one reception day: expected, present, on leave, and who stood in."""

    uid: str = field.uid("出席")
    reception_day: str = field.ref("接待日", "reception_day")
    deputy: str = field.ref("代表", "deputy")
    level: str = field.code("代表级别", "deputy_level")
    presence: str = field.code("出席情况", "presence", default="EXPECTED")
    replaced_by: str = field.ref("补位代表", "deputy", default="")
    note: str = field.text("说明", max_len=200, default="")
