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


# The wizard.
OLD_LEDGERS = "收旧台账"
DOOR_SENTENCE = "以前用表格记的台账（xlsx、xls、csv）收进来；先看有没有问题，收错了可以整个撤销。"
WIZARD_SENTENCE = (
    "把原来的 Excel、WPS、CSV 台账收进来。先看清楚每一格，再一次收进来；收错了可以整批撤销，原来的文件不动。"
)
STEPS = ("选文件", "工作表", "各列", "预览", "收好了")
NEXT, BACK = "下一步", "上一步"
CHOOSE_FILE = "选文件"
FILE = "台账文件"
FILE_HINT = "填路径、按“选文件”，或把文件拖到这里"
FILE_FILTER = "台账 (*.xlsx *.xls *.xlsm *.et *.csv *.txt *.tsv *.ods);;所有文件 (*)"
READING, JUDGING = "正在读文件…", "正在检查每一格…"
EARLIER = "以前收过的"
NO_EARLIER = "还没有收过旧台账。"
EARLIER_HEADS = ("收入时间", "文件", "种类", "情况", "撤销")
UNDO = "整批撤销"
UNDO_ASK = "撤销“{name}”这一次收进来的全部登记？编号仍然占用，别的不动。请写原因："
UNDO_REASON = "撤销的原因"
UNDONE = "撤销好了：作废 {count} 条登记。"
UNDONE_ON = "已撤销"
STANDS = "在用"
SHOW_REPORT = "看情况"
WHICH_SHEETS = "收哪几张工作表"
HIDDEN = "（隐藏的）"
WHICH_TARGET = "这是哪种台账"
HEADING_ROW = "表头在第几行"
HEADING_FOUND = "空着就自己找"
TARGET_FOUND = "不选就自己认"
ENCODING = "文字编码"
ENCODINGS = {
    "utf-8": "UTF-8",
    "gb18030": "GBK / GB18030（国标）",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16（大端）",
    "big5hkscs": "Big5（繁体）",
}
SEPARATED_BY = "分隔符号"
SEPARATORS = {",": "逗号 ,", "\t": "制表符", ";": "分号 ;", "|": "竖线 |", "，": "中文逗号 ，"}
FIRST_ROWS = "开头几行"
COLUMN_HEADS = ("表里的列", "里面写的", "收到哪里")
CARRIED_CHOICE, UNUSED_CHOICE = "记入附记", "不要"
FOR_ALL_ROWS = "整本都一样的"
KEPT_MAPPING = "用保存过的对照"
KEEP_AS = "把这份对照存为"
KEEP = "保存对照"
EXPORT_MAPPING = "导出对照"
KEPT = "对照“{name}”保存好了，下次可以直接用。"
NAME_MISSING = "请先写对照的名字。"
ONLY_TROUBLES, ALL_ROWS = "只看有问题的", "看全部"
NEXT_TROUBLE = "下一处问题"
LEAVE_OUT, TAKE_AGAIN = "不收这一行", "还是要收"
LEAVE_OUT_ALL = "有问题的都不收"
TAKE_ANYWAY = "照样收"
BETWEEN_REASONS = "；"
GO_ON = "接着收"
LEFT_BY_CLERK = "经办人看过，不收"
NEW_VALUE = "改成"
MEANS = "这个词在这本台账里是"
TAKE = "收进来"
TAKING = "正在收…"
ROW, OUTCOME = "行", "结果"
SOUND_CELL = "这一格没有问题。"
NO_TROUBLE_LEFT = "没有要改的了，可以收进来（F2）。"
SAVE_REPORT, PRINT_REPORT = "存为表格", "打印情况"
EMPTY_FILE = "这个文件里没有字，请换一个。"
NO_SHEET = "请至少选一张有内容的工作表。"
ALL_SOUND = "每一行都照原样收下了。"
OTHERS_LEFT = "还有 {count} 行不是登记（小计、落款、重复的表头），没有收。"


def steps_line(at: int) -> str:
    """Where in the wizard one is."""
    return " › ".join(f"【{name}】" if place == at else name for place, name in enumerate(STEPS))


def sheet_choice(name: str, rows: int, hidden: bool) -> str:
    """A sheet with how many rows it has."""
    return f"{name}　{rows} 行{HIDDEN if hidden else ''}"


def progress(done: int, total: int) -> str:
    """How far the taking has come."""
    return f"正在收：{done} / {total}"


def trouble(column: str, sentences: list[str]) -> str:
    """What is said of a cell under the grid."""
    said = "；".join(sentences)
    return f"{column}：{said}" if column else said


def same_file(day: str) -> str:
    """The very same file was taken before."""
    return f"这个文件 {day} 收过了；再收一次，已经有的行不会重复收。"


def whole_line(where: str, outcome: str, column: str, value: str, why: str) -> str:
    """A line of the report in full."""
    what = f"{column}“{value}”：" if column else ""
    return f"{where}，{outcome}。{what}{why}"


def last_of(label: str) -> str:
    """The name under which the mapping of the last taking is kept."""
    return f"上次的{label}"


def used(name: str) -> str:
    """A kept mapping fits and was taken."""
    return f"按“{name}”这份对照认的各列，请看一眼。"


def unfinished(name: str, mended: int) -> str:
    """What was begun and not taken yet."""
    return f"上次的“{name}”还没有收，改过的 {mended} 处都在。"
