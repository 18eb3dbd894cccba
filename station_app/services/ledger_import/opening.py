"""Opening a file by what it holds, never by what its name says; what is no table is refused with what to do."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

from station_app.domain.folding import is_invisible
from station_app.domain.problem import refusal, reject
from station_app.services.ledger_import import delimited
from station_app.services.ledger_import.grid import Book, Grid
from station_app.services.ledger_import.workbook import read_workbook
from station_app.text.problems import reason_of

MOST_BYTES = 64 << 20
"""A ledger of a hundred thousand rows has ten; what is larger holds pictures."""
MOST_LINES = 200_000
MOST_COLUMNS = 1_000

_LOCKS = ("~$", ".~")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_SIGNS = (
    (b"%PDF", "ledger_is_pdf"),
    (b"\x89PNG", "ledger_is_picture"),
    (b"\xff\xd8\xff", "ledger_is_picture"),
    (b"GIF8", "ledger_is_picture"),
    (b"BM", "ledger_is_picture"),
    (b"II*\0", "ledger_is_picture"),
    (b"MM\0*", "ledger_is_picture"),
    (b"Rar!", "ledger_is_archive"),
    (b"7z\xbc\xaf", "ledger_is_archive"),
    (b"\x1f\x8b", "ledger_is_archive"),
    (b"{\\rtf", "ledger_is_word"),
)
_IN_OLE = (
    ("EncryptedPackage", "ledger_password"),
    ("DRMContent", "ledger_password"),
    ("WordDocument", "ledger_is_word"),
    ("PowerPoint Document", "ledger_is_slides"),
)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style|div)\b", re.I | re.S)
_XML_SHEET = re.compile(rb"\s*<\?xml.{0,400}(?:Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet)", re.S)


def read_book(path: Path, encoding: str = "", separator: str = "") -> Book:
    """The sheets of a file; `encoding` and `separator` of a text where the clerk has said them.

    Raises Rejected with one sentence that says what to do.
    """
    content = _bytes_of(path)
    digest = hashlib.sha256(content).hexdigest()
    form = _form_of(content)
    if form == "csv":
        return _text_book(shown_name(path), digest, content, (encoding, separator))
    sheets = read_workbook(content)
    _measure(sheets.grids)
    return Book(shown_name(path), digest, form, sheets.grids, is_1904=sheets.is_1904, notes=sheets.notes)


def shown_name(path: Path) -> str:
    """A file's name as it is shown and kept: without what turns or hides letters, and what is no text replaced."""
    name = path.name.encode("utf-8", "replace").decode()
    return "".join(sign for sign in name if not is_invisible(sign))


def _bytes_of(path: Path) -> bytes:
    if path.name.startswith(_LOCKS):
        raise reject(refusal("ledger_lock_file", value=path.name))
    try:
        if path.is_dir():
            raise reject(refusal("ledger_folder", value=path.name))
        with path.open("rb") as file:  # a device has no size, and no end
            content = file.read(MOST_BYTES + 1)
        size = max(path.stat().st_size, len(content))
        if size > MOST_BYTES:
            raise reject(refusal("ledger_too_large", value=_mebibytes(size), most=_mebibytes(MOST_BYTES)))
    except OSError as error:
        raise reject(refusal("ledger_no_file", value=path.name, reason=reason_of(error))) from error
    if not content:
        raise reject(refusal("ledger_empty_file", value=path.name))
    return content


def _form_of(content: bytes) -> str:
    """xlsx, xls, ods or csv. Raises Rejected for everything else."""
    if content.startswith(_OLE):
        return _of_ole(content)
    if content.startswith(_BIFF):
        return "xls"
    if content.startswith(b"PK"):
        return _of_zip(content)
    for sign, code in _SIGNS:
        if content.startswith(sign):
            raise reject(refusal(code))
    if content[8:12] == b"WEBP" or content[4:8] == b"ftyp":
        raise reject(refusal("ledger_is_picture"))
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    if _MARKUP.match(head):
        raise reject(refusal("ledger_is_html"))
    if _XML_SHEET.match(head):
        raise reject(refusal("ledger_is_xml"))
    return "csv"


def _of_ole(content: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    for name, code in _IN_OLE:
        if holds(name):
            raise reject(refusal(code))
    if not (holds("Workbook") or holds("Book")):
        raise reject(refusal("ledger_broken"))
    return "xls"


def _of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise reject(refusal("ledger_broken")) from error
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "xlsx"
    if "word/document.xml" in names:
        raise reject(refusal("ledger_is_word"))
    if "ppt/presentation.xml" in names:
        raise reject(refusal("ledger_is_slides"))
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise reject(refusal("ledger_is_archive"))


def _text_book(name: str, digest: str, content: bytes, said: tuple[str, str]) -> Book:
    text = delimited.decoded(content, said[0])
    rows = delimited.read(text.content, said[1])
    grid = Grid(name, rows.lines)
    _measure((grid,))
    return Book(
        name=name,
        hash=digest,
        form="csv",
        grids=(grid,),
        encoding=text.encoding,
        separator=rows.separator,
        notes=(*text.notes, *rows.notes),
    )


def _measure(grids: tuple[Grid, ...]) -> None:
    for grid in grids:
        if len(grid.lines) > MOST_LINES:
            raise reject(refusal("ledger_too_large", value=len(grid.lines), most=MOST_LINES))
        if grid.width > MOST_COLUMNS:
            raise reject(refusal("ledger_too_large", value=grid.width, most=MOST_COLUMNS))


def _mebibytes(size_bytes: int) -> str:
    return f"{size_bytes / (1 << 20):.0f} MB"
