"""`save-list`: each list of the screens without a screen."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from station_app.cli import main
from station_app.cli.lists import LISTS
from station_app.services import trail
from station_app.services.desk import Desk
from tests.office import PASSWORD, registered


@pytest.fixture
def data(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    registered(desk)
    registered(desk, title="自来水浑浊有泥沙", sensitivity="CONFIDENTIAL")
    return str(desk.folder)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_saved(data: str, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"{name}.xlsx"
    assert main(["save-list", name, "--data", data, "--out", str(out)]) == 0
    assert f"存好了：{out}" in capsys.readouterr().out
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    assert all(isinstance(one.value, str) and one.value for one in sheet[1])


def test_who_spoke_leaves_only_where_it_is_asked(desk: Desk, data: str, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    assert main(["save-list", "opinions", "--data", data, "--out", str(out), "--sort", "number", "--open"]) == 0
    plain = out.read_text("utf-8-sig")
    assert ("杨胜美" in plain, "13912345678" in plain, plain.count("杨某")) == (False, False, 2)
    assert main(["save-list", "opinions", "--data", data, "--out", str(out), "--personal"]) == 0
    whole = out.read_text("utf-8-sig")
    assert (whole.count("杨胜美"), whole.count("杨某")) == (1, 1), "who asked for secrecy does not"
    assert [one.event for one in trail.lines(desk, 0, 4) if "SAVED" in one.event] == ["PERSONAL_SAVED", "LIST_SAVED"]


def test_another_name_is_answered_with_those_there_are(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["save-list", "everything", "--data", data, "--out", str(tmp_path / "a.csv")]) == 1
    assert "没有“everything”这张列表；有的是：opinions suggestions" in capsys.readouterr().err
