"""What the checks may look at beside a suggestion's own text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from station_app.domain.codes import CodeList
from station_app.domain.immutable import immutable
from station_app.domain.quality.rulebook import Rulebook
from station_app.domain.records import Cosigning, Deputy, Mandate, Opinion, Suggestion, Unit

ACTIVE = "ACTIVE"


@immutable
class Context:
    """What stands beside a suggestion on `day` (ISO 8601), the civil date by which mandates, units and words hold.

    `others` are the suggestions of the last three years without the one that is checked; `places` names of divisions.
    """

    day: str
    rules: Rulebook
    deputies: Mapping[str, Deputy] = field(default_factory=dict)
    mandates: Mapping[str, Sequence[Mandate]] = field(default_factory=dict)
    cosignings: Sequence[Cosigning] = ()
    others: Sequence[Suggestion] = ()
    units: Sequence[Unit] = ()
    opinions: Sequence[Opinion] = ()
    matters: CodeList | None = None
    places: frozenset[str] = frozenset()

    def active_mandates(self, deputy: str) -> Iterator[Mandate]:
        """The mandates that a deputy holds on the day."""
        return (one for one in self.mandates.get(deputy, ()) if is_held(one, self.day))

    def name_of(self, deputy: str) -> str:
        """A deputy's name; what is not known stands for itself."""
        found = self.deputies.get(deputy)
        return found.name if found else deputy


def is_held(mandate: Mandate, day: str) -> bool:
    """Whether a mandate is held on a day: inside its period, and one that ended in another way until its last day."""
    if (mandate.from_on and day < mandate.from_on) or (mandate.to_on and mandate.to_on < day):
        return False
    return mandate.status == ACTIVE or bool(mandate.to_on)
