"""A PDF as pictures, for the preview in the window and for the printer: the same bytes, the same look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Picture(NamedTuple):
    """One page: width and height in pixels, rows from the top, four bytes a pixel (blue, green, red, unused)."""

    width: int
    height: int
    bgrx: bytes


def pages(pdf: bytes, dpi: float) -> Iterator[Picture]:
    """The pages of a PDF, one after the other, painted on white. Raises ValueError for bytes that are no PDF."""
    # pypdfium2 loads a library of several megabytes: only a preview needs it.
    import pypdfium2  # noqa: PLC0415 - see above

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF") from error
    with document:
        for page in document:
            bitmap = page.render(scale=dpi / 72, prefer_bgrx=True)
            yield Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))
            bitmap.close()
            page.close()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # noqa: PLC0415 - see `pages`

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def can_be_opened(pdf: bytes) -> bool:
    """Whether a PDF can be read without a password, and has a page."""
    import pypdfium2  # noqa: PLC0415 - see `pages`

    try:
        return page_count(pdf) > 0
    except pypdfium2.PdfiumError:
        return False
