"""A file that belongs to a record: a photo of the broken road, a scan of the signed paper."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


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
