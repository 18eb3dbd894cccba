"""What is said to those who wait to hear: the call list, the sentences of a call, the counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# 等我告知的

CALL_BACK = "等我告知的"
CALL_BACK_SENTENCE = "有了答复、还没告诉群众的。上下键挑一位，照着说，按 1、2、3 记结果。"
CALL_BACK_EMPTY = "都告诉到了，没有等着的人。"
WHO_HEAD, WAITED_HEAD = "等答复的人", "等了"
MORE_HEADS = ("编号", "电话", "事项", "结果", "联系过", "约好来的日子")
TRIED, UNTRIED = "●", "○"
VISITS_AFTER = 3
"""So many calls that nobody answered, and somebody goes there."""

CALL_REVEAL = "看全号码"
NO_PHONE = "没有电话：{reason}"
NO_PHONE_WHY = "没有写原因"
SAY_SO = "照着说"
SAY_HIDDEN = "这一位要求保密：电话里只说这两句，不说是什么事、哪个单位。别人接的，只说改天再打。答复当面告诉。"
HIDDEN_MATTER = "（要求保密，打开事项才看得到）"
ASK = "问"
REACHED, MISSED, COMES = "说到了", "没接通", "约好来站里"
OUTCOMES = ((REACHED, "再问一句满不满意"), (MISSED, "记一次，下回再打"), (COMES, "写下哪一天来"))
JUDGED = "他说满意吗"
WHOSE = "谁的话"
SPEAKER, FAMILY = "本人", "别人替他说的"
SPEAKER_SAID = "本人"
KEEP = "记下，下一位"
SKIP = "跳过这位"
OPEN_MATTER = "看这件事"
PAPERS = "打印带去"
PRINT_FOR_VISIT = "有答复的告知单"
MISSING = "还没记：{missing}"
OUTCOME = "结果（按 1、2、3）"
WAY, REASON, COMES_ON = "怎么告知的", "不满意的原因", "哪一天来"
FAMILY_NAME = "替他说的人"
STILL_OWED = "还没有选结果，先按 1、2 或 3。"

HIDDEN_LINES = ("请问是{name}本人吗？旁边方便说话吗？", "有一件事想当面跟您说：您来站里，还是我们约个时间上门？")
HIDDEN_QUESTION = "您哪天方便？"
QUESTION_SOLVED = "现在好了没有？对这个处理，您满意不满意？"
QUESTION_OPEN = "这件事眼下还没有全办完。对这个答复，您满意不满意？"
PROMOTED = "您说的这件事，代表提成了建议。"
MERGED = "别的人也说了同一件事，一起办的。"
NO_REPLY_WORDS = "答复的内容，打开事项（Ctrl+O）看。"


def called_heading(count: int, total: int) -> str:
    """Over the list: how many are shown, of how many."""
    return f"等答复的 {total:,} 位，先列等得最久的 {count:,} 位" if count < total else f"等答复的 {count:,} 位"


def call_sentence(count: int, days: int) -> str:
    """Beside the title."""
    said = f"有了答复、还没告诉群众的 {count:,} 位"
    return f"{said}，最久等了 {days} 天" if days else said


def tries(count: int, comes: str = "") -> str:
    """How often nobody answered, as dots and in words; the day on which they come."""
    dots = TRIED * min(count, VISITS_AFTER) + UNTRIED * max(0, VISITS_AFTER - count)
    said = f"打过 {count} 次" if count else "还没打过"
    last = f"约好{comes}来" if comes else "该上门了" if count >= VISITS_AFTER else ""
    return f"{said} {dots}  {last}".rstrip()


def waited(days: int) -> str:
    """How long somebody has waited."""
    return f"{days} 天" if days else "今天到"


def visit_them(count: int, has_phone: bool) -> str:
    """What to do where the telephone does not reach; "" where it does."""
    if not has_phone:
        return "没有电话：请上门、请村里或代表捎话。按 F8 打印了带去，回来按 1 记下。"
    return f"打过 {count} 次没通：该上门了，或请村里、代表捎话。按 F8 打印了带去。" if count >= VISITS_AFTER else ""


def beside(words: Sequence[str]) -> str:
    """Words beside one another, what is empty left out."""
    return "　".join(filter(None, words))


def outcome(number: int, said: str, then: str) -> str:
    """The key of an outcome, in two lines: its digit and name, what comes then."""
    return f"{number}　{said}\n　  {then}"


def missed_hint(count: int) -> str:
    """Under the second outcome."""
    return f"第 {count} 次，记完该上门" if count >= VISITS_AFTER else f"第 {count} 次，下回再打"


def tried(day: str, outcome: str, comes: str = "") -> str:
    """One try before."""
    return f"{day} {outcome}{f'，{comes}来' if comes else ''}"


def spoke(day: str, title: str, came: bool) -> str:
    """The first sentence: what they said, and when."""
    return f"您{day}{'来说' if came else '反映'}：{title.rstrip('。')}。"


def answered(unit: str, first: str) -> str:
    """The first sentence of an answer, with who gave it where it does not say so itself."""
    return first if not unit or unit in first else f"{unit}答复：{first}"


def promised(what: str, by: str) -> str:
    """What was promised, as it is said."""
    return f"他们答应：{what.rstrip('。')}{f'，{by}以前' if by else ''}。"


def spoken_day(day: str, today: str) -> str:
    """A civil date as it is said: 10月28日, with its year where it is another; what is none stands for itself."""
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day
    words = f"{read.month}月{read.day}日"
    return words if day[:4] == today[:4] else f"{read.year}年{words}"


def told(name: str, rating: str) -> str:
    """It was written down that somebody heard it."""
    return f"记下了：{name}告诉到了{f'，{rating}' if rating else ''}。"


def missed(name: str, count: int) -> str:
    """It was written down that nobody answered."""
    next_step = "该上门了，或请村里捎话。" if count >= VISITS_AFTER else "下回再打。"
    return f"记下了：{name}第 {count} 次没接通，{next_step}"


def arranged(name: str, day: str) -> str:
    """It was written down that somebody comes."""
    return f"记下了：{name}{day}来站里。来了再告诉他。"


def missing(names: Sequence[str]) -> str:
    """What is not said yet, beside the key."""
    return MISSING.format(missing="、".join(names)) if names else ""


def done_so_far(told_count: int, missed_count: int) -> str:
    """Under the list: what was done on this page so far; "" before anything was."""
    said = [f"告诉到了 {told_count} 位"] if told_count else []
    said += [f"没接通 {missed_count} 位"] if missed_count else []
    return f"这一回{'，'.join(said)}。" if said else ""


# 柜台查询

COUNTER = "柜台查询"
COUNTER_SENTENCE = "有人来问办得怎么样：有回执的打编号，没有回执的问姓名和电话。"
COUNTER_NAME, COUNTER_PHONE, COUNTER_NUMBER = "姓名", "电话", "回执编号"
COUNTER_ASK = "查询"
COUNTER_NEXT = "查完了，下一位"
COUNTER_TELL = "当面告诉他，记下"
COUNTER_PRINT = "打印给他"
COUNTER_OWN = "他的信息查询"
COUNTER_FILL = "先打回执编号；没有回执的，姓名和电话都要打。"
COUNTER_NOTHING = (
    "没有可以告诉的。请照回执核对编号（连最后的校验码），或核对姓名和留的电话；不是本人的、按规定不在柜台查的，"
    "这里都不说。请他找登记的人当面问。"
)
COUNTER_HIDDEN = "这件事的来访人要求保密：不念出来，请他自己看，看完按 F4。"
COUNTER_HEAD = "事项"
COUNTER_WAITS = "左边打好，回车就查。查到的只在这里看，按 F4 就清掉。"


def counter_noted(count: int) -> str:
    """In the trail: what a question found; it names nobody."""
    return f"查到 {count} 件" if count else "没有可以告诉的"


def stands_at(state: str, unit: str, due: str) -> str:
    """How far a matter is, as it is said."""
    to_unit = f"，由{unit}办" if unit else ""
    return f"现在：{state}{to_unit}{f'，{due}以前答复' if due else ''}。"


def answered_at_once(answer: str) -> str:
    """What was answered when they came."""
    return f"当场答复过您：{answer}"


def sent_to(organ: str) -> str:
    """Where they were told to go."""
    return f"告诉过您，这件事请到{organ}。"


def was_told(day: str, rating: str) -> str:
    """That they were told already."""
    return f"{day}告诉过您了{f'，您说{rating}' if rating else ''}。"


def counter_found(count: int) -> str:
    """Beside the title."""
    return f"查到 {count} 件，只念右边的话。查完按 F4，再查下一位。"


def own_sheet(turn: int) -> str:
    """The paper that says all that is kept of somebody; of somebody who was entered twice, each by its turn from 0."""
    return f"{COUNTER_OWN}{f'（{turn + 1}）' if turn else ''}"
