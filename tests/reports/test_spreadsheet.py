"""Tables for other programs: typed, harmless, opened by a spreadsheet without a question."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from station_app.domain.problem import Rejected
from station_app.reports import spreadsheet
from station_app.reports.spreadsheet import Cell, Heads, csv_bytes, harmless, write

HEADS = Heads("桴㯊镇 & 意见台账", (("编号", 96), ("日期", 104), ("人数", 64), ("电话", 140), ("事项", 0)))
ROW: Sequence[Cell] = ("520324116-01-F26-0031", date(2026, 11, 23), 3, "13912345678", "通组路塌方\n三年没有人修")
BEFORE = (
    *("", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u2066", "\u00ad", "\t", "\r", "\n", "\x0b", "\x1f"),
    *(
        "\u2060",
        "\u034f",
        "\u180e",
        "\ufe0f",
        "\U000e0020",
        "\u3164",
        "\u115f",
        "\u2800",
        "\u2028",
        "\u0301",
        "\u200b\ufeff ",
    ),
)
SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\ufe66",
    "\ufe62",
    "\ufe63",
    "\u2212",
    "\u207c",
    "\u208a",
)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_nothing_that_somebody_typed_is_a_formula(before: str, sign: str) -> None:
    typed = f"{before}{sign}cmd|' /C calc'!A0"
    assert harmless(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "路", "a=b", "3-4 组", "\u200b路", "（=）", "· 一", "——转办", "'=1"])
def test_other_words_stay_as_they_are(typed: str) -> None:
    assert harmless(typed) == typed


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "typed",
    ["520324199001011234", "13912345678", "0031", "3-12", "1/2", "2026年3月", "1E5", "０３１", "131", "(12)", " 12 "],
)
def test_a_text_of_digits_stays_a_text_in_a_csv(typed: str) -> None:
    assert read_csv(csv_bytes(["号"], [[typed]])) == [["号"], [f"'{typed}"]]


def test_numbers_days_and_nothing_stand_bare_in_a_csv() -> None:
    rows: list[list[Cell]] = [[131, -4, date(2026, 3, 9), None, "", "F26-0031", "a\r\nb\0\ud800"]]
    assert read_csv(csv_bytes("甲乙丙丁戊己庚", rows))[1] == ["131", "-4", "2026-03-09", "", "", "F26-0031", "a\nb"]


def test_an_xlsx_holds_typed_cells_and_is_ready_to_be_printed(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", HEADS, [ROW, ("=1+1", None, -4, "\u200b=2", "坏\x00字\ud800")])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert [one.value for one in sheet[1]] == [head for head, _ in HEADS.columns]
    assert [(one.value, one.data_type) for one in sheet[2]] == [
        (ROW[0], "s"), (datetime.fromisoformat("2026-11-23"), "d"), (3, "n"), (ROW[3], "s"), (ROW[4], "s"),
    ]  # fmt: skip
    assert [(one.value, one.data_type) for one in sheet[3]] == [
        ("'=1+1", "s"), (None, "n"), (-4, "n"), ("'\u200b=2", "s"), ("坏字", "s"),
    ]  # fmt: skip
    assert [sheet["A2"].number_format, sheet["B2"].number_format] == ["@", "yyyy-mm-dd"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A2", "$1:$1", "A1:E3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.center.text == "桴㯊镇 && 意见台账"
    assert 40 < sheet.column_dimensions["E"].width <= 60
    assert sheet.title == "桴㯊镇 & 意见台账"


def test_a_day_before_a_workbook_s_first_stands_as_words(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", Heads("早", (("日", 0),)), [[date(1893, 12, 26)]])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["A2"].value == "1893-12-26"


def test_a_cell_that_holds_more_than_a_spreadsheet_takes_is_cut(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", Heads("长", (("字", 0),)), [["长" * 40_000]])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert len(str(sheet["A2"].value)) == spreadsheet.MOST_SIGNS


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 4)
    with pytest.raises(Rejected) as raised:
        write(tmp_path / "a.xlsx", Heads("多", (("字", 0),)), ([str(number)] for number in range(4)))
    assert raised.value.problems[0].code == "too_many_for_xlsx"


def test_what_stops_a_workbook_leaves_nothing_of_it_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def rows() -> Iterator[Sequence[Cell]]:
        yield ["一"]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(tmp_path / "a.xlsx", Heads("停", (("字", 0),)), rows())
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "a.xlsx").exists()


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (build/setup.sh installs it)")
def test_libreoffice_opens_both_and_computes_nothing(tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [ROW, *[(f"{before}=1+1", None, 7, "520324199001011234", "字") for before in BEFORE]]
    for name in ("table.xlsx", "text.csv"):
        write(tmp_path / name, HEADS, rows)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        read_as = [] if name.endswith("xlsx") else ["--infilter=CSV:44,34,76,1,,0,false,true"]  # as its dialog proposes
        command = [str(OFFICE), profile, "--headless", *read_as, "--convert-to", "fods", "--outdir", str(tmp_path)]
        done = subprocess.run([*command, str(tmp_path / name)], capture_output=True, text=True, timeout=120, check=True)
        opened = (tmp_path / name).with_suffix(".fods").read_text("utf-8")
        assert "Error" not in done.stderr
        assert opened.count("table:formula=") == 0
        assert opened.count("<text:p>2</text:p>") == 0
        assert "520324199001011234" in opened, "all eighteen digits"
        assert opened.count('office:value-type="float" office:value="7"') == len(BEFORE)
        assert 'office:value-type="date" office:date-value="2026-11-23"' in opened
