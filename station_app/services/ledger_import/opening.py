"""Opening an old ledger's file: workbooks old and new, text with delimiters."""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from station_app.domain import wire
from station_app.domain.folding import is_invisible
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.services.ledger_import.structure import Book, Grid, Line, Odd, parted
from station_app.text.ledgers import ENCODINGS as ENCODING_NAMES
from station_app.text.problems import reason_of

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
    """The rows of a text. Raises Rejected for a quotation that swallows records and a cell past all measure."""
    said = _SAID.match(text)
    if said:
        text, separator = text[said.end() :], separator or said[1]
    chosen = separator or _separator(text)
    count: Counter[str] = Counter()
    lines = tuple(_unwrapped(_delimited_lines(text, chosen), count))
    shifted = int(said is not None)
    notes = (warning("ledger_unwrapped", value=count["wrapped"]),) if count["wrapped"] else ()
    return ReadText(tuple((number + shifted, cells) for number, cells in lines if any(cells)), chosen, notes)


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


def _separator(text: str) -> str:
    """The separator under which the first rows have the most alike width."""
    head = "".join(text.splitlines(keepends=True)[:_SAMPLE_ROWS])
    return max(SEPARATORS, key=lambda one: _evenness(head, one))


def _evenness(head: str, separator: str) -> tuple[float, int]:
    widths = Counter(len(cells) for _, cells, _ in _records(head, separator) if any(cells))
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return (0.0, 0)
    width, count = wide.most_common(1)[0]
    return (count / sum(widths.values()), width)


_ENDS = re.compile("\r\n|\n|\r")
_WRAPPED = re.compile(r'=\s*"((?:[^"]|"")*)"\s*')
"""="…": how exports keep a spreadsheet from turning a number or a day into another."""
MOST_SIGNS = 131_072
"""Characters of a cell of a text."""


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str], bool]]:
    """The records of a text: the line that each begins in, its cells, whether a quotation in it went over line ends.

    RFC 4180, 2.5 to 2.7, to the letter: a quotation begins a cell and ends it. A mark that does neither is a sign of
    the text, so that a word in quotation marks keeps them and none can swallow what follows.
    """
    behind = re.escape(separator)
    quoted = re.compile(r'[ \t]*"((?:[^"\\]++|""|\\"|\\(?!"))*+)"[ \t]*(?=' + behind + r"|\r|\n|\Z)")
    at, number = 0, 1
    while at < len(text):
        end = _ENDS.search(text, at)
        stop, after = (end.start(), end.end()) if end else (len(text), len(text))
        if '"' not in text[at:stop]:
            yield number, text[at:stop].split(separator), False
            at, number = after, number + 1
            continue
        cells, first, spans = [], number, False
        while True:
            cell, lines, at = _cell(text, at, separator, quoted)
            cells.append(cell)
            number, spans = number + lines, spans or lines > 0
            if not text.startswith(separator, at):
                break
            at += len(separator)
        end = _ENDS.match(text, at)
        at, number = (end.end() if end else at), number + 1
        yield first, cells, spans


def _cell(text: str, at: int, separator: str, quoted: re.Pattern[str]) -> tuple[str, int, int]:
    """A cell that begins at a place: its text, how many line ends are in it, where it ends."""
    if found := quoted.match(text, at):
        said = found[1].replace('""', '"').replace('\\"', '"')
        return said, len(_ENDS.findall(found[1])), found.end()
    wrapped = _WRAPPED.match(text, at)
    begin = wrapped.end() if wrapped else at
    end = _ENDS.search(text, begin)
    stop = end.start() if end else len(text)
    place = text.find(separator, begin, stop)
    place = stop if place < 0 else place
    return text[at:place], 0, place


def _delimited_lines(text: str, separator: str) -> Iterator[Line]:
    width = 0
    for number, cells, spans in _records(text, separator):
        if spans:
            _check_quotation(cells, separator, width, number)
        elif (
            cells[-1].count('"') == 1
            and cells[-1].lstrip().startswith('"')
            and '"' not in text[text.rfind(cells[-1]) + len(cells[-1]) :]
        ):
            raise reject(refusal("ledger_quotation_open", value=number))
        if any(len(cell) > MOST_SIGNS for cell in cells):
            raise reject(refusal("ledger_cell_too_big", value=number))
        width = max(width, len(cells) if not spans else 0)
        yield number, tuple(cells)


def _check_quotation(cells: list[str], separator: str, width: int, number: int) -> None:
    """A quotation that swallows whole records: whole lines within it have as many cells as the table."""
    for cell in cells:
        *whole, last = _ENDS.split(cell)[1:] or [""]
        likely = [line for line in whole if line.count(separator) >= width - 1]
        if width > 1 and (len(likely) > (width == 2) or (width > 2 and last.count(separator) >= width - 1)):
            raise reject(refusal("ledger_quotation_open", value=number))


def _unwrapped(lines: Iterator[Line], count: Counter[str]) -> Iterator[Line]:
    for number, cells in lines:
        if any(cell.lstrip().startswith("=") for cell in cells):
            bare = tuple(_bare(cell) for cell in cells)
            count["wrapped"] += bare != cells
            yield number, bare
        else:
            yield number, cells


