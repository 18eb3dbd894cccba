"""What the forms of a visit say, and the lists of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from station_app.domain.pinyin import SYLLABLES
from station_app.domain.records.visit import GROUP

THROUGH_VISITOR = "由同来的来访人转告"

# 来的人

NEWCOMER = "再写一位：姓名 电话（电话可不写），回车记下"
NEWCOMER_NAME = "同来的人，姓名 电话"
NEWCOMER_KEY_GONE = "去掉 {name}"
MOST_REPRESENTATIVES = 5
REPRESENTATIVE, COMPANION = "来访代表", "同来"
MINOR_PROPOSED = "按出生年份不满 18 周岁：已勾“未满18周岁”，请填监护人。"

# 以前来过

LINK_HINT = "说是重复反映：按 Ctrl+R，↑↓ 挑是哪一件，回车接上。"
LINKED = "这次接着以前的“{title}”。按 Ctrl+R 可以改，或不接。"
LINK = "接上以前的事"
NOT_LINKED = "不接，是另一件事"

# 保密

CONFIDENTIAL = "本人要求保密"
LIKE_LAST = "照上一条"
NO_LAST = "还没有登记过来访，没有上一条可照。"
CONFIDENTIAL_ON = "已按本人要求保密：转给单位的材料和公开的内容里都不写姓名、电话，只写“来访人”。再按 Ctrl+K 取消。"

# 检举控告、未成年人、十分紧急

ACCUSATION = (
    "话里有“{words}”，像是检举控告，已先选上；不是就改过来。检举控告只告知去纪检监察机关，"
    "这里写的只留在这台电脑，不转、不报、不给别人看。"
)
ACCUSED = "检举控告只告知去纪检监察机关；这里写的只留在这台电脑，不转、不报、不给别人看。"
BARRED = "从保存起，这件事、这次来访和附件都不让这些人看到：{names}"
HARM = (
    "话里有“{words}”，可能是未成年人受侵害。法律要求马上报告：现在就打 110 或民政、村委会电话，"
    "把报告给谁、几点写在下面。不是这样，就把勾去掉。"
)
CRITICAL = "非常紧急：先打电话，再写。请记下已电话报告给谁、几点。"
KIND_PROPOSED = "照原话先选的，不对请改"

# 宣读

PRINT_RECEIPT = "打印回执"
READ_BACK = "读给来访人听"
READ_BACK_SENTENCE = "慢慢读一遍。读完问：是不是这样？再按数字记下他怎么确认。"
READ_DONE = "确认方式记下了：{name}。"
CHOOSE_CONFIRMATION = "读完了，他怎么确认"
READ_TO = "{name}，您反映的我读给您听："

# 社情民意

COLLECT = "收集社情民意"
COLLECT_SENTENCE = "走访、院坝会、意见箱里听到看到的，一件一条。日期、方式、村和代表留着，接着写下一条。"
HOW_PART = "怎么收集的"
ITEM_PART = "这一条"
SAVE_AND_NEXT_ITEM = "保存，写下一条"
COLLECTED = "记好了：{number}"
FILES_STILL_COMING = "附件还在收，收好了再按一次保存。"
ITEMS_DONE = "这次已记 {count} 条"

# 补录纸表

REKEY = "补录纸质登记"
REKEY_SENTENCE = "照着纸表从上往下抄。日期和代表留着，抄完一张按 F9 换下一张。"
SET_ITEM_ASIDE = "存草稿，写下一条"
SET_SHEET_ASIDE = "存草稿，抄下一张"
SAVE_AND_NEXT_SHEET = "保存，下一张"
SHEET_SAVED = "上一张记好了：{number}"
SHEETS_DONE = "已抄 {count} 张"
SHEETS_NONE = "还没抄"

OPEN_WHOLE = "看这一条"

# 附件

FILES_PART = "附件"
ADD_FILE = "添加附件"
FILES_HINT = "按 F12 选照片或 PDF，也可以拖进来，或 Ctrl+V 粘贴图片。照片里的拍摄位置会去掉。"
PHOTOS = "从手机挑照片"
PHOTOS_SENTENCE = "手机用线接上电脑，手机上选“传输文件”。空格或点一下选上，再来一下不选；F9 收下。"
PHOTOS_FOLDER = "换一个文件夹"
PHOTOS_TAKE = "收下选中的"
PHOTOS_NONE_CHOSEN = "还没有选。方向键走到那一张，按空格选上。"
PHOTOS_NOT_FOUND = (
    "没有找到手机里的照片。手机解了锁、选了“传输文件”再按 F5 试；"
    "照片在别处（微信收下的、U 盘里的），按 F6 挑那个文件夹。"
)


def photos_to_take(count: int) -> str:
    """The key that takes the chosen photos."""
    return f"收下选中的 {count} 张  F9" if count else f"{PHOTOS_TAKE}  F9"


def photo_called(name: str, written_at: datetime, *, is_chosen: bool) -> str:
    """A photo under its small picture: whether it is chosen, and when it was taken."""
    chosen = "✓ " if is_chosen else ""
    return f"{chosen}{written_at.month}月{written_at.day}日 {written_at:%H:%M}\n{name}"


FILES_CHOOSE = "选照片或 PDF"
FILES_FILTER = (
    "照片和 PDF (*.jpg *.jpeg *.png *.bmp *.gif *.heic *.heif *.avif *.webp *.tif *.tiff *.pdf);;所有文件 (*)"
)
FILES_WORKING = "正在收第 {done} 个，共 {total} 个……"
FILES_SAME = "{name} 已经在这里了"
PASTED = "粘贴的图片.png"
STOP = "停下"
FILE_KEYS = "+ 放大，- 缩小，0 整页；← → 前后一个；Esc 返回"
FILE_GONE = "这个文件还没有到这台电脑上：登记先到，照片和附件最后到。联网或读U盘会自己来，不用再要。"
FILE_TO_COME = "没有到"
FILE_REMOVE = "移除"
FILE_WHAT = "这是什么材料"
FILE_SAID = "记下了：{name}"
FILE_REMOVED = "移除了：{name}"
PAPER = "PDF"

# 列表里的标记

MARK_CONFIDENTIAL, MARK_REPEAT, MARK_GROUP = "保密", "重访", "集体访"


def group(heads: int, representatives: int) -> str:
    """What a headcount means, in words; "" for fewer than a group."""
    if heads < GROUP:
        return ""
    said = f"{heads} 人，是集体访：请他们推选代表，不超过 {MOST_REPRESENTATIVES} 人"
    return f"{said}；已记 {representatives} 人。" if representatives else f"{said}。"


def newcomer(role: str, name: str, phone: str) -> str:
    """Somebody new who came along, on a key that takes them away again."""
    said = REPRESENTATIVE if role == "representatives" else COMPANION
    return " ".join(part for part in (f"{said}：{name}", phone, "×") if part)


def newcomer_line(role: str) -> str:
    """What the line for somebody new says: as what they will be put down."""
    said = REPRESENTATIVE if role == "representatives" else COMPANION
    return f"{NEWCOMER}（{said}）"


def side_by_side(*parts: str) -> str:
    """Words beside one another, those that say nothing left out."""
    return "　".join(part for part in parts if part)


def listed(words: Sequence[str]) -> str:
    """Words that decided, the first few."""
    return "、".join(words[:4])


def marks(sensitivity: str, repeat: bool, heads: int) -> str:
    """What a list says of a matter in words: secrecy asked for, a repeated visit, a group."""
    said = (
        MARK_CONFIDENTIAL if sensitivity == "CONFIDENTIAL" else "",
        MARK_REPEAT if repeat else "",
        MARK_GROUP if heads >= GROUP else "",
    )
    return " · ".join(one for one in said if one)


def marked(title: str, said: str) -> str:
    """A title in a list with the marks that its matter bears."""
    return f"{title}（{said}）" if said else title


def to_tell(count: int, days: int) -> str:
    """How many wait to hear the result, and how long the oldest has."""
    return f"{count} 位群众等答复，最久 {days} 天" if days else f"{count} 位群众等答复"


def size(size_bytes: int) -> str:
    """A file's size as people say it."""
    return f"{size_bytes / 2**20:.1f} MB" if size_bytes >= 2**20 else f"{max(1, size_bytes // 2**10)} KB"


