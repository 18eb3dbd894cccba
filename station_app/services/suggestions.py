"""The deputy's suggestion at the station: drafted from the opinions that it grew from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from station_app.services.acts import Ask, Done, perform
from station_app.services.desk import Desk


def promote(desk: Desk, opinions: Sequence[str], fields: Mapping[str, Any]) -> list[Done]:
    """Draft a suggestion from opinions and mark each of them, in one transaction; the suggestion comes first.

    Part 0 of the problems is the suggestion's, part n that of the nth opinion. Raises Rejected.
    """
    suggestion = desk.clock.new_id()
    asks = [Ask("suggestion", "register", {**fields, "origin_opinions": tuple(opinions)}, suggestion)]
    asks += [Ask("opinion", "promote", {"promoted_to": suggestion}, opinion) for opinion in opinions]
    return perform(desk, asks)
