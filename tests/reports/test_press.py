"""Pages to PDF: where the words stand, with faces of ours, the same bytes for the same pages."""

from __future__ import annotations

import pypdfium2
import pytest

from station_app.reports.fonts import Role, shipped_faces
from station_app.reports.press import About, PlacedWords, PressedPage, Rule, press

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
