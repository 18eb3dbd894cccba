"""Who may speak: one-time enrolment codes, and the devices that used one."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Enrolment:
    """A one-time code by which one device of one station or office is admitted; only its hash is written down."""

    uid: str = field.uid("准入")
    code_hash: str = field.text("准入码校验值", max_len=64, min_len=64)
    name: str = field.text("站名", max_len=60)
    area_code: str = field.text("所在地方代码", max_len=12)
    role: str = field.code("身份", "home_role")
    expires_on: str = field.day("有效期至")


@record
class Device:
    """A device whose signature is believed. `key` and `recipient`: its public keys, to verify and to wrap for."""

    uid: str = field.uid("设备")
    home: str = field.text("所属标识", max_len=32, min_len=32)
    name: str = field.text("站名", max_len=60)
    area_code: str = field.text("所在地方代码", max_len=12)
    role: str = field.code("身份", "home_role")
    key: str = field.text("公钥", max_len=43, min_len=43, indexed=True)
    recipient: str = field.text("加密公钥", max_len=100, default="")
    standing: str = field.code("状态", "device_standing", default="ACTIVE")
    enrolled_on: str = field.day("准入日期", default="")
    revoke_reason: str = field.text("停用原因", max_len=200, default="")
