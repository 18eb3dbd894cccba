"""A visit: who came, what was said, and what was handed over."""

from __future__ import annotations

from typing import ClassVar

from station_app.domain import field
from station_app.domain.field import record
from station_app.domain.records.handling import Assignment, Reply, Telling

GROUP = 5
"""From this many heads on a visit is a group visit (集体访); a joint matter has at most five representatives
(信访工作条例 2022 art. 20)."""


@record
class Person:
    """A citizen who came or was heard. No document is asked for by default (个人信息保护法 art. 6)."""

    uid: str = field.uid("来访人")
    name: str = field.text("姓名", max_len=60, min_len=1, check="name", personal=True, searched=True, indexed=True)
    phone: str = field.text("联系电话", max_len=40, default="", check="phone", personal=True)
    no_phone_reason: str = field.text("无电话的原因或代转联系人", max_len=100, default="", personal=True)
    village: str = field.text("所在村（社区）", max_len=12, default="", check="area_code", personal=True)
    address: str = field.text("组别或详细住址", max_len=200, default="", personal=True, searched=True)
    gender: str = field.code("性别", "gender", default="")
    birth_year: int | None = field.count("出生年份", low=1880, high=2100, default=None, personal=True)
    ethnicity: str = field.code("民族", "ethnicity", default="")
    is_voter: str = field.code("是否本选区选民", "yes_no_unknown", default="")
    id_kind: str = field.code("证件类型", "id_kind", default="")
    id_number: str = field.text("证件号码", max_len=40, default="", check="id_number", personal=True)
    carried: str = field.prose("旧台账附记", max_len=20000, default="", personal=True)
    merged_into: str = field.ref("并入的来访人", "person", default="", given=True)
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    kept_here: bool = field.flag("不外传", default=False, given=True)
    copy_of: str = field.ref("同一个人的公开登记", "person", default="", given=True)


@record
class Barring:
    """Somebody who must not learn what a petitioner said (回避): a user, a deputy, or a unit that is complained of.

    Parties are kept secret where retaliation is possible (信访工作条例 2022 art. 30); one of the three is named.
    """

    uid: str = field.uid("回避")
    station: str = field.ref("联络站", "station", given=True)
    person: str = field.ref("来访人", "person", indexed=True)
    barred_user: str = field.ref("回避的用户", "user", default="")
    barred_deputy: str = field.ref("回避的代表", "deputy", default="")
    barred_unit: str = field.text("回避的单位", max_len=60, default="", target="unit")
    reason: str = field.text("回避原因", max_len=200)
    from_on: str = field.day("起", default="")
    to_on: str = field.day("止", default="")


@record
class Visit:
    """One arrival: a person or a group, heard on one occasion. Each matter that was raised is an `Opinion`.

    A visit on which secret matters were raised stays at its desk (`kept_here`, `domain.secrecy`). Where ordinary ones
    were raised too there are two: the one that stays names the other (`copy_of`), and the other knows nothing of it.
    """

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
    blank_no: str = field.text("空白表上印的号", max_len=20, default="", searched=True)
    kept_here: bool = field.flag("不外传", default=False, given=True)
    former_number: str = field.text("原编号", max_len=40, default="", given=True, searched=True)
    copy_of: str = field.ref("同一次来访的公开登记", "visit", default="", given=True)


