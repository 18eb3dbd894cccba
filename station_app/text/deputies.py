"""What a deputy reads at their own desk: suggestions and their answers, what they heard, policies, their duty file."""

from __future__ import annotations

from collections.abc import Sequence

OWN = "我的建议"
OWN_SENTENCE = "您领衔和附议的建议：看答复、评价、还要他们做什么。"
OWN_EMPTY = "还没有您的建议。按 F2 起草。"
OWN_HEAD = "建议"
NEW = "起草建议"
PRINT_HEARD = "打印我听到的"
PRINT_OWN = "打印这件"
OPEN = "打开"
RATE = "交评价"
NO_REPLY = "还没有答复。"
MET = "找过您"
PROMISED = "答应的"
FROM = "这件建议从哪里来"
UNSEEN = "另有 {count} 条不是您听的，内容看不到"
WORK, WORK_WHAT = "办理工作", "有没有来沟通，快不快"
RESULT, RESULT_WHAT = "办理结果", "问题解决了没有"
JUDGEMENTS = ("SATISFIED", "BASICALLY", "DISSATISFIED")
MISSING = "还没评：{missing}"
REASON = "不满意的原因"
NOT_LEAD = "这件不是您领衔的，评价由领衔代表交。"
RATED = "评价交上了：办理工作{work}，办理结果{result}。"
PAST_DUE = "答应的事过了期"
WAITS_FOR_RATING = "等您评价"

HEARD_PAPER = "我听到的和办得怎样"
HEARD_HEADS = ("序号", "日期", "村", "事项", "承办单位", "办到哪里", "告知群众", "群众评价")
HEARD_SHARES = (2.0, 4.0, 6.0, 14.0, 6.0, 4.5, 4.5, 4.0)

POLICIES = "政策文件"
POLICIES_SENTENCE = "没读过的在前。读完按 F9 记下已阅。"
NO_POLICIES = "还没有收到政策文件。"
POLICY_HEADS = ("标题", "文号", "发文机关", "成文日期", "我读过")
MARK_READ = "已阅"
READ_BEFORE = "这份您已经记过已阅了。"
MARKED = "记下了：已阅《{title}》。"

ENTER_DUTY = "自己登记一次履职"


def heard_told(count: int, told: int) -> str:
    """Under the title of the paper: how many, and of how many the speaker was told."""
    return f"共 {count} 条，已经告诉群众的 {told} 条。不写来访人姓名。"


def counted(count: int, waiting: int, past: int) -> str:
    """Beside the title."""
    said = f"{count} 件"
    said += f"，{waiting} 件等您评价" if waiting else ""
    return said + (f"，{past} 件答应的事过了期" if past else "")


def beside(words: Sequence[str]) -> str:
    """Words beside one another, what is empty left out."""
    return " • ".join(filter(None, words))


def origins(count: int, told: int) -> str:
    """Whence a suggestion comes, and of how many the speaker knows."""
    return f"{FROM}　{count} 条群众意见，站里已告知 {told} 位"


def consulted(day: str, way: str, content: str) -> str:
    """When a unit spoke with the deputy."""
    return f"{MET}　{day} {way}　{content}"


def promised(what: str, by: str, state: str) -> str:
    """A promise of the answer."""
    return f"{PROMISED}　{what}（{f'{by}以前，' if by else ''}{state}）"
