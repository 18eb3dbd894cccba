"""Checks of who stands behind a suggestion: lead deputy, mandate, cosigners, a bill's number (Q11 to Q14)."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity, at, whole
from station_app.domain.quality.wording import found, text_of
from station_app.domain.records import Suggestion

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
