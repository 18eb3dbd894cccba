"""Deputies (人大代表), their mandates (代表职务; one person may hold several levels and terms), and their groups."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Deputy:
    """An elected member, as the roster (代表名册, F15) lists them."""

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
class Mandate:
    """One mandate of one deputy: level, term, certificate, electoral unit and period."""

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
