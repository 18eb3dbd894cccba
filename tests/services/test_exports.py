"""A list as a file: whole or not at all, and whom it tells of stands in the trail."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from station_app.db import ledger
from station_app.db.ledger import Filter
from station_app.domain.problem import Rejected
from station_app.reports import spreadsheet
from station_app.reports.spreadsheet import Cell
from station_app.services import exports, trail
from station_app.services.acts import Ask, perform
from station_app.services.desk import Desk
from station_app.services.exports import Table
from station_app.text import explain
from station_app.ui.pages.records.ledger import LIST
from station_app.ui.parts.record_list import table_of
from tests.office import registered

NAME, PHONE, DOCUMENT, ADDRESS = "秘无双", "13987654321", "520324199001011239", "鸭子塘九组七号"


def spoke(desk: Desk, **opinion: object) -> None:
    done = registered(desk, **opinion)
    fields = {"name": NAME, "phone": PHONE, "id_kind": "RESIDENT", "id_number": DOCUMENT, "address": ADDRESS}
    perform(desk, [Ask("person", "correct", fields, done["person"].uid)])


def saved(desk: Desk, path: Path, *, in_full: bool) -> str:
    ids = ledger.all_ids(desk.store.database, Filter(viewer=desk.viewer))
    read = (ids, lambda some: ledger.rows(desk.store.database, some))
    exports.save(desk, table_of(desk, LIST, read, in_full), path)
    if path.suffix == ".csv":
        return path.read_text("utf-8-sig")
    sheet: Any = openpyxl.load_workbook(path).active
    return "\n".join(" ".join(str(cell) for cell in row) for row in sheet.values)


def events(desk: Desk) -> list[tuple[str, str]]:
    return [(one.event, one.detail) for one in trail.lines(desk, 0, 3)]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_nothing_tells_who_spoke_unless_that_was_asked_and_then_the_trail_says_so(
    desk: Desk, tmp_path: Path, form: str
) -> None:
    spoke(desk)
    plain = saved(desk, tmp_path / f"a.{form}", in_full=False)
    assert [one for one in (NAME, PHONE, DOCUMENT, ADDRESS) if one in plain] == []
    assert "秘某" in plain
    assert events(desk)[0] == ("LIST_SAVED", "意见台账 1 条")
    whole = saved(desk, tmp_path / f"b.{form}", in_full=True)
    assert [one for one in (NAME, PHONE, DOCUMENT, ADDRESS) if one not in whole] == []
    assert events(desk)[0] == ("PERSONAL_SAVED", "意见台账 1 条")


@pytest.mark.parametrize(
    "kept", [{"sensitivity": "CONFIDENTIAL"}, {"sensitivity": "WORK_SECRET"}, {"opinion_kind": "REPORT"}], ids=str
)
def test_who_asked_for_secrecy_leaves_in_no_file_and_in_no_word(
    desk: Desk, tmp_path: Path, kept: dict[str, str]
) -> None:
    spoke(desk, title=f"{NAME}反映路灯坏了", verbatim=f"我是{NAME}，电话 {PHONE}，住{ADDRESS}", **kept)
    whole = saved(desk, tmp_path / "a.csv", in_full=True)
    assert [one for one in (NAME, PHONE, DOCUMENT, ADDRESS) if one in whole] == []
    assert "秘某反映路灯坏了" in whole


def table(rows: int, stop: BaseException | None = None) -> Table:
    def made() -> Iterator[Sequence[Cell]]:
        yield from ([f"第 {number} 行"] for number in range(rows))
        if stop is not None:
            raise stop

    return Table("试", [("字", 0)], rows, made)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_stopped_leaves_what_was_there_before(desk: Desk, tmp_path: Path, form: str) -> None:
    path, noted = tmp_path / f"a.{form}", trail.count(desk)
    path.write_bytes(b"before")

    def enough(done: int, _total: int) -> None:
        if done > exports.TOLD_EVERY:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exports.save(desk, table(5_000), path, enough)
    assert path.read_bytes() == b"before"
    assert {one.name for one in tmp_path.glob("*")} == {"data", f"a.{form}"}
    assert trail.count(desk) == noted


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_full_disk_is_said_and_leaves_no_half_of_a_file(desk: Desk, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(Rejected) as raised:
        exports.save(desk, table(3, full), path)
    assert explain(raised.value.problems[0]) == f"{path} 没有存成（磁盘满了），没有留下半个文件；请换一个文件夹再存"
    assert [one.name for one in tmp_path.glob("*") if one.is_file()] == []


def test_a_folder_that_is_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as raised:
        exports.save(desk, table(1), tmp_path / "no" / "a.csv")
    assert "没有这个文件或文件夹" in explain(raised.value.problems[0])


def test_a_device_and_a_folder_are_not_replaced_by_a_file(desk: Desk, tmp_path: Path) -> None:
    device = tmp_path / "device"
    os.mkfifo(device)
    for path, why in ((device, "那里已经有一个同名的文件"), (tmp_path, "那是文件夹，不是文件")):
        with pytest.raises(Rejected) as raised:
            exports.save(desk, table(1), path)
        assert why in explain(raised.value.problems[0])
    assert not device.is_file()


def test_a_link_still_leads_to_its_file(desk: Desk, tmp_path: Path) -> None:
    goal, link = tmp_path / "goal.csv", tmp_path / "link.csv"
    goal.write_text("before")
    link.symlink_to(goal)
    exports.save(desk, table(1), link)
    assert link.is_symlink()
    assert "第 0 行" in goal.read_text("utf-8-sig")


def test_how_far_it_has_come_is_told(desk: Desk, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    exports.save(desk, table(1_200), tmp_path / "a.csv", lambda done, total: heard.append((done, total)))
    assert heard == [(0, 1_200), (500, 1_200), (1_000, 1_200), (1_200, 1_200)]
    assert len(spreadsheet.csv_bytes(["字"], [["一"]])) < (tmp_path / "a.csv").stat().st_size
