"""What is wrong, in words: a sentence for each code of a problem, saying what to do."""

from __future__ import annotations

import errno

from station_app.domain.problem import Problem
from station_app.text.copies import COPY_PROBLEMS
from station_app.text.county import COUNTY_PROBLEMS
from station_app.text.ledgers import LEDGER_PROBLEMS, OLD_LEDGER
from station_app.text.secrecy import SECRECY_PROBLEMS
from station_app.text.suggestions import QUALITY

DESK_MATTERS = {
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
    "period_ends_before_start": "止期在起期之前，请再核对",
    "period_closed": "{value} 到 {last} 已经在 {closed_on} 定稿，之后没有补来的，数都一样，不用再定",
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
    "last_head_role": "站里只有这一位站长，站长身份不能去掉；先给接任的人站长身份",
    "nobody_keeps_book": "管这本台账的人都已经离任。请在姓名里写上接手的人，用恢复纸打开，这位就是新的负责人",
    "handed_to_oneself": "不能交接给自己，请选接手的人",
}

UNDOING = {
    "nothing_to_undo": "没有可以撤销的：您还没有办过什么，或者上一步没有改动",
    "undo_not_the_last": "问过之后又办了别的，刚才那一步没有动；请再按一次 Ctrl+Z 看清楚",
    "undo_moved_on": "上一步之后这条登记又有人办过，不能直接撤销；请打开它用“更正”",
    "undo_secret": "上一步把一件保密的事另行登记了，不能一键撤销；请打开它，用“解除保密”（要两个人在场）",
    "undo_by_hand": "上一步登记了一份{value}，{value}没有一键撤销的办法；请打开它，用“更正”改",
}

DESK_PROBLEMS = {**DESK_MATTERS, **PEOPLE, **PLANS, **PAPERS, **USERS, **UNDOING}


BATCHES = {
    "batch_empty": "这个文件是空的，请到原来的电脑重新写一次",
    "batch_foreign": "这不是联络站的批次文件，请另选",
    "batch_newer": "这一批是新版程序写的（格式 {value}），请先更新程序；文件留着",
    "batch_too_large": "这一批有 {value} 字节，最多收 {most} 字节，请把支持码报给维护人员",
    "batch_header_unsound": "批次文件开头坏了，读不出是谁的；请到原来的电脑重新写一次",
    "batch_cut": "批次文件只有前面一段（{value} 字节），没有写完；请到原来的电脑重新写一次",
    "batch_suite_unknown": "这一批用了本机不认得的签名办法（{value}），请先更新程序；文件留着",
    "batch_unpackable": "批次文件中间坏了，解不开；请到原来的电脑重新写一次",
    "batch_bomb": "这一批解开会有 {value} 字节，不正常，没有收；请问清楚文件从哪里来",
    "batch_dictionary_unknown": "这一批用的 {value} 号字典本机没有，请先更新程序；文件留着",
    "batch_signature_wrong": "签名对不上：文件被改过，或者坏了，没有收；请到原来的电脑重新写一次",
    "batch_lines_cut": "这一批最后一条不完整，没有收；请到原来的电脑重新写一次",
    "batch_count_wrong": "这一批写明 {expected} 条，里面是 {value} 条，没有收；请到原来的电脑重新写一次",
    "batch_chain_wrong": "第 {value} 条和前面接不上，没有收；请到原来的电脑重新写一次",
    "batch_line_unsound": "第 {value} 条读不出来，没有收；请到原来的电脑重新写一次",
    "batch_out_of_order": "第 {value} 条的位置不对，没有收；请到原来的电脑重新写一次",
    "batch_gap": "缺第 {number} 批（从第 {expected} 条起）；先放着，补来就接着收",
    "batch_fork": "第 {seq} 条和以前收到的不一样：这台电脑的数据可能是从旧备份恢复的；没有收，另外留着",
    "batch_other_station": "这一批是给别的站的，没有收；请交给那个站",
    "batch_other_county": "这一批是别的县的站写的，没有收；请交给那个县",
    "batch_key_unknown": "不认得写这一批的电脑：它还没有准入；先放着，准入以后自动收下",
    "batch_key_revoked": "{value}的这台电脑已经停用，没有收，另外留着；请先问清楚",
    "batch_wrapped": "{value} 是加密给县级或本站的，请用 --data 给出能打开它的数据文件夹",
    "batch_of_no_office": "写这一批的电脑（{value}）不是本站上级的，没有收；请告诉县级",
    "batch_wrapped_for_another": "{value} 是加密给别人的，或者没有拷全，本机打不开",
    "batch_key_not_given": "这一批里没有公钥，请用 --key 给出公钥，或用 --data 给出认得它的数据文件夹",
    "batch_replaces_other": "第 {value} 批说要换下的是别的批次，没有收；请联系技术人员",
    "not_for_all": "这一种登记是机关自己的，不发给各站",
    "personal_for_all": "这一格是个人信息，不能发给全县各站。请登在“代表联系方式”里，或写明所在联络站",
    "readers_are_fixed": "这条登记已经发给原来的单位，不能改给别的；请给新的单位另登记一条",
    "record_of_another": "这是别的站的登记，不能由这个站来改",
    "county_code": "县级代码是 6 位数字，后两位不是 00；请按名称重新选择",
    "news_would_retire": "这次更新会让 {of} 名在任代表中的 {value} 名离任，请先看一眼名单再收",
    "clash_gone": "这一处已经有人定过了，请重新看一遍",
}

