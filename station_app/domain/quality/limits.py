"""Checks of what must not be raised as a suggestion, or not in public text (Q15 to Q23)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity, at
from station_app.domain.quality.wording import doubts, found, text_of
from station_app.domain.records import Suggestion

LOWEST_FIRST = ("TOWNSHIP", "COUNTY", "PREFECTURE", "PROVINCE", "NATIONAL")


def no_private_interest(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q15."""
    yield from doubts("Q15", suggestion, context.rules.patterns["private_interest"])


def no_letter_forwarded(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q16."""
    yield from doubts("Q16", suggestion, context.rules.patterns["letter_forwarding"])


def no_case(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q17."""
    for name in ("case_number", "case_words"):
        yield from doubts("Q17", suggestion, context.rules.patterns[name])


def no_accusation(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q18."""
    for name in ("accusation_words", "accusation_form"):
        yield from doubts("Q18", suggestion, context.rules.patterns[name])


def no_advertising(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q19."""
    for name in ("advertising", "url", "service_phone", "price_list"):
        yield from doubts("Q19", suggestion, context.rules.patterns[name])


def no_tender(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q20: a firm by name in one sentence with words of a tender."""
    patterns = context.rules.patterns
    for field, sentence in found(suggestion, patterns["sentence"]):
        firm = patterns["firm"].search(sentence.group())
        if firm and patterns["tender_words"].search(sentence.group()):
            span = (sentence.start() + firm.start(), sentence.start() + firm.end())
            yield at("Q20", Gravity.DOUBT, field, text_of(suggestion, field), span, words=firm.group())


def within_the_level(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q21: words of matters that a higher level decides, in title and proposals."""
    if suggestion.level not in LOWEST_FIRST:
        return
    leads = context.rules.leads["higher_level"]
    for field, match in found(suggestion, context.rules.patterns["higher_level"], ("title", "proposals")):
        needed = leads[match.group()]
        if LOWEST_FIRST.index(suggestion.level) < LOWEST_FIRST.index(needed):
            text = text_of(suggestion, field)
            yield at("Q21", Gravity.DOUBT, field, text, match.span(), words=match.group(), level=needed)


def no_personal_data(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q22: citizen numbers, bank cards, whole telephone numbers (个人信息保护法 arts. 25, 28); never copied on."""
    taken: set[tuple[str, int]] = set()
    for aspect in ("identity_number", "bank_card", "mobile"):
        for field, match in found(suggestion, context.rules.patterns[aspect]):
            if (field, match.start()) not in taken:
                taken.add((field, match.start()))
                yield Finding("Q22", Gravity.BLOCKS, field, match.start(), match.end(), "", aspect)


def no_classified_mark(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q23 (保守国家秘密法 2024 art. 31)."""
    pattern: re.Pattern[str] = context.rules.patterns["classified"]
    for field, match in found(suggestion, pattern):
        yield at("Q23", Gravity.BLOCKS, field, text_of(suggestion, field), match.span(), words=match.group())
