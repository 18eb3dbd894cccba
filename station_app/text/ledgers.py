"""What the taking of old ledgers says: the wizard, its report, the list of what was taken."""

from __future__ import annotations

from collections.abc import Mapping

UNIT_TOLD = (
    ("转办单号", 150),
    ("事项", 50),
    ("编号", 150),
    ("标题", 200),
    ("内容和要求", 380),
    ("办理要求", 200),
    ("交办日期", 100),
    ("办理时限", 100),
)
"""What an office tells a unit of each matter that it owes: heading and width in pixels."""

MATTER_KINDS = {"opinion": "意见", "suggestion": "建议"}


UNIT_SHEETS = "单位清单"
UNIT_SHEETS_SENTENCE = "单位没有这个程序：把它欠着的出成一张 Excel 清单给它填，交回来按转办单号收。"
UNIT_SHEETS_LINE = "各单位还欠着哪些，出清单、打印转办单、收交回的清单"
OWING_HEADS = ("承办单位", "还欠几件", "其中超期")
NOBODY_OWES = "没有单位欠着答复。"
WRITE_SHEET, WRITE_ALL, PRINT_SLIPS = "出这家的清单", "各家的都出到一个文件夹", "打印这家的转办单"
READ_SHEET, READ_AGAIN, TAKE_SHEET = "收单位交回的清单", "再读一遍", "收下能收的"
SHEET_FILES = "Excel 表格 (*.xlsx)"
RETURNED_FILES = "表格 (*.xlsx *.xls *.et *.ods *.csv)"
SHEETS_WRITTEN = "写好了 {units} 家单位的清单，共 {count} 件：{where}"
NO_SLIPS = "这家单位欠着的都是代表建议，没有转办单可打。"
RETURNED = "单位交回的清单"
RETURNED_SENTENCE = "{file}：看过再收，收不了的写明为什么。"
RETURNED_COUNTED = "{file}：能收 {taken} 行，已经有了或没有填 {known} 行，收不了 {kept_out} 行。"
RETURNED_HEADS = ("行", "转办单号", "标题和单位", "收下会怎样")
NOTHING_RETURNED = "这个文件里没有填过的行。"
KEPT_OUT, KNOWN_ALREADY, WOULD_DO = "收不了：{why}", "没有填，或者已经收过", "{acts}"
BETWEEN_ACTS = "，"
OF_UNIT = {
    "assignment.acknowledge": "记签收",
    "assignment.begin_handling": "记承办人",
    "assignment.correct": "改签收、承办人",
    "reply.register": "记答复",
}
"""What a line of a unit does, by kind and act."""
NOTHING_TO_TAKE = "没有能收的行。"
SHEET_TAKEN = "收下了 {count} 行。"


def asked_of_unit(said: str, asked: str) -> str:
    """What was said, and what is asked for."""
    return "\n".join(filter(None, (said, asked)))


def unit_table(unit: str) -> str:
    """The name of the file of what a unit owes."""
    return f"{unit}待办清单"


NOT_RECORDED = "（原台账未记）"
YES, NO = "是", "否"
SATISFIED, NOT_SATISFIED = "满意", "不满意"


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
OTHERS = {
    "heading": "重复的表头",
    "total": "小计、合计",
    "signature": "落款、说明",
    "banner": "分段的文字",
    "blank": "只有空的标记",
}
BECAUSE = {
    "heading": "照表头",
    "likeness": "表头像",
    "contents": "照内容",
    "answer": "上次这样认",
    "second": "别的列更像",
    "": "认不出",
}


def column_is(head: str, place: str, because: str) -> str:
    """Where a column goes, and why."""
    return f"列“{head}”：{place}（{because}）"


def row_in(sheet: str, number: int) -> str:
    """A row of a sheet."""
    return f"{sheet} 第 {number} 行"


def of_file(name: str) -> str:
    """Which file."""
    return f"台账文件：{name}"


LIKE_HERE = "本站"


