"""The text of a suggestion as the checks read it: its fields, what a pattern finds in them, its numbered proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from station_app.domain.immutable import immutable
from station_app.domain.quality.finding import Finding, Gravity, at
from station_app.domain.quality.rulebook import Rulebook
from station_app.domain.records import Suggestion

BODY = ("situation", "analysis", "proposals")
TEXTS = ("title", *BODY)
LEVELS = ("number_1", "number_2", "number_3", "number_4")
"""The patterns of numbering, the highest level first (GB/T 9704-2012, 7.3.3)."""

_WHITE = re.compile(r"\s+")


def length_of(text: str) -> int:
    """How many characters a text has without its white space."""
    return len(_WHITE.sub("", text))


def text_of(suggestion: Suggestion, field: str) -> str:
    """The text of one of the four fields that hold the suggestion's own words."""
    return str(getattr(suggestion, field))


def whole_text(suggestion: Suggestion) -> str:
    """Title and body, a line each."""
    return "\n".join(text_of(suggestion, field) for field in TEXTS)


def found(
    suggestion: Suggestion, pattern: re.Pattern[str], fields: Sequence[str] = TEXTS
) -> Iterator[tuple[str, re.Match[str]]]:
    """Every place in `fields` that a pattern finds."""
    for field in fields:
        for match in pattern.finditer(text_of(suggestion, field)):
            yield field, match


def doubts(
    code: str, suggestion: Suggestion, pattern: re.Pattern[str], fields: Sequence[str] = TEXTS, aspect: str = ""
) -> Iterator[Finding]:
    """A doubt for every place that a pattern finds; the place's own words are its detail."""
    for field, match in found(suggestion, pattern, fields):
        text = text_of(suggestion, field)
        yield at(code, Gravity.DOUBT, field, text, match.span(), aspect=aspect, words=match.group())


@immutable
class Numbered:
    """A numbered line of a text: its level from 0, its figure, where the number stands."""

    level: int
    figure: int
    start: int
    end: int


def numbered(text: str, rules: Rulebook) -> list[Numbered]:
    """The numbered lines of a text, in order."""
    lines = [
        Numbered(level, _figure(match[1], rules.numerals), match.start(1), match.end(1))
        for level, name in enumerate(LEVELS)
        for match in rules.patterns[name].finditer(text)
    ]
    return sorted(lines, key=lambda line: line.start)


def items_of(text: str, rules: Rulebook) -> list[tuple[int, int]]:
    """Where each item of a list stands: from one number of the highest level that occurs to the next; lines where
    nothing is numbered."""
    lines = numbered(text, rules)
    if not lines:
        return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    top = min(line.level for line in lines)
    starts = [text.rfind("\n", 0, line.start) + 1 for line in lines if line.level == top]
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]


def _figure(written: str, numerals: str) -> int:
    """A figure up to 99, Chinese or Arabic."""
    if written.isdecimal():
        return int(written)
    ten = numerals[-1]
    tens, mark, ones = written.rpartition(ten)
    value = numerals.find(tens) if tens else 1
    return (value * 10 if mark else 0) + (max(numerals.find(ones), 0) if ones else 0)
