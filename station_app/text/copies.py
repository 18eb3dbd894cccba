"""What is said of copies, of the ways back, and of disks."""

from __future__ import annotations

from collections.abc import Sequence

from station_app.text.paper import plain_day

COPY_PROBLEMS = {
    "copy_full": "“{value}”的空间不够，这次没有备份，以前的备份都在；请删去那里不要的文件，或换一个盘",
    "copy_read_only": "“{value}”写不进去（只能读，或没有权限），没有备份；请换一个文件夹，U盘请看写保护开关",
    "copy_path_long": "“{value}”的路径太长，没有备份；请选一个浅一点、名字短一点的文件夹",
    "copy_busy": "“{value}”正被别的程序占着（多半是杀毒软件），没有备份；请等一会儿再按一次",
    "copy_fails": "“{value}”读写出错，这块盘可能坏了，没有备份；请换一块盘",
    "copy_gone": "“{value}”不在了（U盘拔了，或共享文件夹没连上），没有备份；请插好、连好再按一次",
    "copy_within_data": "“{value}”在数据文件夹里面，数据坏了它也会一起坏；请选别处的文件夹或U盘",
    "copy_altered": "写到“{value}”的和原来的对不上，这份没有算数；这块盘可能坏了，请换一块",
    "copy_damaged": "{value} 的这份备份和当时的校验值对不上，已经损坏，没有用它；请选另一份",
    "copy_not_sound": "台账自己对不上（{value}），没有把坏的存成备份；请不要关程序，先联系维护人员，以前的备份都在",
    "database_lost": "台账文件 {value} 连开头都读不出来，抢救不了，没有动它；请从备份恢复，没有备份就接回原来的站",
    "copy_none": "“{value}”里没有备份；请选放备份的U盘或文件夹（里面有 LZ-copies）",
    "copy_of_another": "这是“{value}”的备份，不是本站的，没有用它；请选本站的备份",
}

LIES_ON = {
    "": "",
    "network": "　这是网络盘：几台电脑同时写会坏，断网会丢。请把台账放到本机硬盘，网络盘只放备份。",
    "stick": "　这是U盘：拔早了会坏，丢了就都没了。请把台账放到本机硬盘，U盘只放备份。",
}
"""What is said of a data folder by what it lies on."""

COPIES = "备份"
COPIES_LINE = "程序每天自己备份，备份是加密的。这里看最近一次，选放到哪里，插上U盘按一个键。"
COPIES_SENTENCE = "备份和台账一样加密，密码也一样。硬盘坏了、电脑丢了，就从备份恢复。"
COPIES_HEADS = ("什么时候", "有什么", "在哪里")
COPIES_EMPTY = "还没有备份。"
COPY_NOW, COPY_TO_STICK, CHOOSE_PLACE, STOP = "现在备份", "备份到U盘", "选放备份的文件夹", "停下"
NO_STICK = "没有看到U盘。请插上，等几秒再按一次。"
GOES_TO = "备份放在：{place}"
BESIDE_ONLY = "这和台账在同一块硬盘上，硬盘坏了会一起没有。请选别的盘或共享文件夹，或者每周插一次U盘。"
COPYING = "正在备份，别的可以照常办……"
MADE = "备份好了，已经打开核对过：{what}，放在 {place}。"
PLACE_CHOSEN = "选好了。以后每天自动备份到 {place}。"

LISTED = "{when}\t{what}\t{place}"
RESTORED = "恢复好了：{when}的备份（{what}）。用那时的密码打开。"
RESTORED_ASIDE = "恢复好了：{when}的备份（{what}）。用那时的密码打开；原来的没有删，在 {aside}，打开时取回里面更新的。"
RESCUED = "抢救好了：读出 {taken} 条，读不出 {lost} 条。原来的文件没有删，放在 set-aside 里。用原来的密码打开。"
DRILLED = "演练好了：{when}的备份（{what}）恢复得出来，核对过；比现在少 {behind} 条。"
DRILL_FAILED = "{when}的备份恢复出来对不上，不能用；请现在再备份一次，并联系维护人员。"

