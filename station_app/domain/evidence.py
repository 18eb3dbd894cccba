"""What a suggestion grew from and who stands behind it, as its paper shows them; every figure is derived."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.records import Cosigning, Deputy, Mandate, Suggestion


@immutable
class EvidenceLine:
    """One opinion: its number with check character, day, village, what it is about, how many people it concerns.

    No personal name stands in it; the title of what is sensitive gives way to the category's name.
    """

    opinion: str
    number: str
    received_on: str
    village: str
    matter: str
    category: str
    people: int


@immutable
class Evidence:
    """The lines in the order of receipt, and what they add up to."""

    lines: tuple[EvidenceLine, ...]

    @property
    def villages(self) -> int:
        """How many villages they come from."""
        return len({line.village for line in self.lines if line.village})

    @property
    def people(self) -> int:
        """How many people they concern together, as the opinions say."""
        return sum(line.people for line in self.lines)

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day of receipt; ("", "") for none."""
        days = sorted(line.received_on for line in self.lines)
        return (days[0], days[-1]) if days else ("", "")


@immutable
class Cosigner:
    """A deputy who joins in, with the mandate by which, and how they confirmed."""

    deputy: Deputy
    mandate: Mandate | None
    cosigning: Cosigning | None


@immutable
class SuggestionPaper:
    """All that the official paper (代表建议专用纸) shows; what is not known yet is left to be filled by hand."""

    suggestion: Suggestion
    station: str
    lead: Deputy | None
    mandate: Mandate | None
    cosigners: tuple[Cosigner, ...]
    evidence: Evidence
