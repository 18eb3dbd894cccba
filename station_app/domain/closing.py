"""On what an opinion may be closed (办结依据): each basis needs something that was really done before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from station_app.domain.field import field_of
from station_app.domain.immutable import immutable
from station_app.domain.problem import Problem, refusal
from station_app.domain.records import Opinion

LEAST_TRIES = 3
"""How often somebody was tried before they count as out of reach [practice; the county confirms]."""


@immutable
class _Needs:
    fields: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()


NEEDS: Mapping[str, _Needs] = {
    "SOLVED": _Needs(("result", "fed_back_on"), ("SOLVED", "REFERENCE")),
    "ANSWERED": _Needs(("answer",)),
    "REDIRECTED": _Needs(("redirect_organ", "told_on")),
    "SUGGESTION_ANSWERED": _Needs(("promoted_to", "result", "fed_back_on")),
    "PLANNED": _Needs(("result", "next_due_on", "fed_back_on"), ("PLANNED",)),
    "EXPLAINED": _Needs(("result", "fed_back_on"), ("UNRESOLVED", "REFERENCE")),
    "UNREACHABLE": _Needs(("result", "fed_back_on")),
}
"""What must stand in the record for each basis; a basis that a county added needs nothing by itself."""


def fits(basis: str, values: Mapping[str, Any]) -> bool:
    """Whether what was done bears a basis."""
    return not any(_problems(basis, values))


def closing_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    """What keeps a closed opinion's basis from fitting what was done; nothing of one that is open."""
    if values.get("state") == "CLOSED":
        yield from _problems(str(values.get("closing_basis", "")), values)


def _problems(basis: str, values: Mapping[str, Any]) -> Iterator[Problem]:
    needs = NEEDS.get(basis, _Needs())
    lacking = [name for name in needs.fields if not values.get(name)]
    if needs.degrees and values.get("result_degree") not in needs.degrees:
        lacking.append("result_degree")
    if lacking:
        yield refusal(
            "closing_basis_unfit", "closing_basis", basis, needed=[field_of(Opinion, one).label for one in lacking]
        )
    tries = values.get("contact_tries") or 0
    if basis == "UNREACHABLE" and tries < LEAST_TRIES:
        yield refusal("tries_few", "closing_basis", tries, least=LEAST_TRIES)
