"""What the first start and the unlock page say."""

from __future__ import annotations

PROGRAM = "人大代表联络站"
NO_STATE_SECRETS = "本系统不得处理国家秘密。"

FIRST_TITLE = "建站"
FIRST_SENTENCE = "第一次用：说明站在哪里、谁来用。不用联网，两分钟。"
USER_PART = "谁来用"
PASSWORD = "密码"
PASSWORD_AGAIN = "再填一遍密码"
PLACE_PART = "这台电脑放在哪里"
AT_STATION, AT_COUNTY = "联络站", "县级人大办公室"
OFFICE_PART = "县级人大办公室"
COUNTY_SENTENCE = "第一次用：说明是哪个县、谁来用。各站的数据都收到这里。"
COUNTY_HINT = "打县（市、区）名称、拼音首字母或六位代码"
FOUND_OFFICE = "开设"
TOWNSHIP_HINT = "打乡镇名称、拼音首字母或区划代码"
PASSWORD_HINT = "至少 8 个字符。这台电脑上的台账是加密的，开机后先填它。"
FOUND = "建站"
FOUNDING = "正在建站……"
SHEET_TITLE = "恢复纸"
SHEET_SENTENCE = "忘了密码，只有这个恢复码能打开台账。它只出现这一次，请现在打印，锁进柜子。"
PRINT_SHEET = "打印恢复纸"
LAST_GROUP = "照着纸填最后五位"
LAST_GROUP_HINT = "填对了，就说明恢复码已经在纸上。"
LAST_GROUP_WRONG = "和上面的最后五位不一样，请再看一遍"
BEGIN = "开始用"

UNLOCK_TITLE = "开锁"
NAME = "姓名"
UNLOCK = "打开台账"
CHECKING = "正在核对……"
FORGOTTEN = "忘了密码，用恢复纸打开"
BACK_TO_PASSWORD = "想起来了，用密码打开"
RECOVERY_CODE = "恢复码"
RECOVERY_HINT = "照抄恢复纸上的字母和数字，大小写、横线都不要紧。"
NEW_PASSWORD = "新密码"
NEW_PASSWORD_AGAIN = "再填一遍新密码"
RECOVER = "设新密码并打开"
CANNOT_WRITE = (
    "台账要存在这个文件夹里，可是写不进去：{reason}。\n{folder}\n"
    "请管理员给这个用户一个能写的主目录，或者启动时用 --data 指定一个能写的文件夹。"
)
ALREADY_OPEN = "这个台账已经在另一个窗口里打开了，请到那个窗口里用。\n{folder}"
MISSING = "还没有填"


def station_name(township: str) -> str:
    """The name proposed for the station of a township."""
    return f"{township}人大代表联络站"


def office_name(county: str) -> str:
    """The name proposed for the office of a county."""
    return f"{county}人大常委会代表工作委员会"


def unlock_sentence(station_folder: str) -> str:
    """What the unlock page says: where the ledger is."""
    return f"台账在 {station_folder}"


def wrong_password(wait_s: int) -> str:
    """The password did not fit; how long the next try will wait."""
    return f"密码不对，请再填一遍。下一次要先等{duration(wait_s)}。" if wait_s else "密码不对，请再填一遍。"


def waiting(left_s: int) -> str:
    """The countdown before a password is judged."""
    return f"错了几次，要等{duration(left_s)}再核对……"


def duration(seconds: int) -> str:
    """Seconds in words."""
    minutes, rest = divmod(seconds, 60)
    parts = [f" {minutes} 分"] if minutes else []
    return "".join([*parts, f" {rest} 秒"] if rest or not minutes else [f" {minutes} 分钟"])


def bringing_up(done: int, total: int) -> str:
    """What the unlock page says while tables are folded again."""
    return f"程序更新了，正在整理台账：{done} / {total}。请不要关机。"
