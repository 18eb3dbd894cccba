"""What is said around keys and eyes: the size of letters, typing Chinese, the sheet of keys, drafts."""

from __future__ import annotations

APPEARANCE = "字号和对比度"
APPEARANCE_SENTENCE = "字太小、屏幕太亮都在这里调。改了以后，关上程序再打开就是新样子。"
SCALE_PART, LOOK_PART = "字号", "颜色"
SCALE_NAMES = {100: "正常", 125: "大一号", 150: "大两号"}
LOOK_NAMES = {"light": "浅色", "dark": "深色", "high_contrast": "高对比度"}
APPEARANCE_HINT = "← → 选，F9 保存。"
APPEARANCE_KEEP = "保存"
APPEARANCE_KEPT = "保存好了：{scale}，{look}。关上程序再打开就是新样子。"
APPEARANCE_NOT_KEPT = "没有存下来：这个文件夹写不进去。请告诉维护人员：{path}"

TYPING = "试一试打字"
TYPING_SENTENCE = "看看这台电脑能不能打汉字、认不认得生僻字。不想试就按 Esc。"
TYPING_ASK = "请用拼音（五笔也行）打出这两个字："
TYPING_WANTED = "来访"
TYPING_LINE = "打在这里"
TYPING_WAITS = "还没有打。"
TYPING_GOOD = "输入法好用，可以开始登记了。F9 接着用。"
TYPING_MAKING = "输入法在选字……选好就行。"
TYPING_OTHER = "打出来的是汉字，输入法好用。要打的两个字是“来访”，不一样也不要紧。F9 接着用。"
TYPING_LETTERS = "出来的是字母：输入法没有打开。"
TYPING_DONE = "接着用"
RARE_PART = "生僻字"
RARE_SENTENCE = "下面每个字都应当看得清笔画；有方框或空白，请告诉维护人员。"
RARE_CHARACTERS = "桴㯊　䶮　𬭎"

SWITCH_ON = "先按 Ctrl+空格 打开输入法，再打一次。还是字母，就看右下角有没有输入法的小图标，点一下它。"
SWITCH_ON_WINDOWS = "按 Win+空格 换成中文输入法，再打一次。"
CONNECTED = "程序已经接上这台电脑的输入法（{server}）。"
CAME_LATE = "输入法（{server}）是在程序打开以后才启动的。关上程序再打开一次，就接上了。"
OLD_SERVER = (
    "这台电脑上是旧的输入法框架（{server}），程序接不上它。请维护人员装上 fcitx5 和拼音输入法"
    "（或者 ibus 和 ibus-libpinyin），注销后再登录。"
)
NOT_RUNNING = (
    "没有找到输入法程序（fcitx5 或 ibus）。在系统的“设置—输入法”里打开它，注销后再登录；"
    "里面没有，请维护人员装上 fcitx5 和拼音输入法。"
)

KEYS = "这一页的键"
KEYS_SENTENCE = "按键就做，Esc 关上。"
KEYS_HERE, KEYS_EVERYWHERE, KEYS_FIELDS = "这一页", "到处都能用", "填表的时候"
KEYS_HINT = "Ctrl+H 这一页的键"
GO_PAGE = "到{page}"
BACK = "返回"
FIELD_KEYS = (
    ("Enter", "到下一格（长文字里是换行）"),
    ("Shift+Enter", "回上一格"),
    ("F6", "离开长文字"),
    ("↑ ↓", "在选项里换；日期按 ↓ 翻日历，方向键走，回车选"),
    ("Ctrl+T", "常用话：数字挑几条，回车写进去；0 把这一格写的存下"),
    ("Tab", "到下一处"),
)

TEMPLATES = "常用话"
TEMPLATES_SENTENCE = "当场答复、办理要求、办理结果里常写的话。写到那一格按 Ctrl+T 就能挑。F2 加一条，回车改一条。"
TEMPLATES_LINE = "常写的答复和要求，写一次，以后按数字挑。"
TEMPLATES_HINT = "Ctrl+T 挑常用话"
NO_TEMPLATES = "还没有这一格的常用话。写好一段，按 Ctrl+T 再按 0 就存下了。"
KEEP_TEMPLATE = "0  把这一格写的存成常用话"
TEMPLATE_KEPT = "存下了。下次写到这样的格子，按 Ctrl+T 就能挑。设置里的“常用话”可以改。"
TEMPLATE_SHIPPED, TEMPLATE_OWN, TEMPLATE_ENDED = "自带的", "站里的", "停用了"
TEMPLATE_FROM = "哪来的"
ADD_TEMPLATE = "加一条常用话"


def template_row(digit: str, words: str, order: int) -> str:
    """A frequent text in the list: its digit, and its place among those that were chosen."""
    return f"{digit}  {f'【第{order}句】' if order else ''}{words}"


DRAFTS = "没写完的"
DRAFTS_SENTENCE = "只有您自己看得到。回车接着写，Delete 放弃一份。"
DRAFTS_HEADS = ("哪张表", "写到哪里", "什么时候")
NO_DRAFTS = "没有写了一半的。"
DROP = "放弃这一份"
DROPPED = "放弃了：{name}。"
BRING_BACK = "不放弃，拿回来"
BROUGHT_BACK = "拿回来了。"
ALL_DRAFTS = "没写完的 {count} 份都在这里，接着写或者放弃"
FORMS = {"visit": "登记来访", "suggestion": "代表建议", "opinion": "社情民意", "sheet": "照纸补录"}


def percent(scale: int) -> str:
    """A size of letters: its words and its percent."""
    return f"{SCALE_NAMES[scale]}（{scale}%）"
