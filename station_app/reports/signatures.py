"""The foot of a paper: places to sign, then the organ above its date with room for the seal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from station_app.reports.page import MM, Align, Paper, Style
from station_app.reports.press import Rule
from station_app.reports.typeset import Line


@dataclass(frozen=True)
class Signing:
    """Who signs a paper: labels with a line to write on, then who seals it and the day in words."""

    labels: Sequence[str]
    organ: str
    day: str


def put_signatures(paper: Paper, signing: Signing) -> None:
    """Places to sign in two columns, then the organ above its date with room for a seal of 42 mm; never split."""
    style = replace(paper.styles.folio, leading=paper.format.leading)
    row_height, gap = 12 * MM, 8 * MM
    column = (paper.format.measure - gap) / 2
    rows = math.ceil(len(signing.labels) / 2)
    paper.skip(style.leading / 2)
    paper.need(rows * row_height + 42 * MM)
    for place, label in enumerate(signing.labels):
        x = paper.format.left + (place % 2) * (column + gap)
        top = paper.y + (place // 2) * row_height
        _put_label(paper, label, style, (x, top, column))
    paper.y += rows * row_height
    _put_seal_place(paper, signing, replace(paper.styles.body, indent_em=0, align=Align.CENTRE))


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
    # A seal of 42 mm lies on name and date: so much white above the name as it reaches up.
    paper.y += 21 * MM - style.leading
    for line in lines:
        paper.set_line(line, style, x, paper.y, width)
        paper.y += style.leading
    paper.y += 21 * MM - style.leading


def _single(paper: Paper, text: str, style: Style) -> Line:
    return paper.broken(text, style, 10 * paper.format.width)[0]
