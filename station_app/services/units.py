"""The bodies that handle matters (承办单位): by their names of today, whatever people call them."""

from __future__ import annotations

from station_app.domain.folding import fold
from station_app.domain.records import Unit
from station_app.services.desk import Desk

BETWEEN = "\u3001\uff0c\uff1b,; "  # 、，； between aliases


def in_force(desk: Desk, day: str = "") -> list[Unit]:
    """The units that are there on a civil date (today), in the order they were entered."""
    on = day or desk.today
    return [one for one in desk.records.all(Unit) if one.valid_from <= on and (not one.valid_to or on <= one.valid_to)]


def called(unit: Unit) -> list[str]:
    """All that a unit is called: its name, then its aliases."""
    aliases = unit.aliases
    for sign in BETWEEN:
        aliases = aliases.replace(sign, "\n")
    return [unit.name, *filter(None, map(str.strip, aliases.splitlines()))]


def names(desk: Desk, typed: str) -> list[str]:
    """The names that typed words may mean: units that are known, then those that the code list proposes."""
    wanted = fold(typed)
    known = [one.name for one in in_force(desk) if any(wanted in fold(name) for name in called(one))]
    usual = (entry.goes_with.get("typical_unit", "") for entry in desk.codes["matter"].offered(desk.today))
    proposed = [name for name in usual if name and wanted in fold(name)]
    return list(dict.fromkeys([*known, *proposed]))
