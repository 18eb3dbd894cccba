"""What a row of the tables of states and acts is, and who may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from station_app.domain.immutable import immutable

NEW = ""
"""The state of a record that does not exist yet."""

STATELESS = "EXISTS"
"""What stands for the state of a record whose kind has none."""

NOWHERE = "-"
"""The page of an act that nobody is offered: another act brings it."""

CLERK, HEAD, CHAIR, DEPUTY = "STATION_CLERK", "STATION_HEAD", "TOWNSHIP_CHAIR", "DEPUTY"
COUNTY, PROVINCE = "COUNTY_OFFICE", "PROVINCE"
ADMIN, AUDITOR = "ADMIN", "AUDITOR"
DESK = frozenset({CLERK, HEAD})
OFFICE = frozenset({COUNTY, PROVINCE})
BOTH = DESK | OFFICE
ANYONE = frozenset({CLERK, HEAD, CHAIR, DEPUTY})
APPROVERS = frozenset({HEAD, CHAIR})
HOUSES = (ANYONE, OFFICE)
"""The stations and the offices above them: what the one writes is not the other's to correct."""
EVERYBODY = ANYONE | OFFICE
OF_A_STATION = ANYONE | {ADMIN, AUDITOR}
OF_AN_OFFICE = OFFICE | {ADMIN, AUDITOR}
"""Who can sit at a station's desk, and who in an office above."""


@immutable
class Act:
    """One row of a table: who may take a record from which states to which, what must be filled, what comes of it.

    `after` lists the states that the act may lead to; empty leaves the state. Where it lists several, whoever acts says
    which. `needs` must be filled when the act is done, `offers` may be; `sets` are values that follow from the act
    itself. `due` names the field that holds the deadline the act starts, `clock` the rules of days that propose it
    (`domain.deadline`), by the matter's kind: they begin on the first of the days `today`, else today. `presumes` are
    fields that earlier acts must have filled: without them the act makes no sense.

    `brings` names what the act brings with it (`services.consequences`): further acts in the same transaction, whoever
    asks for this one and by whatever door.

    What is not said takes what is most likely, at every door alike: the fields `today` the civil date, `by_me` the name
    of the person who acts, `counts` one more than stood there, `taken` the value of another field. A form shows it, to
    be changed; it shows the fields `kept` as they stand, too.

    `series` is a field that takes the next official number of its congress, term and session (`services.official`).

    `known_here` is a field that takes, of a device's journals, how far each has come here.

    `reckoned` are fields that nobody says: they follow from all that stands here when the act is done.

    `final`: no act undoes it, and the form says so. `beside`: the record is made on the page of the one that one of
    these fields points to; nobody is asked for the fields `known`, which follow from it. `page`: where it is done, if
    it takes more than a form of its fields; `NOWHERE` for what only another act brings.

    Of a record of handling, `on` says in which states its matter may be, by the matter's kind, and `by_turn` whether it
    must be this side's turn. Of a matter, and of what its speaker is told, `by_home` says that only the side that wrote
    the matter down does it.

    `by_two`: it takes a second person at the desk, with their password. `of_secret`: it is done to secret matters
    alone, `of_hidden`: to those whose speaker is kept from the unit and that accuse nobody (`domain.secrecy`).
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
    clock: Mapping[str, str] = field(default_factory=dict, hash=False)
    presumes: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    by_me: str = ""
    counts: str = ""
    taken: Mapping[str, str] = field(default_factory=dict, hash=False)
    kept: tuple[str, ...] = ()
    series: str = ""
    known_here: str = ""
    reckoned: tuple[str, ...] = ()
    final: bool = False
    beside: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    page: str = ""
    on: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    by_turn: bool = False
    by_home: bool = False
    by_two: bool = False
    of_secret: bool = False
    of_hidden: bool = False

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields that a screen asks for when the act is done."""
        return self.needs + self.offers

    @property
    def is_at_once(self) -> bool:
        """Whether one key does it: it asks nothing that the program does not know, and it can be taken back."""
        is_made = NEW in self.before and bool(self.sets)
        is_known = {*self.today, self.counts, self.by_me}.issuperset(self.asks) and (bool(self.counts) or is_made)
        is_whole = self.name in ("register", "carry_over", "correct")
        return not self.final and not is_whole and (not self.asks or is_known)
