"""Counting what happened: pure functions of records, so that the same records give the same figures again.

批 (a visit), 人次 (heads) and 条 (an opinion) are different units and are never added to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import stands
from station_app.domain.records import Attendance, Deputy, Opinion, ReceptionDay, Station, Visit

GROUP = 5
"""From this many heads on a visit is a group visit (集体访); a joint matter has at most five representatives
(信访工作条例 2022 art. 20)."""

WHEREABOUTS: dict[str, str] = {
    "ANSWERED_ON_SITE": "ON_SITE",
    "REDIRECTED": "REDIRECT",
    "TRIAGED": "TRIAGED",
    "REFERRED": "TOWNSHIP",
    "ESCALATED": "ESCALATE",
    "MERGED": "MERGED",
    "WITHDRAWN": "WITHDRAWN",
    "REGISTERED": "REGISTERED",
}
"""Under which heading of the summary an opinion is counted, by its state; any later state was referred."""


@immutable
class Matter:
    """One line of the summary: an opinion with who raised it."""

    opinion: Opinion
    speaker: str
    village: str
    headcount: int


@immutable
class DaySummary:
    """What the reception day's summary (P9) prints. Names stand in full; an anonymised print masks them itself.

    `matters` are those of this day, `earlier` the open ones of earlier days (上次接待事项办理回头看).
    """

    station: Station
    day: ReceptionDay
    attendance: tuple[tuple[Attendance, Deputy, Deputy | None], ...]
    visits: tuple[Visit, ...]
    matters: tuple[Matter, ...]
    earlier: tuple[Matter, ...]
    recorders: tuple[str, ...]
    printed_on: str

    @property
    def visit_count(self) -> int:
        """批."""
        return len(self.visits)

    @property
    def head_count(self) -> int:
        """人次."""
        return sum(visit.headcount for visit in self.visits)

    @property
    def group_count(self) -> int:
        """集体访, 批: five heads or more."""
        return sum(1 for visit in self.visits if visit.headcount >= GROUP)

    @property
    def present(self) -> tuple[tuple[Attendance, Deputy], ...]:
        """The deputies who were there, those who stood in for another among them."""
        here = []
        for attendance, deputy, stand_in in self.attendance:
            if stand_in:
                here.append((attendance, stand_in))
            elif attendance.presence in ("PRESENT", "STAND_IN"):
                here.append((attendance, deputy))
        return tuple(here)

    @property
    def whereabouts(self) -> Mapping[str, int]:
        """How many opinions (条) went where; the values add up to the number of matters."""
        return tally_whereabouts([matter.opinion for matter in self.matters])


def tally_whereabouts(opinions: Sequence[Opinion]) -> Mapping[str, int]:
    """How many opinions (条) stand under each heading of `WHEREABOUTS`; void ones do not count."""
    return Counter(WHEREABOUTS.get(opinion.state, "TOWNSHIP") for opinion in opinions if stands(opinion.state))
