"""The year's plan of reception days (接待安排), a day of it (代表接待日), and who of the deputies was there."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class ReceptionPlan:
    """By which rule a station receives in a year (F1); `domain.recurrence` makes its days.

    `nth` and `weekday` belong to MONTHLY_WEEKDAY, `month_days` to MONTHLY_DAY (several, "5,15"), `weekday` to WEEKLY,
    `interval_days` and `first_on` to EVERY_N_DAYS (market days, 赶场). `months` narrows to some months, "1,3,5";
    empty is all twelve. `deputies` take turns, `deputies_a_day` of them on each day (轮值).
    """

    uid: str = field.uid("接待安排")
    station: str = field.ref("联络站", "station", given=True)
    year: int = field.count("年度", low=2000, high=2100)
    recurrence: str = field.code("接待规律", "recurrence")
    nth: str = field.code("第几个", "nth", default="")
    weekday: str = field.code("星期几", "weekday", default="")
    month_days: str = field.text("每月几日", max_len=40, default="")
    interval_days: int | None = field.count("几天一场", low=2, high=60, default=None)
    first_on: str = field.day("从哪天算起", default="")
    months: str = field.text("只在哪几个月", max_len=40, default="")
    shift: str = field.code("遇节假日", "holiday_shift")
    start: str = field.time("开始时间")
    end: str = field.time("结束时间")
    place: str = field.text("地点", max_len=100)
    topic: str = field.text("议题", max_len=100, default="")
    scope: str = field.prose("受理范围", max_len=1000, default="")
    joint_units: str = field.text("联合接待部门", max_len=200, default="")
    contact: str = field.text("联系人", max_len=60, default="")
    contact_phone: str = field.text("联系人电话", max_len=40, default="", check="phone")
    deputies: tuple[str, ...] = field.refs("轮值代表", "deputy", default=())
    deputies_a_day: int = field.count("每次几位代表", low=1, high=20, default=2)


@record
class HolidayTable:
    """The State Council's holidays and make-up workdays of one year (国办关于节假日安排的通知), issued each autumn.

    A line is a day or a span of days, `2027-02-05` or `2027-02-05~2027-02-11`, with a name behind it.
    """

    uid: str = field.uid("节假日安排")
    station: str = field.ref("联络站", "station", default="", given=True)
    year: int = field.count("年度", low=2000, high=2100)
    days_off: str = field.prose("放假的日子", max_len=2000)
    workdays: str = field.prose("调休上班的日子", max_len=2000, default="")
    source: str = field.text("依据的通知", max_len=200, default="")


@record
class ReceptionDay:
    """A scheduled session with named deputies (F1 接待日安排)."""

    uid: str = field.uid("接待日")
    number: str = field.number("编号")
    state: str = field.code("状态", "reception_day_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
    held_on: str = field.day("接待日期", indexed=True)
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
    plan: str = field.ref("接待安排", "reception_plan", default="", given=True, indexed=True)
    entered_late: bool = field.flag("事后补录", default=False)


@record
class Attendance:
    """One deputy on one reception day: expected, present, on leave, and who stood in."""

    uid: str = field.uid("出席")
    reception_day: str = field.ref("接待日", "reception_day", indexed=True)
    deputy: str = field.ref("代表", "deputy", indexed=True)
    level: str = field.code("代表级别", "deputy_level")
    presence: str = field.code("出席情况", "presence", default="EXPECTED")
    replaced_by: str = field.ref("补位代表", "deputy", default="")
    note: str = field.text("说明", max_len=200, default="")
