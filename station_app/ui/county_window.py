"""The window of a county's office: what came from the stations, what goes back, and everything that is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.text import finding as words
from station_app.text import manual as manual_say
from station_app.text import roads as roads_say
from station_app.ui.desk_window import say_where
from station_app.ui.jobs import Jobs
from station_app.ui.lane import Lane
from station_app.ui.look import LIGHT, Colours
from station_app.ui.main_window import MainWindow, Place
from station_app.ui.neighbours import search_over, show_help
from station_app.ui.page import Act
from station_app.ui.pages.intake import IntakePage
from station_app.ui.pages.workplace import Workplace
from station_app.ui.sources import sources_of

if TYPE_CHECKING:
    from station_app.ui.pages.sync import SyncPage


class CountyWindow:
    """Makes the pages of a county's desk and lays them over one another. `window` is the one window."""

    def __init__(self, desk: Desk, jobs: Jobs, lane: Lane, colours: Colours = LIGHT) -> None:
        self._desk, self._lane = desk, lane
        self._place = Workplace(desk, jobs, sources_of(desk), self.lay, colours)
        places = [
            Place(roads_say.INTAKE, "inbox", self._intake),
            Place(words.LEDGER_RAIL, "ledger", self._ledger),
            Place(roads_say.SYNC, "sync", self._sync),
        ]
        everywhere = {
            "F1": Act(manual_say.HELP, lambda: show_help(self.window, jobs, colours)),
            "F3": Act(words.SEARCH, lambda: search_over(self.window, self._place)),
        }
        self.window = MainWindow(say.station_title(desk.place.name), places, everywhere, colours)
        say_where(self.window, desk)

    def lay(self, page: QWidget) -> None:
        """Lay a page over the present one; Esc closes it."""
        self.window.open(page)

    def _intake(self) -> QWidget:
        ways = [Act(roads_say.RECEIPTS_TO_STICK, self._open_stick), Act(roads_say.FROM_NETWORK, self._fetch)]
        return IntakePage(self._place, ways)

    def _ledger(self) -> QWidget:
        from station_app.ui.pages.ledger import LedgerPage  # noqa: PLC0415  (the first page waits for none)

        return LedgerPage(self._place)

    def _sync(self) -> SyncPage:
        from station_app.ui.pages.sync import SyncPage  # noqa: PLC0415  (as above)

        return SyncPage(self._place, self._lane)

    def _open_stick(self) -> None:
        from station_app.ui.pages.stick import StickPage  # noqa: PLC0415  (as above)

        self.lay(StickPage(self._place))

    def _fetch(self) -> None:
        """What comes by the network is imported as it comes: 同步 shows it."""
        from station_app.ui.pages.sync import SyncPage  # noqa: PLC0415  (as above)

        page = self.window.go(roads_say.SYNC)
        if isinstance(page, SyncPage):
            page.send_now()
