"""What stands on the page of the settings, and where each line leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from station_app.text import planning as plan_say
from station_app.text import settings as say
from station_app.ui.desk_window import DeskWindow
from station_app.ui.page import Act
from station_app.ui.pages.workplace import Workplace


def doors_of(window: DeskWindow, place: Workplace, lock: Callable[[], None]) -> Sequence[tuple[Act, str]]:
    """The lines in their order: an act, and a sentence under it."""
    year = int(place.desk.today[:4])
    return (
        (Act(say.SWITCH, lock), say.SWITCH_SENTENCE),
        (Act(say.USERS, lambda: _users(window, place)), say.USERS_SENTENCE),
        (Act(say.IDLE, lambda: _idle(window, place)), say.IDLE_SENTENCE),
        (Act(say.TRAIL, lambda: _trail(place)), say.TRAIL_LINE),
        (Act(plan_say.HOLIDAYS, lambda: window.open_holidays(year)), plan_say.HOLIDAYS_SENTENCE),
    )


def _users(window: DeskWindow, place: Workplace) -> None:
    from station_app.ui.pages.users import UsersPage  # noqa: PLC0415  (seldom opened)

    place.lay(UsersPage(place, window.open_preview))


def _idle(window: DeskWindow, place: Workplace) -> None:
    from station_app.ui.pages.idle_minutes import IdleMinutesPage  # noqa: PLC0415  (seldom opened)

    place.lay(IdleMinutesPage(place, window.go_back))


def _trail(place: Workplace) -> None:
    from station_app.ui.pages.trail import TrailPage  # noqa: PLC0415  (seldom opened)

    place.lay(TrailPage(place))
