"""What the roads say: waiting, sending, what was taken and what not, what the office holds of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MOST_NAMED = 6
"""Stations that a sentence names."""

# 收件

INTAKE = "收件"
INTAKE_SENTENCE = "把U盘里的文件夹拖到这里，或按 F2 选。先看一眼再导入；同一批导几遍都不会重复。"
INTAKE_EMPTY = "还没有选文件。按 F2 选U盘上的文件夹，或者把文件拖到这里。"
CHOOSE_FOLDER, CHOOSE_FILES = "选文件夹", "选文件"
FROM_NETWORK = "从网上取"
IMPORT, STOP = "导入", "停下"
PRINT_REPORT, SAVE_SHEET = "打印导入情况", "存成表格"
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


def looked(stations: int, files: int, new: tuple[int, int], troubles: int) -> str:
    """What a look has found: `new` counts changes, and photos and papers beside them."""
    changes, beside = new
    said = f"{stations} 个站，{files} 个文件，新的 {changes} 条" + (f"、照片和附件 {beside} 个。" if beside else "。")
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


# 同步

SYNC = "同步"
SYNC_SENTENCE = "登记的东西由这里送到县里、收回消息。有网自己发；没网用U盘，两条路都走也不会重复。"
OFFICE_SYNC_SENTENCE = "各站的东西从这里收，回执和办理情况从这里发。有网自己收发；没网用U盘，两条路都走也不会重复。"
NOTICES = {
    "NEW_LIFE": "{when} 发现数据是拷回来的，或者换了电脑：以后的编号带字母 {detail}，不会重号，没送到的重送，照常办。",
    "TAKEN_BACK": "{when} 从放在一边的台账里取回了比备份更新的登记（取回几条 / 读不出几条）：{detail}。",
    "GATEWAY_MOVED": "{when} 平台搬了家，本机已经改认新地址 {detail}，您照常办。",
}
HAND_OVER = "交准入文件"
SEND_NOW, PAUSE, RESUME = "现在发送", "暂停", "接着发"
COMPARE = "和省里对一遍数"
SENT_BACK, CLASHES, HELD, NEWS = "退回更正", "两边写得不一样", "等着的和没有收的", "新消息"
STICK, ADMISSION, STATEMENTS = "U盘", "准入", "对账单"
BATCH_HEADS = ("批次", "条数", "大小", "封好", "写上U盘", "已收", "已审", "县级已导入", "毛病")
OFFICE_BATCH_HEADS = ("批次", "条数", "大小", "封好", "写上U盘", "已收", "已审", "给谁", "毛病")
EVERY_STATION = "全县各站"
BATCHES_EMPTY = "还没有成批的。一联网，或者写到U盘，就会封成批次列在这里。"
YES, NOT_YET = "是", ""
STAGES = {
    "waiting": "待发",
    "received": "已收待审",
    "refused": "没有收",
    "held": "暂存，等前面的",
    "accepted": "已审",
    "imported": "县级已导入",
}
NETWORKS = {"unknown": "", "offline": "未联网", "portal": "网络要登录", "blocked": "连不上平台", "online": "已联网"}
PHASES = {
    "": "联网了，都发完了",
    "paused": "暂停了。按“接着发”继续；登记照常。",
    "not_invited": "还没有准入，先不能送；登记照常。请按 F2 交上级给的准入文件，没有网也能办。",
    "enrolling": "正在请省里准入……",
    "news": "联网了，正在收消息",
    "files": "联网了，正在传附件",
}
WAITS_ONLINE = "联网了，等着发"
NO_NETWORK = "没联网。登记照常，联上网会自己发；着急就写到U盘。"
PORTAL = "这是要登录的网络。请先打开浏览器登录，登录了会自己发；着急就写到U盘。"
NO_GATEWAY = "本机不走网络，用U盘送：按 F2 写到U盘。"
BATCH_STOPPED = "有一批没有发出去，东西都在。请打电话报支持码 {code}；也可以写到U盘送去。"
DIFFERS = "和省里的数对不上，已经安排重发：{places}"


def waiting_cell(count: int) -> str:
    """For the status line."""
    return f"待发 {count}" if count else ""


def totals(counts: Sequence[int], imported: int) -> str:
    """The totals that always add up: waiting, received, accepted, refused, held, all; what is imported beside them."""
    return f"{office_totals(counts)}　　其中县级已导入 {imported} 条"


def office_totals(counts: Sequence[int]) -> str:
    """The same at an office: nobody imports what it says."""
    waiting, received, accepted, refused, held, total = counts
    parts = [f"待发 {waiting}", f"已收待审 {received}", f"已审 {accepted}", f"没有收 {refused}"]
    if held:
        parts.append(f"暂存 {held}")
    return f"{' + '.join(parts)} = 共 {total} 条"


def files_up(files: int, above: int, told: int, waiting_bytes: int) -> str:
    """How far this station's photos and papers have come; "" where there are none."""
    if not files:
        return ""
    said = f"照片和附件共 {files} 个：送到 {above} 个，其中县里收到 {told} 个"
    return said + (f"；还有 {files - above} 个（{size_words(waiting_bytes)}）没送到" if files > above else "")


