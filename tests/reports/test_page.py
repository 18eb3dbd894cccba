"""The page has the measures of GB/T 9704-2012, taken from the PDF itself."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from station_app.reports.fonts import Role, shipped_faces
from station_app.reports.page import Paper
from tests.reports.reading import fonts_of, lines_of, marks_of, page_texts

HANZI = "桴"


def printed(*paragraphs: str) -> bytes:
    paper = Paper(shipped_faces())
    for paragraph in paragraphs:
        paper.body(paragraph)
    return paper.finish(title="小结", author="联络站")


def test_a_page_has_22_lines_of_28_characters() -> None:
    lines = lines_of(marks_of(printed(HANZI * 28 * 30), 0))
    assert [len(line) for line in lines[:-1]] == [26] + [28] * 21
    assert "".join(mark.char for mark in lines[-1]) == "—1—"


def test_the_type_area_stands_28_mm_from_the_left_and_is_156_mm_wide() -> None:
    second = lines_of(marks_of(printed(HANZI * 28 * 3), 0))[1]
    assert second[0].x == pytest.approx(28, abs=0.5)
    # The last character starts its own width of 16 points before the right edge of the type area.
    assert second[-1].x + 16 / 72 * 25.4 == pytest.approx(28 + 156, abs=0.5)


def test_the_lines_share_225_mm_from_37_mm_below_the_top_edge() -> None:
    baselines = [line[0].y for line in lines_of(marks_of(printed(HANZI * 28 * 30), 0))[:-1]]
    leading = 225 / 22
    assert baselines[-1] - baselines[0] == pytest.approx(21 * leading, abs=0.5)
    assert 37 < baselines[0] < 37 + leading
    assert baselines[-1] < 297 - 35


def test_a_paragraph_is_indented_by_two_characters_whatever_was_typed() -> None:
    lines = lines_of(marks_of(printed("　　　 " + HANZI * 40, HANZI), 0))
    assert [line[0].x for line in lines[:3]] == pytest.approx([28 + 2 * 156 / 28, 28, 28 + 2 * 156 / 28], abs=0.3)


def test_a_full_line_with_figures_still_ends_at_the_edge() -> None:
    first = lines_of(marks_of(printed("二〇26年3月12日收到群众意见7条其中饮水3条道路2条土地2条均已转办" * 2), 0))[1]
    assert first[-1].x + 16 / 72 * 25.4 == pytest.approx(28 + 156, abs=1.5)


def test_page_numbers_stand_outside_odd_right_even_left() -> None:
    pdf = printed(HANZI * 28 * 30)
    odd, even = (lines_of(marks_of(pdf, number))[-1] for number in (0, 1))
    assert [mark.char for mark in odd] == ["—", "1", "—"]
    assert odd[0].x > 150
    assert even[0].x == pytest.approx(28 + 14 / 72 * 25.4, abs=0.5)
    assert odd[0].y == pytest.approx(297 - 35 + 7, abs=3)


def test_a_form_words_its_own_page_number() -> None:
    paper = Paper(shipped_faces())
    paper.body(HANZI * 28 * 30)
    pdf = paper.finish(title="台账", author="站", folio=lambda number, total: f"第{number}页　共{total}页")
    assert [text[-7:].replace("　", "").replace(" ", "") for text in page_texts(pdf)] == ["第1页共2页", "第2页共2页"]


NAMES = "李䶮王㛃张𬭎吴𫍲陈鿏阿依努尔·买买提ꀉꇐ·ꃀꇬ桴㯊镇㵲水街道"


@pytest.mark.parametrize("block", ["title", "heading", "subheading", "body", "note"])
def test_names_are_copied_out_as_they_were_put_in(block: str) -> None:
    paper = Paper(shipped_faces())
    getattr(paper, block)(NAMES)
    pdf = paper.finish(title="名单", author="站")
    assert page_texts(pdf)[0].replace(" ", "").startswith(NAMES)


def test_every_font_is_embedded_as_a_subset() -> None:
    paper = Paper(shipped_faces())
    paper.title("桴㯊镇小结")
    paper.heading("一、情况")
    paper.subheading("（一）意见")
    paper.body(NAMES)
    fonts = fonts_of(paper.finish(title="小结", author="站"))
    assert {"NotoSerifSC-Black", "NotoSerifSC-Regular", "NotoSansSC-Regular", "StationKai-Regular"} <= set(fonts)
    assert all(0 < size < 100_000 for size in fonts.values())


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert printed(NAMES * 40) == printed(NAMES * 40)


def test_the_paper_remembers_what_it_could_not_print() -> None:
    paper = Paper(shipped_faces())
    paper.body("李\U00020005明")
    assert paper.missing == {"\U00020005"}
    assert "李〔U+20005〕明" in page_texts(paper.finish(title="x", author="y"))[0]


def test_a_title_breaks_between_its_phrases_only_when_it_must() -> None:
    paper = Paper(shipped_faces())
    paper.title("桴㯊镇联络站", "接待日小结")
    paper.title("贵州省黔东南苗族侗族自治州桴㯊镇人大代表联络站", "代表接待日情况小结")
    lines = lines_of(marks_of(paper.finish(title="x", author="y"), 0))[:-1]
    drawn = ["".join(mark.char for mark in line) for line in lines]
    assert drawn[0] == "桴㯊镇联络站接待日小结"
    assert drawn[-1] == "代表接待日情况小结"
    # Centred: as much white on the left as on the right.
    left, right = lines[0][0].x, lines[0][-1].x + 22 / 72 * 25.4
    assert left - 28 == pytest.approx(28 + 156 - right, abs=0.5)


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    paper = Paper(shipped_faces())
    paper.body(HANZI * (26 + 28 * 20))
    paper.heading("一、下一页的标题")
    paper.body("正文")
    pages = page_texts(paper.finish(title="x", author="y"))
    assert "标题" not in pages[0]
    assert pages[1].startswith("一、下一页的标题")


def test_the_document_says_its_title_author_and_language() -> None:
    with pypdfium2.PdfDocument(printed("正文")) as document:
        assert document.get_metadata_value("Title") == "小结"
        assert document.get_metadata_value("Author") == "联络站"
        assert pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0) == 2 * len("zh-CN") + 2


def test_text_of_many_lines_keeps_every_character_over_pages() -> None:
    text = ("𬭎" * 40 + "村民反映，通组路塌方已有三个月……") * 60
    assert "".join(page_texts(printed(text))).replace("— 1 —", "").count("𬭎") == 2400


def test_each_role_has_a_face_of_its_own() -> None:
    assert len({shipped_faces()[role].name for role in Role}) == len(Role)
