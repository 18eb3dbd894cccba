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

VALUE = Style(Role.BODY, 12, 17)
LABEL = replace(VALUE, role=Role.HEADING, align=Align.CENTRE)


@immutable
class Cell:
    """What stands in a cell, and its share of its row beside the others'; a label is centred and bold."""

    text: str
    share: float
    is_label: bool = False


def put_grid(paper: Paper, rows: Sequence[Sequence[Cell]]) -> None:
    """Set rows of cells over the type area's width. Cells of "" are blanks to be filled by hand, at least 8 mm high; a
    row moves to the next page whole."""
    top = paper.y
    for row in rows:
        lines = [_lines(paper, cell, _width(paper, row, cell) - 2 * PAD_X) for cell in row]
        height = max(max(map(len, lines)) * VALUE.leading + 2 * PAD_Y, LEAST_HEIGHT)
        if paper.room() < height:
            _frame(paper, top)
            paper.need(height)
            top = paper.y
        x = paper.format.left
        for cell, broken in zip(row, lines, strict=True):
            width = _width(paper, row, cell)
            style = _style(cell)
            first = paper.y + (height - len(broken) * style.leading) / 2
            for number, line in enumerate(broken):
                paper.set_line(line, style, x + PAD_X, first + number * style.leading, width - 2 * PAD_X)
            if x > paper.format.left:
                paper.set_rule(Rule(x, paper.y, x, paper.y + height, INNER))
            x += width
        if paper.y > top:
            paper.set_rule(Rule(paper.format.left, paper.y, x, paper.y, INNER))
        paper.y += height
    _frame(paper, top)


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
