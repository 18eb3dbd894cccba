"""A table whose cells wrap and whose rows flow over pages, the heading repeated on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Role
from station_app.reports.page import MM, Align, Paper, Style
from station_app.reports.press import Rule
from station_app.reports.typeset import Line

# GB/T 9704-2012, 7.4.2 rules 版记 with 0.35 mm outside; the rules between cells are as thin as an office printer holds.
OUTER, INNER = 0.35 * MM, 0.18 * MM
PAD_X, PAD_Y = 4.0, 4.5
LEAST_HEIGHT = 8 * MM
GAP = 5.0
# A split row leaves so many lines behind and takes so many along.
LEAST_LINES = 2

CELL = Style(Role.BODY, 10.5, 15.5)
HEAD = Style(Role.HEADING, 10.5, 15.5, align=Align.CENTRE)


@immutable
class Column:
    """One column: its heading, its share of the width beside the others', and whether its cells are centred."""

    heading: str
    share: float
    centred: bool = False


Cells = Sequence[Sequence[Line]]


def put_table(
    paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, continued: str = "", tail: float = 0.0
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

    def __init__(self, paper: Paper, columns: Sequence[Column]) -> None:
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
        self._even: dict[tuple[str, float], Sequence[Line]] = {}
        # A third of a page: a longer row would leave too much white behind if it moved.
        self._long = (paper.format.foot - paper.format.top) / 3
        # A quarter of a page left white looks as if the paper ended there.
        self._white = (paper.format.foot - paper.format.top) / 4

    def begin(self, first: Sequence[str]) -> None:
        """The heading, on a page where the first row has room below it."""
        height = _height(self._cells(first))
        least = height if height <= self._long else LEAST_LINES * CELL.leading + 2 * PAD_Y
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
        if fits < LEAST_LINES or (_height(cells) <= self._long and self._paper.room() <= self._white):
            return 0
        return min(fits, longest - LEAST_LINES)

    def _rest(self, cells: Cells, row: Sequence[str], fits: int, continued: str) -> Cells:
        """What goes to the next page; its first cell repeats whose row it is."""
        rest = [cell[fits:] for cell in cells]
        if not rest[0] and continued:
            rest[0] = self._broken(f"{row[0]}\n{continued}", self._styles[0], self._widths[0])
        return rest

    def _broken(self, text: str, style: Style, width: float) -> Sequence[Line]:
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
