"""Checks of the writing: brackets, widths, numbering (Q33), figures that do not add up (Q34)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity, at
from station_app.domain.quality.wording import BODY, TEXTS, doubts, found, numbered, text_of
from station_app.domain.records import Suggestion

_HUNDRED, _TEN_THOUSAND = Decimal(100), Decimal(10000)
_LEAST_PARTS = 2
_NEAR = 6
"""Characters between the word for a total and its figure."""

Patterns = Mapping[str, re.Pattern[str]]


def is_well_written(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q33 (GB/T 15834-2011; GB/T 9704-2012, 7.3.3: 一、（一）1.（1）)."""
    for field in TEXTS:
        yield from _brackets(field, text_of(suggestion, field), context.rules.brackets)
    yield from doubts("Q33", suggestion, context.rules.patterns["width_mixed"], aspect="width")
    for field in BODY:
        yield from _numbering(field, text_of(suggestion, field), context)


def figures_add_up(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q34: parts that do not make their total, a share that is not what its figures say, shares above a hundred."""
    patterns = context.rules.patterns
    for field, sentence in found(suggestion, patterns["sentence"], BODY):
        text, first = text_of(suggestion, field), sentence.start()
        told = sentence.group()
        for wrong in (_sum(told, patterns), _share(told, context), _shares(told, patterns)):
            if wrong:
                start, end, aspect, said, right = wrong
                span = (first + start, first + end)
                yield at("Q34", Gravity.DOUBT, field, text, span, aspect=aspect, said=said, right=right)


def _brackets(field: str, text: str, pairs: Mapping[str, str]) -> Iterator[Finding]:
    closing = {end: begin for begin, end in pairs.items()}
    opened: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in closing.values():
            opened.append((sign, place))
        elif sign in closing:
            if opened and opened[-1][0] == closing[sign]:
                opened.pop()
            elif not _is_numbering(text, place):
                yield at("Q33", Gravity.DOUBT, field, text, (place, place + 1), aspect="brackets", words=sign)
    for sign, place in opened:
        yield at("Q33", Gravity.DOUBT, field, text, (place, place + 1), aspect="brackets", words=sign)


def _is_numbering(text: str, place: int) -> bool:
    """Whether a closing bracket stands behind a number at the head of a line, as in 1)."""
    return bool(re.search(r"(?:^|\n)\s*\w{1,2}$", text[:place]))


def _numbering(field: str, text: str, context: Context) -> Iterator[Finding]:
    """Each level counts from one without gaps; a higher level begins those below it anew."""
    counts = [0, 0, 0, 0]
    for line in numbered(text, context.rules):
        if line.figure != counts[line.level] + 1:
            span, right = (line.start, line.end), counts[line.level] + 1
            yield at(
                "Q33",
                Gravity.DOUBT,
                field,
                text,
                span,
                aspect="numbering",
                words=text[line.start : line.end],
                right=right,
            )
        counts[line.level] = line.figure
        counts[line.level + 1 :] = [0] * (len(counts) - line.level - 1)


Wrong = tuple[int, int, str, str, str]
"""From where to where, which sentence, what is said, what it should be."""


def _sum(sentence: str, patterns: Patterns) -> Wrong | None:
    """A total with its parts: before it, or behind it as "each" or "among them"."""
    figures = [(match, _amount(match)) for match in patterns["counted"].finditer(sentence)]
    for index, (match, total) in enumerate(figures):
        lead = [one.end() for one in patterns["total_words"].finditer(sentence, 0, match.start())]
        if not lead or match.start() - lead[-1] > _NEAR:
            continue
        like = [(one, amount) for one, amount in figures if one[3] == match[3]]
        before = [amount for one, amount in like if one.end() <= match.start()]
        behind = [amount for one, amount in like if one.start() >= match.end()]
        rest = sentence[match.end() :]
        if len(before) >= _LEAST_PARTS and index == len(figures) - 1 and sum(before) != total:
            return (*match.span(), "sum", match.group(), f"{_plain(sum(before))}{match[3]}")
        if len(behind) < _LEAST_PARTS:
            continue
        is_short = patterns["respectively"].search(rest) and sum(behind) < total
        is_beyond = (patterns["among"].search(rest) or patterns["respectively"].search(rest)) and sum(behind) > total
        if is_short or is_beyond:
            return (*match.span(), "sum", match.group(), f"{_plain(sum(behind))}{match[3]}")
    return None


def _share(sentence: str, context: Context) -> Wrong | None:
    tolerance = Decimal(context.rules.limits["percent_tolerance_tenths"]) / 10
    for match in context.rules.patterns["whole_of_share"].finditer(sentence):
        total, part, said = Decimal(match[1]), Decimal(match[3]), Decimal(match[4])
        if total and abs(part / total * _HUNDRED - said) > tolerance:
            right = (part / total * _HUNDRED).quantize(Decimal("0.1"))
            return (match.start(4), match.end(), "share", sentence[match.start(4) : match.end()], f"{right}%")
    return None


def _shares(sentence: str, patterns: Patterns) -> Wrong | None:
    for match in patterns["shares"].finditer(sentence):
        shares = [Decimal(one[1]) for one in patterns["share"].finditer(match.group())]
        if len(shares) >= _LEAST_PARTS and sum(shares) > _HUNDRED + 1:
            return (*match.span(), "shares", f"{_plain(sum(shares))}%", "100%")
    return None


def _amount(match: re.Match[str]) -> Decimal:
    return Decimal(match[1]) * (_TEN_THOUSAND if match[2] else 1)


def _plain(amount: Decimal | int) -> str:
    return f"{Decimal(amount).normalize():f}"
