"""What a file is, told by its first bytes and never by its name; what a station takes, and how large."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal

LARGEST_PHOTO_BYTES = 40 * 2**20
"""What a telephone writes; it is scaled down before it is kept."""

LARGEST_PAPER_BYTES = 16 * 2**20
"""A scanned paper is kept as it is, and goes over a narrow road."""

MOST_PIXELS = 120_000_000
LONG_EDGE = 2000
"""Pixels: a number plate across a road can still be read."""

JPEG_QUALITY = 85
THUMB_EDGE = 160

JPEG, PDF = "image/jpeg", "application/pdf"
PHOTO, DOCUMENT = "PHOTO", "DOCUMENT"

_PLAIN_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_TIFF = (b"II*\0", b"MM\0*")
_PHONE_FORMATS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\0\0\0\x01\x14\x02\0")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTIVE_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
"""What makes a PDF more than a paper (ISO 32000-1, 12.6.4 and 7.11.4)."""


@immutable
class Sort:
    """What a file was found to be: `what` it is kept as (an attachment kind's code), or why it is not taken."""

    what: str = ""
    problem: Problem | None = None


def sort_of(content: bytes) -> Sort:
    """Judge a file by its bytes alone."""
    if not content:
        return Sort(problem=refusal("file_empty"))
    if _is_picture(content):
        return _within(PHOTO, content, LARGEST_PHOTO_BYTES)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        if any(mark in content for mark in _ACTIVE_PDF):
            return Sort(problem=refusal("file_pdf_active"))
        return _within(DOCUMENT, content, LARGEST_PAPER_BYTES)
    return Sort(problem=refusal(_why_not(content)))


def is_read_apart(content: bytes) -> bool:
    """Whether a picture is of a form whose reader may end the program over a damaged file: HEIC and AVIF of telephones,
    TIFF, WebP."""
    is_of_phone = content[4:8] == b"ftyp" and content[8:12] in _PHONE_FORMATS
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    return is_of_phone or is_webp or content.startswith(_TIFF)


def _is_picture(content: bytes) -> bool:
    return content.startswith(_PLAIN_PICTURES) or is_read_apart(content)


def _why_not(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return "file_film"
    if content.startswith(_PROGRAMS):
        return "file_program"
    if content.startswith((*_PACKED, _OLD_OFFICE)):
        return "file_office"
    return "file_unknown"


def _within(what: str, content: bytes, most: int) -> Sort:
    if len(content) > most:
        return Sort(problem=refusal("file_too_large", value=len(content) // 2**20 + 1, most=most // 2**20))
    return Sort(what)
