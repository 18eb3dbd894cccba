"""Tables for other programs: xlsx (ECMA-376) and csv (RFC 4180, UTF-8 with its mark), row by row.

What a person typed is never a formula where it lands: a spreadsheet that opens the file, or saves it as another, finds
an apostrophe before what it would compute. Numbers and days are typed; telephones, document and record numbers are
text.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO, Any

from station_app.domain.folding import is_invisible
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.text import paper as words

Cell = str | int | float | date | None
"""What a cell holds: words, a number, a day; None and "" for nothing."""


@immutable
class FormColumns:
    """Which columns of a table somebody fills in, and between which words they choose there; the others are locked."""

    filled: frozenset[int]
    choices: Mapping[int, Sequence[str]]


@immutable
class Heads:
    """What stands over a table: the title, above each printed page; the columns, each with its width in pixels; the
    form, where it is one that is filled in."""

    title: str
    columns: Sequence[tuple[str, int]]
    form: FormColumns | None = None


_SIGNS = frozenset("=+-@\u2212")
_BREAKS = ("\t", "\r", "\n")
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category that fonts draw as nothing."""
_NUMBER_LIKE = re.compile(r"[(]?\d[\d\s.,:/\-()%eE\u5e74\u6708\u65e5]*")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML holds (XML 1.0, 2.2)."""
FIRST_YEAR = 1901
"""Earlier days are no numbers of a workbook (ECMA-376, 18.17.4.1): they stand as words."""
MOST_SIGNS = 32_767
MOST_ROWS = 1_048_576
"""What an xlsx holds in a cell and in a sheet (ECMA-376 as spreadsheets read it)."""


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula, nor behind a space, an invisible sign or in another width."""
    return f"'{cell}" if cell.startswith(_BREAKS) or _first_seen(cell) in _SIGNS else cell


def _first_seen(text: str) -> str:
    """The first sign of a text that is drawn, as plain as it can be; "" for none."""
    for sign in text:
        if not (sign.isspace() or is_invisible(sign) or sign in _BLANK_LETTERS or unicodedata.category(sign) == "Mn"):
            return unicodedata.normalize("NFKC", sign)[:1]
    return ""


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A short table as the bytes of a csv file."""
    made = io.StringIO(newline="")
    _fill(made, heads, rows)
    return made.getvalue().encode("utf-8-sig")


def write(path: Path, heads: Heads, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table of any length to `path`: csv where its name ends so, else xlsx. Raises OSError, and Rejected for
    more rows than an xlsx holds; the file is then not whole."""
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            _fill(file, [head for head, _ in heads.columns], rows)
    else:
        _write_xlsx(path, heads, rows)


def _fill(file: IO[str], heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    writer = csv.writer(file)
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([_said(cell) for cell in row] for row in rows)


def _said(cell: Cell) -> Cell:
    """A cell of a csv, which has no types: a text that would be read as a number or a day is marked as a text."""
    if not isinstance(cell, str):
        return cell.isoformat() if isinstance(cell, date) else cell
    text = cell.replace("\0", "").replace("\r\n", "\n").encode(errors="ignore").decode()
    safe = harmless(text)
    return f"'{text}" if safe == text and _NUMBER_LIKE.fullmatch(unicodedata.normalize("NFKC", text.strip())) else safe


PIXELS_A_SIGN, NARROWEST, WIDEST = 7.5, 8, 60
STRETCHED = 44
"""Signs that a column is wide which takes what is left on the screen."""


def _write_xlsx(path: Path, heads: Heads, rows: Iterable[Sequence[Cell]]) -> None:
    # openpyxl takes a tenth of a second to load: nobody waits for it but who saves a table.
    from openpyxl import Workbook  # noqa: PLC0415  (see above)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  (see above)
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415  (see above)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (see above)

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", heads.title)[:31])
    try:
        _set_up(sheet, heads)
        line = [WriteOnlyCell(sheet, harmless(head)) for head, _ in heads.columns]
        for one in line:
            one.font, one.alignment = Font(bold=True), Alignment(vertical="center")
        sheet.append(line)
        filled = heads.form.filled if heads.form else frozenset()
        kinds, last = [_Kinds(sheet, is_filled=at in filled) for at, _ in enumerate(heads.columns)], 1
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise reject(refusal("too_many_for_xlsx", value=MOST_ROWS - 1))
            sheet.append([kind.holding(cell) for kind, cell in zip(kinds, row, strict=True)])
            last = number
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads.columns))}{last}"
        if heads.form:
            _lock(sheet, heads.form, last)
        book.save(path)
    finally:
        _drop_scratch(sheet)


def _set_up(sheet: Any, heads: Heads) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (see above)

    for place, (head, pixels) in enumerate(heads.columns, 1):
        signs = max(pixels / PIXELS_A_SIGN if pixels else STRETCHED, 2 * len(head) + 2, NARROWEST)
        sheet.column_dimensions[get_column_letter(place)].width = min(signs, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = heads.title.replace("&", "&&")
    sheet.oddFooter.center.text = words.SHEET_FOOT


def _lock(sheet: Any, form: FormColumns, last: int) -> None:
    """Keep all cells from being changed but those of the form; no password: it keeps a hand from slipping."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (see above)
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  (see above)

    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # wider columns are nobody's harm
    for place, offered in form.choices.items():
        letter = get_column_letter(place + 1)
        choice = DataValidation(type="list", formula1='"' + ",".join(offered) + '"', allow_blank=True)
        choice.add(f"{letter}2:{letter}{last}")
        sheet.data_validations.append(choice)


def _drop_scratch(sheet: Any) -> None:
    """openpyxl gathers a sheet in a file of its own, which would stay until the program ends where nothing is saved."""
    if not sheet.closed:
        with suppress(OSError):  # the disk that was full a moment ago
            sheet.close()
    scratch: Any = sheet._writer
    if Path(scratch.out).exists():
        scratch.cleanup()


class _Kinds:
    """A column's cells, one of each kind, filled anew for each row: made for each they took half of the time."""

    def __init__(self, sheet: Any, *, is_filled: bool = False) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  (see above)
        from openpyxl.styles import Alignment, Protection  # noqa: PLC0415  (see above)

        self._text, self._day, self._number = (WriteOnlyCell(sheet) for _ in range(3))
        self._blank = self._text if is_filled else None
        if is_filled:
            for one in (self._text, self._day, self._number):
                one.protection = Protection(locked=False)
        self._text.number_format, self._text.alignment = "@", Alignment(vertical="top", wrap_text=True)
        self._day.number_format, self._day.alignment = "yyyy-mm-dd", Alignment(vertical="top", horizontal="left")
        self._number.alignment = Alignment(vertical="top")

    def holding(self, cell: Cell) -> Any:
        """The cell of what it holds; None for nothing, where nobody fills it in."""
        if cell is None or cell == "":
            if self._blank:
                self._blank.value = None
            return self._blank
        if isinstance(cell, date) and cell.year < FIRST_YEAR:
            cell = cell.isoformat()
        if isinstance(cell, str):
            self._text.value = harmless(_NO_XML.sub("", cell.replace("\r\n", "\n")))[:MOST_SIGNS]
            self._text.data_type = "s"  # openpyxl takes "=" for a formula, and "#N/A" for an error
            return self._text
        kind = self._day if isinstance(cell, date) else self._number
        kind.value = cell
        return kind
