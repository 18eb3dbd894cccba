"""What the pages of the roads say: 同步 with all that hangs on it, and the county's 收件."""

from __future__ import annotations

from collections.abc import Sequence

# 收件

INTAKE = "收件"
INTAKE_SENTENCE = "把U盘里的文件夹拖到这里，或按 F2 选。先看一眼再导入；同一批导几遍都不会重复。"
INTAKE_EMPTY = "还没有选文件。按 F2 选U盘上的文件夹，或者把文件拖到这里。"
CHOOSE_FOLDER, CHOOSE_FILES = "选文件夹", "选文件"
FROM_NETWORK = "从网上取"
IMPORT, STOP = "导入", "停下"
PRINT_REPORT, SAVE_SHEET, SEE_RECORDS = "打印导入情况", "存成表格", "看台账"
SHEET_FILES = "表格 (*.csv)"
BATCH_FILES = "批次文件 (*.lzb *.age)"
LOOK_HEADS = ("站名", "现有到", "这次来的", "新条数", "已收过", "缺", "毛病")
REPORT_HEADS = ("站名", "批次", "第几条", "新收", "已有", "没有收", "结果")
NOTHING_FOUND = "这里没有批次文件（.lzb、.age）。请看一眼是不是选对了文件夹。"
NOTHING_NEW = "没有新的：这些都收过了。"
STOPPED = "停下了。已经导入的都在；再按一次导入，从停下的地方接着来。"
RECEIPTS_TO_STICK = "写回执到U盘"

DOT, SEMICOLON = " · ", "；"


def because(outcome: str, reason: str) -> str:
    """An outcome with its reason."""
    return f"{outcome}：{reason}"


def looking(done: int, total: int) -> str:
    """How far the look has come."""
    return f"正在看 {done}/{total} 个文件……"


def importing(done: int, total: int) -> str:
    """How far the import has come."""
    return f"正在导入 {done}/{total} 条……"


def looked(stations: int, files: int, new: int, troubles: int) -> str:
    """What a look has found."""
    said = f"{stations} 个站，{files} 个文件，新的 {new} 条。"
    return said + (
        f"有毛病的 {troubles} 个文件，写在最右一列；别的照样能导入。" if troubles else "没有毛病，可以导入 (F9)。"
    )


def upto(seq: int) -> str:
    """How far a station's journal has come here."""
    return f"第 {seq} 条" if seq else "还没有"


def batches(first: int, last: int) -> str:
    """A range of batches."""
    return f"第 {first} 批" if first == last else f"第 {first}–{last} 批"


def gaps(ranges: Sequence[tuple[int, int]]) -> str:
    """Batches that are missing, each range from and to."""
    return "缺" + "、".join(batches(*one).replace(" ", "") for one in ranges) if ranges else ""


def count(number: int) -> str:
    """A count of changes; nothing for none."""
    return f"{number} 条" if number else ""
