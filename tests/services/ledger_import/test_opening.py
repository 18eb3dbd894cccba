"""A file is told by what it holds; what is no table is refused with one sentence that says what to do."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from station_app import apart
from station_app.domain.problem import Rejected
from station_app.services.ledger_import import opening
from station_app.services.ledger_import.opening import read_book
from station_app.services.ledger_import.structure import Odd, letters
from station_app.services.workbook_cells import spelt
from station_app.text import explain
from tests.services.ledger_import.workbooks import HEAD, LAMPS, ROAD, WATER, Value, csv, xls, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path) -> str:
    with pytest.raises(Rejected) as caught:
        read_book(path)
    (problem,) = caught.value.problems
    assert explain(problem).strip()
    return problem.code


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """The workbook with one part written otherwise."""
    before, made = zipfile.ZipFile(io.BytesIO(path.read_bytes())), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(entry.filename, content)
    path.write_bytes(made.getvalue())
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return path


def test_an_xlsx_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "book.xlsx", [HEAD, ROAD]).rename(tmp_path / "book.xls")
    book = read_book(path)
    assert book.form == "xlsx"
    assert [cells[2] for _, cells in book.grids[0].lines] == ["来访人", "杨胜美"]


def test_an_xls_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    path = xls(tmp_path / "book.xls", [HEAD, LAMPS]).rename(tmp_path / "book.xlsx")
    book = read_book(path)
    assert book.form == "xls"
    assert book.grids[0].lines[1][1][:4] == ("3", "2025-05-08", "周明", "16155556666")


@pytest.mark.parametrize("make", [xls, xlsx])
@pytest.mark.parametrize("name", ["book.et", "book.ett", "BOOK.ET"])
def test_what_wps_saves_under_its_own_name_is_read_by_what_it_is(
    tmp_path: Path, make: Callable[[Path, Sequence[Sequence[Value]]], Path], name: str
) -> None:
    """Inside it is what Excel writes, old or new."""
    path = make(tmp_path / "book", [HEAD, ROAD]).rename(tmp_path / name)
    assert read_book(path).form == make.__name__
    assert len(read_book(path).grids[0].lines) == 2


@pytest.mark.parametrize(
    "head",
    [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n",
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://oa/x\r\nSubject: =?utf-8?Q?=E5=8F=B0?=\r\n"
        b"Date: Mon, 3 Mar 2025 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=x",
        b"\r\nX-Document-Type: Workbook\nMIME-Version: 1.0\nContent-Location: file:///C:/book.htm\n",
        b"\xef\xbb\xbfmime-version:1.0\n",
    ],
)
@pytest.mark.parametrize("name", ["report.xls", "report.mht", "report.mhtml", "report.csv"])
def test_a_page_with_its_pictures_in_one_file_says_what_to_do(tmp_path: Path, head: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(head + b"<html><table><tr><td>1</td></tr></table></html>")
    with pytest.raises(Rejected) as refused:
        read_book(tmp_path / name)
    (one,) = refused.value.problems
    assert one.code == "ledger_is_html"
    assert "另存" in explain(one)


def test_a_text_that_only_speaks_of_such_a_page_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("接待日期,来访人,事项\n2025-3-14,杨胜美,MIME-Version: 1.0 打不开\n", "utf-8")
    assert read_book(path).form == "csv"


def test_a_text_is_read_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it refuses comes back with its sentence; what ends it is a sentence too."""
    path = tmp_path / "a.csv"
    path.write_bytes("接待日期,来访人,事项\n2025-3-14,杨胜美,路灯不亮\n".encode("gb18030"))
    book = read_book(path)
    assert (book.encoding, book.separator) == ("gb18030", ",")
    assert book.grids[0].lines[1][1] == ("2025-3-14", "杨胜美", "路灯不亮")
    with pytest.raises(Rejected, match="ledger_wrong_encoding"):
        read_book(path, "utf-8")
    killed = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]
    monkeypatch.setattr(apart, "_program", lambda: killed)
    with pytest.raises(Rejected, match="ledger_broken"):
        read_book(path)


def test_a_text_named_xls_is_read_as_text(tmp_path: Path) -> None:
    book = read_book(csv(tmp_path / "台账.xls", [HEAD, ROAD], "gb18030"))
    assert (book.form, book.encoding, book.separator) == ("csv", "gb18030", ",")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "ledger_is_html"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\r\n<html>", "ledger_is_html"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "ledger_is_xml"),
        (b"%PDF-1.7 ...", "ledger_is_pdf"),
        (b"\x89PNG\r\n\x1a\n....", "ledger_is_picture"),
        (b"\xff\xd8\xff\xe0 JFIF", "ledger_is_picture"),
        (b"Rar!\x1a\x07\x00", "ledger_is_archive"),
        (b"{\\rtf1\\ansi}", "ledger_is_word"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "ledger_is_word"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "ledger_password"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "ledger_broken"),
        (OLE + b"\0" * 600, "ledger_broken"),
        (b"PK\x03\x04 torn", "ledger_broken"),
        (b"", "ledger_empty_file"),
        (bytes(range(1, 32)) * 40, "ledger_not_a_table"),
    ],
)
def test_a8_a9_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "ledger.xls"
    path.write_bytes(content)
    assert refused(path) == code


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("word/document.xml", "ledger_is_word"),
        ("ppt/presentation.xml", "ledger_is_slides"),
        ("photo.jpg", "ledger_is_archive"),
    ],
)
def test_a8_another_packed_file_is_named(tmp_path: Path, part: str, code: str) -> None:
    path = tmp_path / "ledger.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(part, "x")
    assert refused(path) == code