SHAPES = {
    "shape_not_json": "内容不是读得出来的 JSON，请检查括号、引号和逗号",
    "shape_lacks": "{at}少了“{value}”，请补上；不补，各站用不了",
    "shape_object": "{at}应当是一组“名称: 值”（写在花括号里），请改",
    "shape_array": "{at}应当是一列（写在方括号里），请改",
    "shape_string": "{at}应当是写在引号里的文字，请改",
    "shape_integer": "{at}应当是整数，请改",
    "shape_boolean": "{at}应当是 true 或 false，请改",
    "shape_choice": "{at}只能是 {offered} 里的一个，请改",
    "shape_unknown": "{at}里的“{value}”不认得，请去掉，或者改对名字",
    "shape_pattern": "{at}的写法“{value}”不对，请照随程序来的同名内容改",
    "shape_empty": "{at}是空的，请填上",
    "shape_long": "{at}太长了，请改短",
    "shape_range": "{at}的数“{value}”太大或太小，请改",
    "shape_other": "{at}不合格式，请照随程序来的同名内容改",
    "code_parent_unfit": "上级代码“{value}”不能用：它不是这张代码表里归总下级的代码；请空着，或写归总的那一个",
    "code_ends_before_start": "停用日期在启用日期之前，请再核对",
}

ADMISSION = {
    "move_address_unsafe": "新地址 {value} 不加密，各站认了它就连不上；请写 https:// 开头的地址",
    "certificate_unsound": "证书 {value} 读不出来，各站认了它就连不上；请给 PEM 格式的证书",
    "move_unsound": "平台搬家的文件读不出来，或签名对不上，没有认；请向平台要原文件",
    "move_not_believed": "平台搬家的文件不是本机认得的那个平台签的，没有认，地址不变；请打电话问清楚",
    "no_move": "还没有宣布过搬家，没有可以到的新地址；请先用 gateway move 宣布",
    "admission_unsound": "准入申请读不出来，请到那台电脑重新写一次",
    "admission_unsigned": "准入申请的签名对不上，请到那台电脑重新写一次",
    "admission_refused": "平台没有准入（{value}），请向县级要一份新的准入文件",
    "invitation_unsound": "这不是完整的准入文件，请向发给你的人再要一份",
    "invitation_of_another_role": "这份准入文件是给{value}用的，身份和本机不同，请换一份",
    "invitation_of_another_place": "这份准入文件是给{value}的，本机是{here}，请换一份",
    "invitation_for_one_more": "这份准入文件是给{value}添一台新电脑用的，本机自己另建过站了。"
    "请在新电脑上第一次打开程序时交它；本机要准入，请向县级另要一份",
    "replaces_of_another": "要顶替的电脑不是{name}的，请从这个站的电脑里选",
    "invitation_over": "准入文件到 {value} 为止，今天是 {today}；电脑日期不准请先调准，真过期了请要一份新的",
    "not_invited": "还没有准入，请先打开县级发的准入文件",
    "only_an_office": "这件事由县级来办",
    "place_of_another_county": "{value} 不在本县，请核对地方代码",
    "enrolment_unknown": "{value}用的准入码不是本县发的，请核对准入文件",
    "enrolment_used": "这个准入码{value}已经用过；一个码只准入一台电脑，请再发一份",
    "enrolment_over": "发给{value}的准入码到 {day} 为止，已经过期，请再发一份",
    "enrolment_of_another_place": "这个准入码是发给{invited}的，{value}不能用，请再发一份",
}

