"""Which versions of a print there are to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from station_app.domain.lifecycle import SUMMED_UP_DAY
from station_app.domain.records import ReceptionDay
from station_app.services import prints
from station_app.services.desk import Desk
from station_app.services.prints import Print
from station_app.text import finding as words
from station_app.text import planning as say

Versions = Mapping[str, Callable[[], Print]]
"""What makes each version, by its words; the first one is shown first."""


def versions_of_day(desk: Desk, day: ReceptionDay | None, year: int = 0) -> Versions:
    """What can be printed of a reception day, the likeliest first; of no day the year's plan alone."""
    shown = year or int((day.held_on if day else desk.today)[:4])
    of_year: Versions = {say.ON_PAPER["P2"]: partial(prints.plan_of_year, desk, shown)}
    if day is None:
        return of_year
    before = {
        say.ON_PAPER["P1"]: partial(prints.notice_of_day, desk, day.uid),
        say.ON_PAPER["P3"]: partial(prints.sign_in_sheet, desk, day.uid),
    }
    after = versions_of_summary(desk, day.uid) if day.state in SUMMED_UP_DAY else {}
    return {**after, **before, **of_year}


def versions_of_summary(desk: Desk, day: str) -> Versions:
    """A reception day's summary: in full for the file, and with names hidden for the wall."""
    return {
        words.FULL_VERSION: partial(prints.summary_of_day, desk, day),
        words.PUBLIC_VERSION: partial(prints.summary_of_day, desk, day, for_public=True),
    }