WAYS_BACK = "找回台账"
BACK_HEADS = ("什么时候备份的", "哪个站", "有什么", "在哪里")
LOOKING = "正在找备份……"
NO_COPIES = "没有找到备份。请插上放备份的U盘，按【F5】再找；备份在别的文件夹，按【F2】选。"
STANDINGS = {
    "nothing": "这台电脑上还没有台账。有备份的，从备份恢复；没有备份、但往县里交过的，按【F7】用准入文件接回原来的站。",
    "founded": "台账打不开、或者缺了东西，就从备份恢复。这里原来的文件不会删，放在一边。",
    "keyring_gone": "台账还在，钥匙文件 keyring.json 不见了，没有它谁也打不开。备份里有钥匙，请从备份恢复；台账不删。",
    "keyring_unreadable": "台账还在，钥匙文件 keyring.json 坏了，没有它谁也打不开。请从备份恢复，台账不删。",
    "database_gone": "钥匙在，台账文件 station.db 不在了，或者是空的。请从备份恢复，不要在这里重新建站。",
}
BRING_BACK, ELSEWHERE = "恢复选中的这份", "到别处找备份"
TO_LOCK, TO_FIRST_START = "回到开锁", "重新建站，或接回原来的站"
BRINGING_BACK = "正在恢复……"
RESCUE = "没有备份"
RESCUE_SENTENCE = "台账文件坏了又没有备份，可以把还读得出的抢救出来。要填密码；原来的文件不会动。"
RESCUE_NOW, TO_COPIES = "抢救", "回到备份"
FROM_COPY = "从备份恢复"

MISSING = "没有回来的"
MISSING_SENTENCE = (
    "这台电脑顶替了原来的一台。下面这些号，原来的电脑给过，这里没有：照着纸和回执问群众，再补录。"
    "检举控告、工作秘密从来不外传，没有备份就一件也回不来；没写完的草稿也一样。"
)
MISSING_HEADS = ("种类", "中间缺的号", "最后回来的号")
MISSING_EMPTY = "还没有回来。等同步完，或者读过县里的U盘再看。"
NO_GAP = "不缺"
SETTINGS_BACK = "取回旧电脑的设置"
SETTINGS_BACK_SENTENCE = (
    "锁屏时间、字号颜色、列宽、旧台账怎么认、备份放哪里，都随登记封好送走了，只有旧电脑的恢复码打得开。"
    "用户已经随登记回来；密码从不外传，请站长在「用户」里重新设。"
)
OLD_CODE = "旧电脑恢复纸上的码"
TAKE_BACK = "取回设置"
SETTINGS_TAKEN = "取回来了：设置 {settings} 项，认旧台账的办法 {answers} 份。字号和颜色下次打开时生效。"
WAITS_MISSING = "原来的电脑没有交上去的，要问群众"
REJOIN, PHONE_COMES_BACK = "接回原来的站", "不用填，随登记回来"
REJOINS_AT = "接回原来的站：{name}。填上姓名和密码，按【F9】，马上可以接待；以前交过的登记随后自己回来。"

WAS_HERE = "以前建过站：恢复，或接回来"

STATUS_FAILED = "备份没有成"

WAITS_COPY = "{days} 天没有备份到别的盘"
WAITS_FIRST_COPY = "台账还没有备份到别的盘"


def status(made_at: str) -> str:
    """For the status line: when the last good copy was made."""
    return f"备份 {int(made_at[5:7])}月{int(made_at[8:10])}日"


def waits(days: int | None, *, is_first: bool) -> str:
    """For the first page: that a dead disk would cost more than a week."""
    return WAITS_FIRST_COPY if is_first or days is None else WAITS_COPY.format(days=days)


def holds(visits: int, last_number: str) -> str:
    """What a copy holds."""
    last = f"，最后一件 {last_number}" if last_number else ""
    return f"{visits} 次来访{last}"


def when(made_at: str) -> str:
    """When a copy was made: the day and the minute."""
    return f"{plain_day(made_at[:10])} {made_at[11:16]}"


def bring_back_question(made_at: str, what: str, last_written: str) -> str:
    """What is asked before a copy takes the place of what is here: what it holds, and what becomes of the rest."""
    said = f"这份是 {when(made_at)} 备份的，里面有 {what}。"
    if not last_written:
        return f"{said}恢复以后用那时的密码打开。"
    newer = f"这里的台账最后写于 {when(last_written)}，不会删，放在一边；里面读得出的更新的登记，打开时自动取回来。"
    return f"{said}{newer}恢复吗？"


def after(numbers: Sequence[str]) -> str:
    """What came last of a kind: whatever was given after it is missing."""
    return "、".join(f"{one} 以后给过的，都没有回来" for one in numbers)