def test_a9_a_lock_file_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "~$book.xlsx").write_bytes(b"\x05user")
    (tmp_path / "x.xlsx").mkdir()
    assert refused(tmp_path / "~$book.xlsx") == "ledger_lock_file"
    assert refused(tmp_path / "x.xlsx") == "ledger_folder"
    assert refused(tmp_path / "gone.xlsx") == "ledger_no_file"


def test_a9_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "whole.xlsx", [HEAD, ROAD, WATER]).read_bytes()
    for length in range(4, len(whole), 97):
        torn = tmp_path / "torn.xlsx"
        torn.write_bytes(whole[:length])
        assert refused(torn) == "ledger_broken"


def test_g59_a_bomb_is_refused_by_its_true_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_INFLATED", 1 << 20)
    path = with_part(xlsx(tmp_path / "bomb.xlsx", [HEAD, ROAD]), "xl/media/zeros.bin", b"\0" * (2 << 20))
    assert path.stat().st_size < 20_000
    assert refused(path) == "ledger_inflates"


def test_g59_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    path = with_part(xlsx(tmp_path / "lie.xlsx", [HEAD, ROAD]), "xl/media/zeros.bin", b"\0" * 70_001)
    told = (70_001).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(told, (11).to_bytes(4, "little")))
    assert refused(path) == "ledger_broken"


def test_g59_a_million_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_PARTS", 20)
    path = xlsx(tmp_path / "parts.xlsx", [HEAD])
    with zipfile.ZipFile(path, "a") as packed:
        for number in range(20):
            packed.writestr(f"{number}", "")
    assert refused(path) == "ledger_inflates"


def test_g59_definitions_in_the_xml_are_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><worksheet '
    path = changed(xlsx(tmp_path / "lol.xlsx", [HEAD, ROAD]), "xl/worksheets/sheet1.xml", "<worksheet ", laughs)
    assert refused(path) == "ledger_entities"


def test_g60_a_cell_far_out_does_not_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "姓名"
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    assert refused(tmp_path / "far.xlsx") == "ledger_too_large"


def test_g60_sizes_past_all_measure_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_LINES", 2)
    assert refused(xlsx(tmp_path / "long.xlsx", [HEAD, ROAD, WATER])) == "ledger_too_large"
    monkeypatch.setattr(opening, "MOST_LINES", 200)
    monkeypatch.setattr(opening, "MOST_COLUMNS", 3)
    assert refused(xlsx(tmp_path / "wide.xlsx", [HEAD])) == "ledger_too_large"
    monkeypatch.setattr(opening, "MOST_BYTES", 100)
    assert refused(xlsx(tmp_path / "big.xlsx", [HEAD])) == "ledger_too_large"


def test_g61_of_a_macro_workbook_the_values_are_read(tmp_path: Path) -> None:
    book = read_book(with_part(xlsx(tmp_path / "a.xlsm", [HEAD, ROAD]), "xl/vbaProject.bin", b"macro"))
    assert [note.code for note in book.notes] == ["ledger_macros"]
    assert len(book.grids[0].lines) == 2


def test_a10_formulas_without_a_value_and_errors_are_kept_apart(tmp_path: Path) -> None:
    book = read_book(xlsx(tmp_path / "f.xlsx", [HEAD, (1, "=TODAY()", "杨胜美", "#REF!")]))
    grid = book.grids[0]
    assert grid.odd == {(2, 1): Odd.UNSOLVED, (2, 3): Odd.ERROR}
    assert grid.lines[1][1][3] == "#REF!"


def test_a6_hidden_sheets_and_rows_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(list(HEAD))
    first.append(list(ROAD))
    first.row_dimensions[2].hidden = True
    book.create_sheet("旧表").sheet_state = "hidden"
    book.save(tmp_path / "h.xlsx")
    read = read_book(tmp_path / "h.xlsx")
    assert [grid.is_hidden for grid in read.grids] == [False, True]
    assert [note.code for note in read.grids[0].notes] == ["ledger_hidden_rows"]
    assert len(read.grids[0].lines) == 2


def test_a11_comments_are_said(tmp_path: Path) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415  (wanted by one test)

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "姓名"
    sheet["A1"].comment = Comment("已答复", "x")
    book.save(tmp_path / "c.xlsx")
    assert [note.code for note in read_book(tmp_path / "c.xlsx").grids[0].notes] == ["ledger_comments"]


def test_numbers_are_spelt_as_a_clerk_sees_them() -> None:
    told = [spelt(value) for value in (1.0, 16155556666.0, 0.5, 5.203241983112193e17, 45785.604)]
    assert told == ["1", "16155556666", "0.5", "5.20324198311219E+17", "45785.604"]


def test_a7_rows_that_are_only_formatted_are_no_rows(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "empty.xlsx", [HEAD, ROAD])
    sheet = "xl/worksheets/sheet1.xml"
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 3000))
    book = read_book(changed(path, sheet, "</sheetData>", f"{empty}</sheetData>"))
    assert len(book.grids[0].lines) == 2


def test_the_names_of_columns_are_those_of_a_workbook() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert re.fullmatch("[A-Z]+", letters(16383))


def test_g58_a_name_that_turns_letters_is_shown_without_them(tmp_path: Path) -> None:
    path = csv(tmp_path / "台账\u202excod.csv", [HEAD, ROAD])
    assert read_book(path).name == "台账xcod.csv"
    assert opening.shown_name(Path("a\udcff.csv")) == "a?.csv"
