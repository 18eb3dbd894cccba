"""What stands on a page: ruled forms, tables that flow over pages, places to sign, a code that a scanner reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Role
from station_app.reports.page import MM, Align, Paper, Style
from station_app.reports.press import Rule
from station_app.reports.typeset import SetLine

# GB/T 9704-2012, 7.4.2 rules 版记 with 0.35 mm outside; the rules between cells are as thin as an office printer holds.
OUTER, INNER = 0.35 * MM, 0.18 * MM
PAD_X, PAD_Y = 4.0, 4.5
LEAST_HEIGHT = 8 * MM
GAP = 5.0
# A split row leaves so many lines behind and takes so many along.
LEAST_TABLE_LINES = 2

CELL = Style(Role.BODY, 10.5, 15.5)
HEAD = Style(Role.HEADING, 10.5, 15.5, align=Align.CENTRE)


@immutable
class PaperColumn:
    """One column: its heading, its share of the width beside the others', and whether its cells are centred."""

    heading: str
    share: float
    centred: bool = False


Cells = Sequence[Sequence[SetLine]]


def put_table(
    paper: Paper,
    columns: Sequence[PaperColumn],
    rows: Sequence[Sequence[str]],
    *,
    continued: str = "",
    tail: float = 0.0,
) -> None:
    """Set a table over the type area's width, from the cursor on.

    A row moves to the next page whole, but one longer than a third of a page, or one that would leave more than a
    quarter of a page white, is split over pages; `continued` then stands below what the first cell says. Columns
    without any heading have no heading row. Cells of "" are blanks to be filled by hand, at least 8 mm high. What comes
    below needs `tail` points: the last row goes over to its page, so that it never stands there alone.
    """
    table = _Table(paper, columns)
    table.begin(rows[0] if rows else [""] * len(columns))
    for number, row in enumerate(rows, 1):
        if number == len(rows) > 1:
            table.keep_with(row, tail)
        table.add(row, continued)
    table.end()
    paper.skip(2 * GAP)