NETWORK = {
    "portal": "连上的网络要先登录：请打开浏览器登录，或者换一个网络；数据都在，登录后会自己接着发",
    "way_forbids": "单位的网络不让连省里的平台，没有发出去；请让管网络的人放行，或者换一个网络；数据都在，会自己再试",
    "proxy_password": "上网要经过的代理要用户名和密码：请在“准入”里填上，或问管网络的人；数据都在，填好会自己接着发",
    "proxy_unsound": "代理的地址“{value}”不对，请写成 10.1.2.3:8080 这样；不经过代理就空着",
    "way_too_large": "单位的网络嫌发的太大，没有放过去；请让管网络的人放宽到 4 MB，或者换一个网络、写到U盘；数据都在",
    "way_busy": "路上的网络设备说现在忙，过一会儿会自己再试，急用可以写到U盘",
    "gateway_behind": "网络设备连不上后面的省级平台，过一会儿会自己再试，急用可以写到U盘",
    "answer_strange": "答话的不是省里的平台，没有当真；会自己再试，总是这样请换一个网络或告诉县级",
    "gateway_silent": "没连上省里的平台；过一会儿会自己再试，急用可以写到U盘",
    "name_unresolved": "查不到省里平台的地址（域名解析不通）；会自己再试，别的网站也打不开请找管网络的人",
    "no_network": "没联网。登记照常，联上网会自己发；着急就写到U盘",
    "road_cut": "路上断了，发过去的不会重发；过一会儿会自己接着发",
    "gateway_untrusted": "对方的证书不是省里的，没有发出任何内容；请换一个网络，仍然这样请告诉县级",
    "certificate_expired": "平台的证书不在有效期内，没有发出任何内容；请先看本机日期对不对，日期对请告诉县级",
    "gateway_busy": "平台现在忙，过一会儿会自己再试",
    "gateway_address_unsafe": "平台地址 {value} 不加密，不能用；请要一份新的准入文件",
    "statement_beyond": "本机到第 {most} 条为止，没有第 {value} 条；请双方按较小的数目核对",
    "file_not_here": "校验值是 {value} 的附件还没有收齐；先同步，再存",
    "attachment_size": "附件有 {value} 字节，要在 1 到 {most} 字节之间，请压缩后再附",
}

