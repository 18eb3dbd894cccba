"""The Markdown of the manual, read once for the screen and once for paper: the one owner of the parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

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


class Step(NamedTuple):
    """A step of a numbered list, from 1; of a plain list the number is 0."""

    number: int
    text: str


class Shown(NamedTuple):
    """A picture: its path as written, and what it shows in words."""

    path: str
    caption: str


class Grid(NamedTuple):
    """A table: heads and rows of plain words."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Step | Shown | Grid


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
        yield Step(numbers[-1], words)
        numbers[-1] += numbers[-1] > 0
    elif words:
        yield Paragraph(words)
    for child in token.children or []:
        if child.type == "image":
            yield Shown(str(child.attrGet("src")), child.content)


def _grid(tokens: Iterator[Token]) -> Grid:
    rows: list[list[str]] = []
    for token in tokens:
        match token.type:
            case "tr_open":
                rows.append([])
            case "inline":
                rows[-1].append(_plain(token))
            case "table_close":
                break
    return Grid(rows[0], rows[1:])


def _plain(token: Token) -> str:
    spoken = {"softbreak": "", "hardbreak": "\n"}
    parts = [spoken.get(child.type, child.content) for child in token.children or [] if child.type != "image"]
    return "".join(parts).strip()


def _inlines(text: str) -> Iterator[Token]:
    return (token for token in _reader().parse(text) if token.type == "inline")
