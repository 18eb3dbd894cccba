"""Opening an old ledger's file: workbooks old and new, text with delimiters."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station_app.domain.folding import is_invisible
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.services.ledger_import.structure import Book, Grid, Line, Merge
from station_app.text.ledgers import ENCODINGS as ENCODING_NAMES
from station_app.text.problems import reason_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

UTF_8, UTF_16_LE, UTF_16_BE, GB, BIG_5 = "utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"
ENCODINGS = (UTF_8, GB, UTF_16_LE, UTF_16_BE, BIG_5)
"""What a clerk may choose from, by Python's names."""

SEPARATORS = (",", "\t", ";", "|", "\uff0c")  # ，
_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, UTF_16_LE), (codecs.BOM_UTF16_BE, UTF_16_BE))
_BOM = "\ufeff"
_SAMPLE_ROWS = 60
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_GB_2312 = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CJK = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@immutable
class Text:
    """A text that was decoded: in which encoding, and what is to be said of it."""

    content: str
    encoding: str
    notes: tuple[Problem, ...] = ()


@immutable
class ReadText:
    """A text that was read: its rows, its separator, and what is to be said of it."""

    lines: tuple[Line, ...]
    separator: str
    notes: tuple[Problem, ...] = ()


def decoded(content: bytes, encoding: str = "") -> Text:
    """The text of some bytes; `encoding` where the clerk has said it. Raises Rejected for what cannot be told."""
    marked = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), None)
    if marked and encoding in ("", marked[1]):
        content, encoding = content[len(marked[0]) :], marked[1]
    chosen = encoding or _by_bytes(content)
    try:
        text = content.decode(chosen)
    except UnicodeDecodeError as error:
        raise reject(
            refusal(
                "ledger_wrong_encoding",
                value=ENCODING_NAMES.get(chosen, chosen),
                at=content.count(b"\n", 0, error.start) + 1,
            )
        ) from (error)
    if chosen == UTF_8 and _is_garbled(text):
        raise reject(refusal("ledger_garbled"))
    return _tidied(text, chosen, is_told=not marked and not encoding)


def read(text: str, separator: str = "") -> ReadText:
    """The rows of a text. Raises Rejected for a quotation that is never closed and a cell past all measure."""
    said = _SAID.match(text)
    if said:
        text, separator = text[said.end() :], separator or said[1]
    escape = "\\" if '\\"' in text else None
    chosen = separator or _separator(text, escape)
    lines = tuple(_delimited_lines(text, chosen, escape))
    shifted = int(said is not None)
    return ReadText(tuple((number + shifted, cells) for number, cells in lines if any(cells)), chosen)


def _by_bytes(content: bytes) -> str:
    sample = content[:4000]
    if sample.count(0) > len(sample) // 8:
        return UTF_16_LE if sample[1::2].count(0) >= sample[0::2].count(0) else UTF_16_BE
    if _is_strict(content, UTF_8):
        return UTF_8
    if _is_mixed(content):
        raise reject(refusal("ledger_mixed_encoding"))
    high = b"".join(_HIGH.findall(content[:200_000]))
    pairs = _PAIR.findall(content[:200_000])
    inside = sum(bool(_GB_2312.fullmatch(one)) for one in pairs)
    if _is_strict(content, GB) and (inside * 5 >= len(pairs) * 4 or not _is_strict(content, BIG_5)):
        return GB
    if _is_strict(content, BIG_5) and high:
        return BIG_5
    raise reject(refusal("ledger_unknown_encoding"))


