"""What stands on a page: ruled forms, tables that flow over pages, places to sign, a code that a scanner reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Role
from station_app.reports.page import MAY_BREAK, MM, Align, Paper, Style
from station_app.reports.press import Rule
from station_app.reports.typeset import SetLine
from station_app.text import paper as words

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
    """One column: its heading, its share of the room that the contents leave, and whether its cells are centred.

    A cell of more than `most` lines is cut where they end (0: it is never cut). Up to `whole` ems its widest cell
    decides, so that none is broken or cut without need.
    """

    heading: str
    share: float
    centred: bool = False
    most: int = 0
    whole: float = 0.0


PaperCell = str | Sequence[str]
"""What stands in a cell; of a row in several sub-rows its part of each."""
Cells = Sequence[Sequence[SetLine]]


@immutable
class Density:
    """How closely a table is set, in points: size of the type, leading, white around a cell, least height of a row."""

    size: float = 10.5
    leading: float = 15.5
    pad_x: float = PAD_X
    pad_y: float = PAD_Y
    least: float = LEAST_HEIGHT


USUAL = Density()
CLOSE = Density(9.0, 12.0, 2.0, 0.5, 12.0)
"""Rows that are read and never written in."""


def put_table(
    paper: Paper,
    columns: Sequence[PaperColumn],
    rows: Sequence[Sequence[PaperCell]],
    *,
    continued: str = "",
    tail: float = 0.0,
    density: Density = USUAL,
) -> None:
    """Set a table over the type area's width, from the cursor on; the widths follow the contents.

    A row moves to the next page whole, but one longer than a third of a page, or one that would leave more than a
    quarter of a page white, is split over pages; `continued` then stands below what the first cell says. Columns
    without any heading have no heading row. Cells of "" are blanks to be filled by hand, at least as high as `density`
    says. What comes below needs `tail` points: the last row goes over to its page, so that it never stands there alone.
    """
    table = _Table(paper, columns, rows, density)
    table.begin(rows[0] if rows else [""] * len(columns))
    for number, row in enumerate(rows, 1):
        if number == len(rows) > 1:
            table.keep_with(row, tail)
        table.add(row, continued)
    table.end()
    paper.skip(2 * GAP)


WHOLE_EMS, LEAST_EMS, HEADING_EMS, LONGEST_EMS = 6.5, 4.0, 4, 42.0
"""A column whose cells are no longer than the first is not broken without need; none is narrower than the second; a
heading of more characters than the third is set in two lines; a longer cell than the fourth asks for no more room."""
USUAL_PART = 0.95
"""Of a column's cells so many decide its width: one name of sixty characters does not."""


