"""Pages to PDF: where the words stand, with faces of ours, the same bytes for the same pages."""

from __future__ import annotations

import pypdfium2
import pytest

from station_app.reports.fonts import Role, shipped_faces
from station_app.reports.press import About, Entry, PlacedWords, PressedPage, Rule, press

A4 = (595.2756, 841.8898)


def pressed(*pages: PressedPage) -> bytes:
    return press(pages, shipped_faces(), About("接待日小结", "桴㯊镇联络站", "2026-11-23"), A4)


def page(text: str, x: float = 100.0, y: float = 200.0) -> PressedPage:
    return PressedPage([PlacedWords(x, y, text, Role.BODY, 16.0, 0.0)], [Rule(50.0, 300.0, 150.0, 300.0, 0.75)])


def test_the_same_pages_give_the_same_bytes() -> None:
    assert pressed(page("道路损坏")) == pressed(page("道路损坏"))
    assert pressed(page("道路损坏")) != pressed(page("道路已修"))


def test_words_stand_where_the_page_says_from_the_top_down() -> None:
    document = pypdfium2.PdfDocument(pressed(page("道路损坏"), page("第二页", y=400.0)))
    assert len(document) == 2
    text = document[0].get_textpage()
    assert text.get_text_range() == "道路损坏"
    left, bottom, right, top = text.get_charbox(0, loose=True)
    assert left == pytest.approx(100.0, abs=1.0)
    assert right - left == pytest.approx(16.0, abs=1.0)
    assert bottom < A4[1] - 200.0 < top
    document.close()


def test_the_file_says_what_it_is_and_whose_and_names_no_foreign_face() -> None:
    pdf = pressed(page("道路损坏"))
    document = pypdfium2.PdfDocument(pdf)
    said = document.get_metadata_dict()
    assert (said["Title"], said["Author"]) == ("接待日小结", "桴㯊镇联络站")
    assert [round(length) for length in document[0].get_size()] == [595, 842]
    document.close()
    assert b"Helvetica" not in pdf


def test_a_pdf_says_of_itself_what_an_archive_asks() -> None:
    pdf = pressed(page("道路损坏"))
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("CreationDate") == "D:20261123000000+08'00'"
        assert document.get_metadata_value("Title") == "接待日小结"
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">接待日小结</rdf:li>'.encode() in pdf
    assert b"/OutputIntent" in pdf
    assert b"Helvetica" not in pdf


def test_the_outline_leads_to_the_headings_and_no_line_of_it_skips_a_depth() -> None:
    first, second = page("一"), page("二")
    first.outline.extend([Entry("小结", 0, 100.0), Entry("基本情况", 1, 200.0)])
    second.outline.append(Entry("原话", 2, 100.0))
    with pypdfium2.PdfDocument(pressed(first, second)) as document:
        lines = [(one.level, one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
    assert lines == [(0, "小结", 0), (1, "基本情况", 0), (2, "原话", 1)]
