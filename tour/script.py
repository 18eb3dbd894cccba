"""What the clerk of the tour types: from the samples' texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from station_app import paths
from station_app.domain.regions import Region, Regions
from station_app.text import finding


@dataclass(frozen=True)
class Told:
    """One matter: the words, the destination ("" put off) and what it takes; of harm to a child what was reported;
    of an accusation who is accused."""

    title: str
    category: str
    urgency: str
    verbatim: str
    ask: str
    act: str
    fields: Mapping[str, str]
    report: Mapping[str, str] = field(default_factory=dict)
    accused: str = ""


@dataclass(frozen=True)
class Coming:
    """One visit as it will be typed; `known` are the letters that somebody known is found by."""

    name: str
    matters: Sequence[Told]
    known: str = ""
    phone: str = ""
    no_phone_reason: str = ""
    village: str = ""
    address: str = ""
    headcount: str = ""
    representatives: Sequence[str] = field(default_factory=tuple)
    newcomers: Sequence[str] = field(default_factory=tuple)
    channel: str = "WALK_IN"
    birth_year: str = ""
    guardian: str = ""


@cache
def script() -> dict[str, Any]:
    """The tour's own words."""
    return _read("tour.json")


@cache
def sample() -> dict[str, Any]:
    """The samples' words."""
    return _read("matters.json")


def visits() -> list[Coming]:
    """The ten visits of the tour."""
    return [coming(raw) for raw in script()["visits"]]


def coming(raw: Mapping[str, Any]) -> Coming:
    """A visit from its description."""
    plain = {name: value for name, value in raw.items() if name != "matters"}
    return Coming(matters=[_told(one, str(raw.get("village", ""))) for one in raw["matters"]], **plain)


def village(regions: Regions, township: str, name: str) -> Region:
    """A village by the name that people use. Raises StopIteration for a name that is not there."""
    return next(one for one in regions.children(township) if finding.place(one.name) == name)


def _told(named: Mapping[str, Any], village: str) -> Told:
    """A matter that is written out, or one of the samples' by its title."""
    raw = named if "verbatim" in named else next(one for one in sample()["matters"] if one["title"] == named["title"])
    said = {name: raw[name].format(village=village) for name in ("title", "verbatim", "ask")}
    return Told(
        **said,
        category=raw["category"],
        urgency=raw["urgency"],
        act=raw["act"],
        fields=raw["fields"],
        report=raw.get("report", {}),
        accused=raw.get("accused", ""),
    )


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((paths.resources() / "sample" / name).read_text("utf-8"))
    return loaded