def files_named(files: int, missing: int, missing_bytes: int) -> str:
    """At a county: the photos and papers of its stations' records; "" where there are none."""
    if not files:
        return ""
    said = f"各站的照片和附件共 {files} 个"
    return said + (f"，还有 {missing} 个（{size_words(missing_bytes)}）没有到" if missing else "，都到了")


def files_down(wanted: int, wanted_bytes: int) -> str:
    """What files are still to come here; "" where none is."""
    return f"还有 {wanted} 个文件（{size_words(wanted_bytes)}）没有收到，联上网或读U盘会自己来" if wanted else ""


def files_missing(stations: Sequence[tuple[str, int, int]]) -> str:
    """Of which stations how many photos and papers have not arrived, in how many bytes; "" where all have."""
    listed = "；".join(f"{name} {number} 个（{size_words(size)}）" for name, number, size in stations[:MOST_NAMED])
    more = f"；等 {len(stations)} 个站" if len(stations) > MOST_NAMED else ""
    return f"照片和附件还没有到的：{listed}{more}。" if listed else ""


def sending_files(files: tuple[int, int], size: tuple[int, int], speed: int) -> str:
    """What photos and papers are on their way: files, bytes (done, all), bytes a second."""
    said = f"联网了，正在传照片和附件 {files[0]}/{files[1]} 个 · {size_words(size[0])} / {size_words(size[1])}"
    return f"{said} · 每秒 {size_words(speed)}" if speed else said


def sending(batches: tuple[int, int], size: tuple[int, int], speed: int) -> str:
    """What is on its way: batches, bytes (done, all), bytes a second."""
    said = f"联网了，正在发 {batches[0]}/{batches[1]} 批 · {size_words(size[0])} / {size_words(size[1])}"
    return f"{said} · 每秒 {size_words(speed)}" if speed else said


def next_try(seconds: int) -> str:
    """When it is tried next."""
    if seconds < 60:
        return f"{seconds} 秒后再试"
    return f"{round(seconds / 60)} 分钟后再试"


def size_words(size: int) -> str:
    """Bytes as people say them."""
    if size < 1024:
        return "不到 1 KB"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def section(name: str, count: int) -> str:
    """A key to a part of the page, with how much waits there."""
    return f"{name} {count}" if count else name


def trouble(sentence: str, code: str) -> str:
    """What stopped a batch, with the code to say on the telephone."""
    return f"{sentence}（支持码 {code}）" if code else sentence


def stage_line(stage: str) -> str:
    """On a record's page: how far it has come."""
    return f"送到哪里了：{STAGES[stage]}"


def differs(day: str, kind: str, here: int, there: int) -> str:
    """Where two counts differ; the day and the kind in words."""
    return f"{day}的{kind} 本机 {here} 省里 {there}"


