"""Stations and offices: who they are, which devices they have, what they say to one another."""

from __future__ import annotations

from typing import ClassVar

from station_app.domain import field
from station_app.domain.field import record


@record
class Station:
    """A deputy liaison station: the legislated place of 组织法 (2022) art. 60.

    Where it is no more (撤乡并镇), `successor` is the station that takes over its open matters.
    """

    belongs_to: ClassVar = "uid"

    uid: str = field.uid("联络站")
    name: str = field.text("站名", max_len=60, searched=True)
    area_code: str = field.text("所在乡镇（街道）", max_len=12, check="township_code", fixed=True)
    station_no: str = field.text("站号", max_len=2, check="station_no", fixed=True)
    station_kind: str = field.code("类别", "station_kind", default="")
    address: str = field.text("地址", max_len=200, default="")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone")
    opened_on: str = field.day("建站日期", default="")
    renamed_on: str = field.day("更名日期", default="")
    shut_on: str = field.day("撤站日期", default="")
    shut_reason: str = field.text("撤站依据", max_len=200, default="")
    successor: str = field.ref("由哪个站接手", "station", default="")
    carried: str = field.prose("旧台账附记", max_len=20000, default="")


@record
class User:
    """A person who works with the program; the password lives in the keyring, never in a record."""

    uid: str = field.uid("用户")
    name: str = field.text("姓名", max_len=60, min_len=1, check="name")
    roles: tuple[str, ...] = field.codes("身份", "role")
    station: str = field.ref("联络站", "station", default="")
    office: str = field.ref("机关", "office", default="")
    left_on: str = field.day("离任日期", default="")
    deputy: str = field.ref("是哪位代表", "deputy", default="")
    handed_to: str = field.ref("交接给", "user", default="", given=True)


@record
class Office:
    """A county's office for deputies' affairs, or the province's platform: the name and the organ are data."""

    for_all_stations: ClassVar = True

    uid: str = field.uid("机关")
    name: str = field.text("名称", max_len=60, min_len=1, searched=True)
    area_code: str = field.text("所辖地方代码", max_len=6, check="county_code")
    address: str = field.text("地址", max_len=200, default="")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone")


@record
class Unit:
    """A body that must handle matters (承办单位)."""

    for_all_stations: ClassVar = True

    uid: str = field.uid("承办单位")
    name: str = field.text("单位名称", max_len=60, min_len=1, searched=True)
    handler_system: str = field.code("所属系统", "handler_system", default="")
    area_code: str = field.text("所在地方代码", max_len=12, default="")
    aliases: str = field.text("别名", max_len=200, default="", searched=True)
    contact: str = field.text("联系人", max_len=60, default="")
    phone: str = field.text("联系电话", max_len=40, default="", check="phone")
    valid_from: str = field.day("启用日期", default="")
    valid_to: str = field.day("停用日期", default="")
    void_reason: str = field.text("作废原因", max_len=200, default="", given=True)


@record
class Template:
    """A frequent text (常用话) of a station or an office: what is often answered, asked of a unit, told as a result.

    `category` is what it fits best, a group of matters or one of them, "" for all. `replaces` names the shipped one
    (`resources/templates.json`) in whose place it stands.
    """

    uid: str = field.uid("常用话")
    station: str = field.ref("联络站", "station", default="", given=True)
    use: str = field.code("用在哪里", "template_use")
    category: str = field.code("类别", "matter", default="")
    words: str = field.prose("内容", max_len=1000)
    replaces: str = field.text("替换的自带条目", max_len=20, default="", given=True)
    valid_to: str = field.day("停用日期", default="")


@record
class Enrolment:
    """A one-time code by which one device of one station or office is admitted; only its hash is written down.

    `home` is the station or office that the device joins, "" for one that is not known yet; `replaces` the device that
    ends with the admission.
    """

    uid: str = field.uid("准入")
    code_hash: str = field.text("准入码校验值", max_len=64, min_len=64)
    name: str = field.text("站名", max_len=60)
    area_code: str = field.text("所在地方代码", max_len=12)
    role: str = field.code("身份", "home_role")
    expires_on: str = field.day("有效期至")
    home: str = field.text("所属标识", max_len=32, default="")
    replaces: str = field.ref("顶替哪台电脑", "device", default="")


@record
class Device:
    """A device whose signature is believed. `key` and `recipient`: its public keys, to verify and to wrap for.

    `counted`: of a device that was revoked, the last change that counts of each of its journals, as `journal=number`
    with a blank between; of a journal that is not named nothing counts (`domain.judging.last_counted`).
    """

    for_all_stations: ClassVar = True
    belongs_to: ClassVar = "home"

    uid: str = field.uid("设备")
    home: str = field.text("所属标识", max_len=32, min_len=32)
    name: str = field.text("站名", max_len=60)
    area_code: str = field.text("所在地方代码", max_len=12)
    role: str = field.code("身份", "home_role")
    key: str = field.text("公钥", max_len=43, min_len=43, indexed=True)
    recipient: str = field.text("加密公钥", max_len=100, default="")
    standing: str = field.code("状态", "device_standing", default="ACTIVE")
    enrolled_on: str = field.day("准入日期", default="")
    revoke_reason: str = field.text("停用原因", max_len=200, default="")
    counted: str = field.text("各条流水算到第几条", max_len=2000, default="")


@record
class SettingsCopy:
    """What one computer of a station is set to, sealed for whoever has its recovery code: who carries it or keeps it
    above opens nothing (`services.settings_copy`). One record for each computer; it moves on when a setting does.

    `sealed`: base64url of the HPKE message.
    """

    uid: str = field.uid("设置副本")
    station: str = field.ref("联络站", "station", given=True)
    sealed: str = field.prose("封好的设置", max_len=200_000)


