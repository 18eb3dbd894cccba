"""What a problem of the desk's year says, one sentence a code: plans, groups, secrecy, feedback, people."""

from __future__ import annotations

MATTERS = {
    "accusation_passed_on": "检举控告只能告知去纪检监察机关，本站不转、不报、不转建议；请清空这一格，改选“告知引导”",
    "harm_not_reported": "涉嫌侵害未成年人，要马上打电话报告（公安 110 等）；请记下报告给谁、哪天几点、谁报告的",
    "minor_without_guardian": "来访人未满 18 周岁，请填监护人；没有监护人在场也请写明",
    "dissatisfied_why": "评价是不满意，请写下不满意的原因",
    "planned_without_day": "结果是列入计划，请写明到哪天办成，好提醒告知群众",
    "acknowledged_before_referral": "签收日期在转办日期之前，请再核对",
    "told_before_result": "反馈日期在办复日期之前，请再核对",
}

PEOPLE = {
    "not_for_you": "这条登记按规定不对您显示；需要办的话，请找站长",
    "role_of_another_house": "这个身份不是这里的人能有的，请从列出来的身份里选",
    "trail_of_others": "留痕只给站长和审计员看；要查，请他们来开",
    "not_your_own": "这一件不是您自己的，只能看，不能改；请告诉联络员",
    "person_not_merged": "这位来访人没有并入过别的登记，不用分开",
    "term_overlaps": "新一届的任职起比上一届的任职止早，请再核对",
    "nobody_in_term": "这一级现在没有在任的代表，不用换届",
    "person_has_gone": "这位来访人已经并入别的登记，请先打开那一个",
    "unit_barred": "来访人要求对“{value}”回避，不能转给它；请改转别的单位，或上报县人大",
    "nobody_barred": "请写明谁要回避：用户、代表或单位，选一样",
    "barring_ends_before_start": "回避的止期在起期之前，请再核对",
    "group_ends_before_start": "撤销日期在成立日期之前，请再核对",
    "unit_ends_before_start": "停用日期在启用日期之前，请再核对",
    "person_merged_into_itself": "不能并入自己，请选另一个来访人",
    "confirmed_before_asked": "确认日期在征求日期之前，请再核对",
}

PLANS = {
    "holiday_line": "看不懂“{value}”；一行写一天或一段，例如 2027-02-05~2027-02-11 春节",
    "holiday_both": "{value} 又放假又上班，请再核对通知",
    "holidays_unknown": "还没有 {value} 年的节假日安排，只按周六周日休息来排；收到国办通知后请补上再看一遍",
    "plan_month_days": "“{value}”不是日子，请写 1 到 31，几个日子用逗号隔开，例如 5,15",
    "plan_months": "“{value}”不是月份，请写 1 到 12，用逗号隔开，例如 1,3,5,7,9,11",
    "plan_without_days": "照这个规律没有要新排的日子：都排过了、已经过去了，或者都被节假日取消了",
    "days_passed": "这一年已经过去的 {value} 个日子不再排；过去办过的接待日请在【接待】里一天一天补录",
    "late_day_ahead": "补录的是已经办过的接待日，{value} 还没到；要安排以后的，用“安排接待日”",
}

PAPERS = {
    "accusation_has_no_slip": "检举控告不开转办单：已告知来访人去纪检监察机关，本站不转给任何单位",
    "not_referred": "这条意见还没有转办，没有转办单可打；先转办，再打印",
}

USERS = {
    "user_name_taken": "已经有一位叫“{value}”的用户；同名的人请在名字后面加一个字，例如“王强（小）”",
    "password_same": "新密码和旧密码一样，请换一个",
    "own_password_wrong": "您自己的密码不对，请再填一遍",
    "user_has_left": "这位用户已经离任，密码不能再用；请接手的人登录",
    "last_head": "站里只有这一位站长，不能离任；先给接任的人站长身份",
    "handed_to_oneself": "不能交接给自己，请选接手的人",
}

UNDOING = {
    "nothing_to_undo": "没有可以撤销的：您还没有办过什么，或者上一步没有改动",
    "undo_moved_on": "上一步之后这条登记又有人办过，不能直接撤销；请打开它用“更正”",
    "undo_by_hand": "上一步登记了一份{value}，{value}没有一键撤销的办法；请打开它，用“更正”改",
}

DESK_PROBLEMS = {**MATTERS, **PEOPLE, **PLANS, **PAPERS, **USERS, **UNDOING}
