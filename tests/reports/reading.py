"""Reading a PDF back as a reader program does."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


class Mark(NamedTuple):
    """One character: what it is copied as, and where it starts, in mm from the left and the top edge."""

    char: str
    x: float
    y: float


def page_texts(pdf: bytes) -> list[str]:
    """What a reader copies out of each page, line ends left out."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_text(page) for page in document]


def marks_of(pdf: bytes, number: int) -> list[Mark]:
    """The characters of one page (from 0) with ink, in the order they were drawn."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        height = page.get_height()
        return [Mark(char, x / MM, (height - y) / MM) for char, x, y in _origins(page) if not char.isspace()]


def fonts_of(pdf: bytes) -> dict[str, int]:
    """The fonts that the text of a PDF uses, and how many bytes of each are embedded (0: none)."""
    found: dict[str, int] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font, name, size = (
                    pdfium.FPDFTextObj_GetFont(item.raw),
                    ctypes.create_string_buffer(200),
                    ctypes.c_size_t(),
                )
                pdfium.FPDFFont_GetBaseFontName(font, name, 200)
                pdfium.FPDFFont_GetFontData(font, None, 0, size)
                found[name.value.decode("ascii")] = size.value * pdfium.FPDFFont_GetIsEmbedded(font)
    return found


def lines_of(marks: list[Mark]) -> list[list[Mark]]:
    """The characters by baseline, from the top of the page down."""
    rows: dict[float, list[Mark]] = {}
    for mark in marks:
        rows.setdefault(round(mark.y, 1), []).append(mark)
    return [rows[y] for y in sorted(rows)]


def _text(page: pypdfium2.PdfPage) -> str:
    return str(page.get_textpage().get_text_range()).replace("\r", "").replace("\n", "")


def _origins(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float]]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        yield chr(pdfium.FPDFText_GetUnicode(text.raw, index)), x.value, y.value
