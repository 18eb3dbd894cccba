"""What the command line says."""

from __future__ import annotations

PROGRAM = "人大代表联络站工作台"

OWED = "{owed_since}\t{number}\t{name}\t{title}\t找过 {tries} 次"
LOOP = (
    "{name}\t听到 {heard}\t答复 {answered}\t告知 {told}\t欠告知 {owed}\t在办 {waiting}\t已解决 {solved}"
    "\t满意 {content}/{judged}\t答复 {days_to_answer} 天\t告知 {days_to_tell} 天\t最久 {oldest}"
)
ALL = "全部"
KEPT_OUT, KNOWN = "收不了", "已经有了"
NOBODY = "没有人"
NEXT_MOVE = "现在：{state}，轮到{turn}，时限 {due_on}"
COMMANDS = {
    "init": "建一个联络站",
    "schema": "打印全部登记和办法的 JSON Schema",
    "enter": "从标准输入逐行登记（NDJSON，每行一事）",
    "list": "列出一类登记",
    "show": "看一条登记和它的经过",
    "due": "办理时限怎么来的：规则、依据的条文、计入和跳过的日子；不给登记，就按规则从哪天算起",
    "survey": "一次电话征询到了哪一步：打了几个、各问怎么答、还要打给谁",
    "dispatch": "调度：哪一期该报了、几号前报、谁还没有报",
    "act": "办一步：给一条登记，办一个办法（例如 assignment.register、reply.register）",
    "timeline": "一件事从头到尾：哪一边、哪天、谁、办了什么，现在轮到谁",
    "owed": "谁还在等答复：答复有了，人还没告诉",
    "loop": "一段时间里听到的：答复了多少、告知了多少、还欠多少",
    "unit-sheets": "各单位（或一个单位）还欠着的，每家一个 Excel 清单，给单位填",
    "take-unit-sheet": "收单位填好交回的清单：按转办单号对上，先看后收，收不了的逐行说",
    "search": "按词、拼音首字母、电话尾号或编号查找",
    "print": "打印到 PDF",
    "manual": "使用手册的 PDF",
    "save-list": "把一张列表存成表格（xlsx、csv），列和屏幕上一样",
    "import-folder": "转入旧系统导出的文件夹",
    "import-ledger": "收旧台账：xlsx、xls、csv",
    "rebuild": "从流水重新归并各表",
    "check": "核对流水、各表和数据库文件，以及该带上的都带上了",
    "mend": "把以前该带上而没有带上的补上（履职记录、作废、并入、附议、离任密码）",
    "sample": "建一个示例联络站",
    "copy": "备份：加密，打开核对过才算数，旧的按日、周、月轮换",
    "copies": "列出找得到的备份",
    "restore": "从备份恢复，原来的文件放在一边不删；台账坏了又没有备份的，用 --rescue 抢救",
    "drill": "演练：把最近的备份恢复到临时文件夹，打开核对，再删掉",
    "missing": "顶替了旧电脑的，列出哪些编号没有回来",
    "verify": "查看批次文件：是谁的、从第几条到第几条、签名和链条对不对、里面有什么",
    "export": "把待发的写到U盘或文件夹",
    "take": "收批次文件：县级收各站的，联络站收回执和新消息",
    "invite": "县级给一个站发准入文件",
    "enrol": "打开准入文件，向平台申请准入",
    "sync": "发送待发的，收新消息",
    "withhold": "撤下登记的内容（依法删除、不宜上报、写错），本站、县、省都删；不给标识就列出撤下的到了哪一步",
    "letter-new-key": "纪检监察机关用：做一对密封信的钥匙，私钥写进文件，公钥打在纸上交给联络站",
    "letter-key": "照纸输入纪检监察机关的公钥，电话里核对指纹",
    "letter-seal": "把一件检举控告写成只有该机关能打开的文件",
    "letter-open": "纪检监察机关用：用私钥打开联络站交来的密封文件",
    "renew-key": "换锁：台账换一把新钥匙，留着旧钥匙文件、旧备份的人打不开以后的台账；别的窗口要先关掉",
    "recovery-code": "重新生成恢复码（只显示这一次），原来的作废，并且换锁",
    "close-period": "把一段时间的统计表定稿：记下各条流水算到第几条、各格的数；定过的，后来补到的算补报",
    "statement": "对账：每本流水到第几条、核对用的八个字",
    "judge": "没有收的、放着的、记着的都列出来；用 --outcome 定收不收",
    "keep-file": "存一份要随文件发出去的附件，说出它的校验值和大小",
    "save-file": "把收到的附件按校验值存成文件",
    "gateway": "运行或管理省级平台（参考实现）",
    "selftest": "看这一份程序全不全：模块、加密数据库、打印、页面",
    "tour": "走一遍接待日，把每个画面和打印件存成图片",
}

