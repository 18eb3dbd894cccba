"""What the pages and the paper of a suggestion say, and what its checks find."""

from __future__ import annotations

from collections.abc import Iterable

from station_app.text.paper import plain_day

RAIL = "建议"
LIST = "代表建议"
NEW = "起草建议"
NONE_YET = "还没有建议。按 F2 起草，或者在一条意见里选“转为代表建议”。"
LIST_HEADS = ("编号", "标题", "领衔代表", "状态", "承办单位", "办理时限", "答复", "评价", "附议", "意见")
DRAFT_TITLE = "起草代表建议"
SENTENCE = "左边按专用纸的次序填；右边随时检查（Ctrl+F 过去），回车跳到那一处。"
NOT_KEPT = "还没有保存"
KEEP, SUBMIT, PRINT, NEXT, WITHDRAW = "保存", "提出", "打印专用纸", "下一处要改", "放弃这份草稿"
KEPT = "草稿保存好了"
SUBMITTED = "已经提出。正文不能再改，要补充就用“补充修改”。"
PUT_AWAY = "这份草稿已放弃，关联的意见可以另提。"
PUT_AWAY_SURE = "放弃后不能再改这份草稿；关联的意见会放回去。"
CHECKS, EVIDENCE, COSIGNERS = "检查", "群众意见依据", "附议代表"
NOTHING_FOUND = "检查没有发现问题，可以提出。"
WEIGHTS = {"E": "必改", "W": "核对", "I": "提示"}
LET_STAND = "已保留"
REASON_HINT = "确要这样写：在这里写一句理由，回车保留"
REASON = "保留的理由"
NO_EVIDENCE = "还没有关联意见。"
ADD_OPINION = "找一条意见加上"
LIKE_ONES = "相近的意见"
NO_LIKE_ONES = "没有找到别人反映的同类意见。"
LIKE_HEAD = "这些像是同一件事，回车加上："
REMOVE, LEAVES, ADD_IT = "移出", "收回附议", "加进来"
GO_THERE = "到这一格"
LINE_HEADS = ("编号", "日期", "村（社区）", "事项", "人数")
LIKE_HEADS = ("题目", "相近")
REMOVE_HINT = "回车打开，Delete 移出"
ADD_COSIGNER = "请哪位代表附议"
NO_COSIGNERS = "还没有附议代表。"
CONFIRM, DECLINE, LEAVE = "记为已确认", "不附议", "退出附议"
COMPARE, OWN_TEXT = "对照着看", "正在起草的这一件"
ANOTHER_MANDATE = "没有这一级的在任职务"
FINDINGS_NOW = "要改 {blocks} 处，请核对 {doubts} 处，提示 {hints} 处"


def titled(title: str) -> str:
    """What a suggestion may be called that grows from an opinion of this title."""
    return f"关于{title}的建议" if title else ""


def counted(total: int, drafts: int) -> str:
    """How many suggestions there are."""
    return f"共 {total} 件，其中草稿 {drafts} 件。回车打开。"


def refused(count: int) -> str:
    """Why an act could not be done: it is marked where."""
    return f"还差 {count} 处，已在左边标出；右边的检查里回车就到那一处。"


def open_findings(count: int) -> str:
    """What still keeps a draft back."""
    return f"{count} 处要改" if count else "可以提出"


def finding(weight: str, label: str, sentence: str) -> str:
    """A line of the checks."""
    return f"【{WEIGHTS[weight]}】{label}：{sentence}" if label else f"【{WEIGHTS[weight]}】{sentence}"


def let_stand(sentence: str, reason: str) -> str:
    """A doubt that somebody let stand."""
    return f"【{LET_STAND}】{sentence}（理由：{reason}）"


def evidence(number: str, day: str, village: str, matter: str, people: int) -> str:
    """A line of the evidence."""
    return "　".join(part for part in (number, day, village, f"{people} 人") if part) + f"\n{matter}"


def summed(count: int, villages: int, people: int) -> str:
    """What the evidence adds up to."""
    return f"{count} 条意见 · {villages} 个村（社区） · {people} 人" if count else NO_EVIDENCE


def like_one(title: str, village: str, number: str, percent: int, same: bool, elsewhere: bool) -> str:
    """An opinion that is proposed, and why."""
    why = ["同一类事" if same else "相近的事", "另外的人", "另外的村" if elsewhere else "同一个村"]
    return f"{title}\n{village or '没有写村'}　{number}　{'、'.join(why)}　{percent}% 相近"


