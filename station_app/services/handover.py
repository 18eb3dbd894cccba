"""What is open at a desk when somebody leaves it."""

from __future__ import annotations

from station_app.db import drafts
from station_app.domain.field import values_of
from station_app.domain.handover import Handover
from station_app.domain.lifecycle import DAY_PLANNED, OPEN_OPINION, acts_of
from station_app.domain.records import Deputy, Opinion, Person, ReceptionDay, Suggestion, User, Visit
from station_app.domain.secrecy import is_accusation, is_confidential
from station_app.services.desk import Desk
from station_app.services.road_totals import waiting

TO_TELL = next(act.before for act in acts_of("opinion") if act.name == "feed_back")
"""The states of an opinion whose result is there and whose speaker does not know it."""

DRAFTED = next(act.before for act in acts_of("suggestion") if act.name == "submit")
"""The states of a suggestion that is still being written."""


def handover_of(desk: Desk, leaver: str, successor: str = "") -> Handover:
    """What is open here on the day that `leaver` goes; the two are users' uids. Raises KeyError for one not here.

    An accusation is handed over by its number alone: the paper is read by others.
    """
    users = desk.records.several(User, [leaver, successor])
    standing = [one for state in OPEN_OPINION for one in desk.records.all(Opinion, state=state)]
    standing = [one for one in standing if one.station == desk.station.uid and not is_accusation(values_of(one))]
    suggestions = [one for state in DRAFTED for one in desk.records.all(Suggestion, state=state)]
    deputies = desk.records.several(Deputy, {one.lead_deputy for one in suggestions})
    days = [one for one in desk.records.all(ReceptionDay, state=DAY_PLANNED) if one.held_on >= desk.today]
    return Handover(
        station=desk.station_now.name,
        leaver=users[leaver].name,
        successor=users[successor].name if successor in users else "",
        day=desk.today,
        open=tuple(one for one in standing if one.state not in TO_TELL),
        to_tell=tuple(one for one in standing if one.state in TO_TELL),
        speakers=_speakers(desk, standing),
        days=tuple(sorted(days, key=lambda one: one.held_on)),
        suggestions=tuple(suggestions),
        leads={one.uid: deputies[one.lead_deputy].name for one in suggestions if one.lead_deputy in deputies},
        drafts=len(drafts.of_user(desk.store.database, leaver)),
        waiting=waiting(desk),
    )


def _speakers(desk: Desk, opinions: list[Opinion]) -> dict[str, str]:
    """Who waits to hear, without those who asked for confidence."""
    visits = desk.records.several(Visit, {one.visit for one in opinions if one.visit})
    people = desk.records.several(Person, {one.visitor for one in visits.values()})
    named = {}
    for one in opinions:
        visit = visits.get(one.visit)
        person = people.get(visit.visitor) if visit else None
        if not is_confidential(values_of(one)):
            named[one.uid] = person.name if person else one.speakers
    return named
