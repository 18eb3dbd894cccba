"""What somebody who leaves hands over (交接单): what is open on the day, none of it named twice."""

from __future__ import annotations

from station_app.domain.immutable import immutable
from station_app.domain.records import Opinion, ReceptionDay, Suggestion


@immutable
class Handover:
    """Open matters with how they stand, those whose speakers wait to hear, days to come, drafts.

    `speakers` and `leads` are names by the uid of the opinion and of the suggestion.
    """

    station: str
    leaver: str
    successor: str
    day: str
    open: tuple[Opinion, ...]
    to_tell: tuple[Opinion, ...]
    speakers: dict[str, str]
    days: tuple[ReceptionDay, ...]
    suggestions: tuple[Suggestion, ...]
    leads: dict[str, str]
    drafts: int
    waiting: int
