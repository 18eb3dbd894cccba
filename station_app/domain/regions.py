"""Divisions (行政区划) down to the village, by their 12-digit statistical codes.

A code holds its parents: province 2 digits, prefecture 4, county 6, township 9, village 12, filled up with zeros. Names
are not unique (there are five 龙场镇 in Guizhou): every answer carries its whole path, and nothing is keyed on a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import IntEnum
from functools import cached_property

from station_app.domain.folding import fold
from station_app.domain.immutable import immutable


class Level(IntEnum):
    """The level of a division; the value orders them from the widest."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


_WIDTHS = {Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}

_LEVELS = tuple(next(level for level, width in _WIDTHS.items() if length <= width) for length in range(13))
"""The level by how many digits stand before the zeros at the end of a code."""

_OWN_PROVINCE = "520000000000"


def digits_of(code: str) -> str:
    """The digits that a division's code shares with those of all that lies in it: zeros may belong to it too
    (520324100000 is the town 520324100). What is no whole code stays as it is."""
    return code[: _WIDTHS[_LEVELS[len(code.rstrip("0"))]]] if len(code) == _WIDTHS[Level.VILLAGE] else code


@immutable
class Region:
    """One division: its 12-digit code, its name, and the pinyin initials of the name."""

    code: str
    name: str
    initials: str

    @property
    def level(self) -> Level:
        """How wide it is, as the zeros at the end of the code say."""
        return _LEVELS[len(self.code.rstrip("0"))]

    @property
    def parent_code(self) -> str:
        """The 12-digit code of what it lies in; "" for a province."""
        if self.level is Level.PROVINCE:
            return ""
        return self.code[: _WIDTHS[Level(self.level - 1)]].ljust(12, "0")


@immutable
class Regions:
    """All divisions in the order of their codes, and the codes that former names have come to."""

    rows: tuple[Region, ...]
    former: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, Region]:
        """The divisions by 12-digit code."""
        return {region.code: region for region in self.rows}

    @cached_property
    def _children(self) -> dict[str, list[Region]]:
        found: dict[str, list[Region]] = {}
        for region in self.rows:
            found.setdefault(region.parent_code, []).append(region)
        return found

    @cached_property
    def _folded(self) -> dict[str, tuple[tuple[str, str, Region], ...]]:
        return {}

    def _folded_in(self, inside: str) -> tuple[tuple[str, str, Region], ...]:
        """The divisions whose codes begin with `inside`, each with its name and its path as texts are compared. Made
        once: of a township in a blink, of the province in some tenths of a second."""
        if inside not in self._folded:
            first, last = (bisect_left(self.rows, code, key=_code) for code in (inside, f"{inside}:"))
            self._folded[inside] = self._with_paths(self.rows[first:last])
        return self._folded[inside]

    def _with_paths(self, rows: Sequence[Region]) -> tuple[tuple[str, str, Region], ...]:
        # A parent's code sorts before its children's, so each path grows from one that is already there.
        paths = {"": ""}
        found = []
        for region in rows:
            name, parent = fold(region.name), region.parent_code
            if parent not in paths:
                paths[parent] = "".join(fold(one.name) for one in self.path(parent)[1:])
            paths[region.code] = paths[parent] + name if parent else ""
            found.append((name, paths[region.code] or name, region))
        return tuple(found)

    def children(self, code: str) -> tuple[Region, ...]:
        """What lies directly in a division, in the order of codes; of "" the provinces."""
        return tuple(self._children.get(code, ()))

    def path(self, code: str) -> tuple[Region, ...]:
        """The division with all that it lies in, the widest first; empty for a code that is not known."""
        region = self.by_code.get(code)
        return (*self.path(region.parent_code), region) if region else ()

    def path_name(self, code: str) -> str:
        """The whole name without the province: 遵义市正安县桴㯊镇. A code that is not known stands for itself."""
        path = self.path(code)
        return "".join(region.name for region in path[1:] or path) or code

    def name_from(self, home: str, code: str) -> str:
        """What a division is called in the division `home`: its own name where it lies in it, else the whole one, for
        names come again in the next county. A code that is not known stands for itself."""
        return self.name_of(code) if code.startswith(digits_of(home)) else self.path_name(code)

    def name_of(self, code: str) -> str:
        """The division's own name; a code that is not known stands for itself."""
        region = self.by_code.get(code)
        return region.name if region else code

    def named(self, text: str, level: Level | None = None) -> tuple[Region, ...]:
        """The divisions that `text` names outright: by name, by whole path, or by a name of former years (毕节地区).

        For ledgers: what is named twice in the province (龙场镇) gives several, and is for a person to decide.
        """
        word = fold(text).removeprefix(fold(self.name_of(_OWN_PROVINCE)))
        came_to = self.by_code.get(self.former.get(word, ""))
        found = [region for name, path, region in self._folded_in("") if word and word in (name, path)]
        return tuple(region for region in found or filter(None, [came_to]) if level is None or region.level is level)

    def find(self, text: str, level: Level | None = None, limit: int = 50, within: str = "") -> tuple[Region, ...]:
        """The divisions that `text` may mean, the likeliest first, at most `limit`.

        `text` is part of a name or of a whole path (words may be set apart by spaces), the beginning of the pinyin
        initials, or of a code. `level` keeps to one level, `within` to what lies in the division of that code.
        """
        words = [fold(word) for word in text.split() if fold(word)]
        if not words:
            return ()
        inside = within[: _WIDTHS[self.by_code[within].level]] if within in self.by_code else within
        ranked = [
            (rank, region.level, region.code, region)
            for name, path, region in self._folded_in(inside)
            if (level is None or region.level is level) and (rank := _rank(words, name, path, region)) is not None
        ]
        return tuple(region for *_, region in sorted(ranked)[:limit])


def _code(region: Region) -> str:
    return region.code


def parse_regions(text: str, former: str = "") -> Regions:
    """The divisions from lines `code,name,initials` and `former name,code`, each under a heading.

    Raises ValueError for other text.
    """
    pairs = (line.split(",") for line in former.splitlines()[1:])
    return Regions(tuple(_parse(line) for line in text.splitlines()[1:]), {fold(name): code for name, code in pairs})


def _parse(line: str) -> Region:
    parts = line.split(",")
    if len(parts) != 3 or not re.fullmatch(r"[0-9]{12}", parts[0]):
        raise ValueError(f"no division: {line}")
    return Region(*parts)


def _rank(words: list[str], name: str, path: str, region: Region) -> int | None:
    last = words[-1]
    if last.isascii():
        rank = _rank_of_letters(last, region)
    elif name == last:
        rank = 0
    elif name.startswith(last):
        rank = 2
    else:
        rank = 4 if last in name else 6 if path.endswith(last) else None
    return rank if rank is not None and _are_in(words[:-1], path) else None


def _rank_of_letters(word: str, region: Region) -> int | None:
    if region.code == word.ljust(12, "0"):
        return 0
    if region.initials == word:
        return 1
    return 3 if region.initials.startswith(word) or (len(word) > 3 and region.code.startswith(word)) else None


def _are_in(words: Iterable[str], path: str) -> bool:
    return all(word in path for word in words)
