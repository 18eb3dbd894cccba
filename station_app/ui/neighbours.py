"""The pages that are not of a reception day: ledger, record, search, deputies, preview.

Each is imported when it is first opened: the first page waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from station_app.domain.problem import Rejected
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.text import finding as words
from station_app.text import ledgers as ledgers_say
from station_app.text import manual as manual_say
from station_app.text import people as people_say
from station_app.text import roads as roads_say
from station_app.text import settings as settings_say
from station_app.text import suggestions as suggestions_say
from station_app.text import visits as visits_say
from station_app.ui.desk_window import DeskWindow, Neighbours
from station_app.ui.jobs import Jobs
from station_app.ui.lane import Lane
from station_app.ui.look import LIGHT, Colours
from station_app.ui.main_window import MainWindow, Place
from station_app.ui.page import Act, Enters
from station_app.ui.pages.workplace import Workplace, short
from station_app.ui.sources import sources_of

if TYPE_CHECKING:
    from station_app.services.prints import Print
    from station_app.ui.pages.collect import CollectPage
    from station_app.ui.pages.rekey import RekeyPage
    from station_app.ui.pages.suggestion_draft import SuggestionDraft
    from station_app.ui.pages.visit import VisitDoors


def neighbours_of(
    desk: Desk,
    jobs: Jobs,
    colours: Colours = LIGHT,
    lane: Lane | None = None,
    lock: Callable[[], None] = lambda: None,
) -> Callable[[DeskWindow], Neighbours]:
    """The pages beside those of a reception day, for the window that lays them; 同步 where there is a sending lane.

    `lock` covers the window until somebody says a password.
    """

    def beside(window: DeskWindow) -> Neighbours:
        place = Workplace(desk, jobs, sources_of(desk), window.lay, colours)
        enters = place.may("visit", "register")
        register = Act(say.REGISTER_VISIT, lambda: _register(window)) if enters else None
        old_ledgers = Act(ledgers_say.OLD_LEDGERS, lambda: window.lay(old_ledger_page(place))) if enters else None
        forms = {
            "F10": Act(visits_say.COLLECT, lambda: _begin(window, "opinion")),
            "F11": Act(visits_say.REKEY, lambda: _begin(window, "sheet")),
        }
        sync = [Place(roads_say.SYNC, "sync", lambda: _sync(place, lane))] if lane is not None else []
        return Neighbours(
            record=lambda kind, uid: _record(place, kind, uid),
            show_print=place.show_print,
            places=(
                Place(words.LEDGER_RAIL, "ledger", lambda: _ledger(place, register, old_ledgers)),
                Place(suggestions_say.RAIL, "suggestion", lambda: _suggestions(place)),
                Place(words.DEPUTIES, "deputies", lambda: _deputies(window, place)),
                *sync,
                Place(settings_say.SETTINGS, "settings", lambda: _settings(window, place, lock)),
            ),
            forms={
                "opinion": lambda: _collect(window, place),
                "sheet": lambda: _rekey(window, place),
                "suggestion": lambda: _suggestion_form(window, place),
            },
            rekey=lambda day: _rekey(window, place).begin_on(day),
            call_back=lambda: _call_back(place, window),
            everywhere={
                "F1": Act(manual_say.HELP, lambda: show_help(window.window, jobs, colours)),
                "F3": Act(words.SEARCH, lambda: search_over(window.window, place)),
                **(forms if enters else {}),
                "Ctrl+L": Act(settings_say.SWITCH, lock),
                "Ctrl+Z": Act(say.UNDO, lambda: _undo(window, place)),
            },
            sent_back=lambda: _sent_back(place),
            news=lambda: _news(place),
        )

    return beside


def show_help(window: MainWindow, jobs: Jobs, colours: Colours = LIGHT) -> None:
    """The manual over the page in view, at the page that speaks of it."""
    from station_app.ui.help_map import help_of  # noqa: PLC0415  (see above)
    from station_app.ui.pages.help import HelpPage  # noqa: PLC0415  (see above)

    def print_manual() -> None:
        from station_app.services import prints  # noqa: PLC0415  (the window stands before any paper)

        window.open(preview_of(prints.manual, jobs))

    window.open(HelpPage(help_of(window.page()), colours, print_manual))


def search_over(window: MainWindow, place: Workplace) -> None:
    """Search over the present page; pressed again, the line of the one that is open."""
    from station_app.ui.pages.search import SearchPage  # noqa: PLC0415  (see above)

    present = window.page()
    if isinstance(present, SearchPage):
        present.entered()
    else:
        place.lay(SearchPage(place))


def preview_of(make_print: Callable[[], Print], jobs: Jobs) -> QWidget:
    """A print to look at, of which there is one version."""
    from station_app.ui.pages.preview import PreviewPage  # noqa: PLC0415  (see above)

    return PreviewPage({words.PREVIEW: make_print}, jobs)


def _record(place: Workplace, kind: str, uid: str) -> QWidget:
    from station_app.ui.pages.suggestion import page_of  # noqa: PLC0415  (see above)

    return page_of(place, kind, uid)


def _ledger(place: Workplace, register: Act | None, old_ledgers: Act | None) -> QWidget:
    from station_app.ui.pages.ledger import LedgerPage  # noqa: PLC0415  (see above)

    return LedgerPage(place, register, old_ledgers)


def old_ledger_page(place: Workplace) -> QWidget:
    """The page that takes old ledgers, from the ledger and from the settings."""
    from station_app.ui.pages.old_ledger import OldLedgerPage  # noqa: PLC0415  (see above)

    return OldLedgerPage(place)


def _suggestions(place: Workplace) -> QWidget:
    from station_app.ui.pages.suggestions import SuggestionsPage  # noqa: PLC0415  (see above)

    return SuggestionsPage(place)


def _suggestion_form(window: DeskWindow, place: Workplace) -> SuggestionDraft:
    """An empty suggestion, laid over the present page, as what takes up drafts."""
    from station_app.ui.pages.suggestion import SuggestionPage  # noqa: PLC0415  (see above)

    page = SuggestionPage(place)
    window.lay(page)
    return page.draft()


def _deputies(window: DeskWindow, place: Workplace) -> QWidget:
    from station_app.ui.pages.deputies import DeputiesPage  # noqa: PLC0415  (see above)
    from station_app.ui.settings_doors import turn_over  # noqa: PLC0415  (see above)

    return DeputiesPage(place, Act(people_say.TURN_OVER, lambda: turn_over(window, place)))


def _sync(place: Workplace, lane: Lane) -> QWidget:
    from station_app.ui.pages.sync import SyncPage  # noqa: PLC0415  (see above)

    return SyncPage(place, lane)


def _undo(window: DeskWindow, place: Workplace) -> None:
    """Take back the last act; the page in view says so and reads again."""
    from station_app.services import undo  # noqa: PLC0415  (see above)
    from station_app.text import explain  # noqa: PLC0415  (see above)

    desk = place.desk

    def done(last: undo.LastAct) -> None:
        page = window.window.page()
        if isinstance(page, Enters):
            page.entered()
        number = short(str(desk.records.rows(last.kind, [last.record])[last.record].values.get("number", "")))
        named = desk.codes.name_of("act", last.act)
        window.tell(say.voided(number) if last.is_a_visit else say.undone(named, number))

    def refused(rejected: Rejected) -> None:
        window.tell(explain(rejected.problems[0]))

    place.jobs.save(lambda: undo.undo(desk, say.UNDO_REASON), done, refused, owner=window.window)


def _settings(window: DeskWindow, place: Workplace, lock: Callable[[], None]) -> QWidget:
    from station_app.ui.pages.settings import SettingsPage  # noqa: PLC0415  (see above)
    from station_app.ui.settings_doors import doors_of  # noqa: PLC0415  (see above)

    return SettingsPage(doors_of(window, place, lock), place.colours)


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
