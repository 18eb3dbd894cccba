"""What the taking of old ledgers says: the wizard, its report, the list of what was taken."""

from __future__ import annotations

from collections.abc import Mapping

NOT_RECORDED = "（原台账未记）"


def carried_line(label: str, value: str) -> str:
    """A line of the old-ledger note."""
    return f"{label}：{value}"


def source_line(file: str, sheet: str, row: int) -> str:
    """Where a record comes from: the last line of its note."""
    return f"来自旧台账：{file}" + (f"“{sheet}”" if sheet != file else "") + f"第 {row} 行"


REPORT_TITLE = "收旧台账情况"
REPORT_LINES = "需要看一眼的行"
REPORT_HEADS = ("哪一行", "结果", "哪一列", "原来写的", "说明")
NOTHING_TO_SAY = "没有。每一行都照原样收下了。"
NO_RECORD = "不是登记"
OUTCOMES = {
    "taken": "收下",
    "look_at": "收下，请看",
    "refused": "收不了",
    "here": "已经有了",
    "double": "表里重复",
    "left_out": "不收",
}
_COUNTED = (("look_at", "其中要看一眼"), ("here", "已经有了"), ("double", "表里重复"), ("left_out", "不收"))
OTHERS = {"heading": "重复的表头", "total": "小计、合计", "signature": "落款、说明", "banner": "通栏的文字"}


def row_in(sheet: str, number: int) -> str:
    """A row of a sheet."""
    return f"{sheet} 第 {number} 行"


def of_file(name: str) -> str:
    """Which file."""
    return f"台账文件：{name}"


def taken_by(day: str, user: str, undone_on: str) -> str:
    """When and by whom, and that it was taken back."""
    return f"{day}，{user} 收入。" + (f"已于 {undone_on} 整批撤销。" if undone_on else "")


def totals(counts: Mapping[str, int]) -> str:
    """The counts of rows in one sentence."""
    parts = [f"共 {sum(counts.values())} 行", f"收下 {counts['taken'] + counts['look_at']} 行"]
    for name, words in _COUNTED:
        if counts[name]:
            parts.append(f"{words} {counts[name]} 行")
    if counts["refused"]:
        parts.append(f"有问题收不了 {counts['refused']} 行")
    return "，".join(parts) + "。"


def made(counts: list[tuple[str, int]]) -> str:
    """How many records came of it."""
    return "记成了：" + "、".join(f"{label} {count} 条" for label, count in counts) + "。" if counts else "没有新登记。"
