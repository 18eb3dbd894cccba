"""What the forms of an open desk ask."""

from __future__ import annotations

from functools import partial

from station_app import paths
from station_app.services import choices
from station_app.services.desk import Desk
from station_app.ui.controls import Sources


def sources_of(desk: Desk) -> Sources:
    """The code lists, readings, records and divisions of a desk, as forms ask for them."""
    return Sources(
        codes=desk.codes,
        today=desk.today,
        read=desk.reader.read,
        choices=partial(choices.choices, desk),
        names=partial(choices.name_of, desk),
        initials=paths.initials_of,
    )
