"""What a row of the tables of states and acts is, and who may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from station_app.domain.immutable import immutable

NEW = ""
"""The state of a record that does not exist yet."""

STATELESS = "EXISTS"
"""What stands for the state of a record whose kind has none."""

CLERK, HEAD, CHAIR, DEPUTY = "STATION_CLERK", "STATION_HEAD", "TOWNSHIP_CHAIR", "DEPUTY"
COUNTY, PROVINCE = "COUNTY_OFFICE", "PROVINCE"
ADMIN, AUDITOR = "ADMIN", "AUDITOR"
DESK = frozenset({CLERK, HEAD})
OFFICE = frozenset({COUNTY, PROVINCE})
BOTH = DESK | OFFICE
ANYONE = frozenset({CLERK, HEAD, CHAIR, DEPUTY})
APPROVERS = frozenset({HEAD, CHAIR})
OF_A_STATION = ANYONE | {ADMIN, AUDITOR}
OF_AN_OFFICE = OFFICE | {ADMIN, AUDITOR}
"""Who can sit at a station's desk, and who in an office above."""


@immutable
class Act:
    """One row of a table: who may take a record from which states to which, and what must be filled.

    `after` lists the states that the act may lead to; empty leaves the state. Where it lists several, whoever acts says
    which. `needs` must be filled when the act is done, `offers` may be; `sets` are values that follow from the act
    itself. `due` names the field that holds the deadline the act starts. `presumes` are fields that earlier acts must
    have filled: without them the act makes no sense.
    """

    kind: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    who: frozenset[str] = DESK
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict, hash=False)
    due: str = ""
    presumes: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields that a screen asks for when the act is done."""
        return self.needs + self.offers
