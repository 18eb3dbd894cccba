"""The window of a deputy who keeps no book: what is their own, to read, to print and to judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from station_app.services.desk import Desk
from station_app.text import deputy as say
from station_app.text import desk as words
from station_app.text import finding as finding_say
from station_app.text import hands as hands_say
from station_app.text import manual as manual_say
from station_app.text import settings as settings_say
from station_app.ui.desk_window import say_where
from station_app.ui.jobs import Jobs
from station_app.ui.look import LIGHT, Colours
from station_app.ui.main_window import MainWindow, Place
from station_app.ui.neighbours import search_over, show_help
from station_app.ui.page import Act
from station_app.ui.pages.suggestions import SuggestionsPage
from station_app.ui.pages.workplace import Workplace
from station_app.ui.sources import sources_of


class DeputyWindow:
    """Makes the pages of a deputy and lays them over one another. `window` is the one window; `lock` covers it.

    It only shows: what a deputy may see and do is decided in services.
    """

    def __init__(self, desk: Desk, jobs: Jobs, lock: Callable[[], None], colours: Colours = LIGHT) -> None:
        self._desk, self._lock = desk, lock
        self._place = Workplace(desk, jobs, sources_of(desk), self.lay, colours)
        places = [
            Place(say.SUGGESTIONS, "suggestion", lambda: SuggestionsPage(self._place)),
            Place(say.DAYS_RAIL, "reception", self._days),
            Place(say.DUTIES, "reports", self._duties),
            Place(say.HEARD, "ledger", self._heard),
            Place(settings_say.SETTINGS, "settings", self._settings),
        ]
        everywhere = {
            "F1": Act(manual_say.HELP, lambda: show_help(self.window, jobs, colours)),
            "F3": Act(finding_say.SEARCH, lambda: search_over(self.window, self._place)),
            "Ctrl+L": Act(settings_say.SWITCH, lock),
        }
        self.window = MainWindow(words.station_title(desk.place.name), places, everywhere, colours)
        say_where(self.window, desk)

    def lay(self, page: QWidget) -> None:
        """Lay a page over the present one; Esc closes it."""
        self.window.open(page)

    def _days(self) -> QWidget:
        from station_app.ui.pages.own_lists import OwnDaysPage  # noqa: PLC0415  (the first page waits for none)

        return OwnDaysPage(self._place)

    def _duties(self) -> QWidget:
        from station_app.ui.pages.own_lists import OwnDutiesPage  # noqa: PLC0415  (as above)

        return OwnDutiesPage(self._place)

    def _heard(self) -> QWidget:
        from station_app.ui.pages.ledger import LedgerPage  # noqa: PLC0415  (as above)

        return LedgerPage(self._place)

    def _settings(self) -> QWidget:
        from station_app.ui.pages.settings import SettingsPage  # noqa: PLC0415  (as above)

        doors: Sequence[tuple[Act, str]] = (
            (Act(settings_say.SWITCH, self._lock), settings_say.SWITCH_SENTENCE),
            (Act(settings_say.CHANGE_PASSWORD, self._own_entry), settings_say.CHANGE_PASSWORD_SENTENCE),
            (Act(hands_say.APPEARANCE, self._appearance), hands_say.APPEARANCE_SENTENCE),
            (Act(hands_say.TYPING, self._typing), hands_say.TYPING_SENTENCE),
        )
        return SettingsPage(doors, self._place.colours)

    def _own_entry(self) -> None:
        from station_app.ui.pages.users import UsersPage  # noqa: PLC0415  (as above)

        page = UsersPage(self._place, self._place.show_print)
        self.lay(page)
        page.change_password()

    def _appearance(self) -> None:
        from station_app.ui.pages.appearance import AppearancePage  # noqa: PLC0415  (as above)

        self.lay(AppearancePage(self._desk.folder))

    def _typing(self) -> None:
        from station_app.ui.input_methods import look_around  # noqa: PLC0415  (as above)
        from station_app.ui.pages.typing_check import TypingCheckPage  # noqa: PLC0415  (as above)

        self.lay(TypingCheckPage(self.window.go_back, look_around))
