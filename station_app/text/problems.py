"""What a problem says, one sentence a code: what is wrong in plain words, and the next step."""

from __future__ import annotations

import errno

from station_app.domain.problem import Problem
from station_app.text.desk_problems import DESK_PROBLEMS
from station_app.text.ledger_problems import LEDGER_PROBLEMS
from station_app.text.quality import QUALITY
from station_app.text.road_problems import ROAD_PROBLEMS
from station_app.text.suggestion_problems import SUGGESTION_PROBLEMS
from station_app.text.visit_problems import VISIT_PROBLEMS

NAMES = {
    "name_empty": "还没有填姓名",
    "name_no_letter": "姓名里没有文字，请重新填写",
    "name_odd_sign": "姓名里有不常见的符号，请看一眼是不是姓名",
    "name_lost_character": "姓名里有“?”“□”一类的符号，像是生僻字没有显示出来，请对照证件补上",
    "name_private_character": "姓名里有旧系统的自造字，换一台电脑可能变样，请对照证件重新输入这个字",
    "name_several": "像是把几个人写在了一格里，请一人一格；同来的人可以另外登记",
}

DOCUMENTS = {
    "number_lost_digits": "这个号码被表格软件改成了科学记数（带 E+），后面几位已经丢了，请照原件重新填写",
    "id_checksum": "身份证号最后一位对不上，请对照证件重新看一遍",
    "id_date": "身份证号里的出生日期不存在，请对照证件重新看一遍",
    "id_length": "身份证号应为 18 位，现在是 {length} 位，请对照证件补正",
    "id_masked": "号码中间是星号，不能当号码保存；请填完整号码，或者空着",
    "id_not_number": "这不像证件号码，请填号码，没有就空着",
    "id_old": "这是 15 位旧身份证号，已经收下；见到新证时请更新",
    "id_area_unknown": "身份证号前六位不在地区代码表里，请对照证件看一眼",
    "id_unrecognised": "认不出这是哪种证件的号码，请看一眼证件类型",
    "id_kind_missing": "填了证件号码，请选证件类型",
    "id_birth_differs": "出生年份和身份证号里的不一样，请对照证件",
    "id_sex_differs": "性别和身份证号里的不一样，请对照证件",
}

PHONES = {
    "phone_mobile_length": "手机号应为 11 位，现在是 {length} 位，请再核对一遍",
    "phone_zero_lost": "区号前面的 0 丢了，请补上，例如 0851-…",
    "phone_masked": "电话中间是星号，请填完整号码；没有电话就写原因",
    "phone_not_number": "这不像电话号码，请填号码；没有电话就写原因",
    "phone_unknown": "认不出这个电话号码，请再核对一遍",
    "phone_short": "这是短号或没有区号的号码，外地打不通；有手机号更好",
    "phone_several": "一格里有几个号码，都收下了",
    "phone_abroad": "这是境外号码，请看一眼",
    "phone_or_reason": "请填联系电话；没有电话，请写原因或代转的联系人",
}

CODES = {
    "code_not_number": "区划代码应为 12 位数字，请重新选择",
    "code_length": "区划代码应为 12 位，现在是 {length} 位；请按名称重新选择",
    "code_is_village": "这是村（社区）的代码，这里要乡镇（街道）的",
    "code_above_township": "这是县级以上的代码，这里要乡镇（街道）的",
    "code_above_village": "只到乡镇或以上，没有到村（社区）",
    "code_other_province": "这是外省的代码，请看一眼",
    "county_code": "“{value}”不是县级代码，县级代码是六位数字",
    "station_no": "站号是两位数字，从 01 到 99",
    "postcode": "邮政编码是 6 位数字，现在是 {length} 位",
}

