"""What a receiver says of a station's records: how far they have come, which were refused, what is to be corrected."""

from __future__ import annotations

from station_app.domain import field
from station_app.domain.field import record


@record
class Receipt:
    """How far one journal has come at the office that says so. One record for each journal and stage; it moves on.

    `head` is the journal's chain at `last_seq` (base64url), so that the journal's author sees whether both hold the
    same.
    """

    uid: str = field.uid("回执")
    station: str = field.text("联络站", max_len=32)
    journal: str = field.text("流水", max_len=32, min_len=32, indexed=True)
    stage: str = field.code("到了哪一步", "receipt_stage")
    last_seq: int = field.count("到第几条", low=0)
    head: str = field.text("链头", max_len=43, default="")
    taken: int = field.count("新收条数", low=0, default=0)
    refused: int = field.count("没有收的条数", low=0, default=0)
    held: int = field.count("暂存条数", low=0, default=0)
    received_on: str = field.day("日期", default="")


@record
class Verdict:
    """What an office says of one change that it could not simply take: refused with the reason, or held."""

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