@record
class CodeEntry:
    """One entry of a code list as an office sets it; it takes the place of a shipped entry of the same code."""

    for_all_stations: ClassVar = True

    uid: str = field.uid("代码")
    scheme: str = field.text("代码表", max_len=40, min_len=1)
    code: str = field.text("代码值", max_len=40, min_len=1)
    name: str = field.text("名称", max_len=60, min_len=1, searched=True)
    parent: str = field.text("上级代码", max_len=40, default="")
    valid_from: str = field.day("启用日期", default="")
    valid_to: str = field.day("停用日期", default="")


@record
class RulePack:
    """A set of rules as data (deadlines, checks, appraisal), in the form that its name says."""

    for_all_stations: ClassVar = True

    uid: str = field.uid("规则包")
    name: str = field.text("规则名称", max_len=60, min_len=1, searched=True)
    edition: str = field.text("版本", max_len=20, min_len=1)
    valid_from: str = field.day("施行日期", default="")
    content: str = field.prose("内容（JSON）", max_len=100_000)


@record
class PolicyDocument:
    """A policy document; its file travels apart, last, and is asked for by its hash."""

    for_all_stations: ClassVar = True

    uid: str = field.uid("政策文件")
    title: str = field.text("标题", max_len=200, min_len=1, searched=True)
    doc_no: str = field.text("文号", max_len=60, default="", searched=True)
    issued_by: str = field.text("发文机关", max_len=100, default="")
    issued_on: str = field.day("成文日期", default="")
    summary: str = field.prose("要点", max_len=4000, default="", searched=True)
    file_name: str = field.text("文件名", max_len=200, default="")
    blob: str = field.text("文件校验值（SHA-256）", max_len=64, default="")
    size_bytes: int | None = field.count("文件大小（字节）", low=0, default=None)


@record
class Receipt:
    """How far one journal has come at the office that says so. One record for each journal and stage; it moves on.

    `head` is the journal's chain at `last_seq` (base64url), so that the journal's author sees whether both hold the
    same. At the stage ERASED it is the name of a batch, at FILE the SHA-256 of a file that is here: one record each.
    """

    indexes: ClassVar = (("journal", "stage"),)

    uid: str = field.uid("回执")
    station: str = field.text("联络站", max_len=32)
    journal: str = field.text("流水", max_len=32, min_len=32)
    stage: str = field.code("到了哪一步", "receipt_stage")
    last_seq: int = field.count("到第几条", low=0)
    head: str = field.text("链头", max_len=43, default="")
    taken: int = field.count("新收条数", low=0, default=0)
    refused: int = field.count("没有收的条数", low=0, default=0)
    held: int = field.count("暂存条数", low=0, default=0)
    received_on: str = field.day("日期", default="")


@record
class Verdict:
    """What an office says of one change that it could not simply take: refused with the reason, or held; and what
    somebody there decided since: to accept all of it but what cannot stand, to send it back, or to drop it."""

    uid: str = field.uid("审核结论")
    station: str = field.text("联络站", max_len=32)
    journal: str = field.text("流水", max_len=32, min_len=32)
    seq: int = field.count("第几条", low=1)
    target_kind: str = field.text("登记种类", max_len=40)
    target: str = field.text("登记标识", max_len=32, indexed=True)
    outcome: str = field.code("结论", "verdict_outcome")
    reason: str = field.text("原因代码", max_len=40, default="")
    where: str = field.text("所在格", max_len=40, default="")
    said: str = field.text("原因", max_len=400, default="")


@record
class Withholding:
    """Lines whose fields and salts are erased wherever they lie: at home, above, in sealed batches (个人信息保护法
    art. 47). It names places and no reason: what the law demands, what was kept back and a slip of the pen look alike.

    `lines`: for each journal its id and the numbers of its lines, `domain.withholding.lines_text`.
    """

    for_all_stations: ClassVar = True  # it goes where the lines went

    uid: str = field.uid("撤下内容")
    lines: str = field.prose("哪几条", max_len=20000)


@record
class Correction:
    """A request to correct a record (退回更正): which field, and why. The station answers by a change of its own."""

    uid: str = field.uid("退回更正")
    state: str = field.code("状态", "correction_state", default="", given=True)
    station: str = field.text("联络站", max_len=32)
    target_kind: str = field.text("登记种类", max_len=40)
    target: str = field.text("登记标识", max_len=32, indexed=True)
    where: str = field.text("所在格", max_len=40, default="")
    reason: str = field.prose("退回原因", max_len=1000)
    asked_on: str = field.day("退回日期")
    answer_note: str = field.prose("答复说明", max_len=1000, default="")
    answered_on: str = field.day("答复日期", default="")


@record
class PeriodClose:
    """A return over a period as it was closed, by the home whose figures they are; nothing that comes later moves it.

    `vector`: for each journal the last change known and the head there (`domain.returns.vector_text`); `editions` the
    versions of the return and of the lists that it was counted by; `figures` and the hash of the lists of records
    behind them as `domain.returns` writes them. `supplements` is the closing of the same period that this one adds to
    (补报): what had not come by then.
    """

    uid: str = field.uid("统计期")
    station: str = field.ref("联络站", "station", default="", given=True)
    report: str = field.code("统计表", "report")
    first_on: str = field.day("起", fixed=True)
    last_on: str = field.day("止", fixed=True)
    supplements: str = field.ref("补报的是", "period_close", default="", given=True)
    closed_on: str = field.day("定稿日期", default="", fixed=True)
    vector: str = field.prose("各条流水算到第几条", max_len=400_000, default="")
    editions: str = field.prose("所用的版本", max_len=4000, default="")
    figures: str = field.prose("各格的数", max_len=400_000, default="")
    lists_hash: str = field.text("名单校验值（SHA-256）", max_len=64, default="")
