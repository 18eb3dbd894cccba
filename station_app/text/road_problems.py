"""What a problem of the roads says, one sentence a code: batches, admission, the network, the stick."""

from __future__ import annotations

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
    "record_of_another": "这是别的站的登记，不能由这个站来改",
    "county_code": "县级代码是 6 位数字，后两位不是 00；请按名称重新选择",
    "news_would_retire": "这次更新会让 {of} 名在任代表中的 {value} 名离任，请先看一眼名单再收",
    "clash_gone": "这一处已经有人定过了，请重新看一遍",
}

ADMISSION = {
    "admission_unsound": "准入申请读不出来，请到那台电脑重新写一次",
    "admission_unsigned": "准入申请的签名对不上，请到那台电脑重新写一次",
    "admission_refused": "平台没有准入（{value}），请向县级要一份新的准入文件",
    "invitation_unsound": "这不是完整的准入文件，请向发给你的人再要一份",
    "invitation_of_another_role": "这份准入文件是给{value}用的，身份和本机不同，请换一份",
    "invitation_of_another_place": "这份准入文件是给{value}的，本机是{here}，请换一份",
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
    "gateway_silent": "没连上省里的平台；过一会儿会自己再试，急用可以写到U盘",
    "gateway_untrusted": "对方的证书不是省里的，没有发出任何内容；请换一个网络，仍然这样请告诉县级",
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
    "gateway_full": "省级平台暂时放不下了，数据在本机，稍后会再发",
    "cursor_unsound": "读到哪里的记号不对，请从头再读",
    "device_unknown": "没有这台设备（{value}），请核对公钥",
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
