"""What the recovery sheet says."""

from __future__ import annotations

from station_app.text.paper import plain_day

TITLE = "恢复纸"
CODE = "一、恢复码"
KEEPING = "二、怎样保管"
KEEP = (
    "这张纸等于台账的钥匙。请装进信封封好，写上日期，由站长锁在柜子里，不要和电脑放在一处。",
    "不要拍照，不要发到手机和网上，不要贴在桌面上。",
)
USING = "三、什么时候用"
USE = (
    "忘了密码，或者换了经办人打不开台账时：在开锁的画面选“用恢复纸打开”，照抄恢复码，再设一个新密码。",
    "这张纸丢了，请尽快告诉维护人员。密码和这张纸都没有了，台账谁也打不开。",
)


def made_for(station: str, user: str, day: str) -> str:
    """For which station and whom the code was made, and when."""
    return f"{station}，经办人{user}，{plain_day(day)}建站时生成。恢复码只出现这一次，程序里不保存。"
