"""The handling of a matter: who was given it, who promised what by when, what was answered, and who was told.

A matter is an opinion or a suggestion. Its own record is written at the home that heard it; each step of those who
handle it is a record of its own, written by the home whose turn it is and by nobody else, so that two offices and five
units never write one field and a second reply never overwrites the first. Where the whole matter stands is read from
all of them (`domain.standing`).

Every record of handling names its matter (`opinion` or `suggestion`), the station that the matter belongs to
(`station`: who it is for), and on which side it was written (`side`).
"""

from __future__ import annotations

from typing import ClassVar

from station_app.domain import field
from station_app.domain.field import record


@record
class _Handling:
    """What every record of handling says: the station that its matter belongs to, who wrote it, and why it is void."""

    station: str = field.ref("联络站", "station", default="", given=True)
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)


@record
class _OfMatter(_Handling):
    """What is about an opinion or a suggestion, and may be written on either side."""

    side: str = field.code("由谁记下", "side", default="", given=True)
    opinion: str = field.ref("意见", "opinion", default="", given=True, indexed=True)
    suggestion: str = field.ref("代表建议", "suggestion", default="", given=True, indexed=True)


@record
class _OfAssignment(_OfMatter):
    """What hangs from one unit's part in a matter."""

    assignment: str = field.ref("交办", "assignment", given=True, indexed=True)


@record
class _OfReply(_OfMatter):
    """What hangs from one answer."""

    reply: str = field.ref("答复", "reply", given=True, indexed=True)


@record
class Assignment(_OfMatter):
    """One unit that was given a matter (交办, 转办): its slip, its deadline, and how far it is with it.

    LEAD answers, ASSIST gives its opinion to the lead, SEPARATE answers for its own part (代表法 2025 art. 51). `unit`
    is the name that stands on the slip, `unit_ref` the unit of the roster, whatever it is called since; "" for one that
    an old ledger names and no roster knows.
    """

    indexes: ClassVar = (("state", "due_on"),)

    uid: str = field.uid("交办")
    number: str = field.number("转办单号")
    state: str = field.code("状态", "assignment_state", default="", given=True)
    part: str = field.code("承办方式", "assignment_part", default="")
    unit: str = field.text("承办单位", max_len=60, default="", target="unit", indexed=True)
    unit_ref: str = field.ref("名册里的承办单位", "unit", default="", given=True, indexed=True)
    assigned_on: str = field.day("交办日期", default="")
    due_on: str = field.day("办理时限", default="")
    requirements: str = field.prose("办理要求", max_len=1000, default="", templates="REQUIREMENT")
    acknowledged_on: str = field.day("签收日期", default="")
    acknowledged_by: str = field.text("签收人", max_len=60, default="")
    officer: str = field.text("承办人", max_len=60, default="")
    officer_phone: str = field.text("承办人电话", max_len=40, default="", check="phone")
    return_reason: str = field.prose("申退原因", max_len=1000, default="")
    proper_unit: str = field.text("应由哪个单位办", max_len=60, default="", target="unit")
    return_asked_on: str = field.day("申退日期", default="")
    return_decision: str = field.prose("对申退的决定", max_len=1000, default="")
    rework_reason: str = field.prose("重办原因", max_len=1000, default="")
    reworked_on: str = field.day("重办日期", default="")


@record
class Extension(_OfAssignment):
    """More time that a unit asked for (延期), and what was decided. A day that was granted is the deadline."""

    uid: str = field.uid("延期")
    state: str = field.code("状态", "extension_state", default="", given=True)
    asked_on: str = field.day("申请日期")
    reason: str = field.prose("延期原因", max_len=1000)
    until_on: str = field.day("延到哪天")
    decided_on: str = field.day("决定日期", default="")
    decision: str = field.prose("决定的说明", max_len=1000, default="")


@record
class Consultation(_OfAssignment):
    """A unit spoke with the deputy or the petitioner about their matter (沟通), before, while or after it answered."""

    uid: str = field.uid("沟通")
    deputy: str = field.ref("代表", "deputy", default="")
    phase: str = field.code("沟通阶段", "consult_phase")
    way: str = field.code("沟通方式", "consult_way")
    held_on: str = field.day("沟通日期")
    by_whom: str = field.text("单位参加的人", max_len=100, default="")
    content: str = field.prose("沟通内容", max_len=4000)


@record
class AssistOpinion(_OfAssignment):
    """What a unit that assists told the one that leads (会办意见). It never goes to the deputy by itself."""

    uid: str = field.uid("会办意见")
    given_on: str = field.day("送交日期")
    text: str = field.prose("会办意见", max_len=8000)


