"""The congress's own work beside the reception days: theme activities, what is done under them, what deputies are asked
by telephone, what is reported upwards and when, what is read, and which matters are seen to first."""

from __future__ import annotations

from typing import ClassVar

from station_app.domain import field
from station_app.domain.field import record


@record
class Campaign:
    """A theme activity (主题活动, as 乡村振兴，代表在行动): its period, its fields, which levels of deputies take part.

    What is done under it names it: activities, surveys, duty records, matters.
    """

    for_all_stations: ClassVar = True

    uid: str = field.uid("主题活动")
    station: str = field.ref("联络站", "station", default="", given=True)
    name: str = field.text("活动名称", max_len=60, min_len=1, searched=True)
    organiser: str = field.text("组织机关", max_len=100, default="")
    from_on: str = field.day("开始日期")
    to_on: str = field.day("结束日期", default="")
    areas: tuple[str, ...] = field.codes("振兴领域", "revitalization", default=())
    levels: tuple[str, ...] = field.codes("参加的代表级别", "deputy_level", default=())
    goals: str = field.prose("目标和要求", max_len=4000, default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)


@record
class Activity:
    """One thing that deputies did together: a training, a meeting on the spot, an inspection, an initiative.

    `national` to `township` count who was there of each level, once by the highest of their mandates; `deputies` are
    those who are named: each has it in their duty file.
    """

    indexes: ClassVar = (("state", "held_on"),)

    uid: str = field.uid("活动")
    state: str = field.code("状态", "activity_state", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    campaign: str = field.ref("主题活动", "campaign", default="", indexed=True)
    activity_kind: str = field.code("活动形式", "activity_kind")
    title: str = field.text("活动名称", max_len=200, min_len=1, searched=True)
    held_on: str = field.day("活动日期", indexed=True)
    ended_on: str = field.day("结束日期", default="")
    start: str = field.time("开始时间", default="")
    end: str = field.time("结束时间", default="")
    place: str = field.text("地点", max_len=100, default="")
    organiser: str = field.text("组织单位", max_len=100, default="")
    deputies: tuple[str, ...] = field.refs("到会代表", "deputy", default=())
    national: int | None = field.count("全国代表人数", low=0, high=9999, default=None)
    province: int | None = field.count("省代表人数", low=0, high=9999, default=None)
    prefecture: int | None = field.count("市州代表人数", low=0, high=9999, default=None)
    county: int | None = field.count("县代表人数", low=0, high=9999, default=None)
    township: int | None = field.count("乡镇代表人数", low=0, high=9999, default=None)
    others: int | None = field.count("其他人员人数", low=0, high=99999, default=None)
    content: str = field.prose("活动内容", max_len=8000, default="", searched=True)
    outcome: str = field.prose("活动成效", max_len=4000, default="")
    cancel_reason: str = field.text("取消原因", max_len=200, default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)


@record
class Survey:
    """Deputies who are asked by telephone (电话征询): the questions, how many of them are drawn, what came of it.

    `questions` has one a line, the choices behind a colon: `对办理态度：满意、基本满意、不满意`; without choices the
    answer is free (`domain.programme.questions_of`).
    """

    uid: str = field.uid("电话征询")
    state: str = field.code("状态", "survey_state", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    campaign: str = field.ref("主题活动", "campaign", default="", indexed=True)
    title: str = field.text("题目", max_len=200, min_len=1, searched=True)
    purpose: str = field.prose("征询目的", max_len=2000, default="")
    questions: str = field.prose("问题（一行一问）", max_len=8000)
    from_on: str = field.day("开始日期")
    to_on: str = field.day("截止日期", default="")
    wanted: int | None = field.count("抽取人数", low=1, high=99999, default=None)
    closed_on: str = field.day("结束日期", default="")
    conclusion: str = field.prose("征询结论", max_len=8000, default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)


@record
class SurveyCall:
    """One deputy of a survey's sample: whether they were reached, and what they answered.

    `answers` has a line for each question that was answered, `1=满意` (`domain.programme.answers_of`).
    """

    belongs_to: ClassVar = "survey"
    indexes: ClassVar = (("survey", "state"),)

    uid: str = field.uid("征询对象")
    state: str = field.code("状态", "survey_call_state", default="", given=True)
    survey: str = field.ref("电话征询", "survey", indexed=True)
    deputy: str = field.ref("代表", "deputy", indexed=True)
    level: str = field.code("代表级别", "deputy_level", default="")
    tries: int | None = field.count("没打通的次数", low=0, high=99, default=None)
    tried_on: str = field.day("最近一次没打通", default="")
    called_on: str = field.day("通话日期", default="")
    caller: str = field.text("征询人", max_len=60, default="")
    answers: str = field.prose("各问的答复", max_len=8000, default="", personal=True)
    remark: str = field.prose("代表补充的意见", max_len=4000, default="", personal=True)
    refuse_reason: str = field.text("不答的原因", max_len=200, default="")


@record
class DispatchSchedule:
    """What is reported upwards at regular times (调度): what, how often, within how many days, and from whom.

    `senders` are the stations that report, none for all of the office's. A period's day is worked out by
    `domain.programme.rounds_of`.
    """

    for_all_stations: ClassVar = True

    uid: str = field.uid("调度安排")
    station: str = field.ref("联络站", "station", default="", given=True)
    campaign: str = field.ref("主题活动", "campaign", default="")
    name: str = field.text("调度名称", max_len=60, min_len=1, searched=True)
    level: str = field.code("哪一级调度", "deputy_level")
    period: str = field.code("多久一次", "dispatch_period")
    wanted: str = field.prose("报送内容", max_len=2000)
    within_days: int = field.count("期满后几天内报", low=1, high=90, default=5)
    from_on: str = field.day("从哪天起")
    to_on: str = field.day("到哪天止", default="")
    senders: tuple[str, ...] = field.refs("由哪些站报送", "station", default=())
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)


@record
class DispatchReturn:
    """What a station reported for one period of a schedule, and whether the office took it."""

    indexes: ClassVar = (("schedule", "first_on"),)

    uid: str = field.uid("调度报送")
    state: str = field.code("状态", "dispatch_return_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
    schedule: str = field.ref("调度安排", "dispatch_schedule", indexed=True)
    first_on: str = field.day("起")
    last_on: str = field.day("止")
    sent_on: str = field.day("报送日期")
    content: str = field.prose("报送的情况", max_len=20000)
    acknowledged_on: str = field.day("签收日期", default="")
    sent_back_why: str = field.prose("退回重报的原因", max_len=1000, default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="")
    recorder: str = field.ref("记录人", "user", default="", given=True)


@record
class PolicyReading:
    """Who has read a policy document, and when (已阅)."""

    uid: str = field.uid("文件阅读")
    station: str = field.ref("联络站", "station", given=True)
    document: str = field.ref("政策文件", "policy_document", indexed=True)
    deputy: str = field.ref("代表", "deputy", default="", indexed=True)
    recorder: str = field.ref("用户", "user", default="", given=True)
    read_on: str = field.day("阅读日期")
    note: str = field.text("说明", max_len=200, default="")


@record
class KeySupervision:
    """A matter that the directors' meeting or the presidium sees to itself (重点督办; 代表法 2025 art. 52): of which
    year, who leads, by when, with what result."""

    uid: str = field.uid("重点督办件")
    state: str = field.code("状态", "key_supervision_state", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    campaign: str = field.ref("主题活动", "campaign", default="")
    suggestion: str = field.ref("代表建议", "suggestion", default="", indexed=True)
    opinion: str = field.ref("群众意见", "opinion", default="", indexed=True)
    title: str = field.text("督办事项", max_len=200, min_len=1, searched=True)
    year: int = field.count("年度", low=2000, high=2100)
    decided_by: str = field.text("由哪次会议确定", max_len=100)
    decided_on: str = field.day("确定日期")
    leader: str = field.text("领衔督办的领导", max_len=60)
    committee: str = field.text("督办机构", max_len=100, default="")
    unit: str = field.text("承办单位", max_len=60, default="")
    due_on: str = field.day("督办时限", default="")
    measures: str = field.prose("督办措施", max_len=4000, default="")
    result: str = field.prose("督办结果", max_len=8000, default="")
    finished_on: str = field.day("结束日期", default="")
    drop_reason: str = field.text("不再督办的原因", max_len=200, default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="")
    recorder: str = field.ref("记录人", "user", default="", given=True)