OPTIONS = {
    "act": "办法的名字；办在别的登记上的，写成 种类.办法",
    "fields": "栏目=值，可以写几个",
    "unit": "只出这个单位的；不写就是所有还欠着的单位",
    "unit_sheet": "单位填好交回的清单（xlsx、xls、et、ods、csv）",
    "by": "分开看：按站、按单位、按类别",
    "data": "数据文件夹",
    "due_clock": "哪种时限：reply 答复代表建议、assist 会办、return 申请退回、opinion_answer 办理群众意见……",
    "due_from": "从哪天算起（交办、收到的那天）",
    "due_level": "代表级别，如 COUNTY",
    "due_region": "地方代码；不写就是本站、本县的",
    "due_extends": "原来的时限；写了就说最多能延到哪天",
    "json": "每行输出一个 JSON 对象",
    "user": "用户姓名；只有一个用户时可以不写",
    "password_fd": "从这个文件描述符读密码",
    "phone": "站里的电话，印在回执和公告上",
    "division": "乡镇（街道）：12 位代码、名称或拼音首字母",
    "name": "站名",
    "kind": "登记的种类，如 visit、opinion",
    "where": "条件，如 state=REGISTERED，可以写多个",
    "limit": "最多多少条",
    "all": "全部列出",
    "offset": "跳过多少条",
    "uid": "登记的标识或编号",
    "uids": "要撤下内容的登记的标识",
    "text": "要找的文字",
    "form": "打印件，如 P9",
    "out": "输出文件",
    "list": "哪张列表：{names}",
    "list_out": "存到哪个文件：以 .csv 结尾的是文本表格，别的是 Excel 表格",
    "sort": "意见台账按什么排：waiting 日期、number 编号、visitor 来访人、category 类别、"
    "state 状态、unit 单位、due 时限、village 村；前面加 - 倒着",
    "open": "意见台账只要待办的",
    "personal": "带上个人信息（全名、电话、住址、证件号）；会记进留痕",
    "public": "公开张贴用：隐去姓名，住址只到村",
    "of_deputy": "这位代表的本人版：本人听取的写全，别人的同公开版",
    "words": "后面附上群众原话",
    "keep": "公开版里不是人名、要保留的词，可以写几次",
    "looked": "遮去的地方已经看过",
    "folder": "文件夹",
    "ledger": "旧台账文件（xlsx、xls、csv）",
    "mapping": "各列的对照：保存过的名字，或对照文件；不写就自己认",
    "sheet": "只收这张工作表，可以写多个；不写就收全部没有隐藏的",
    "target": "哪种台账：visits 接待台账，suggestions 建议目录，deputies 代表名册，units 承办单位",
    "encoding": "文字编码，如 gb18030；不写就自己认",
    "dry_run": "只检查，不收",
    "report": "把逐行情况写到这个文件（.csv 或 .pdf）",
    "skip_refused": "收不了的行跳过不收，写进报告；不写就一行有问题全部不收",
    "mapping_out": "把用的对照写到这个文件",
    "scale": "多大：day 一天，month 一个月，year 一年",
    "batch": "打印批次和传输的 JSON Schema",
    "journal": "只对这一本流水（标识，32 位十六进制）",
    "organ": "机关名称",
    "letter_key": "纸上的公钥，56 个字母和数字",
    "read_back": "对方在电话里念的指纹，20 位数字",
    "key_file": "私钥文件",
    "up_to": "对到第几条为止（另一边说的数）",
    "file": "要存的文件",
    "seq": "流水的第几条",
    "outcome": "怎么定：accept 收下、send-back 退回、drop 不收",
    "hash": "校验值（SHA-256，64 位十六进制）",
    "files": "文件或文件夹",
    "key": "作者的公钥（43 个字符）；不写就用批次里的，或 --data 里认得的",
    "to": "U盘或文件夹",
    "copy_to": "备份到哪里，以后也放到这里；不写就放到选好的地方",
    "places": "还到哪些地方找备份（U盘、文件夹）",
    "copy": "用哪份备份；不写就用找得到的最近一份",
    "rescue": "不用备份，把坏了的台账里还读得出的抢救出来",
    "area": "地方代码：乡镇（街道）12 位",
    "expires": "有效期至，如 2026-12-31",
    "invitation": "准入文件（.lzi）",
    "once": "只发一次就结束",
    "from": "用旧系统导出的文件夹代替示例",
    "renew_key": "搬家（move）时平台也换一把新的签名钥匙",
    "replaces": "顶替哪台电脑：县级写设备标识（list device 里的），平台写公钥；新电脑一准入，它就停用",
    "report_name": "哪张统计表，如 T1 接待情况统计表",
    "first_on": "从哪天起，如 2026-10-01",
    "last_on": "到哪天止，如 2026-10-31",
    "action": "做什么，不写就是运行：serve 运行，invite 发准入，status 看情况，backup 备份，restore 从备份恢复，"
    "move 宣布搬家（地址、证书、钥匙），arrive 在新地址认下来，revoke 停用设备，account 设管理页面的帐号，"
    "enter 逐行写入，rebuild 重新归并",
    "store": "库：SQLite 文件，或 postgresql://…",
    "copy_folder": "backup 写到的新文件夹，restore 读的备份",
    "store_key": "库的钥匙文件（0600）；不写就在库旁边，也可以用环境变量 GATEWAY_STORE_KEY",
    "listen": "监听的地址和端口",
    "url": "写进准入文件的平台地址，如 https://…",
    "reason": "原因",
    "audience": "给哪里看：地方代码，52 是全省",
    "remove_account": "去掉这个帐号",
    "all_parts": "全部列出",
    "tls_cert": "证书文件（PEM）",
    "tls_key": "证书的私钥文件（PEM）",
}