def files_differ(here: int, there: int) -> str:
    """Where the photos and other files differ."""
    return f"照片和附件 本机送过 {here} 个 省里有 {there} 个"


# 退回更正

SENT_BACK_SENTENCE = "县里看了觉得要改的。就在这里改那一格，按“改好了”；不用改的，写明情况答复。"
SENT_BACK_EMPTY = "没有退回来的。县里退回来的会列在这里，“今日”也会提醒。"
PRESENT, REASON, ASKED_ON, WHOLE_RECORD = "现在写的是", "退回原因", "退回日期", "整条"
MENDED, ANSWER = "改好了", "不用改，答复"
MENDED_NOW = "改好了，会随下一批送去。"
ANSWERED_NOW = "答复写好了，会随下一批送去。"
SEE_RECORD = "看这一条"
WAITS_SENT_BACK = "{count} 条退回更正等着改"
WAITS_NEWS = "{count} 条新消息没看"

# 两边写得不一样

CLASHES_SENTENCE = "两台电脑各写了各的，两个都留着。请看哪个对，按它下面的“用这个”；另一个留在经过里。"
CLASHES_EMPTY = "没有写得不一样的。两台电脑改了同一格，才会在这里请你定。"
NOT_YOURS_TO_DECIDE = "您的身份不能定这一件；请站里能改它的人来定。"
USE_THIS, SHOWN_NOW = "用这个", "现在显示的"
DECIDED = "定下来了。"

# 等着的和没有收的

HELD_SENTENCE = "没有收下的和还在等的都在这里，一条也没有丢。右边写着为什么、怎么办。"
HELD_EMPTY = "没有等着的，也没有没收的。"
HELD_HEADS = ("什么", "从哪里来", "为什么")
WAITS_FOR = {
    "batch_gap": "前面还缺批次，等它到了自动收下",
    "news_would_retire": "要停用的代表太多，请到“新消息”里看一眼再定",
    "batch_key_unknown": "不认得写它的电脑，办好准入以后自动收下",
    "batch_dictionary_unknown": "是新版程序写的，更新程序以后自动收下",
    "batch_fork": "和已经收的那一份不一样，留作凭据，请打电话核对",
    "batch_key_revoked": "写它的电脑已经停用，没有收，留着备查；请先问清楚",
}
OFFICE_HELD_SENTENCE = (
    "没有收下的和还在等的都在这里，一条也没有丢。写错一格的可以收下其余各格 (F6)，也可以退回那个站更正 (F7)，"
    "不是登记的不收 (F9)；怎么定的，站里都看得到。"
)
ACCEPT_REST, SEND_LINE_BACK, DROP_LINE = "收下其余各格", "退回更正", "不收"
NOT_A_REFUSED_LINE = "这一行不是没有收的登记，不用定：等着的到了自己会收。"
TAKEN_MARKED = "收下了，记着"
DECISIONS = {"SENT_BACK": "已退回更正", "DROPPED": "县里看过，不收"}


def refused(field: str, sentence: str) -> str:
    """Why a line was refused: the field's label, where it is of one, and the sentence."""
    return f"{field}：{sentence}" if field else sentence


def decided(outcome: str, said: str, why: str) -> str:
    """What an office said of a line: its decision and words, where somebody has decided; else why it was refused."""
    return "。".join(filter(None, (DECISIONS.get(outcome, ""), said if said and said != why else "", why)))


def lone(field: str, value: str, target: str, records: int) -> str:
    """What a record names that is not here: a record of the kind `target`, or else a code that no list knows."""
    said = (
        f"{field}：所指的{target}还没有到，到了自动接上" if target else f"{field}：清单里没有“{value}”，照收了，请核对"
    )
    return f"{said}（这样的有 {records} 条）" if records > 1 else said


REFUSED_AT_OFFICE = "县里没有收"
CAME_HERE = "来的批次"

# 新消息

