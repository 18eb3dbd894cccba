"""Workbooks (xlsx, xls, ods) as grids of text: values alone, no formula is calculated and no macro is run.

What would harm or deceive is looked for in the bytes before the library sees them: the true size once inflated, XML
with definitions of its own, and a cell so far out that the table between would fill the memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal, reject, warning
from station_app.services.ledger_import.grid import Grid, Line, Merge

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

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