def like_row(sheet: str, number: int) -> str:
    """A row of the same ledger that somebody of the same name stands in."""
    return f"“{sheet}”第 {number} 行"


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
FILE_FILTER = "台账 (*.xlsx *.xls *.xlsm *.et *.ett *.csv *.txt *.tsv *.ods);;所有文件 (*)"
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
COLUMN_HEADS = ("表里的列", "里面写的", "收到哪里", "凭什么")
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


# What is wrong with a file, a column, a cell.
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 xlsx，再来收"

OF_UNITS = {
    "unit_owes_nothing": "“{value}”现在没有待办的事项，不用出清单；单位名称请照单位名录写",
    "unit_table_not_found": "这个文件里没有待办清单的表头（“{value}”那一行），请选单位填好交回的那一份，表头不要改",
    "unit_line_unknown": "本机没有转办单号“{value}”的交办，请核对这一行的单号",
    "unit_line_twice": "转办单号“{value}”在表里有两行，只收前一行；请把这一行的内容并到前一行再读",
    "unit_line_slid": "这一行的标题跟转办单号“{value}”的不一样，可能是整列错了行，请核对后再读",
    "unit_line_over": "转办单号“{value}”现在是“{state}”，不能再收单位的答复；要重办请先在事项页上办",
}
OF_FILES = {
    "ledger_no_file": "文件 {value} 找不到或打不开（{reason}）；如果正在 Excel 或 WPS 里开着，请先关掉",
    "ledger_folder": "“{value}”是文件夹，请选里面的表格文件",
    "ledger_empty_file": "文件 {value} 是空的（0 字节），请找原来的文件",
    "ledger_lock_file": "“{value}”是 Excel 或 WPS 打开时留下的临时文件；请关掉表格，选不带 ~$ 的那个",
    "ledger_too_large": "文件太大（{value}），最多 {most}；请删去空行空列，或分成几个文件再收",
    "ledger_inflates": "这个文件解开后太大（{value}），不像台账，没有打开；" + _SAVE_AS,
    "ledger_entities": "这个文件里有不该有的 XML 定义，没有打开；" + _SAVE_AS,
    "ledger_password": "这个表格有密码或权限保护；请打开后取消密码，另存为 xlsx，再来收",
    "ledger_broken": "这个表格文件坏了，读不出来；" + _SAVE_AS,
    "ledger_is_html": "这其实是网页，不是 Excel 表格；" + _SAVE_AS,
    "ledger_is_binary": "这是二进制的 xlsb 工作簿；" + _SAVE_AS,
    "ledger_is_xml": "这是旧的 XML 表格；" + _SAVE_AS,
    "ledger_is_word": "这是 Word（或 WPS 文字）文件；请把表格复制到 Excel 或 WPS 表格里，另存为 xlsx，再来收",
    "ledger_is_slides": "这是幻灯片，不是表格；请把表格复制到 Excel 或 WPS 表格里，另存为 xlsx，再来收",
    "ledger_is_pdf": "这是 PDF，读不出格子；请找原来的表格文件，另存为 xlsx，再来收",
    "ledger_is_picture": "这是图片，读不出格子；请找原来的表格文件，或者照着补登",
    "ledger_is_archive": "这是压缩包；请先解开，选里面的表格文件",
    "ledger_not_a_table": "认不出这是什么文件；" + _SAVE_AS,
    "ledger_wrong_encoding": "按 {value} 读，第 {at} 行读不下去；请换一种编码，或另存为 xlsx 再收",
    "ledger_unknown_encoding": "认不出文字编码；请选一种编码试试，或另存为 xlsx 再收",
    "ledger_mixed_encoding": "一个文件里有两种文字编码，像是两个文件拼起来的；请分开收，或在 Excel 里合好另存为 xlsx",
    "ledger_garbled": "里面的字是乱码（像“涓枃”这样），原来的字已经坏了；请从原来的地方重新导出",
    "ledger_encoding": "文字编码认作 {value}；要是字不对，请换一种",
    "ledger_second_mark": "文件中间有看不见的文件头标记（几个文件接在一起），已经去掉",
    "ledger_quotation_open": "从第 {value} 行起引号没有关上，后面的分不清；请在 Excel 里打开检查，另存为 xlsx 再收",
    "ledger_unwrapped": '有 {value} 行的格子写成 ="…"，外壳去掉了，只收里面的',
    "ledger_cell_too_big": "第 {value} 行附近有一格大得不正常，没有读；请检查引号，或另存为 xlsx 再收",
    "ledger_no_rows": "里面没有字",
    "ledger_macros": "这个表格带宏；只读了格子里的字，宏没有运行",
    "ledger_hidden_rows": "“{value}”里有隐藏或筛选掉的行列，也一起读了",
    "ledger_comments": "“{value}”里有批注，批注没有读；要紧的请写进格子",
    "ledger_unknown_sheet": "没有叫“{value}”的工作表；有：{offered}",
}