def widths_of(
    paper: Paper, columns: Sequence[PaperColumn], rows: Sequence[Sequence[PaperCell]], density: Density
) -> list[float]:
    """The columns' widths in points, so that a row's cells need like numbers of lines, as few as there is room for.

    What is left where all is on one line goes by the shares.
    """
    size, measure, around = density.size, paper.format.measure, 2 * density.pad_x + 0.1
    least, natural = [], []
    for place, column in enumerate(columns):
        part = 1.0 if column.whole else USUAL_PART
        usual = _width_of_part(paper, [row[place] for row in rows], replace(CELL, size=size), part)
        heading = column.heading.split(MAY_BREAK)
        known = max(paper.width_of(word, replace(HEAD, size=size)) for word in heading)
        if len(heading) == 1 and len(column.heading) > HEADING_EMS:
            known = -(-len(column.heading) // 2) * size
        longest = _width_of_part(paper, [row[place] for row in rows], replace(CELL, size=size), 1.0)
        # What is short is kept whole, the longest too: the one day that is a hair wider would be cut.
        usual = longest if longest <= WHOLE_EMS * size else usual
        narrow = usual if usual <= WHOLE_EMS * size else LEAST_EMS * size
        narrow = min(usual, column.whole * size) if column.whole else narrow
        word = _widest_word(paper, [row[place] for row in rows], replace(CELL, size=size))
        least.append(max(known, narrow, min(word, LONGEST_WORD_EMS * size)) + around)
        natural.append(min(usual, LONGEST_EMS * size))
    free = measure - sum(least)
    if free < 0:
        return [width * measure / sum(least) for width in least]

    def widths(lines: float) -> list[float]:
        return [max(narrow, wide / lines + around) for narrow, wide in zip(least, natural, strict=True)]

    few, many = 1.0, LONGEST_EMS
    while many - few > 0.02:
        middle = (few + many) / 2
        few, many = (few, middle) if sum(widths(middle)) <= measure else (middle, many)
    found = widths(1.0) if sum(widths(1.0)) <= measure else widths(many)
    over, total = measure - sum(found), sum(column.share for column in columns)
    return [width + over * column.share / total for width, column in zip(found, columns, strict=True)]


_WORD = re.compile("[!-~]{4,}")
LONGEST_WORD_EMS = 9.0
"""A number or a word of Latin letters up to this width is not broken."""


def _widest_word(paper: Paper, cells: Sequence[PaperCell], style: Style) -> float:
    words_in = {word for cell in cells for line in _words_in(cell) for word in _WORD.findall(line)}
    longest = sorted(words_in, key=len)[-MOST_MEASURED:]
    return max((paper.width_of(word, style) for word in longest), default=0.0)


MOST_MEASURED = 20
"""Of a column's words so many, the longest by their letters, are measured."""


def _width_of_part(paper: Paper, cells: Sequence[PaperCell], style: Style, part: float) -> float:
    """The width of the longest line of a part of a column's cells, the longest left out."""
    told = [tuple(_words_in(cell)) for cell in cells]
    known = {word: paper.width_of(word, style) for word in dict.fromkeys(word for words in told for word in words)}
    found = sorted(max(map(known.__getitem__, words), default=0.0) for words in told)
    return found[int(part * (len(found) - 1))] if found else 0.0


def _words_in(cell: PaperCell) -> list[str]:
    parts = [cell] if isinstance(cell, str) else cell
    return [line for part in parts for line in part.splitlines() if line]


class _Table:
    """The part of a table that is being set on the current page."""

    def __init__(
        self,
        paper: Paper,
        columns: Sequence[PaperColumn],
        rows: Sequence[Sequence[PaperCell]],
        density: Density,
    ) -> None:
        self._paper, self._density, self._columns = paper, density, columns
        self._widths = widths_of(paper, columns, rows, density)
        own = replace(CELL, size=density.size, leading=density.leading)
        self._styles = [replace(own, align=Align.CENTRE) if column.centred else own for column in columns]
        self._head = replace(HEAD, size=density.size, leading=density.leading)
        self._heads = [
            paper.label(column.heading, self._head, width - 2 * density.pad_x)
            for column, width in zip(columns, self._widths, strict=True)
        ]
        self._headed = any(column.heading for column in columns)
        self._top = paper.y
        # Units, categories and days come again in every other row.
        self._even: dict[tuple[str, float], Sequence[SetLine]] = {}
        # A third of a page: a longer row would leave too much white behind if it moved.
        self._long = (paper.height) / 3
        # A quarter of a page left white looks as if the paper ended there.
        self._white = (paper.height) / 4

    def begin(self, first: Sequence[PaperCell]) -> None:
        """The heading, on a page where the first row has room below it."""
        height = self._height(self._cells(first))
        least = height if height <= self._long else LEAST_TABLE_LINES * self._density.leading + 2 * self._density.pad_y
        self._paper.need(GAP + self._height(self._heads) + least)
        self._paper.skip(GAP)
        self._set_heads()

    def keep_with(self, row: Sequence[PaperCell], tail: float) -> None:
        """Turn the page before a row where it has room on this one and what follows it has not."""
        height = self._height(self._cells(row))
        if tail and height <= self._paper.room() < height + 2 * GAP + tail:
            self.end()
            self._paper.turn()
            self._set_heads()

    def add(self, row: Sequence[PaperCell], continued: str) -> None:
        """One row, split as often as it must be."""
        cells = self._cells(row)
        while self._height(cells) > self._paper.room():
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
            self._set(self._heads, [self._head] * len(self._heads))

    def _cells(self, row: Sequence[PaperCell]) -> Cells:
        """The lines of each cell; the parts of one sub-row stand beside one another, however long they are."""
        if all(isinstance(cell, str) for cell in row):
            return [self._broken(str(cell), place) for place, cell in enumerate(row)]
        count = max(len(cell) for cell in row if not isinstance(cell, str))
        parts = [
            [self._broken(part, place) for part in cell] if not isinstance(cell, str) else []
            for place, cell in enumerate(row)
        ]
        heights = [
            max((len(cell[number]) for cell in parts if number < len(cell)), default=0) for number in range(count)
        ]
        return [
            [
                line
                for part, height in zip(of, heights, strict=True)
                for line in (*part, *[BLANK_LINE] * (height - len(part)))
            ]
            if of
            else self._broken(str(cell), place)
            for place, (of, cell) in enumerate(zip(parts, row, strict=True))
        ]

    def _fitting(self, cells: Cells) -> int:
        """How many lines of a row stay on this page: 0 where it should move whole."""
        longest = max(map(len, cells))
        fits = int((self._paper.room() - 2 * self._density.pad_y) // self._density.leading)
        is_short = self._height(cells) <= self._long and self._paper.room() <= self._white
        return 0 if fits < LEAST_TABLE_LINES or is_short else min(fits, longest - LEAST_TABLE_LINES)

    def _rest(self, cells: Cells, row: Sequence[PaperCell], fits: int, continued: str) -> Cells:
        """What goes to the next page; its first cell repeats whose row it is."""
        rest = [cell[fits:] for cell in cells]
        if not rest[0] and continued:
            rest[0] = self._broken(f"{row[0]}\n{continued}", 0)
        return rest

    def _broken(self, text: str, place: int) -> Sequence[SetLine]:
        """The lines of a cell, empty ones at its end left out; even lines where they are centred."""
        style, column = self._styles[place], self._columns[place]
        text, width = text.rstrip(), self._widths[place] - 2 * self._density.pad_x
        if style.align is Align.CENTRE:
            if (text, width) not in self._even:
                self._even[text, width] = self._paper.balanced(text, style, width)
            even = self._even[text, width]
            return (
                even
                if not column.most or len(even) <= column.most
                else self._paper.cut(text, style, width, column.most)
            )
        if column.most:
            return self._paper.cut(text, style, width, column.most)
        return self._paper.broken(text, style, width)

    def _set(self, cells: Cells, styles: Sequence[Style], *, split: bool = False) -> None:
        """Set one row, or a part of one, at the cursor; short cells stand in the middle of a row that is whole."""
        paper, pad_x = self._paper, self._density.pad_x
        height = self._height(cells)
        x, right = paper.format.left, paper.format.left + paper.format.measure
        if paper.y > self._top:
            paper.set_rule(Rule(x, paper.y, right, paper.y, INNER))
        for cell, style, width in zip(cells, styles, self._widths, strict=True):
            top = paper.y + (self._density.pad_y if split else (height - len(cell) * style.leading) / 2)
            for number, line in enumerate(cell):
                paper.set_line(line, style, x + pad_x, top + number * style.leading, width - 2 * pad_x)
            x += width
        paper.y += height

    def _height(self, cells: Cells) -> float:
        return max(max(map(len, cells)) * self._density.leading + 2 * self._density.pad_y, self._density.least)


BLANK_LINE = SetLine("", 0.0, 0.0, True)


VALUE = Style(Role.BODY, 11, 16)
LEAST_LINES = 3
"""Of a split row so many lines stay on the page at least."""

LABEL = replace(VALUE, role=Role.HEADING, align=Align.CENTRE)


@immutable
class Cell:
    """What stands in a cell, and its share of its row beside the others'; a label is centred and bold.

    `least` is how high it is at least, in points: room to write by hand. `size` is that of its type.
    """

    text: str
    share: float
    is_label: bool = False
    least: float = 0.0
    size: float = 11.0


def put_grid(paper: Paper, rows: Sequence[Sequence[Cell]], tail: float = 0.0) -> None:
    """Set rows of cells over the type area's width. Cells of "" are blanks to be filled by hand, at least 8 mm high.

    A row moves to the next page whole; one higher than half a page is split over pages, its labels repeated. What comes
    below needs `tail` points: the last row goes over to its page, so that it never stands there alone.
    """
    paper.need(LEAST_HEIGHT)  # a heading that waits goes along with the first row
    top = paper.y
    for number, row in enumerate(rows, 1):
        lines = [list(_lines(paper, cell, _width(paper, row, cell) - 2 * PAD_X)) for cell in row]
        below = tail if number == len(rows) > 1 and _grid_height(row, lines) + tail < paper.height else 0.0
        while True:
            height = _grid_height(row, lines)
            fits = [int((paper.room() - 2 * PAD_Y) // _style(cell).leading) for cell in row]
            if paper.room() >= height + below:
                break
            if height > (paper.height) / 2 and min(fits) >= LEAST_LINES:
                _put_grid_row(paper, row, [broken[:most] for broken, most in zip(lines, fits, strict=True)], top)
                lines = [
                    broken if cell.is_label else broken[most:]
                    for cell, broken, most in zip(row, lines, fits, strict=True)
                ]
            _frame(paper, top)
            paper.turn()
            top = paper.y
        _put_grid_row(paper, row, lines, top)
    _frame(paper, top)


def pair(label: str, value: str, other: str, other_value: str) -> list[Cell]:
    """A row of two labels with their values."""
    return [Cell(label, 5, True), Cell(value, 11), Cell(other, 5, True), Cell(other_value, 11)]


def wide(label: str, value: str, least: float = 0.0, size: float = 11.0) -> list[Cell]:
    """A row of one label with its value, which is set in type of `size` points."""
    return [Cell(label, 5, True), Cell(value, 27, least=least, size=size)]


def lines_of_wide(paper: Paper, text: str, size: float) -> Sequence[SetLine]:
    """The lines of a value in such a row."""
    row = wide("", text, size=size)
    return _lines(paper, row[1], _width(paper, row, row[1]) - 2 * PAD_X)


def lines_in(paper: Paper, size: float) -> int:
    """How many lines of such a value the rest of the page holds."""
    return int((paper.room() - 2 * PAD_Y) // _style(Cell("", 1, size=size)).leading)


def _grid_height(row: Sequence[Cell], lines: Sequence[Sequence[SetLine]]) -> float:
    written = max(len(broken) * _style(cell).leading for cell, broken in zip(row, lines, strict=True)) + 2 * PAD_Y
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
    own = LABEL if cell.is_label else replace(VALUE, align=Align.LEFT)
    return own if cell.size == VALUE.size else replace(own, size=cell.size, leading=cell.size * 1.36)


def _lines(paper: Paper, cell: Cell, width: float) -> Sequence[SetLine]:
    style = _style(cell)
    return paper.label(cell.text, style, width) if cell.is_label else paper.broken(cell.text, style, width)


def _frame(paper: Paper, top: float) -> None:
    left, right = paper.format.left, paper.format.left + paper.format.measure
    for x in (left, right):
        paper.set_rule(Rule(x, top, x, paper.y, OUTER))
    for y in (top, paper.y):
        paper.set_rule(Rule(left, y, right, y, OUTER))


@immutable
class Signing:
    """Who signs a paper: labels with a line to write on, then who seals it and the day in words.

    Without an organ it bears no seal: a sheet that stays in the file. `is_beside`: the labels stand in one column, the
    seal at their right, where a paper has no room for more.
    """

    labels: Sequence[str]
    organ: str = ""
    day: str = ""
    is_beside: bool = False


# The seal of a county or township office is 42 mm wide (国发〔1999〕25号): it lies on name and date.
SEAL = 42 * MM
ROW_HEIGHT = 10.5 * MM
LABEL_SIZE, LABEL_LEADING = 12, 17.0
"""小四: a label bears a name too, and the line behind it must hold another one."""


def height_of(paper: Paper, signing: Signing) -> float:
    """How much of a page the foot takes, in points."""
    seal = SEAL + (len(_organ_lines(paper, signing)) - 1) * paper.format.leading if signing.organ else 0.0
    if _is_beside(signing):
        return paper.format.leading / 2 + max(len(signing.labels) * ROW_HEIGHT, seal)
    style = _label_style(paper)
    rows = sum(_row_height(paper, labels, style) for labels in _rows_of(paper, signing.labels, style))
    return paper.format.leading / 2 + rows + seal


def sign(paper: Paper, signing: Signing, notes: Iterable[str] = ()) -> None:
    """The end of a paper: remarks, which characters nobody could draw, who signs."""
    for note in notes:
        paper.note(note)
    if paper.missing:
        paper.note(words.cannot_print(sorted(paper.missing)))
    put_signatures(paper, signing)


def put_signatures(paper: Paper, signing: Signing) -> None:
    """Places to sign in two columns, then the organ above its date with room for a seal.

    The foot stands on one page; only one higher than a page flows on, and even then the last row stays with the seal.
    """
    style, sealed = _label_style(paper), height_of(paper, replace(signing, labels=())) if signing.organ else 0.0
    rows = _rows_of(paper, signing.labels, style)
    if not rows and not signing.organ:
        return
    paper.skip(paper.format.leading / 2)
    whole = height_of(paper, signing) - paper.format.leading / 2
    if whole <= paper.height:
        paper.need(whole)
    if _is_beside(signing):
        _put_beside(paper, signing, style)
        return
    for number, labels in enumerate(rows, 1):
        paper.need(_row_height(paper, labels, style) + (sealed if number == len(rows) else 0))
        _put_row(paper, labels, style)
    if signing.organ:
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


MOST_BESIDE = 8
"""More labels stand in two columns."""


def _is_beside(signing: Signing) -> bool:
    return signing.is_beside and 0 < len(signing.labels) <= MOST_BESIDE


def _put_beside(paper: Paper, signing: Signing, style: Style) -> None:
    """The labels below one another, the seal's place at their right."""
    top, half = paper.y, (paper.format.measure - COLUMN_GAP) / 2
    for label in signing.labels:
        _put_label(paper, label, style, (paper.format.left, paper.y, half))
        paper.y += ROW_HEIGHT
    foot, paper.y = paper.y, top
    _put_seal_place(paper, signing, replace(paper.styles.body, indent_em=0, align=Align.CENTRE))
    paper.y = max(foot, paper.y)


COLUMN_GAP, LEAST_LINE = 8 * MM, 22 * MM
"""Between two places to sign, and the least room for a name behind a label."""


def _label_style(paper: Paper) -> Style:
    return replace(paper.styles.folio, size=LABEL_SIZE, leading=paper.format.leading)


def _rows_of(paper: Paper, labels: Sequence[str], style: Style) -> list[Sequence[str]]:
    """Labels two by two; one that leaves no room to sign beside another has a row of its own."""
    half = (paper.format.measure - COLUMN_GAP) / 2 - LEAST_LINE
    rows: list[list[str]] = []
    for label in labels:
        fits = paper.width_of(label, style) <= half
        if fits and rows and len(rows[-1]) == 1 and paper.width_of(rows[-1][0], style) <= half:
            rows[-1].append(label)
        else:
            rows.append([label])
    return list(rows)


def _put_row(paper: Paper, labels: Sequence[str], style: Style) -> None:
    half = (paper.format.measure - COLUMN_GAP) / 2
    width = half if len(labels) > 1 or paper.width_of(labels[0], style) <= half - LEAST_LINE else paper.format.measure
    for place, label in enumerate(labels):
        _put_label(paper, label, style, (paper.format.left + place * (half + COLUMN_GAP), paper.y, width))
    paper.y += _row_height(paper, labels, style)


def _row_height(paper: Paper, labels: Sequence[str], style: Style) -> float:
    """A row is as high as a label that needs several lines."""
    lines = max(len(paper.broken(label, style, paper.format.measure - LEAST_LINE)) for label in labels)
    return max(ROW_HEIGHT, lines * LABEL_LEADING + GAP) if lines > 1 else ROW_HEIGHT


def _put_label(paper: Paper, label: str, style: Style, box: tuple[float, float, float]) -> None:
    """A label and the line behind it."""
    x, top, width = box
    lines = paper.broken(label, style, width - LEAST_LINE)
    for number, line in enumerate(lines):
        paper.set_line(line, style, x, top + number * LABEL_LEADING, width)
    under = top + (len(lines) - 1) * LABEL_LEADING + style.leading / 2 + 0.5 * style.size
    paper.set_rule(Rule(x + lines[-1].width * style.size + 2, under, x + width, under, 0.5))


def _organ_lines(paper: Paper, signing: Signing) -> list[SetLine]:
    style = replace(paper.styles.body, indent_em=0)
    width = (paper.format.measure - COLUMN_GAP) / 2 if _is_beside(signing) else paper.format.measure - 4 * style.em
    return paper.balanced(signing.organ, style, width) if signing.organ else []


def _put_seal_place(paper: Paper, signing: Signing, style: Style) -> None:
    """The organ centred over the date; the wider of the two ends four characters before the edge (7.3.5)."""
    organ = _organ_lines(paper, signing)
    lines = [*organ, _single(paper, signing.day, style)]
    width = max(line.width * style.em for line in lines)
    right = min(4 * style.em, (paper.format.measure - COLUMN_GAP) / 2 - width) if _is_beside(signing) else 4 * style.em
    x = paper.format.left + paper.format.measure - right - width
    # The middle of the seal lies between name and date: half of it reaches up, half down.
    paper.y += SEAL / 2 - style.leading
    for line in lines:
        paper.set_line(line, style, x, paper.y, width)
        paper.y += style.leading
    paper.y += SEAL / 2 - style.leading


def _single(paper: Paper, text: str, style: Style) -> SetLine:
    return paper.broken(text, style, 10 * paper.format.width)[0]
