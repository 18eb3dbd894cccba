"""What a problem of an old ledger's workbook says, one sentence a code: what is wrong, and what to do."""

from __future__ import annotations

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 xlsx，再来收"

FILES = {
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
    "ledger_cell_too_big": "第 {value} 行附近有一格大得不正常，没有读；请检查引号，或另存为 xlsx 再收",
    "ledger_no_rows": "里面没有字",
    "ledger_macros": "这个表格带宏；只读了格子里的字，宏没有运行",
    "ledger_hidden_rows": "“{value}”里有隐藏或筛选掉的行列，也一起读了",
    "ledger_comments": "“{value}”里有批注，批注没有读；要紧的请写进格子",
    "ledger_unknown_sheet": "没有叫“{value}”的工作表；有：{offered}",
}

COLUMNS = {
    "ledger_sheet_left_out": "“{value}”里没有表头，当作说明，没有收；要收请用 --sheet 指明，或在窗口里打勾",
    "ledger_no_heading": "“{value}”里找不到表头，请告诉我表头在第几行",
    "ledger_column_needed": "还不知道哪一列是“{value}”，请在“各列”里指出来",
    "ledger_field_twice": "“{value}”指给了两列，请留一列",
    "ledger_mapping_unknown": "没有叫“{value}”的对照，也没有这个文件",
    "ledger_mapping_broken": "对照“{value}”读不懂，请重新保存一份",
    "ledger_mapping_foreign": "对照“{value}”和这张表对不上：表里没有“{missing}”这些列",
    "ledger_target_unknown": "看不出这是哪种台账，请选一种：{offered}",
}

CELLS = {
    "ledger_formula": "这一格是公式，没有算好的结果；请在 Excel 或 WPS 里打开保存一次，或直接填",
    "ledger_error": "这一格是表格出错的标记（{value}），请填原来的内容",
    "ledger_blank_word": "“{value}”按空着收",
    "ledger_ditto": "“{value}”读作上一行的“{read}”",
    "ledger_ditto_alone": "“{value}”上面没有可以照抄的，请填写",
    "ledger_merged": "这一格和上面是合并的，读作“{value}”",
    "ledger_year_of_title": "“{value}”没有写哪一年，照表头或文件名上的 {year} 年读，请看一眼",
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
    "ledger_double": "和“{sheet}”第 {value} 行一样，不再收；真是另一件，请按“照样收”",
    "ledger_two_names": "同一个号码，这里是“{value}”，{other}；请看是不是写错",
    "ledger_no_place": "“{value}”这一列没有收",
}

TAKING = {
    "ledger_not_at_office": "旧台账请到联络站自己的电脑上收",
    "ledger_rows_refused": "还有 {value} 行有问题没改好，先改好或者不收这些行",
    "ledger_nothing_to_take": "没有要收的行",
    "ledger_undone_already": "这一次已经撤销过了",
    "ledger_import_unknown": "没有这一次收旧台账",
    "ledger_built_on": "收进来以后有人接着办了，不能整批撤销：{value}",
    "ledger_undo_of_head": "整批撤销要由站长来办",
}

LEDGER_PROBLEMS = FILES | COLUMNS | CELLS | TAKING
