"""What the command line says."""

from __future__ import annotations

PROGRAM = "人大代表联络站工作台"

COMMANDS = {
    "init": "建一个联络站",
    "schema": "打印全部登记和办法的 JSON Schema",
    "enter": "从标准输入逐行登记（NDJSON，每行一事）",
    "list": "列出一类登记",
    "show": "看一条登记和它的经过",
    "search": "按词、拼音首字母、电话尾号或编号查找",
    "print": "打印到 PDF",
    "import-folder": "转入旧系统导出的文件夹",
    "rebuild": "从流水重新归并各表",
    "check": "核对流水、各表和数据库文件",
    "sample": "建一个示例联络站",
    "tour": "走一遍接待日，把每个画面和打印件存成图片",
}

OPTIONS = {
    "data": "数据文件夹",
    "json": "每行输出一个 JSON 对象",
    "user": "用户姓名；只有一个用户时可以不写",
    "password_fd": "从这个文件描述符读密码",
    "division": "乡镇（街道）：12 位代码、名称或拼音首字母",
    "name": "站名",
    "kind": "登记的种类，如 visit、opinion",
    "where": "条件，如 state=REGISTERED，可以写多个",
    "limit": "最多多少条",
    "offset": "跳过多少条",
    "uid": "登记的标识或编号",
    "text": "要找的文字",
    "form": "打印件，如 P9",
    "out": "输出文件",
    "public": "公开张贴用：隐去姓名，住址只到村",
    "folder": "文件夹",
    "scale": "多大：day 一天，month 一个月，year 一年",
    "from": "用旧系统导出的文件夹代替示例",
}

ASK_PASSWORD = "密码："
WRONG_USAGE = "用法不对：{problem}"
FOUNDED = "建好了：{station}（{user}）。恢复码只显示这一次，请抄写或打印后锁好：\n{code}"
REBUILT = "归并了 {changes} 条流水"
SOUND = "核对完毕：{changes} 条流水，全部对得上"
NOT_SOUND = "核对发现问题：断链 {links} 处，不一致的表 {tables}，数据库自检 {sqlite}"
PRINTED = "打印好了：{path}，{pages} 页"
TAKEN = "原样收下 {taken} 条，收下但请看一眼 {normalised} 条，以前收过 {same} 条，没有收 {refused} 条"
OUTCOMES = {"taken": "收下", "normalised": "请看", "same": "已有", "refused": "没收"}
BETWEEN_PROBLEMS = "；"
UNREAD = "文件 {name} 不认得，没有读"
