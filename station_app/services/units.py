"""The roster of units (承办单位): which are there on a day, what they are called, and what a typed name means."""

from __future__ import annotations

from collections.abc import Iterator

from station_app.domain.codes import nearest
from station_app.domain.folding import fold
from station_app.domain.pattern import pattern
from station_app.domain.records import Unit
from station_app.services.desk import Desk

BETWEEN = "\u3001\uff0c\uff1b,; "  # 、，； between aliases


def in_force(desk: Desk, day: str = "") -> list[Unit]:
    """The units that are there on a civil date (today), in the order they were entered."""
    on = day or desk.today
    standing = desk.records.all(Unit, void_reason="")
    return [one for one in standing if one.valid_from <= on and (not one.valid_to or on <= one.valid_to)]


def called(unit: Unit) -> list[str]:
    """All that a unit is called: its name, then its aliases."""
    aliases = unit.aliases
    for sign in BETWEEN:
        aliases = aliases.replace(sign, "\n")
    return [unit.name, *filter(None, map(str.strip, aliases.splitlines()))]


NEW = "\uff0b"  # ＋
"""Before the name of a unit that is not known yet: it is entered in the roster together with what names it."""

_NO_NAME = pattern(r"[\s\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f,;:!?\u2026]")  # 、。，；：！？…

LONGEST_NAME = 30


def is_name(typed: str) -> bool:
    """Whether a text can be the name of a body: a few characters, and no sentence."""
    return 2 <= len(typed) <= LONGEST_NAME and not _NO_NAME.search(typed) and not typed.isascii()


def named(desk: Desk, typed: str) -> str | None:
    """The name of the unit that a text is, by its name or an alias: one of the roster, else one that the code list of
    matters proposes; None where it is none."""
    wanted = fold(typed)
    known = {fold(name): one.name for one in reversed(in_force(desk)) for name in called(one)}
    return known.get(wanted) or next((name for name in usual(desk) if fold(name) == wanted), None)


def uid_of(desk: Desk, name: str) -> str:
    """The unit of the roster that is called so today; "" where none is."""
    wanted = fold(name)
    return next((one.uid for one in in_force(desk) if wanted in map(fold, called(one))), "")


def near(desk: Desk, typed: str) -> list[str]:
    """The names of units that come closest to a text that names none."""
    known = {one.name: called(one)[1:] for one in in_force(desk)}
    return nearest(typed, dict.fromkeys(usual(desk), ()) | known)


def usual(desk: Desk) -> Iterator[str]:
    """The units that the code list of matters proposes."""
    proposed = (entry.goes_with.get("typical_unit", "") for entry in desk.codes["matter"].offered(desk.today))
    return (name for name in proposed if name)