@record
class Opinion:
    """One matter, with or without a visitor in front (F2, F3). The speaker's words and the clerk's summary stand apart.

    What the acts fill (answer, redirection …) follows the words; `lifecycle` says which act needs what. How far its own
    home has come with it is its `stage`; where the whole matter stands, with whom, until when, and what was answered
    and told, is read from its records of handling (`domain.standing`). What an office heard itself is of no station,
    and `side` says so: the office handles, tells and closes it.
    """

    indexes: ClassVar = (("unit_ref",),)

    uid: str = field.uid("意见")
    number: str = field.number("编号")
    stage: str = field.code("本站环节", "opinion_state", default="", given=True)
    state: str = field.read(field.code("状态", "opinion_state", default=""))
    side: str = field.code("由谁记下", "side", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    visit: str = field.ref("来访", "visit", default="", given=True, indexed=True)
    received_on: str = field.day("收集日期", given=True, indexed=True)
    channel: str = field.code("收集方式", "channel", given=True)
    village: str = field.text("来自的村（社区）", max_len=12, default="", check="area_code", given=True)
    title: str = field.text("标题", max_len=200, searched=True)
    category: str = field.code("类别", "matter")
    urgency: str = field.code("急缓", "urgency")
    verbatim: str = field.prose("原话", max_len=20000, searched=True)
    ask: str = field.prose("诉求", max_len=2000, searched=True)
    summary: str = field.prose("经办人归纳", max_len=2000, default="", searched=True)
    cause: str = field.prose("原因分析", max_len=2000, default="")
    advice: str = field.prose("建议", max_len=2000, default="")
    revitalization: str = field.code("振兴领域", "revitalization", default="", follows=("category", "revitalization"))
    construction: str = field.code(
        "建设领域", "construction_area", default="", follows=("category", "construction_area")
    )
    campaign: str = field.ref("主题活动", "campaign", default="", given=True)
    affected_place: str = field.text("涉及地点", max_len=100, default="", searched=True)
    affected_people: int | None = field.count("涉及人数", low=0, high=99999999, default=None)
    sensitivity: str = field.code("敏感程度", "sensitivity", default="GENERAL")
    disclosure: str = field.code("公开", "disclosure", default="NONE")
    route: str = field.code("去向", "route", default="", given=True)
    answer: str = field.prose("当场答复", max_len=4000, default="", templates="ANSWER")
    answered_by: tuple[str, ...] = field.refs("答复代表", "deputy", default=())
    redirect_reason: str = field.code("引导原因", "redirect_reason", default="")
    redirect_organ: str = field.text("引导去的机关", max_len=100, default="", follows=("redirect_reason", "organ"))
    told_on: str = field.day("告知日期", default="")
    told_by: str = field.text("告知人", max_len=60, default="")
    owner_level: str = field.code("事权层级", "owner_level", default="")
    proposed_unit: str = field.text(
        "拟办单位", max_len=60, default="", target="unit", follows=("category", "typical_unit")
    )
    proposed_handling: str = field.prose("拟办意见", max_len=1000, default="")
    escalate_reason: str = field.prose("上报理由", max_len=1000, default="")
    promoted_to: str = field.ref("转成的代表建议", "suggestion", default="", given=True, indexed=True)
    merged_into: str = field.ref("并入的意见", "opinion", default="", indexed=True)
    withdraw_statement: str = field.prose("撤回声明", max_len=1000, default="")
    void_reason: str = field.text("作废原因", max_len=200, default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="", personal=True, searched=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)
    opinion_kind: str = field.code("诉求种类", "opinion_kind", default="")
    collected_by: tuple[str, ...] = field.refs("收集代表", "deputy", default=())
    speakers: str = field.text("反映人", max_len=200, default="", personal=True, searched=True)
    harm_to_minor: bool = field.flag("涉嫌侵害未成年人", default=False)
    reported_to: str = field.text("电话报告给", max_len=60, default="")
    reported_on: str = field.day("报告日期", default="")
    reported_at: str = field.time("报告时间", default="")
    reported_by: str = field.text("报告人", max_len=60, default="")
    closing_basis: str = field.code("办结依据", "closing_basis", default="")
    closing_note: str = field.prose("办结说明", max_len=1000, default="")
    closed_on: str = field.day("办结日期", default="")
    archived_on: str = field.day("归档日期", default="")
    archive_no: str = field.text("卷号页号", max_len=40, default="", searched=True)
    moved_to: str = field.ref("移交给哪个联络站", "station", default="")
    handover: str = field.ref("接手的移交", "handover", default="", given=True, indexed=True)
    accused: str = field.text("被检举人或单位", max_len=200, default="", personal=True)
    let_in: tuple[str, ...] = field.refs("同名而不是被检举的用户", "user", default=())
    secrecy_reason: str = field.text("解除保密、并案或撤回的理由", max_len=400, default="")
    revealed_to: str = field.text("可以知道反映人姓名的单位", max_len=60, default="", target="unit")
    reveal_reason: str = field.text("披露反映人的理由", max_len=400, default="")
    agreed_by: str = field.ref("在场同意的第二人", "user", default="", given=True)
    former_number: str = field.text("原编号", max_len=40, default="", given=True, searched=True)
    withheld_by: str = field.ref("撤下了原来的内容", "withholding", default="", given=True)
    turn: str = field.read(field.code("轮到谁", "side", default=""))
    owed_since: str = field.read(field.day("等告知起", default="", indexed=True))
    answered_in: str = field.read(field.ref("现行的答复", "reply", default=""))
    slip_number: str = field.repeated("转办单号", Assignment, "number", searched=True)
    unit: str = field.repeated("承办单位", Assignment, "unit")
    unit_ref: str = field.repeated("名册里的承办单位", Assignment, "unit_ref")
    assigned_on: str = field.repeated("转办日期", Assignment, "assigned_on")
    due_on: str = field.read(field.day("办理时限", default=""))
    requirements: str = field.repeated("办理要求", Assignment, "requirements")
    acknowledged_on: str = field.repeated("签收日期", Assignment, "acknowledged_on")
    officer: str = field.repeated("承办人", Assignment, "officer")
    officer_phone: str = field.repeated("承办人电话", Assignment, "officer_phone")
    result: str = field.repeated("办理结果", Reply, "result")
    result_degree: str = field.repeated("办理程度", Reply, "result_degree")
    handled_on: str = field.repeated("办复日期", Reply, "replied_on")
    process: str = field.repeated("办理过程", Reply, "process")
    next_measures: str = field.repeated("下步措施", Reply, "next_measures")
    next_due_on: str = field.repeated("下步时限", Reply, "next_due_on")
    fed_back_on: str = field.repeated("告知群众日期", Telling, "fed_back_on")
    fed_back_way: str = field.repeated("告知方式", Telling, "fed_back_way")
    fed_back_by: str = field.repeated("反馈人", Telling, "fed_back_by")
    deputy_told_on: str = field.repeated("告知代表日期", Telling, "deputy_told_on")
    deputy_told_way: str = field.repeated("告知代表方式", Telling, "deputy_told_way")
    satisfaction: str = field.repeated("群众评价", Telling, "satisfaction")
    satisfaction_reason: str = field.repeated("不满意的原因", Telling, "satisfaction_reason")
    contact_tries: int | None = field.read(field.count("联系不上的次数", low=0, high=99, default=None))
    tried_on: str = field.read(field.day("最近一次联系", default=""))
    comes_on: str = field.read(field.day("约好来站里的日期", default=""))
    promised_on: str = field.read(field.day("承诺时限", default=""))


@record
class Attachment:
    """One file of one record. Its bytes travel apart, last, and are known by their SHA-256 (`blob`).

    `cleaned` says that a photo was taken in without the place, the time and the device that its camera wrote into it.
    """

    uid: str = field.uid("附件")
    station: str = field.ref("联络站", "station", given=True)
    target_kind: str = field.text("登记种类", max_len=40, given=True, fixed=True)
    target: str = field.text("登记标识", max_len=32, given=True, fixed=True, indexed=True)
    what: str = field.code("附件种类", "attachment_kind", default="PHOTO")
    note: str = field.text("说明", max_len=200, default="")
    name: str = field.text("文件名", max_len=200, min_len=1, personal=True)
    media_type: str = field.text("格式", max_len=80, given=True, fixed=True)
    size_bytes: int = field.count("大小（字节）", low=0, fixed=True)
    width: int | None = field.count("宽（像素）", low=1, default=None, fixed=True)
    height: int | None = field.count("高（像素）", low=1, default=None, fixed=True)
    blob: str = field.text("校验值（SHA-256）", max_len=64, min_len=64, given=True, fixed=True)
    cleaned: bool = field.flag("已去掉拍摄位置", default=False, fixed=True)
    added_on: str = field.day("添加日期", default="", given=True, fixed=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)
    void_reason: str = field.text("移除原因", max_len=200, default="", given=True)
