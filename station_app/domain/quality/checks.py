"""All checks of a suggestion, and those of its substance, its signers and its likeness to others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from station_app.domain.quality import writing
from station_app.domain.quality.finding import Context, Finding, Gravity, at, whole
from station_app.domain.quality.writing import BODY, LEVELS, doubts, found, items_of, length_of, text_of
from station_app.domain.records import Suggestion, Unit

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


ASKED, CONFIRMED = "ASKED", "CONFIRMED"


def lead_is_named(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q11: lead deputy, certificate number, telephone."""
    lead = suggestion.lead_deputy
    if not lead:
        yield whole("Q11", Gravity.BLOCKS, "lead_deputy", aspect="lead")
        return
    mandates = [one for one in context.active_mandates(lead) if one.level == suggestion.level]
    if mandates and not any(one.cert_no.strip() for one in mandates):
        yield whole("Q11", Gravity.BLOCKS, "lead_deputy", aspect="certificate", name=context.name_of(lead))
    deputy = context.deputies.get(lead)
    if not suggestion.phone.strip() and not (deputy and deputy.phone.strip()):
        yield whole("Q11", Gravity.BLOCKS, "phone", aspect="phone")


def lead_holds_mandate(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q12: a suggestion goes to the body that its lead deputy is a member of, on that day (代表法 2025 art. 24)."""
    lead, level = suggestion.lead_deputy, suggestion.level
    if not lead or not level:
        return
    held = list(context.active_mandates(lead))
    if not held:
        yield whole("Q12", Gravity.BLOCKS, "lead_deputy", aspect="none", name=context.name_of(lead), day=context.day)
    elif all(one.level != level for one in held):
        levels = sorted({one.level for one in held})
        yield whole("Q12", Gravity.BLOCKS, "level", aspect="level", name=context.name_of(lead), levels=levels)


def cosigners_have_confirmed(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q13: each cosigner confirms for themselves; one of another level cannot sign for this body."""
    states = {one.deputy: one.state for one in context.cosignings}
    named = dict.fromkeys((*suggestion.cosigners, *states))
    for deputy in named:
        name, state = context.name_of(deputy), states.get(deputy, ASKED)
        if state == ASKED:
            yield whole("Q13", Gravity.BLOCKS, "cosigners", deputy, aspect="asked", name=name)
        elif state == CONFIRMED and suggestion.level:
            levels = {one.level for one in context.active_mandates(deputy)}
            if suggestion.level not in levels:
                yield whole("Q13", Gravity.DOUBT, "cosigners", deputy, aspect="level", name=name)


def is_no_motion(suggestion: Suggestion, context: Context) -> Iterator[Finding]:
    """Q14: as many signers as a bill needs, and words of law-making."""
    least = context.rules.motion_signers.get(suggestion.level, 0)
    signers = 1 + sum(one.state in (ASKED, CONFIRMED) for one in context.cosignings)
    if not least or signers < least:
        return
    for name in ("law_and", "law_making"):
        for field, match in found(suggestion, context.rules.patterns[name], ("title", "proposals")):
            text = text_of(suggestion, field)
            yield at("Q14", Gravity.DOUBT, field, text, match.span(), signers=signers, words=match.group())
            return


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


Check = Callable[[Suggestion, Context], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "Q1": writing.title_is_there,
    "Q2": writing.title_length,
    "Q3": writing.title_form,
    "Q4": writing.title_ornament,
    "Q5": writing.body_is_there,
    "Q6": writing.body_is_long_enough,
    "Q7": writing.body_is_short_enough,
    "Q8": writing.proposals_are_there,
    "Q9": writing.one_matter_in_proposals,
    "Q10": writing.one_matter_in_title,
    "Q11": lead_is_named,
    "Q12": lead_holds_mandate,
    "Q13": cosigners_have_confirmed,
    "Q14": is_no_motion,
    "Q15": writing.no_private_interest,
    "Q16": writing.no_letter_forwarded,
    "Q17": writing.no_case,
    "Q18": writing.no_accusation,
    "Q19": writing.no_advertising,
    "Q20": writing.no_tender,
    "Q21": writing.within_the_level,
    "Q22": writing.no_personal_data,
    "Q23": writing.no_classified_mark,
    "Q24": facts_are_told,
    "Q25": proposals_are_concrete,
    "Q26": is_new,
    "Q27": repetition_is_said,
    "Q28": units_are_known,
    "Q29": terms_are_of_today,
    "Q30": writing.origin_is_said,
    "Q31": writing.opinions_are_linked,
    "Q32": writing.disclosure_is_chosen,
    "Q33": writing.is_well_written,
    "Q34": writing.figures_add_up,
}
"""The numbers of the office's list; each is a pure function of the suggestion and what stands beside it."""

_ORDER = (Gravity.BLOCKS, Gravity.DOUBT, Gravity.HINT)


def findings(suggestion: Suggestion, context: Context) -> list[Finding]:
    """What all checks find that are switched on: what blocks first, then doubts, then hints, each by number."""
    found = [one for code, check in CHECKS.items() if code in context.rules.on for one in check(suggestion, context)]
    return sorted(found, key=lambda one: _ORDER.index(one.gravity))
