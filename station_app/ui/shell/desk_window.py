"""The window of an open desk: its rail, the keys that hold everywhere, what its status line says for good."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from station_app.domain.field import label_of
from station_app.domain.problem import Rejected
from station_app.domain.records import BY_KIND
from station_app.services import undo
from station_app.services.desk import Desk
from station_app.text import desk as say
from station_app.text import explain
from station_app.text import finding as words
from station_app.text import hands as hands_say
from station_app.text import settings as manual_say
from station_app.text import settings as settings_say
from station_app.ui.shell.copying import tell_status
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.lane import Lane
from station_app.ui.shell.look import LIGHT, Colours
from station_app.ui.shell.page import Acts, Enters, KeyAct, Page
from station_app.ui.shell.pages import COUNTY, PAGES, STATION, help_of, maker_of, pages_of
from station_app.ui.shell.sources import sources_of
from station_app.ui.shell.window import MainWindow, RailPage
from station_app.ui.shell.workplace import Naming, OfProgram, Workplace, act_name

NEEDS_LANE = "sync"
"""The page of what is sent: it stands on the rail where something sends."""


def desk_window(
    desk: Desk,
    jobs: Jobs,
    colours: Colours = LIGHT,
    lane: Lane | None = None,
    given: OfProgram | None = None,
) -> Workplace:
    """A window with the pages of the desk and of whoever sits there, as what its pages are made with."""
    window = MainWindow(say.station_title(desk.place.name), colours)

    def keep_template(use: str, category: str, said: str) -> None:
        from station_app.services import templates  # noqa: PLC0415  (no start waits for it)

        kept = partial(templates.keep, desk, use, category, said)
        jobs.quick(kept, lambda _uid: place.tell(hands_say.TEMPLATE_KEPT))

    sources = sources_of(desk, keep_template)
    from_program = (given.lock, given.quick_keys, given.copying) if given is not None else ()
    place = Workplace(desk, jobs, sources, window, colours, lane, *from_program)
    rail = [(name, word) for name, word in pages_of(desk).rail if lane is not None or name != NEEDS_LANE]
    window.furnish(
        [RailPage(name, word, PAGES[name].icon, partial(_made, place, name)) for name, word in rail], _everywhere(place)
    )
    _say_where(window, desk)
    if place.copying is not None:
        tell_status(place.copying, window)
    return place


def show_help(window: MainWindow, jobs: Jobs, colours: Colours = LIGHT) -> None:
    """The manual over the page in view, at the page that speaks of it."""

    def print_manual() -> None:
        from station_app.services import prints  # noqa: PLC0415  (the window stands before any paper)

        window.open(maker_of("preview")({words.PREVIEW: prints.manual}, jobs), "preview")

    window.open(maker_of("help")(help_of(window.name_in_view), colours, print_manual), "help")


def _made(place: Workplace, name: str) -> QWidget:
    return maker_of(name)(place)


def _everywhere(place: Workplace) -> Acts:
    acts = {
        "F1": KeyAct(manual_say.HELP, lambda: show_help(place.window, place.jobs, place.colours)),
        "Ctrl+L": KeyAct(settings_say.SWITCH, place.lock),
    }
    acts |= {row.key: place.way(row.name) for row in PAGES.values() if row.key and place.offers(row.name)}
    if pages_of(place.desk) in (STATION, COUNTY):
        acts["Ctrl+Z"] = KeyAct(say.UNDO, lambda: _undo(place))
    return acts


def _undo(place: Workplace) -> None:
    """Take back the last act; where that is more than a field, the page in view says first what would go."""
    desk = place.desk

    def refused(rejected: Rejected) -> None:
        place.tell(explain(rejected.problems[0]))

    def found(last: undo.LastAct | None) -> None:
        page = place.window.page()
        if last is not None and last.asks_first and isinstance(page, Page):
            page.notices.ask(_question(place, last), say.UNDO, partial(take_back, last))
        else:
            take_back(last)

    def take_back(last: undo.LastAct | None) -> None:
        place.jobs.save(partial(undo.undo, desk, say.UNDO_REASON, last), done, refused, owner=place.window)

    def done(last: undo.LastAct) -> None:
        page = place.window.page()
        if isinstance(page, Enters):
            page.entered()
        what = Naming(desk).name(last.kind, last.record)
        named = act_name(desk, last.kind, last.act)
        place.tell(say.voided(what) if last.is_a_visit else say.undone(named, what))

    place.jobs.save(partial(undo.last_act, desk), found, refused, owner=place.window)


def _question(place: Workplace, last: undo.LastAct) -> str:
    beside = [(label_of(BY_KIND[kind]), number) for kind, number in last.beside.items()]
    what = Naming(place.desk).name(last.kind, last.record)
    voids = any(not change.seen for change in last.changes)
    return say.undo_question(act_name(place.desk, last.kind, last.act), what, beside, voids=voids)


def _say_where(window: MainWindow, desk: Desk) -> None:
    """The cells of the status line that stand for good: where, who, and whether the file is encrypted."""
    window.say("station", desk.place.name)
    window.say("user", say.roles(desk.user.name, [desk.codes.name_of("role", role) for role in desk.user.roles]))
    if not desk.is_encrypted:
        window.say("lock", say.STATUS_NOT_ENCRYPTED, "late")