def _bare(cell: str) -> str:
    found = _WRAPPED.fullmatch(cell.strip())
    return found[1].replace('""', '"') if found else cell


MOST_INFLATED = 256 << 20
"""Bytes of all parts of a workbook once inflated: ten times a year's ledger of a whole county."""
MOST_PARTS = 5000


@immutable
class Sheets:
    """What a workbook holds: its sheets, whether it counts days from 1904, and what is to be said of it."""

    grids: tuple[Grid, ...]
    is_1904: bool = False
    notes: tuple[Problem, ...] = ()


def read_workbook(content: bytes) -> Sheets:
    """The sheets of a workbook, read in a process of its own, which gets these bytes and nothing else.

    Raises Rejected for one with a password, a broken one, and one past all measure.
    """
    from station_app.apart import done_apart  # noqa: PLC0415  (the desk starts without what old ledgers need)

    said = json.loads(done_apart("workbook", content, refusal("ledger_broken")).decode("utf-8", "surrogatepass"))
    notes = tuple(warning(code) for code in said["notes"])
    return Sheets(tuple(map(_grid, said["sheets"])), said["is_1904"], notes)


def _grid(raw: Mapping[str, Any]) -> Grid:
    name = raw["name"]
    return Grid(
        name=name,
        lines=tuple((number, tuple(cells)) for number, cells in raw["lines"]),
        merges=tuple((top, left, bottom, right) for top, left, bottom, right in raw["merges"]),
        is_hidden=raw["is_hidden"],
        odd={(row, column): Odd(why) for row, column, why in raw["odd"]},
        notes=tuple(warning(code, value=name) for code in raw["notes"]),
    )


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
_MARKUP = re.compile(rb"\s*<(?:[?!]|[a-z][\w:.-]*[\s>/])", re.IGNORECASE)
_PAGE = re.compile(
    rb"<(?:\w+:)?(?:!doctype\s+html|html|head|body|table|meta|style|div|tr|center|font|script)\b", re.IGNORECASE
)
_MESSAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:", re.IGNORECASE)
"""A page with its pictures in one file (RFC 2557), as browsers and reports save it."""


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
    grids = tuple(part for grid in sheets.grids for part in parted(grid))
    return Book(shown_name(path), digest, form, grids, is_1904=sheets.is_1904, notes=sheets.notes)


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
    head = content[:8192].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    if _MARKUP.match(head):
        raise reject(refusal("ledger_is_html" if _PAGE.search(head) else "ledger_is_xml"))
    if _MESSAGE.match(head.lstrip()):
        raise reject(refusal("ledger_is_html"))
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
    """What a packed file is, by the names of its parts; some programs write them with backslashes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise reject(refusal("ledger_broken")) from error
    told = sum(one.file_size for one in entries)
    if told > MOST_INFLATED or len(entries) > MOST_PARTS:
        raise reject(refusal("ledger_inflates", value=_mebibytes(told)))
    if any(one.flag_bits & 1 for one in entries):
        raise reject(refusal("ledger_password"))
    names = {one.filename.replace("\\", "/").lstrip("/").lower() for one in entries}
    if "xl/workbook.bin" in names:
        raise reject(refusal("ledger_is_binary"))
    for name, code in (("word/document.xml", "ledger_is_word"), ("ppt/presentation.xml", "ledger_is_slides")):
        if name in names:
            raise reject(refusal(code))
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(name.rpartition("/")[2] == "workbook.xml" for name in names):
        return "xlsx"
    raise reject(refusal("ledger_is_archive"))


def _text_book(name: str, digest: str, content: bytes, said: tuple[str, str]) -> Book:
    """The rows of a text, read in a process of its own as workbooks are."""
    from station_app.apart import done_apart  # noqa: PLC0415  (the desk starts without what old ledgers need)

    asked = wire.canonical(list(said)).encode() + b"\n" + content
    told = json.loads(done_apart("text", asked, refusal("ledger_broken")).decode("utf-8", "surrogatepass"))
    grid = Grid(name, tuple((number, tuple(cells)) for number, cells in told["lines"]))
    _measure((grid,))
    return Book(
        name=name,
        hash=digest,
        form="csv",
        grids=tuple(parted(grid)),
        encoding=told["encoding"],
        separator=told["separator"],
        notes=tuple(warning(code, value=value, **details) for code, value, details in told["notes"]),
    )


def read_apart(asked: bytes) -> bytes:
    """The work of that process: the first line says encoding and separator as the clerk did ("" where not), the rest
    is the text; its rows as JSON. Raises Rejected."""
    head, _, content = asked.partition(b"\n")
    encoding, separator = json.loads(head)
    text = decoded(content, encoding)
    rows = read(text.content, separator)
    notes = [(one.code, one.value, dict(one.details)) for one in (*text.notes, *rows.notes)]
    told = {"lines": rows.lines, "encoding": text.encoding, "separator": rows.separator, "notes": notes}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _measure(grids: tuple[Grid, ...]) -> None:
    for grid in grids:
        if len(grid.lines) > MOST_LINES:
            raise reject(refusal("ledger_too_large", value=len(grid.lines), most=MOST_LINES))
        if grid.width > MOST_COLUMNS:
            raise reject(refusal("ledger_too_large", value=grid.width, most=MOST_COLUMNS))