DAYS = {
    "day_not_civil": "“{value}”要翻日历才知道是哪天，请写成公历日期，例如 2026-3-9",
    "day_ambiguous": "“{value}”可能是两个日子，请按年-月-日写，例如 2026-3-9",
    "day_missing": "“{value}”缺了哪一天，请写全，例如 2026-3-9",
    "day_unreadable": "看不懂“{value}”是哪天，请按年-月-日写，例如 2026-3-9",
    "day_impossible": "没有“{value}”这一天，请核对",
    "day_ahead": "日期在今天（{today}）之后，请核对；若电脑日期不准，请先调准",
    "day_read_as": "“{value}”读作 {day}，请看一眼",
    "day_serial": "表格里是数字 {value}，读作 {day}，请看一眼",
    "time_unreadable": "看不懂“{value}”是几点，请写成 9:30 这样",
    "time_impossible": "没有“{value}”这个时间，请核对",
    "visit_long_ago": "这是很久以前的来访，补登没有问题，请确认日期",
    "birth_year_impossible": "出生年份不可能是 {value}，请核对",
    "born_after_visit": "来访人 {value} 年才出生，不会在 {year} 年来访，请核对",
    "visit_written_twice": "这位来访人今天同样的话已经记过一次（{value}）：记重了就按 Ctrl+Z 收回这一次",
    "before_station_opened": "建站是 {opened}，这是建站以前的来访，请看一眼日期",
    "term_over": "这位代表任期到 {value} 为止，接待日是 {day}，请看一眼",
    "told_before_receipt": "告知日期在收到之前，请核对",
    "referred_before_receipt": "转办日期在收到之前，请核对",
    "ends_before_start": "结束时间在开始时间之前，请核对",
    "term_ends_before_start": "任职止在任职起之前，请核对",
    "due_before_referral": "办理时限在转办日期之前，请核对",
    "day_before_other": "{own}在{other}（{day}）之前，请核对",
    "due_too_far": "办理时限到 {value}，超过 {days} 天了，请看年份有没有写错",
    "extension_shortens": "延期要往后延：现在的时限是 {due}，请写比它晚的日子",
    "extended_before": "已经延过一次期，不能再延；办不完的，请先办复并写明下步措施和时限",
    "clock_wrong": "电脑日期现在是 {today}，不像是真的；编号会用这个年份，请先调准电脑日期再登记",
    "notice_late": "公告应在接待日前 {days} 天贴出，现在不到 {days} 天",
}

VALUES = {
    "tidied": "多余的空格和符号已经整理，请看一眼对不对",
    "half_character": "这段文字里有被截断的半个字，请重新输入",
    "nul_removed": "文字里有看不见的坏字符，已经去掉",
    "read_as": "“{value}”读作 {read}，请看一眼",
    "too_long": "有 {value} 个字，最多 {most} 个；请删短，不会自动截断",
    "too_many": "有 {value} 项，最多 {most} 项",
    "not_a_count": "“{value}”不是数目，请填数字",
    "count_out_of_range": "数目 {value} 超出范围，请核对",
    "not_in_list": "没有“{value}”这一项；可以选：{offered}",
    "code_too_broad": "“{value}”下面还分细类，请选一个：{offered}",
    "wrong_kind": "填的内容和这一格要的不一样，请重新填写",
    "title_length": "标题有 {value} 个字，{low} 到 {high} 个字最清楚",
}

MATTERS = {
    "fewer_heads_than_names": "来访人数是 {value} 人，写了名字的有 {named} 人，请改人数",
    "group_without_representatives": "来了 {value} 人，请登记不超过 5 名代表",
    "no_reception_day": "接待日来访要先有接待日；不是接待日，方式请选日常来访",
    "no_deputy": "接待日来访请选接待的代表",
    "proxy_name_missing": "代签的，请写代签人姓名",
    "state_secret": "这里有国家秘密的标志，本机不能保存；请按保密规定报送",
    "critical_matter": "非常紧急：请先打电话报告，并记下报告了谁、几点",
    "merged_into_itself": "不能并入它自己，请另选一条",
    "repeats_itself": "一次来访不能是它自己的重复来访，请另选一次",
    "replaced_by_itself": "补位的不能是本人，请另选一位代表",
}

ACTS = {
    "missing": "还没有填",
    "unknown_kind": "没有“{value}”这种登记",
    "unknown_field": "没有“{where}”这一格",
    "uid_unusable": "标识“{value}”不能用：要 32 位小写十六进制，并且没有给过别的登记；不写就自动生成",
    "unknown_act": "没有“{value}”这个办法",
    "check_character_wrong": "校验码不对：“{value}”抄错或听错了，请对着回执从头再看一遍",
    "no_such_record": "还没有这条登记，请先登记",
    "act_out_of_turn": "现在还轮不到这一步，请先看这一条到了哪里",
    "unknown_reference": "所指的那一条找不到，请先登记它",
    "field_of_another_act": "这一步不能改这一格，请用更正",
    "clash_gone": "这一处已经没有两种写法了，请刷新再看",
    "field_of_another_house": "这一格由{house}填写，这里不能写",
    "act_of_another_role": "这一步要由别的身份来办",
}

