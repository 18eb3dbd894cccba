"""What an office writes of matters and people of several stations: what is one, what is shown, what is handed over."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class SharedMatter:
    """Matters of several stations that are one (并案): the office's own record, with an excerpt that names nobody.

    Each member goes on as its own station's matter: what the whole is given to and answered with is written once for
    each member, which is told to its own speaker and closed at home. `shown_to` are stations that have no member and
    must know of it.
    """

    uid: str = field.uid("并案事项")
    state: str = field.code("状态", "shared_matter_state", default="", given=True)
    station: str = field.ref("联络站", "station", default="", given=True)
    title: str = field.text("标题", max_len=200, searched=True)
    excerpt: str = field.prose("摘要（不写人名）", max_len=4000)
    category: str = field.code("类别", "matter", default="")
    members: tuple[str, ...] = field.refs("并入的意见", "opinion", default=())
    shown_to: tuple[str, ...] = field.refs("还要告诉的联络站", "station", default=())
    merged_on: str = field.day("并案日期")
    note: str = field.prose("说明", max_len=1000, default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
    recorder: str = field.ref("记录人", "user", default="", given=True)
    unit: str = field.text("承办单位", max_len=60, default="", target="unit")
    assigned_on: str = field.day("交办日期", default="")
    due_on: str = field.day("办理时限", default="")
    requirements: str = field.prose("办理要求", max_len=1000, default="", templates="REQUIREMENT")
    result: str = field.prose("答复内容（办理结果）", max_len=20000, default="", templates="RESULT")
    result_degree: str = field.code("办理程度", "result_degree", default="")
    replied_on: str = field.day("答复日期", default="")


@record
class Excerpt:
    """What one station sees of a matter of others (摘要): written by the office, without persons.

    There is one for each shared matter and station. `members` are the station's own matters among it.
    """

    uid: str = field.uid("并案摘要")
    station: str = field.ref("联络站", "station", given=True)
    shared_matter: str = field.ref("并案事项", "shared_matter", given=True, indexed=True)
    title: str = field.text("标题", max_len=200, searched=True)
    excerpt: str = field.prose("摘要", max_len=4000)
    category: str = field.code("类别", "matter", default="")
    members: tuple[str, ...] = field.refs("本站的意见", "opinion", default=())
    unit: str = field.text("承办单位", max_len=60, default="")
    result: str = field.prose("答复内容（办理结果）", max_len=20000, default="")
    replied_on: str = field.day("答复日期", default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)


@record
class Handover:
    """An open matter of a station that is no more, as its new home is given it (移交): what was said, by whom, where it
    stands. The old record stays with its number; the new home registers the matter as its own (`opinion.take_over`)."""

    uid: str = field.uid("移交的意见")
    station: str = field.ref("联络站", "station", given=True)
    opinion: str = field.ref("原来的意见", "opinion", given=True, indexed=True)
    handed_on: str = field.day("移交日期")
    old_number: str = field.text("原编号", max_len=40, default="", searched=True)
    old_station: str = field.text("原联络站", max_len=60, default="")
    stood: str = field.code("移交时的环节", "opinion_state", default="", given=True)
    received_on: str = field.day("收集日期", given=True)
    channel: str = field.code("收集方式", "channel", default="", given=True)
    village: str = field.text("来自的村（社区）", max_len=12, default="")
    title: str = field.text("标题", max_len=200, searched=True)
    category: str = field.code("类别", "matter", default="")
    urgency: str = field.code("急缓", "urgency", default="")
    verbatim: str = field.prose("原话", max_len=20000, default="")
    ask: str = field.prose("诉求", max_len=2000, default="")
    summary: str = field.prose("经办人归纳", max_len=2000, default="")
    sensitivity: str = field.code("敏感程度", "sensitivity", default="GENERAL")
    speakers: str = field.text("反映人", max_len=200, default="", personal=True)
    owner_level: str = field.code("事权层级", "owner_level", default="")
    proposed_unit: str = field.text("拟办单位", max_len=60, default="")
    escalate_reason: str = field.prose("上报理由", max_len=1000, default="")
    unit: str = field.text("承办单位", max_len=60, default="")
    result: str = field.prose("答复内容（办理结果）", max_len=20000, default="")
    result_degree: str = field.code("办理程度", "result_degree", default="")
    replied_on: str = field.day("答复日期", default="")


@record
class RosterLink:
    """Two entries of the roster that are one (同一人、同一单位): a station's, and the one that counts in its place.

    The office's own record: the station goes on with its own entry, and the office's tables count the two as one.
    """

    uid: str = field.uid("名册对应")
    deputy: str = field.ref("联络站登记的代表", "deputy", default="", indexed=True)
    same_deputy: str = field.ref("就是这位代表", "deputy", default="")
    unit: str = field.ref("联络站登记的单位", "unit", default="", indexed=True)
    same_unit: str = field.ref("就是这个单位", "unit", default="")
    linked_on: str = field.day("对应日期")
    reason: str = field.text("凭什么认定", max_len=200, default="")
    void_reason: str = field.text("解除原因", max_len=200, default="", given=True)
