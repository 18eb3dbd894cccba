"""Deputies: their mandates, the days on which they receive, what they do, what they suggest."""

from __future__ import annotations

from typing import ClassVar

from station_app.domain import field
from station_app.domain.field import record
from station_app.domain.records.handling import Assignment, Evaluation, Reply


@record
class Deputy:
    """An elected member, as the roster (代表名册, F15) lists them.

    What an office enters without a station is the public part of the roster and goes to all its stations: nothing
    personal stands in it, that belongs to a `DeputyContact`.
    """

    for_all_stations: ClassVar = True

    uid: str = field.uid("代表")
    name: str = field.text("姓名", max_len=60, min_len=1, check="name", searched=True)
    gender: str = field.code("性别", "gender", default="")
    ethnicity: str = field.code("民族", "ethnicity", default="")
    born_on: str = field.day("出生日期", default="", personal=True)
    post: str = field.text("单位及职务", max_len=100, default="", searched=True)
    political_status: str = field.code("政治面貌", "political_status", default="")
    education: str = field.text("学历", max_len=40, default="")
    address: str = field.text("通讯地址", max_len=200, default="", personal=True)
    postcode: str = field.text("邮政编码", max_len=6, default="", check="postcode")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone", personal=True)
    station: str = field.ref("所在联络站", "station", default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="", personal=True)
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)


@record
class DeputyContact:
    """What an office alone knows of a deputy of its roster: where to reach them. It goes to no station."""

    uid: str = field.uid("代表联系方式")
    deputy: str = field.ref("代表", "deputy", indexed=True)
    born_on: str = field.day("出生日期", default="", personal=True)
    address: str = field.text("通讯地址", max_len=200, default="", personal=True)
    phone: str = field.text("联系电话", max_len=40, default="", check="phone", personal=True)
    note: str = field.prose("说明", max_len=1000, default="", personal=True)


@record
class Mandate:
    """One mandate of one deputy: level, term, certificate, electoral unit and period."""

    for_all_stations: ClassVar = True
    belongs_to: ClassVar = "deputy"

    uid: str = field.uid("任职")
    deputy: str = field.ref("代表", "deputy", indexed=True)
    level: str = field.code("级别", "deputy_level")
    term: int | None = field.count("届", low=1, high=99, default=None)
    cert_no: str = field.text("代表证号", max_len=40, default="")
    electoral_unit: str = field.text("选区或选举单位", max_len=100, default="")
    delegation: str = field.text("代表团", max_len=60, default="")
    from_on: str = field.day("任职起", default="")
    to_on: str = field.day("任职止", default="")
    status: str = field.code("任职状态", "mandate_status", default="ACTIVE")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)


@record
class DeputyGroup:
    """A group of deputies between sessions (代表小组; 代表法 2025 arts. 26, 27)."""

    uid: str = field.uid("代表小组")
    station: str = field.ref("联络站", "station", given=True)
    name: str = field.text("小组名称", max_len=60, min_len=1, searched=True)
    leader: str = field.ref("组长", "deputy", default="")
    members: tuple[str, ...] = field.refs("组员", "deputy", default=())
    from_on: str = field.day("成立日期", default="")
    to_on: str = field.day("撤销日期", default="")
    note: str = field.text("说明", max_len=200, default="")


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

    for_all_stations: ClassVar = True

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


