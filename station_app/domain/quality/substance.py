"""Checks of the substance: facts, concrete proposals, units, terms of today (Q24, Q25, Q28, Q29)."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity, at, whole
from station_app.domain.quality.wording import BODY, LEVELS, found, items_of, length_of, text_of
from station_app.domain.records import Suggestion, Unit

_SHORTEST_NAME = 3


def facts_are_told(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q24: neither a place nor a figure nor a day in the situation."""
    text, patterns = suggestion.situation, context.rules.patterns
    names = ("place_suffixes", "figure", "date", "date_words")
    if not text.strip() or any(patterns[name].search(text) for name in names):
        return
    if not any(place in text for place in context.places):
        yield whole("Q24", Gravity.DOUBT, "situation")


def proposals_are_concrete(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q25: nothing but vague verbs, without object, measure or standard: each such proposal is pointed at."""
    text = suggestion.proposals
    items = items_of(text, context.rules)
    if items and all(_is_vague(text[start:end], context) for start, end in items):
        for span in items:
            yield at("Q25", Gravity.DOUBT, "proposals", text, span)


def units_are_known(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q28: a unit that nobody knows by that name, or that was abolished. Where no register of units is kept, nothing
    is unknown."""
    text = suggestion.suggested_units
    known = _names(context, current=True)
    for match in context.rules.patterns["unit_named"].finditer(text) if context.units else ():
        named = match.group()
        if not any(named == name or named.endswith(name) for name in known):
            gone = any(named.endswith(name) for name in _names(context, current=False))
            aspect = "gone" if gone else "unknown"
            yield at("Q28", Gravity.DOUBT, "suggested_units", text, match.span(), aspect=aspect, words=named)
    for unit in context.units:
        if unit.valid_to and unit.valid_to < context.day and len(unit.name) >= _SHORTEST_NAME:
            yield from _gone_in_text(suggestion, unit)


def terms_are_of_today(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q29."""
    leads = context.rules.leads["old_terms"]
    for field, match in found(suggestion, context.rules.patterns["old_terms"]):
        text = text_of(suggestion, field)
        yield at("Q29", Gravity.DOUBT, field, text, match.span(), words=match.group(), instead=leads[match.group()])


def _is_vague(item: str, context: Context) -> bool:
    """A short item that has a vague verb, and neither a concrete one nor a figure nor a place."""
    patterns = context.rules.patterns
    for level in LEVELS:
        item = patterns[level].sub("", item)
    if length_of(item) > context.rules.limits["vague_longest"] or not patterns["vague_verbs"].search(item):
        return False
    return not any(patterns[name].search(item) for name in ("concrete_verbs", "figure", "place_suffixes"))


def _names(context: Context, *, current: bool) -> set[str]:
    names = {
        name
        for unit in context.units
        if (not unit.valid_to or context.day <= unit.valid_to) == current
        for name in _called(unit, context)
    }
    if current and context.matters:
        names |= {
            entry.goes_with["typical_unit"] for entry in context.matters.codes if "typical_unit" in entry.goes_with
        }
    return names


def _called(unit: Unit, context: Context) -> Iterator[str]:
    yield unit.name
    for match in context.rules.patterns["unit_named"].finditer(unit.aliases):
        yield match.group()


def _gone_in_text(suggestion: Suggestion, unit: Unit) -> Iterator[Finding]:
    for field in ("title", *BODY):
        text = text_of(suggestion, field)
        start = text.find(unit.name)
        if start >= 0:
            span = (start, start + len(unit.name))
            yield at("Q28", Gravity.DOUBT, field, text, span, aspect="gone", words=unit.name)