class _Table:
    """The part of a table that is being set on the current page."""

    def __init__(self, paper: Paper, columns: Sequence[PaperColumn]) -> None:
        self._paper = paper
        total = sum(column.share for column in columns)
        self._widths = [paper.format.measure * column.share / total for column in columns]
        self._styles = [replace(CELL, align=Align.CENTRE) if column.centred else CELL for column in columns]
        self._heads = [
            paper.balanced(column.heading, HEAD, width - 2 * PAD_X)
            for column, width in zip(columns, self._widths, strict=True)
        ]
        self._headed = any(column.heading for column in columns)
        self._top = paper.y
        # Units, categories and days come again in every other row.
        self._even: dict[tuple[str, float], Sequence[SetLine]] = {}
        # A third of a page: a longer row would leave too much white behind if it moved.
        self._long = (paper.format.foot - paper.format.top) / 3
        # A quarter of a page left white looks as if the paper ended there.
        self._white = (paper.format.foot - paper.format.top) / 4

    def begin(self, first: Sequence[str]) -> None:
        """The heading, on a page where the first row has room below it."""
        height = _height(self._cells(first))
        least = height if height <= self._long else LEAST_TABLE_LINES * CELL.leading + 2 * PAD_Y
        self._paper.need(GAP + _height(self._heads) + least)
        self._paper.skip(GAP)
        self._set_heads()

    def keep_with(self, row: Sequence[str], tail: float) -> None:
        """Turn the page before a row where it has room on this one and what follows it has not."""
        height = _height(self._cells(row))
        if tail and height <= self._paper.room() < height + 2 * GAP + tail:
            self.end()
            self._paper.turn()
            self._set_heads()

    def add(self, row: Sequence[str], continued: str) -> None:
        """One row, split as often as it must be."""
        cells = self._cells(row)
        while _height(cells) > self._paper.room():
            fits = self._fitting(cells)
            if fits:
                self._set([cell[:fits] for cell in cells], self._styles, split=True)
                cells = self._rest(cells, row, fits, continued)
            self.end()
            self._paper.turn()
            self._set_heads()
        self._set(cells, self._styles)

    def end(self) -> None:
        """The frame around what stands on this page."""
        paper = self._paper
        left, right = paper.format.left, paper.format.left + paper.format.measure
        edges = [left]
        for width in self._widths:
            edges.append(edges[-1] + width)
        for edge in edges[1:-1]:
            paper.set_rule(Rule(edge, self._top, edge, paper.y, INNER))
        for x in (left, right):
            paper.set_rule(Rule(x, self._top, x, paper.y, OUTER))
        for y in (self._top, paper.y):
            paper.set_rule(Rule(left, y, right, y, OUTER))

    def _set_heads(self) -> None:
        self._top = self._paper.y
        if self._headed:
            self._set(self._heads, [HEAD] * len(self._heads))

    def _cells(self, row: Sequence[str]) -> Cells:
        return [self._broken(*cell) for cell in zip(row, self._styles, self._widths, strict=True)]

    def _fitting(self, cells: Cells) -> int:
        """How many lines of a row stay on this page: 0 where it should move whole."""
        longest = max(map(len, cells))
        fits = int((self._paper.room() - 2 * PAD_Y) // CELL.leading)
        if fits < LEAST_TABLE_LINES or (_height(cells) <= self._long and self._paper.room() <= self._white):
            return 0
        return min(fits, longest - LEAST_TABLE_LINES)

    def _rest(self, cells: Cells, row: Sequence[str], fits: int, continued: str) -> Cells:
        """What goes to the next page; its first cell repeats whose row it is."""
        rest = [cell[fits:] for cell in cells]
        if not rest[0] and continued:
            rest[0] = self._broken(f"{row[0]}\n{continued}", self._styles[0], self._widths[0])
        return rest

    def _broken(self, text: str, style: Style, width: float) -> Sequence[SetLine]:
        """The lines of a cell, empty ones at its end left out; even lines where they are centred."""
        text = text.rstrip()
        if style.align is Align.CENTRE:
            if (text, width) not in self._even:
                self._even[text, width] = self._paper.balanced(text, style, width - 2 * PAD_X)
            return self._even[text, width]
        return self._paper.broken(text, style, width - 2 * PAD_X)

    def _set(self, cells: Cells, styles: Sequence[Style], *, split: bool = False) -> None:
        """Set one row, or a part of one, at the cursor; short cells stand in the middle of a row that is whole."""
        paper = self._paper
        height = _height(cells)
        x, right = paper.format.left, paper.format.left + paper.format.measure
        if paper.y > self._top:
            paper.set_rule(Rule(x, paper.y, right, paper.y, INNER))
        for cell, style, width in zip(cells, styles, self._widths, strict=True):
            top = paper.y + (PAD_Y if split else (height - len(cell) * style.leading) / 2)
            for number, line in enumerate(cell):
                paper.set_line(line, style, x + PAD_X, top + number * style.leading, width - 2 * PAD_X)
            x += width
        paper.y += height


def _height(cells: Cells) -> float:
    return max(max(map(len, cells)) * CELL.leading + 2 * PAD_Y, LEAST_HEIGHT)


VALUE = Style(Role.BODY, 11, 16)
LEAST_LINES = 3
"""Of a split row so many lines stay on the page at least."""

LABEL = replace(VALUE, role=Role.HEADING, align=Align.CENTRE)


@immutable
class Cell:
    """What stands in a cell, and its share of its row beside the others'; a label is centred and bold.

    `least` is how high it is at least, in points: room to write by hand.
    """

    text: str
    share: float
    is_label: bool = False
    least: float = 0.0


def put_grid(paper: Paper, rows: Sequence[Sequence[Cell]]) -> None:
    """Set rows of cells over the type area's width. Cells of "" are blanks to be filled by hand, at least 8 mm high.

    A row moves to the next page whole; one higher than half a page is split over pages, its labels repeated.
    """
    paper.need(LEAST_HEIGHT)  # a heading that waits goes along with the first row
    top = paper.y
    for row in rows:
        lines = [list(_lines(paper, cell, _width(paper, row, cell) - 2 * PAD_X)) for cell in row]
        while True:
            height = _grid_height(row, lines)
            fits = int((paper.room() - 2 * PAD_Y) // VALUE.leading)
            if paper.room() >= height:
                break
            if height > (paper.format.foot - paper.format.top) / 2 and fits >= LEAST_LINES:
                _put_grid_row(paper, row, [broken[:fits] for broken in lines], top)
                lines = [broken if cell.is_label else broken[fits:] for cell, broken in zip(row, lines, strict=True)]
            _frame(paper, top)
            paper.turn()
            top = paper.y
        _put_grid_row(paper, row, lines, top)
    _frame(paper, top)


def pair(label: str, value: str, other: str, other_value: str) -> list[Cell]:
    """A row of two labels with their values."""
    return [Cell(label, 5, True), Cell(value, 11), Cell(other, 5, True), Cell(other_value, 11)]


def wide(label: str, value: str, least: float = 0.0) -> list[Cell]:
    """A row of one label with its value."""
    return [Cell(label, 5, True), Cell(value, 27, least=least)]


def _grid_height(row: Sequence[Cell], lines: Sequence[Sequence[SetLine]]) -> float:
    written = max(map(len, lines)) * VALUE.leading + 2 * PAD_Y
    return max(written, LEAST_HEIGHT, *(cell.least for cell in row))


def _put_grid_row(paper: Paper, row: Sequence[Cell], lines: Sequence[Sequence[SetLine]], top: float) -> None:
    height = min(_grid_height(row, lines), paper.room())
    x = paper.format.left
    for cell, broken in zip(row, lines, strict=True):
        width = _width(paper, row, cell)
        style = _style(cell)
        first = paper.y + (PAD_Y if cell.least else (height - len(broken) * style.leading) / 2)
        if cell.is_label:
            first = paper.y + (height - len(broken) * style.leading) / 2
        for number, line in enumerate(broken):
            paper.set_line(line, style, x + PAD_X, first + number * style.leading, width - 2 * PAD_X)
        if x > paper.format.left:
            paper.set_rule(Rule(x, paper.y, x, paper.y + height, INNER))
        x += width
    if paper.y > top:
        paper.set_rule(Rule(paper.format.left, paper.y, x, paper.y, INNER))
    paper.y += height


def _width(paper: Paper, row: Sequence[Cell], cell: Cell) -> float:
    return paper.format.measure * cell.share / sum(one.share for one in row)


def _style(cell: Cell) -> Style:
    return LABEL if cell.is_label else replace(VALUE, align=Align.LEFT)


def _lines(paper: Paper, cell: Cell, width: float) -> Sequence[SetLine]:
    style = _style(cell)
    return paper.balanced(cell.text, style, width) if cell.is_label else paper.broken(cell.text, style, width)


def _frame(paper: Paper, top: float) -> None:
    left, right = paper.format.left, paper.format.left + paper.format.measure
    for x in (left, right):
        paper.set_rule(Rule(x, top, x, paper.y, OUTER))
    for y in (top, paper.y):
        paper.set_rule(Rule(left, y, right, y, OUTER))


@immutable
class Signing:
    """Who signs a paper: labels with a line to write on, then who seals it and the day in words."""

    labels: Sequence[str]
    organ: str
    day: str


# The seal of a county or township office is 42 mm wide (国发〔1999〕25号): it lies on name and date.
SEAL = 42 * MM
ROW_HEIGHT = 12 * MM


def height_of(paper: Paper, signing: Signing) -> float:
    """How much of a page the foot takes, in points."""
    return paper.format.leading / 2 + -(-len(signing.labels) // 2) * ROW_HEIGHT + SEAL


def put_places_to_sign(paper: Paper, labels: Sequence[str]) -> None:
    """Places to sign in two columns, without a seal: a sheet that stays in the file."""
    style = replace(paper.styles.folio, leading=paper.format.leading)
    paper.skip(style.leading / 2)
    for first in range(0, len(labels), 2):
        paper.need(ROW_HEIGHT)
        _put_row(paper, labels[first : first + 2], style)


def put_signatures(paper: Paper, signing: Signing) -> None:
    """Places to sign in two columns, then the organ above its date with room for a seal.

    The foot stands on one page; only one higher than a page flows on, and even then the last row stays with the seal.
    """
    style = replace(paper.styles.folio, leading=paper.format.leading)
    rows = [signing.labels[first : first + 2] for first in range(0, len(signing.labels), 2)]
    paper.skip(style.leading / 2)
    paper.need(len(rows) * ROW_HEIGHT + SEAL)
    for number, labels in enumerate(rows, 1):
        paper.need(ROW_HEIGHT + (SEAL if number == len(rows) else 0))
        _put_row(paper, labels, style)
    _put_seal_place(paper, signing, replace(paper.styles.body, indent_em=0, align=Align.CENTRE))


def put_signing(paper: Paper, label: str, day: str) -> None:
    """One place to sign and the day under it, for a paper that bears no seal; both stand on one page, and with the last
    lines of the text where the page has room for them."""
    style = replace(paper.styles.folio, leading=paper.format.leading)
    paper.skip(style.leading / 2)
    paper.need(2 * ROW_HEIGHT)
    width = paper.format.measure * 0.62
    left = paper.format.left + paper.format.measure - width
    _put_label(paper, label, style, (left, paper.y, width))
    paper.y += ROW_HEIGHT
    under = left + paper.width_of(label, style)
    paper.set_line(_single(paper, day, style), style, under, paper.y, paper.width_of(day, style))
    paper.y += ROW_HEIGHT


def _put_row(paper: Paper, labels: Sequence[str], style: Style) -> None:
    gap = 8 * MM
    width = (paper.format.measure - gap) / 2
    for place, label in enumerate(labels):
        _put_label(paper, label, style, (paper.format.left + place * (width + gap), paper.y, width))
    paper.y += ROW_HEIGHT


def _put_label(paper: Paper, label: str, style: Style, box: tuple[float, float, float]) -> None:
    """A label and the line behind it."""
    x, top, width = box
    paper.set_line(_single(paper, label, style), style, x, top, width)
    under = top + style.leading / 2 + 0.5 * style.size
    paper.set_rule(Rule(x + paper.width_of(label, style) + 2, under, x + width, under, 0.5))


def _put_seal_place(paper: Paper, signing: Signing, style: Style) -> None:
    """The organ centred over the date; the wider of the two ends four characters before the edge (7.3.5)."""
    lines = [_single(paper, text, style) for text in (signing.organ, signing.day)]
    width = max(line.width * style.em for line in lines)
    right = min(4 * style.em, paper.format.measure - width)
    x = paper.format.left + paper.format.measure - right - width
    # The middle of the seal lies between name and date: half of it reaches up, half down.
    paper.y += SEAL / 2 - style.leading
    for line in lines:
        paper.set_line(line, style, x, paper.y, width)
        paper.y += style.leading
    paper.y += SEAL / 2 - style.leading


def _single(paper: Paper, text: str, style: Style) -> SetLine:
    return paper.broken(text, style, 10 * paper.format.width)[0]


QUIET = 4
"""Modules of white around the code (ISO/IEC 18004:2015, 6.3.8)."""


def put_code(paper: Paper, text: str, x: float, y: float, side: float) -> None:
    """Draw the code of a text into a square of `side` points, its upper left corner at `x`, `y`; the cursor stays.

    Error correction M, so that a crease does no harm.
    """
    import segno  # noqa: PLC0415  (the desk starts without its paper)

    rows = list(segno.make_qr(text, error="m").matrix)
    module = side / (len(rows) + 2 * QUIET)
    for number, row in enumerate(rows):
        # Runs of dark modules as one line as thick as a module; a hair more closes the seams between rows.
        middle = y + (number + QUIET + 0.5) * module
        start = None
        for place, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                # The press ends its lines square, half their weight beyond the end.
                left, right = x + (start + QUIET + 0.5) * module, x + (place + QUIET - 0.5) * module
                paper.set_rule(Rule(left, middle, right, middle, module * 1.02))
                start = None