def cosigner(name: str, state: str, day: str, way: str) -> str:
    """A cosigner's line."""
    how = "，".join(part for part in (day, way) if part)
    return f"{name}　{state}" + (f"（{how}）" if how else "")


def lead(name: str, mandate: str) -> str:
    """A deputy who may lead, with the mandate by which."""
    return f"{name}　{mandate}"


TITLE = "代表建议、批评和意见专用纸"
TERM, LEVEL, NUMBER, OFFICIAL_NO, KIND, DAY = "届　次", "层　次", "暂编号", "正式编号", "类　别", "提出日期"
SUBJECT, LEAD, CERTIFICATE, DELEGATION, POST = "标　题", "领衔代表", "代表证号", "代表团", "单位及职务"
PHONE, POSTCODE, ADDRESS = "联系电话", "邮政编码", "通讯地址"
DISCLOSURE, ORIGIN, REPEATED, WISHES = "是否同意公开", "形成方式", "多年多次提出", "其他要求"
CONTACT, REFERENCE_ONLY = "希望加强联系沟通", "仅供研究参考，不需书面答复"
UNITS, REVIEW = "建议承办单位", "审查分类"
PAPER_COSIGNERS = "附议代表"
COSIGNER_HEADS = ("序号", "姓名", "代表证号", "单位及职务", "确认日期", "确认方式", "签　名")
SITUATION, ANALYSIS, PROPOSALS = "一、事由（情况和问题）", "二、原因分析", "三、具体建议"
PROPOSALS_SECOND = "二、具体建议"
AMENDMENT = "补充修改内容"
PAPER_EVIDENCE = "附表：群众意见依据"
EVIDENCE_HEADS = ("序号", "意见编号", "收集日期", "村（社区）", "反映的事项", "涉及人数")
SIGN_LEAD = "领衔代表（签名）："
BLANK_NUMBER = "第　　　号"
BLANK_DAY = "　　年　　月　　日"
TICKED, UNTICKED = "☑", "□"
DRAFT_NOTE = "说明：本件还是草稿，没有提出；编号为暂编。"


def term(number: int | None, session: int | None, when: str) -> str:
    """Term and session with when it is raised; what is not known is left to the pen."""
    meeting = f"第{number or '　　'}届第{session or '　　'}次会议" if session or not number else f"第{number}届"
    return f"{meeting}　{when}".strip()


def options(names: Iterable[tuple[str, bool]]) -> str:
    """Boxes to tick, those that were chosen ticked."""
    return "　".join(f"{TICKED if chosen else UNTICKED}{name}" for name, chosen in names)


def paper_summed(count: int, villages: int, people: int, first: str, last: str) -> str:
    """What the evidence adds up to."""
    when = f"{plain_day(first)}至{plain_day(last)}" if first != last else plain_day(first)
    places = f"来自{villages}个村（社区），" if villages else ""
    return f"{when}收集到同类意见{count}条，{places}涉及{people}人（按各条意见登记的人数相加）。"


def amended(day: str) -> str:
    """The heading of an amendment with its day."""
    return f"{AMENDMENT}（{plain_day(day)}）" if day else AMENDMENT


def day_of(day: str) -> str:
    """A day, or a blank to fill by hand."""
    return plain_day(day) if day else BLANK_DAY


FORM = {
    "Q1": "还没有标题；请写一个能看出事情的标题，如“关于……的建议”",
    "Q2_short": "标题只有 {length} 个字，看不出是什么事；请写明地方和事情（{low} 个字以上）",
    "Q2_long": "标题有 {length} 个字，太长；请压到 {high} 个字以内，细节放到事由里",
    "Q3": "标题一般写成“关于……的建议”；请照这个样子改，确要这样写就说明理由",
    "Q4": "标题里有“{words}”；请去掉文件后缀、书名号和结尾的标点",
    "Q5": "还没有写事由；请写清什么地方、什么事、影响多少人",
    "Q6_situation": "事由只有 {length} 个字；请写清情况和问题（一般 {low} 个字以上）",
    "Q6_whole": "全文只有 {length} 个字，太简单不好办；请补充情况、原因和具体意见（一般 {low} 个字以上）",
    "Q7": "全文有 {length} 个字，太长；请压到 {high} 个字以内，材料可以作附件",
    "Q8": "还没有写具体建议；请一条一条写明请谁做什么",
    "Q9_many": "具体建议有 {count} 条；一事一议，请留下最要紧的 {most} 条以内，其余另提",
    "Q9_units": "具体建议要找 {units} 几家不相干的单位；一事一议，请分成几件提",
    "Q10": "标题里并列了两件事（{matters}）；一事一议，请分成两件提",
    "Q30": "还没有选形成方式（调研、座谈、走访……）；选上更有说服力",
    "Q31": "还没有关联群众意见；来自哪些群众意见，可以在右边加上",
    "Q32": "还没有选是否同意公开；请问清领衔代表后选一项",
}