def _is_strict(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_mixed(content: bytes) -> bool:
    """Whether some lines are Chinese in UTF-8 and others in a code of two bytes: `copy a+b` of two exports."""
    kinds = set()
    for line in content.splitlines():
        high = b"".join(_HIGH.findall(line))
        if len(high) < 6:
            continue
        try:
            kinds.add(bool(_CJK.search(high.decode(UTF_8))))
        except UnicodeDecodeError:
            kinds.add(False)
    return kinds == {True, False}


def _is_garbled(text: str) -> bool:
    """Whether UTF-8 was once read as GBK and saved so: most of its Chinese makes UTF-8 again when written in GBK."""
    again = "".join(_CJK.findall(text[:20_000])).encode(GB, "ignore")
    if len(again) < 6:
        return False
    found = _CJK.findall(again.decode(UTF_8, "ignore"))
    return len(found) * 3 * 10 >= len(again) * 6


def _tidied(text: str, encoding: str, *, is_told: bool) -> Text:
    notes = (
        [warning("ledger_encoding", value=ENCODING_NAMES.get(encoding, encoding))]
        if is_told and not text.isascii()
        else []
    )
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append(warning("signs_removed"))
    if len(_CONTROLS.findall(text[:20_000])) * 20 > len(text[:20_000]):
        raise reject(refusal("ledger_not_a_table"))
    if _BOM in text:
        text = text.replace(_BOM, "")
        notes.append(warning("ledger_second_mark"))
    return Text(text, encoding, tuple(notes))


def _separator(text: str, escape: str | None) -> str:
    """The separator under which the first rows have the most alike width."""
    head = "".join(text.splitlines(keepends=True)[:_SAMPLE_ROWS])
    return max(SEPARATORS, key=lambda one: _evenness(head, one, escape))


def _evenness(head: str, separator: str, escape: str | None) -> tuple[float, int]:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=separator, escapechar=escape)
    try:
        widths = Counter(len(row) for row in rows if any(row))
    except csv.Error:
        return (0.0, 0)
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return (0.0, 0)
    width, count = wide.most_common(1)[0]
    return (count / sum(widths.values()), width)


def _delimited_lines(text: str, separator: str, escape: str | None) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, escapechar=escape, strict=False)
    number, first = 0, 1
    try:
        for cells in rows:
            number, first = first, rows.line_num + 1
            _check_quotation(text, cells, number)
            yield number, tuple(cells)
    except csv.Error as error:
        raise reject(refusal("ledger_cell_too_big", value=number + 1)) from error


def _check_quotation(text: str, cells: list[str], number: int) -> None:
    """A quotation that is never closed swallows the rest of the file into one cell."""
    last = cells[-1] if cells else ""
    if last.count("\n") + last.count("\r") > 2 and text.rstrip().endswith(last.rstrip()) and last.rstrip():
        raise reject(refusal("ledger_quotation_open", value=number))


MOST_INFLATED = 256 << 20
"""Bytes of all parts of a workbook once inflated: ten times a year's ledger of a whole county."""
MOST_PARTS = 5000
MOST_CELLS = 40_000_000
"""Cells between the first and the last of a sheet, empty ones too: the library holds them all."""
_CHUNK = 1 << 20
_EXACT = 1e15
"""From here on a number of a workbook has lost digits: it holds fifteen."""

_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_ROW = re.compile(rb'<row[^>]*? r="([0-9]{1,7})"')
_UNSOLVED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*t="e"[^>]*>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>([^<]*)</v>')
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*)>")
_RELATION = re.compile(rb"<Relationship ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_HIDDEN = re.compile(rb'<(?:row|col)\b[^>]*hidden="(?:1|true)"')


@immutable
class Sheets:
    """What a workbook holds: its sheets, whether it counts days from 1904, and what is to be said of it."""

    grids: tuple[Grid, ...]
    is_1904: bool = False
    notes: tuple[Problem, ...] = ()


@immutable
class _Seen:
    """What the bytes of one sheet say that the library does not."""

    unsolved: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] | None = None
    notes: tuple[str, ...] = ()


def read_workbook(content: bytes) -> Sheets:
    """The sheets of a workbook. Raises Rejected for one with a password, a broken one, and one past all measure."""
    # Loaded when the first workbook is read: the desk starts without it.
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    parts = _parts(content) if content.startswith(b"PK") else {}
    seen, is_1904, notes = _looked_at(parts)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            kept = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
            grids = tuple(
                _grid(book.get_sheet_by_name(one.name), one.visible is not SheetVisibleEnum.Visible, seen.get(one.name))
                for one in kept
            )
    except PasswordError as error:
        raise reject(refusal("ledger_password")) from error
    except CalamineError as error:
        raise reject(refusal("ledger_broken")) from error
    return Sheets(grids, is_1904, notes)


