"""What of an old ledger is here already, and what stands in it twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from station_app.db import ledgers
from station_app.domain.field import field_of
from station_app.domain.folding import fold
from station_app.domain.records import BY_KIND, Deputy, Unit
from station_app.services.desk import Desk
from station_app.services.ledger_import.cells import Facts

Key = tuple[str, ...]
"""What two rows have in common that say the same thing, each part folded."""


def keys_of(facts: Facts, target: str, desk: Desk) -> list[Key]:
    """The keys by which a row is known again; none where it says too little."""
    return [key for key in _KEYS[target](facts.values, desk) if all(key)]


def here_already(groups: Iterable[Facts], target: str, desk: Desk) -> dict[Key, str]:
    """The keys of what is here, with the number or name that it is known by."""
    return _HERE[target](list(groups), desk)


def _read_day(values: Mapping[str, Any], key: str, desk: Desk) -> str:
    kind, _, name = key.partition(".")
    raw = values.get(key, "")
    return str(desk.reader.read(field_of(BY_KIND[kind], name), raw).value) if raw else ""


def _visit_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    title = str(values.get("opinion.title", ""))
    day = _read_day(values, "visit.received_on", desk)
    return [("visit", fold(str(values.get("person.name", ""))), day, fold(title))]


def _suggestion_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    title, lead = fold(str(values.get("suggestion.title", ""))), str(values.get("suggestion.lead_deputy", ""))
    return [("number", fold(str(values.get("suggestion.official_no", "")))), ("title", title, lead)]


def _deputy_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    phone = values.get("deputy.phone", "")
    told = str(desk.reader.read(field_of(Deputy, "phone"), phone).value) if phone else ""
    name = fold(str(values.get("deputy.name", "")))
    return [("deputy", name, told or _read_day(values, "deputy.born_on", desk) or "-")]


def _unit_keys(values: Mapping[str, Any], desk: Desk) -> list[Key]:
    return [("unit", fold(str(values.get("unit.name", ""))))]


def _visits_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    days = {_read_day(one.values, "visit.received_on", desk) for one in facts} - {""}
    found = ledgers.raised_between(desk.store.database, sorted(days))
    return {("visit", fold(one.visitor), one.received_on, fold(one.title)): one.number for one in found}


def _suggestions_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    here: dict[Key, str] = {}
    for one in ledgers.suggestions_here(desk.store.database):
        here["title", fold(one.title), one.lead_deputy] = one.official_no or one.number
        if one.official_no:
            here["number", fold(one.official_no)] = one.official_no
    return here


def _deputies_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    return {
        ("deputy", fold(one.name), sign): one.name
        for one in desk.records.all(Deputy, void_reason="")
        for sign in ((one.phone, one.born_on) if one.phone or one.born_on else ("-",))
        if sign
    }


def _units_here(facts: list[Facts], desk: Desk) -> dict[Key, str]:
    return {("unit", fold(one.name)): one.name for one in desk.records.all(Unit, void_reason="")}


_KEYS: Mapping[str, Callable[[Mapping[str, Any], Desk], list[Key]]] = {
    "visits": _visit_keys,
    "suggestions": _suggestion_keys,
    "deputies": _deputy_keys,
    "units": _unit_keys,
}
_HERE: Mapping[str, Callable[[list[Facts], Desk], dict[Key, str]]] = {
    "visits": _visits_here,
    "suggestions": _suggestions_here,
    "deputies": _deputies_here,
    "units": _units_here,
}
