"""The preview shows the bytes that are printed."""

from __future__ import annotations

import pytest

from station_app.reports.fonts import shipped_faces
from station_app.reports.page import Paper
from station_app.reports.press import page_count, pages


def test_a_page_is_painted_black_on_white_at_the_size_asked_for() -> None:
    paper = Paper(shipped_faces())
    paper.body("桴" * 28 * 30)
    pdf = paper.finish(title="x", author="y")
    pictures = list(pages(pdf, 72))
    assert page_count(pdf) == len(pictures) == 2
    first = pictures[0]
    assert (first.width, first.height) == (596, 842)
    assert len(first.bgrx) == first.width * first.height * 4
    assert first.bgrx[:3] == b"\xff\xff\xff"
    assert min(first.bgrx[0::4]) < 60


def test_bytes_that_are_no_pdf_are_refused() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        list(pages(b"nothing", 72))
