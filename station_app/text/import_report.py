"""What the report of a county's import says."""

from __future__ import annotations

from collections.abc import Mapping

TITLE = "联络站数据导入情况"
TROUBLES = "一、没有收和等着的"
STATIONS = "二、各站收到多少"
NO_TROUBLES = "没有。来的全部收下了。"
TROUBLE_HEADS = ("站名", "批次", "第几条", "原因")
STATION_HEADS = ("站名", "批数", "新收 条", "已有 条", "没有收 条", "没有收 批", "等着 批")
SHEET_HEADS = ("站名", "第几批", "从第几条", "到第几条", "新收", "已有", "没有收", "结果", "原因")
TAKEN, REFUSED, WAITS, LINE_REFUSED = "收下了", "没有收", "等着", "这一条没有收"
UNKNOWN_STATION = "（认不出是哪个站）"
WHOLE = "整批"


def made(day: str, user: str) -> str:
    """When and by whom."""
    return f"{day}，{user} 导入。"


def totals(counts: Mapping[str, int]) -> str:
    """The totals of an import in one sentence: counts of batches, new, same, refused, waiting."""
    parts = [f"共 {counts['batches']} 批", f"新收 {counts['new']} 条", f"已有 {counts['same']} 条"]
    parts.append(f"没有收 {counts['refused']} 条")
    if counts["batches_refused"]:
        parts.append(f"整批没有收 {counts['batches_refused']} 批")
    if counts["waiting"]:
        parts.append(f"等前面的 {counts['waiting']} 批")
    return "，".join(parts) + "。"


def batch(number: int) -> str:
    """The how-manieth batch."""
    return f"第 {number} 批" if number else ""


def change(seq: int) -> str:
    """The how-manieth change; the whole batch for 0."""
    return f"第 {seq} 条" if seq else WHOLE
