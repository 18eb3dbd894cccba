"""Tables flow over pages and lose nothing."""

from __future__ import annotations

from dataclasses import replace

from station_app.reports.blocks import CELL, USUAL, PaperColumn, put_table, widths_of
from station_app.reports.fonts import shipped_faces
from station_app.reports.page import Paper
from station_app.text import paper as words
from tests.reports.reading import marks_of, page_texts

COLUMNS = [PaperColumn("序号", 1, centred=True), PaperColumn("事项", 5), PaperColumn("承办单位", 2, centred=True)]


def printed(rows: list[list[str]], *, continued: str = "") -> bytes:
    paper = Paper(shipped_faces())
    put_table(paper, COLUMNS, rows, continued=continued)
    return paper.finish(title="表", author="站")


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    long = "".join(f"〈{number}〉通组路塌方请尽快修复" for number in range(400))
    pages = page_texts(printed([["1", long, "交通局"], ["2", "路灯", "住建局"]], continued="续"))
    assert len(pages) > 2
    whole = "".join(pages)
    assert [number for number in range(400) if f"〈{number}〉" not in whole] == []
    assert pages[1].count("续") == 1
    assert "住建局" in pages[-1]


def test_the_heading_stands_on_every_page() -> None:
    pages = page_texts(printed([[str(number), "道路" * 30, "交通局"] for number in range(60)]))
    assert len(pages) > 2
    assert all("承办单位" in page for page in pages)


def test_a_short_row_is_never_split() -> None:
    pages = page_texts(printed([[str(number), f"始{'路' * 60}终", ""] for number in range(60)]))
    assert len(pages) > 1
    assert all(page.count("始") == page.count("终") for page in pages)


def test_nothing_is_set_outside_the_type_area() -> None:
    pdf = printed([[str(number), "http://example.invalid/" + "a" * 300, "县" * 50] for number in range(20)])
    for page in range(len(page_texts(pdf))):
        marks = marks_of(pdf, page)[:-3]
        assert min(mark.x for mark in marks) >= 28
        assert max(mark.x for mark in marks) <= 28 + 156 - 2
        assert max(mark.y for mark in marks) <= 297 - 35


def test_blank_rows_are_high_enough_to_write_in() -> None:
    paper = Paper(shipped_faces())
    top = paper.y
    put_table(paper, [PaperColumn("", 1), PaperColumn("", 1)], [["", ""]] * 10)
    assert (paper.y - top) / 72 * 25.4 >= 80


def test_a_heading_and_the_first_row_stay_together_on_one_page() -> None:
    paper = Paper(shipped_faces())
    paper.body("桴" * (26 + 28 * 18))
    paper.heading("二、主要问题")
    put_table(paper, COLUMNS, [["1", "道路" * 60, "交通局"]])
    pages = page_texts(paper.finish(title="表", author="站"))
    assert "主要问题" not in pages[0]
    assert "序号" not in pages[0]
    assert pages[1].startswith("二、主要问题")


def test_empty_lines_at_the_end_of_a_cell_take_no_room() -> None:
    bare, padded = Paper(shipped_faces()), Paper(shipped_faces())
    put_table(bare, COLUMNS, [["1", "一\n二\n三", "局"]])
    put_table(padded, COLUMNS, [["1", "一\n二\n三\r\n\r\n　", "局"]])
    assert padded.y == bare.y


def test_a_row_that_would_leave_more_than_a_quarter_of_the_page_white_is_split() -> None:
    paper = Paper(shipped_faces())
    paper.y = paper.format.foot - (paper.format.foot - paper.format.top) * 0.3 - 60
    put_table(paper, COLUMNS, [["1", "短", "局"], ["2", "始" + "路" * 420 + "终", "局"]])
    pages = page_texts(paper.finish(title="表", author="站"))
    assert ("始" in pages[0], "终" in pages[0], "终" in pages[1]) == (True, False, True)


def test_the_widest_of_few_days_is_as_whole_as_the_others() -> None:
    paper = Paper(shipped_faces())
    days = [words.short_day(day) for day in (*["2026-11-15"] * 2, "2026-10-18", *[""] * 8)]
    long = "我们组的路去年汛期就塌了，反映了好多次，一直没有人来修。" * 4
    rows = [[long, day, long, long] for day in days]
    columns = [PaperColumn("事项", 5), PaperColumn("时限", 1), PaperColumn("答复", 5), PaperColumn("承办单位", 3)]
    room = widths_of(paper, columns, rows, USUAL)[1] - 2 * USUAL.pad_x
    assert room >= paper.width_of("10月18日", replace(CELL, size=USUAL.size))