ASK_PASSWORD = "密码："
SELFTEST = "这一份程序是全的：{modules} 个模块、加密数据库、打印 {pages} 页、页面，都试过了"
SELFTEST_USER = "试用人"
WRONG_USAGE = "用法不对：{problem}"
FOUNDED = "建好了：{station}（{user}）。恢复码只显示这一次，请抄写或打印后锁好：\n{code}"
KEY_RENEWED = "锁换好了；大家的密码和恢复码都不变"
RECOVERY_CODE = "新的恢复码只显示这一次，原来的作废，请抄写或打印后锁好：\n{code}"
REBUILT = "归并了 {changes} 条流水"
SOUND = "核对完毕：{changes} 条流水，全部对得上"
UNSOUND = "上级发来的{name}用不了，现在用的是随程序来的；请告诉县级：{fault}"
LACKING = "有 {count} 处该带上的没有带上，用 mend 补上："
LACKS = {
    "duty_records": "接待日结束了，履职记录不全",
    "activity_duty": "活动举行了，履职记录不全",
    "sample_drawn": "征询开始了，名单没有抽出来",
    "matters_void": "来访作废了，反映的事项还在",
    "origins_marked": "建议和它来自的意见对不上",
    "cosigner_listed": "附议名单和附议登记对不上",
    "entries_joined": "来访人并入了别的登记，来访还在原来的名下",
    "keyring_follows": "用户离任了，密码还能用",
}
MENDED = "补上了 {mended} 处，{kept} 处补不上"
LETTER_KEY = "公钥（打在纸上交给联络站）：{key}\n指纹（电话里念给对方核对）：{fingerprint}"
LETTER_TRUSTED = "记下了{organ}的公钥，指纹 {fingerprint}"
LETTER_SEALED = "写好了：{file}；只有该机关能打开，县里和省级平台都打不开。请装盘密封，当面交"
WITHHELD = "{uid}\t撤下 {lines} 条；重新封装 {batches} 批，其中 {waiting} 批还没有送到；上级回执 {receipts} 份"
CLOSED_PERIOD = "{report} {first_on} 到 {last_on} 定稿了：算到 {journals} 条流水，名单校验值 {lists_hash}"
SUPPLEMENTED = "这是补报，和 {closed_on} 定的比："
FIGURE = "{row}\t{column}\t{figure}"
MOVED_FIGURE = "{row}\t{column}\t{before} → {after}"
PERIOD_UNREADABLE = "{report} {first_on} 到 {last_on} 的定稿核不了：里面的数不合格式，或者本机没有当时那一版统计表"
PERIOD_STRANGE = (
    "{report} {first_on} 到 {last_on} 的定稿核不上：流水 {journal} 到那一条的链头不是定稿时的，请对账（statement）"
)
PERIOD_MISSING = "{report} {first_on} 到 {last_on} 的定稿还核不全：流水 {journal} 本机还没有收到那一条，收齐后再核对"
PERIOD_ERASED = "{report} {first_on} 到 {last_on} 定稿之后依法撤下了 {erased} 条内容，数对不上的属于这个原因"
PERIOD_DIFFERS = "{report} {first_on} 到 {last_on} 的定稿核不上：{row} {column} 定稿是 {before}，现在算出 {after}"
PERIOD_OTHER_LISTS = "{report} {first_on} 到 {last_on} 的定稿核不上：数一样，但名单不是当时那一份"
OFFICIAL_TWICE = "正式编号 {number} 给了几件建议：{others}；请把后来的那一件用“改正式编号”改过来"
NUMBER_TWICE = "编号 {number} 不止一条登记，{of}是 {kind} {record}；纸上的号不用改"
MENDED_ONE = "补上了"
NOT_SOUND = "核对发现问题：断链 {links} 处，不一致的表 {tables}，数据库自检 {sqlite}"
LIST_SAVED = "存好了：{path}，{count} 条"
PRINTED = "打印好了：{path}，{pages} 页"
TAKEN = "原样收下 {taken} 条，收下但请看一眼 {normalised} 条，以前收过 {same} 条，没有收 {refused} 条"
OUTCOMES = {"taken": "收下", "normalised": "请看", "same": "已有", "refused": "没收"}
BETWEEN_PROBLEMS = "；"
BETWEEN_FOUND = "、"
LEFT_OUT = "有问题，没有收"
LEDGER_TAKEN = "收好了：{totals}{made}"
LEDGER_TRIED = "检查完毕，还没有收：{totals}"
UNREAD = "文件 {name} 不认得，没有读"
VERIFIED = (
    "{file}\t对得上：流水 {journal}，第 {number} 批，第 {first} 条到第 {last} 条（{count} 条），"
    "签名和链条都对\n  {kinds}"
)
EXPORTED = "写好了 {batches} 批 {changes} 条，附件 {files} 个，放不下的 {left} 个；现在可以安全弹出U盘"
INVITED = "{name}的准入文件写好了：{path}；只能用一次，请当面交给本人"
STAGES = {
    "not_invited": "还没有准入",
    "invited": "认下了{name}的准入文件，还没有准入；请把申请写到U盘（export）交县级",
    "admitted": "{name}准入好了",
}
ADMITTED = "准入了{name}的电脑"
GAP = "{station}\t缺第 {from} 批到第 {to} 批"
TAKEN_BATCHES = (
    "收了 {batches} 批：新收 {new} 条，已有 {same} 条，没有收 {refused} 条，放着等的 {waiting} 批，"
    "照片和附件 {files} 个"
)
READ_FROM_STICK = (
    "读了 {batches} 批：新收 {new} 条，已有 {same} 条，照片和附件 {files} 个；"
    "给别人的 {others} 个没有动，已确认的清掉 {tidied} 批"
)
SYNCED = (
    "待发 {waiting} 条，已收 {received} 条，已审 {accepted} 条，没有收 {refused} 条，暂存 {held} 条，"
    "共 {total} 条 {sentence}"
)
LINE_REFUSED = "没有收\t{journal} {seq}\t{field}\t{reason}\t{raw}"
LIES_ASIDE = "放着的\t{hash}\t{journal} {first}-{last}\t{reason}"
MISSING_RECORD = "等登记\t{kind} {field}\t{value}\t{records} 条"
UNKNOWN_CODE = "清单外\t{kind} {field}\t{value}\t{records} 条"
FILES = (
    "照片和附件：本机的 {files} 个，送到 {above} 个，县里收到 {told} 个，没送到 {waiting} 个；还没有收到的 {wanted} 个"
)
FILES_OF = "{station}\t照片和附件 {files} 个，没有到的 {missing} 个，{missing_bytes} 字节"

MORE = "还有 {more} 条没有列出：加 --all 全部列出，或用 --offset {next} 接着列"
MORE_FOUND = "还有没有列出的：加 --limit 多列一些，或者多写几个字"
STOPPED = "已经停下"
NOT_A_COUNT = "“{value}”不是一个数，请写 0 或更大的整数"
NOT_UTF8 = "参数“{value}”不是 UTF-8 文字"
