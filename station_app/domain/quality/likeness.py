"""How alike two texts are, by the pairs of characters they share, and the checks that ask it (Q26, Q27)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity, at, whole
from station_app.domain.quality.wording import BODY, doubts, text_of
from station_app.domain.records import Suggestion

UNSETTLED = ("PLANNED", "UNRESOLVED")
"""The replies that leave a matter open."""

_OUT = ("WITHDRAWN", "VOID", "RETURNED_TO_DEPUTY")
_NOT_WORDS = re.compile(r"[\W_]+")
_WIDTH = 3


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[str]:
    """The runs of three characters of a text's words."""
    plain = _NOT_WORDS.sub("", text)
    return frozenset(plain[first : first + _WIDTH] for first in range(max(len(plain) - _WIDTH + 1, 1)))


def likeness(one: str, other: str) -> float:
    """How much two texts share, from 0 to 1: their common runs beside all their runs (Jaccard)."""
    mine, theirs = shingles(one), shingles(other)
    if not one.strip() or not other.strip():
        return 0.0
    return len(mine & theirs) / len(mine | theirs)


def alike(suggestion: Suggestion, other: Suggestion) -> float:
    """How alike two suggestions are by their bodies."""
    return likeness(_body(suggestion), _body(other))


def is_new(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q26: nearly the text or the title of another of the last three years; both are to be shown side by side."""
    limits = context.rules.limits
    for other in context.others:
        if other.uid == suggestion.uid or other.state in _OUT:
            continue
        body = round(100 * alike(suggestion, other))
        title = round(100 * likeness(suggestion.title, other.title))
        if body >= limits["alike_percent"] or title >= limits["alike_title_percent"]:
            span = (0, len(suggestion.title))
            details = {"uid": other.uid, "number": other.official_no or other.number, "title": other.title}
            yield at("Q26", Gravity.DOUBT, "title", suggestion.title, span, percent=max(body, title), **details)


def repetition_is_said(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q27: raised before and still open, and the form does not say so."""
    if suggestion.repeat_years:
        return
    said = next(doubts("Q27", suggestion, context.rules.patterns["repeat_words"], BODY), None)
    if said:
        text = text_of(suggestion, said.field)
        yield at("Q27", Gravity.HINT, said.field, text, (said.start, said.end), aspect="words")
    for other in context.others:
        is_open = other.reply_category in UNSETTLED and other.uid != suggestion.uid
        if is_open and alike(suggestion, other) * 100 >= context.rules.limits["repeated_percent"]:
            details = {"number": other.official_no or other.number, "title": other.title, "reply": other.reply_category}
            yield whole("Q27", Gravity.HINT, "repeat_years", other.uid, aspect="open", **details)


def _body(suggestion: Suggestion) -> str:
    return "".join(text_of(suggestion, field) for field in BODY)
