"""Texts with separated values in every encoding and separator that clerks' programs write (E44–E49)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.problem import Rejected
from station_app.services.ledger_import import opening
from station_app.services.ledger_import.opening import read_book
from tests.services.ledger_import.workbooks import HEAD, ROAD, WATER, csv

ROWS = (HEAD, ROAD, WATER)
HANS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def cells(content: bytes, encoding: str = "") -> list[tuple[str, ...]]:
    return [line for _, line in opening.read(opening.decoded(content, encoding).content).lines]


def codes(content: bytes) -> list[str]:
    with pytest.raises(Rejected) as caught:
        cells(content)
    return [problem.code for problem in caught.value.problems]


def outcome_of(work: Callable[[], object]) -> object:
    """What the work gives, or the code that it is refused with."""
    try:
        return work()
    except Rejected as rejected:
        return rejected.problems[0].code


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_e44_an_encoding_is_told_by_the_bytes(tmp_path: Path, encoding: str, told: str) -> None:
    book = read_book(csv(tmp_path / "a.csv", ROWS, encoding))
    assert book.encoding == told
    assert book.grids[0].lines[1][1][2] == "杨胜美"


def test_e44_big5_is_told_from_gbk_and_the_clerk_may_say_otherwise(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        [("姓名", "電話", "反映內容"), ("林美玲", "16112345678", "道路損壞無法通行請儘快修復")],
        "big5",
    )
    assert read_book(path).encoding == "big5hkscs"
    assert [note.code for note in read_book(path).notes] == ["ledger_encoding"]
    with pytest.raises(Rejected, match="ledger_wrong_encoding"):
        read_book(path, "utf-8")


def test_e44_names_that_gbk_cannot_write_come_through_in_gb18030(tmp_path: Path) -> None:
    book = read_book(csv(tmp_path / "a.csv", [HEAD, (1, "2025-3-1", "李䶮", "", 1, "桴㯊镇的路")], "gb18030"))
    assert book.grids[0].lines[1][1][2] == "李䶮"
    assert book.grids[0].lines[1][1][5] == "桴㯊镇的路"


def test_e44_half_and_half_is_refused() -> None:
    line = "杨胜美,通组路塌方没有人修\n"
    assert codes(line.encode() + line.encode("gbk")) == ["ledger_mixed_encoding"]


def test_e44_utf8_once_read_as_gbk_is_refused() -> None:
    garbled = "姓名,内容\n杨胜美,通组路塌方没有人修，娃娃上学绕路\n".encode().decode("gb18030", "replace")
    assert "濮" in garbled or "鍐" in garbled
    assert codes(garbled.encode()) == ["ledger_garbled"]


def test_e45_marks_at_the_beginning_and_in_the_middle_are_no_text() -> None:
    assert cells("\ufeff姓名,电话\n\ufeff李明,1\n".encode()) == [("姓名", "电话"), ("李明", "1")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
def test_e46_a_separator_is_found(tmp_path: Path, separator: str) -> None:
    book = read_book(csv(tmp_path / "a.txt", ROWS, "utf-8", separator))
    assert book.separator == separator
    assert [line[2] for _, line in book.grids[0].lines] == ["来访人", "杨胜美", "李桂兰"]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_e46_every_line_end_ends_a_line(ending: str) -> None:
    text = ending.join(["姓名,内容", '李明,"第一行\n第二行,还有"', "周明,路"])
    assert cells(text.encode()) == [("姓名", "内容"), ("李明", "第一行\n第二行,还有"), ("周明", "路")]


def test_e46_doubled_and_escaped_quotes_are_quotes() -> None:
    assert cells('姓名,内容\n李明,"他说""好"""\n'.encode())[1] == ("李明", '他说"好"')
    assert cells('姓名,内容\n李明,"他说\\"好\\""\n'.encode())[1] == ("李明", '他说"好"')


def test_e46_a_quotation_that_never_ends_is_refused_with_its_line() -> None:
    text = '姓名,内容\n李明,"没有关上\n周明,路\n王芳,灯\n赵强,水\n'
    assert codes(text.encode()) == ["ledger_quotation_open"]


def test_e47_zeros_in_a_text_are_taken_out_and_said() -> None:
    text = opening.decoded("姓名,内容\n李\0明,路灯不亮很久了\n".encode())
    assert "\0" not in text.content
    assert "signs_removed" in [note.code for note in text.notes]


def test_e49_a_first_line_may_name_the_separator() -> None:
    read = opening.read("sep=;\r\n姓名;内容\r\n李明;路,灯\r\n")
    assert read.separator == ";"
    assert read.lines == ((2, ("姓名", "内容")), (3, ("李明", "路,灯")))


def test_lines_keep_the_numbers_that_an_editor_shows() -> None:
    read = opening.read('姓名,内容\n李明,"两\n行"\n\n周明,路\n')
    assert [number for number, _ in read.lines] == [1, 2, 5]


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf"), blacklist_characters="\ufeff"), max_size=8)


@given(st.lists(st.lists(HANS | CELL, min_size=3, max_size=3), min_size=2, max_size=6))
def test_what_a_program_wrote_is_read_back_cell_by_cell(rows: Sequence[Sequence[str]]) -> None:
    kept = [tuple(row) for row in rows if any(row)]
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "\r\n".join(lines) + "\r\n"
    if '\\"' in text:
        return
    assert [line for _, line in opening.read(text, ",").lines] == kept


@given(st.lists(st.lists(HANS, min_size=3, max_size=3), min_size=3, max_size=6), st.sampled_from(["gb18030", "utf-8"]))
def test_chinese_is_told_in_either_of_its_encodings(rows: Sequence[Sequence[str]], encoding: str) -> None:
    head = "接待日期,来访人,反映内容和办理情况\n"
    text = head + "\n".join(",".join(row) for row in rows)
    told = outcome_of(lambda: opening.decoded(text.encode(encoding)).content)
    assert told in (text, "ledger_garbled", "ledger_mixed_encoding")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    told = outcome_of(lambda: opening.read(opening.decoded(content).content))
    assert isinstance(told, opening.ReadText) or str(told).startswith("ledger_")
