"""What every page is made with: the desk, its lanes, and the ways from one page to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from station_app import paths
from station_app.db import journal, search
from station_app.db.drafts import Draft
from station_app.domain import numbering
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import NEW
from station_app.domain.records import BY_KIND, Person
from station_app.domain.secrecy import SECRET_KINDS
from station_app.services import access, trail
from station_app.services.choices import county_name
from station_app.services.desk import Desk
from station_app.text import desk as desk_say
from station_app.text import finding as words
from station_app.ui.shell.jobs import Jobs
from station_app.ui.shell.look import LIGHT, Colours
from station_app.ui.shell.page import Enters, KeyAct, Page
from station_app.ui.shell.pages import PAGES, maker_of, offers
from station_app.ui.shell.sources import Sources
from station_app.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from station_app.services.printing import Print
    from station_app.services.users import QuickKeys
    from station_app.ui.shell.copying import Copying
    from station_app.ui.shell.lane import Lane


@runtime_checkable
class TakesUp(Protocol):
    """A page whose drafts are kept."""

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft."""
        ...


def _nothing() -> None:
    """What locks a desk that nobody can lock."""


def no_quick_keys() -> QuickKeys:
    """The quick keys of a desk that nobody can lock: nobody is asked for them."""
    from station_app.services.users import QuickKeys  # noqa: PLC0415  (not at the start)

    return QuickKeys()


@immutable
class OfProgram:
    """What the program gives a desk's pages beside its lanes: `lock` covers the window until somebody says a password,
    or one of `quick_keys`; `copying` makes copies, where there is one."""

    lock: Callable[[], None] = _nothing
    quick_keys: Callable[[], QuickKeys] = no_quick_keys
    copying: Copying | None = None


@immutable
class Workplace:
    """The collaborators of a page, and the way to every other page. `lane` sends, `copying` makes copies, where there
    is one; `lock` covers the window until somebody says a password, or one of `quick_keys`."""

    desk: Desk
    jobs: Jobs
    sources: Sources
    window: MainWindow
    colours: Colours = LIGHT
    lane: Lane | None = None
    lock: Callable[[], None] = _nothing
    quick_keys: Callable[[], QuickKeys] = no_quick_keys
    copying: Copying | None = None

    def open(self, name: str, *given: Any) -> QWidget:
        """Go to a page of the rail, or lay another over the present one; `given` is what it shows.

        A page in view that shows nothing but itself is entered again. Raises KeyError for no such page.
        """
        present = self.window.page()
        if self.window.has(name):
            return self.window.go(name)
        if not given and self.window.name_in_view == name and isinstance(present, Enters):
            present.entered()
            return present
        page = maker_of(name)(self, *given)
        self.lay(page, name)
        return page

    def record(self, kind: str, uid: str) -> QWidget:
        """Open a record: a suggestion has a page of its own."""
        return self.open(kind, uid) if kind == "suggestion" else self.open("record", kind, uid)

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft, on a page like the one that it was begun on. Raises KeyError for no such form."""
        forms = {row.drafts: row.name for row in PAGES.values() if row.drafts}
        page = self.open(forms[draft.form])
        if isinstance(page, TakesUp):
            page.take_up(draft)

    def lay(self, page: QWidget, name: str = "") -> None:
        """Lay a page over the present one; Esc closes it."""
        self.window.open(page, name)

    def back(self) -> None:
        """Close what lies on top, or go to the page before."""
        self.window.go_back()

    def tell(self, sentence: str) -> None:
        """Say on the page in view what was done."""
        page = self.window.page()
        if isinstance(page, Page):
            page.notices.tell(sentence)

    def saved(self) -> None:
        """Something was saved: the status line says when."""
        self.window.say("saved", desk_say.saved_at(f"{self.desk.clock.now():%H:%M}"))

    def offers(self, name: str) -> bool:
        """Whether whoever sits here may do what a page is for."""
        return offers(self.desk, name)

    def way(self, name: str, label: str = "") -> KeyAct:
        """The act that opens a page, by its title where nothing else is said."""
        return KeyAct(label or PAGES[name].title, partial(self.open, name))

    def may(self, kind: str, act: str, state: str = NEW) -> bool:
        """Whether the role of the person here allows an act: a page offers no other."""
        return access.may_do(self.desk, kind, act, state)

    def show_print(self, versions: Mapping[str, Callable[[], Print]], title: str = words.PREVIEW) -> None:
        """Lay a print over the present page; that it was printed or saved stands in the trail."""
        self.lay(self.preview(versions, title), "preview")

    def preview(self, versions: Mapping[str, Callable[[], Print]], title: str = words.PREVIEW) -> QWidget:
        """A print to look at; the first of `versions` is shown first."""
        return maker_of("preview")(versions, self.jobs, title, partial(trail.note_paper, self.desk))


@immutable
class Naming:
    """How records and places are called at this desk."""

    desk: Desk

    def name(self, kind: str, uid: str) -> str:
        """The words of a record or a division; what is not known stands for itself."""
        if kind == "county":
            return county_name(uid)
        if kind in ("area", "township"):
            return words.place(paths.regions().name_from(self.desk.place.area_code, uid))
        if kind not in BY_KIND or not (row := self.desk.records.rows(kind, [uid]).get(uid)):
            is_withheld = bool(uid) and kind in BY_KIND and bool(journal.kinds_of(self.desk.store.database, [uid]))
            return words.WITHHELD if is_withheld else uid
        if kind in SECRET_KINDS and not access.may_read(self.desk, kind, {**row.values, "uid": uid}):
            return words.KEPT_FROM_YOU
        return self._words(kind, uid, row.values) or uid

    def _words(self, kind: str, uid: str, values: dict[str, object]) -> str:
        today = self.desk.today
        number = short_at(self.desk, str(values.get("number", "")), uid)
        match kind:
            case "visit":
                visitors = self.desk.records.several(Person, [str(values["visitor"])])
                name = next((one.name for one in visitors.values()), "")
                return words.numbered(number, words.visit_of(words.short_day(str(values["received_on"]), today), name))
            case "reception_day":
                held = words.short_day(str(values["held_on"]), today)
                return words.numbered(number, words.day_held(held, str(values["place"])))
            case "mandate":
                return self.mandate_words(values)
            case "attendance":
                return self.name("deputy", str(values["deputy"]))
            case _:
                called = (values.get(name) for name in ("title", "name", "what", "unit"))
                return words.numbered(number, str(next(filter(None, called), "")))

    def mandate_words(self, values: dict[str, object]) -> str:
        """A mandate in words: level, term, and its standing where it is over."""
        codes, term, status = self.desk.codes, values.get("term"), str(values.get("status", ""))
        standing = "" if status == "ACTIVE" else codes.name_of("mandate_status", status)
        level = codes.name_of("deputy_level", str(values["level"]))
        return words.mandate(level, term if isinstance(term, int) else None, standing)


def act_name(desk: Desk, kind: str, act: str) -> str:
    """What an act is called: one act may have another name for another kind of record."""
    return words.ACTS_OF_KIND.get((kind, act)) or desk.codes.name_of("act", act)


def short_at(desk: Desk, number: str, uid: str) -> str:
    """The same of a record as lists and pages show it: where another bears its number too, with 甲 or 乙 behind. An
    office shows numbers with their station: two stations count alike."""
    found = search.doubled(desk.store.database).get(uid)
    return (number if desk.is_office else short(number)) + (
        words.one_of(found.place) if found and found.number == number else ""
    )


def short(number: str) -> str:
    """The part of a number that a desk needs, F26-0031; another form stands as it is."""
    return numbering.short_of(number)
