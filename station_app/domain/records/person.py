"""The petitioner (来访人): who speaks."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Person:
    """A citizen who came or was heard. No document is asked for by default (个人信息保护法 art. 6)."""

    uid: str = field.uid("来访人")
    name: str = field.text("姓名", max_len=60, min_len=1, check="name", personal=True, searched=True)
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
