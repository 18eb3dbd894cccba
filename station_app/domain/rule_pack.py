"""Rules as data: a pack holds editions, each in force between two civil days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Edition = Mapping[str, Any]


def edition_on(text: str, day: str) -> Edition:
    """The edition of a pack (JSON) that is in force on a civil day: the youngest that has begun and not ended.

    Raises ValueError where the text is no pack, LookupError where none is in force.
    """
    match json.loads(text):
        case {"editions": list(editions)}:
            known: list[Edition] = [one for one in editions if isinstance(one, dict)]
            begun = [one for one in known if one.get("valid_from", "") <= day]
            standing = [one for one in begun if not one.get("valid_to") or one["valid_to"] >= day]
            if not standing:
                raise LookupError(day)
            return max(standing, key=_begins)
    raise ValueError("no editions")


def _begins(edition: Edition) -> str:
    return str(edition.get("valid_from", ""))
