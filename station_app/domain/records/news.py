"""What an office sends down to its stations: code lists, rule packs, policy documents."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class CodeEntry:
    """One entry of a code list as an office sets it; it takes the place of a shipped entry of the same code."""

    uid: str = field.uid("代码")
    scheme: str = field.text("代码表", max_len=40, min_len=1)
    code: str = field.text("代码值", max_len=40, min_len=1)
    name: str = field.text("名称", max_len=60, min_len=1, searched=True)
    parent: str = field.text("上级代码", max_len=40, default="")
    valid_from: str = field.day("启用日期", default="")
    valid_to: str = field.day("停用日期", default="")


@record
class RulePack:
    """A set of rules as data (deadlines, checks, appraisal), in the form that its name says."""

    uid: str = field.uid("规则包")
    name: str = field.text("规则名称", max_len=60, min_len=1, searched=True)
    edition: str = field.text("版本", max_len=20, min_len=1)
    valid_from: str = field.day("施行日期", default="")
    content: str = field.prose("内容（JSON）", max_len=100_000)


@record
class PolicyDocument:
    """A policy document; its file travels apart, last, and is asked for by its hash."""

    uid: str = field.uid("政策文件")
    title: str = field.text("标题", max_len=200, min_len=1, searched=True)
    doc_no: str = field.text("文号", max_len=60, default="", searched=True)
    issued_by: str = field.text("发文机关", max_len=100, default="")
    issued_on: str = field.day("成文日期", default="")
    summary: str = field.prose("要点", max_len=4000, default="", searched=True)
    file_name: str = field.text("文件名", max_len=200, default="")
    blob: str = field.text("文件校验值（SHA-256）", max_len=64, default="")
    size_bytes: int | None = field.count("文件大小（字节）", low=0, default=None)