GATEWAY = {
    "batch_other_journal": "这个批次是流水 {value} 的，发错了地方",
    "digest_differs": "收到的内容和它的校验值对不上，路上坏了，请从头再发",
    "offset_differs": "已经收到 {value} 字节，请从那里接着发",
    "body_too_large": "有 {value} 字节，最多收 {most} 字节",
    "request_unsound": "这个请求的写法不对",
    "nothing_here": "这里没有这个文件",
    "not_signed": "请用本机的钥匙签名再问",
    "not_allowed": "这台设备不能看这些",
    "not_admitted": "平台不认得这台电脑（平台可能恢复过旧的备份）。东西都在本机，登记照常；"
    "请向县级要一份新的准入文件，在“准入”里交上去就接着发，着急可以写到U盘",
    "device_revoked": "这台电脑已经停用，平台不再收它发的；东西都在本机，请打电话问县级",
    "gateway_full": "省级平台暂时放不下了，数据在本机，稍后会再发",
    "cursor_lost": "读到哪里的记号不是现在这个平台给的，请从头再读",
    "device_unknown": "没有这台设备（{value}），请核对公钥",
    "account_name_unsound": "帐号“{value}”不能用：要有 1 到 40 个看得见的字，请换一个",
    "account_unknown": "没有帐号“{value}”，请核对",
    "copy_there_already": "{value} 已经有了，没有动它；请另给一个新文件夹的名字",
    "copy_no_room": "{value} 放不下：还要 {needed} MB；请换一个盘，或清出地方再做",
    "copy_failed": "{value} 没有写成（{reason}），不算备份；请看盘是不是满了、拔了，再做一次",
    "copy_unsound": "{value} 不是完整的平台备份，或者坏了，没有用它；请换一份备份",
    "store_not_empty": "这个库里已经有东西，没有动它；恢复请另给一个新的库（--store），核对后再换上",
    "store_locked": "库的钥匙不在 {value}，或者不是这个库的，或者别人也读得到（应当只有本人能读，0600）；"
    "请用 --store-key 给出钥匙文件，或设环境变量 GATEWAY_STORE_KEY",
    "port_taken": "在 {value} 开不了（{reason}）：可能已有一个平台在运行，或端口被占着；"
    "请停掉那个，或用 --listen 换一个端口",
    "listen_unsound": "“{value}”不是地址和端口，请写成 127.0.0.1:8443 这样",
    "code_unknown": "没有这个准入码，请核对",
    "code_used": "这个准入码已经用过了，请再要一个",
    "code_expired": "这个准入码 {value} 就过期了，请再要一个",
    "code_of_another": "这个准入码是给“{value}”的，和本机的地方或身份对不上",
}

STICK = {
    "stick_wrong": "U盘 {value} 还没有送过数据，看看是不是拿错了；确定用它，请再确认一次",
    "stick_gone": "U盘 {value} 读写到一半断开了，请重新插好再来一次；已经写好的都算数",
    "stick_full": "U盘放不下，要 {value} KB，只剩 {free} KB；请删掉些别的文件，或者换一个",
    "stick_read_only": "U盘 {value} 写不进去，可能锁上了写保护；请拨开锁，或者换一个",
    "stick_busy": "U盘上的 {value} 正被别的程序占用，可能是杀毒软件在查；请等一会儿再来一次，已经写好的都算数",
    "stick_altered": "写到U盘上的 {value} 读回来不一样，这个U盘可能坏了，请换一个",
    "stick_unreadable": "{value} 读不出来，请重新插好U盘再试，或者换一个接口",
}

ROAD_PROBLEMS = BATCHES | ADMISSION | NETWORK | GATEWAY | STICK

SUGGESTION_PROBLEMS = {
    "official_no_taken": "正式编号“{value}”已经给了 {other}，请换一个号",
    "official_no_gap": "跳过了第 {first} 到第 {last} 号，以后不会自动补用；不是有意跳号的，请改号",
    "opinion_promoted": "意见 {number} 已经转成另一件建议，不能再加；请先从那一件里移出",
    "opinion_kept_here": "意见 {number} 是工作秘密，不能转成建议",
    "cosigner_is_lead": "{name}是领衔代表，不用再附议",
    "cosigner_twice": "{name}已经在附议名单里",
    "cosigning_is_over": "这件建议已经提出，不能再加附议代表",
    "not_to_be_let_stand": "这一项不能放行，请先改好",
    "reason_missing": "请写一句保留的理由",
}


VISIT_FILES = {
    "file_empty": "这个文件是空的，请重新拷一次",
    "file_unreadable": "{value} 读不出来，请看看盘还插着没有，或换一个文件",
    "photos_unreadable": "文件夹“{value}”读不了：手机可能拔了、锁着屏，或者没选“传输文件”；弄好再按 F5",
    "file_phone_format": "这是手机的 HEIC 照片，这里看不了；请在手机上把照片存成 JPG 再拷来（设置里选“兼容性最佳”）",
    "file_film": "这是视频，不收；请截一张图，或把看到的写下来",
    "file_program": "这不是照片，是能运行的程序，不收；请不要打开它",
    "file_office": "这是表格、文档或压缩包，不收；请另存为 PDF，或者打印后拍照",
    "file_unknown": "认不出这是什么文件；能收照片（JPG、PNG 等）和 PDF",
    "file_pdf_active": "这个 PDF 里带了程序或别的文件，不收；请打印成一份新的 PDF，或者拍照",
    "file_too_large": "文件有 {value} MB，最多收 {most} MB；请分成几份，或者拍照",
    "paper_broken": "这个 PDF 打不开，或者有密码；请重新存一份，或者打印后拍照",
    "picture_broken": "这张照片坏了或没拷完整，请重新拷一次",
    "picture_too_many_pixels": "这张图有 {value} 百万像素，太大了，请缩小后再附",
    "picture_several_pages": "这是好几页的扫描件，请存成 PDF 再附",
}

