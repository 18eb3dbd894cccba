"""What the paper of a suggestion says (P11 代表建议专用纸)."""

from __future__ import annotations

from collections.abc import Iterable

from station_app.text.paper import plain_day

TITLE = "代表建议、批评和意见专用纸"
TERM, LEVEL, NUMBER, OFFICIAL_NO, KIND, DAY = "届　次", "层　次", "暂编号", "正式编号", "类　别", "提出日期"
SUBJECT, LEAD, CERTIFICATE, DELEGATION, POST = "标　题", "领衔代表", "代表证号", "代表团", "单位及职务"
PHONE, POSTCODE, ADDRESS = "联系电话", "邮政编码", "通讯地址"
DISCLOSURE, ORIGIN, REPEATED, WISHES = "是否同意公开", "形成方式", "多年多次提出", "其他要求"
CONTACT, REFERENCE_ONLY = "希望加强联系沟通", "仅供研究参考，不需书面答复"
UNITS, REVIEW = "建议承办单位", "审查分类"
COSIGNERS = "附议代表"
COSIGNER_HEADS = ("序号", "姓名", "代表证号", "单位及职务", "确认日期", "确认方式", "签　名")
SITUATION, ANALYSIS, PROPOSALS = "一、事由（情况和问题）", "二、原因分析", "三、具体建议"
PROPOSALS_SECOND = "二、具体建议"
AMENDMENT = "补充修改内容"
EVIDENCE = "附表：群众意见依据"
EVIDENCE_HEADS = ("序号", "意见编号", "收集日期", "村（社区）", "反映的事项", "涉及人数")
NO_EVIDENCE = "本件没有关联群众意见。"
SIGN_LEAD = "领衔代表（签名）："
BLANK_NUMBER = "第　　　号"
BLANK_DAY = "　　年　　月　　日"
TICKED, UNTICKED = "☑", "□"
DRAFT_NOTE = "说明：本件还是草稿，没有提出；编号为暂编。"


def term(number: int | None, session: int | None, when: str) -> str:
    """Term and session with when it is raised; what is not known is left to the pen."""
    meeting = f"第{number or '　　'}届第{session or '　　'}次会议" if session or not number else f"第{number}届"
    return f"{meeting}　{when}".strip()


def options(names: Iterable[tuple[str, bool]]) -> str:
    """Boxes to tick, those that were chosen ticked."""
    return "　".join(f"{TICKED if chosen else UNTICKED}{name}" for name, chosen in names)


def summed(count: int, villages: int, people: int, first: str, last: str) -> str:
    """What the evidence adds up to."""
    when = f"{plain_day(first)}至{plain_day(last)}" if first != last else plain_day(first)
    places = f"来自{villages}个村（社区），" if villages else ""
    return f"{when}收集到同类意见{count}条，{places}涉及{people}人（按各条意见登记的人数相加）。"


def amended(day: str) -> str:
    """The heading of an amendment with its day."""
    return f"{AMENDMENT}（{plain_day(day)}）" if day else AMENDMENT


def day_of(day: str) -> str:
    """A day, or a blank to fill by hand."""
    return plain_day(day) if day else BLANK_DAY