def file_of(name: str, at: int, total: int) -> str:
    """Which of how many files is in view."""
    return f"{name}（第 {at} 个，共 {total} 个）" if total > 1 else name


SIGNS = "天地光明火水木土高白东西春秋马牛鸡狗茶米布花家国月耳北红短快门雪"
"""One sign for each of `SYLLABLES`, in its order."""

assert len(SIGNS) == len(SYLLABLES)


def spoken(places: Sequence[int]) -> str:
    """Syllables as they are written on the list, in fours."""
    signs = "".join(SIGNS[place] for place in places)
    return f"{signs[:4]} {signs[4:]}"


UNITS = "承办单位"
UNITS_SENTENCE = "转办给谁。别名用顿号隔开：打别名也找得到。改了名、撤了的写停用日期，老的登记照旧。"
ADD_UNIT = "加一个单位"
NO_UNITS = "还没有承办单位。按 F2 加上常打交道的单位，转办时打两个字就出来。"

GROUPS = "代表小组"
GROUPS_SENTENCE = "代表在闭会期间的活动小组：组长、组员。"
ADD_GROUP = "加一个小组"
NO_GROUPS = "还没有代表小组。按 F2 加一个。"

TURN_OVER = "换届"
TURN_OVER_SENTENCE = "这一级的任期一起结束；连任的打勾，自动记上新一届，新当选的另外登记。以前的建议不变。"
TURN_OVER_KEEP = "办换届"
AGAIN = "连任的代表"
NOBODY_SITS = "先选级别，在任的代表就列在这里。"


def turned_over(ended: int, again: int) -> str:
    """A term has ended."""
    return f"办好了：{ended} 位代表任期届满，其中 {again} 位连任。"


ALIKE = "可能是同一个人"
MERGED_INTO = "已经并入"
BARRINGS = "须回避的人"
VISITS_OF = "来过"
