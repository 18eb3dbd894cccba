"""The manual on paper: a sheet a task, so that one can hang on the wall beside the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from station_app.reports import markdown
from station_app.reports.blocks import Column, put_table
from station_app.reports.fonts import Faces, Role, shipped_faces
from station_app.reports.markdown import Block, Grid, Heading, Paragraph, Shown, Step
from station_app.reports.p4 import FILE
from station_app.reports.page import MM, Align, Paper, Placed, Style
from station_app.text import manual as say

WIDEST, WIDE_OF_TWO = 150 * MM, 112 * MM
"""How wide a sheet's one picture is, and each of several: a task stays on its sheet."""

SHALLOWEST_ROOM = 60 * MM
"""Less room than this is no picture: it goes to the next sheet."""
LEADING = 19.5
"""Points from line to line of 小四."""


def booklet(texts: Sequence[tuple[str, str]], folder: Path, faces: Faces | None = None) -> bytes:
    """The PDF of pages (title, Markdown), the first being the index; pictures are named from `folder`."""
    paper = Paper(faces or shipped_faces(), FILE)
    paper.title(say.BOOKLET)
    for number, (_, text) in enumerate(texts):
        if number:
            paper.turn()
        blocks = markdown.blocks(text)
        width = WIDEST if sum(isinstance(one, Shown) for one in blocks) < 2 else WIDE_OF_TWO
        for block in blocks:
            if isinstance(block, Shown):
                _picture(paper, folder / block.path, block.caption, width)
            elif number or not (isinstance(block, Heading) and block.level == 1):
                _put(paper, block)
    return paper.finish(title=say.BOOKLET, author=say.AUTHOR)


def _put(paper: Paper, block: Block) -> None:
    words = _words(paper)
    match block:
        case Heading(level=1):
            paper.subtitle(block.text)
            paper.skip(4 * MM)
        case Heading():
            paper.skip(2 * MM)
            head = replace(words, role=Role.HEADING, size=14, leading=26)
            paper.need(head.leading + 2 * LEADING)  # with the first words below it
            paper.set_lines(Placed(line, head) for line in paper.broken(block.text, head, paper.format.measure))
        case Paragraph():
            _prose(paper, block.text, words, "")
        case Step():
            _prose(paper, block.text, words, say.numbered(block.number))
        case Grid():
            shares = [1.0, *[3.0] * (len(block.heads) - 1)]
            columns = [Column(head, share) for head, share in zip(block.heads, shares, strict=True)]
            put_table(paper, columns, block.rows)
            paper.skip(3 * MM)


def _words(paper: Paper) -> Style:
    """小四 on a narrow leading: a task must fit on its sheet."""
    return replace(paper.styles.body, size=12, leading=LEADING, tracking=0.0, indent_em=0, align=Align.LEFT)


def _prose(paper: Paper, text: str, style: Style, mark: str) -> None:
    """Words, hanging behind the number of a step."""
    hang = paper.width_of(mark, style) if mark else 0.0
    room = paper.format.measure - max(hang, 0.0)
    first = True
    for line in paper.broken(text, style, room):
        paper.need(style.leading)
        if first and mark:
            paper.set_line(paper.broken(mark, style, room)[0], style, paper.format.left, paper.y, room)
        paper.set_line(line, style, paper.format.left + hang, paper.y, room)
        paper.y += style.leading
        first = False
    paper.skip(1.5 * MM)


def _picture(paper: Paper, path: Path, caption: str, width: float) -> None:
    from PIL import Image  # noqa: PLC0415  (the desk starts without pictures)

    with Image.open(path) as image:
        ratio = image.height / image.width
    paper.skip(1 * MM)
    if paper.room() < SHALLOWEST_ROOM:
        paper.turn()
    width = min(width, (paper.room() - 12 * MM) / ratio)
    paper.picture(path.read_bytes(), ratio, width)
    small = replace(paper.styles.note, size=10.5, leading=16, indent_em=0, align=Align.CENTRE)
    paper.set_lines(Placed(line, small) for line in paper.balanced(caption, small, paper.format.measure))
    paper.skip(3 * MM)
