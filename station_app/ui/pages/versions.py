"""Which versions of a print there are to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from station_app.services import prints
from station_app.services.desk import Desk
from station_app.services.prints import Print
from station_app.text import finding as words
from station_app.text import suggestions as suggestion_words

Versions = Mapping[str, Callable[[], Print]]
"""What makes each version, by its words; the first one is shown first."""


def versions_of_summary(desk: Desk, day: str) -> Versions:
    """A reception day's summary: in full for the file, and with names hidden for the wall."""
    return {
        words.FULL_VERSION: partial(prints.summary_of_day, desk, day),
        words.PUBLIC_VERSION: partial(prints.summary_of_day, desk, day, for_public=True),
    }


def versions_of_paper(desk: Desk, suggestion: str) -> Versions:
    """The official paper of a suggestion, of which there is one version."""
    return {suggestion_words.PRINT: partial(prints.suggestion_sheet, desk, suggestion)}
