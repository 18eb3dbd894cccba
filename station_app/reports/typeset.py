"""Breaking text into lines as Chinese print does: 禁则 at both ends of a line, pairs and words kept whole.

Pure: it knows no font and no page, only how wide each character is in ems (1 = the size of the type). The signs that
never start or end a line are data in `resources/print/line_breaking.json` (GB/T 15834-2011, 5.1).
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from station_app import paths
from station_app.domain.immutable import immutable

# Whatever an old system, a letter or a spreadsheet may have used to end a line or a page.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = frozenset(" \t\u3000\u2002\u2003\u2009\u200b")
_JOINER = "\u200d"
# Two of these letters are a flag.
_REGIONALS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
SLACK_EM = 1e-6
"""Rounding of a sum of widths must not push a line's last character out."""


MOST_SQUEEZED_IN = 2
"""More signs that may begin no line do not stand in a row."""


class SetLine(NamedTuple):
    """One line: its characters, its natural width and indent in ems, and whether a paragraph ends with it.

    Spaces at the end of a line hang over the edge: they stand in `text` and do not count in `width`.
    """

    text: str
    width: float
    indent: float
    ends_paragraph: bool


@immutable
class Signs:
    """The signs that may not stand at a line's edge, the words of measure that stay with their figure, and the signs of
    punctuation whose second half is white, or whose first half is."""

    never_starts: frozenset[str]
    never_ends: frozenset[str]
    units: frozenset[str]
    white_behind: frozenset[str]
    white_before: frozenset[str]


@cache
def signs() -> Signs:
    """The shipped signs."""
    raw = json.loads((paths.resources() / "print" / "line_breaking.json").read_text("utf-8"))
    return Signs(**{name: frozenset(raw[name]) for name in Signs.__annotations__})


def paragraphs_of(text: str) -> list[str]:
    """The text between line ends: CR LF, CR, LF, NEL, U+2028, U+2029, vertical tab and form feed."""
    return _LINE_END.split(text)


def break_lines(
    text: str, measure: float, advances: Mapping[str, float], *, indent: float = 0.0, squeeze: float = 0.0
) -> list[SetLine]:
    """The lines of `text` in a measure of so many ems; each paragraph's first line is indented by `indent` ems.

    Joined, the lines are the text without its line ends. A line is longer than the measure only by spaces that hang,
    or where a single cluster (a letter with its marks) is wider than the measure; with `squeeze` by so many ems for
    each of its signs of punctuation (`squeezable`), where it ends with a sign that may begin no line.
    """
    found: list[SetLine] = []
    for paragraph in paragraphs_of(text):
        found += _break_paragraph(paragraph, measure, advances, indent, squeeze)
    return found


def squeezable(text: str) -> list[str]:
    """A line in parts: between two of them stands the white half of a sign of punctuation, which may give way."""
    parts, start, known = [], 0, signs()
    for at in range(1, len(text)):
        if text[at - 1] in known.white_behind or text[at] in known.white_before:
            parts.append(text[start:at])
            start = at
    return [*parts, text[start:]]


def width_of(text: str, advances: Mapping[str, float]) -> float:
    """The natural width of a text in ems."""
    return sum(map(advances.__getitem__, text))


def balanced(text: str, measure: float, advances: Mapping[str, float]) -> list[SetLine]:
    """As few lines as the measure allows, of lengths as even as they can be: the shape of a title."""
    best = break_lines(text, measure, advances)
    if all(line.ends_paragraph for line in best):
        return best
    low, high = sum(line.width for line in best) / len(best), measure
    while high - low > 0.25:
        middle = (low + high) / 2
        tried = break_lines(text, middle, advances)
        if len(tried) <= len(best) and all(map(_ends_well, tried, tried[1:])):
            best, high = tried, middle
        else:
            low = middle
    return best


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, after = text[at - 1], text[at]
    rules = signs()
    if after in rules.never_starts or before in rules.never_ends or _clings(text, at):
        return False
    if after in _SPACES:
        return False
    if before in _SPACES:
        return True
    if before.isdecimal():
        return not (after.isdecimal() or after in rules.units or _in_word(after))
    return not (_in_word(before) and _in_word(after))


