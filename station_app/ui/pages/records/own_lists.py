"""The lists of a deputy: the reception days they sat at, and their duty file; each the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from station_app import text
from station_app.domain.lifecycle import SUMMED_UP_DAY
from station_app.domain.records import DutyRecord
from station_app.services import roster
from station_app.services.desk import Desk
from station_app.services.roster import AttendedDay
from station_app.text import desk as say
from station_app.ui.pages.records.versions import versions_of_summary
from station_app.ui.parts.list_page import ListPage
from station_app.ui.parts.record_list import ListColumn, ListSpec
from station_app.ui.shell.workplace import Workplace

DATE, TIME, WHERE, HEARD, STATE = say.DAYS_HEADS
HELD_ON, WAY, CONTENT, ORGANISER = say.DUTIES_HEADS


def _where(_place: Workplace, line: AttendedDay) -> str:
    return "  ".join(part for part in (line.day.place, line.day.topic) if part)


def _summary(place: Workplace, line: AttendedDay) -> None:
    """In full only where nobody else's visitor is named."""
    if line.day.state in SUMMED_UP_DAY:
        place.show_print(versions_of_summary(place.desk, line.day.uid))
    else:
        place.tell(say.NOT_SUMMED_UP)


def _days_counted(desk: Desk, lines: Sequence[AttendedDay]) -> str:
    return say.DAYS_SENTENCE.format(count=len(lines)) if desk.user.deputy else say.NOBODY_SPOKE


def _duties_counted(desk: Desk, lines: Sequence[DutyRecord]) -> str:
    return say.DUTIES_SENTENCE.format(count=len(lines)) if desk.user.deputy else say.NOBODY_SPOKE


DAYS = ListSpec(
    say.DAYS,
    (
        ListColumn(DATE, 230, lambda _place, line: text.day_in_words(line.day.held_on)),
        ListColumn(TIME, 130, lambda _place, line: f"{line.day.start}–{line.day.end}"),
        ListColumn(WHERE, 0, _where),
        ListColumn(HEARD, 90, lambda _place, line: say.heard(line.heard)),
        ListColumn(STATE, 110, lambda place, line: place.desk.codes.name_of("reception_day_state", line.day.state)),
    ),
    say.NO_DAYS,
    roster.attended,
    opens=_summary,
    counted=_days_counted,
    keys={"F8": (say.PRINT_SUMMARY, _summary)},
)

DUTIES = ListSpec(
    say.DUTIES,
    (
        ListColumn(HELD_ON, 230, lambda _place, line: text.day_in_words(line.held_on)),
        ListColumn(WAY, 140, lambda place, line: place.desk.codes.name_of("duty_way", line.way)),
        ListColumn(CONTENT, 0, lambda _place, line: line.content),
        ListColumn(ORGANISER, 240, lambda _place, line: line.organiser),
    ),
    say.NO_DUTIES,
    roster.file,
    counted=_duties_counted,
    told=lambda desk: desk.user.name,
)

days = partial(ListPage, spec=DAYS)
duties = partial(ListPage, spec=DUTIES)
