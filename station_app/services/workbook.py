"""What a workbook's own bytes say: xlsx, xls and ods read cell by cell, in a process of its own.

The child (`read`) gives the sheets as JSON: no library's picture of them, so that a cell that holds an error, a formula
that was never calculated and one whose result is the empty text are three things. The memory follows the cells that
hold something, never the corner that a stray sign stands in.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from station_app.domain.problem import refusal, reject
from station_app.services.workbook_cells import (
    DECIMAL,
    ERROR,
    MOST_COLUMNS,
    MOST_LINES,
    UNSOLVED,
    Measure,
    RawSheet,
    Spelling,
    day_of,
    spelt,
)

if TYPE_CHECKING:
    from xlrd.book import Book as Biff
    from xlrd.sheet import Sheet as BiffSheet

_CHUNK = 1 << 20


def read(content: bytes) -> bytes:
    """The sheets of a workbook as JSON: `sheets`, `is_1904`, `notes` (codes). Raises Rejected for a password, for what
    passes all measure and for tricks; whatever else its bytes break is the end of the child alone."""
    try:
        if not content.startswith(b"PK"):
            return _packed(*_of_biff(content))
        parts = _parts(content)
        if "content.xml" in parts:
            return _packed(_of_ods(parts), is_1904=False, notes=[])
        return _packed(*_of_xlsx(parts))
    except MemoryError as error:
        raise reject(refusal("ledger_inflates", value=f"{len(content) >> 20} MB")) from error


def _packed(sheets: Sequence[RawSheet], is_1904: bool, notes: Sequence[str]) -> bytes:
    said = {"sheets": [asdict(one) for one in sheets], "is_1904": is_1904, "notes": list(notes)}
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts of a packed workbook that say something, by name; each is inflated to its end and checked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            kept = {}
            for entry in packed.infolist():
                name = entry.filename.replace("\\", "/").lstrip("/").lower()
                if entry.is_dir():
                    continue
                is_wanted = name.endswith((".xml", ".rels"))
                with packed.open(entry) as part:
                    said = b"".join(one for one in iter(lambda: part.read(_CHUNK), b"") if is_wanted)
                kept[name] = said
            return kept
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise reject(refusal("ledger_broken")) from error


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    signs: Callable[[str], None] | None = None,
) -> None:
    """Walk through XML; names come without their prefix. Raises Rejected for definitions: they are somebody's trick."""

    def refuse(*_said: object) -> None:
        raise reject(refusal("ledger_entities"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(name[name.find(":") + 1 :], given)
    parser.EndElementHandler = lambda name: end(name[name.find(":") + 1 :])
    if signs is not None:
        parser.CharacterDataHandler = signs
    parser.Parse(content, True)


def _plain(given: Mapping[str, str]) -> dict[str, str]:
    """Attributes without the prefixes of their names."""
    return {name[name.find(":") + 1 :]: value for name, value in given.items()}


def _elements(content: bytes, *wanted: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, given: dict[str, str]) -> None:
        if name in wanted:
            found.append((name, _plain(given)))

    _parse(content, start, lambda _name: None)
    return iter(found)


# xlsx


_NO_LEDGERS = ("chartsheets/", "dialogsheets/", "macrosheets/")
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_BUILT_IN_DAYS = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
_BUILT_IN_TIMES = frozenset((18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56))
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}


def _of_xlsx(parts: Mapping[str, bytes]) -> tuple[list[RawSheet], bool, list[str]]:
    root = _related(parts, "_rels/.rels", "")
    workbook = next((name for name in root.values() if name in parts and name.endswith("workbook.xml")), "")
    workbook = workbook or "xl/workbook.xml"
    folder, _, own = workbook.rpartition("/")
    related = _related(parts, f"{folder}/_rels/{own}.rels", folder)
    strings = _strings(next((parts[name] for name in related.values() if name.endswith("sharedstrings.xml")), b""))
    styles = next((parts[name] for name in related.values() if name.endswith("styles.xml") and name in parts), b"")
    told = list(_elements(parts[workbook], "sheet", "workbookPr"))
    is_1904 = any(name == "workbookPr" and given.get("date1904") in ("1", "true") for name, given in told)
    spell = Spelling(_formats(styles), is_1904)
    sheets, measure = [], Measure()
    for name, given in told:
        target = related.get(given.get("id", ""), "")
        if name != "sheet" or target not in parts or any(one in target for one in _NO_LEDGERS):
            continue
        content = _without_empty_cells(parts[target])
        sheet = _XlsxSheet(RawSheet(given.get("name", "")), strings, spell, measure).read(content)
        sheet.is_hidden = given.get("state", "visible") != "visible"
        beside = _related(parts, f"{target.rpartition('/')[0]}/_rels/{target.rpartition('/')[2]}.rels", "")
        if any("comments" in one for one in beside.values()):
            sheet.notes.append("ledger_comments")
        sheets.append(sheet)
    notes = ["ledger_macros"] if any(name.endswith("vbaproject.bin") for name in parts) else []
    return sheets, is_1904, notes


_EMPTY_CELL = re.compile(
    rb"""<(?:\w+:)?c(?:\s+s=(?:"\d*"|'\d*'))?\s+r=(?:"[A-Z0-9]+"|'[A-Z0-9]+')(?:\s+\w+=(?:"\w*"|'\w*'))*\s*/>"""
)


def _without_empty_cells(content: bytes) -> bytes:
    """A sheet without the cells that are only formatted: a sheet formatted to its end has a million of them."""
    has_raw_text = b"<![CDATA[" in content or b"<!--" in content
    return content if has_raw_text else _EMPTY_CELL.sub(b"", content)


def _related(parts: Mapping[str, bytes], name: str, folder: str) -> dict[str, str]:
    """The parts that a part speaks of, by id."""
    if name not in parts:
        return {}
    found = {}
    for _, given in _elements(parts[name], "Relationship"):
        target = given.get("Target", "").replace("\\", "/").lower()
        steps = [] if target.startswith("/") or not folder else folder.split("/")
        for step in target.split("/"):
            if step == "..":
                steps = steps[:-1]
            elif step not in ("", "."):
                steps.append(step)
        found[given.get("Id", "")] = "/".join(steps)
    return found


def _strings(content: bytes) -> list[str]:
    """The texts that cells share; phonetic guides are no part of them."""
    found: list[str] = []
    pieces: list[str] = []
    in_text = in_guide = False

    def start(name: str, _given: dict[str, str]) -> None:
        nonlocal in_text, in_guide
        if name == "si":
            pieces.clear()
        in_guide = in_guide or name == "rPh"
        in_text = name == "t" and not in_guide

    def end(name: str) -> None:
        nonlocal in_text, in_guide
        in_text = False
        if name == "rPh":
            in_guide = False
        if name == "si":
            found.append(_unescaped("".join(pieces)))

    if content:
        _parse(content, start, end, lambda signs: pieces.append(signs) if in_text else None)
    return found


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are written _x000D_ (ISO/IEC 29500-1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(content: bytes) -> list[str]:
    """The number format of each style; of the built-in ones what they would be written as."""
    own: dict[int, str] = {}
    chosen: list[str] = []
    in_cells = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal in_cells
        if name == "numFmt":
            own[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        in_cells = in_cells or name == "cellXfs"
        if in_cells and name == "xf":
            number = int(given.get("numFmtId", "0"))
            chosen.append(own.get(number, _built_in(number)))

    def end(name: str) -> None:
        nonlocal in_cells
        in_cells = in_cells and name != "cellXfs"

    if content:
        _parse(content, start, end)
    return chosen


def _built_in(number: int) -> str:
    if number in _BUILT_IN_DAYS:
        return "yyyy-mm-dd"
    return "hh:mm" if number in _BUILT_IN_TIMES else _BUILT_IN.get(number, "")


class _XlsxSheet:
    """One sheet's XML, walked through once."""

    def __init__(self, sheet: RawSheet, strings: Sequence[str], spell: Spelling, measure: Measure) -> None:
        self._sheet, self._strings, self._spell, self._measure = sheet, strings, spell, measure
        self._row = self._column = 0
        self._cells: list[str] = []
        self._pieces: list[str] = []
        self._kind = self._style = ""
        self._reads = self._in_guide = self._has_formula = False
        self._notes: set[str] = set()
        self._columns: dict[str, int] = {}

    def read(self, content: bytes) -> RawSheet:
        """The sheet."""
        _parse(content, self._start, self._end, self._signs)
        self._sheet.notes += sorted(self._notes)
        return self._sheet

    def _signs(self, signs: str) -> None:
        if self._reads:
            self._pieces.append(signs)

    def _start(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "c":
                self._begin_cell(given)
            case "v" | "t":
                self._reads = not self._in_guide
            case "f":
                self._has_formula = True
            case "row":
                self._row = int(given["r"]) if "r" in given else self._row + 1
                self._column, self._cells = -1, []
                self._look_hidden(given)
            case "rPh":
                self._in_guide = True
            case "col":
                self._look_hidden(given)
            case "filterColumn":
                self._notes.add("ledger_hidden_rows")
            case "mergeCell":
                self._merge(given.get("ref", ""))

    def _begin_cell(self, given: Mapping[str, str]) -> None:
        self._column += 1
        if ref := given.get("r", ""):
            name = ref.rstrip("0123456789")
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = _column_of(name)
            self._column = column
            if (row := int(ref[len(name) :])) != self._row:
                raise ValueError(f"row {self._row} holds a cell of row {row}")
        self._kind, self._style = given.get("t", "n"), given.get("s", "")
        self._pieces, self._has_formula = [], False

    def _end(self, name: str) -> None:
        match name:
            case "v" | "t":
                self._reads = False
            case "rPh":
                self._in_guide = False
            case "c":
                self._end_cell()
            case "row" if any(self._cells):
                self._measure.line(len(self._sheet.lines) + 1)
                self._sheet.lines.append((self._row, self._cells))

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        if not raw:
            # An empty text is a result; no value at all is none (18.3.1.4).
            if self._has_formula and self._kind not in ("str", "inlineStr"):
                self._say(UNSOLVED)
            return
        text = self._text_of(raw)
        self._measure.cell(self._column, text)
        self._cells += [""] * (self._column + 1 - len(self._cells))
        self._cells[self._column] = text

    def _text_of(self, raw: str) -> str:
        match self._kind:
            case "s":
                return self._strings[int(raw)]
            case "e":
                self._say(ERROR)
                return raw
            case "b":
                return "true" if raw.strip() in ("1", "true") else "false"
            case "d":
                return raw.removesuffix("T00:00:00").removesuffix("T00:00:00.000").replace("T", " ")
            case "n":
                text, is_unknown = self._spell.of_style(self._style, float(raw))
                if is_unknown:
                    self._say(DECIMAL)
                return text
        return _unescaped(raw)

    def _say(self, why: str) -> None:
        self._sheet.odd.append((self._row, self._column, why))

    def _look_hidden(self, given: Mapping[str, str]) -> None:
        if given.get("hidden") in ("1", "true"):
            self._notes.add("ledger_hidden_rows")

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (left, top), (right, bottom) = _place_of(first), _place_of(last or first)
        self._sheet.merges.append((top, left, bottom, right))


def _place_of(ref: str) -> tuple[int, int]:
    found = _REF.fullmatch(ref)
    if not found:
        raise ValueError(ref)
    return _column_of(found[1]), int(found[2])


def _column_of(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


# ods


def _of_ods(parts: Mapping[str, bytes]) -> list[RawSheet]:
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise reject(refusal("ledger_password"))
    reader = _OdsReader(Measure())
    _parse(parts["content.xml"], reader.start, reader.end, reader.signs)
    return reader.sheets


class _OdsReader:
    """content.xml of an OpenDocument spreadsheet, walked through once (ODF 1.3 part 3, 9)."""

    def __init__(self, measure: Measure) -> None:
        self.sheets: list[RawSheet] = []
        self._measure = measure
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._row_times = self._column = 0
        self._cells: list[str] = []
        self._odd: list[tuple[int, str]] = []
        self._given: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._depth = self._aside = 0

    def start(self, name: str, raw: dict[str, str]) -> None:
        """An element begins."""
        if self._aside or name in ("annotation", "shapes"):
            self._aside += 1
            if name == "annotation" and self.sheets and "ledger_comments" not in self.sheets[-1].notes:
                self.sheets[-1].notes.append("ledger_comments")
            return
        given = _plain(raw)
        match name:
            case "style":
                self._style = given.get("name", "")
            case "table-properties" if given.get("display") == "false":
                self._hidden_styles.add(self._style)
            case "table" | "table-row" | "table-column":
                self._begin_table(name, given)
            case "table-cell" | "covered-table-cell":
                self._given, self._paragraphs = given, []
            case "p":
                self._paragraphs.append("")
                self._depth += 1
            case "s":
                self.signs(" " * min(int(given.get("c", "1")), 1000))
            case "tab" | "line-break":
                self.signs("\t" if name == "tab" else "\n")

    def _begin_table(self, name: str, given: Mapping[str, str]) -> None:
        if name == "table":
            is_hidden = given.get("style-name", "") in self._hidden_styles
            self.sheets.append(RawSheet(given.get("name", ""), is_hidden=is_hidden))
            self._row = 0
        elif name == "table-row":
            self._row_times = int(given.get("number-rows-repeated", "1"))
            self._cells, self._odd, self._column = [], [], 0
        if name != "table" and given.get("visibility", "visible") != "visible":
            self._note("ledger_hidden_rows")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
            return
        match name:
            case "p":
                self._depth -= 1
            case "table-cell" | "covered-table-cell":
                self._end_cell(is_covered=name != "table-cell")
            case "table-row":
                self._end_row()

    def signs(self, signs: str) -> None:
        """Text."""
        if self._depth > 0 and not self._aside and self._paragraphs:
            self._paragraphs[-1] += signs

    def _note(self, code: str) -> None:
        if self.sheets and code not in self.sheets[-1].notes:
            self.sheets[-1].notes.append(code)

    def _end_cell(self, *, is_covered: bool) -> None:
        given, times = self._given, int(self._given.get("number-columns-repeated", "1"))
        text, why = ("", "") if is_covered else self._text_of(given)
        if text:
            self._measure.cell(self._column, text, times)
            self._cells += [""] * (self._column - len(self._cells)) + [text] * times
        if why:
            self._odd += [(self._column + at, why) for at in range(min(times, MOST_COLUMNS))]
        right, down = (int(given.get(f"number-{one}-spanned", "1")) for one in ("columns", "rows"))
        if right > 1 or down > 1:
            row = self._row + 1
            self.sheets[-1].merges.append((row, self._column, row + down - 1, self._column + right - 1))
        self._column += times

    def _text_of(self, given: Mapping[str, str]) -> tuple[str, str]:
        shown = "\n".join(self._paragraphs)
        kind = given.get("value-type", "")
        if kind == "error" or (given.get("formula") and re.fullmatch("Err:[0-9]+|#[A-Z/0]+[!?]?|#N/A", shown)):
            return shown or "#N/A", ERROR
        match kind:
            case "float" | "currency" | "percentage":
                value = float(given.get("value", "nan"))
                if shown and _is_number(shown, value):
                    return shown, ""
                return spelt(value), "" if value.is_integer() else DECIMAL
            case "date":
                said = given.get("date-value", "").removesuffix("T00:00:00").partition(".")[0]
                return said.replace("T", " "), ""
            case "boolean":
                return given.get("boolean-value", "").lower(), ""
            case "" if given.get("formula") and not shown:
                return "", UNSOLVED
        return shown or given.get("string-value", ""), ""

    def _end_row(self) -> None:
        if any(self._cells):
            sheet = self.sheets[-1]
            self._measure.line(len(sheet.lines) + self._row_times)
            self._measure.signs += sum(map(len, self._cells)) * (self._row_times - 1)
            self._measure.cell(0, "")
            sheet.lines += [(self._row + at + 1, self._cells) for at in range(self._row_times)]
        if self._odd and self.sheets:
            rows = range(self._row + 1, self._row + 1 + min(self._row_times, MOST_LINES))
            self.sheets[-1].odd += [(row, column, why) for row in rows for column, why in self._odd]
        self._row += self._row_times


def _is_number(shown: str, value: float) -> bool:
    """Whether a number's written form is that number and nothing else: 5.10 of 5.1, 007 of 7."""
    return bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", shown)) and float(shown) == value and "E" not in shown


# xls


def _of_biff(content: bytes) -> tuple[list[RawSheet], bool, list[str]]:
    # Read in the child alone: nobody else ever loads it.
    import xlrd  # noqa: PLC0415
    from xlrd.biffh import XLRDError  # noqa: PLC0415

    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            ignore_workbook_corruption=True,
            logfile=io.StringIO(),
        )
    except XLRDError as error:
        is_locked = any(word in str(error).lower() for word in ("encrypted", "password"))
        raise reject(refusal("ledger_password" if is_locked else "ledger_broken")) from error
    measure = Measure()
    sheets = [_biff_sheet(book, book.sheet_by_index(at), measure) for at in range(book.nsheets)]
    return sheets, book.datemode == 1, []


_BIFF_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
"""[MS-XLS] 2.5.10 BErr; any other code is an error as well."""


def _biff_sheet(book: Biff, sheet: BiffSheet, measure: Measure) -> RawSheet:
    made = RawSheet(sheet.name, is_hidden=sheet.visibility != 0)
    spell = Spelling((), book.datemode == 1)
    for row in range(sheet.nrows):
        cells: list[str] = []
        for column in range(sheet.row_len(row)):
            text, why = _biff_text(book, sheet, (row, column), spell)
            if why:
                made.odd.append((row + 1, column, why))
            if text:
                measure.cell(column, text)
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
        if any(cells):
            measure.line(len(made.lines) + 1)
            made.lines.append((row + 1, cells))
    made.merges = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
    if any(getattr(one, "hidden", 0) for one in (*sheet.rowinfo_map.values(), *sheet.colinfo_map.values())):
        made.notes.append("ledger_hidden_rows")
    if sheet.cell_note_map:
        made.notes.append("ledger_comments")
    return made


def _biff_text(book: Biff, sheet: BiffSheet, place: tuple[int, int], spell: Spelling) -> tuple[str, str]:
    value: Any = sheet.cell_value(*place)
    match sheet.cell_type(*place):  # xlrd's kinds of cells: text, day, number, truth, error; the others hold nothing
        case 1:
            return value, ""
        case 3:
            return day_of(value, book.datemode == 1), ""
        case 2:
            style = book.format_map.get(book.xf_list[sheet.cell_xf_index(*place)].format_key)
            text, is_unknown = spell.of(style.format_str if style else "", value)
            return text, DECIMAL if is_unknown else ""
        case 4:
            return ("true" if value else "false"), ""
        case 5:
            return _BIFF_ERRORS.get(value, "#ERROR!"), ERROR
    return "", ""