OF_COLUMNS = {
    "ledger_sheet_left_out": "“{value}”里没有表头，当作说明，没有收；要收请用 --sheet 指明，或在窗口里打勾",
    "ledger_no_heading": "“{value}”里找不到表头，请告诉我表头在第几行",
    "ledger_column_needed": "还不知道哪一列是“{value}”，请在“各列”里指出来；要是这不是{sort}，请选是哪种台账",
    "ledger_field_twice": "“{value}”指给了两列，请留一列",
    "ledger_mapping_unknown": "没有叫“{value}”的对照，也没有这个文件",
    "ledger_mapping_broken": "对照“{value}”读不懂，请重新保存一份",
    "ledger_mapping_foreign": "对照“{value}”和这张表对不上：表里没有“{missing}”这些列",
    "ledger_target_unknown": "看不出这是哪种台账，请选一种：{offered}",
    "ledger_sort_guessed": "“{sheets}”认作{value}（第 {rows} 行的表头里有“{heads}”）；不对请改选种类",
    "ledger_second_column": "“{value}”也像{label}，已经有“{other}”，这一列记入附记；不对请在“各列”里改",
    "ledger_by_contents": "{value} 列没有表头，照里面写的认作{label}，请看一眼",
    "ledger_columns_carried": "这些列认不出，原样记入附记：{value}；要收到哪里，请在“各列”里指出来",
    "ledger_rows_above": "“{value}”第 {rows} 行在表头上面，没有收；要是登记，请移到表头下面再收",
    "ledger_beside": "“{value}”里并排有 {count} 张表，分开收",
    "ledger_form": "“{value}”是一页一件的登记表，读成 {count} 条",
    "ledger_cell_too_many": "{value} 列上面没有表头；像是一格被字里的逗号切成了两格。请改好前一格，清空这一格",
    "ledger_float": "小数点和后面的 0 是表格软件加的，去掉了",
    "ledger_fraction": "“{value}”带小数，不是这一格要的；请照原件填",
    "ledger_words_beside": "号码旁边的字“{value}”记入附记",
    "ledger_no_name": "“{value}”不像人名，请看是不是和别的列对调了",
    "ledger_no_day": "“{value}”是程序里没填日期时的样子，不是真的日子；没有就空着",
    "ledger_day_decimal": "“{value}”是小数，分不清是 {value} 还是 {value}0 日；请写成几月几日",
    "ledger_year_unknown": "“{value}”没有写哪一年，这张表里提到 {years}；请补上年份",
    "ledger_year_of_column": "“{value}”没有写哪一年，照这一列别的日子读作 {year} 年，请看一眼",
    "ledger_year_differs": "“{value}”不在这张表写的 {year} 年，请看一眼",
    "ledger_hour": "“{value}”里的 {at} 记到几点",
    "ledger_hour_to_note": "“{value}”收日子，几点、上午下午记入附记",
}

