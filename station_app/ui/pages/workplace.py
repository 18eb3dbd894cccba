"""What every page works with, and how records and places are named and chosen at this desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from station_app import paths
from station_app.db import ledger, people, search
from station_app.domain import numbering
from station_app.domain.field import values_of
from station_app.domain.records import BY_KIND, Deputy, Person
from station_app.domain.regions import Level
from station_app.services.desk import Desk
from station_app.text import finding as words
from station_app.ui.controls import Sources
from station_app.ui.jobs import Jobs
from station_app.ui.look import LIGHT, Colours
from station_app.ui.pick import Pick

OFFERED = 20


@dataclass(frozen=True)
class Workplace:
    """The collaborators of a page: `lay` opens a page over the present one, `go_back` closes it again."""

    desk: Desk
    jobs: Jobs
    sources: Sources
    lay: Callable[[QWidget], None]
    go_back: Callable[[], None]
    colours: Colours = LIGHT


def sources_of(desk: Desk) -> Sources:
    """What the forms of this desk ask."""
    naming = Naming(desk)
    return Sources(
        codes=desk.codes,
        today=desk.today,
        read=desk.reader.read,
        choices=naming.choices,
        names=naming.name,
        initials=paths.initials_of,
    )


@dataclass(frozen=True)
class Naming:
    """How records and places are called, and which of them typed words may mean."""

    desk: Desk

    def name(self, kind: str, uid: str) -> str:
        """The words of a record or a division; what is not known stands for itself."""
        if kind in ("area", "township"):
            regions = paths.regions()
            return words.place(regions.name_of(uid) if uid.startswith(self._home) else regions.path_name(uid))
        if kind not in BY_KIND or not (row := self.desk.records.rows(kind, [uid]).get(uid)):
            return uid
        return self._words(kind, row.values) or uid

    def choices(self, kind: str, typed: str) -> list[Pick]:
        """What `typed` may mean among the records of a kind, or among divisions; the likeliest first."""
        match kind:
            case "area" | "township":
                return self._places(kind, typed)
            case "deputy":
                return self._deputies(typed)
            case "opinion":
                return self._opinions(typed)
            case "person":
                found = people.find(self.desk.store.database, typed, OFFERED) if typed else []
                return [(one.uid, one.name) for one in found]
            case _:
                return self._others(kind, typed)

    @property
    def _home(self) -> str:
        return self.desk.station.area_code[:9]

    def _places(self, kind: str, typed: str) -> list[Pick]:
        regions = paths.regions()
        if kind == "township":
            return [(one.code, regions.path_name(one.code)) for one in regions.find(typed, Level.TOWNSHIP, OFFERED)]
        if not typed:
            return [(one.code, words.place(one.name)) for one in regions.children(self.desk.station.area_code)]
        at_home = regions.find(typed, limit=OFFERED, within=self.desk.station.area_code)
        elsewhere = [one for one in regions.find(typed, limit=OFFERED) if one not in at_home]
        return [(one.code, self.name("area", one.code)) for one in (*at_home, *elsewhere)]

    def _deputies(self, typed: str) -> list[Pick]:
        return [
            (one.uid, one.name)
            for one in self.desk.records.all(Deputy)
            if typed in one.name or paths.initials_of(one.name).startswith(typed.casefold())
        ][:OFFERED]

    def _opinions(self, typed: str) -> list[Pick]:
        database, chosen = self.desk.store.database, ledger.Filter(text=typed)
        found = ledger.ids(database, chosen, 0, OFFERED)
        rows = ledger.rows(database, found)
        return [(rows[one].uid, words.numbered(short(rows[one].number), rows[one].title)) for one in found]

    def _others(self, kind: str, typed: str) -> list[Pick]:
        database = self.desk.store.database
        if typed:
            hits = [hit for hit in search.everywhere(database, typed, OFFERED) if hit.kind == kind]
            return [(hit.uid, self.name(kind, hit.uid)) for hit in hits]
        latest = [values_of(one) for one in self.desk.records.all(BY_KIND[kind])[-OFFERED:]]
        return [(str(values["uid"]), self._words(kind, values)) for values in latest]

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


def short(number: str) -> str:
    """The part of a number that a desk needs, F26-0031; another form stands as it is."""
    found = numbering.find(number)
    return found.short if found else number