CLOSING = {
    "closing_basis_unfit": "选这条办结依据，要先写好（并且对得上）：{needed}；请换一条依据，或先补上",
    "tries_few": "才联系了 {value} 次；联系不上办结，要先试 {least} 次，再张贴公布",
}

VISIT_PROBLEMS = {**VISIT_FILES, **CLOSING}

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
    "day_too_far": "“{value}”离今天太远了，请看年份有没有写错",
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
    "activity_ahead": "活动到 {value} 才结束，今天是 {today}；举行完了再记",
    "fewer_at_levels": "写了名字的代表有 {value} 位，各级人数加起来只有 {counted} 位，请再核对",
    "survey_without_questions": "还没有问题，请一行写一个，选项写在冒号后面，例如 对办理态度：满意、不满意",
    "survey_question": "“{value}”问不出来：要有问题的话；有选项的，至少两个，不能重复",
    "survey_answer_form": "一行写一问的答复，问题的号在等号前面，例如 1=满意；一问只答一次",
    "survey_no_question": "没有第 {value} 问，一共 {most} 问",
    "survey_choice": "第 {value} 问只能答{choices}里的一个",
    "surveyed_twice": "这位代表已经在征询名单上",
    "no_such_period": "{value} 起不是这项调度的一期，请看调度安排的周期和起止日期",
    "returned_twice": "{value} 起的这一期已经报送过；要改的，更正那一条",
    "read_before": "这份文件已经记过阅读",
    "no_deputies_to_draw": "没有可以抽取的代表：先登记在任的代表和他们的任职",
    "no_due_rule": "“{value}”没有算得出的办理时限：没有转办、交办，日期没写，或者没有管它的规则",
    "due_too_far": "办理时限到 {value}，超过 {days} 天了，请看年份有没有写错",
    "extension_shortens": "延期要往后延：现在的时限是 {due}，请写比它晚的日子",
    "extension_too_long": "最多只能延到 {latest}（{basis}），请写不晚于那一天的日子；办不完的，先办复并写明下步措施",
    "due_unmoved": "还没有 {year} 年的节假日安排，时限 {value} 没有按节假日顺延；收到国办通知补录后，请再看一遍",
    "extended_before": "已经延过一次期，不能再延；办不完的，请先办复并写明下步措施和时限",
    "clock_wrong": "电脑日期现在是 {today}，不像是真的；编号会用这个年份，请先调准电脑日期再登记",
    "notice_late": "公告应在接待日前 {days} 天贴出，现在不到 {days} 天",
}