OF_CELLS = {
    "ledger_formula": "这一格是公式，没有算好的结果；请在 Excel 或 WPS 里打开保存一次，或直接填",
    "ledger_error": "这一格是表格出错的标记（{value}），请填原来的内容",
    "ledger_blank_word": "“{value}”按空着收",
    "ledger_ditto": "“{value}”读作上一行的“{read}”",
    "ledger_ditto_alone": "“{value}”上面没有可以照抄的，请填写",
    "ledger_merged": "这一格和上面是合并的，读作“{value}”",
    "ledger_year_of_title": "“{value}”没有写哪一年，照标题、工作表名或文件名上的 {year} 年读，请看一眼",
    "ledger_about": "“{value}”读作 {read}，“约”字记入附记",
    "ledger_village_unknown": "本乡镇（街道）没有叫“{value}”的村（社区），请改，或告诉我它是哪个",
    "ledger_village_several": "叫“{value}”的有几个：{choices}；请告诉我是哪个",
    "ledger_deputy_unknown": "名册里没有叫“{value}”的代表，名字记入附记",
    "ledger_deputy_needed": "名册里没有叫“{value}”的代表；请先登记代表，或告诉我是哪一位",
    "ledger_deputy_several": "名册里叫“{value}”的有 {count} 位，请告诉我是哪一位",
    "ledger_deputy_gone": "代表“{value}”已经{status}，请看一眼",
    "ledger_to_note": "“{value}”读不成这一格要的，记入附记",
    "ledger_year_only": "“{value}”看不出是哪年，请填四位年份",
    "ledger_state_unknown": "看不出“{value}”办到哪一步了；可以选：{offered}",
    "ledger_title_made": "原来没有标题，取作“{value}”",
    "ledger_several_facts": "一格里像有几件事（“{value}”），没有拆开，请看一眼",
    "ledger_here_already": "这一行本站已经有了（{value}），不再收；真是另一件，请按“照样收”",
    "ledger_deputy_like": (
        "和{value}的代表同名，电话或者出生年月不一样，也许是同一位换了号码：请核对；是同一位的，这一行不收，到「代表」里改"
    ),
    "ledger_double": "和“{sheet}”第 {value} 行一样，不再收；真是另一件，请按“照样收”",
    "ledger_two_names": "同一个号码，这里是“{value}”，{other}；请看是不是写错",
    "ledger_no_place": "“{value}”这一列没有收",
}

OF_TAKING = {
    "ledger_not_at_office": "旧台账请到联络站自己的电脑上收",
    "ledger_rows_refused": "还有 {value} 行有问题没改好，先改好或者不收这些行",
    "ledger_nothing_to_take": "没有要收的行",
    "ledger_undone_already": "这一次已经撤销过了",
    "ledger_import_unknown": "没有这一次收旧台账",
    "ledger_built_on": "收进来以后有人接着办了，不能整批撤销：{value}",
    "ledger_undo_of_head": "整批撤销要由站长来办",
}

OLD_LEDGER = {
    "other_station": "这是{value}的登记，不能记到{own}名下；请到那个站转入",
    "station_not_said": "没有写是哪个站的，不知道该不该收；请在原系统补上站编号再导出",
    "row_without_id": "没有编号（{value}），再转一次就会重复，所以没有收；请在原系统补上再导出",
    "row_unreadable": "第 {value} 行读不出来（{reason}），请从原系统重新导出",
    "row_differs": "{value} 以前转入过，现在内容不一样；原来的没有动，请对照后在本站更正",
    "reference_dropped": "所指的 {value} 没有转入，这一格空着，原编号记在旧台账附记里",
    "title_made": "原来没有标题，先取作“{value}”，请看一眼",
    "words_put": "原来是空的，先写作“{value}”",
    "time_without_zone": "“{value}”没有写时区，按北京时间读",
    "folder_foreign": "文件夹“{value}”里没有认得的文件；要有 {files} 之一（.ndjson 或 .ndjson.gz）",
    "file_unreadable": "文件 {value} 从这里起读不出来（{reason}），后面的都没有收；请重新导出",
}

LEDGER_PROBLEMS = OF_FILES | OF_UNITS | OF_COLUMNS | OF_CELLS | OF_TAKING