def spelt(value: object) -> str:
    """A cell's value as text: days in ISO 8601, whole numbers without a point, what lost digits as it is (5.2E+17)."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case float():
            return f"{value:.14E}" if abs(value) >= _EXACT else f"{value:.15g}"
        case datetime():
            at = value.time()
            return value.date().isoformat() if at == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _grid(sheet: CalamineSheet, is_hidden: bool, seen: _Seen | None) -> Grid:
    seen = seen or _Seen()
    lines = tuple(_lines(sheet.iter_rows(), (sheet.start or (0, 0))[1], seen.errors or {}))
    merges: tuple[Merge, ...] = tuple(
        (first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in sheet.merged_cell_ranges or ()
    )
    notes = tuple(warning(code, value=sheet.name) for code in seen.notes)
    return Grid(name=sheet.name, lines=lines, merges=merges, is_hidden=is_hidden, unsolved=seen.unsolved, notes=notes)


def _lines(rows: Iterator[list[Any]], start_column: int, errors: Mapping[tuple[int, int], str]) -> Iterator[Line]:
    """The rows that hold something. calamine's rows begin with the sheet's first row, and with the data's column."""
    with_errors = {row for row, _ in errors}
    before = [""] * start_column
    for number, row in enumerate(rows, 1):
        if number in with_errors:
            row = [errors.get((number, start_column + at), cell) for at, cell in enumerate(row)]  # noqa: PLW2901
        if any(cell != "" for cell in row):
            yield number, tuple(before + [cell if isinstance(cell, str) else spelt(cell) for cell in row])


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts of a packed workbook, each inflated and counted. Raises Rejected for a bomb and for broken packing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            told = sum(one.file_size for one in entries)
            if told > MOST_INFLATED or len(entries) > MOST_PARTS:
                raise reject(refusal("ledger_inflates", value=_mebibytes(told)))
            if any(one.flag_bits & 1 for one in entries):
                raise reject(refusal("ledger_password"))
            return {one.filename: _inflated(packed, one) for one in entries if not one.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise reject(refusal("ledger_broken")) from error


def _inflated(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, read to the end: its checksum holds, and it is as large as the directory says."""
    with packed.open(entry) as part:
        content = b"".join(iter(lambda: part.read(_CHUNK), b""))
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    # OOXML is UTF-8 or UTF-16 and never has a DOCTYPE: entities in it are somebody's trick (billion laughs).
    if is_xml and b"<!DOCTYPE" in content[:4096].replace(b"\0", b"").upper():
        raise reject(refusal("ledger_entities"))
    return content


def _looked_at(parts: Mapping[str, bytes]) -> tuple[dict[str, _Seen], bool, tuple[Problem, ...]]:
    workbook = parts.get("xl/workbook.xml", b"")
    is_1904 = re.search(rb'date1904="(1|true)"', workbook) is not None
    notes = (warning("ledger_macros"),) if any(name.endswith("vbaProject.bin") for name in parts) else ()
    relations = {
        found.get("Id", ""): found.get("Target", "")
        for found in map(_attributes, _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")))
    }
    seen = {}
    for found in map(_attributes, _SHEET.findall(workbook)):
        target = relations.get(found.get("r:id", ""), "").removeprefix("/xl/").removeprefix("./")
        if (content := parts.get(f"xl/{target}")) is not None:
            rels = parts.get(f"xl/worksheets/_rels/{target.rpartition('/')[2]}.rels", b"")
            seen[found.get("name", "")] = _seen(content, rels)
    return seen, is_1904, notes


def _seen(sheet: bytes, relations: bytes) -> _Seen:
    columns = {_number_of(letters) for letters in set(_COLUMN.findall(sheet))}
    last = max(map(int, _ROW.findall(sheet)), default=0)
    if last * (max(columns, default=0) + 1) > MOST_CELLS:
        raise reject(refusal("ledger_too_large", value=last, most=MOST_CELLS))
    has_formulas = b"<f" in sheet
    unsolved = [(int(row), _number_of(name)) for name, row in _UNSOLVED.findall(sheet)] if has_formulas else []
    errors = {
        (int(row), _number_of(name)): said.decode("utf-8", "replace")
        for name, row, said in (_ERROR.findall(sheet) if b't="e"' in sheet else ())
    }
    notes = []
    if _HIDDEN.search(sheet) or b"<filterColumn" in sheet:
        notes.append("ledger_hidden_rows")
    if b"comments" in relations:
        notes.append("ledger_comments")
    return _Seen(frozenset(unsolved), errors, tuple(notes))


def _attributes(said: bytes) -> dict[str, str]:
    from html import unescape  # noqa: PLC0415  (a table of two thousand names, wanted by nobody else at the start)

    return {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(said)}


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _mebibytes(size_bytes: int) -> str:
    return f"{size_bytes / (1 << 20):.0f} MB"


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
    text = decoded(content, said[0])
    rows = read(text.content, said[1])
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