@record
class DutyRecord:
    """One performance of one deputy. A reception day that is closed, and an activity that is held, make one for each
    deputy who was there."""

    indexes: ClassVar = (("deputy", "held_on"),)

    uid: str = field.uid("履职登记")
    number: str = field.number("编号")
    state: str = field.code("状态", "duty_record_state", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
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
    activity: str = field.ref("活动", "activity", default="", given=True, indexed=True)
    campaign: str = field.ref("主题活动", "campaign", default="", given=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    carried: str = field.prose("旧台账附记", max_len=20000, default="")


@record
class Suggestion:
    """A formal document of a deputy (代表法 2025 arts. 24, 51), with the opinions that it grew from.

    `stage` is how far it came as a document (drafted, submitted, accepted, concluded); where it stands with its units
    and what they answered is read from its records of handling (`domain.standing`). `side` says
    where it was registered.
    """

    indexes: ClassVar = (("level", "term", "session"),)

    uid: str = field.uid("代表建议")
    number: str = field.number("编号")
    stage: str = field.code("环节", "suggestion_state", default="", given=True)
    state: str = field.read(field.code("状态", "suggestion_state", default=""))
    side: str = field.code("由谁记下", "side", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    kind: str = field.code("类型", "suggestion_kind")
    level: str = field.code("层次", "deputy_level")
    raised_in: str = field.code("提出时机", "raised_in")
    term: int | None = field.count("届", low=1, high=99, default=None)
    session: int | None = field.count("次", low=1, high=99, default=None)
    title: str = field.text("标题", max_len=200, searched=True)
    lead_deputy: str = field.ref("领衔代表", "deputy", indexed=True)
    cosigners: tuple[str, ...] = field.refs("附议代表", "deputy", default=())
    phone: str = field.text("联系电话", max_len=40, default="", check="phone", personal=True)
    address: str = field.text("通讯地址", max_len=200, default="", personal=True)
    postcode: str = field.text("邮政编码", max_len=6, default="", check="postcode")
    situation: str = field.prose("事由（情况和问题）", max_len=20000, searched=True)
    analysis: str = field.prose("原因分析", max_len=8000, default="", searched=True)
    proposals: str = field.prose("具体建议", max_len=8000, searched=True)
    suggested_units: str = field.text("建议承办单位", max_len=200, default="")
    campaign: str = field.ref("主题活动", "campaign", default="", given=True)
    review_category: str = field.code("审查分类", "committee_category", default="")
    disclosure: str = field.code("是否同意公开", "disclosure")
    origin_basis: tuple[str, ...] = field.codes("形成方式", "origin_basis", default=())
    repeat_years: str = field.code("多年多次提出", "repeat_years", default="")
    want_contact: bool = field.flag("希望加强联系沟通", default=False)
    no_written_reply: bool = field.flag("仅供研究参考，不需书面答复", default=False)
    open_for_cosign: bool = field.flag("可以联名", default=False)
    submitted_on: str = field.day("提出日期", default="")
    origin_opinions: tuple[str, ...] = field.refs("来自的群众意见", "opinion", default=())
    carried: str = field.prose("旧台账附记", max_len=20000, default="", personal=True, searched=True)
    official_no: str = field.text("正式编号", max_len=32, default="", searched=True, numbered=True)
    withdraw_reason: str = field.prose("撤回原因", max_len=1000, default="")
    withdrawn_on: str = field.day("撤回日期", default="")
    amendment: str = field.prose("补充修改内容", max_len=8000, default="")
    amended_on: str = field.day("补充修改日期", default="")
    reviewed_on: str = field.day("审查日期", default="")
    review_reason: str = field.prose("审查意见", max_len=1000, default="")
    merged_into: str = field.ref("并入的建议", "suggestion", default="", indexed=True)
    concluded_on: str = field.day("办结日期", default="")
    conclusion: str = field.prose("办结说明", max_len=1000, default="")
    turn: str = field.read(field.code("轮到谁", "side", default=""))
    answered_in: str = field.read(field.ref("现行的答复", "reply", default=""))
    assigned_unit: str = field.repeated("承办单位", Assignment, "unit")
    assigned_unit_ref: str = field.repeated("名册里的承办单位", Assignment, "unit_ref")
    assigned_on: str = field.repeated("交办日期", Assignment, "assigned_on")
    due_on: str = field.read(field.day("办理时限", default=""))
    reply: str = field.repeated("答复", Reply, "result")
    reply_no: str = field.repeated("复文文号", Reply, "letter_no")
    reply_category: str = field.repeated("答复类别", Reply, "result_degree")
    replied_on: str = field.repeated("答复日期", Reply, "replied_on")
    consulted_way: str = field.repeated("面商形式", Evaluation, "consulted_way")
    work_satisfaction: str = field.repeated("对办理工作", Evaluation, "work_satisfaction")
    result_satisfaction: str = field.repeated("对办理结果", Evaluation, "result_satisfaction")
    evaluation_reason: str = field.repeated("不满意的原因", Evaluation, "evaluation_reason")
    evaluated_on: str = field.repeated("评价日期", Evaluation, "evaluated_on")
    further_request: str = field.repeated("进一步的建议和要求", Evaluation, "further_request")
    promised_on: str = field.read(field.day("承诺时限", default=""))


@record
class Cosigning:
    """A deputy who was asked to join in a suggestion (附议), and their own yes or no with its day and way."""

    uid: str = field.uid("附议")
    state: str = field.code("状态", "cosigning_state", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    suggestion: str = field.ref("代表建议", "suggestion", given=True, indexed=True)
    deputy: str = field.ref("附议代表", "deputy")
    asked_on: str = field.day("征求日期", default="")
    confirmed_on: str = field.day("确认日期", default="")
    confirm_way: str = field.code("确认方式", "confirm_way", default="")
    note: str = field.text("说明", max_len=200, default="")


@record
class CheckOverride:
    """A finding of the checks before submission that the deputy lets stand, with the reason."""

    uid: str = field.uid("检查放行")
    station: str = field.ref("联络站", "station", given=True)
    suggestion: str = field.ref("代表建议", "suggestion", given=True, indexed=True)
    check: str = field.text("检查项", max_len=8, given=True)
    excerpt: str = field.text("所指文字", max_len=200, default="", given=True)
    reason: str = field.text("保留的理由", max_len=400, min_len=1)
