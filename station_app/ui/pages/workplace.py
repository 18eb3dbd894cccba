"""What the pages of finding again work with, and how records and places are named at this desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from station_app import paths
from station_app.domain import numbering
from station_app.domain.immutable import immutable
from station_app.domain.lifecycle import NEW
from station_app.domain.records import BY_KIND, Person
from station_app.services import access, trail
from station_app.services.choices import county_name
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.ui.jobs import Jobs
from station_app.ui.look import LIGHT, Colours
from station_app.ui.sources import Sources

if TYPE_CHECKING:
    from station_app.services.prints import Print


@immutable
class Workplace:
    """The collaborators of a page; `lay` opens a page over the present one."""

    desk: Desk
    jobs: Jobs
    sources: Sources
    lay: Callable[[QWidget], None]
    colours: Colours = LIGHT

    def may(self, kind: str, act: str, state: str = NEW) -> bool:
        """Whether the role of the person here allows an act: a page offers no other."""
        return access.may_do(self.desk, kind, act, state)

    def show_print(self, versions: Mapping[str, Callable[[], Print]], title: str = words.PREVIEW) -> None:
        """Lay a print over the present page; that it was printed or saved stands in the trail."""
        from station_app.ui.pages.preview import PreviewPage  # noqa: PLC0415  (pages open without their paper)

        self.lay(PreviewPage(versions, self.jobs, title, partial(trail.note_paper, self.desk)))


@immutable
class Naming:
    """How records and places are called at this desk."""

    desk: Desk

    def name(self, kind: str, uid: str) -> str:
        """The words of a record or a division; what is not known stands for itself."""
        if kind == "county":
            return county_name(uid)
        if kind in ("area", "township"):
            regions = paths.regions()
            return words.place(regions.name_of(uid) if uid.startswith(self._home) else regions.path_name(uid))
        if kind not in BY_KIND or not (row := self.desk.records.rows(kind, [uid]).get(uid)):
            return uid
        return self._words(kind, row.values) or uid

    @property
    def _home(self) -> str:
        return self.desk.place.area_code[:9]

    def _words(self, kind: str, values: dict[str, object]) -> str:
        today = self.desk.today
        number = short(str(values.get("number", "")))
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
                return words.numbered(number, str(values.get("title") or values.get("name") or ""))

    def mandate_words(self, values: dict[str, object]) -> str:
        """A mandate in words: level, term, and its standing where it is over."""
        codes, term, status = self.desk.codes, values.get("term"), str(values.get("status", ""))
        standing = "" if status == "ACTIVE" else codes.name_of("mandate_status", status)
        level = codes.name_of("deputy_level", str(values["level"]))
        return words.mandate(level, term if isinstance(term, int) else None, standing)


def act_name(desk: Desk, kind: str, act: str) -> str:
    """What an act is called: one act may have another name for another kind of record."""
    return words.ACTS_OF_KIND.get((kind, act)) or desk.codes.name_of("act", act)


def short(number: str) -> str:
    """The part of a number that a desk needs, F26-0031; another form stands as it is."""
    return numbering.short_of(number)
