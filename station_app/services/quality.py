"""The checks of a suggestion at this desk: what they look at beside its text, and what keeps it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from station_app import paths
from station_app.domain import numbering
from station_app.domain.field import blank_of, built
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, Weight
from station_app.domain.quality.checks import findings
from station_app.domain.quality.finding import Context, Finding, Gravity
from station_app.domain.records import CheckOverride, Cosigning, Deputy, Mandate, Opinion, Suggestion, Unit
from station_app.services.desk import Desk

LOOKED_BACK_YEARS = 3

_SCHEMES = {"levels": "deputy_level", "level": "deputy_level", "reply": "result_degree"}
"""Details of findings that are codes, with their lists."""


@immutable
class Checked:
    """What the checks found in a suggestion as it is typed or as it stands, and the doubts that were let stand."""

    findings: tuple[Finding, ...]
    let_stand: Mapping[tuple[str, str], CheckOverride]

    @property
    def open(self) -> tuple[Finding, ...]:
        """What still keeps it back: all that blocks, and the doubts that nobody let stand."""
        return tuple(one for one in self.findings if self.keeps_back(one))

    def keeps_back(self, one: Finding) -> bool:
        """Whether a finding keeps the suggestion from being submitted."""
        return one.gravity is Gravity.BLOCKS or (one.gravity is Gravity.DOUBT and one.mark not in self.let_stand)


def check(desk: Desk, values: Mapping[str, Any]) -> Checked:
    """Check a suggestion by its values; fields that are not named are empty."""
    suggestion = suggestion_of(values)
    overrides = desk.records.all(CheckOverride, suggestion=suggestion.uid) if suggestion.uid else []
    let_stand = {(one.check, one.excerpt): one for one in overrides}
    return Checked(tuple(findings(suggestion, context_of(desk, suggestion))), let_stand)


def keeping_back(desk: Desk, values: Mapping[str, Any]) -> list[Problem]:
    """Every problem for which a suggestion cannot be submitted, all at once. What a deputy signed on paper and an
    office enters is not the office's to word: its doubts are said there, and the review decides (G4)."""
    return [problem_of(desk, one, refuses=not desk.is_office) for one in check(desk, values).open]


def problem_of(desk: Desk, one: Finding, *, refuses: bool = False) -> Problem:
    """A finding as a problem, its codes in words; its sentence says what to do."""
    weight = Weight.REFUSE if refuses or one.gravity is Gravity.BLOCKS else Weight.WARN
    details = tuple((name, _in_words(desk, name, value)) for name, value in one.details)
    return Problem(code=one.sentence, where=one.field, value=one.excerpt, details=details, weight=weight)


def suggestion_of(values: Mapping[str, Any]) -> Suggestion:
    """The record that values come to, complete or not."""
    return built(Suggestion, {**blank_of(Suggestion), **values})


def context_of(desk: Desk, suggestion: Suggestion) -> Context:
    """What the checks may look at beside the suggestion, on the day it is submitted, or today."""
    day = suggestion.submitted_on or desk.today
    cosignings = desk.records.all(Cosigning, suggestion=suggestion.uid) if suggestion.uid else []
    signers = [one for one in (suggestion.lead_deputy, *suggestion.cosigners) if one]
    signers += [one.deputy for one in cosignings]
    mandates: dict[str, list[Mandate]] = {}
    for mandate in desk.records.all_in(Mandate, "deputy", signers):
        mandates.setdefault(mandate.deputy, []).append(mandate)
    earliest = f"{int(day[:4]) - LOOKED_BACK_YEARS:04}{day[4:]}"
    raised = (one for one in desk.records.all(Suggestion) if one.uid != suggestion.uid)
    others = [one for one in raised if _day_of(one, day) >= earliest]
    return Context(
        day=day,
        rules=paths.suggestion_rules(day),
        deputies=desk.records.several(Deputy, signers),
        mandates=mandates,
        cosignings=cosignings,
        others=others,
        units=desk.records.all(Unit),
        opinions=list(desk.records.several(Opinion, suggestion.origin_opinions).values()),
        matters=desk.codes["matter"],
        places=_places(desk),
    )


def _day_of(suggestion: Suggestion, default: str) -> str:
    return suggestion.submitted_on or suggestion.assigned_on or suggestion.replied_on or default


def _places(desk: Desk) -> frozenset[str]:
    """The names of the villages of the station's township."""
    own = paths.regions().children(desk.place.area_code)
    return frozenset(one.name for one in own)


def _in_words(desk: Desk, name: str, value: object) -> object:
    if name == "number":
        return numbering.short_of(str(value))
    scheme = _SCHEMES.get(name)
    if scheme is None:
        return value
    if isinstance(value, list | tuple):
        return [desk.codes.name_of(scheme, str(one)) for one in value]
    return desk.codes.name_of(scheme, str(value))
