"""Which suggestions there are, for a desk and for a deputy, and who may lead one."""

from __future__ import annotations

from collections import Counter

from station_app.domain.field import values_of
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import JOINED, act_of
from station_app.domain.quality.context import is_held
from station_app.domain.records import Cosigning, Deputy, Mandate, Suggestion
from station_app.services import quality
from station_app.services.desk import Desk


@immutable
class ListLine:
    """A line of the list: the suggestion, its lead's name, how many opinions and cosigners, and of a draft how many
    findings still keep it back."""

    suggestion: Suggestion
    lead: str
    opinions: int
    cosigners: int
    open_findings: int
    is_draft: bool


@immutable
class Lead:
    """A deputy who may lead, with the mandate by which; None where they hold none of that level on that day."""

    deputy: Deputy
    mandate: Mandate | None


def listed(desk: Desk) -> list[ListLine]:
    """The suggestions that the person at the desk may see, the latest first: a deputy's own, or all."""
    shown = own_suggestions(desk) if desk.viewer.only_own else desk.records.all(Suggestion)
    names = {one.uid: one.name for one in desk.records.all(Deputy)}
    joined = Counter(one.suggestion for one in desk.records.all(Cosigning) if one.state in JOINED)
    return [_line(desk, one, names.get(one.lead_deputy, ""), joined[one.uid]) for one in reversed(shown)]


def own_suggestions(desk: Desk) -> list[Suggestion]:
    """Those that the deputy at the desk leads, or joins in; none where nobody's mandate is tied to the user."""
    deputy = desk.user.deputy
    if not deputy:
        return []
    joined = {one.suggestion for one in desk.records.all(Cosigning, deputy=deputy) if one.state in JOINED}
    every = desk.records.all(Suggestion)
    return [one for one in every if one.lead_deputy == deputy or one.uid in joined or deputy in one.cosigners]


def leads(desk: Desk, level: str, day: str = "") -> list[Lead]:
    """All deputies, those first who hold a mandate of `level` on `day` (for "" of any level; today)."""
    day = day or desk.today
    held: dict[str, Mandate] = {}
    for mandate in desk.records.all(Mandate):
        if is_held(mandate, day) and (not level or mandate.level == level):
            held[mandate.deputy] = mandate
    found = [Lead(one, held.get(one.uid)) for one in desk.records.all(Deputy)]
    return sorted(found, key=lambda one: one.mandate is None)


def _line(desk: Desk, suggestion: Suggestion, lead: str, joined: int) -> ListLine:
    is_draft = act_of("suggestion", "submit", suggestion.state) is not None
    waiting = len(quality.check(desk, values_of(suggestion)).open) if is_draft else 0
    return ListLine(
        suggestion=suggestion,
        lead=lead,
        opinions=len(suggestion.origin_opinions),
        cosigners=joined,
        open_findings=waiting,
        is_draft=is_draft,
    )
