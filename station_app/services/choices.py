"""Which records a typed text may mean in a form, and the words of one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from station_app import paths
from station_app.db import ledger, people, search
from station_app.domain import numbering
from station_app.domain.pinyin import pointed_at
from station_app.domain.problem import Rejected
from station_app.domain.records import (
    Deputy,
    Device,
    Opinion,
    Person,
    ReceptionDay,
    Station,
    Suggestion,
    User,
    Visit,
)
from station_app.domain.regions import Level
from station_app.services import units
from station_app.services.desk import Desk
from station_app.text.finding import NEW_UNIT_OFFER, NO_DEPUTIES_YET, device_words, place

Choice = tuple[str, str]
"""A uid, or a division's code, and the words it is shown by."""

SHOWN = 30
COUNTY_DIGITS = 6


def choices(desk: Desk, kind: str, typed: str) -> list[Choice]:
    """The records of `kind` that `typed` may mean, best first; for "" everything likely. Other kinds offer nothing.

    Where there is none at all, and a person must make one first, one line without a uid says where."""
    offer = _OFFERS.get(kind)
    return offer(desk, typed.strip()) if offer else []


def name_of(desk: Desk, kind: str, uid: str) -> str:
    """The words of a record or a division; what is not here stands for itself."""
    if kind in _PLACES:
        return place(paths.regions().name_from(desk.place.area_code, uid))
    if kind == "device":
        return next((device_words(one.name, one.enrolled_on, uid) for one in desk.records.all(Device, uid=uid)), uid)
    if kind not in _NAMED:
        return uid
    cls, attribute = _NAMED[kind]
    found = desk.records.several(cls, [uid]).get(uid)
    return str(getattr(found, attribute)) if found else uid


def _areas(desk: Desk, typed: str) -> list[Choice]:
    """Villages of the station's own township first; a name that is not there is looked for in the whole province."""
    regions = paths.regions()
    if not typed:
        return [(one.code, place(one.name)) for one in regions.children(desk.place.area_code)]
    own = regions.find(typed, Level.VILLAGE, SHOWN, within=desk.place.area_code)
    found = own or regions.find(typed, Level.VILLAGE, SHOWN)
    return [(one.code, place(one.name if own else regions.path_name(one.code))) for one in found]


def townships(typed: str) -> list[Choice]:
    """Townships by name, pinyin initials or code, with their whole path."""
    regions = paths.regions()
    return [(one.code, regions.path_name(one.code)) for one in regions.find(typed, Level.TOWNSHIP, SHOWN)]


def counties(typed: str) -> list[Choice]:
    """Counties by name, pinyin initials or code, with their whole path; the key is the code's six digits."""
    regions = paths.regions()
    found = regions.find(typed, Level.COUNTY, SHOWN)
    return [(one.code[:COUNTY_DIGITS], regions.path_name(one.code)) for one in found]


def county_name(code: str) -> str:
    """The whole path of the county of a six-digit code."""
    return paths.regions().path_name(code.ljust(12, "0"))


def _deputies(desk: Desk, typed: str) -> list[Choice]:
    standing = [((one.uid, one.name), (one.name,)) for one in desk.records.all(Deputy, void_reason="")]
    if not standing:
        return [("", NO_DEPUTIES_YET)]
    return _pointed_at(typed, standing, paths.initials_of)


def _pointed_at(
    typed: str, named: Iterable[tuple[Choice, Sequence[str]]], letters: Callable[[str], str] = paths.word_initials_of
) -> list[Choice]:
    """Of choices with all that each is called those that `typed` points at, best first."""
    ranked = [(pointed_at(typed, names, letters), choice) for choice, names in named]
    found = [(rank, choice) for rank, choice in ranked if rank is not None]
    return [choice for _, choice in sorted(found, key=lambda pair: pair[0])][:SHOWN]


def _people(desk: Desk, typed: str) -> list[Choice]:
    village = partial(paths.regions().name_from, desk.place.area_code)
    found = people.find(desk.store.database, typed, desk.viewer, SHOWN) if typed else []
    return [(one.uid, " ".join(part for part in (one.name, place(village(one.village))) if part)) for one in found]


def _opinions(desk: Desk, typed: str) -> list[Choice]:
    database = desk.store.database
    wanted = ledger.ids(database, ledger.Filter(text=typed, viewer=desk.viewer), 0, SHOWN)
    rows = ledger.rows(database, wanted)
    return [(rows[one].uid, f"{numbering.short_of(rows[one].number)} {rows[one].title}") for one in wanted]


def _suggestions(desk: Desk, typed: str) -> list[Choice]:
    try:
        found = search.everywhere(desk.store.database, typed, desk.viewer, SHOWN) if typed else []
    except Rejected:  # a number that was miscopied: nothing is offered
        found = []
    hits = [(hit.uid, hit.title) for hit in found if hit.kind == "suggestion"]
    return hits if typed else [(one.uid, one.title) for one in desk.records.all(Suggestion)[-SHOWN:]]


def _units(desk: Desk, typed: str) -> list[Choice]:
    """The units that are meant; a name that none has can be entered with the matter, as the last of the choices."""
    typed = typed.removeprefix(units.NEW).strip()
    found = [(name, name) for name in names(desk, typed)][:SHOWN]
    if units.is_name(typed) and units.named(desk, typed) is None:
        found.append((f"{units.NEW}{typed}", NEW_UNIT_OFFER.format(name=typed)))
    return found


def _users(desk: Desk, typed: str) -> list[Choice]:
    from station_app.services import users  # noqa: PLC0415  (asked when somebody leaves)

    return _pointed_at(typed, [((one.uid, one.name), (one.name,)) for one in users.active(desk)], paths.initials_of)


def _devices(desk: Desk, typed: str) -> list[Choice]:
    """The stations' computers that are believed, by the station's name; those admitted last first."""
    believed = [one for one in desk.records.all(Device, standing="ACTIVE") if one.home != desk.place.uid]
    believed.sort(key=lambda one: one.enrolled_on, reverse=True)
    words = [(one, device_words(one.name, one.enrolled_on, one.uid)) for one in believed]
    return _pointed_at(typed, [((one.uid, said), (one.name,)) for one, said in words])


_PLACES = ("area", "township")
_OFFERS: dict[str, Callable[[Desk, str], list[Choice]]] = {
    "area": _areas,
    "township": lambda _desk, typed: townships(typed),
    "deputy": _deputies,
    "person": _people,
    "user": _users,
    "unit": _units,
    "opinion": _opinions,
    "suggestion": _suggestions,
    "device": _devices,
}
_NAMED: dict[str, tuple[type, str]] = {
    "deputy": (Deputy, "name"),
    "person": (Person, "name"),
    "user": (User, "name"),
    "station": (Station, "name"),
    "opinion": (Opinion, "title"),
    "suggestion": (Suggestion, "title"),
    "visit": (Visit, "number"),
    "reception_day": (ReceptionDay, "held_on"),
}


def names(desk: Desk, typed: str) -> list[str]:
    """The names that typed words or initials may mean: units that are known, then those that the code list proposes."""
    known = [((one.name, one.name), units.called(one)) for one in units.in_force(desk)]
    proposed = [((name, name), (name,)) for name in dict.fromkeys(units.usual(desk))]
    found = (*_pointed_at(typed, known), *_pointed_at(typed, proposed))
    return list(dict.fromkeys(name for name, _ in found))