DESK = {
    "cancelled": "已经停下，没有做完的不算",
    "wrong_password": "密码不对，请等 {wait_s} 秒再试",
    "password_short": "密码至少 {least} 个字符",
    "password_holds_name": "密码里不要有自己的名字",
    "no_station_here": "这个文件夹里还没有联络站，请先建站",
    "station_here_already": "这个文件夹里已经有联络站，请另选一个空文件夹",
    "keyring_unreadable": "钥匙文件读不出来，请用恢复纸打开，或从备份恢复",
    "database_unreadable": "台账文件 {value} 打不开，请从备份恢复；原文件不要动",
    "database_full": "磁盘满了，这一次没有保存，以前保存的都在；请先腾出空间再试",
    "database_read_only": "磁盘只能读，不能写，台账没有坏；请把文件夹放到能写的地方再试",
    "database_busy": "另一个窗口或程序正在写这个台账，请等它写完再试",
    "database_disk_fails": "磁盘读写出错，这一次没有保存；请换一块磁盘，从备份恢复",
    "database_cannot_be_opened": "这个文件夹里的台账打不开，文件没有坏；请看文件夹还在不在、能不能写",
    "database_damaged": "台账文件有损坏，请从备份恢复；原文件不要动",
    "program_incomplete": "程序文件不全（{value}），台账没有动；请重新安装程序",
    "database_gone": "钥匙在，台账文件 {value} 不在了，或者是空的；请从备份恢复，不要在这里重新建站",
    "database_newer": "台账是新版程序写的，请先更新程序",
    "database_foreign": "这不是联络站的台账文件，请另选一个文件夹",
    "recovery_code_miscopied": "恢复码有抄错或漏掉的地方，请对着恢复纸再看一遍",
    "user_unknown": "这里没有叫这个名字的经办人，请填建站时写的姓名",
    "passwords_differ": "两次填的密码不一样，请再填一遍",
    "journal_gap": "流水缺了第 {expected} 条，请先导入前面的批次",
}

COMMANDS = {
    "division_unclear": "“{value}”对应几个地方，请写 12 位代码：{choices}",
    "division_unknown": "找不到乡镇（街道）“{value}”，请写名称或 12 位代码",
    "county_unknown": "找不到县（市、区）“{value}”，请写名称或 6 位代码",
    "not_json": "第 {value} 行不是一行 JSON（{reason}），请改好这一行再送",
    "not_an_act": "第 {value} 行要有 kind、act、fields，可以有 uid，别的不要",
    "password_not_given": "这里没有终端可以输密码，请用环境变量 STATION_PASSWORD 或 --password-fd 给出",
    "password_fd_unreadable": "--password-fd 给的 {value} 读不出密码，请给一个打开着的文件描述符",
    "line_not_utf8": "第 {value} 行不是 UTF-8 文字，没有收；请另存成 UTF-8 再送这一行",
    "input_closed": "标准输入是关着的，没有读到登记",
    "path_refused": "{value}：{reason}",
    "program_fault": "程序出了点问题，这件事没有办成，以前保存的都在。请把下面的文字交给维护人员：\n{value}",
    "report_not_written": "旧台账已经收下，不用再收；只是报告 {value} 写不进去（{reason}），请在工作台里再打印",
    "gateway_store_foreign": "{value} 不是平台的库，没有动它；请看 --store 写得对不对",
    "gateway_store_missing": "没有 {value} 这个库，请看 --store 写得对不对",
    "gateway_store_fails": "平台的库打不开或写不进去（{reason}）",
    "number_unclear": "“{value}”在几个站都有，请写全：{choices}",
    "file_not_written": "文件 {value} 写不进去（{reason}），请换一个文件夹再打印",
    "unknown_form": "没有“{value}”这种打印件；可以打：{offered}",
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

SENTENCES = (
    NAMES
    | DOCUMENTS
    | PHONES
    | CODES
    | DAYS
    | VALUES
    | MATTERS
    | ACTS
    | DESK
    | COMMANDS
    | OLD_LEDGER
    | ROAD_PROBLEMS
    | DESK_PROBLEMS
    | LEDGER_PROBLEMS
    | QUALITY
    | SUGGESTION_PROBLEMS
    | VISIT_PROBLEMS
)
"""What a problem says, by its code; `{…}` are the problem's details, `{value}` what was typed, `{where}` the field."""

_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超过了磁盘限额",
    errno.EACCES: "没有权限",
    errno.EPERM: "不许这样做",
    errno.EROFS: "磁盘只能读，不能写",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EISDIR: "那是文件夹，不是文件",
    errno.EEXIST: "那里已经有一个同名的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
    errno.EBADF: "没有打开",
    errno.EADDRINUSE: "已经有程序在用这个端口",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
}
"""Of what the system says, the reasons that a person can do something about."""


def reason_of(error: OSError) -> str:
    """Why the system refused, in words; what has none here as the system says it."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


UNKNOWN = "这里有问题（{code}），请核对"


def explain(problem: Problem, label: str = "") -> str:
    """The sentence of a problem, with the field's label before it where one is given, and with the record that it is of
    where an act could not bring what it must. A personal value is not said."""
    filling = {key: _spoken(value) for key, value in problem.details}
    sentence = SENTENCES.get(problem.code, UNKNOWN)
    said = sentence.format_map(
        {"code": problem.code, "where": problem.where, "value": _spoken(problem.value)} | filling
    )
    return "：".join(part for part in (filling.get("of", ""), label, said) if part)


def of_code(code: str) -> str:
    """The sentence of a code alone, as it comes back from another office: what filled it stays there."""
    return SENTENCES.get(code, UNKNOWN).format_map(_Blanks(code=code))


class _Blanks(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return "…"


def _spoken(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