VALUES = {
    "tidied": "多余的空格和符号已经整理，请看一眼对不对",
    "half_character": "这段文字里有被截断的半个字，请重新输入",
    "signs_removed": "文字里有看不见的坏字符，已经去掉",
    "read_as": "“{value}”读作 {read}，请看一眼",
    "too_long": "有 {value} 个字，最多 {most} 个；请删短，不会自动截断",
    "too_many": "有 {value} 项，最多 {most} 项",
    "not_a_count": "“{value}”不是数目，请填数字",
    "count_out_of_range": "数目 {value} 超出范围，请核对",
    "not_in_list": "没有“{value}”这一项；可以选：{offered}",
    "unit_unknown": "单位名册里没有“{value}”，最像的是：{offered}；是新单位就选“新增单位”，或在名字前写{mark}",
    "code_too_broad": "“{value}”下面还分细类，请选一个：{offered}",
    "line_not_refused": "第 {value} 条不在没有收的里面，请刷新再看",
    "line_not_acceptable": "这一条不是哪一格写错，不能收下一部分；请退回更正，或者不收",
    "nothing_aside": "放着的里面没有“{value}”这一批",
    "aside_not_acceptable": "这一批和已经收的不一样，收下会改掉已经收的；那台电脑会换新流水重送，这里只能不要",
    "sign_forbidden": "文字里有不该有的坏字符，请重新输入这一格",
    "not_a_day": "写的不是日历上有的一天，请按年-月-日重新写",
    "not_a_time": "写的不是几点几分，请写成 9:30 这样",
    "not_a_uid": "指向别的登记的标识写坏了，请重新选一次",
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

SHARING = {
    "link_says_what": "请选一位代表和他本人的另一条，或者一个单位和它的另一条；一次只对应一种",
    "linked_to_itself": "不能和它自己对应，请另选一条",
    "linked_before": "这一条已经对应过了，请先解除原来的对应",
    "links_in_a_chain": "这一条已经作为别的条目的标准，或者所选的标准自己对应着另一条；请直接对应到最后那一条",
    "succeeds_itself": "接手的站不能是它自己，请另选一个站",
    "shut_before_opened": "撤站日期早于建站日期，请核对",
    "excerpt_names_person": "这一格别的站也看得到，写到了反映人；请把姓名、电话、住址删去",
    "member_at_station": "{value} 由联络站自己在办，统一交办、统一答复不到它；要一起办的，请那个站先上报",
}
"""What is said of matters and people of several stations."""

ACTS = {
    "missing": "还没有填",
    "unknown_kind": "没有“{value}”这种登记",
    "unknown_field": "没有“{where}”这一格",
    "uid_unusable": "标识“{value}”不能用：要 32 位小写十六进制，并且没有给过别的登记；不写就自动生成",
    "unknown_act": "没有“{value}”这个办法",
    "check_character_wrong": "校验码不对：“{value}”抄错或听错了，请对着回执从头再看一遍",
    "not_lines": "要撤下的行写得不对：每条流水一行，先写流水号，再写第几条，如“3 7-9”；一次最多两万条",
    "not_withheld": "“{value}”是本站自己的登记，内容不能撤下",
    "no_such_record": "还没有这条登记，请先登记",
    "act_out_of_turn": "现在还轮不到这一步，请先看这一条到了哪里",
    "not_this_sides_turn": "这一件现在轮到{whose}办，这里不能办这一步",
    "record_of_other_side": "这一条是{side}写的，只有那一边能接着办",
    "matter_elsewhere": "这一件现在是“{state}”，不能办这一步",
    "which_assignment": "这一件有几个单位在办，请写明是哪一家的：{offered}",
    "letter_lacks": "复文上要有这一项，收到的答复没有写",
    "unknown_reference": "所指的那一条找不到，请先登记它",
    "field_of_another_act": "这一步不能改这一格，请用更正",
    "clash_gone": "这一处已经没有两种写法了，请刷新再看",
    "field_of_another_house": "这一格由{house}填写，这里不能写",
    "act_of_another_role": "这一步要由别的身份来办",
}

DESK = {
    "cancelled": "已经停下，没有做完的不算",
    "list_not_saved": "{value} 没有存成（{reason}），没有留下半个文件；请换一个文件夹再存",
    "too_many_for_xlsx": "Excel 一张表最多 {value} 行，这里不止；请改存 CSV，或者先把范围缩小",
    "no_such_list": "没有“{value}”这张列表；有的是：{names}",
    "wrong_password": "密码不对，请再填一遍。{wait}",
    "password_short": "密码至少 {least} 个字符，或者 {words} 个用空格隔开的词",
    "password_guessed": "这个密码别人容易猜到（姓名、生日、常用词、连着的键都不算），请换一个，或者让程序出一个",
    "pin_form": "快速解锁码是 {least} 到 {most} 位数字",
    "pin_guessed": "这个快速解锁码太好猜，请不要用重复、连着的数字",
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
    "key_was_renewed": "这台电脑换过锁了，您原来的密码打不开；请站长给您设新密码",
    "key_not_renewed": "这次没有换成锁，台账和原来的密码都没有动；请看看磁盘有没有空间，再办一次",
    "recovery_code_as_password": "这是恢复码，不是密码；请按“忘了密码，用恢复纸打开”",
    "recovery_code_wrong": "这个恢复码打不开这本台账：也许是换过恢复码以前的那张纸。请找最新的恢复纸",
    "own_matter_open": "{value}还有事项没有办结，现在不能删除；先办结，或者撤回",
    "not_past_its_time": "清单变了：有的还没过保存期限，或者已经不在。请重新看一遍再办",
    "user_without_password": "{value}在这台电脑上还没有密码，请站长在「用户」里设一个",
    "settings_not_here": "旧电脑的设置还没有来，请等同步完，或者读过县里的U盘再办",
    "settings_of_another_code": "这个恢复码打不开送来的设置，请用旧电脑最后一张恢复纸上的码，不是这台电脑的",
    "recovery_code_miscopied": "恢复码有抄错或漏掉的地方，请对着恢复纸再看一遍",
    "user_unknown": "这台电脑上没有叫这个名字的经办人，请看看姓名写对没有",
    "passwords_differ": "两次填的密码不一样，请再填一遍",
    "journal_gap": "流水缺了第 {expected} 条，请先导入前面的批次",
}

COMMANDS = {
    "division_unclear": "“{value}”对应几个地方，请写 12 位代码：{choices}",
    "division_unknown": "找不到乡镇（街道）“{value}”，请写名称或 12 位代码",
    "county_unknown": "找不到县（市、区）“{value}”，请写名称或 6 位代码",
    "not_a_field_value": "“{value}”不是“栏目=值”",
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
    "number_unclear": "“{value}”不止一条登记，请写全（编号后面带甲、乙的，写它后面的标识）：{choices}",
    "file_not_written": "文件 {value} 写不进去（{reason}），请换一个文件夹再打印",
    "no_public_version": "{value} 没有公开版，不能加 --public；有公开版的是：{offered}",
    "no_deputy_version": "{value} 没有代表本人版，不能加 --deputy；有的是：{offered}",
    "no_file_version": "{value} 没有原话附件，不能加 --words；有的是：{offered}",
    "look_first": "文字里遮去了 {count} 处，还没有打印。请先看：{found}。"
    "没有遮错就加 --looked 再打一次；不是人名的，加 --keep 词 保留",
    "unknown_form": "没有“{value}”这种打印件；可以打：{offered}",
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
    | SHARING
    | DESK
    | COMMANDS
    | OLD_LEDGER
    | ROAD_PROBLEMS
    | DESK_PROBLEMS
    | LEDGER_PROBLEMS
    | QUALITY
    | SUGGESTION_PROBLEMS
    | SECRECY_PROBLEMS
    | VISIT_PROBLEMS
    | SHAPES
    | COPY_PROBLEMS
    | COUNTY_PROBLEMS
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


FURTHER = {"by": "，可以办的是{by}", "stands": "：现在是“{stands}”", "turn": "，轮到{turn}办"}
"""What is said further of an act that is not to be done: who may do it, where its record stands, whose turn it is."""

UNKNOWN = "这里有问题（{code}），请核对"


def explain(problem: Problem, label: str = "") -> str:
    """The sentence of a problem, with the field's label before it where one is given, and with the record that it is of
    where an act could not bring what it must. A personal value is not said."""
    filling = {key: _spoken(value) for key, value in problem.details}
    if "wait_s" in filling:
        filling["wait"] = f"下一次要先等{duration(int(filling['wait_s']))}。" if filling["wait_s"] != "0" else ""
    sentence = SENTENCES.get(problem.code, UNKNOWN)
    sentence += "".join(more for name, more in FURTHER.items() if filling.get(name))
    said = sentence.format_map(
        {"code": problem.code, "where": problem.where, "value": _spoken(problem.value)} | filling
    )
    return "：".join(part for part in (filling.get("of", ""), label, said) if part)


def duration(seconds: int) -> str:
    """Seconds in words."""
    minutes, rest = divmod(seconds, 60)
    parts = [f" {minutes} 分"] if minutes else []
    return "".join([*parts, f" {rest} 秒"] if rest or not minutes else [f" {minutes} 分钟"])


def of_code(code: str) -> str:
    """The sentence of a code alone, as it comes back from another office: what filled it stays there."""
    return SENTENCES.get(code, UNKNOWN).format_map(_Blanks(code=code))


class _Blanks(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return "…"


def _spoken(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
