"""The ruled form of an official paper: rows of labels and values, each row divided in its own way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.immutable import immutable
from station_app.reports.fonts import Role
from station_app.reports.page import Align, Paper, Style
from station_app.reports.press import Rule
from station_app.reports.table import INNER, LEAST_HEIGHT, OUTER, PAD_X, PAD_Y
from station_app.reports.typeset import Line

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
            height = _height(row, lines)
            fits = int((paper.room() - 2 * PAD_Y) // VALUE.leading)
            if paper.room() >= height:
                break
            if height > (paper.format.foot - paper.format.top) / 2 and fits >= LEAST_LINES:
                _put_row(paper, row, [broken[:fits] for broken in lines], top)
                lines = [broken if cell.is_label else broken[fits:] for cell, broken in zip(row, lines, strict=True)]
            _frame(paper, top)
            paper.turn()
            top = paper.y
        _put_row(paper, row, lines, top)
    _frame(paper, top)


def pair(label: str, value: str, other: str, other_value: str) -> list[Cell]:
    """A row of two labels with their values."""
    return [Cell(label, 5, True), Cell(value, 11), Cell(other, 5, True), Cell(other_value, 11)]


def wide(label: str, value: str, least: float = 0.0) -> list[Cell]:
    """A row of one label with its value."""
    return [Cell(label, 5, True), Cell(value, 27, least=least)]


def _height(row: Sequence[Cell], lines: Sequence[Sequence[Line]]) -> float:
    written = max(map(len, lines)) * VALUE.leading + 2 * PAD_Y
    return max(written, LEAST_HEIGHT, *(cell.least for cell in row))


def _put_row(paper: Paper, row: Sequence[Cell], lines: Sequence[Sequence[Line]], top: float) -> None:
    height = min(_height(row, lines), paper.room())
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


def _lines(paper: Paper, cell: Cell, width: float) -> Sequence[Line]:
    style = _style(cell)
    return paper.balanced(cell.text, style, width) if cell.is_label else paper.broken(cell.text, style, width)


def _frame(paper: Paper, top: float) -> None:
    left, right = paper.format.left, paper.format.left + paper.format.measure
    for x in (left, right):
        paper.set_rule(Rule(x, top, x, paper.y, OUTER))
    for y in (top, paper.y):
        paper.set_rule(Rule(left, y, right, y, OUTER))
