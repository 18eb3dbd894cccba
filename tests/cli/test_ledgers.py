"""`import-ledger`: the whole way without windows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from station_app.cli import main
from station_app.services.desk import Desk
from tests.office import PASSWORD
from tests.services.ledger_import.workbooks import HEAD, ROAD, WATER, xlsx

BAD = (4, "2025-13-1", "周明", "16155556666", 1, "村口路灯不亮很久", "路灯", "", "", "", "")


@pytest.fixture
def data(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    return str(desk.folder)


def test_a_ledger_is_taken_and_reported(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD, WATER]), tmp_path / "report.csv"
    assert main(["import-ledger", str(path), "--data", data, "--report", str(out)]) == 0
    said = capsys.readouterr().out
    assert "收好了：共 2 行，收下 2 行" in said
    assert "“3人”读作 3" in out.read_text("utf-8-sig")
    assert main(["import-ledger", str(path), "--data", data]) == 1


def test_a_dry_run_writes_nothing(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD, BAD]), tmp_path / "report.csv"
    assert main(["import-ledger", str(path), "--data", data, "--dry-run", "--json", "--report", str(out)]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["totals"]["refused"] == 1
    assert "2025-13-1" in out.read_text("utf-8-sig")
    assert main(["list", "visit", "--data", data]) == 0
    assert capsys.readouterr().out == ""


def test_refused_rows_keep_all_out_or_are_skipped_when_that_is_asked(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD, BAD])
    assert main(["import-ledger", str(path), "--data", data]) == 1
    assert "还有 1 行" in capsys.readouterr().err
    assert main(["import-ledger", str(path), "--data", data, "--skip-refused"]) == 0
    assert "不收 1 行" in capsys.readouterr().out


def test_a_mapping_goes_out_as_a_file_and_comes_back(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, made = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD]), tmp_path / "m.json"
    assert main(["import-ledger", str(path), "--data", data, "--dry-run", "--mapping-out", str(made)]) == 0
    assert json.loads(made.read_text("utf-8"))["columns"]["来访人"] == "person.name"
    assert main(["import-ledger", str(path), "--data", data, "--mapping", str(made), "--sheet", "接待台账"]) == 0
    paper = tmp_path / "r.pdf"
    other = xlsx(tmp_path / "b.xlsx", [HEAD, WATER])
    assert main(["import-ledger", str(other), "--data", data, "--mapping", str(made), "--report", str(paper)]) == 0
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--mapping", "没有这份"], "没有叫“没有这份”的对照"),
        (["--sheet", "没有这张"], "没有叫“没有这张”的工作表"),
        (["--target", "units"], "还不知道哪一列是“单位名称”"),
    ],
)
def test_what_does_not_fit_is_refused_with_words(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("日期", "来访人", "事项"), ("2025-3-1", "周明", "灯")])
    assert main(["import-ledger", str(path), "--data", data, *more]) == 1
    assert said in capsys.readouterr().err


def test_columns_that_say_too_little_are_refused(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("来访人", "事项"), ("周明", "灯")])
    assert main(["import-ledger", str(path), "--data", data]) == 1
    assert "还不知道哪一列是“接待日期”" in capsys.readouterr().err


def test_a_sheet_of_notes_beside_the_ledger_is_left_out_and_said(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD], sheets={"说明": [["填表说明：每件一行"]]})
    assert main(["import-ledger", str(path), "--data", data]) == 0
    said = capsys.readouterr().out
    assert "“说明”里没有表头" in said
    assert "收下 1 行" in said
    assert main(["import-ledger", str(path), "--data", data, "--sheet", "说明"]) == 1
    assert "“说明”里找不到表头" in capsys.readouterr().err


def test_the_double_of_a_skipped_row_is_skipped_for_the_same_reason(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEAD, ROAD, BAD, BAD])
    assert main(["import-ledger", str(path), "--data", data, "--skip-refused"]) == 0
    assert "收下 1 行" in capsys.readouterr().out
