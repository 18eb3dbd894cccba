"""The tabs of a list: filters that the program brings, and those that a person saved under a name of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from station_app.db import preferences
from station_app.domain.immutable import immutable
from station_app.domain.problem import refusal, reject
from station_app.services.desk import Desk

LONGEST = 20
"""Characters of a tab's name."""
MOST = 12
"""Tabs of one's own on a list."""


@immutable
class Tab:
    """One tab: its name, and the key that stands in each phrase of the list's sentence."""

    name: str
    parts: Mapping[str, str]


def own(desk: Desk, kind: str) -> list[Tab]:
    """Those that the person here saved, in the order they were made."""
    kept = json.loads(preferences.get(desk.store.database, f"tabs {kind}", "[]", desk.user.uid))
    return [Tab(one["name"], one["parts"]) for one in kept]


def keep(desk: Desk, kind: str, tab: Tab, instead: str = "") -> list[Tab]:
    """Save a tab, in the place of the one called `instead` where there is one; all of them now.

    Raises Rejected for a blank or long name, one that another tab has, and for too many.
    """
    name, kept = tab.name.strip(), own(desk, kind)
    if not name or len(name) > LONGEST:
        raise reject(refusal("tab_name", "name", most=LONGEST))
    if any(one.name == name for one in kept if one.name != instead):
        raise reject(refusal("tab_name_taken", "name", value=name))
    if len(kept) >= MOST and not instead:
        raise reject(refusal("too_many_tabs", "name", most=MOST))
    made = Tab(name, tab.parts)
    found = [made if one.name == instead else one for one in kept] if instead else [*kept, made]
    return _put(desk, kind, found)


def drop(desk: Desk, kind: str, name: str) -> list[Tab]:
    """Take a tab away; those that are left."""
    return _put(desk, kind, [one for one in own(desk, kind) if one.name != name])


def _put(desk: Desk, kind: str, tabs: Sequence[Tab]) -> list[Tab]:
    told = json.dumps([{"name": one.name, "parts": dict(one.parts)} for one in tabs], ensure_ascii=False)
    with desk.store.transaction():
        preferences.put(desk.store.database, f"tabs {kind}", told, desk.user.uid)
    return list(tabs)