@record
class Reply(_OfMatter):
    """One answer of a unit (答复, 办复). A further one is a further record; the matter shows the last that stands.

    `letter` is the mark of the place's own scheme (A, B, C), `result_degree` what it means everywhere: the same letter
    means different things in different places.
    """

    uid: str = field.uid("答复")
    state: str = field.code("状态", "reply_state", default="", given=True)
    assignment: str = field.ref("交办", "assignment", default="", given=True, indexed=True)
    unit: str = field.text("答复单位", max_len=60, default="", given=True)
    replied_on: str = field.day("答复日期", default="")
    result: str = field.prose("答复内容（办理结果）", max_len=20000, default="", templates="RESULT")
    result_degree: str = field.code("办理程度", "result_degree", default="")
    scheme: str = field.text("答复分类办法", max_len=20, default="")
    letter: str = field.text("答复类别", max_len=8, default="")
    letter_no: str = field.text("复文文号", max_len=60, default="", searched=True)
    signer: str = field.text("签发人", max_len=60, default="")
    contact: str = field.text("联系人", max_len=60, default="")
    contact_phone: str = field.text("联系电话", max_len=40, default="", check="phone")
    disclosure: str = field.code("答复是否公开", "disclosure", default="")
    process: str = field.prose("办理过程", max_len=4000, default="")
    next_measures: str = field.prose("下步措施", max_len=2000, default="")
    next_due_on: str = field.day("下步时限", default="")
    checked_on: str = field.day("审查日期", default="")
    sent_back_why: str = field.prose("退回重答的原因", max_len=1000, default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="", personal=True)


@record
class Commitment(_OfReply):
    """What a reply promises (承诺): what will be done, by when, by whom. Past its day it reads as due."""

    uid: str = field.uid("承诺")
    state: str = field.code("状态", "commitment_state", default="", given=True)
    unit: str = field.text("承诺单位", max_len=60, default="", target="unit")
    what: str = field.prose("承诺的事", max_len=2000)
    by_on: str = field.day("承诺时限", default="", indexed=True)
    settled_on: str = field.day("落实或说明日期", default="")
    outcome: str = field.prose("落实情况或说明", max_len=4000, default="")


@record
class Evaluation(_Handling):
    """What a deputy thinks of a reply (评价): of the work and of the result apart, and what more they ask for.

    There is one of a reply and deputy: its uid follows from the two, so that two desks meet in one record.
    """

    uid: str = field.uid("代表评价")
    side: str = field.code("由谁记下", "side", default="", given=True)
    suggestion: str = field.ref("代表建议", "suggestion", default="", given=True, indexed=True)
    reply: str = field.ref("答复", "reply", given=True, indexed=True)
    deputy: str = field.ref("代表", "deputy", default="", given=True)
    consulted_way: str = field.code("面商形式", "consult_way", default="")
    work_satisfaction: str = field.code("对办理工作", "satisfaction", default="")
    result_satisfaction: str = field.code("对办理结果", "satisfaction", default="")
    evaluation_reason: str = field.prose("不满意的原因", max_len=1000, default="")
    further_request: str = field.prose("进一步的建议和要求", max_len=4000, default="", searched=True)
    evaluated_on: str = field.day("评价日期", default="")


@record
class Telling(_Handling):
    """One attempt to tell a speaker what became of their word (告知): whom, when, how, reached or not, and what they
    say of it; or the day on which they will come to hear it. Nothing of what a person must say is preset."""

    uid: str = field.uid("告知")
    opinion: str = field.ref("意见", "opinion", given=True, indexed=True)
    reply: str = field.ref("所告知的答复", "reply", default="", given=True)
    reached: str = field.code("是否联系上", "reached", default="")
    fed_back_on: str = field.day("告知日期", default="")
    fed_back_way: str = field.code("告知方式", "feedback_way", default="")
    fed_back_by: str = field.text("告知人", max_len=60, default="")
    comes_on: str = field.day("约好来站里的日期", default="")
    told_whom: str = field.text("告知了谁", max_len=60, default="", personal=True)
    deputy_told_on: str = field.day("告知代表日期", default="")
    deputy_told_way: str = field.code("告知代表方式", "feedback_way", default="")
    satisfaction: str = field.code("群众评价", "satisfaction", default="")
    satisfaction_reason: str = field.prose("不满意的原因", max_len=1000, default="")


@record
class Reminder(_OfAssignment):
    """A unit was reminded of what it owes (催办): by whom, when, how, and what it said."""

    uid: str = field.uid("催办")
    way: str = field.code("催办方式", "feedback_way")
    reminded_on: str = field.day("催办日期")
    text: str = field.prose("催办内容", max_len=1000, default="", templates="REMINDER")
    answered_on: str = field.day("回复日期", default="")
    answer: str = field.prose("单位的回复", max_len=2000, default="")


@record
class Supervision(_OfAssignment):
    """A matter that a leader of the congress sees to (督办): by whom, at which level, what came of it."""

    uid: str = field.uid("督办")
    level: str = field.code("督办层级", "supervision_level")
    leader: str = field.text("督办领导", max_len=60)
    ordered_on: str = field.day("督办日期")
    measures: str = field.prose("督办措施", max_len=2000, default="")
    answered_on: str = field.day("回复日期", default="")
    answer: str = field.prose("督办结果", max_len=4000, default="")


@record
class Publication(_OfReply):
    """What of a reply may stand in public (公开), and who decided it, with the reason where it may not."""

    uid: str = field.uid("公开")
    state: str = field.code("状态", "publication_state", default="", given=True)
    text: str = field.prose("可以公开的内容", max_len=20000)
    decided_on: str = field.day("决定日期", default="")
    withheld_why: str = field.prose("不公开的理由", max_len=1000, default="")
