"""The office's page by GB/T 9704-2012, and the paper that is set on it block by block.

A `Paper` is a cursor that runs down pages: each block (title, heading, body …) sets its lines where the one before
ended, and turns the page when it must. What is set is plain data, `Words` and `Rule` on a `Page`; `press` makes the
PDF of it. Lengths are points unless a name says `mm`; y runs down from the top edge of the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from station_app.domain.immutable import immutable
from station_app.reports import typeset
from station_app.reports.fonts import Faces, Role
from station_app.reports.press import About, Box, Entry, PlacedPicture, PlacedWords, PressedPage, Rule, press
from station_app.reports.typeset import SetLine

MM = 72 / 25.4


class Align(Enum):
    """Where a line stands in its width; a full line of justified text fills it."""

    JUSTIFIED = auto()
    LEFT = auto()
    CENTRE = auto()


@immutable
class Format:
    """A sheet and its type area (版心). The defaults are A4 by GB/T 9704-2012, 5.2: 22 lines of 28 characters."""

    width: float = 210 * MM
    height: float = 297 * MM
    top: float = 37 * MM
    left: float = 28 * MM
    right: float = 26 * MM
    bottom: float = 35 * MM
    lines: int = 22
    characters: int = 28

    @property
    def measure(self) -> float:
        """The width of the type area."""
        return self.width - self.left - self.right

    @property
    def foot(self) -> float:
        """The lower edge of the type area."""
        return self.height - self.bottom

    @property
    def leading(self) -> float:
        """From baseline to baseline of the body: 28.99 points on the default sheet."""
        return (self.foot - self.top) / self.lines

    @property
    def pitch(self) -> float:
        """From character to character of the body: 15.79 points on the default sheet."""
        return self.measure / self.characters


LANDSCAPE = Format(
    width=297 * MM, height=210 * MM, top=18 * MM, left=20 * MM, right=20 * MM, bottom=17 * MM, lines=17, characters=45
)
"""A4 lying, for ledgers and tables: the binding side is the upper one."""


@immutable
class Style:
    """How a block's lines are set: role and size of the type, leading, tracking (added after each character)."""

    role: Role
    size: float
    leading: float
    tracking: float = 0.0
    indent_em: float = 0.0
    align: Align = Align.JUSTIFIED

    @property
    def em(self) -> float:
        """The room of one full-width character."""
        return self.size + self.tracking


class Placed(NamedTuple):
    """A line of text with the style that it is set in."""

    line: SetLine
    style: Style


@immutable
class Styles:
    """The styles of one format, by the sizes of GB/T 9704-2012: 2号 22, 3号 16, 4号 14, 小四 12, 五号 10.5 points."""

    format: Format = field(default_factory=Format)

    @property
    def body(self) -> Style:
        """3号仿宋 on the grid, first line indented by two characters."""
        return Style(Role.BODY, 16, self.format.leading, self.format.pitch - 16, 2)

    @property
    def heading(self) -> Style:
        """一级标题: 3号黑体."""
        return replace(self.body, role=Role.HEADING, align=Align.LEFT)

    @property
    def subheading(self) -> Style:
        """二级标题: 3号楷体."""
        return replace(self.body, role=Role.KAI, align=Align.LEFT)

    @property
    def title(self) -> Style:
        """2号小标宋, centred."""
        return Style(Role.TITLE, 22, 34, align=Align.CENTRE)

    @property
    def note(self) -> Style:
        """小四楷体, for remarks below the text."""
        return Style(Role.KAI, 12, 19, indent_em=2)

    @property
    def folio(self) -> Style:
        """4号, for the page number."""
        return Style(Role.BODY, 14, 14, align=Align.LEFT)


def dashed_folio(number: int, _total: int) -> str:
    """The page number between two dashes (GB/T 9704-2012, 7.5)."""
    return f"\u2014 {number} \u2014"


ELLIPSIS = "\u2026"
SQUEEZE_EM = 0.4
"""So much of its white each sign of punctuation gives where that keeps a line full (CLREQ, 3.1.6)."""
MAY_BREAK = "|"
"""Stands in a label between words, where it may be broken."""
LAST_LINES = 2
"""So many lines of text go along with what must not stand alone."""


