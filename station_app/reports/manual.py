"""The manual on paper: a sheet a task, so that one can hang on the wall beside the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from station_app.reports.blocks import PaperColumn, put_table
from station_app.reports.fonts import Faces, Role, shipped_faces
from station_app.reports.page import MM, Align, Paper, Placed, Style
from station_app.reports.visit_papers import FILE
from station_app.text import settings as say

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Heading(NamedTuple):
    """A heading and its level, from 1."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph's plain words."""

    text: str


class ManualStep(NamedTuple):
    """A step of a numbered list, from 1; of a plain list the number is 0."""

    number: int
    text: str


class ManualPicture(NamedTuple):
    """A picture: its path as written, and what it shows in words."""

    path: str
    caption: str


class ManualTable(NamedTuple):
    """A table: heads and rows of plain words."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | ManualStep | ManualPicture | ManualTable


@cache
def _reader() -> MarkdownIt:
    # It costs some milliseconds, and only who opens the manual needs it.
    from markdown_it import MarkdownIt  # noqa: PLC0415  (see above)

    return MarkdownIt("commonmark").enable("table")


def html(text: str) -> str:
    """The text as HTML."""
    return str(_reader().render(text))


def links(text: str) -> list[tuple[str, str]]:
    """Where the text leads: words and target of each link, in order."""
    found = []
    for token in _inlines(text):
        children = token.children or []
        for place, child in enumerate(children):
            if child.type == "link_open":
                found.append((children[place + 1].content, str(child.attrGet("href"))))
    return found


def blocks(text: str) -> list[Block]:
    """The text block by block; marks within a line are left out, as are comments."""
    found: list[Block] = []
    numbers: list[int] = []
    tokens = iter(_reader().parse(text))
    for token in tokens:
        match token.type:
            case "heading_open":
                found.append(Heading(int(token.tag[1:]), _plain(next(tokens))))
            case "ordered_list_open":
                numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_open":
                numbers.append(0)
            case "ordered_list_close" | "bullet_list_close":
                numbers.pop()
            case "table_open":
                found.append(_grid(tokens))
            case "inline":
                found += _of_inline(token, numbers)
    return found


def _of_inline(token: Token, numbers: list[int]) -> Iterator[Block]:
    """A paragraph's pictures stand for themselves; the first words in a list's item are its step."""
    words = _plain(token)
    if words and numbers:
        yield ManualStep(numbers[-1], words)
        numbers[-1] += numbers[-1] > 0
    elif words:
        yield Paragraph(words)
    for child in token.children or []:
        if child.type == "image":
            yield ManualPicture(str(child.attrGet("src")), child.content)


def _grid(tokens: Iterator[Token]) -> ManualTable:
    rows: list[list[str]] = []
    for token in tokens:
        match token.type:
            case "tr_open":
                rows.append([])
            case "inline":
                rows[-1].append(_plain(token))
            case "table_close":
                break
    return ManualTable(rows[0], rows[1:])


def _plain(token: Token) -> str:
    spoken = {"softbreak": "", "hardbreak": "\n"}
    parts = [spoken.get(child.type, child.content) for child in token.children or [] if child.type != "image"]
    return "".join(parts).strip()


def _inlines(text: str) -> Iterator[Token]:
    return (token for token in _reader().parse(text) if token.type == "inline")


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
        parts = blocks(text)
        width = WIDEST if sum(isinstance(one, ManualPicture) for one in parts) < 2 else WIDE_OF_TWO
        for block in parts:
            if isinstance(block, ManualPicture):
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
        case ManualStep():
            _prose(paper, block.text, words, say.numbered(block.number))
        case ManualTable():
            shares = [1.0, *[3.0] * (len(block.heads) - 1)]
            columns = [PaperColumn(head, share) for head, share in zip(block.heads, shares, strict=True)]
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