def _ends_well(line: SetLine, following: SetLine) -> bool:
    """Whether a line ended where it may, and was not cut by force."""
    return line.ends_paragraph or may_break(line.text + following.text, len(line.text))


def _break_paragraph(
    text: str, measure: float, advances: Mapping[str, float], indent: float, squeeze: float
) -> list[SetLine]:
    """Greedy: fill a line, then step back to where it may end."""
    edges = list(accumulate(map(advances.__getitem__, text), initial=0.0))
    lines: list[SetLine] = []
    start = 0
    while True:
        room = measure - indent + SLACK_EM
        if edges[-1] - edges[start] <= room:
            lines.append(SetLine(text[start:], edges[-1] - edges[start], indent, True))
            return lines
        limit = bisect_right(edges, edges[start] + room, start + 1) - 1
        if squeeze:
            limit = _squeezed_in(text, edges, start, limit, room, squeeze)
            if limit == len(text):
                lines.append(SetLine(text[start:], edges[-1] - edges[start], indent, True))
                return lines
        cut, inked = _cut(text, start, max(limit, start + 1))
        if cut == len(text):
            lines.append(SetLine(text[start:], edges[inked] - edges[start], indent, True))
            return lines
        lines.append(SetLine(text[start:cut], edges[inked] - edges[start], indent, False))
        start, indent = cut, 0.0


def _squeezed_in(text: str, edges: list[float], start: int, limit: int, room: float, squeeze: float) -> int:
    """The edge behind the signs that may begin no line and have room on this one where its punctuation gives way."""
    end = limit
    while end < len(text) and text[end] in signs().never_starts and end - limit < MOST_SQUEEZED_IN:
        end += 1
    if end == limit or (end < len(text) and not may_break(text, end)):
        return limit
    gives = squeeze * (len(squeezable(text[start:end])) - 1)
    return end if edges[end] - edges[start] <= room + gives else limit


def _cut(text: str, start: int, limit: int) -> tuple[int, int]:
    """Where the line from `start` ends when `limit` is the last edge that fits, and where its ink ends."""
    cut = limit
    while cut < len(text) and text[cut] in _SPACES:
        cut += 1
    if cut == len(text):
        return cut, limit
    while cut > start and not may_break(text, cut):
        cut -= 1
    if cut <= start:
        cut = _forced_cut(text, start, limit)
    inked = min(cut, limit)
    while inked > start + 1 and text[inked - 1] in _SPACES:
        inked -= 1
    return cut, inked


def _forced_cut(text: str, start: int, limit: int) -> int:
    """A word longer than the line is cut at the edge, but never inside a cluster."""
    cut = limit
    while cut > start and _clings(text, cut):
        cut -= 1
    if cut > start:
        return cut
    cut = limit
    while cut < len(text) and _clings(text, cut):
        cut += 1
    return cut


def _clings(text: str, at: int) -> bool:
    """Whether `text[at]` makes one drawn thing with what stands before it: marks, selectors, emoji, a pair of signs."""
    before, after = text[at - 1], text[at]
    if after < "\u0300":
        return False
    if before == after and after in "\u2014\u2026":
        # A dash or an ellipsis is two characters; a longer row of them is cut between pairs.
        return _repeats_before(text, at) % 2 == 1
    if _attaches(after) or before == _JOINER:
        return True
    return _is_regional(before) and _is_regional(after) and _regionals_before(text, at) % 2 == 1


def _repeats_before(text: str, at: int) -> int:
    head = text[:at]
    return at - len(head.rstrip(text[at]))


def _regionals_before(text: str, at: int) -> int:
    head = text[:at]
    return at - len(head.rstrip(_REGIONALS))


def _is_regional(char: str) -> bool:
    return char in _REGIONALS


@cache
def _attaches(char: str) -> bool:
    """Combining marks, variation selectors, joiners, skin tones, tags."""
    if char == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    return unicodedata.category(char) in {"Mn", "Mc", "Me"}


@cache
def _in_word(char: str) -> bool:
    """Letters, figures and signs of scripts that are written in words: they break at spaces only."""
    if char in _SPACES or unicodedata.east_asian_width(char) in {"W", "F"}:
        return False
    return char.isalnum() or "!" <= char <= "~"