SIGNERS = {
    "Q11_lead": "还没有领衔代表；请选一位",
    "Q11_certificate": "{name}的代表证号没有填；请到代表名册的任职里补上",
    "Q11_phone": "领衔代表没有联系电话；请填上，承办单位要和代表联系",
    "Q12_none": "{name}在 {day} 没有在任的代表职务；请换一位领衔，或到代表名册补上任职",
    "Q12_level": "{name}是{levels}代表，不能领衔提给这一级；请改层次，或换一位代表领衔",
    "Q13_asked": "{name}还没有确认附议；请问清后记下哪天、怎么确认的，或记为不附议",
    "Q13_level": "{name}不是这一级的代表，附议不算这一级的人数；请换人，或说明保留的理由",
    "Q14": "有 {signers} 位代表联名，又写了“{words}”，像是议案；请问县人大或主席团是否应作议案提出",
}

LIMITS = {
    "Q15": "“{words}”像是个人或本单位的事；建议不提本人和亲属的事，请改成群众共同的事",
    "Q16": "“{words}”像是转交来信；建议不能代转信访材料，请用代表自己的话写清事由和建议",
    "Q17": "“{words}”涉及具体案件；案件按诉讼、仲裁、复议程序走，请删去",
    "Q18": "“{words}”像是检举控告；请告知群众去纪检监察机关，不写进建议",
    "Q19": "“{words}”像是推销或广告；请删去品牌、电话、网址和价目",
    "Q20": "“{words}”和招标投标写在一起；建议不替企业争项目，请删去企业名称",
    "Q21": "“{words}”一般由{level}一级定；请改成本级能办的事，或请上一级代表提",
    "Q22_identity_number": "这里有身份证号；建议可能公开，请删去或只留末四位",
    "Q22_bank_card": "这里有银行卡号；建议可能公开，请删去",
    "Q22_mobile": "这里有完整的手机号；建议可能公开，请删去或遮住中间四位",
    "Q23": "“{words}”是涉密标志；涉密内容不能写进本程序，请删去并按保密规定报送",
}

SUBSTANCE = {
    "Q24": "事由里没有地方、数字和时间；请写明在哪里、多少户多少人、从什么时候起",
    "Q25": "这一条只有原则话，不好办；请写明请谁、在哪里、做什么、做到什么程度",
    "Q26": "和{number}“{title}”有 {percent}% 相似；请对照着看，同一件事就不再提，或说明不同在哪里",
    "Q27_words": "这里说以前提过；请在“多年多次提出”里选上，并写明原来的编号和答复",
    "Q27_open": "{number}“{title}”说的像是同一件事，答复是{reply}；请选“多年多次提出”，并写明原来的编号和承诺",
    "Q28_unknown": "承办单位名册里没有“{words}”；请核对全称，名册里缺就先补上",
    "Q28_gone": "“{words}”已经撤销或改名；请写现在的单位名称",
    "Q29": "“{words}”是旧说法；现在一般写作“{instead}”",
}

WRITING = {
    "Q33_brackets": "括号“{words}”没有成对；请补上另一半或删去",
    "Q33_width": "“{words}”用了半角（或全角）的写法，和上下文不一样；请统一",
    "Q33_numbering": "序号“{words}”不连贯，这里应是第 {right} 个；请按一、（一）1.（1）的次序重排",
    "Q34_sum": "合计写的是 {said}，各项加起来是 {right}；请核对",
    "Q34_share": "这里写的是 {said}，按前面的数算是 {right}；请核对",
    "Q34_shares": "几项占比加起来是 {said}，超过 {right}；请核对",
}

QUALITY = {**FORM, **SIGNERS, **LIMITS, **SUBSTANCE, **WRITING}


def official_number(count: int) -> str:
    """An official number (案号) as it is given."""
    return f"第{count}号"
