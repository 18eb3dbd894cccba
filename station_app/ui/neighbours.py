"""The pages that are not of a reception day: ledger, record, search, deputies, preview.

Each is imported when it is first opened: the first page waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from station_app.services.desk import Desk
from station_app.services.prints import Print
from station_app.text import desk as say
from station_app.text import finding as words
from station_app.text import roads as roads_say
from station_app.text import visits as visits_say
from station_app.ui.desk_window import DeskWindow, Neighbours
from station_app.ui.jobs import Jobs
from station_app.ui.lane import Lane
from station_app.ui.look import LIGHT, Colours
from station_app.ui.main_window import Place
from station_app.ui.page import Act
from station_app.ui.pages.versions import Versions
from station_app.ui.pages.workplace import Workplace
from station_app.ui.sources import sources_of

if TYPE_CHECKING:
    from station_app.ui.pages.collect import CollectPage
    from station_app.ui.pages.rekey import RekeyPage
    from station_app.ui.pages.visit import VisitDoors


def neighbours_of(
    desk: Desk, jobs: Jobs, colours: Colours = LIGHT, lane: Lane | None = None
) -> Callable[[DeskWindow], Neighbours]:
    """The pages beside those of a reception day, for the window that lays them; 同步 where there is a sending lane."""

    def beside(window: DeskWindow) -> Neighbours:
        place = Workplace(desk, jobs, sources_of(desk), window.lay, colours)
        register = Act(say.REGISTER_VISIT, lambda: _register(window))
        sync = [Place(roads_say.SYNC, "sync", lambda: _sync(place, lane))] if lane is not None else []
        return Neighbours(
            record=lambda kind, uid: _record(place, kind, uid),
            preview=lambda versions: _preview(versions, jobs),
            places=(
                Place(words.LEDGER_RAIL, "ledger", lambda: _ledger(place, register)),
                Place(words.DEPUTIES, "deputies", lambda: _deputies(place)),
                *sync,
            ),
            forms={
                "opinion": lambda: _collect(window, place),
                "sheet": lambda: _rekey(window, place),
            },
            call_back=lambda: _call_back(place, window),
            everywhere={
                "F3": Act(words.SEARCH, lambda: _search(window, place)),
                "F10": Act(visits_say.COLLECT, lambda: _begin(window, "opinion")),
                "F11": Act(visits_say.REKEY, lambda: _begin(window, "sheet")),
            },
            sent_back=lambda: _sent_back(place),
            news=lambda: _news(place),
        )

    return beside


def preview_of(make_print: Callable[[], Print], jobs: Jobs) -> QWidget:
    """A print to look at, of which there is one version."""
    return _preview({words.PREVIEW: make_print}, jobs)


def _preview(versions: Versions, jobs: Jobs) -> QWidget:
    from station_app.ui.pages.preview import PreviewPage  # noqa: PLC0415  (see above)

    return PreviewPage(versions, jobs)


def _record(place: Workplace, kind: str, uid: str) -> QWidget:
    from station_app.ui.pages.record import RecordPage  # noqa: PLC0415  (see above)

    return RecordPage(place, kind, uid)


def _ledger(place: Workplace, register: Act) -> QWidget:
    from station_app.ui.pages.ledger import LedgerPage  # noqa: PLC0415  (see above)

    return LedgerPage(place, register)


def _deputies(place: Workplace) -> QWidget:
    from station_app.ui.pages.deputies import DeputiesPage  # noqa: PLC0415  (see above)

    return DeputiesPage(place)


def _sync(place: Workplace, lane: Lane) -> QWidget:
    from station_app.ui.pages.sync import SyncPage  # noqa: PLC0415  (see above)

    return SyncPage(place, lane)


def _sent_back(place: Workplace) -> QWidget:
    from station_app.ui.pages.sent_back import SentBackPage  # noqa: PLC0415  (see above)

    return SentBackPage(place)


def _news(place: Workplace) -> QWidget:
    from station_app.ui.pages.news import NewsPage  # noqa: PLC0415  (see above)

    return NewsPage(place)


def _doors(window: DeskWindow) -> VisitDoors:
    from station_app.ui.pages.visit import VisitDoors  # noqa: PLC0415  (see above)

    return VisitDoors(window.open_record, window.go_back, window.saved, window.lay)


def _collect(window: DeskWindow, place: Workplace) -> CollectPage:
    from station_app.ui.pages.collect import CollectPage  # noqa: PLC0415  (see above)

    page = CollectPage(place, _doors(window))
    window.lay(page)
    return page


def _rekey(window: DeskWindow, place: Workplace) -> RekeyPage:
    from station_app.ui.pages.rekey import RekeyPage  # noqa: PLC0415  (see above)

    page = RekeyPage(place, _doors(window))
    window.lay(page)
    return page


def _call_back(place: Workplace, window: DeskWindow) -> QWidget:
    from station_app.ui.pages.call_back import CallBackPage, CallDoors  # noqa: PLC0415  (see above)

    return CallBackPage(place, CallDoors(window.open_record))


def _begin(window: DeskWindow, name: str) -> None:
    window.form(name)


def _register(window: DeskWindow) -> None:
    window.register_visit()


def _search(window: DeskWindow, place: Workplace) -> None:
    """Search over the present page; pressed again, the line of the one that is open."""
    from station_app.ui.pages.search import SearchPage  # noqa: PLC0415  (see above)

    present = window.window.page()
    if isinstance(present, SearchPage):
        present.entered()
    else:
        window.lay(SearchPage(place))