NEWS_SENTENCE = "县里和省里发下来的。回车打开那一条。"
NEWS_EMPTY = "还没有消息。联上网或读U盘，消息会自己来。"
NEWS_HEADS = ("新", "时间", "种类", "什么", "办了什么")
NEW = "新"
SENT_BACK_HERE = "退回"
ALLOW = "照此更新"
ALLOWED = "照新名单更新了。"

# U盘

STICK_SENTENCE = "插上U盘，写上要送的，拿到县里；县里写了回执再拿回来读。U盘上的东西别人打不开。"
STICK_FOLDER = "U盘在"
OFFICE_STICK_SENTENCE = "站里拿来的U盘：先按 F9 办准入、收数据，再按 F2 写上回执和消息，让站里带回去。"
NO_STICK = "没有看到U盘。请插上它，或者按“选文件夹”选它。"
WRITE_STICK, READ_STICK, USE_STICK = "写到U盘", "读U盘", "就用这个U盘"
EJECT = "可以取了：先在电脑上“安全弹出”，再拔。"
INTAKE_NEXT, TAKE_FROM_STICK = "U盘上的批次还没有收，先看一眼再导入。", "去收数据"
WRITTEN_NOTHING = "没有要送的，U盘上不用写。"
ASKS_ADMISSION = "U盘上带了准入申请，县里办了才收。"

# 准入

ADMISSION_SENTENCE = "有了上级给的准入文件（.lzi），这台电脑才能送东西。一个文件只管一台电脑。"
STANDINGS = {
    "not_invited": "还没有准入文件。请向上级要，选它或者把内容粘贴在下面。",
    "invited": "准入文件收下了。联上网就办好；没有网，写到U盘送到上级也能办。",
    "admitted": "准入办好了，可以送。",
}
INVITATION_FILE, INVITATION_FILES = "选准入文件", "准入文件 (*.lzi)"
PASTE, PASTE_HERE, ACCEPT = "准入文件的内容", "也可以把准入文件的内容粘贴在这里", "交上去"
ACCEPTED = "准入文件收下了。"
PROXY = "上网要经过代理的"
PROXY_SENTENCE = "单位的网要经过代理才出得去，才填这里；别的都空着。密码加密存在本机，不写进任何文件。"
PROXY_ADDRESS, PROXY_USER, PROXY_PASSWORD = "代理地址和端口", "用户名", "密码"
KEEP_PROXY = "记下"
PROXY_KEPT = "记下了，下次发送就走这里。"
NO_PROXY = "不走代理了。"
INVITE_SENTENCE = "给一个站发准入文件：写哪个乡镇、站名、有效到哪天。文件只能用一次，交到站里人手上。"
INVITE, OWN_ADMISSION = "发准入文件", "交省里给本县的准入文件"
ADMITTED = "准入办好了：{names}"

# 对账单

STATEMENTS_SENTENCE = "两边各念这八个字：一样，两边手里的就一样；不一样，请按条数从前往后对。"
STATEMENTS_HEADS = ("联络站", "到第几条", "各种多少条", "八个字")
STATEMENTS_EMPTY = "还没有可以对的。登记了、收到了，就能在这里对。"
PRINT_STATEMENTS = "打印对账单"

# 退回更正（县级）

ASK_CORRECTION = "退回更正"
ASK_SENTENCE = "写明哪一格、为什么。站里改好，或者答复，会回到这里。"
WHICH_FIELD = "哪一格"
SEND_BACK = "退回去"
SENT_BACK_NOW = "退回了，下次同步或者写U盘时送到站里。"


READING = "正在读……别拔U盘"


def upto_said(seq: int, kinds: str) -> str:
    """What a statement covers."""
    return f"到第 {seq} 条：{kinds}"


def kinds_said(counts: Sequence[tuple[str, int]]) -> str:
    """Counts by kind."""
    return "，".join(f"{name} {number}" for name, number in counts)


def would_retire(names: Sequence[str]) -> str:
    """News that asks before it is taken."""
    return f"新名单要停用 {len(names)} 位代表，太多了，先问一声：{'、'.join(names)}"


