"""The station (联络站) and the people who work at its desk."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Station:
    """A deputy liaison station: the legislated place of 组织法 (2022) art. 60."""

    uid: str = field.uid("联络站")
    name: str = field.text("站名", max_len=60, searched=True)
    area_code: str = field.text("所在乡镇（街道）", max_len=12, check="township_code", fixed=True)
    station_no: str = field.text("站号", max_len=2, check="station_no", fixed=True)
    station_kind: str = field.code("类别", "station_kind", default="")
    address: str = field.text("地址", max_len=200, default="")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone")
    opened_on: str = field.day("建站日期", default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="")


@record
class User:
    """A person who works with the program; the password lives in the keyring, never in a record."""

    uid: str = field.uid("用户")
    name: str = field.text("姓名", max_len=60, min_len=1, check="name")
    roles: tuple[str, ...] = field.codes("身份", "role")
    station: str = field.ref("联络站", "station", default="")
    office: str = field.ref("机关", "office", default="")
    left_on: str = field.day("离任日期", default="")
    deputy: str = field.ref("是哪位代表", "deputy", default="")
    handed_to: str = field.ref("交接给", "user", default="", given=True)
