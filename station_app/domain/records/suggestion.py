"""The deputy's suggestion (代表建议、批评和意见; F6 专用纸), who joins in it, and which doubts were set aside."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Suggestion:
    """A formal document of a deputy (代表法 2025 arts. 24, 51), with the opinions that it grew from."""

    uid: str = field.uid("代表建议")
    number: str = field.number("编号")
    state: str = field.code("状态", "suggestion_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
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
    assigned_unit: str = field.text("承办单位", max_len=60, default="")
    assigned_on: str = field.day("交办日期", default="")
    due_on: str = field.day("办理时限", default="")
    reply: str = field.prose("答复", max_len=20000, default="")
    reply_no: str = field.text("复文文号", max_len=60, default="")
    reply_category: str = field.code("答复类别", "result_degree", default="")
    replied_on: str = field.day("答复日期", default="")
    withdraw_reason: str = field.prose("撤回原因", max_len=1000, default="")
    withdrawn_on: str = field.day("撤回日期", default="")
    amendment: str = field.prose("补充修改内容", max_len=8000, default="")
    amended_on: str = field.day("补充修改日期", default="")
    consulted_way: str = field.code("面商形式", "consult_way", default="")
    work_satisfaction: str = field.code("对办理工作", "satisfaction", default="")
    result_satisfaction: str = field.code("对办理结果", "satisfaction", default="")
    evaluation_reason: str = field.prose("不满意的原因", max_len=1000, default="")
    evaluated_on: str = field.day("评价日期", default="")


@record
class Cosigning:
    """A deputy who was asked to join in a suggestion (附议), and their own yes or no with its day and way."""

    uid: str = field.uid("附议")
    state: str = field.code("状态", "cosigning_state", default="", given=True)
    station: str = field.ref("联络站", "station", given=True)
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