def written(batches: int, changes: int, files: int, left: int) -> str:
    """What was written on a stick; `left` files found no room."""
    said = f"写好了：{batches} 批 {changes} 条" + (f"，照片和附件 {files} 个" if files else "")
    said += f"。还有 {left} 个照片和附件放不下：腾出地方，或换一个U盘再写一次" if left else ""
    return f"{said}。{EJECT}"


def admitted(names: str, batches: int, files: int) -> str:
    """At a county: whom a stick brought for admission, and what else it holds: batches, photos and papers."""
    said = ADMITTED.format(names=names) if names else "没有新的准入申请"
    beside = f"、{files} 个照片和附件" if files else ""
    return f"{said}。U盘上有 {batches} 个批次文件{beside}。" if batches or files else f"{said}，也没有批次文件。"


def read(new: int, receipts: int, others: int, files: int) -> str:
    """What was read from a stick."""
    said = f"读好了：上级写来的 {new} 条收下了" if new else "读好了：没有新写来的"
    said += f"，照片和附件 {files} 个" if files else ""
    if receipts:
        said += f"，县里确认收到的 {receipts} 批已从U盘上清掉"
    return said + (f"。有 {others} 批是别的站的，没有动它" if others else "") + "。"


def invited(path: str) -> str:
    """An invitation was written."""
    return f"准入文件写好了，请交到站里人手上：{path}"


def writing(done: int, total: int) -> str:
    """How far the writing has come."""
    return f"正在写，{size_words(done)} / {size_words(total)}……别拔U盘"


def names(some: Iterable[str]) -> str:
    """Names in a row."""
    return "、".join(some)


FILE_HANDED = "打开了文件“{name}”，还没有收。要收就按右边的键。"
NOT_FOR_HERE = "“{names}”这里用不上：能打开的是准入文件（.lzi）和批次文件（.lzb、.age）。"


STATEMENT_TITLE = "对账单"
HEADS = ("站名", "到第几条", "八个字")


def statement_made(day: str) -> str:
    """When, and what to do with it."""
    return f"{day}打印。两边各念后面的八个字，一样就说明两边手里的完全一样。"


REPORT_TITLE = "联络站数据导入情况"
TROUBLES = "一、没有收和等着的"
STATIONS = "二、各站收到多少"
NO_TROUBLES = "没有。来的全部收下了。"
TROUBLE_HEADS = ("站名", "批次", "第几条", "原因")
STATION_HEADS = ("站名", "批数", "新收 条", "已有 条", "没有收 条", "没有收 批", "等着 批")
SHEET_HEADS = ("站名", "第几批", "从第几条", "到第几条", "新收", "已有", "没有收", "结果", "原因")
TAKEN, REFUSED, WAITS, LINE_REFUSED = "收下了", "没有收", "等着", "这一条没有收"
UNKNOWN_STATION = "（认不出是哪个站）"
WHOLE = "整批"


def report_made(day: str, user: str) -> str:
    """When and by whom."""
    return f"{day}，{user} 导入。"


def report_totals(counts: Mapping[str, int]) -> str:
    """The totals of an import in one sentence: counts of batches, new, same, refused, waiting, files."""
    parts = [f"共 {counts['batches']} 批", f"新收 {counts['new']} 条", f"已有 {counts['same']} 条"]
    parts.append(f"没有收 {counts['refused']} 条")
    if counts["batches_refused"]:
        parts.append(f"整批没有收 {counts['batches_refused']} 批")
    if counts["waiting"]:
        parts.append(f"等前面的 {counts['waiting']} 批")
    if counts["files"]:
        parts.append(f"照片和附件 {counts['files']} 个")
    return "，".join(parts) + "。"


def batch(number: int) -> str:
    """The how-manieth batch."""
    return f"第 {number} 批" if number else ""


def change(seq: int) -> str:
    """The how-manieth change; the whole batch for 0."""
    return f"第 {seq} 条" if seq else WHOLE
