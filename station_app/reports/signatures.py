"""The foot of a paper: places to sign, then the organ above its date with room for the seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.immutable import immutable
from station_app.reports.page import MM, Align, Paper, Style
from station_app.reports.press import Rule
from station_app.reports.typeset import Line


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


def _single(paper: Paper, text: str, style: Style) -> Line:
    return paper.broken(text, style, 10 * paper.format.width)[0]
