"""What stands on the page of the settings, and where each line leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from station_app.domain.lifecycle import STATELESS
from station_app.domain.records import DeputyGroup, Unit
from station_app.text import hands as hands_say
from station_app.text import ledgers as ledger_say
from station_app.text import people as people_say
from station_app.text import planning as plan_say
from station_app.text import settings as say
from station_app.text import slips as slip_say
from station_app.ui.desk_window import DeskWindow
from station_app.ui.page import Act
from station_app.ui.pages.versions import blank_papers
from station_app.ui.pages.workplace import Workplace


def doors_of(window: DeskWindow, place: Workplace, lock: Callable[[], None]) -> Sequence[tuple[Act, str]]:
    """The lines in their order: an act, and a sentence under it."""
    year = int(place.desk.today[:4])
    enters, ends_terms = place.may("visit", "carry_over"), place.may("mandate", "correct", STATELESS)
    turns_over = (Act(people_say.TURN_OVER, lambda: turn_over(window, place)), people_say.TURN_OVER_SENTENCE)
    old_ledgers = (Act(ledger_say.OLD_LEDGERS, lambda: _old_ledgers(place)), ledger_say.DOOR_SENTENCE)
    return (
        (Act(say.SWITCH, lock), say.SWITCH_SENTENCE),
        (Act(say.STATION, lambda: _station(place)), say.STATION_SENTENCE),
        (Act(say.USERS, lambda: _users(window, place)), say.USERS_SENTENCE),
        (Act(say.IDLE, lambda: _idle(window, place)), say.IDLE_SENTENCE),
        (Act(hands_say.APPEARANCE, lambda: _appearance(place)), hands_say.APPEARANCE_SENTENCE),
        (Act(hands_say.TYPING, lambda: _typing(window, place)), hands_say.TYPING_SENTENCE),
        (Act(say.TRAIL, lambda: _trail(place)), say.TRAIL_LINE),
        (Act(people_say.UNITS, lambda: _units(place)), people_say.UNITS_SENTENCE),
        (Act(people_say.GROUPS, lambda: _groups(place)), people_say.GROUPS_SENTENCE),
        *([turns_over] if ends_terms else []),
        (Act(slip_say.BLANK_PAPERS, lambda: window.open_preview(blank_papers(place.desk))), slip_say.BLANK_SENTENCE),
        *([old_ledgers] if enters else []),
        (Act(plan_say.HOLIDAYS, lambda: window.open_holidays(year)), plan_say.HOLIDAYS_SENTENCE),
    )


def _old_ledgers(place: Workplace) -> None:
    from station_app.ui.pages.old_ledger import OldLedgerPage  # noqa: PLC0415  (seldom opened)

    place.lay(OldLedgerPage(place))


def _appearance(place: Workplace) -> None:
    from station_app.ui.pages.appearance import AppearancePage  # noqa: PLC0415  (seldom opened)

    place.lay(AppearancePage(place.desk.folder))


def _typing(window: DeskWindow, place: Workplace) -> None:
    from station_app.ui.input_methods import look_around  # noqa: PLC0415  (seldom opened)
    from station_app.ui.pages.typing_check import TypingCheckPage  # noqa: PLC0415  (seldom opened)

    place.lay(TypingCheckPage(window.go_back, look_around))


def _station(place: Workplace) -> None:
    from station_app.ui.pages.record import RecordPage  # noqa: PLC0415  (seldom opened)

    place.lay(RecordPage(place, "station", place.desk.place.uid))


def _users(window: DeskWindow, place: Workplace) -> None:
    from station_app.ui.pages.users import UsersPage  # noqa: PLC0415  (seldom opened)

    place.lay(UsersPage(place, window.open_preview))


def _units(place: Workplace) -> None:
    from station_app.ui.pages.book import Book, BookPage  # noqa: PLC0415  (seldom opened)

    columns = {"name": 260, "aliases": 0, "contact": 140, "phone": 180, "valid_to": 200}
    book = Book(
        Unit,
        people_say.UNITS,
        people_say.UNITS_SENTENCE,
        people_say.ADD_UNIT,
        people_say.NO_UNITS,
        columns,
        lambda: place.desk.records.all(Unit),
    )
    place.lay(BookPage(place, book))


def _groups(place: Workplace) -> None:
    from station_app.ui.pages.book import Book, BookPage  # noqa: PLC0415  (seldom opened)

    book = Book(
        DeputyGroup,
        people_say.GROUPS,
        people_say.GROUPS_SENTENCE,
        people_say.ADD_GROUP,
        people_say.NO_GROUPS,
        {"name": 260, "leader": 160, "members": 0, "to_on": 200},
        lambda: place.desk.records.all(DeputyGroup),
    )
    place.lay(BookPage(place, book))


def turn_over(window: DeskWindow, place: Workplace) -> None:
    """The page on which a level's term ends; the page below says how many went on."""
    from station_app.ui.pages.turn_over import TurnOverPage  # noqa: PLC0415  (once in five years)

    def done(sentence: str) -> None:
        window.go_back()
        window.tell(sentence)

    place.lay(TurnOverPage(place, done))


def _idle(window: DeskWindow, place: Workplace) -> None:
    from station_app.ui.pages.idle_minutes import IdleMinutesPage  # noqa: PLC0415  (seldom opened)

    place.lay(IdleMinutesPage(place, window.go_back))


def _trail(place: Workplace) -> None:
    from station_app.ui.pages.trail import TrailPage  # noqa: PLC0415  (seldom opened)

    place.lay(TrailPage(place))
