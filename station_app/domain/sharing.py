"""What must hold of links in the roster and of a station that is no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from station_app.domain.problem import Problem, refusal

Values = Mapping[str, Any]


def successor_is_another(_before: Values, after: Values, _beside: Mapping[str, Values]) -> Iterator[Problem]:
    """Another station takes over, and not the one that is no more."""
    if after.get("successor") and after["successor"] == after["uid"]:
        yield refusal("succeeds_itself", "successor")


def link_says_what(values: Values, _today: str) -> Iterator[Problem]:
    """A link is of one deputy or one unit, and to another one."""
    pairs = [(values.get(kind), values.get(f"same_{kind}"), kind) for kind in ("deputy", "unit")]
    said = [one for one in pairs if one[0] or one[1]]
    if len(said) != 1 or not (said[0][0] and said[0][1]):
        yield refusal("link_says_what", said[0][2] if said else "deputy")
    elif said[0][0] == said[0][1]:
        yield refusal("linked_to_itself", f"same_{said[0][2]}")


def linked_once(_before: Values, after: Values, beside: Mapping[str, Values]) -> Iterator[Problem]:
    """An entry counts as one other, and that one as itself: links make no chains."""
    linked, counting = (frozenset(beside.get("others", {}).get(name, ())) for name in ("linked", "counting"))
    for kind in ("deputy", "unit"):
        own, other = after.get(kind), after.get(f"same_{kind}")
        if own and own in linked:
            yield refusal("linked_before", kind)
        elif (own and own in counting) or (other and other in linked):
            yield refusal("links_in_a_chain", kind)
