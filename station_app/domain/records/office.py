"""Whoever is above the stations (县级人大代表工委, the province's platform), and the bodies that handle matters."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Office:
    """A county's office for deputies' affairs, or the province's platform: the name and the organ are data."""

    uid: str = field.uid("机关")
    name: str = field.text("名称", max_len=60, min_len=1, searched=True)
    area_code: str = field.text("所辖地方代码", max_len=6, check="county_code")
    address: str = field.text("地址", max_len=200, default="")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone")


@record
class Unit:
    """A body that must handle matters (承办单位)."""

    uid: str = field.uid("承办单位")
    name: str = field.text("单位名称", max_len=60, min_len=1, searched=True)
    handler_system: str = field.code("所属系统", "handler_system", default="")
    area_code: str = field.text("所在地方代码", max_len=12, default="")
    aliases: str = field.text("别名", max_len=200, default="", searched=True)
    contact: str = field.text("联系人", max_len=60, default="")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone")
    valid_from: str = field.day("启用日期", default="")
    valid_to: str = field.day("停用日期", default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)
