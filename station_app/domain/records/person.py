"""The petitioner (来访人): who speaks, and who must not learn of it (回避)."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


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