class Paper:
    """Pages that are filled from top to bottom.

    `missing` collects the characters that no face can print, so that a form can list them in a note before it
    finishes. Blocks that are not a method here (a table, signatures) are functions that take a paper.
    """

    def __init__(self, faces: Faces, sheet: Format | None = None) -> None:
        self.format = sheet or Format()
        self.styles = Styles(self.format)
        self.missing: set[str] = set()
        self.y = self.format.top
        self._faces = faces
        self._pages = [PressedPage()]
        self._firsts = [0]
        self._waiting: list[Placed] = []
        self._entries: list[tuple[str, int]] = []

    def title(self, *phrases: str) -> None:
        """A centred title, on one line if it fits, else broken between the phrases, else into even lines."""
        style = self.styles.title
        # A title keeps two characters of white on either side, or it looks like body text.
        measure = self.format.measure / style.em - 2
        whole = "".join(map(self.printable, phrases))
        advances = self._faces[style.role].advances
        if typeset.width_of(whole, advances) <= measure:
            lines = typeset.break_lines(whole, measure, advances)
        else:
            lines = [line for phrase in phrases for line in self.balanced(phrase, style, measure * style.em)]
        self._entries.append((whole, 0))
        self.set_lines([Placed(line, style) for line in lines])
        self.skip(self.format.leading / 2)

    def between(self, left: str, right: str) -> None:
        """A line of small type at both edges; what has no room at the left goes on below."""
        style = replace(self.styles.note, indent_em=0, align=Align.LEFT)
        behind = self.width_of(right, style)
        [end] = self.broken(right, style, 2 * self.format.width)
        lines = self.broken(left, style, self.format.measure - behind - style.size)
        self.need(len(lines) * style.leading)
        self.set_line(end, style, self.format.left + self.format.measure - behind, self.y, behind + 1)
        self.set_lines(Placed(line, style) for line in lines)

    def subtitle(self, text: str) -> None:
        """A centred line of 3号黑体: the title of one part of a sheet."""
        style = replace(self.styles.heading, align=Align.CENTRE, indent_em=0)
        self._entries.append((text, 0))
        self.set_lines([Placed(line, style) for line in self.balanced(text, style, self.format.measure)])

    def heading(self, text: str) -> None:
        """A first-level heading; it waits for the next block, so that it never stands alone at the foot of a page."""
        self._headed(text, self.styles.heading, 1)

    def subheading(self, text: str) -> None:
        """A second-level heading; it waits for the next block like the first."""
        self._headed(text, self.styles.subheading, 2)

    def body(self, text: str, tail: float = 0.0) -> None:
        """Paragraphs of body text; indents that were typed give way to the page's own, empty lines are left out.

        What comes below needs `tail` points: the last lines go over to its page, so that it never stands there alone
        (GB/T 9704-2012, 7.3.5)."""
        self._prose(text, self.styles.body, tail)

    def note(self, text: str) -> None:
        """A remark in small type after half a line of white."""
        self.skip(self.format.leading / 2)
        self.remark(text)

    def remark(self, text: str) -> None:
        """A remark in small type right under what stands before it."""
        self._prose(text, self.styles.note)

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return len(self._pages)

    def finish(
        self, *, title: str, author: str, made_on: str = "", folio: Callable[[int, int], str] = dashed_folio
    ) -> bytes:
        """The PDF, the same bytes for the same paper. `folio` words the page number from the page and the total;
        `made_on` is the day (ISO 8601) up to which its facts reach."""
        self.need(0)
        for first, behind in pairwise([*self._firsts, len(self._pages)]):
            for number, page in enumerate(self._pages[first:behind], 1):
                page.words.append(self._folio(folio(number, behind - first), number))
        about = About(title, author, made_on)
        return press(self._pages, self._faces, about, (self.format.width, self.format.height))

    def next_in_stack(self) -> None:
        """Begin another sheet of the same form on a page of its own: its pages count from one again."""
        self.need(0)
        self.turn()
        self._firsts.append(len(self._pages) - 1)

    def printable(self, text: str) -> str:
        """The text as the faces can print it; what they cannot is remembered in `missing`."""
        self.missing.update(self._faces.missing(text))
        return self._faces.printable(text)

    def broken(self, text: str, style: Style, width: float) -> list[SetLine]:
        """The lines of a text in a style and a width."""
        advances = self._faces[style.role].advances
        squeeze = SQUEEZE_EM if style.align is Align.JUSTIFIED else 0.0
        return typeset.break_lines(
            self.printable(text), width / style.em, advances, indent=style.indent_em, squeeze=squeeze
        )

    def cut(self, text: str, style: Style, width: float, most: int) -> list[SetLine]:
        """The first `most` lines of a text; where more would follow the last one ends with an ellipsis."""
        room = int(width / style.size * most * 2) + 8  # the narrowest letters are half as wide as a character
        lines = self.broken(text[:room], style, width)
        if len(lines) <= most and len(text) <= room:
            return lines
        kept = lines[:most]
        last = kept[-1].text.rstrip()
        advances = self._faces[style.role].advances
        while last and typeset.width_of(last + ELLIPSIS, advances) > width / style.em - kept[-1].indent:
            last = last[:-1]
        return [
            *kept[:-1],
            SetLine(last + ELLIPSIS, typeset.width_of(last + ELLIPSIS, advances), kept[-1].indent, True),
        ]

    def label(self, text: str, style: Style, width: float) -> list[SetLine]:
        """The lines of a label: where it needs several it is broken between its words, as `MAY_BREAK` tells them."""
        words, whole = text.split(MAY_BREAK), text.replace(MAY_BREAK, "")
        fits = width / style.em
        advances = self._faces[style.role].advances
        if len(words) == 1 or typeset.width_of(self.printable(whole), advances) <= fits:
            return self.balanced(whole, style, width)
        lines = [""]
        for word in map(self.printable, words):
            if lines[-1] and typeset.width_of(lines[-1] + word, advances) > fits:
                lines.append("")
            lines[-1] += word
        return [line for one in lines for line in typeset.break_lines(one, fits, advances)]

    def fresh(self) -> Paper:
        """An empty paper of the same kind, to try on it how much room something takes."""
        return Paper(self._faces, self.format)

    def whole(self, put: Callable[[Paper], None]) -> None:
        """Set what `put` sets on one page, this or the next one; only what is higher than a page flows."""
        tried = self.fresh()
        put(tried)
        if tried.pages == 1 and tried.y - tried.format.top > self.room():
            self.turn()
        put(self)

    def balanced(self, text: str, style: Style, width: float) -> list[SetLine]:
        """The lines of a text, as few and as even as can be."""
        return typeset.balanced(self.printable(text), width / style.em, self._faces[style.role].advances)

    @property
    def height(self) -> float:
        """How high the type area is."""
        return self.format.foot - self.format.top

    def room(self) -> float:
        """What is left of the page down to the foot of the type area."""
        return self.format.foot - self.y

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self._pages.append(PressedPage())
        self.y = self.format.top

    def need(self, height: float) -> None:
        """Turn the page if a block's first part of this height does not fit on it; then set headings that wait."""
        waiting, self._waiting = self._waiting, []
        whole = height + sum(placed.style.leading for placed in waiting)
        # Twenty-two leadings sum up to the type area only but for rounding.
        if self.room() < whole - 0.01 and self.y > self.format.top:
            self.turn()
        self._pages[-1].outline += [Entry(text, depth, self.y) for text, depth in self._entries]
        self._entries = []
        for line, style in waiting:
            self.set_line(line, style, self.format.left, self.y, self.format.measure)
            self.y += style.leading

    def skip(self, height: float) -> None:
        """Leave white, but not at the top of a page."""
        if self.y > self.format.top:
            self.y += height

    def set_lines(self, placed: Iterable[Placed]) -> None:
        """Set lines over the type area's width, turning pages between them."""
        for line, style in placed:
            self.need(style.leading)
            self.set_line(line, style, self.format.left, self.y, self.format.measure)
            self.y += style.leading

    def set_line(self, line: SetLine, style: Style, x: float, top: float, width: float) -> None:
        """Set one line into the box that starts at `x`, `top`; the cursor stays."""
        text = line.text.rstrip(" \t\u3000\u200b")
        if not text:
            return
        ink = line.width * style.size + style.tracking * (len(text) - 1)
        left, tracking = x + line.indent * style.em, style.tracking
        over = line.indent * style.em + ink - width
        if style.align is Align.JUSTIFIED and over > typeset.SLACK_EM * style.size:
            self._squeeze(text, style, left, top, over)
            return
        if style.align is Align.CENTRE:
            left = x + (width - ink) / 2
        elif style.align is Align.JUSTIFIED and not line.ends_paragraph:
            tracking = _filling(line, text, style, width)
        # The em box of a Chinese face reaches from 0.12 em below the baseline to 0.88 above it.
        baseline = top + style.leading / 2 + 0.38 * style.size
        self._pages[-1].words.append(PlacedWords(left, baseline, text, style.role, style.size, tracking))

    def _squeeze(self, text: str, style: Style, left: float, top: float, over: float) -> None:
        """Set a line that is longer than its width by `over` points: the white of its punctuation gives way."""
        baseline = top + style.leading / 2 + 0.38 * style.size
        parts = typeset.squeezable(text)
        step = over / max(len(parts) - 1, 1)
        for number, part in enumerate(parts):
            placed = PlacedWords(left - number * step, baseline, part, style.role, style.size, style.tracking)
            self._pages[-1].words.append(placed)
            left += self.width_of(part, style)

    def set_box(self, box: Box) -> None:
        """Fill a rectangle."""
        self._pages[-1].boxes.append(box)

    def set_rule(self, rule: Rule) -> None:
        """Draw a thin line."""
        self._pages[-1].rules.append(rule)

    def picture(self, file: bytes, ratio: float, width: float) -> None:
        """A picture of `width` points in the middle of the type area, `ratio` times as high, with a hairline around."""
        height = width * ratio
        self.need(height)
        left, top = self.format.left + (self.format.measure - width) / 2, self.y
        page, right, foot = self._pages[-1], left + width, top + height
        page.pictures.append(PlacedPicture(left, top, width, height, file))
        corners = ((left, top), (right, top), (right, foot), (left, foot), (left, top))
        for (x0, y0), (x1, y1) in pairwise(corners):
            page.rules.append(Rule(x0, y0, x1, y1, 0.5))
        self.y += height

    def width_of(self, text: str, style: Style) -> float:
        """The natural width of one line of text."""
        text = self.printable(text)
        return typeset.width_of(text, self._faces[style.role].advances) * style.size + style.tracking * len(text)

    def _headed(self, text: str, style: Style, depth: int) -> None:
        self._entries.append((text, depth))
        self._waiting += [Placed(line, style) for line in self.broken(text, style, self.format.measure)]

    def _prose(self, text: str, style: Style, tail: float = 0.0) -> None:
        told = [one.strip() for one in typeset.paragraphs_of(text) if one.strip()]
        lines = [line for one in told for line in self.broken(one, style, self.format.measure)]
        placed = [Placed(line, style) for line in lines]
        if not tail:
            self.set_lines(placed)
            return
        self.set_lines(placed[:-LAST_LINES])
        last = len(placed[-LAST_LINES:]) * style.leading
        # What is higher than a page flows on in any case: its beginning is enough.
        self.need(last + (tail if last + tail <= self.height else min(tail, self.height / 4)))
        self.set_lines(placed[-LAST_LINES:])

    def _folio(self, text: str, number: int) -> PlacedWords:
        """7 mm below the type area, one character in from its outer edge: right on odd pages, left on even ones."""
        style = self.styles.folio
        left = self.format.left + style.size
        if number % 2:
            left = self.format.left + self.format.measure - style.size - self.width_of(text, style)
        return PlacedWords(left, self.format.foot + 7 * MM + 0.38 * style.size, text, style.role, style.size, 0.0)


def _filling(line: SetLine, text: str, style: Style, width: float) -> float:
    """The tracking that makes a line fill its width; a line that would be torn apart, or is Latin, keeps its own."""
    if text.isascii():
        return style.tracking
    slack = width - line.indent * style.em - line.width * style.size
    tracking = slack / max(len(text) - 1, 1)
    return tracking if tracking <= style.size * 0.12 else style.tracking
