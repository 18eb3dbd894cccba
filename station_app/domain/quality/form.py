"""Checks of the form: title, length, proposals, what must be chosen (Q1 to Q10, Q30 to Q32)."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity, at, whole
from station_app.domain.quality.wording import BODY, doubts, items_of, length_of, text_of
from station_app.domain.records import Suggestion

UNCHOSEN = ("", "NOT_RECORDED")


def title_is_there(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q1."""
    if not suggestion.title.strip():
        yield whole("Q1", Gravity.BLOCKS, "title")


def title_length(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q2: of 660 real titles the shortest had 11 characters, the longest 44."""
    title, limits = suggestion.title, context.rules.limits
    length = length_of(title)
    low, high = limits["title_short"], limits["title_long"]
    if 0 < length < low:
        yield at("Q2", Gravity.DOUBT, "title", title, (0, len(title)), aspect="short", length=length, low=low)
    elif length > high:
        yield at("Q2", Gravity.DOUBT, "title", title, (high, len(title)), aspect="long", length=length, high=high)


def title_form(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q3: of 660 real titles 98.9 % began and 95.3 % ended as the form asks."""
    title = suggestion.title.strip()
    ornament = context.rules.patterns["title_ornament"]
    if title and not context.rules.patterns["title_form"].search(ornament.sub("", title)):
        yield at("Q3", Gravity.DOUBT, "title", suggestion.title, (0, len(suggestion.title)))


def title_ornament(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q4: the name of a file, book marks, punctuation at the end."""
    for name in ("file_suffixes", "title_ornament"):
        yield from doubts("Q4", suggestion, context.rules.patterns[name], ("title",))


def body_is_there(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q5."""
    if not suggestion.situation.strip():
        yield whole("Q5", Gravity.BLOCKS, "situation")


def body_is_long_enough(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q6."""
    limits = context.rules.limits
    situation, everything = length_of(suggestion.situation), _length(suggestion)
    if 0 < situation < limits["situation_short"]:
        yield whole(
            "Q6", Gravity.DOUBT, "situation", aspect="situation", length=situation, low=limits["situation_short"]
        )
    if situation and everything < limits["whole_short"]:
        yield whole("Q6", Gravity.DOUBT, "proposals", aspect="whole", length=everything, low=limits["whole_short"])


def body_is_short_enough(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q7."""
    length, high = _length(suggestion), context.rules.limits["whole_long"]
    if length > high:
        longest = max(BODY, key=lambda field: length_of(text_of(suggestion, field)))
        yield whole("Q7", Gravity.DOUBT, longest, length=length, high=high)


def proposals_are_there(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q8."""
    if not suggestion.proposals.strip():
        yield whole("Q8", Gravity.BLOCKS, "proposals")


def one_matter_in_proposals(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q9: more proposals than one matter needs, or proposals for several kinds of units (一事一议)."""
    text, rules = suggestion.proposals, context.rules
    items, most = items_of(text, rules), rules.limits["most_proposals"]
    if len(items) > most:
        span = (items[most][0], items[-1][1])
        yield at("Q9", Gravity.DOUBT, "proposals", text, span, aspect="many", count=len(items), most=most)
    units = _unit_kinds(text, context)
    if len(units) > rules.limits["most_unit_kinds"]:
        yield whole("Q9", Gravity.DOUBT, "proposals", "|".join(units), aspect="units", units=units)


def one_matter_in_title(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q10: two objects of different matters that a joining word puts side by side."""
    title, rules = suggestion.title, context.rules
    for joiner in rules.patterns["joiners"].finditer(title):
        before, after = _matters(title[: joiner.start()], context), _matters(title[joiner.end() :], context)
        if before and after and not before & after:
            names = [context.matters.by_code[code].name for code in sorted(before | after)] if context.matters else []
            yield at("Q10", Gravity.DOUBT, "title", title, joiner.span(), matters=names)
            return


def origin_is_said(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q30."""
    if not suggestion.origin_basis:
        yield whole("Q30", Gravity.HINT, "origin_basis")


def opinions_are_linked(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q31."""
    if not suggestion.origin_opinions:
        yield whole("Q31", Gravity.HINT, "origin_opinions")


def disclosure_is_chosen(suggestion: Suggestion, _context: Context) -> Iterator[Finding]:
    """Q32."""
    if suggestion.disclosure in UNCHOSEN:
        yield whole("Q32", Gravity.BLOCKS, "disclosure")


def _length(suggestion: Suggestion) -> int:
    return sum(length_of(text_of(suggestion, field)) for field in BODY)


def _matters(text: str, context: Context) -> set[str]:
    """The first-level matters that a text names."""
    leads = context.rules.leads["matter_words"]
    return {leads[match.group()] for match in context.rules.patterns["matter_words"].finditer(text)}


def _unit_kinds(text: str, context: Context) -> list[str]:
    """The kinds of units that typically handle the matters that a text names, one a first-level matter."""
    if context.matters is None:
        return []
    typical = {entry.parent: entry.goes_with.get("typical_unit", "") for entry in reversed(context.matters.codes)}
    return sorted({typical[code] for code in _matters(text, context) if typical.get(code)})
