"""All checks by their codes, and the run of those that are switched on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from station_app.domain.quality import form, likeness, limits, signers, substance, writing
from station_app.domain.quality.context import Context
from station_app.domain.quality.finding import Finding, Gravity
from station_app.domain.records import Suggestion

Check = Callable[[Suggestion, Context], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "Q1": form.title_is_there,
    "Q2": form.title_length,
    "Q3": form.title_form,
    "Q4": form.title_ornament,
    "Q5": form.body_is_there,
    "Q6": form.body_is_long_enough,
    "Q7": form.body_is_short_enough,
    "Q8": form.proposals_are_there,
    "Q9": form.one_matter_in_proposals,
    "Q10": form.one_matter_in_title,
    "Q11": signers.lead_is_named,
    "Q12": signers.lead_holds_mandate,
    "Q13": signers.cosigners_have_confirmed,
    "Q14": signers.is_no_motion,
    "Q15": limits.no_private_interest,
    "Q16": limits.no_letter_forwarded,
    "Q17": limits.no_case,
    "Q18": limits.no_accusation,
    "Q19": limits.no_advertising,
    "Q20": limits.no_tender,
    "Q21": limits.within_the_level,
    "Q22": limits.no_personal_data,
    "Q23": limits.no_classified_mark,
    "Q24": substance.facts_are_told,
    "Q25": substance.proposals_are_concrete,
    "Q26": likeness.is_new,
    "Q27": likeness.repetition_is_said,
    "Q28": substance.units_are_known,
    "Q29": substance.terms_are_of_today,
    "Q30": form.origin_is_said,
    "Q31": form.opinions_are_linked,
    "Q32": form.disclosure_is_chosen,
    "Q33": writing.is_well_written,
    "Q34": writing.figures_add_up,
}
"""The numbers of the office's list; each is a pure function of the suggestion and what stands beside it."""

TITLE_CHECKS = ("Q1", "Q2", "Q3", "Q4", "Q10")
"""The checks that look at nothing but the title."""

_ORDER = (Gravity.BLOCKS, Gravity.DOUBT, Gravity.HINT)


def findings(suggestion: Suggestion, context: Context) -> list[Finding]:
    """What all checks find that are switched on: what blocks first, then doubts, then hints, each by number."""
    found = [one for code, check in CHECKS.items() if code in context.rules.on for one in check(suggestion, context)]
    return sorted(found, key=lambda one: _ORDER.index(one.gravity))
